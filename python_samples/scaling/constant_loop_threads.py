# run: args="1000 2" timeout=60s
"""A loop over a constant that all threads share: reading together must cost nothing.

    constant_loop_threads.py N THREADS [turn]
"""
import os
import sys
import threading
import time

LIMIT = 1000003
WEIGHTS = (3, 5, 7, 11)


def loop(n):
    total = 0
    for i in range(n):
        total = (total + i * WEIGHTS[i & 3]) % LIMIT
    return total


n = int(sys.argv[1]) if len(sys.argv) > 1 else 4000000
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
print("constant_loop_threads", results)  # expect: constant_loop_threads [249991, 249991]
if len(sys.argv) == 1 or "SCALING_TIME" in os.environ:
    print(f"took {took:.4f}")
