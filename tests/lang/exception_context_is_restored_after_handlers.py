import sys
def current(): return repr(sys.exception())
def f():
    print("in f:", current())  # expect: in f: ValueError('outer')
    try: raise KeyError("f")
    except KeyError: print("f handles:", current())  # expect: f handles: KeyError('f')
    print("f ends:", current())  # expect: f ends: ValueError('outer')
try: raise ValueError("outer")
except ValueError:
    f()
    print("still:", current())  # expect: still: ValueError('outer')
    try:
        try: raise TypeError("inner")
        finally: print("finally:", current())  # expect: finally: TypeError('inner')
    except TypeError as e:
        print("inner:", current(), repr(e.__context__))  # expect: inner: TypeError('inner') ValueError('outer')
    print("back:", current())  # expect: back: ValueError('outer')
print("none:", current())  # expect: none: None
def bare():
    try: raise KeyError("bare")
    except KeyError:
        try: raise
        except KeyError as again: return again.args, again.__context__
print(bare())  # expect: (('bare',), None)
def reraise_outside():
    try: raise
    except RuntimeError as e: return str(e)
print(reraise_outside())  # expect: No active exception to reraise
def in_called():
    def inner():
        raise
    try: raise OSError("shared")
    except OSError:
        try: inner()
        except OSError as e: return repr(e)
print(in_called())  # expect: OSError('shared')
def loop():
    for i in range(3):
        try: raise ValueError(i)
        except ValueError as e:
            if i < 2: continue
            return repr(e), repr(e.__context__), current()
print(loop(), current())  # expect: ('ValueError(2)', 'None', 'ValueError(2)') None
def handler_raises():
    try:
        try: raise KeyError(1)
        except KeyError: raise IndexError(2)
    except LookupError as e: return [type(x).__name__ for x in (e, e.__context__)], e.__suppress_context__
print(handler_raises())  # expect: (['IndexError', 'KeyError'], False)
class Exit:
    def __enter__(self): pass
    def __exit__(self, *a): self.seen = current(); return True
x = Exit()
with x: raise ValueError("in with")
print(x.seen, current())  # expect: ValueError('in with') None
def gen():
    try: yield current()
    except ValueError: yield current()
    yield current()
g = gen()
try: raise OSError("caller")
except OSError:
    print(next(g))  # expect: OSError('caller')
    print(g.throw(ValueError("thrown")))  # expect: ValueError('thrown')
    print(next(g), current())  # expect: OSError('caller') OSError('caller')
try: [1 for _ in range(1) if 1 / 0]
except ZeroDivisionError as e: print(e.__traceback__.tb_frame.f_code.co_name, current())
# expect: <module> ZeroDivisionError('division by zero')
