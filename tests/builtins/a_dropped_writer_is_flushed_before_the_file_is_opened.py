import os
path = os.path.join(os.environ.get("TMPDIR", "/tmp"), "pyish_dropped.txt")
open(path, "w").write("written by a file nobody holds")
print(open(path).read())  # expect: written by a file nobody holds
kept = open(path, "w")
kept.write("buffered")
print(repr(open(path).read()))  # expect: ''
kept.flush()
print(open(path).read())  # expect: buffered
kept.close()
for i in range(100):
    open(path, "w").write(str(i))
print(open(path).read(), os.path.getsize(path))  # expect: 99 2
os.remove(path)
