"""An Event is a flag that threads can wait for: one set() lets all of them go, and later ones do not wait."""
import threading

start = threading.Event()
ready = threading.Barrier(4)
lanes = []


def runner(lane):
    ready.wait()
    start.wait()
    lanes.append(lane)


threads = [threading.Thread(target=runner, args=(lane,)) for lane in (1, 2, 3)]
for t in threads:
    t.start()
ready.wait()
print("before the signal:", lanes)  # expect: before the signal: []
start.set()
for t in threads:
    t.join()
print("after the signal:", sorted(lanes))  # expect: after the signal: [1, 2, 3]
print("no waiting once it is set:", start.wait())  # expect: no waiting once it is set: True
start.clear()
print("cleared, a wait gives up:", start.wait(timeout=0.01))  # expect: cleared, a wait gives up: False
