x = "global"
class A:
    x = "class"
    y = x
    def get(self):
        return x
    z = [x for _ in range(1)]
    w = [i for i in x]
print(A.y, A().get(), A.z, A.w)  # expect: class global ['global'] ['c', 'l', 'a', 's', 's']

def f():
    x = "function"
    class B:
        seen = x
        x = "class"
        after = x
    return B.seen, B.after
try:
    print(f())  # expect: ('global', 'class')
except NameError as e:
    print(type(e).__name__, e)

class C:
    for i in range(3):
        pass
    if i == 2:
        flag = True
    def method(self):
        return self.flag
    alias = method
print(C.i, C.flag, C().alias(), C.__name__, C.__qualname__)  # expect: 2 True True C C

class Outer:
    class Inner:
        def m(self):
            pass
print(Outer.Inner.__qualname__, Outer.Inner.m.__qualname__, Outer.Inner.__module__)
# expect: Outer.Inner Outer.Inner.m __main__
class D:
    "docstring"
    a = 1
    del a
print(D.__doc__, hasattr(D, "a"))  # expect: docstring False
class E:
    print(__name__, __qualname__)  # expect: __main__ E
def g():
    class L: pass
    return L
print(g().__qualname__, g() is g())  # expect: g.<locals>.L False
class Late:
    value = undefined if False else 7
print(Late.value)  # expect: 7
