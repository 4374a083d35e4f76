x = 1; y = 2; print(x, y)  # expect: 1 2
if x: print("one line"); print("two")
# expect lines: one line | two
z = (x +
     y
     # a comment inside
     + 3)
print(z)  # expect: 6
total = x + \
    y
print(total)  # expect: 3
def f(a,
      b=2,
      *,
      c=3,
      ): return a + b + c
print(f(1,
        c=5,))  # expect: 8
l = [
    1,
    2,  # trailing comma

    3,
]
print(l)  # expect: [1, 2, 3]
class C: x = 1; y = 2
print(C.x + C.y)  # expect: 3
if True:
        print("eight spaces")  # expect: eight spaces
        if True:
            pass
while x < 3: x += 1
print(x)  # expect: 3
for i in range(2): print(i, end=" ")  # expect: 0 1
print()
try: 1 / 0
except ZeroDivisionError: print("caught")  # expect: caught
finally: print("finally")  # expect: finally
with open("/dev/null") as a, open("/dev/null") as b: pass
print(a.closed, b.closed)  # expect: True True
lambda_result = (lambda:
    5)()
print(lambda_result)  # expect: 5
t = 1,
print(t, (), (1), (1,), 1 if True else 2,)  # expect: (1,) () 1 (1,) 1
print([1, 2][0], {1: 2,}, {1, 2,}, -1 ** 2, 2 ** -1, not True == False, 2 ** 3 ** 2, -7 // 2, -7 % 3, 1 + 2 * 3 % 4)
# expect: 1 {1: 2} {1, 2} -1 0.5 True 512 -4 2 3
print(5 & 3 | 4 ^ 1 << 2, ~5 + 1, 1 < 2 == 2, 10 - 3 - 2, 2 * 3 / 4, "a" "b" * 2)  # expect: 1 -5 True 5 1.5 abab
async_ = 1
type = 5
_ = match = 7
print(async_, type, _, match)  # expect: 1 5 7 7
if 1:
	print("tab")  # expect: tab
