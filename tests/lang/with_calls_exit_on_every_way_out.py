class Manager:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow
    def __enter__(self):
        print("enter", self.name)
        return self.name.upper()
    def __exit__(self, kind, value, traceback):
        print("exit", self.name, kind.__name__ if kind else None, value, traceback is not None)
        return self.swallow
with Manager("a") as a:
    print("body", a)
# expect lines: enter a | body A | exit a None None False
with Manager("s", swallow=True):
    raise ValueError("swallowed")
# expect lines: enter s | exit s ValueError swallowed True
print("after")  # expect: after
try:
    with Manager("r"):
        raise ValueError("out")
except ValueError as e:
    print("caught", e)
# expect lines: enter r | exit r ValueError out True | caught out
def f():
    with Manager("ret"):
        return "value"
print(f())
# expect lines: enter ret | exit ret None None False | value
for i in range(2):
    with Manager("loop"):
        if i == 0:
            continue
        break
# expect lines: enter loop | exit loop None None False | enter loop | exit loop None None False
with Manager("x") as x, Manager("y", True) as y:
    print(x, y)
    1 / 0
# expect lines: enter x | enter y | X Y | exit y ZeroDivisionError division by zero True | exit x None None False
with (
    Manager("p") as p,
    Manager("q"),
):
    print(p)
# expect lines: enter p | enter q | P | exit q None None False | exit p None None False
class Replace:
    def __enter__(self):
        return self
    def __exit__(self, *a):
        raise KeyError("from exit")
try:
    with Replace():
        raise ValueError("body")
except KeyError as e:
    print(repr(e), repr(e.__context__))  # expect: KeyError('from exit') ValueError('body')
def g():
    with Manager("gen"):
        yield 1
        yield 2
gen = g()
print(next(gen))
# expect lines: enter gen | 1
gen.close()  # expect: exit gen GeneratorExit  True
with Manager("target") as (a, *b):
    print(a, b)
# expect lines: enter target | T ['A', 'R', 'G', 'E', 'T'] | exit target None None False
class NoEnter: pass
try:
    with NoEnter():
        pass
except TypeError as e:
    print(e)  # expect: 'NoEnter' object does not support the context manager protocol
class EnterFails:
    def __enter__(self):
        raise OSError("enter failed")
    def __exit__(self, *a):
        print("never")
try:
    with EnterFails():
        pass
except OSError as e:
    print(e)  # expect: enter failed
