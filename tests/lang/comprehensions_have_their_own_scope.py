x = "outer"
print([x for x in range(3)], x)  # expect: [0, 1, 2] outer
print({x: x * x for x in range(3)}, {x % 2 for x in range(5)}, x)  # expect: {0: 0, 1: 1, 2: 4} {0, 1} outer
print([(a, b) for a in range(3) for b in range(a)])  # expect: [(1, 0), (2, 0), (2, 1)]
print([[j for j in range(i)] for i in range(4)])  # expect: [[], [0], [0, 1], [0, 1, 2]]
print([a for a in range(20) if a % 2 if a % 3])  # expect: [1, 5, 7, 11, 13, 17, 19]
print(list(a + b for a in "xy" for b in "12"))  # expect: ['x1', 'x2', 'y1', 'y2']
print([y := 1, y ** 2], y)  # expect: [1, 1] 1
print([last := i for i in range(4)], last)  # expect: [0, 1, 2, 3] 3
def f():
    total = 0
    r = [total := total + v for v in (1, 2, 3)]
    return r, total
print(f())  # expect: ([1, 3, 6], 6)
print([i for i in [j for j in (1, 2)] for i in [i] * 2])  # expect: [1, 1, 2, 2]
fs = [lambda: i for i in range(3)]
print([g() for g in fs])  # expect: [2, 2, 2]
print({k: v for k, v in zip("ab", [1, 2])}, {**{"a": 1}, "b": 2})  # expect: {'a': 1, 'b': 2} {'a': 1, 'b': 2}
print([(i, c) for i, c in enumerate("ab")], [a for a, *rest in [(1, 2, 3)]])  # expect: [(0, 'a'), (1, 'b')] [1]
print(sum(n for n in range(10) if n % 2), max((c for c in "hello"), key=ord))  # expect: 25 o
def order(name, it):
    print("iter", name)
    return it
g = (a for a in order("first", [1, 2]) for b in order("second", [3]))  # expect: iter first
print("made")  # expect: made
print(list(g))
# expect lines: iter second | iter second | [1, 2]
class C:
    n = 3
    v = [i for i in range(n)]
print(C.v)  # expect: [0, 1, 2]
print([*range(3), *"ab"], (*[1], 2), {*[1], 1})  # expect: [0, 1, 2, 'a', 'b'] (1, 2) {1}
