f = lambda x: lambda y: x + y
print(f(1)(2))  # expect: 3
print((lambda: (yield))().__class__.__name__)  # expect: generator
sign = lambda n: "neg" if n < 0 else "zero" if n == 0 else "pos"
print([sign(n) for n in (-1, 0, 1)])  # expect: ['neg', 'zero', 'pos']
print((lambda *, k=1: k)(), (lambda *a: a)(1, 2), (lambda a, /, b: a - b)(5, b=3))  # expect: 1 (1, 2) 2
print(sorted(["bb", "a", "ccc"], key=lambda s: -len(s)))  # expect: ['ccc', 'bb', 'a']
print(f.__name__, f.__qualname__)  # expect: <lambda> <lambda>
fact = lambda n: 1 if n < 2 else n * fact(n - 1)
print(fact(10))  # expect: 3628800
compose = lambda *fs: lambda x: x if not fs else fs[0](compose(*fs[1:])(x))
print(compose(str, lambda x: x + 1, abs)(-5))  # expect: 6
print((lambda x: (lambda: x)())(3))  # expect: 3
print([(lambda n: n * n)(i) for i in range(4)])  # expect: [0, 1, 4, 9]
