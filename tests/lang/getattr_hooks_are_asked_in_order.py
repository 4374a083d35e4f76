class A:
    real = 1
    def __getattr__(self, name):
        if name.startswith("x"):
            return f"made {name}"
        raise AttributeError(f"no {name}")
a = A()
print(a.real, a.xyz, hasattr(a, "q"), getattr(a, "q", "default"))  # expect: 1 made xyz False default
try:
    a.q
except AttributeError as e:
    print(e)  # expect: no q
class B:
    def __init__(self): self.v = 1
    def __getattribute__(self, name):
        if name == "secret":
            raise AttributeError("hidden")
        return object.__getattribute__(self, name)
    def __getattr__(self, name): return ("fallback", name)
b = B()
print(b.v, b.secret, b.other)  # expect: 1 ('fallback', 'secret') ('fallback', 'other')
class S:
    def __setattr__(self, n, v):
        print("set", n, v)
        object.__setattr__(self, n, v)
    def __delattr__(self, n):
        print("del", n)
        super().__delattr__(n)
s = S()
s.a = 1  # expect: set a 1
setattr(s, "b", 2)  # expect: set b 2
del s.a  # expect: del a
print(vars(s))  # expect: {'b': 2}
def error(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class Plain: pass
error(lambda: Plain().missing)  # expect: AttributeError 'Plain' object has no attribute 'missing'
error(lambda: Plain.missing)  # expect: AttributeError type object 'Plain' has no attribute 'missing'
error(lambda: delattr(Plain(), "missing"))  # expect: AttributeError 'Plain' object has no attribute 'missing'
error(lambda: (5).missing)  # expect: AttributeError 'int' object has no attribute 'missing'
error(lambda: setattr(5, "x", 1))
# expect: AttributeError 'int' object has no attribute 'x' and no __dict__ for setting new attributes
error(lambda: setattr(Plain(), 5, 1))  # expect: TypeError attribute name must be string, not 'int'
error(lambda: getattr(5, 5))  # expect: TypeError attribute name must be string, not 'int'
error(lambda: setattr(int, "x", 1))  # expect: TypeError cannot set 'x' attribute of immutable type 'int'
error(lambda: None.x)  # expect: AttributeError 'NoneType' object has no attribute 'x'
error(lambda: setattr(object(), "x", 1))
# expect: AttributeError 'object' object has no attribute 'x' and no __dict__ for setting new attributes
error(lambda: [].append.x)  # expect: AttributeError 'builtin_function_or_method' object has no attribute 'x'
error(lambda: setattr("s", "upper", 1))  # expect: AttributeError 'str' object attribute 'upper' is read-only
print(sorted(n for n in dir(a) if not n.startswith("__")))  # expect: ['real']
class Dir:
    def __dir__(self): return ["b", "a"]
print(dir(Dir()))  # expect: ['a', 'b']
class Module:
    pass
m = Module()
m.f = lambda: "not bound"
print(m.f())  # expect: not bound
m.__class__ = A
print(m.real, type(m).__name__)  # expect: 1 A
print(m.__dict__.keys())  # expect: dict_keys(['f'])
