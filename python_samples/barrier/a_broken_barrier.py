"""If one does not come, the barrier breaks for all: nobody waits for ever."""
import threading

barrier = threading.Barrier(3)
told = []


def worker():
    try:
        barrier.wait()
    except threading.BrokenBarrierError:
        told.append("broken")


threads = [threading.Thread(target=worker) for _ in range(2)]
for t in threads:
    t.start()
while barrier.n_waiting < 2:
    pass
barrier.abort()
for t in threads:
    t.join()
print(told, barrier.broken)  # expect: ['broken', 'broken'] True
barrier.reset()
print("usable again:", not barrier.broken)  # expect: usable again: True
