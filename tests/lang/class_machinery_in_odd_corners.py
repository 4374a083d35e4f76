class Ordered(dict):
    def __setitem__(self, k, v):
        if not k.startswith("__"): order.append(k)
        super().__setitem__(k, v)
class Meta(type):
    @classmethod
    def __prepare__(m, name, bases): return Ordered()
    def __new__(m, name, bases, ns): return super().__new__(m, name, bases, dict(ns))
    def __setattr__(cls, n, v):
        order.append(f"set {n}")
        super().__setattr__(n, v)
    def __getattr__(cls, n): return f"meta {n}"
    def __iter__(cls): return iter(order)
    def __call__(cls, *a): return ("called", super().__call__(*a).__class__.__name__)
order = []
class A(metaclass=Meta):
    b = 1
    a = 2
    def m(self): pass
A.late = 3
print(list(A), A.missing, A(), A.b)  # expect: ['b', 'a', 'm', 'set late'] meta missing ('called', 'A') 1
class D:
    def __get__(self, o, t): return ("D", o is None, t.__name__)
class MetaD(type):
    attr = D()
class WithMetaD(metaclass=MetaD): pass
print(WithMetaD.attr, hasattr(WithMetaD(), "attr"))  # expect: ('D', False, 'MetaD') False
class Base:
    @classmethod
    def c(cls): return "Base.c " + cls.__name__
    @staticmethod
    def s(): return "Base.s"
    @property
    def p(self): return "Base.p"
    def __getitem__(self, k): return ("Base", k)
class Sub(Base):
    @classmethod
    def c(cls): return "Sub>" + super().c()
    @staticmethod
    def s(): return "Sub>" + Base.s()
    @property
    def p(self): return "Sub>" + super().p
    def __getitem__(self, k): return ("Sub", *super().__getitem__(k))
print(Sub.c(), Sub.s(), Sub().p, Sub()[1])  # expect: Sub>Base.c Sub Sub>Base.s Sub>Base.p ('Sub', 'Base', 1)
class Callable:
    def __call__(self, *a, **k): return a, k
class Holder:
    call = Callable()
    f = len
    l = lambda self: "bound"
    def __init__(self): self.inst = lambda x: x
h = Holder()
print(h.call(1), h.l(), h.inst(5), Holder.f([1, 2]))  # expect: ((1,), {}) bound 5 2
class X:
    x = 1
    def __init__(self): self.__class__ = Y
class Y:
    x = 2
print(X().x, type(X()).__name__)  # expect: 2 Y
class Desc:
    def __set_name__(self, o, n): self.n = n
    def __set__(self, o, v): o.__dict__[self.n] = v * 2
class UsesDesc:
    d = Desc()
u = UsesDesc(); u.d = 5
print(u.d, vars(u))  # expect: 10 {'d': 10}
class E(Exception):
    def __init__(self, msg, code): super().__init__(msg); self.code = code
class F(E):
    def __init__(self): super().__init__("from F", 7)
try: raise F
except E as e: print(e, e.code, type(e).__name__, e.args)  # expect: from F 7 F ('from F',)
def make(name, **attrs): return type(name, (Base,), attrs)
K = make("K", v=5, get=lambda self: self.v)
print(K().get(), K.__name__, issubclass(K, Base), K.c())  # expect: 5 K True Base.c K
class Slots(Base):
    __slots__ = ("a",)
class Weird:
    def __eq__(self, o): return True
    def __bool__(self): return False
w = Weird()
print(w == 5, w != 5, not w, [w].index(3), w in [1], [1].count(w), w is None or "not none")
# expect: True False True 0 True 1 not none
class Inc:
    n = 0
    def __iadd__(self, k): self.n += k; return self
    def __neg__(self): return -self.n
    def __index__(self): return self.n
i = Inc(); i += 3; i += 4
print(i.n, -i, list(range(10))[i], hex(i), "x" * i)  # expect: 7 -7 7 0x7 xxxxxxx
class Attr: pass
a = Attr()
a.x = a.y = a.z = 0
for n in "xyz": setattr(a, n, getattr(a, n) + len(n))
del a.y
a.w = 1
print(vars(a), [k for k in a.__dict__], a.__dict__.pop("x"), hasattr(a, "x"))
# expect: {'z': 1, 'w': 1} ['x', 'z', 'w'] 1 False
a.__dict__["injected"] = 5
a.__dict__ = {"replaced": 1}
print(a.replaced, hasattr(a, "injected"))  # expect: 1 False
print(type.__call__(Base).p, object.__getattribute__(h, "inst")(1), Base.__dict__["c"].__get__(None, Sub)(), super(Sub, Sub()).p)
# expect: Base.p 1 Base.c Sub Base.p
