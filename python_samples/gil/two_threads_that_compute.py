# run: args=14 timeout=60s
"""Work for two threads: with the GIL on it takes as long as one after the other, with the GIL off half of it.

    two_threads_that_compute.py [N]      prints the times if N is left out
"""
import sys
import threading
import time


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def in_turn(n):
    return [fib(n), fib(n)]


def together(n):
    results = []
    threads = [threading.Thread(target=lambda: results.append(fib(n))) for _ in range(2)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return results


n = int(sys.argv[1]) if len(sys.argv) > 1 else 30
for way in (in_turn, together):
    start = time.perf_counter()
    results = way(n)
    took = time.perf_counter() - start
    print(way.__name__, results, f"{took:.2f} s" if len(sys.argv) == 1 else "")
# expect: in_turn [377, 377]
# expect: together [377, 377]
