# run: args=1000 timeout=60s
"""Closures: cells read and written, functions made in loops, default arguments."""
import sys


def make_counter(step):
    count = 0

    def up(by=1):
        nonlocal count
        count += step * by
        return count

    def get():
        return count

    return up, get


def compose(f, g):
    return lambda x: f(g(x))


def work(n):
    up, get = make_counter(3)
    for i in range(n):
        up()
        up(2)
    add = lambda x: x + 1
    double = lambda x: x * 2
    chain = compose(compose(add, double), compose(double, add))
    total = 0
    for i in range(n):
        total += chain(i)
        k = lambda y=i: y
        total += k()
    return get(), total


n = int(sys.argv[1]) if len(sys.argv) > 1 else 1000000
print("closures", *work(n))  # expect: closures 9000 2502500
