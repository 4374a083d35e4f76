class A:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
a = A(1)
del a  # expect: del 1
print("after 1")  # expect: after 1
a = A(2)
a = None  # expect: del 2
print("after 2")  # expect: after 2
a = A(3)
b = a
del a
print("still there")  # expect: still there
del b  # expect: del 3
print("after 3")  # expect: after 3
def f():
    local = A(4)
    print("in f")
    del local
    print("end of f")
f()
# expect lines: in f | del 4 | end of f
class Raises:
    def __del__(self): raise ValueError("ignored")
    def __repr__(self): return "<Raises>"
import sys
sys.unraisablehook = lambda u: print("unraisable", type(u.exc_value).__name__, u.exc_value)
# expect: unraisable ValueError ignored
r = Raises()
del r
print("goes on")  # expect: goes on
class Resurrect:
    def __del__(self):
        print("resurrecting")  # expect: resurrecting
        kept.append(self)
kept = []
x = Resurrect()
del x
print(len(kept), type(kept[0]).__name__)  # expect: 1 Resurrect
import gc
class Cycle:
    def __init__(self, name): self.me, self.name = self, name
    def __del__(self): print("cycle", self.name)  # expect: cycle c
c = Cycle("c")
del c
gc.collect()
print("collected")  # expect: collected
