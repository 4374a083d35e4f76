# run: args=1000 timeout=60s
"""Loops over small integers: arithmetic, comparison, remainder."""
import sys


def collatz(limit):
    longest, at = 0, 0
    for start in range(1, limit):
        n, steps = start, 0
        while n != 1:
            if n % 2:
                n = 3 * n + 1
            else:
                n //= 2
            steps += 1
        if steps > longest:
            longest, at = steps, start
    return longest, at


n = int(sys.argv[1]) if len(sys.argv) > 1 else 95000
print("int_loop", *collatz(n))  # expect: int_loop 178 871
