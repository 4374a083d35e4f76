try:
    try:
        raise KeyError("inner")
    except KeyError as k:
        raise ValueError("outer") from k
except ValueError as v:
    print(repr(v.__cause__), repr(v.__context__), v.__suppress_context__)
    # expect: KeyError('inner') KeyError('inner') True
try:
    try:
        raise KeyError("inner")
    except KeyError:
        raise ValueError("outer")
except ValueError as v:
    print(repr(v.__cause__), repr(v.__context__), v.__suppress_context__)  # expect: None KeyError('inner') False
try:
    try:
        raise KeyError("inner")
    except KeyError:
        raise ValueError("outer") from None
except ValueError as v:
    print(repr(v.__cause__), repr(v.__context__), v.__suppress_context__)  # expect: None KeyError('inner') True
e = ValueError(1)
try:
    raise e from TypeError("class instance")
except ValueError:
    print(repr(e.__cause__))  # expect: TypeError('class instance')
try:
    raise ValueError from KeyError
except ValueError as v:
    print(repr(v), repr(v.__cause__))  # expect: ValueError() KeyError()
def error(f):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
def f1():
    raise ValueError from 5
def f2():
    raise 5
def f3():
    raise
def f4():
    raise int
for f in (f1, f2, f3, f4):
    error(f)
# expect: TypeError exception causes must derive from BaseException
# expect: TypeError exceptions must derive from BaseException
# expect: RuntimeError No active exception to reraise
# expect: TypeError exceptions must derive from BaseException
def levels():
    try:
        try:
            try:
                raise A
            except A:
                raise B
        except B:
            raise C
    except C as c:
        return [type(x).__name__ for x in (c, c.__context__, c.__context__.__context__)]
class A(Exception): pass
class B(Exception): pass
class C(Exception): pass
print(levels())  # expect: ['C', 'B', 'A']
try:
    try:
        raise ValueError("first")
    finally:
        raise TypeError("second")
except TypeError as t:
    print(repr(t.__context__))  # expect: ValueError('first')
def no_context_after_handler():
    try:
        raise KeyError
    except KeyError:
        pass
    try:
        raise ValueError
    except ValueError as v:
        return v.__context__
print(no_context_after_handler())  # expect: None
e = ValueError("same")
try:
    try:
        raise e
    except ValueError:
        raise e
except ValueError as again:
    print(again.__context__, again is e)  # expect: None True
