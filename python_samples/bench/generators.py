# run: args=1000 timeout=60s
"""Generators: pipelines, delegation, send."""
import sys


def numbers(n):
    for i in range(n):
        yield i


def squares(source):
    for x in source:
        yield x * x


def odd(source):
    for x in source:
        if x & 1:
            yield x


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)


def average():
    total, count = 0, 0
    value = yield 0
    while True:
        total += value
        count += 1
        value = yield total / count


n = int(sys.argv[1]) if len(sys.argv) > 1 else 2000000
pipeline = sum(odd(squares(numbers(n))))
a = average()
next(a)
for i in range(n // 2):
    last = a.send(i)
print("generators", pipeline, sum(tree(n.bit_length() - 4)), last, sum(x * 2 for x in range(n)))
# expect: generators 166666500 120 249.5 999000
