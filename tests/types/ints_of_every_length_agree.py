# Every operation on pairs of ints around the lengths where their representation changes, as one digest.
import math

state = 12345


def bits(n):
    global state
    r = 0
    for _ in range(0, n, 24):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        r = r << 24 | state >> 40
    return r & (1 << n) - 1


def number():
    kind = bits(4)
    sign = -1 if bits(1) else 1
    if kind < 3:
        return sign * bits(3)
    if kind < 7:
        return sign * ((1 << (31, 32, 60, 61, 62, 63, 64, 65, 126, 127, 128, 129, 191, 192, 193, 256)[bits(4)]) + bits(2) - 2)
    if kind < 9:
        return sign * (bits(60) << 64 * bits(2))
    return sign * bits((60, 64, 65, 100, 128, 200, 700, 3000)[bits(3)])


digest = 0


def note(*values):
    global digest
    for v in values:
        digest = (digest * 1000003 ^ hash(v)) % (2**61 - 1)


for turn in range(1500):
    a, b = number(), number()
    note(a + b, a - b, a * b, a & b, a | b, a ^ b, -a, ~a, abs(a), a < b, a == b, a >= b)
    if b:
        q, r = divmod(a, b)
        assert q * b + r == a and (q, r) == (a // b, a % b) and abs(r) < abs(b), (a, b)
        note(q, r)
    shift = bits(8)
    note(a << shift, a >> shift, math.gcd(a, b), a.bit_length(), a.bit_count())
    assert int(str(a)) == a and int(hex(a), 16) == a and int.from_bytes(a.to_bytes(500, "big", signed=True), "big", signed=True) == a
    note(str(a)[-20:].strip("-") and int(str(a)[-20:].strip("-")))
    try:
        note(float(a), a / b)
    except (OverflowError, ZeroDivisionError):
        note(1)
    if turn % 5 == 0:
        m = number()
        if m:
            note(pow(a, bits(70), m), pow(a, 3, m), pow(a, bits(300), m))
        if abs(a) < 2**260:
            note(a**0, a**1, a**2, a**13)
print(digest)  # expect: 1086760343895060275
