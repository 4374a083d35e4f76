import os
path = os.path.join(os.environ.get("TMPDIR", "/tmp"), "pyish_open_test.txt")
with open(path, "w") as f:
    print(f.write("line 1\n"), f.write("строка 2\n"), f.writelines(["a\n", "b"]), f.closed, f.mode, f.name == path, f.encoding.lower(), f.writable(), f.readable())
    # expect: 7 9 None False w True utf-8 True False
print(f.closed)  # expect: True
with open(path) as f:
    print(repr(f.read()), repr(f.read()))  # expect: 'line 1\nстрока 2\na\nb' ''
with open(path) as f:
    print(f.readline(), end="")  # expect: line 1
    print(next(f), end="")  # expect: строка 2
    print(f.readlines())  # expect: ['a\n', 'b']
with open(path, encoding="utf-8") as f:
    print([line.rstrip("\n") for line in f])
    f.seek(0)
    print(f.read(6), f.tell(), f.read(3), repr(f.readline(5)), f.seekable())
# expect: ['line 1', 'строка 2', 'a', 'b']
# expect: line 1 6
# expect: ст 'рока ' True
with open(path, "a") as f:
    f.write("!\n")
with open(path, "rb") as f:
    data = f.read()
    print(data[:7], data[-3:], len(data), type(f).__name__)  # expect: b'line 1\n' b'b!\n' 27 BufferedReader
    f.seek(-2, os.SEEK_END)
    print(f.read(), f.tell())  # expect: b'!\n' 27
with open(path, "wb") as f:
    print(f.write(b"a\r\nb\rc\n"))  # expect: 7
with open(path) as f:
    print(repr(f.read()))  # expect: 'a\nb\nc\n'
with open(path, newline="") as f:
    print(f.readlines())  # expect: ['a\r\n', 'b\r', 'c\n']
with open(path, "w", newline="\r\n") as f:
    f.write("x\ny\n")
with open(path, "rb") as f:
    print(f.read())  # expect: b'x\r\ny\r\n'
with open(path, "r+") as f:
    f.seek(0)
    f.write("Z")
    f.seek(0)
    print(repr(f.read()))  # expect: 'Z\ny\n'
def error(*a, **k):
    try:
        with open(*a, **k) as f: print("opened")
    except Exception as e: print(type(e).__name__, str(e).replace(path, "PATH"))
error(path + ".missing")  # expect: FileNotFoundError [Errno 2] No such file or directory: 'PATH.missing'
error(path, "x")  # expect: FileExistsError [Errno 17] File exists: 'PATH'
error(path, "q")  # expect: ValueError invalid mode: 'q'
error(path, "rw")  # expect: ValueError must have exactly one of create/read/write/append mode
error("/tmp")  # expect: IsADirectoryError [Errno 21] Is a directory: '/tmp'
error(path, "rb", encoding="utf-8")  # expect: ValueError binary mode doesn't take an encoding argument
error(path, encoding="nope")  # expect: LookupError unknown encoding: nope
error(5.5)  # expect: TypeError expected str, bytes or os.PathLike object, not float
with open(path, "wb") as f: f.write(b"\xff\xfe")
try:
    open(path, encoding="utf-8").read()
except UnicodeDecodeError as e:
    print(e)  # expect: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte
print(repr(open(path, encoding="utf-8", errors="replace").read()), repr(open(path, encoding="latin-1").read()))
# expect: '��' 'ÿþ'
f = open(path)
f.close()
try:
    f.read()
except ValueError as e:
    print(e)  # expect: I/O operation on closed file.
with open(path, "w") as f:
    print("printed", 1, file=f)
    try:
        f.read()
    except Exception as e:
        print(type(e).__name__, e)  # expect: UnsupportedOperation not readable
print(open(path).read(), end="")  # expect: printed 1
os.remove(path)
print(os.path.exists(path))  # expect: False
