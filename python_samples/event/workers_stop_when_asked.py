"""The clean way to end a thread: it looks at an Event. Nothing in Python can end a thread from outside."""
import threading

stop = threading.Event()
rounds = [0, 0]
began = threading.Barrier(3)


def worker(number):
    began.wait()
    while not stop.is_set():
        rounds[number] += 1


threads = [threading.Thread(target=worker, args=(n,)) for n in (0, 1)]
for t in threads:
    t.start()
began.wait()
while 0 in rounds:
    pass
stop.set()
for t in threads:
    t.join()
print("both worked:", all(rounds), "- both ended:", not any(t.is_alive() for t in threads))
# expect: both worked: True - both ended: True
