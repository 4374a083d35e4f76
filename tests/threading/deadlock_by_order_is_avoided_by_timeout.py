import threading
a, b = threading.Lock(), threading.Lock()
barrier = threading.Barrier(2)
log = []
def first():
    with a:
        barrier.wait()
        if b.acquire(timeout=0.05):
            b.release()
        else:
            log.append("first gave up")
        barrier.wait()
def second():
    with b:
        barrier.wait()
        if a.acquire(timeout=0.05):
            a.release()
        else:
            log.append("second gave up")
        barrier.wait()
threads = [threading.Thread(target=f) for f in (first, second)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(log))  # expect: ['first gave up', 'second gave up']
