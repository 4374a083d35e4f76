pairs = [(i % 3, i) for i in range(10)]
print(sorted(pairs, key=lambda p: p[0]))
# expect: [(0, 0), (0, 3), (0, 6), (0, 9), (1, 1), (1, 4), (1, 7), (2, 2), (2, 5), (2, 8)]
print(sorted(pairs, key=lambda p: p[0], reverse=True))
# expect: [(2, 2), (2, 5), (2, 8), (1, 1), (1, 4), (1, 7), (0, 0), (0, 3), (0, 6), (0, 9)]
words = "the quick brown fox jumps over the lazy dog".split()
print(sorted(words, key=len), sorted(words, key=str.upper)[:3], max(words, key=len), min(words, key=len))
# expect: ['the', 'fox', 'the', 'dog', 'over', 'lazy', 'quick', 'brown', 'jumps'] ['brown', 'dog', 'fox'] quick the
class K:
    compared = 0
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        K.compared += 1
        return self.v < o.v
    def __repr__(self): return f"K{self.v}"
l = [K(i * 7 % 11) for i in range(11)]
print(sorted(l), K.compared < 60)  # expect: [K0, K1, K2, K3, K4, K5, K6, K7, K8, K9, K10] True
l = [3, 2, 1]
def touch(x):
    l.append(x)
    return x
try:
    l.sort(key=touch)
except ValueError as e:
    print(e)  # expect: list modified during sort
print(l)  # expect: [1, 2, 3]
class Raises:
    def __lt__(self, o): raise RuntimeError("in lt")
r = [Raises(), Raises(), 1]
try:
    r.sort()
except RuntimeError as e:
    print(e, len(r))  # expect: in lt 3
big = [(i * 7919) % 10007 for i in range(5000)]
s = sorted(big)
print(all(s[i] <= s[i + 1] for i in range(len(s) - 1)), s[0], s[-1], sum(s) == sum(big))  # expect: True 0 10006 True
print(sorted(big, reverse=True) == s[::-1], sorted(s) == s, sorted([2.5, 1, True, 0.5]))
# expect: True True [0.5, 1, True, 2.5]
big.sort(key=lambda x: (x % 10, -x))
print(big[:3], big[-3:])  # expect: [9930, 9920, 9910] [159, 19, 9]
print(sorted(["b", "A", "a", "B"]), sorted([[2], [1, 5], [1]]), sorted([(1, "b"), (1, "a")]), sorted(range(5), key=lambda x: x % 2))
# expect: ['A', 'B', 'a', 'b'] [[1], [1, 5], [2]] [(1, 'a'), (1, 'b')] [0, 2, 4, 1, 3]
print(sorted([1, 2, 3], key=None), sorted([]), sorted("x"), sorted([float("inf"), -1, 2 ** 80]))
# expect: [1, 2, 3] [] ['x'] [-1, 1208925819614629174706176, inf]
try:
    sorted([1], 5)
except TypeError as e:
    print(e)  # expect: sorted expected 1 argument, got 2
try:
    sorted([1], foo=5)
except TypeError as e:
    print(e)  # expect: sort() got an unexpected keyword argument 'foo'
