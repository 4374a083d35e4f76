class N:
    __bool__ = __len__ = __int__ = __float__ = __str__ = __repr__ = __format__ = __abs__ = __neg__ = None
    __add__ = __radd__ = __lt__ = __eq__ = __getitem__ = __setitem__ = __index__ = __round__ = None
    __iter__ = __contains__ = __hash__ = None
import operator
n = N()
for f in (bool, len, int, float, str, repr, format, abs, operator.neg, operator.index, round, lambda n: n + 1, lambda n: 1 + n, lambda n: n < 1, lambda n: n == 1, lambda n: n[0], lambda n: [1][n], iter, hash, lambda n: 1 in n):
    try: print(f(n))
    except TypeError as e: print(e)
# expect: 'NoneType' object is not callable
# expect: 'NoneType' object is not callable
# expect: 'NoneType' object is not callable
# expect: 'NoneType' object is not callable
# expect: 'NoneType' object is not callable
# expect: 'NoneType' object is not callable
# expect: 'NoneType' object is not callable
# expect: 'NoneType' object is not callable
# expect: 'NoneType' object is not callable
# expect: 'NoneType' object is not callable
# expect: 'NoneType' object is not callable
# expect: 'NoneType' object is not callable
# expect: 'NoneType' object is not callable
# expect: 'NoneType' object is not callable
# expect: 'NoneType' object is not callable
# expect: 'NoneType' object is not callable
# expect: 'NoneType' object is not callable
# expect: 'N' object is not iterable
# expect: unhashable type: 'N'
# expect: 'N' object is not a container
