"""An RLock knows its owner and counts; a Lock would wait for itself for ever."""
import threading

lock = threading.RLock()
accounts = {"a": 100, "b": 0}


def withdraw(name, amount):
    with lock:
        accounts[name] -= amount


def deposit(name, amount):
    with lock:
        accounts[name] += amount


def transfer(source, target, amount):
    with lock:
        withdraw(source, amount)
        deposit(target, amount)


threads = [threading.Thread(target=transfer, args=("a", "b", 10)) for _ in range(5)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(accounts)  # expect: {'a': 50, 'b': 50}

plain = threading.Lock()
plain.acquire()
print("a Lock taken twice by one thread:", plain.acquire(timeout=0.01))
# expect: a Lock taken twice by one thread: False
other = []
with lock:
    t = threading.Thread(target=lambda: other.append(lock.acquire(blocking=False)))
    t.start()
    t.join()
print("an RLock taken by somebody else:", other[0])  # expect: an RLock taken by somebody else: False
try:
    lock.release()
except RuntimeError as error:
    print("released by nobody's owner:", error)  # expect: released by nobody's owner: cannot release un-acquired lock
