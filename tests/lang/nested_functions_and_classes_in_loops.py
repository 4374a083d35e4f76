results = []
for i in range(3):
    class Local:
        value = i
        def get(self, i=i):
            return self.value, i
    results.append(Local)
print([c().get() for c in results], results[0] is not results[1])  # expect: [(0, 0), (1, 1), (2, 2)] True
def make_adders():
    adders = {}
    for n in range(3):
        def add(x, n=n):
            return x + n
        adders[n] = add
    return adders
print([f(10) for f in make_adders().values()])  # expect: [10, 11, 12]
def outer():
    values = []
    for i in range(3):
        def inner():
            nonlocal i
            i += 10
            return i
        values.append(inner())
    return values, i
print(outer())  # expect: ([10, 11, 12], 12)
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
print([n for n, _ in zip(fib(), range(10))])  # expect: [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]
def matrix(n):
    return [[i * n + j for j in range(n)] for i in range(n)]
print(matrix(3), [list(r) for r in zip(*matrix(3))])
# expect: [[0, 1, 2], [3, 4, 5], [6, 7, 8]] [[0, 3, 6], [1, 4, 7], [2, 5, 8]]
def flatten(x):
    return [y for e in x for y in (flatten(e) if isinstance(e, list) else [e])]
print(flatten([1, [2, [3, [4]], 5]]))  # expect: [1, 2, 3, 4, 5]
def memo(f):
    cache = {}
    def w(n):
        if n not in cache:
            cache[n] = f(n)
        return cache[n]
    w.cache = cache
    return w
@memo
def fibo(n): return n if n < 2 else fibo(n - 1) + fibo(n - 2)
print(fibo(80), len(fibo.cache))  # expect: 23416728348467685 81
def hanoi(n, a, b, c):
    return [] if n == 0 else hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)
print(len(hanoi(8, "a", "b", "c")), hanoi(2, "a", "b", "c"))  # expect: 255 [('a', 'b'), ('a', 'c'), ('b', 'c')]
def permutations(items):
    if not items: return [[]]
    return [[x] + p for i, x in enumerate(items) for p in permutations(items[:i] + items[i + 1:])]
print(permutations([1, 2, 3]))  # expect: [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]]
