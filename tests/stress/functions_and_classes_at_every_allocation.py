# run: stress=1 timeout=60s
def f(a, *args, k=1, **kw): return lambda: (a, args, k, kw)
print(f(1, 2, [3], k="x", z={})(), [g() for g in [lambda i=i: [i] for i in range(3)]])
# expect: (1, (2, [3]), 'x', {'z': {}}) [[0], [1], [2]]
class A:
    shared = []
    def __init__(self, v): self.v, self.w = v, [v]
    def method(self): return self.v, self.w
    @property
    def p(self): return str(self.v)
    def __eq__(self, o): return self.v == o.v
    def __repr__(self): return f"A({self.v!r})"
    def __add__(self, o): return type(self)((self.v, o))
class B(A):
    def method(self): return super().method() + ("B",)
    def __getattr__(self, n): return "attr " + n
objects = [B(i) for i in range(10)]
for o in objects: o.extra = {o.v: [o]}
print(objects[3].method(), objects[2].p, objects[1] + 5, objects[0].other, objects[4].extra, B.__mro__[1].__name__, sorted(vars(objects[5])), objects[6] == B(6), type("T", (A,), {"x": [1]})(7).x)
# expect: (3, [3], 'B') 2 A((1, 5)) attr other {4: [A(4)]} A ['extra', 'v', 'w'] True [1]
def deco(g):
    def w(*a): return [g(*a)]
    return w
@deco
def h(x): return str(x)
print(h(5), [m() for m in [o.method for o in objects[:2]]])  # expect: ['5'] [(0, [0], 'B'), (1, [1], 'B')]
