class Data:
    def __get__(self, o, t): return ("data", o is None)
    def __set__(self, o, v): print("set", v)
    def __delete__(self, o): print("delete")
class NonData:
    def __get__(self, o, t=None): return "non-data"
class A:
    d = Data()
    n = NonData()
a = A()
a.__dict__["d"] = "instance d"
print(a.d, A.d, a.n)  # expect: ('data', False) ('data', True) non-data
a.d = 5  # expect: set 5
del a.d  # expect: delete
a.n = "instance n"
print(a.n, A.n)  # expect: instance n non-data
class P:
    def __init__(self): self._v = 1
    @property
    def v(self):
        "doc of v"
        return self._v
    @v.setter
    def v(self, x): self._v = x * 2
    @v.deleter
    def v(self): print("deleted")
    @property
    def read_only(self): return 1
    w = property(None, lambda self, x: print("write", x))
p = P()
p.v = 5
print(p.v, P.v.__doc__)  # expect: 10 doc of v
del p.v  # expect: deleted
def error(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
error(lambda: setattr(p, "read_only", 2))  # expect: AttributeError property 'read_only' of 'P' object has no setter
error(lambda: delattr(p, "read_only"))  # expect: AttributeError property 'read_only' of 'P' object has no deleter
error(lambda: p.w)  # expect: AttributeError property 'w' of 'P' object has no getter
p.w = 3  # expect: write 3
print(type(P.v).__name__, P.v.fget is not None, P.read_only.fset)  # expect: property True None
class Cached:
    def __init__(self, f): self.f, self.name = f, f.__name__
    def __get__(self, o, t):
        print("computing")  # expect: computing
        o.__dict__[self.name] = r = self.f(o)
        return r
class C:
    @Cached
    def value(self): return 42
c = C()
print(c.value, c.value)  # expect: 42 42
class Raises:
    @property
    def x(self): raise AttributeError("inside")
    def __getattr__(self, n): return "fallback " + n
print(Raises().x)  # expect: fallback x
class Sub(P):
    @P.v.getter
    def v(self): return "sub"
print(Sub().v)  # expect: sub
print(A.__dict__["n"].__class__.__name__, "d" in vars(A))  # expect: NonData True
f = (lambda self: self).__get__("bound")
print(f())  # expect: bound
