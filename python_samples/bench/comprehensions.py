# run: args=20 timeout=60s
"""Comprehensions: lists, sets, dicts, nested, with conditions."""
import sys


def work(rounds):
    total = 0
    for r in range(rounds):
        matrix = [[i * j + r for j in range(30)] for i in range(30)]
        turned = [[row[i] for row in matrix] for i in range(30)]
        total += sum([x for row in turned for x in row if x % 3 == 0])
        total += len({x % 50 for row in matrix for x in row})
        table = {i: [j for j in range(i) if j & 1] for i in range(30)}
        total += sum(len(v) for v in table.values())
    return total


n = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
print("comprehensions", work(n))  # expect: comprehensions 1341625
