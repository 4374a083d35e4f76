class I(int):
    def __add__(self, o): return I(int(self) + int(o))
    def __repr__(self): return f"I({int(self)})"
i = I(5)
print(i + 1, i - 1, i * 2, type(i + 1).__name__, type(i - 1).__name__, i == 5, hash(i) == hash(5), [10] * I(2), I("7"), str(i), f"{i:03d}", {5: "five"}[i])
# expect: I(6) 4 10 I int True True [10, 10] I(7) I(5) 005 five
class L(list):
    def __getitem__(self, k): return ("got", list.__getitem__(self, k))
    extra = "e"
l = L([1, 2])
l.attr = 5
print(l, l[0], l.attr, l.extra, type(l[:]).__name__, [x for x in l], l + [3], type(l + [3]).__name__, len(l), type(l.copy()).__name__)
# expect: [1, 2] ('got', 1) 5 e tuple [1, 2] [1, 2, 3] list 2 list
class D(dict):
    def __setitem__(self, k, v): super().__setitem__(k, v * 2)
d = D(a=1)
d["b"] = 2
d.update(c=3)
print(d, type(d.copy()).__name__, d == {"a": 1, "b": 4, "c": 3}, {**d}, dict(d))
# expect: {'a': 1, 'b': 4, 'c': 3} dict True {'a': 1, 'b': 4, 'c': 3} {'a': 1, 'b': 4, 'c': 3}
class S(str):
    def __new__(cls, v): return super().__new__(cls, v.upper())
    def __len__(self): return 99
s = S("abc")
print(s, len(s), s.lower(), type(s.lower()).__name__, s == "ABC", s[0], "".join([s, s]), f"{s:>5}", {s: 1}["ABC"], isinstance(s, str), str(s).__class__.__name__)
# expect: ABC 99 abc str True A ABCABC   ABC 1 True str
class F(float):
    unit = "m"
f = F(1.5)
print(f, f + 1, type(f + 1).__name__, f.unit, f == 1.5, max(f, 1), round(f), int(f))
# expect: 1.5 2.5 float m True 1.5 2 1
class T(tuple): pass
t = T([1, 2])
print(t, type(t[:]).__name__, t + (3,), hash(t) == hash((1, 2)), t == (1, 2), isinstance(t, tuple), len(t))
# expect: (1, 2) tuple (1, 2, 3) True True True 2
class St(set): pass
print(type(St([1]) | {2}).__name__, sorted(St([1]) | {2}), St([1]) == {1}, St([1]))  # expect: set [1, 2] True St({1})
class B(bytes): pass
print(B(b"ab"), B(b"ab") == b"ab", type(B(b"ab")[:1]).__name__, B(b"ab") + b"c")  # expect: b'ab' True bytes b'abc'
class E(Exception):
    def __init__(self, *a): self.extra = a
print(repr(E(1)), E(1).args, E(1).extra)  # expect: E(1) (1,) (1,)
class Fz(frozenset): pass
print(Fz([1]), hash(Fz([1])) == hash(frozenset([1])))  # expect: Fz({1}) True
