if (n := len("hello")) > 3:
    print(n)  # expect: 5
data = [1, 2, 3, 4]
while (chunk := data[:2]):
    print(chunk)
    data = data[2:]
# expect lines: [1, 2] | [3, 4]
print([y for x in range(5) if (y := x * x) > 3], y)  # expect: [4, 9, 16] 16
def f():
    print(any((found := w).startswith("b") for w in ["a", "bc", "bd"]), found)  # expect: True bc
f()
def defaults(a=(v := 5)):
    return a, v
print(defaults(), v)  # expect: (5, 5) 5
print((a := 1, b := 2), a, b)  # expect: (1, 2) 1 2
d = {"k": (z := 3)}
print(d, z, f"{(w := 4)} {w}")  # expect: {'k': 3} 3 4 4
x = 0
print([x := x + i for i in range(4)], x)  # expect: [0, 1, 3, 6] 6
print(not (q := 0), q)  # expect: True 0
