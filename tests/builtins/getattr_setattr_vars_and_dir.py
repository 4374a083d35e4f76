class A:
    x = 1
    def m(self): return self.x
a = A()
print(getattr(a, "x"), getattr(a, "y", 5), hasattr(a, "m"), hasattr(a, "zz"), getattr(a, "m")())
# expect: 1 5 True False 1
setattr(a, "y", 10)
print(vars(a), a.__dict__, "y" in dir(a), "x" in dir(A), vars(A)["x"])  # expect: {'y': 10} {'y': 10} True True 1
delattr(a, "y")
print(vars(a), hasattr(a, "y"))  # expect: {} False
def f():
    b, c = 1, 2
    return sorted(vars()), sorted(locals().items()), dir()
print(f())  # expect: (['b', 'c'], [('b', 1), ('c', 2)], ['b', 'c'])
print("a" in globals(), globals()["A"] is A, "__name__" in dir(), "print" in dir(__builtins__))
# expect: True True True True
class P:
    @property
    def bad(self): raise ValueError("property raises")
try:
    hasattr(P(), "bad")
except ValueError as e:
    print(e)  # expect: property raises
class Q:
    def __getattr__(self, n): raise AttributeError(n)
print(hasattr(Q(), "x"), getattr(Q(), "x", None))  # expect: False None
print(isinstance(a, A), issubclass(A, object), callable(A), type(a) is A, id(a) == id(a), hash(a) == hash(a))
# expect: True True True True True True
m = a.m
a.x = 99
print(m(), A.m(a), A().m())  # expect: 99 99 1
import types
n = types.SimpleNamespace(a=1, b="x")
n.c = [2]
print(n, n.a, n == types.SimpleNamespace(a=1, b="x", c=[2]))  # expect: namespace(a=1, b='x', c=[2]) 1 True
print(setattr(n, "d", 4), n.d, vars(n)["d"])  # expect: None 4 4
