class A:
    __secret = 1
    def __init__(self):
        self.__x = 2
    def get(self):
        return self.__x, self.__secret, A.__secret
    def __method(self):
        return "private"
    def call(self):
        return self.__method()
    __dunder__ = 3
a = A()
print(a.get(), a.call(), a._A__x, A._A__secret, A.__dunder__)  # expect: (2, 1, 1) private 2 1 3
print(sorted(n for n in vars(A) if "secret" in n or "method" in n))  # expect: ['_A__method', '_A__secret']
try:
    a.__x
except AttributeError as e:
    print(e)  # expect: 'A' object has no attribute '__x'
class _B:
    __v = 1
    def f(self, __arg=5):
        __local = __arg
        return __local, self.__v
print(_B().f(), _B._B__v)  # expect: (5, 1) 1
class C(A):
    def __init__(self):
        super().__init__()
        self.__x = "C's"
c = C()
print(c.get()[0], c._C__x, sorted(vars(c)))  # expect: 2 C's ['_A__x', '_C__x']
