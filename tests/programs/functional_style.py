from functools import reduce, partial
from itertools import groupby, accumulate, takewhile, count, chain
from operator import itemgetter, mul, add
people = [{"name": "Ann", "age": 30, "city": "Oslo"}, {"name": "Bob", "age": 25, "city": "Rome"}, {"name": "Cid", "age": 35, "city": "Oslo"}, {"name": "Dan", "age": 25, "city": "Rome"}]
by_city = {c: [p["name"] for p in g] for c, g in groupby(sorted(people, key=itemgetter("city")), key=itemgetter("city"))}
print(by_city, sorted(people, key=lambda p: (p["age"], p["name"]), reverse=True)[0]["name"])
# expect: {'Oslo': ['Ann', 'Cid'], 'Rome': ['Bob', 'Dan']} Cid
print(reduce(mul, range(1, 11)), list(accumulate(range(1, 6), mul)), list(takewhile(lambda x: x < 40, (n * n for n in count(1)))))
# expect: 3628800 [1, 2, 6, 24, 120] [1, 4, 9, 16, 25, 36]
compose = lambda *f: reduce(lambda g, h: lambda x: h(g(x)), f)
print(compose(lambda x: x + 1, lambda x: x * 2, str)(5), list(map(partial(pow, 2), range(8))))
# expect: 12 [1, 2, 4, 8, 16, 32, 64, 128]
curry = lambda f: lambda a: lambda b: f(a, b)
print(curry(add)(3)(4), list(chain.from_iterable([x] * x for x in range(4))), dict(enumerate("abc")), [*zip("ab", range(2))])
# expect: 7 [1, 2, 2, 3, 3, 3] {0: 'a', 1: 'b', 2: 'c'} [('a', 0), ('b', 1)]
flat = lambda x: [z for y in x for z in (flat(y) if isinstance(y, list) else [y])]
print(flat([1, [2, [3, [4, []]]], 5]), (lambda f: f(f, 6))(lambda f, n: 1 if n == 0 else n * f(f, n - 1)))
# expect: [1, 2, 3, 4, 5] 720
Y = lambda f: (lambda x: f(lambda v: x(x)(v)))(lambda x: f(lambda v: x(x)(v)))
print(Y(lambda fac: lambda n: 1 if n < 2 else n * fac(n - 1))(10))  # expect: 3628800
def pipeline(*steps):
    def run(data):
        for s in steps: data = s(data)
        return data
    return run
print(pipeline(partial(filter, lambda x: x % 2), partial(map, lambda x: x ** 2), sum)(range(10)))  # expect: 165
average = lambda xs: sum(xs) / len(xs)
print({c: average([p["age"] for p in people if p["city"] == c]) for c in {p["city"] for p in people} if c == "Rome"}, max(people, key=itemgetter("age"))["name"])
# expect: {'Rome': 25.0} Cid
print(any(p["age"] > 34 for p in people), all("name" in p for p in people), sum(1 for p in people if p["city"] == "Oslo"), [p["name"][0] for p in people], ", ".join(sorted({p["city"] for p in people})))
# expect: True True 2 ['A', 'B', 'C', 'D'] Oslo, Rome
print(list(map(lambda t: t[0] * t[1], zip([1, 2, 3], [4, 5, 6]))), sum(a * b for a, b in zip([1, 2, 3], [4, 5, 6])), list(filter(lambda s: s == s[::-1], ["level", "no", "noon"])), sorted("banana", key="banana".count))
# expect: [4, 10, 18] 32 ['level', 'noon'] ['b', 'n', 'n', 'a', 'a', 'a']
matrix = [[1, 2, 3], [4, 5, 6]]
print([list(r) for r in zip(*matrix)], [row[::-1] for row in matrix[::-1]], sum(map(sum, matrix)), [[x * 2 for x in r] for r in matrix], {(i, j): v for i, r in enumerate(matrix) for j, v in enumerate(r) if v % 2})
# expect: [[1, 4], [2, 5], [3, 6]] [[6, 5, 4], [3, 2, 1]] 21 [[2, 4, 6], [8, 10, 12]] {(0, 0): 1, (0, 2): 3, (1, 1): 5}
