import threading
order = []
b = threading.Barrier(3, action=lambda: order.append("action"))
indices = []
def work():
    indices.append(b.wait())
threads = [threading.Thread(target=work) for _ in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(indices), order, b.parties, b.n_waiting, b.broken)  # expect: [0, 1, 2] ['action'] 3 0 False
for _ in range(3):
    threads = [threading.Thread(target=work) for _ in range(3)]
    for t in threads: t.start()
    for t in threads: t.join()
print(len(indices), len(order))  # expect: 12 4
def error(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, str(e))
error(b.wait, 0.01)  # expect: BrokenBarrierError
print(b.broken)  # expect: True
error(b.wait)  # expect: BrokenBarrierError
b.reset()
print(b.broken)  # expect: False
broken = []
def waits():
    try: b.wait()
    except threading.BrokenBarrierError: broken.append(1)
threads = [threading.Thread(target=waits) for _ in range(2)]
for t in threads: t.start()
while b.n_waiting < 2: pass
b.abort()
for t in threads: t.join()
print(len(broken), b.broken)  # expect: 2 True
b.reset()
threads = [threading.Thread(target=waits) for _ in range(2)]
for t in threads: t.start()
while b.n_waiting < 2: pass
b.reset()
for t in threads: t.join()
print(len(broken), b.broken)  # expect: 4 False
def bad(): raise ValueError("action fails")
f = threading.Barrier(1, action=bad)
error(f.wait)  # expect: ValueError action fails
print(f.broken, threading.Barrier(1).wait())  # expect: True 0
error(threading.Barrier, 0)  # expect: ValueError parties must be > 0
# expect 3.14: ValueError parties must be >= 1
print(repr(threading.Barrier(2)).startswith("<threading.Barrier at 0x"), repr(threading.Barrier(2)).endswith("waiters=0/2>"), issubclass(threading.BrokenBarrierError, RuntimeError))
# expect: True True True
