import threading
for i in range(300):
    data = threading.local()
    assert not hasattr(data, "x"), i  # a new object never shows what another one held
    data.x = bytes(2000)
seen = []
class Own(threading.local):
    def __init__(self, n): self.n = n; seen.append(threading.current_thread().name)
own = Own(5)
def work():
    own.n += 1
    print(threading.current_thread().name, own.n)
for name in ("a", "b"):
    t = threading.Thread(target=work, name=name)
    t.start()
    t.join()
# expect lines: a 6 | b 6
print(own.n, seen)  # expect: 5 ['MainThread', 'a', 'b']
