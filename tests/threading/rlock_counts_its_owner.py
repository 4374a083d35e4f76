import threading
r = threading.RLock()
print(r.acquire(), r.acquire(), r.acquire(blocking=False))  # expect: True True True
r.release(); r.release()
def other():
    print("other", r.acquire(blocking=False))
t = threading.Thread(target=other)
t.start(); t.join()  # expect: other False
r.release()
t = threading.Thread(target=other)
t.start(); t.join()  # expect: other True
def error(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
r2 = threading.RLock()
error(r2.release)  # expect: RuntimeError cannot release un-acquired lock
r2.acquire()
def release_others(): error(r2.release)
t = threading.Thread(target=release_others)
t.start(); t.join()  # expect: RuntimeError cannot release un-acquired lock
def recursive(n):
    with r2:
        return 1 if n == 0 else 1 + recursive(n - 1)
print(recursive(50))  # expect: 51
print(repr(r2).startswith("<locked _thread.RLock object owner="), "count=1" in repr(r2))  # expect: True True
r2.release()
print(repr(r2).startswith("<unlocked _thread.RLock object owner=0 count=0"))  # expect: True
c = threading.Condition()
with c:
    with c:
        c.notify()
print("condition uses an RLock")  # expect: condition uses an RLock
