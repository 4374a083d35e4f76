# only pyish: CPython 3.14 leaks a lock when an interrupt falls between a with body and __exit__
# run: gil=on,off switch=1,7 timeout=60s
import os, random, signal, threading, time
lock = threading.Lock()
class Manager:
    inside = 0
    def __enter__(self): Manager.inside += 1
    def __exit__(self, *a): Manager.inside -= 1
manager = Manager()
stop = threading.Event()
caught = guarded = 0
def storm():
    for n in range(100):
        os.kill(os.getpid(), signal.SIGINT)
        while guarded <= n: time.sleep(random.random() / 1000)
    stop.set()
t = threading.Thread(target=storm)
def returns():
    for i in range(3):
        with lock:
            if i == 1: continue
            with manager:
                if i == 2: return i
ready = False
while True:
    try:
        guarded = caught  # the next one may come
        if not ready:
            ready = True
            t.start()
        while not stop.is_set():
            with lock:
                with manager: pass
            returns()
        break
    except KeyboardInterrupt:
        assert lock.acquire(blocking=False), "the lock leaked"
        lock.release()
        caught += 1
t.join()
print(caught, lock.locked())  # expect: 100 False
