"""A Barrier holds everybody until the last has come: phase by phase nobody runs ahead."""
import threading

THREADS, PHASES = 3, 3
log = []
barrier = threading.Barrier(THREADS, action=lambda: log.append("---"))


def worker():
    for phase in range(PHASES):
        log.append(phase)
        barrier.wait()


threads = [threading.Thread(target=worker) for _ in range(THREADS)]
for t in threads:
    t.start()
for t in threads:
    t.join()
for entry in log:
    print(entry)
# expect lines: 0 | 0 | 0 | --- | 1 | 1 | 1 | --- | 2 | 2 | 2 | ---
