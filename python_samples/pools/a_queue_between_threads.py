"""A bounded Queue: the producer waits when it is full, the consumer when it is empty; None is the end."""
import queue
import threading

line = queue.Queue(maxsize=2)
received = []


def producer():
    for n in range(6):
        line.put(n)
    line.put(None)


def consumer():
    while (n := line.get()) is not None:
        received.append(n * n)


threads = [threading.Thread(target=f) for f in (producer, consumer)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(received, "empty:", line.empty())  # expect: [0, 1, 4, 9, 16, 25] empty: True
