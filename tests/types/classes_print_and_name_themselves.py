class A: pass
class B(A):
    def __repr__(self): return "B!"
print(A, B, A.__name__, type(A), repr(A()).startswith("<__main__.A object at 0x"), B(), str(B()), [B()], f"{B()}", A.__module__)
# expect: <class '__main__.A'> <class '__main__.B'> A <class 'type'> True B! B! [B!] B! __main__
print(A.__dict__.keys() >= {"__module__", "__dict__", "__weakref__", "__doc__"}, B.__bases__, A().__class__ is A, A.__qualname__)
# expect: True (<class '__main__.A'>,) True A
print(int, type, object, type(None), type(len), type(lambda: 0), type(A.__init__), type(print), type(int.__add__), type(A().__init__), type({}.keys()), type(i for i in []), type(...))
# expect: <class 'int'> <class 'type'> <class 'object'> <class 'NoneType'> <class 'builtin_function_or_method'> <class 'function'> <class 'wrapper_descriptor'> <class 'builtin_function_or_method'> <class 'wrapper_descriptor'> <class 'method-wrapper'> <class 'dict_keys'> <class 'generator'> <class 'ellipsis'>
A.__name__ = "Renamed"
print(A, A.__qualname__)  # expect: <class '__main__.A'> A
A.new = 1
A.method = lambda self: self.new + 1
print(A().method(), B().method(), hasattr(B, "new"))  # expect: 2 2 True
del A.new
print(hasattr(B, "new"))  # expect: False
class C:
    def __str__(self): return "C str"
c = C()
print(c, repr(c).split(" at ")[0], "%s" % c, "{}".format(c), [c].__repr__().startswith("[<__main__.C"))
# expect: C str <__main__.C object C str C str True
def error(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
error(lambda: A.undefined)  # expect: AttributeError type object 'Renamed' has no attribute 'undefined'
error(lambda: type("X", 5, {}))  # expect: TypeError type.__new__() argument 2 must be tuple, not int
error(lambda: type("X", (), 5))  # expect: TypeError type.__new__() argument 3 must be dict, not int
error(lambda: type(1, 2))  # expect: TypeError type() takes 1 or 3 arguments
error(lambda: setattr(A, "__bases__", ()))
# expect: TypeError can only assign non-empty tuple to Renamed.__bases__, not ()
error(lambda: setattr(B(), "__class__", int))
# expect: TypeError __class__ assignment only supported for mutable types or ModuleType subclasses
print(object.__repr__(5).split(" at ")[0], object().__eq__(1), object.__doc__ is not None, A.__subclasses__() == [B], B.__base__.__name__)
# expect: <int object NotImplemented True True Renamed
print(type(1).__name__, (5).__class__, "".__class__.__mro__, callable(A), callable(A()), vars(A()) == {}, dir(A())[:2])
# expect: int <class 'int'> (<class 'str'>, <class 'object'>) True False True ['__class__', '__delattr__']
