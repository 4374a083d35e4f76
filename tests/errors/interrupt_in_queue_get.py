# run: interrupt=ready
import queue
q = queue.Queue()
try:
    print("ready", flush=True)  # expect: ready
    q.get()
except KeyboardInterrupt:
    print("get interrupted")  # expect: get interrupted
q.put(1)
print(q.get())  # expect: 1
