# run: args=15 timeout=60s
"""Recursive calls: the cost of calling a function."""
import sys


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 33
print("fib", fib(n))  # expect: fib 610
