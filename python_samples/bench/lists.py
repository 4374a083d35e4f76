# run: args=1000 timeout=60s
"""Lists: a sieve by index, slices, append and pop."""
import sys


def sieve(n):
    flags = [True] * (n + 1)
    flags[0] = flags[1] = False
    i = 2
    while i * i <= n:
        if flags[i]:
            j = i * i
            while j <= n:
                flags[j] = False
                j += i
        i += 1
    primes = []
    for i in range(n + 1):
        if flags[i]:
            primes.append(i)
    return primes


def rotate(items, times):
    for _ in range(times):
        items.append(items.pop(0) + 1)
        items[0], items[-1] = items[-1], items[0]
    return sum(items)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 4000000
primes = sieve(n)
print("lists", len(primes), primes[-1], rotate(primes[:100], n // 10))  # expect: lists 168 997 24233
