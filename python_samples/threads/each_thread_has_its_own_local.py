"""threading.local: one name, a value per thread."""
import threading

data = threading.local()
data.name = "main"
seen = {}


def worker(name):
    data.name = name
    seen[name] = data.name


threads = [threading.Thread(target=worker, args=(f"worker {i}",)) for i in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(seen.items()))  # expect: [('worker 0', 'worker 0'), ('worker 1', 'worker 1'), ('worker 2', 'worker 2')]
print("the main thread's is untouched:", data.name)  # expect: the main thread's is untouched: main
