# run: timeout=30s stderr=any
import os, threading, time
stop = False
counters = [0] * 4
def busy(k):
    while not stop:
        counters[k] += len([counters[k]] * 3) - 2
threads = [threading.Thread(target=busy, args=(k,)) for k in range(4)]
for t in threads: t.start()
while not all(counters): pass
codes = []
for n in range(5):
    pid = os.fork()
    if pid == 0:
        made = [[i] * 10 for i in range(1000)]
        t = threading.Thread(target=made.append, args=("thread in the child",))
        t.start(); t.join()
        ok = threading.active_count() == 1 and made[-1] == "thread in the child"
        os._exit(n + 10 if ok else 1)
    codes.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
stop = True
for t in threads: t.join()
print(codes, all(counters))  # expect: [10, 11, 12, 13, 14] True
