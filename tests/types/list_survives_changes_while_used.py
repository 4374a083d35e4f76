l = list(range(10))
for x in l:
    if x % 2: l.remove(x)
print(l)  # expect: [0, 2, 4, 6, 8]
l = [1, 2, 3]
for x in l:
    if len(l) < 8: l.append(x * 10)
print(l)  # expect: [1, 2, 3, 10, 20, 30, 100, 200]
l = list(range(6))
it = iter(l)
next(it); next(it)
del l[:]
print(list(it), next(it, "ended"))  # expect: [] ended
l.append(1)
print(list(it))  # expect: []
class Evil:
    def __init__(self, l): self.l = l
    def __eq__(self, o): self.l.clear(); return False
    def __lt__(self, o): self.l.append(0); return False
    def __index__(self): self.l.clear(); return 0
    def __repr__(self): self.l.clear(); return "evil"
a = [1, 2, 3]
print(Evil(a) in a, a)  # expect: False []
a = [1, 2, 3]
try: print(a.index(Evil(a)))
except ValueError as e: print(type(e).__name__, a)  # expect: ValueError []
a = [1, 2, 3]
print(a.count(Evil(a)), a)  # expect: 0 []
a = []
a.extend([Evil(a), 2, 3])
try: print(a)  # expect: [evil]
except IndexError as e: print(e)
a = [1, 2, 3]
try: a[Evil(a)] = 5
except IndexError as e: print(e, a)  # expect: list assignment index out of range []
a = [3, 1, 2]
b = [Evil(a), Evil(a)]
print(sorted(b) == b or "compared", len(a) > 3)  # expect: True True
a = [1, 2, 3]
a[1:2] = a
print(a)  # expect: [1, 1, 2, 3, 3]
a[:] = (x for x in a if x > 1)
print(a)  # expect: [2, 3, 3]
a += a
a.extend(a)
print(a, len(a))  # expect: [2, 3, 3, 2, 3, 3, 2, 3, 3, 2, 3, 3] 12
a[::2] = [0] * len(a[::2])
print(a)  # expect: [0, 3, 0, 2, 0, 3, 0, 3, 0, 2, 0, 3]
def gen():
    for i in range(3):
        a.append("from gen")
        yield i
a = ["first"]
a.extend(gen())
print(a)  # expect: ['first', 'from gen', 0, 'from gen', 1, 'from gen', 2]
a = [1, 2, 3, 4]
print([a.pop() for _ in a], a)  # expect: [4, 3] [1, 2]
m = [[0] * 3] * 2
m[0][0] = 1
print(m, [0] * 2 + [1], a * 3, (a and a[0], a or "empty"))
# expect: [[1, 0, 0], [1, 0, 0]] [0, 0, 1] [1, 2, 1, 2, 1, 2] (1, [1, 2])
nested = [1, [2, [3, [4]]]]
copy = nested[:]
copy[1][0] = "changed"
print(nested, copy is nested, copy[1] is nested[1])  # expect: [1, ['changed', [3, [4]]]] False True
q = []
for i in range(3000): q.append(i)
while len(q) > 5: del q[len(q) // 2]
print(q)  # expect: [0, 1, 2, 2998, 2999]
q = list(range(100))
print([q.pop(0) for _ in range(3)], q.insert(50, "mid"), q[50], len(q), q[-1:], q[97:200], q[-200:2], q.reverse(), q[:2])
# expect: [0, 1, 2] None mid 98 [99] [99] [3, 4] None [99, 98]
