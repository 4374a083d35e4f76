class O: pass
class A(O): pass
class B(O): pass
class C(A, B): pass
print([c.__name__ for c in C.__mro__])  # expect: ['C', 'A', 'B', 'O', 'object']
class D(B): pass
class E(C, D): pass
print([c.__name__ for c in E.__mro__], E.__bases__ == (C, D), E.__base__.__name__)
# expect: ['E', 'C', 'A', 'D', 'B', 'O', 'object'] True C
try:
    class F(O, A): pass
except TypeError as e:
    print(e)  # expect: Cannot create a consistent method resolution order (MRO) for bases O, A
try:
    class G(A, A): pass
except TypeError as e:
    print(e)  # expect: duplicate base class A
try:
    class H(5): pass
except TypeError as e:
    print(e)  # expect: int expected at most 2 arguments, got 3
try:
    class I(bool): pass
except TypeError as e:
    print(e)  # expect: type 'bool' is not an acceptable base type
try:
    class J(int, str): pass
except TypeError as e:
    print(e)  # expect: multiple bases have instance lay-out conflict
class Base:
    def who(self): return ["Base"]
class Left(Base):
    def who(self): return ["Left"] + super().who()
class Right(Base):
    def who(self): return ["Right"] + super().who()
class Both(Left, Right):
    def who(self): return ["Both"] + super().who()
print(Both().who(), Both.mro() == list(Both.__mro__))  # expect: ['Both', 'Left', 'Right', 'Base'] True
print(issubclass(Both, Base), isinstance(Both(), (int, Right)), issubclass(Base, Both), issubclass(bool, int))
# expect: True True False True
class Mixin:
    def extra(self): return type(self).__name__
class Used(Mixin, list): pass
u = Used([1, 2])
print(u.extra(), u, len(u), isinstance(u, list))  # expect: Used [1, 2] 2 True
print(Base.__subclasses__())  # expect: [<class '__main__.Left'>, <class '__main__.Right'>]
Right.who = lambda self: ["patched"]
print(Both().who())  # expect: ['Both', 'Left', 'patched']
