def f(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, kw
print(f(1, c=3))  # expect: (1, 2, (), 3, 4, {})
print(f(1, 9, 8, 7, c=3, d=0, e=5))  # expect: (1, 9, (8, 7), 3, 0, {'e': 5})
print(f(*[1, 2, 3], **{"c": 4, "z": 5}))  # expect: (1, 2, (3,), 4, 4, {'z': 5})
print(f(c=1, a=2))  # expect: (2, 2, (), 1, 4, {})
print(f(1, *[2], 3, *(4, 5), c=6, **{"x": 1}, **{"y": 2}))  # expect: (1, 2, (3, 4, 5), 6, 4, {'x': 1, 'y': 2})
def p(a, b, /, c=3, *, d):
    return a, b, c, d
print(p(1, 2, d=4), p(1, 2, 5, d=6), p(1, 2, c=7, d=8))  # expect: (1, 2, 3, 4) (1, 2, 5, 6) (1, 2, 7, 8)
def posonly(a, /, **kw):
    return a, kw
print(posonly(1, a=2))  # expect: (1, {'a': 2})
def defaults(x, l=[]):
    l.append(x)
    return l
defaults(1)
print(defaults(2), defaults.__defaults__)  # expect: [1, 2] ([1, 2],)
def kwonly(*, a=1, b):
    return a, b
print(kwonly(b=2), kwonly.__kwdefaults__)  # expect: (1, 2) {'a': 1}
print((lambda *a, **k: (a, k))(1, 2, x=3))  # expect: ((1, 2), {'x': 3})
print((lambda x, y=2: x + y)(1))  # expect: 3
def nested(a, b):
    return (a, b)
print(nested(b=1, a=2), nested(*"xy"), nested(**dict(a=1, b=2)))  # expect: (2, 1) ('x', 'y') (1, 2)
class C:
    def m(self, x, *, y=1):
        return x, y
    def __call__(self, *a):
        return a
c = C()
print(c.m(1), C.m(c, 2, y=3), c(1, 2))  # expect: (1, 1) (2, 3) (1, 2)
m = c.m
print(m(5), m.__self__ is c, m.__func__ is C.m)  # expect: (5, 1) True True
print(f.__name__, f.__defaults__, f.__kwdefaults__, f.__code__.co_argcount, f.__code__.co_varnames)
# expect: f (2,) {'d': 4} 2 ('a', 'b', 'c', 'd', 'args', 'kw')
f.__defaults__ = (20,)
print(f(1, c=0))  # expect: (1, 20, (), 0, 4, {})
def keep_order(**kw):
    return list(kw)
print(keep_order(z=1, a=2, m=3))  # expect: ['z', 'a', 'm']
def mutated(**kw):
    kw["x"] = 1
    return kw
d = {"a": 1}
mutated(**d)
print(d)  # expect: {'a': 1}
