e = "outer"
try:
    raise ValueError("x")
except ValueError as e:
    print(repr(e))  # expect: ValueError('x')
try:
    e
except NameError as error:
    print(error)  # expect: name 'e' is not defined
def f():
    try:
        raise KeyError("k")
    except (ValueError, KeyError) as e:
        kept = e
    try:
        return e
    except UnboundLocalError as u:
        print(u)  # expect: cannot access local variable 'e' where it is not associated with a value
    return kept
print(repr(f()))  # expect: KeyError('k')
try:
    try:
        raise TypeError("t")
    except ValueError:
        print("no")
    except (OSError, TypeError):
        print("tuple matched")  # expect: tuple matched
        raise
except Exception as e:
    print("again", repr(e))  # expect: again TypeError('t')
try:
    try:
        1 / 0
    except "not a class":
        pass
except TypeError as e:
    print(e)  # expect: catching classes that do not inherit from BaseException is not allowed
try:
    pass
except:
    print("no")
else:
    print("else ran")  # expect: else ran
class MyError(Exception):
    pass
class Sub(MyError):
    pass
for cls in (MyError, Sub, ValueError):
    try:
        raise cls
    except Sub:
        print("Sub")
    except MyError:
        print("MyError")
    except Exception as e:
        print("other", type(e).__name__, e.args)
# expect lines: MyError | Sub | other ValueError ()
import sys
try:
    raise ValueError
except ValueError:
    print(sys.exc_info()[0] is ValueError, sys.exception() is not None)  # expect: True True
print(sys.exc_info(), sys.exception())  # expect: (None, None, None) None
