class Meta(type):
    def __new__(mcls, name, bases, ns, **kw):
        print("new", name, [b.__name__ for b in bases], sorted(k for k in ns if not k.startswith("__")), kw)
        return super().__new__(mcls, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        print("init", name, kw)
        super().__init__(name, bases, ns)
    def __call__(cls, *args):
        print("call", cls.__name__, args)
        return super().__call__(*args)
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print("prepare", name, kw)
        return {"prepared": 1}
    def __len__(cls): return 42
    def __getitem__(cls, k): return (cls.__name__, k)
    def __contains__(cls, x): return x == "in"
    @property
    def meta_property(cls): return "of " + cls.__name__
    def __repr__(cls): return f"<Meta {cls.__name__}>"
    def __instancecheck__(cls, o): return o == "instance"
class A(metaclass=Meta, option=1):
    x = 1
# expect lines: prepare A {'option': 1} | new A [] ['prepared', 'x'] {'option': 1} | init A {'option': 1}
class B(A):
    def __init__(self, v): self.v = v
# expect lines: prepare B {} | new B ['A'] ['prepared'] {} | init B {}
print(B(3).v, len(A), A["k"], "in" in A, B.meta_property, A, type(B) is Meta, A.prepared)
# expect lines: call B (3,) | 3 42 ('A', 'k') True of B <Meta A> True 1
print(isinstance("instance", A), isinstance(A, Meta))  # expect: True True
T = type("T", (object,), {"y": 5, "m": lambda self: self.y})
print(T.__name__, T().m(), type(T), T.__module__)  # expect: T 5 <class 'type'> __main__
class Other(type): pass
try:
    class C(A, metaclass=Other): pass
except TypeError as e:
    print(e)
    # expect: metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases
def function_meta(name, bases, ns):
    return (name, bases, sorted(k for k in ns if k[0] != "_"))
class F(metaclass=function_meta):
    a = 1
print(F)  # expect: ('F', (), ['a'])
class Registry(type):
    classes = []
    def __init__(cls, *a):
        Registry.classes.append(cls.__name__)
class R1(metaclass=Registry): pass
class R2(R1): pass
print(Registry.classes)  # expect: ['R1', 'R2']
