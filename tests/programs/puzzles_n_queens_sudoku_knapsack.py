def queens(n, row=0, columns=(), d1=(), d2=()):
    if row == n:
        yield columns
        return
    for c in range(n):
        if c not in columns and row + c not in d1 and row - c not in d2:
            yield from queens(n, row + 1, columns + (c,), d1 + (row + c,), d2 + (row - c,))
print(next(queens(8)), sum(1 for _ in queens(6)))  # expect: (0, 4, 7, 5, 2, 6, 1, 3) 4
puzzle = ["53..7....", "6..195...", ".98....6.", "8...6...3", "4..8.3..1", "7...2...6", ".6....28.", "...419..5", "....8..79"]
grid = [[0 if c == "." else int(c) for c in row] for row in puzzle]
def candidates(r, c):
    used = set(grid[r]) | {grid[i][c] for i in range(9)} | {grid[r // 3 * 3 + i][c // 3 * 3 + j] for i in range(3) for j in range(3)}
    return [d for d in range(1, 10) if d not in used]
def solve():
    best = None
    for r in range(9):
        for c in range(9):
            if not grid[r][c]:
                options = candidates(r, c)
                if best is None or len(options) < len(best[2]): best = (r, c, options)
    if best is None: return True
    r, c, options = best
    for d in options:
        grid[r][c] = d
        if solve(): return True
    grid[r][c] = 0
    return False
print(solve(), *("".join(map(str, row)) for row in grid), sep="\n")
# expect: True
# expect: 534678912
# expect: 672195348
# expect: 198342567
# expect: 859761423
# expect: 426853791
# expect: 713924856
# expect: 961537284
# expect: 287419635
# expect: 345286179
items = [("gold", 10, 60), ("silver", 20, 100), ("bronze", 30, 120)]
def knapsack(capacity):
    table = [[0] * (capacity + 1) for _ in range(len(items) + 1)]
    for i, (_, w, v) in enumerate(items, 1):
        for c in range(capacity + 1):
            table[i][c] = table[i - 1][c]
            if w <= c: table[i][c] = max(table[i][c], table[i - 1][c - w] + v)
    chosen, c = [], capacity
    for i in range(len(items), 0, -1):
        if table[i][c] != table[i - 1][c]:
            chosen.append(items[i - 1][0])
            c -= items[i - 1][1]
    return table[-1][-1], chosen
print(knapsack(50))  # expect: (220, ['bronze', 'silver'])
def lcs(a, b):
    t = [[""] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            t[i + 1][j + 1] = t[i][j] + x if x == y else max(t[i + 1][j], t[i][j + 1], key=len)
    return t[-1][-1]
print(lcs("AGGTAB", "GXTXAYB"))  # expect: GTAB
def coins(amount, kinds):
    ways = [1] + [0] * amount
    for k in kinds:
        for a in range(k, amount + 1): ways[a] += ways[a - k]
    return ways[amount]
print(coins(100, [1, 5, 10, 25, 50]))  # expect: 292
