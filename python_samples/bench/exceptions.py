# run: args=1000 timeout=60s
"""Exceptions: raised and caught near and far, finally, and the free case where none is raised."""
import sys


class Found(Exception):
    def __init__(self, value):
        self.value = value


def check(i):
    if i % 3 == 0:
        raise Found(i)
    return i


def through(i):
    try:
        return check(i)
    finally:
        counts["finally"] += 1


counts = {"finally": 0}


def work(n):
    caught = errors = total = 0
    for i in range(n):
        try:
            total += through(i)
        except Found as found:
            caught += found.value
        try:
            if i % 7 == 0:
                {}[i]
            total += 1
        except KeyError:
            errors += 1
        else:
            total += 1
    return total, caught, errors


n = int(sys.argv[1]) if len(sys.argv) > 1 else 1000000
print("exceptions", *work(n), counts["finally"])  # expect: exceptions 334381 166833 143 1000
