# run: args=500 timeout=60s
"""Dicts: counting, look-up, insertion and deletion with int, str and tuple keys."""
import sys


def count(n):
    counts = {}
    x = 12345
    for _ in range(n):
        x = (x * 1103515245 + 12345) % 2147483648
        key = x % 1000
        counts[key] = counts.get(key, 0) + 1
    return counts


def words(n):
    names = [f"name{i}" for i in range(500)]
    table = {}
    for i in range(n):
        name = names[i * 7 % 500]
        if name in table:
            table[name] += i
        else:
            table[name] = i
    return table


def grid(n):
    cells = {}
    for i in range(n):
        cells[i % 100, i % 71] = i
        if i % 3 == 0:
            cells.pop((i % 50, i % 71), None)
    return cells


n = int(sys.argv[1]) if len(sys.argv) > 1 else 1200000
print("dicts", len(count(n)), max(count(n // 10).values()), sum(words(n).values()), len(grid(n)))
# expect: dicts 391 2 124750 417
