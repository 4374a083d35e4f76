"""The same counter with its read, addition and write inside a Lock: nothing is lost, GIL on or off."""
import threading

N, THREADS = 2000, 4
counter = 0
lock = threading.Lock()


def add():
    global counter
    for _ in range(N):
        with lock:
            counter += 1


threads = [threading.Thread(target=add) for _ in range(THREADS)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(counter, "of", N * THREADS)  # expect: 8000 of 8000
