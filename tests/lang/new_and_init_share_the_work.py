class A:
    def __new__(cls, *args, **kw):
        print("new", cls.__name__, args, kw)
        return super().__new__(cls)
    def __init__(self, x, y=2):
        print("init", x, y)
        self.x = x
print(A(1).x)
# expect lines: new A (1,) {} | init 1 2 | 1
class Other:
    def __new__(cls): return "not an instance"
    def __init__(self): print("never")
print(Other())  # expect: not an instance
class Singleton:
    _one = None
    def __new__(cls):
        if cls._one is None:
            cls._one = object.__new__(cls)
        return cls._one
print(Singleton() is Singleton())  # expect: True
class Tup(tuple):
    def __new__(cls, a, b): return tuple.__new__(cls, (a, b))
    @property
    def first(self): return self[0]
t = Tup(1, 2)
print(t, t.first, len(t), t == (1, 2), type(t).__name__)  # expect: (1, 2) 1 2 True Tup
class Str(str):
    def shout(self): return self.upper() + "!"
s = Str("abc")
print(s.shout(), s + "d", type(s + "d").__name__, s[0], {s: 1}["abc"])  # expect: ABC! abcd str a 1
def error(f):
    try: print(f())
    except TypeError as e: print(e)
class BadInit:
    def __init__(self): return 5
error(BadInit)  # expect: __init__() should return None, not 'int'
error(lambda: object.__new__(5))  # expect: object.__new__(X): X is not a type object (int)
error(lambda: object.__new__(int))  # expect: object.__new__(int) is not safe, use int.__new__()
error(lambda: int.__new__(str))  # expect: int.__new__(str): str is not a subtype of int
error(lambda: A.__init__())  # expect: A.__init__() missing 2 required positional arguments: 'self' and 'x'
class NoArgs: pass
error(lambda: NoArgs(5))  # expect: NoArgs() takes no arguments
error(lambda: object(5))  # expect: object() takes no arguments
class OnlyNew:
    def __new__(cls, x): return object.__new__(cls)
print(type(OnlyNew(1)).__name__)  # expect: OnlyNew
class Sub(A):
    def __init__(self):
        A.__init__(self, "from sub")
print(Sub().x)
# expect lines: new Sub () {} | init from sub 2 | from sub
o = object.__new__(A)
print(type(o).__name__, hasattr(o, "x"))  # expect: A False
d = dict.__new__(dict)
print(d)  # expect: {}
