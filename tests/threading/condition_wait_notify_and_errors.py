import threading
c = threading.Condition()
items, log = [], []
def consumer(n):
    for _ in range(n):
        with c:
            while not items:
                c.wait()
            log.append(items.pop(0))
t = threading.Thread(target=consumer, args=(5,))
t.start()
for i in range(5):
    with c:
        items.append(i)
        c.notify()
t.join()
print(log)  # expect: [0, 1, 2, 3, 4]
def error(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
error(c.wait)  # expect: RuntimeError cannot wait on un-acquired lock
error(c.notify)  # expect: RuntimeError cannot notify on un-acquired lock
error(c.notify_all)  # expect: RuntimeError cannot notify on un-acquired lock
with c:
    print(c.wait(timeout=0.01), c.wait_for(lambda: True), c.wait_for(lambda: False, timeout=0.01), c.wait_for(lambda: "value"))
    # expect: False True False value
error(c.release)  # expect: RuntimeError cannot release un-acquired lock
ready, woken = [], []
def waiter(i):
    with c:
        ready.append(i)
        c.wait()
        woken.append(i)
threads = [threading.Thread(target=waiter, args=(i,)) for i in range(4)]
for t in threads: t.start()
while True:
    with c:
        if len(ready) == 4: break
with c: c.notify(2)
while True:
    with c:
        if len(woken) == 2: break
print(len(woken))  # expect: 2
with c: c.notify_all()
for t in threads: t.join()
print(sorted(woken))  # expect: [0, 1, 2, 3]
lock = threading.Lock()
shared = threading.Condition(lock)
with shared:
    print(lock.locked(), shared.acquire(blocking=False))  # expect: True False
r = threading.RLock()
rc = threading.Condition(r)
def wake():
    with rc: rc.notify_all()
with rc, rc:
    t = threading.Thread(target=wake)
    t.start()
    print(rc.wait(5))  # expect: True
    t.join()
print(r.acquire(False), repr(c).startswith("<Condition("))  # expect: True True
