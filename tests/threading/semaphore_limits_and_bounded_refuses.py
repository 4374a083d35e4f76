import threading
s = threading.Semaphore(2)
inside, most = 0, 0
guard = threading.Lock()
barrier = threading.Barrier(6)
def task():
    global inside, most
    barrier.wait()
    for _ in range(20):
        with s:
            with guard:
                inside += 1
                most = max(most, inside)
            with guard:
                inside -= 1
threads = [threading.Thread(target=task) for _ in range(6)]
for t in threads: t.start()
for t in threads: t.join()
print(most <= 2, inside)  # expect: True 0
print(s.acquire(), s.acquire(blocking=False), s.acquire(blocking=False), s.acquire(timeout=0.01))
# expect: True True False False
s.release(); s.release(); s.release()
print(s._value, s.acquire(), s.acquire(), s.acquire(), s.acquire(False))  # expect: 3 True True True False
s.release(3)
def error(f, *a, **k):
    try: print(f(*a, **k))
    except Exception as e: print(type(e).__name__, e)
error(threading.Semaphore, -1)  # expect: ValueError semaphore initial value must be >= 0
error(s.release, 0)  # expect: ValueError n must be one or more
error(s.acquire, blocking=False, timeout=1)  # expect: ValueError can't specify timeout for non-blocking acquire
b = threading.BoundedSemaphore(1)
error(b.release)  # expect: ValueError Semaphore released too many times
with b: pass
error(b.release, 2)  # expect: ValueError Semaphore released too many times
b.acquire()
b.release()
error(b.release)  # expect: ValueError Semaphore released too many times
print(repr(b).startswith("<threading.BoundedSemaphore at 0x"), repr(b).endswith("value=1/1>"), repr(threading.Semaphore(3)).endswith("value=3>"))
# expect: True True True
z = threading.Semaphore(0)
t = threading.Thread(target=lambda: print("acquired", z.acquire()))  # expect: acquired True
t.start()
z.release()
t.join()
