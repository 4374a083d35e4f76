import io
s = io.StringIO("line 1\nline 2\n")
print(repr(s.read(4)), s.tell(), repr(s.readline()), s.readlines(), s.seek(0), s.getvalue() == "line 1\nline 2\n", list(s), s.closed)
# expect: 'line' 4 ' 1\n' ['line 2\n'] 0 True ['line 1\n', 'line 2\n'] False
s = io.StringIO()
print(s.write("abc"), s.write("é日"), s.getvalue(), s.seek(1), s.write("X"), s.getvalue(), s.truncate(2), s.getvalue())
# expect: 3 2 abcé日 1 1 aXcé日 2 aX
b = io.BytesIO(b"bytes here")
print(b.read(5), b.tell(), b.seek(-4, 2), b.read(), b.getvalue(), b.readable(), b.writable(), b.seekable())
# expect: b'bytes' 5 6 b'here' b'bytes here' True True True
b = io.BytesIO()
b.write(b"ab\ncd\n")
b.seek(0)
print(b.readline(), list(b), b.getbuffer().nbytes)  # expect: b'ab\n' [b'cd\n'] 6
t = io.TextIOWrapper(io.BytesIO("текст\nline".encode()), encoding="utf-8")
print(t.readline(), end="")  # expect: текст
print(t.read(), t.encoding)  # expect: line utf-8
def error(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
s.close()
error(s.read)  # expect: ValueError I/O operation on closed file
error(lambda: io.StringIO().write(b"x"))  # expect: TypeError string argument expected, got 'bytes'
error(lambda: io.BytesIO().write("x"))  # expect: TypeError a bytes-like object is required, not 'str'
error(lambda: io.StringIO("a").seek(-1))  # expect: ValueError Negative seek position -1
with io.StringIO("ctx") as c:
    print(c.read())  # expect: ctx
error(c.read)  # expect: ValueError I/O operation on closed file
print(isinstance(io.StringIO(), io.TextIOBase), issubclass(io.BytesIO, io.IOBase), io.DEFAULT_BUFFER_SIZE > 0, io.SEEK_END)
# expect: True True True 2
import contextlib
with contextlib.redirect_stdout(io.StringIO()) as out:
    print("hidden")
print(repr(out.getvalue()))  # expect: 'hidden\n'
