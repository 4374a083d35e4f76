class A:
    name = "A"
    def f(self): return "A.f"
    @classmethod
    def c(cls): return cls.__name__
    @staticmethod
    def s(): return "static"
    @property
    def p(self): return "A.p"
class B(A):
    name = "B"
    def f(self): return "B+" + super().f()
    @classmethod
    def c(cls): return "B." + super().c()
    def s2(self): return super().s()
    @property
    def p(self): return "B+" + super().p
    def explicit(self): return super(B, self).name, super(B, type(self)).c()
    def nested(self):
        def inner(): return super(B, self).f()
        return inner(), [super(B, self).name for _ in range(1)]
b = B()
print(b.f(), B.c(), b.s2(), b.p, b.explicit(), b.nested())  # expect: B+A.f B.B static B+A.p ('A', 'B') ('A.f', ['A'])
class C(B):
    def f(self):
        s = super()
        return s.f() + "|" + s.name
print(C().f(), C.c())  # expect: B+A.f|B B.C
def error(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
error(lambda: super())  # expect: RuntimeError super(): no arguments
class D(A):
    def no_attr(self): return super().missing
    def set_it(self): super().name = 5
    def gone(self):
        del self
        return super().f()
error(D().no_attr)  # expect: AttributeError 'super' object has no attribute 'missing'
error(D().set_it)
# expect: AttributeError 'super' object has no attribute 'name' and no __dict__ for setting new attributes
error(D().gone)  # expect: RuntimeError super(): arg[0] deleted
error(lambda: super(A, 5))
# expect: TypeError super(type, obj): obj (instance of int) is not an instance or subtype of type (A).
error(lambda: super(5, A))  # expect: TypeError super() argument 1 must be a type, not int
print(repr(super(B, b)))  # expect: <super: <class 'B'>, <B object>>
class Init:
    def __init__(self, x): self.x = x
class SubInit(Init):
    def __init__(self, x, y):
        super().__init__(x)
        self.y = y
s = SubInit(1, 2)
print(s.x, s.y)  # expect: 1 2
class New(int):
    def __new__(cls, v): return super().__new__(cls, v * 2)
print(New(5), type(New(1)).__name__)  # expect: 10 New
class Cell:
    def get(self): return __class__
print(Cell().get())  # expect: <class '__main__.Cell'>
