import threading
entered, leave = threading.Event(), threading.Event()
def gen():
    entered.set()
    leave.wait()
    yield 1
g = gen()
out = []
t = threading.Thread(target=lambda: out.append(next(g)))
t.start()
entered.wait()
try:
    next(g)
except ValueError as e:
    print(e)  # expect: generator already executing
leave.set()
t.join()
print(out)  # expect: [1]
