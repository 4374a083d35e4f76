import threading
lock = threading.Lock()
print(lock.acquire(), lock.locked(), lock.acquire(blocking=False), lock.acquire(False), lock.acquire(timeout=0.01), lock.release(), lock.locked())
# expect: True True False False False None False
with lock as got:
    print(got, lock.locked())  # expect: True True
print(repr(lock).startswith("<unlocked _thread.lock object at 0x"), type(lock).__name__)  # expect: True lock
lock.acquire()
print(repr(lock).startswith("<locked _thread.lock object at 0x"))  # expect: True
def error(f, *a, **k):
    try: print(f(*a, **k))
    except Exception as e: print(type(e).__name__, e)
error(lock.acquire, timeout=-2)  # expect: ValueError timeout value must be a non-negative number
error(lock.acquire, False, 1)  # expect: ValueError can't specify a timeout for a non-blocking call
error(lock.acquire, timeout="x")  # expect: TypeError 'str' object cannot be interpreted as an integer
error(lock.acquire, timeout=1e100)  # expect: OverflowError timestamp out of range for platform time_t
other = threading.Thread(target=lock.release)
other.start(); other.join()
print(lock.locked())  # expect: False
error(lock.release)  # expect: RuntimeError release unlocked lock
try:
    with lock:
        raise ValueError("inside")
except ValueError:
    print(lock.locked())  # expect: False
print(threading.Lock() is not threading.Lock(), hasattr(lock, "acquire_lock"), threading.TIMEOUT_MAX > 1e6)
# expect: True True True
lock.acquire()
waiter = threading.Thread(target=lambda: print(lock.acquire(timeout=5)))  # expect: True
waiter.start()
lock.release()
waiter.join()
