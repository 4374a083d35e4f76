import functools
calls = []
@functools.lru_cache(maxsize=2)
def square(x):
    calls.append(x)
    return x * x
print(square(2), square(2), square(3), square(4), square(2), calls, square.cache_info())
# expect: 4 4 9 16 4 [2, 3, 4, 2] CacheInfo(hits=1, misses=4, maxsize=2, currsize=2)
square.cache_clear()
print(square.cache_info(), square.__name__, square.__wrapped__(5))
# expect: CacheInfo(hits=0, misses=0, maxsize=2, currsize=0) square 25
@functools.cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(100), fib.cache_info())
# expect: 354224848179261915075 CacheInfo(hits=98, misses=101, maxsize=None, currsize=101)
p = functools.partial(int, base=2)
print(p("101"), p.func, p.args, p.keywords, functools.partial(max, 5)(3, 9), functools.partial(functools.partial(print, 1), 2).args)
# expect: 5 <class 'int'> () {'base': 2} 9 (1, 2)
print(p)  # expect: functools.partial(<class 'int'>, base=2)
print(functools.reduce(lambda a, b: a * b, [1, 2, 3, 4]), functools.reduce(lambda a, b: a + b, [], "init"))
# expect: 24 init
def deco(f):
    @functools.wraps(f)
    def w(*a, **k):
        "wrapper doc"
        return f(*a, **k)
    return w
@deco
def g():
    "g doc"
print(g.__name__, g.__doc__, g.__wrapped__.__name__)  # expect: g g doc g
@functools.total_ordering
class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(T(1) <= T(1), T(2) > T(1), T(1) >= T(2))  # expect: True True False
class C:
    @functools.cached_property
    def v(self):
        print("computing")  # expect: computing
        return 42
    def base(self, a, b): return (a, b)
    bound = functools.partialmethod(base, 1)
c = C()
print(c.v, c.v, c.__dict__, c.bound(2))  # expect: 42 42 {'v': 42} (1, 2)
@functools.singledispatch
def show(x): return "object"
@show.register
def _(x: int): return f"int {x}"
@show.register(list)
def _(x): return f"list {len(x)}"
print(show(5), show([1]), show("s"), show(True))  # expect: int 5 list 1 object int True
print(sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))  # expect: [3, 2, 1]
try:
    functools.reduce(lambda a, b: a, [])
except TypeError as e:
    print(e)  # expect: reduce() of empty iterable with no initial value
try:
    square([])
except TypeError as e:
    print(e)  # expect: unhashable type: 'list'
print(square(y := 7), functools.partial(lambda *a, **k: (a, k), 1, x=2)(3, y=4))
# expect: 49 ((1, 3), {'x': 2, 'y': 4})
