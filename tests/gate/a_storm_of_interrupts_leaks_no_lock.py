# only pyish: CPython 3.14 leaks a lock when an interrupt falls between a with body and __exit__
# run: gil=on switch=1,7 timeout=60s
import os, signal, threading, time
lock = threading.Lock()
class Manager:
    inside = 0
    def __enter__(self): Manager.inside += 1
    def __exit__(self, *a): Manager.inside -= 1
manager = Manager()
stop = threading.Event()
def storm():
    for _ in range(60):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.001)
    stop.set()
t = threading.Thread(target=storm)
caught = 0
ready = False
while True:
    try:
        if not ready:
            t.start()
            ready = True
        while not stop.is_set():
            with lock:
                with manager: pass
        break
    except KeyboardInterrupt:
        caught += 1
        assert lock.acquire(blocking=False), "the lock leaked"
        lock.release()
while True:
    try:
        t.join()
        time.sleep(0.01)
        break
    except KeyboardInterrupt: caught += 1
print(caught > 0, lock.locked())  # expect: True False
