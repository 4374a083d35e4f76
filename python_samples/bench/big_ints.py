# run: args=50 timeout=60s
"""Integers beyond the machine word: factorials, Fibonacci numbers, modular powers."""
import sys


def work(n):
    factorial = 1
    for i in range(1, n):
        factorial *= i
    a, b = 0, 1
    for _ in range(n * 4):
        a, b = b, a + b
    digits = sum(map(int, str(a % 10 ** 4000)))
    power = 0
    for i in range(n):
        power ^= pow(3, i + 10 ** 20, 2 ** 89 - 1)
    shifts = 0
    for i in range(n * 20):
        shifts += (1 << (i % 100)) >> (i % 37)
    return factorial % 1000007, a % 1000007, digits, power, shifts


n = int(sys.argv[1]) if len(sys.argv) > 1 else 16000
print("big_ints", *work(n))
# expect: big_ints 92336 754119 165 4076479655854922983694171 994696080028461088896452557773
