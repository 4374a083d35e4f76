"""notify(n) wakes n waiters, notify_all the rest; wait_for waits for a predicate; wait can give up."""
import threading

condition = threading.Condition()
told = threading.Semaphore(0)
waiting, awake = 0, 0


def sleeper():
    global waiting, awake
    with condition:
        waiting += 1
        condition.wait()
        awake += 1
    told.release()


threads = [threading.Thread(target=sleeper) for _ in range(5)]
for t in threads:
    t.start()
while True:
    with condition:
        if waiting == 5:
            break
with condition:
    condition.notify(1)
told.acquire()
print("after notify(1):", awake)  # expect: after notify(1): 1
with condition:
    condition.notify_all()
for t in threads:
    t.join()
print("after notify_all():", awake)  # expect: after notify_all(): 5
with condition:
    print("nobody notifies:", condition.wait(timeout=0.01))  # expect: nobody notifies: False
try:
    condition.notify()
except RuntimeError as error:
    print("without the lock:", error)  # expect: without the lock: cannot notify on un-acquired lock
