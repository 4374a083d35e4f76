# run: args=8 timeout=60s
"""Nested lists of floats and ints: matrix products and a determinant."""
import sys


def product(a, b):
    columns = list(zip(*b))
    return [[sum([x * y for x, y in zip(row, column)]) for column in columns] for row in a]


def determinant(m):
    m = [row[:] for row in m]
    n, result = len(m), 1.0
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(m[r][i]))
        if pivot != i:
            m[i], m[pivot] = m[pivot], m[i]
            result = -result
        result *= m[i][i]
        for r in range(i + 1, n):
            factor = m[r][i] / m[i][i]
            for c in range(i, n):
                m[r][c] -= factor * m[i][c]
    return result


n = int(sys.argv[1]) if len(sys.argv) > 1 else 170
a = [[(i * 7 + j * 3) % 11 - 5 for j in range(n)] for i in range(n)]
b = [[1.0 / (i + j + 1) + (i == j) for j in range(n)] for i in range(n)]
c = product(product(a, a), a)
print("matrix", sum(map(sum, c)), f"{determinant(b):.6f}")  # expect: matrix -114 3.596874
