# since: 3.14 (PEP 649)
def f(x: undefined_here, y: int = 1) -> "text": pass
print(f(1))  # expect: None
class A:
    other: B
    n: int = 5
class B: pass
print(A.__annotations__ == {"other": B, "n": int}, A.n)  # expect: True 5
try:
    f.__annotations__
except NameError as e:
    print(e)  # expect: name 'undefined_here' is not defined
undefined_here = 7
print(f.__annotations__)  # expect: {'x': 7, 'y': <class 'int'>, 'return': 'text'}
