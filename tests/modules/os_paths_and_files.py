import os
tmp = os.environ.get("TMPDIR", "/tmp")
base = os.path.join(tmp, "pyish_os_test")
os.makedirs(os.path.join(base, "a", "b"), exist_ok=True)
path = os.path.join(base, "a", "f.txt")
with open(path, "w") as f: f.write("12345")
print(os.path.exists(path), os.path.isfile(path), os.path.isdir(base), os.path.getsize(path), sorted(os.listdir(os.path.join(base, "a"))), os.stat(path).st_size)
# expect: True True True 5 ['b', 'f.txt'] 5
print(os.path.join("a", "b", "/c"), os.path.split("/x/y.txt"), os.path.splitext("a.tar.gz"), os.path.basename("/a/b"), os.path.dirname("/a/b"), os.path.normpath("a/../b//c/."), os.path.isabs("/x"), os.path.commonpath(["/a/b", "/a/c"]), os.path.relpath("/a/b", "/a/c"))
# expect: /c ('/x', 'y.txt') ('a.tar', '.gz') b /a b/c True /a ../b
os.rename(path, path + "2")
print(os.path.exists(path), os.path.exists(path + "2"))  # expect: False True
os.remove(path + "2")
os.rmdir(os.path.join(base, "a", "b"))
os.removedirs(os.path.join(base, "a"))
print(os.path.exists(base), os.sep, os.linesep == "\n", os.name, os.getcwd() == os.path.abspath("."), os.getpid() > 0, os.path.expanduser("~") != "~")
# expect: False / True posix True True True
os.environ["PYISH_TEST_VAR"] = "value"
print(os.environ["PYISH_TEST_VAR"], os.getenv("PYISH_TEST_VAR"), os.environ.get("NOPE_NOT_SET"), os.getenv("NOPE_NOT_SET", "d"), "PYISH_TEST_VAR" in os.environ)
# expect: value value None d True
del os.environ["PYISH_TEST_VAR"]
def error(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
error(os.remove, "/no/such/file")  # expect: FileNotFoundError [Errno 2] No such file or directory: '/no/such/file'
error(os.listdir, "/no/such/dir")  # expect: FileNotFoundError [Errno 2] No such file or directory: '/no/such/dir'
error(os.mkdir, "/")  # expect: FileExistsError [Errno 17] File exists: '/'
error(lambda: os.environ["NOPE_NOT_SET"])  # expect: KeyError 'NOPE_NOT_SET'
error(os.stat, "/no/such")  # expect: FileNotFoundError [Errno 2] No such file or directory: '/no/such'
r, w = os.pipe()
print(os.write(w, b"through a pipe"), os.read(r, 100), os.close(r), os.close(w))
# expect: 14 b'through a pipe' None None
error(os.read, r, 1)  # expect: OSError [Errno 9] Bad file descriptor
print([d for d, _, _ in os.walk("/no/such")], os.cpu_count() >= 1, os.strerror(2), os.devnull, os.fspath("x"))
# expect: [] True No such file or directory /dev/null x
