# run: args="12 2" timeout=60s
"""Recursive calls in several threads: nothing is shared but the code.

    fib_threads.py N THREADS [turn]     with `turn` the same work is done in one thread, one call after another
"""
import os
import sys
import threading
import time


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 31
count = int(sys.argv[2]) if len(sys.argv) > 2 else 2
in_turn = sys.argv[3:] == ["turn"]
results = [0] * count


def work(k):
    results[k] = fib(n)


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
print("fib_threads", results)  # expect: fib_threads [144, 144]
if len(sys.argv) == 1 or "SCALING_TIME" in os.environ:
    print(f"took {took:.4f}")
