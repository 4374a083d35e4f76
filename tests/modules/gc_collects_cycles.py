import gc, weakref
class Node:
    pass
def cycle():
    a, b = Node(), Node()
    a.other, b.other = b, a
    return weakref.ref(a)
r = cycle()
gc.collect()
print(r())  # expect: None
print(type(gc.collect()).__name__, gc.isenabled())  # expect: int True
gc.disable()
print(gc.isenabled())  # expect: False
gc.enable()
print(gc.isenabled(), isinstance(gc.get_count(), tuple), len(gc.get_threshold()), gc.is_tracked([]))
# expect: True True 3 True
class Self:
    def __init__(self): self.me = self
refs = [weakref.ref(Self()) for _ in range(100)]
gc.collect()
print(sum(1 for r in refs if r() is not None))  # expect: 0
keep = Self()
k = weakref.ref(keep)
gc.collect()
print(k() is keep)  # expect: True
total = 0
for i in range(20000):
    l = [i, [i], {i: (i,)}]
    l.append(l)
    total += len(l)
print(total)  # expect: 80000
