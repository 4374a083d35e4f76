print(sum([]), sum([], 5), sum([1, 2], start=10), sum((0.1,) * 3), sum([True, False]), sum(range(10 ** 5)), sum([2 ** 62, 2 ** 62, 1]), sum([1, 2.5, 3j]))
# expect: 0 5 13 0.30000000000000004 1 4999950000 9223372036854775809 (3.5+3j)
print(min([3, 1, 2]), max(1, 2.0, 2), min({5: 1, 3: 2}), max("hello"), max([1], default=0), min((), default=None), max([1, 2, 3], key=lambda x: -x))
# expect: 1 2.0 3 o 1 None 1
print(max([(1, "a"), (1, "b")]), min(["bb", "a"], key=len), max([2, 2.0]), min(float("inf"), 10 ** 400), max(-0.0, 0.0), max({1, 5, 3}), max(i for i in [1, 7]))
# expect: (1, 'b') a 2 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000 -0.0 5 7
class V:
    def __init__(self, v): self.v = v
    def __add__(self, o): return V(self.v + (o.v if isinstance(o, V) else o))
    __radd__ = __add__
    def __lt__(self, o): return self.v < o.v
    def __gt__(self, o): return self.v > o.v
    def __repr__(self): return f"V{self.v}"
print(sum([V(1), V(2)]), max(V(1), V(5), V(3)), min([V(4), V(2)]), sorted([V(3), V(1)]))  # expect: V3 V5 V2 [V1, V3]
def error(f, *a, **k):
    try: print(f(*a, **k))
    except Exception as e: print(type(e).__name__, e)
error(sum, [1, "a"])  # expect: TypeError unsupported operand type(s) for +: 'int' and 'str'
error(sum, ["a", "b"], "")  # expect: TypeError sum() can't sum strings [use ''.join(seq) instead]
error(sum, [b"a"], b"")  # expect: TypeError sum() can't sum bytes [use b''.join(seq) instead]
error(max, [1, "a"])  # expect: TypeError '>' not supported between instances of 'str' and 'int'
error(max, 1, 2, default=3)  # expect: TypeError Cannot specify a default for max() with multiple positional arguments
error(min, [], key=len)  # expect: ValueError min() iterable argument is empty
error(max, None)  # expect: TypeError 'NoneType' object is not iterable
error(min, 1, 2, key=5)  # expect: TypeError 'int' object is not callable
print(any(x == 2 for x in [1, 2]), all([]), abs(-2 ** 70), abs(-0.0), pow(0, 0), pow(2.0, 3), pow(-8, 1 / 3).real > 0, divmod(-7, 3), divmod(7.5, -2))
# expect: True True 1180591620717411303424 0.0 1 8.0 True (-3, 2) (-4.0, -0.5)
