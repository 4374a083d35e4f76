e = ValueError("a", 1)
print(e.args, str(e), repr(e))  # expect: ('a', 1) ('a', 1) ValueError('a', 1)
print(str(ValueError()), repr(ValueError()), str(ValueError("one")), repr(ValueError("one")))
# expect:  ValueError() one ValueError('one')
print(str(KeyError("k")), repr(KeyError("k")), str(KeyError(1, 2)))  # expect: 'k' KeyError('k') (1, 2)
e.add_note("note 1")
e.add_note("note 2")
print(e.__notes__)  # expect: ['note 1', 'note 2']
try:
    e.add_note(5)
except TypeError as t:
    print(t)  # expect: note must be a str, not 'int'
class Custom(Exception):
    def __init__(self, code, text):
        super().__init__(text)
        self.code = code
    def __str__(self):
        return f"[{self.code}] {super().__str__()}"
c = Custom(7, "bad")
print(c, repr(c), c.args, c.code)  # expect: [7] bad Custom('bad') ('bad',) 7
class NoInit(Exception):
    pass
print(NoInit(1, 2).args, NoInit)  # expect: (1, 2) <class '__main__.NoInit'>
s = StopIteration(5)
print(s.value, StopIteration().value)  # expect: 5 None
x = SystemExit(3)
print(x.code, SystemExit().code, SystemExit("text").code)  # expect: 3 None text
o = OSError(2, "No such file", "name.txt")
print(o.errno, o.strerror, o.filename, str(o), type(o).__name__, repr(o))
# expect: 2 No such file name.txt [Errno 2] No such file: 'name.txt' FileNotFoundError FileNotFoundError(2, 'No such file')
print(type(OSError(17, "x")).__name__, type(OSError(13, "x")).__name__, type(OSError(9999, "x")).__name__)
# expect: FileExistsError PermissionError OSError
print(str(OSError("one")), OSError("one").errno)  # expect: one None
u = UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")
print(u, u.start, u.end, u.reason, u.object, u.encoding)
# expect: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte 0 1 invalid start byte b'\xff' utf-8
print(UnicodeEncodeError("ascii", "aé", 1, 2, "ordinal not in range(128)"))
# expect: 'ascii' codec can't encode character '\xe9' in position 1: ordinal not in range(128)
n = NameError("msg", name="n")
print(n.name, AttributeError("m", name="a", obj=5).obj, ImportError("m", name="mod", path="p").path)  # expect: n 5 p
print(issubclass(FileNotFoundError, OSError), IOError is OSError, EnvironmentError is OSError)
# expect: True True True
print([c.__name__ for c in ZeroDivisionError.__mro__])
# expect: ['ZeroDivisionError', 'ArithmeticError', 'Exception', 'BaseException', 'object']
print([c.__name__ for c in UnicodeDecodeError.__mro__], [c.__name__ for c in KeyboardInterrupt.__mro__])
# expect: ['UnicodeDecodeError', 'UnicodeError', 'ValueError', 'Exception', 'BaseException', 'object'] ['KeyboardInterrupt', 'BaseException', 'object']
print(ValueError("a") == ValueError("a"))  # expect: False
e = ValueError(1)
e.args = (2, 3)
print(e)  # expect: (2, 3)
try:
    raise ValueError("with") .with_traceback(None)
except ValueError as v:
    print(v.__traceback__ is not None)  # expect: True
