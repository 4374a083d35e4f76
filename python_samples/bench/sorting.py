# run: args=500 timeout=60s
"""Sorting: the built-in sort with and without a key, and a quicksort of our own."""
import sys


def numbers(n):
    x, out = 42, []
    for _ in range(n):
        x = (x * 1103515245 + 12345) % 2147483648
        out.append(x)
    return out


def quicksort(a, low, high):
    while low < high:
        pivot, i, j = a[(low + high) // 2], low, high
        while i <= j:
            while a[i] < pivot:
                i += 1
            while a[j] > pivot:
                j -= 1
            if i <= j:
                a[i], a[j] = a[j], a[i]
                i += 1
                j -= 1
        if j - low < high - i:
            quicksort(a, low, j)
            low = i
        else:
            quicksort(a, i, high)
            high = j


n = int(sys.argv[1]) if len(sys.argv) > 1 else 150000
data = numbers(n)
own = data[:n // 2]
quicksort(own, 0, len(own) - 1)
by_key = sorted(data, key=lambda x: (x % 1000, x))
names = sorted(f"item{x}" for x in data)
pairs = sorted((x % 100, -x) for x in data)
print("sorting", sorted(data)[n // 2], own == sorted(data[:n // 2]), by_key[0], names[0], pairs[-1])
# expect: sorting 1105899317 True 705377000 item1000676753 (99, -255315099)
