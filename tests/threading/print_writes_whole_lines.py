# only pyish: print writes text and line end in one piece; CPython's come apart
import io, sys, threading
def write(c):
    for _ in range(200): print(c * 20)
old, sys.stdout = sys.stdout, io.StringIO()
threads = [threading.Thread(target=write, args=(c,)) for c in "abcd"]
for t in threads: t.start()
for t in threads: t.join()
lines, sys.stdout = sys.stdout.getvalue().splitlines(), old
print(len(lines), sorted(set(lines)) == [c * 20 for c in "abcd"])  # expect: 800 True
