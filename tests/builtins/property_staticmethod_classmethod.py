class A:
    count = 0
    def __init__(self): type(self).count += 1
    @classmethod
    def make(cls, *a): return cls(*a)
    @staticmethod
    def plain(x, y=2): return x * y
    @property
    def n(self): return self.count
    @classmethod
    def name(cls): return cls.__name__
class B(A): pass
print(type(B.make()).__name__, A.plain(3), B().plain(1, y=5), A().n, B.name(), B().name(), A.make.__func__ is A.__dict__["make"].__func__)
# expect: B 6 5 1 B B True
print(type(A.__dict__["plain"]).__name__, type(A.__dict__["make"]).__name__, type(A.make).__name__, type(A.plain).__name__, A.make.__self__.__name__)
# expect: staticmethod classmethod method function A
s = staticmethod(len)
print(s([1, 2]), callable(s))  # expect: 2 True
class C:
    method = staticmethod(lambda: "static lambda")
    klass = classmethod(lambda cls: cls.__name__)
    p = property(lambda self: "p", doc="docs")
print(C.method(), C().method(), C.klass(), C().p, C.p.__doc__)  # expect: static lambda static lambda C p docs
def error(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
error(lambda: setattr(C(), "p", 1))  # expect: AttributeError property 'p' of 'C' object has no setter
error(lambda: A.plain())  # expect: TypeError A.plain() missing 1 required positional argument: 'x'
error(lambda: A.n.fget())  # expect: TypeError A.n() missing 1 required positional argument: 'self'
class Temperature:
    def __init__(self, c): self.celsius = c
    @property
    def fahrenheit(self): return self.celsius * 9 / 5 + 32
    @fahrenheit.setter
    def fahrenheit(self, f): self.celsius = (f - 32) * 5 / 9
t = Temperature(100)
t.fahrenheit = 32
print(t.celsius, t.fahrenheit)  # expect: 0.0 32.0
class D(Temperature):
    @property
    def fahrenheit(self): return "overridden " + str(super().fahrenheit)
print(D(0).fahrenheit)  # expect: overridden 32.0
