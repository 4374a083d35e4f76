# gc.collect() answers how many unreachable objects kept each other alive; what has no cycle is not counted.
import gc
class A: pass
class N:
    def __init__(self): self.items = []; self.d = {}
    def __del__(self): print("del")
gc.collect()
a = A(); b = A(); a.x = b; b.x = a
del a, b
print(gc.collect(), gc.collect())  # expect: 2 0
for i in range(3):
    l = []; l.append(l)
del l
plain = [[1], {2: 3}, A()]
del plain
print(gc.collect())  # expect: 3
n = N(); n.items.append(n); n.d["x"] = n; t = (n,); n.t = t
del n, t
print(gc.collect())
# expect lines: del | 4
def f():
    def g(): return g
    return g
f()()
gc.collect()
x = f()
del x
print(gc.collect(), [gc.collect() for _ in range(2)])  # expect: 3 [0, 0]
def outer():
    a = []; a.append(a)
    inner = a
    return gc.collect()
print(outer(), gc.collect())  # expect: 0 1
