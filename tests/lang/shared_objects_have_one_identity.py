a = [1]
b = a
print(a is b, a is not [1], a == [1])  # expect: True True True
print(None is None, True is True, id(a) == id(b))  # expect: True True True
x = 5
y = 5
print(x is y)  # expect: True
def f(l=[]): return l
print(f() is f())  # expect: True
s = "interned"
t = "inter" + "ned"
print(s == t)  # expect: True
c = list(a)
print(c is a, a[:] is a, tuple((1, 2)) == (1, 2))  # expect: False False True
t = (1, 2)
print(t[:] is t, tuple(t) is t, str(s) is s, frozenset(fs := frozenset([1])) is fs)  # expect: True True True True
n = float("nan")
print(n == n, n is n, n in [n], [n] == [n], {n: 1}[n])  # expect: False True True True 1
class C:
    def m(self): pass
o = C()
print(o.m == o.m, C.m is C.m, o.m is o.m)  # expect: True True False
print(type(1) is int, type(int) is type, type(type) is type, isinstance(type, object))  # expect: True True True True
