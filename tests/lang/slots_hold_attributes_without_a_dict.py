class P:
    __slots__ = ("x", "y")
    def __init__(self, x): self.x = x
p = P(1)
print(p.x, hasattr(p, "y"), hasattr(p, "__dict__"))  # expect: 1 False False
def error(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
error(lambda: p.y)  # expect: AttributeError 'P' object has no attribute 'y'
error(lambda: setattr(p, "z", 1))
# expect: AttributeError 'P' object has no attribute 'z' and no __dict__ for setting new attributes
p.y = 2
del p.y
error(lambda: p.y)  # expect: AttributeError 'P' object has no attribute 'y'
error(lambda: delattr(p, "y"))  # expect: AttributeError y
class Q(P):
    __slots__ = ("w",)
q = Q(3)
q.w = 4
print(q.x, q.w, Q.__slots__)  # expect: 3 4 ('w',)
class R(P): pass
r = R(5)
r.any = 6
print(r.x, r.any, vars(r))  # expect: 5 6 {'any': 6}
class D:
    __slots__ = ("a", "__dict__")
d = D()
d.a, d.b = 1, 2
print(d.a, vars(d))  # expect: 1 {'b': 2}
try:
    class Conflict:
        __slots__ = ("v",)
        v = 1
except ValueError as e:
    print(e)  # expect: 'v' in __slots__ conflicts with class variable
try:
    class BadName:
        __slots__ = ("1x",)
except TypeError as e:
    print(e)  # expect: __slots__ must be identifiers
class Single:
    __slots__ = "name"
s = Single()
s.name = "n"
print(s.name, type(Single.name).__name__, Single.name)
# expect: n member_descriptor <member 'name' of 'Single' objects>
class Private:
    __slots__ = ("__p",)
    def set(self): self.__p = 1
    def get(self): return self.__p
v = Private(); v.set()
print(v.get(), sorted(n for n in dir(Private) if "_p" in n))  # expect: 1 ['_Private__p']
print(Single.name.__get__(s), P.x.__set__(p, 9), p.x)  # expect: n None 9
