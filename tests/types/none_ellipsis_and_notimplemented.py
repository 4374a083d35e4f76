print(None, repr(None), bool(None), type(None).__name__, None == None, None is None, type(None)() is None, ..., Ellipsis is ..., type(...).__name__)
# expect: None None False NoneType True True True Ellipsis True ellipsis
print(NotImplemented, type(NotImplemented).__name__, hash(None) == hash(None), {None: 1}[None], [None] * 2, str(None), f"{None!r:>6}")
# expect: NotImplemented NotImplementedType True 1 [None, None] None   None
def error(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
error(lambda: None + 1)  # expect: TypeError unsupported operand type(s) for +: 'NoneType' and 'int'
nothing_at_all = None
error(lambda: nothing_at_all())  # expect: TypeError 'NoneType' object is not callable
error(lambda: None.x)  # expect: AttributeError 'NoneType' object has no attribute 'x'
error(lambda: nothing_at_all[0])  # expect: TypeError 'NoneType' object is not subscriptable
error(lambda: len(None))  # expect: TypeError object of type 'NoneType' has no len()
error(lambda: iter(None))  # expect: TypeError 'NoneType' object is not iterable
error(lambda: None < 1)  # expect: TypeError '<' not supported between instances of 'NoneType' and 'int'
error(lambda: int(None))
# expect: TypeError int() argument must be a string, a bytes-like object or a real number, not 'NoneType'
error(lambda: type(None)(1))  # expect: TypeError NoneType takes no arguments
def nothing(): pass
print(nothing(), nothing() is None, (lambda: None)(), [].append(1), print() is None)
# expect:
# expect: None True None None True
x = None
print(x or "default", x if x is not None else "alt", None in [None], sorted([None], key=lambda v: 0))
# expect: default alt True [None]
