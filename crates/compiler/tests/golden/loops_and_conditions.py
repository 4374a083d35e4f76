def collatz(n):
    steps = 0
    while n != 1:
        if n % 2 == 0:
            n //= 2
        else:
            n = 3 * n + 1
        steps += 1
    return steps


def primes(limit):
    found = []
    for n in range(2, limit):
        for p in found:
            if n % p == 0:
                break
        else:
            found.append(n)
    return found


def between(a, x, b):
    if not (a < x <= b) or x is None:
        return "out"
    return a and b


def swap(a, b):
    a, b = b, a + b
    a = b if a else None
    return a
