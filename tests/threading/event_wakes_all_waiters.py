import threading
e = threading.Event()
print(e.is_set(), e.wait(timeout=0.01), e.wait(0))  # expect: False False False
results = []
def wait(): results.append(e.wait())
threads = [threading.Thread(target=wait) for _ in range(5)]
for t in threads: t.start()
e.set()
for t in threads: t.join()
print(results, e.is_set(), e.wait())  # expect: [True, True, True, True, True] True True
e.clear()
print(e.is_set(), e.wait(0.001), repr(e).startswith("<threading.Event at 0x"), repr(e).endswith(": unset>"))
# expect: False False True True
e.set()
print(repr(e).endswith(": set>"))  # expect: True
a, b = threading.Event(), threading.Event()
log = []
def ping():
    for i in range(3):
        a.wait(); a.clear()
        log.append("ping")
        b.set()
def pong():
    for i in range(3):
        b.wait(); b.clear()
        log.append("pong")
        a.set()
p, q = threading.Thread(target=ping), threading.Thread(target=pong)
p.start(); q.start()
a.set()
p.join(); q.join()
print(log)  # expect: ['ping', 'pong', 'ping', 'pong', 'ping', 'pong']
