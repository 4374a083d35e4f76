import queue, threading
q = queue.Queue(maxsize=2)
q.put(1); q.put(2)
print(q.qsize(), q.full(), q.empty(), q.get(), q.get_nowait(), q.empty())  # expect: 2 True False 1 2 True
def error(f, *a, **k):
    try: print(f(*a, **k))
    except Exception as e: print(type(e).__name__, e)
error(q.get_nowait)  # expect: Empty
error(q.get, timeout=0.01)  # expect: Empty
error(q.get, timeout=-1)  # expect: ValueError 'timeout' must be a non-negative number
q.put(1); q.put(2)
error(q.put, 3, block=False)  # expect: Full
error(q.put_nowait, 3)  # expect: Full
error(q.put, 3, timeout=0.01)  # expect: Full
q.get(); q.get()
l = queue.LifoQueue()
for i in range(3): l.put(i)
print([l.get() for _ in range(3)])  # expect: [2, 1, 0]
p = queue.PriorityQueue()
for item in [(3, "c"), (1, "a"), (2, "b")]: p.put(item)
print([p.get()[1] for _ in range(3)])  # expect: ['a', 'b', 'c']
s = queue.SimpleQueue()
s.put("x")
print(s.get(), s.empty(), s.qsize())  # expect: x True 0
error(s.get_nowait)  # expect: Empty
error(s.get, timeout=0.01)  # expect: Empty
results = []
work = queue.Queue()
def worker():
    while (item := work.get()) is not None:
        results.append(item * 2)
        work.task_done()
    work.task_done()
threads = [threading.Thread(target=worker) for _ in range(3)]
for t in threads: t.start()
for i in range(20): work.put(i)
for t in threads: work.put(None)
work.join()
for t in threads: t.join()
print(sorted(results) == [i * 2 for i in range(20)], work.empty())  # expect: True True
error(work.task_done)  # expect: ValueError task_done() called too many times
b = queue.Queue(1)
b.put("first")
t = threading.Thread(target=b.put, args=("second",))
t.start()
print(b.get(), b.get())  # expect: first second
t.join()
x = queue.Queue()
x.put(1)
x.shutdown()
print(x.get())  # expect: 1
error(x.get)  # expect: ShutDown
error(x.put, 1)  # expect: ShutDown
x = queue.Queue()
waiting = threading.Thread(target=lambda: error(x.get))
waiting.start()
x.shutdown(immediate=True)
waiting.join()  # expect: ShutDown
