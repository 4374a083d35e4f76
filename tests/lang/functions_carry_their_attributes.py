def f(a, b: int = 1, *c: str, d=2, **e) -> float:
    "the doc"
    x = 1
    return x
print(f.__name__, f.__doc__, f.__module__, f.__qualname__)  # expect: f the doc __main__ f
print(f.__annotations__)  # expect: {'b': <class 'int'>, 'c': <class 'str'>, 'return': <class 'float'>}
print(f.__code__.co_name, f.__code__.co_argcount, f.__code__.co_kwonlyargcount, f.__code__.co_varnames)
# expect: f 2 1 ('a', 'b', 'd', 'c', 'e', 'x')
f.attribute = 5
print(f.__dict__, f.attribute)  # expect: {'attribute': 5} 5
try:
    f.missing
except AttributeError as e:
    print(e)  # expect: 'function' object has no attribute 'missing'
def g(): pass
print(g.__doc__, g(), g.__defaults__, g.__closure__)  # expect: None None None None
g.__name__ = "renamed"
g.__qualname__ = "Q.renamed"
print(g.__name__, repr(g).startswith("<function Q.renamed at 0x"))  # expect: renamed True
try:
    g.__name__ = 5
except TypeError as e:
    print(e)  # expect: __name__ must be set to a string object
def outer():
    def inner(): pass
    return inner
print(outer().__qualname__, outer.__code__.co_consts is not None)  # expect: outer.<locals>.inner True
class C:
    def m(self): pass
print(C.m.__qualname__, repr(C().m).split(" at ")[0])  # expect: C.m <bound method C.m of <__main__.C object
print(f.__globals__ is globals(), callable(f), type(f).__name__, type(C().m).__name__, type(len).__name__)
# expect: True True function method builtin_function_or_method
print(repr(len), repr([].append).split(" at ")[0], repr(str.upper), repr(object.__init__))
# expect: <built-in function len> <built-in method append of list object <method 'upper' of 'str' objects> <slot wrapper '__init__' of 'object' objects>
def swap(): return 1
def other(): return 2
swap.__code__ = other.__code__
print(swap())  # expect: 2
print(f.__get__(1).__self__, f.__get__(None, C) is f)  # expect: 1 True
print(f.__code__.co_firstlineno, f.__code__.co_flags & 0x0c)  # expect: 1 12
