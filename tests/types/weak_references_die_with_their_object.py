import weakref, gc
class A:
    def __init__(self, n): self.n = n
    def method(self): return self.n
a = A(1)
r = weakref.ref(a)
print(r() is a, r().n, r == weakref.ref(a), hash(r) == hash(a), type(r).__name__)
# expect: True 1 True True ReferenceType
p = weakref.proxy(a)
print(p.n, p.method())  # expect: 1 1
p.n = 2
print(a.n, weakref.getweakrefcount(a) >= 1)  # expect: 2 True
r2 = weakref.ref(a, lambda ref: print("callback", ref is r2))  # expect: callback True
del a
print(r(), r2())  # expect: None None
try:
    p.n
except ReferenceError as e:
    print(e)  # expect: weakly-referenced object no longer exists
d = weakref.WeakValueDictionary()
x = A("x")
d["k"] = x
print(len(d), d["k"].n, "k" in d)  # expect: 1 x True
del x
gc.collect()
print(len(d), "k" in d, d.get("k"))  # expect: 0 False None
k = weakref.WeakKeyDictionary()
y = A("y")
k[y] = "value"
print(len(k), k[y])  # expect: 1 value
del y
gc.collect()
print(len(k))  # expect: 0
s = weakref.WeakSet()
z = A("z")
s.add(z)
print(len(s), z in s)  # expect: 1 True
z = None
gc.collect()
print(len(s))  # expect: 0
w = A("w")
f = weakref.finalize(w, print, "finalized", 1)
print(f.alive)  # expect: True
del w  # expect: finalized 1
print(f.alive)  # expect: False
def error(g):
    try: print(g())
    except TypeError as e: print(e)
error(lambda: weakref.ref(5))  # expect: cannot create weak reference to 'int' object
error(lambda: weakref.ref("s"))  # expect: cannot create weak reference to 'str' object
error(lambda: weakref.ref(None))  # expect: cannot create weak reference to 'NoneType' object
m = A("m")
wm = weakref.WeakMethod(m.method)
print(wm()())  # expect: m
