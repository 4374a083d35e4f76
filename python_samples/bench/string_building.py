# run: args=1000 timeout=60s
"""String building: += in a loop, f-strings, join, formatting."""
import sys


def build(n):
    s = ""
    for i in range(n):
        s += "ab"
        if i % 10 == 0:
            s += str(i)
    rows = []
    for i in range(n):
        rows.append(f"{i}: {i * 2:>8} {i / 3:.2f} {'odd' if i % 2 else 'even'}")
    text = "\n".join(rows)
    percent = "".join("%d,%s;" % (i, i) for i in range(n // 2))
    return len(s), len(text), len(percent), hex(sum(map(ord, text[:10000])))


n = int(sys.argv[1]) if len(sys.argv) > 1 else 650000
print("string_building", *build(n))  # expect: string_building 2289 25059 3780 0x7d1cb
