eg = ExceptionGroup("eg", [ValueError(1), TypeError("t"), ExceptionGroup("inner", [ValueError(2), OSError("o")])])
print(repr(eg))
# expect: ExceptionGroup('eg', [ValueError(1), TypeError('t'), ExceptionGroup('inner', [ValueError(2), OSError('o')])])
print(eg.message, len(eg.exceptions), str(eg))  # expect: eg 3 eg (3 sub-exceptions)
match, rest = eg.split(ValueError)
print(repr(match))  # expect: ExceptionGroup('eg', [ValueError(1), ExceptionGroup('inner', [ValueError(2)])])
print(repr(rest))  # expect: ExceptionGroup('eg', [TypeError('t'), ExceptionGroup('inner', [OSError('o')])])
print(eg.subgroup(KeyError), repr(eg.subgroup(lambda e: isinstance(e, OSError))))
# expect: None ExceptionGroup('eg', [ExceptionGroup('inner', [OSError('o')])])
try:
    raise eg
except* ValueError as g:
    print("values", [repr(e) for e in g.exceptions])
    # expect: values ['ValueError(1)', "ExceptionGroup('inner', [ValueError(2)])"]
except* (TypeError, OSError) as g:
    print("others", g)  # expect: others eg (2 sub-exceptions)
try:
    try:
        raise eg
    except* ValueError:
        pass
except ExceptionGroup as left:
    print(repr(left))  # expect: ExceptionGroup('eg', [TypeError('t'), ExceptionGroup('inner', [OSError('o')])])
try:
    raise KeyError("plain")
except* KeyError as g:
    print(repr(g))  # expect: ExceptionGroup('', (KeyError('plain'),))
try:
    try:
        raise ExceptionGroup("x", [ValueError(1)])
    except* ValueError as g:
        raise TypeError("new")
except BaseException as e:
    print(repr(e), repr(getattr(e, "__context__", None)))
    # expect: TypeError('new') ExceptionGroup('x', [ValueError(1)])
def error(f):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
error(lambda: ExceptionGroup("m", []))  # expect: ValueError second argument (exceptions) must be a non-empty sequence
error(lambda: ExceptionGroup("m", [1]))
# expect: ValueError Item 0 of second argument (exceptions) is not an exception
error(lambda: ExceptionGroup(1, [ValueError()]))
# expect: TypeError BaseExceptionGroup.__new__() argument 1 must be str, not int
error(lambda: ExceptionGroup("m", [KeyboardInterrupt()]))
# expect: TypeError Cannot nest BaseExceptions in an ExceptionGroup
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)
# expect: ExceptionGroup BaseExceptionGroup
try:
    print("no exception")  # expect: no exception
except* ValueError:
    print("no")
else:
    print("else")  # expect: else
finally:
    print("finally")  # expect: finally
class MyGroup(ExceptionGroup):
    def derive(self, excs):
        return MyGroup(self.message, excs)
m, r = MyGroup("my", [ValueError(), TypeError()]).split(TypeError)
print(type(m).__name__, type(r).__name__)  # expect: MyGroup MyGroup
