# run: args="300 2" timeout=60s
"""A loop that makes and changes objects: each thread its own, from one shared class.

    objects_threads.py N THREADS [turn]
"""
import os
import sys
import threading
import time


class Account:
    def __init__(self, owner):
        self.owner = owner
        self.balance = 0
        self.history = []

    def deposit(self, amount):
        self.balance += amount
        self.history.append(amount)


def loop(n):
    total = 0
    for i in range(n):
        account = Account(i)
        for amount in (1, 2, 3):
            account.deposit(amount * i % 10)
        total += account.balance + len(account.history)
    return total


n = int(sys.argv[1]) if len(sys.argv) > 1 else 600000
count = int(sys.argv[2]) if len(sys.argv) > 2 else 2
in_turn = sys.argv[3:] == ["turn"]
results = [0] * count


def work(k):
    results[k] = loop(n)


threads = [threading.Thread(target=work, args=(k,)) for k in range(count)]
start = time.perf_counter()
for k, t in enumerate(threads):
    if in_turn:
        work(k)
    else:
        t.start()
if not in_turn:
    for t in threads:
        t.join()
took = time.perf_counter() - start
print("objects_threads", results)  # expect: objects_threads [4800, 4800]
if len(sys.argv) == 1 or "SCALING_TIME" in os.environ:
    print(f"took {took:.4f}")
