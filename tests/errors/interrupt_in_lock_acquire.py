# run: interrupt=ready
import threading
lock = threading.Lock()
lock.acquire()
try:
    print("ready", flush=True)  # expect: ready
    lock.acquire()
except KeyboardInterrupt:
    print("acquire interrupted", lock.locked())  # expect: acquire interrupted True
lock.release()
print(lock.acquire(timeout=1))  # expect: True
