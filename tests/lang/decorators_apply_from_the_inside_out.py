def deco(name):
    print("make", name)
    def wrap(f):
        print("apply", name, f.__name__)
        return f
    return wrap
@deco("outer")
@deco("inner")
def f():
    return "f"
# expect lines: make outer | make inner | apply inner f | apply outer f
print(f())  # expect: f
@deco("class")
class C:
    @staticmethod
    def s(x):
        return x
    @classmethod
    def c(cls, x):
        return cls.__name__, x
    @property
    def p(self):
        return "property"
# expect lines: make class | apply class C
print(C.s(1), C().s(2), C.c(3), C().c(4), C().p)  # expect: 1 2 ('C', 3) ('C', 4) property
def twice(f):
    def inner(*args, **kwargs):
        return f(*args, **kwargs) * 2
    return inner
@twice
def add(a, b=1):
    return a + b
print(add(1), add(1, b=2))  # expect: 4 6
decorators = [twice]
@decorators[0]
def g():
    return "g"
print(g())  # expect: gg
@lambda f: f()
def result():
    return 42
print(result)  # expect: 42
def count(f):
    def w():
        w.calls += 1
        return f()
    w.calls = 0
    return w
@count
def h(): pass
h(); h()
print(h.calls)  # expect: 2
class Callable:
    def __init__(self, f):
        self.f = f
    def __call__(self, *a):
        return "called", self.f(*a)
@Callable
def i(x):
    return x
print(i(5))  # expect: ('called', 5)
