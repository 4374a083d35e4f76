import sys
def f(n): return f(n + 1)
try:
    f(0)
except RecursionError as e:
    print(e)  # expect: maximum recursion depth exceeded
def depth(n):
    try:
        return depth(n + 1)
    except RecursionError:
        return n
print(900 < depth(0) <= 1000)  # expect: True
class A:
    def __repr__(self): return repr(self)
try:
    repr(A())
except RecursionError as e:
    print(type(e).__name__)  # expect: RecursionError
class B:
    def __getattr__(self, n): return getattr(self, n)
try:
    B().x
except RecursionError as e:
    print(type(e).__name__)  # expect: RecursionError
class C:
    def __eq__(self, o): return self == o
try:
    C() == C()
except RecursionError as e:
    print(type(e).__name__)  # expect: RecursionError
l = []
l.append(l)
print(l, l == l)  # expect: [[...]] True
d = {}
d["d"] = d
print(d)  # expect: {'d': {...}}
t = ([],)
t[0].append(t)
print(t)  # expect: ([(...)],)
deep = []
for i in range(100000):
    deep = [deep]
try:
    repr(deep)
except RecursionError as e:
    print(type(e).__name__)  # expect: RecursionError
try:
    deep == deep[:]
    print("compared by identity")  # expect: compared by identity
except RecursionError as e:
    print(type(e).__name__)
def g():
    yield from g()
try:
    list(g())
except RecursionError as e:
    print(type(e).__name__)  # expect: RecursionError
def ok(n):
    return 0 if n == 0 else 1 + ok(n - 1)
print(ok(800))  # expect: 800
sys.setrecursionlimit(3000)
print(ok(2500), sys.getrecursionlimit())  # expect: 2500 3000
try:
    sorted([3, 1, 2], key=lambda x: f(x))
except RecursionError:
    print("inside a key function")  # expect: inside a key function
def mutual_a(n): return mutual_b(n)
def mutual_b(n): return mutual_a(n)
try:
    mutual_a(1)
except RecursionError:
    print("mutual")  # expect: mutual
print("still alive", ok(100))  # expect: still alive 100
