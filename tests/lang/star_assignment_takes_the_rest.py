a, *b, c = range(5)
print(a, b, c)  # expect: 0 [1, 2, 3] 4
*a, b = "xyz"
print(a, b)  # expect: ['x', 'y'] z
a, *b = [1]
print(a, b)  # expect: 1 []
(a, *b), c = [1, 2, 3], 4
print(a, b, c)  # expect: 1 [2, 3] 4
[a, [b, *c], d] = 1, (2, 3, 4), 5
print(a, b, c, d)  # expect: 1 2 [3, 4] 5
a, b = b, a
print(a, b)  # expect: 2 1
for i, *rest in [(1, 2, 3), (4,)]:
    print(i, rest)
# expect lines: 1 [2, 3] | 4 []
*all_, = "ab"
print(all_)  # expect: ['a', 'b']
def error(f):
    try:
        f()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
def f1():
    a, b, *c = [1]
def f2():
    a, b = 1
def f3():
    a, b, c = "ab"
def f4():
    a, b = iter([1])
error(f1); error(f2); error(f3); error(f4)
# expect: ValueError not enough values to unpack (expected at least 2, got 1)
# expect: TypeError cannot unpack non-iterable int object
# expect: ValueError not enough values to unpack (expected 3, got 2)
# expect: ValueError not enough values to unpack (expected 2, got 1)
class Iterable:
    def __iter__(self):
        yield from (1, 2)
x, y = Iterable()
print(x, y)  # expect: 1 2
x = y = z = []
x.append(1)
print(y, z is x)  # expect: [1] True
d = {}
d["k"], *d["rest"] = 1, 2, 3
print(d)  # expect: {'k': 1, 'rest': [2, 3]}
print(*[1, 2], *(), *"ab", sep="-")  # expect: 1-2-a-b
