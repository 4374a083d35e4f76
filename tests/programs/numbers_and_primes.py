def primes(n):
    sieve = bytearray([1]) * (n + 1)
    sieve[:2] = b"\0\0"
    for i in range(2, int(n ** 0.5) + 1):
        if sieve[i]: sieve[i * i::i] = bytes(len(range(i * i, n + 1, i)))
    return [i for i, f in enumerate(sieve) if f]
print(primes(60), len(primes(10000)))  # expect: [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59] 1229
def factors(n):
    out, d = [], 2
    while d * d <= n:
        while n % d == 0: out.append(d); n //= d
        d += 1
    return out + [n] if n > 1 else out
print([factors(n) for n in (360, 97, 1001, 2 ** 31 - 1, 600851475143)])
# expect: [[2, 2, 2, 3, 3, 5], [97], [7, 11, 13], [2147483647], [71, 839, 1471, 6857]]
def gcd(a, b):
    while b: a, b = b, a % b
    return a
print(gcd(1071, 462), gcd(2 ** 100, 6 ** 50) == 2 ** 50)  # expect: 21 True
def collatz(n):
    yield n
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        yield n
print(list(collatz(6)), max(collatz(27)), len(list(collatz(97))))  # expect: [6, 3, 10, 5, 16, 8, 4, 2, 1] 9232 119
def perfect(limit): return [n for n in range(2, limit) if sum(d for d in range(1, n) if n % d == 0) == n]
print(perfect(500))  # expect: [6, 28, 496]
def fib_matrix(n):
    def mul(a, b): return (a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3], a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3])
    r, m = (1, 0, 0, 1), (1, 1, 1, 0)
    while n:
        if n & 1: r = mul(r, m)
        m, n = mul(m, m), n >> 1
    return r[1]
print(fib_matrix(10), fib_matrix(300))  # expect: 55 222232244629420445529739893461909967206666939096499764990979600
def newton(n):
    x = n
    while True:
        y = (x + n / x) / 2
        if abs(x - y) < 1e-12: return y
        x = y
print(newton(2), newton(144))  # expect: 1.414213562373095 12.0
def pi_digits(n):
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    out = ""
    while len(out) < n:
        if 4 * q + r - t < m * t:
            out += str(m)
            q, r, m = 10 * q, 10 * (r - m * t), (10 * (3 * q + r)) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2
    return out
print(pi_digits(60))  # expect: 314159265358979323846264338327950288419716939937510582097494
print([f"{c:.0f}C={c * 9 / 5 + 32:.1f}F" for c in range(-40, 101, 35)], sum(int(d) for d in str(2 ** 1000)), [n for n in range(100, 1000) if n == sum(int(d) ** 3 for d in str(n))])
# expect: ['-40C=-40.0F', '-5C=23.0F', '30C=86.0F', '65C=149.0F', '100C=212.0F'] 1366 [153, 370, 371, 407]
def bases(n, b):
    digits = "0123456789abcdef"
    return digits[n] if n < b else bases(n // b, b) + digits[n % b]
print([bases(255, b) for b in (2, 8, 10, 16)], int("ff", 16), bin(10)[2:].zfill(8))
# expect: ['11111111', '377', '255', 'ff'] 255 00001010
triangle = [[1]]
for _ in range(6): triangle.append([a + b for a, b in zip([0] + triangle[-1], triangle[-1] + [0])])
for row in triangle: print(" ".join(map(str, row)).center(20).rstrip())
# expect:          1
# expect:         1 1
# expect:        1 2 1
# expect:       1 3 3 1
# expect:      1 4 6 4 1
# expect:    1 5 10 10 5 1
# expect:   1 6 15 20 15 6 1
