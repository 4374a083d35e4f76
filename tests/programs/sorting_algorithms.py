def bubble(a):
    a = a[:]
    for i in range(len(a)):
        for j in range(len(a) - 1 - i):
            if a[j] > a[j + 1]: a[j], a[j + 1] = a[j + 1], a[j]
    return a
def insertion(a):
    a = list(a)
    for i in range(1, len(a)):
        x, j = a[i], i - 1
        while j >= 0 and a[j] > x:
            a[j + 1] = a[j]
            j -= 1
        a[j + 1] = x
    return a
def selection(a):
    a, out = a[:], []
    while a:
        m = min(a)
        a.remove(m)
        out.append(m)
    return out
def merge_sort(a):
    if len(a) < 2: return a[:]
    m = len(a) // 2
    l, r, out = merge_sort(a[:m]), merge_sort(a[m:]), []
    while l and r: out.append((l if l[0] <= r[0] else r).pop(0))
    return out + l + r
def quick(a): return a[:] if len(a) < 2 else quick([x for x in a[1:] if x < a[0]]) + [a[0]] + quick([x for x in a[1:] if x >= a[0]])
def heap_sort(a):
    a = a[:]
    def sift(i, n):
        while (c := 2 * i + 1) < n:
            if c + 1 < n and a[c + 1] > a[c]: c += 1
            if a[i] >= a[c]: return
            a[i], a[c] = a[c], a[i]
            i = c
    for i in range(len(a) // 2, -1, -1): sift(i, len(a))
    for n in range(len(a) - 1, 0, -1):
        a[0], a[n] = a[n], a[0]
        sift(0, n)
    return a
def counting(a):
    c = [0] * (max(a, default=0) + 1)
    for x in a: c[x] += 1
    return [i for i, n in enumerate(c) for _ in range(n)]
def radix(a):
    a, p = a[:], 1
    while a and max(a) >= p:
        buckets = [[] for _ in range(10)]
        for x in a: buckets[x // p % 10].append(x)
        a, p = sum(buckets, []), p * 10
    return a
data = [(i * 37 + 11) % 101 for i in range(60)]
for f in (bubble, insertion, selection, merge_sort, quick, heap_sort, counting, radix):
    print(f.__name__, all(f(x) == sorted(x) for x in ([], [1], [2, 1], data, data[::-1], [5] * 4)))
# expect: bubble True
# expect: insertion True
# expect: selection True
# expect: merge_sort True
# expect: quick True
# expect: heap_sort True
# expect: counting True
# expect: radix True
def search(a, x):
    low, high = 0, len(a)
    while low < high:
        mid = (low + high) // 2
        if a[mid] < x: low = mid + 1
        else: high = mid
    return low if low < len(a) and a[low] == x else -1
s = sorted(set(data))
print([search(s, x) for x in (s[0], s[-1], -5, 1000, s[7])])  # expect: [0, 59, -1, -1, 7]
