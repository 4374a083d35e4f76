# skip: run by tests/exact.rs, once by the fuel and once counted one by one
import sys
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
def gen(n):
    for i in range(n):
        try:
            yield i
        finally:
            pass
def raising(n):
    total = 0
    for i in range(n):
        try:
            if i % 3 == 0:
                raise ValueError(i)
            total += i
        except ValueError as e:
            total -= 1
    return total
class Key:
    def __init__(self, v): self.v = v
    def __lt__(self, other): return self.v < other.v
    def __eq__(self, other): return self.v == other.v
def native(n):
    ks = sorted([Key((i * 7919) % 1000) for i in range(n)])
    return sum(map(lambda k: k.v, ks), 0)
def pairs(n):
    total = 0
    for i, v in enumerate(range(n)):
        total += i * v
    for a, b in zip(range(n), gen(n)):
        total -= a + b
    for a, b, c in zip([1, 2, 3] * n, range(n), "x" * n):
        total += a
    table = {i: -i for i in range(n)}
    for k, v in table.items():
        total += v
    a, b = [total, n]
    return [x + y for x, y in zip(range(n), range(n)) if x in table], {k: v for k, v in table.items()}
straight = "def f(x):\n" + "".join(f"    x = x + {i} * x - x\n" for i in range(1500)) + "    return x\n"
ns = {}
exec(straight, ns)
sys._quantum_ends(True)
fib(12)
sum(gen(100))
raising(100)
native(60)
pairs(50)
ns["f"](0)
with open("/dev/null") as f:
    list(f)
ends = sys._quantum_ends(False)
print(ends)
