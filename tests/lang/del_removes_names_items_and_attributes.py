a = 1
del a
try:
    a
except NameError as e:
    print(e)  # expect: name 'a' is not defined
l = list(range(10))
del l[0], l[-1]
del l[::2]
print(l)  # expect: [2, 4, 6, 8]
del l[1:]
print(l)  # expect: [2]
d = {"a": 1, "b": 2}
del d["a"]
print(d)  # expect: {'b': 2}
class C:
    x = 1
    def __delattr__(self, n):
        print("delattr", n)
        object.__delattr__(self, n)
    def __delitem__(self, k):
        print("delitem", k)
c = C()
c.y = 2
del c.y, c[1:2], c["k"]
# expect lines: delattr y | delitem slice(1, 2, None) | delitem k
def error(f):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
def f1():
    del c.y
def f2():
    del d["zz"]
def f3():
    del (1, 2)[0]
def f4():
    del [1][5]
def f5():
    del "abc"[0]
for f in (f1, f2, f3, f4, f5):
    error(f)
# expect: delattr y
# expect: AttributeError 'C' object has no attribute 'y'
# expect: KeyError 'zz'
# expect: TypeError 'tuple' object doesn't support item deletion
# expect: IndexError list assignment index out of range
# expect: TypeError 'str' object doesn't support item deletion
del C.x
print(hasattr(C, "x"))  # expect: False
x, y, z = 1, 2, 3
del (x, [y, z])
try:
    z
except NameError as e:
    print(e)  # expect: name 'z' is not defined
