from collections import deque, Counter, defaultdict, OrderedDict, namedtuple, ChainMap
d = deque([1, 2, 3], maxlen=4)
d.append(4); d.append(5); d.appendleft(0)
print(d, d.pop(), d.popleft(), len(d), d[0], d[-1], 3 in d, d.maxlen, list(reversed(d)))
# expect: deque([2, 3], maxlen=4) 4 0 2 2 3 True 4 [3, 2]
d = deque("abcde")
d.rotate(2); print(d)  # expect: deque(['d', 'e', 'a', 'b', 'c'])
d.rotate(-1); d.extend("xy"); d.extendleft("12"); d.remove("x"); d.insert(1, "I"); d.reverse()
print(d, d.index("a"), d.count("y"), d == deque(d), d.copy() is d, deque([1]) < deque([2]))
# expect: deque(['y', 'd', 'c', 'b', 'a', 'e', '1', 'I', '2']) 4 1 True False True
del d[0]
d[0] = "changed"
print(d[0], deque([1]) + deque([2]), deque([1]) * 2, bool(deque()))
# expect: changed deque([1, 2]) deque([1, 1]) False
c = Counter("mississippi")
print(c, c["s"], c["zz"], c.most_common(2), sorted(c.elements())[:3], c.total(), Counter(a=1) + Counter(a=2, b=1), Counter(a=3) - Counter(a=1), Counter([1, 1]) & Counter([1]), Counter("ab") | Counter("bc"))
# expect: Counter({'i': 4, 's': 4, 'p': 2, 'm': 1}) 4 0 [('i', 4), ('s', 4)] ['i', 'i', 'i'] 11 Counter({'a': 3, 'b': 1}) Counter({'a': 2}) Counter({1: 1}) Counter({'a': 1, 'b': 1, 'c': 1})
c.update("mm"); c.subtract("i")
print(c["m"], c["i"], dict(Counter(x=1)), Counter("aab") == Counter("aba"))  # expect: 3 3 {'x': 1} True
dd = defaultdict(list)
dd["a"].append(1); dd["b"]
print(dd, dd.get("zz"), dd.default_factory, dict(dd), defaultdict(int, x=1))
# expect: defaultdict(<class 'list'>, {'a': [1], 'b': []}) None <class 'list'> {'a': [1], 'b': []} defaultdict(<class 'int'>, {'x': 1})
try:
    defaultdict(None)["k"]
except KeyError as e:
    print(repr(e))  # expect: KeyError('k')
o = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
o.move_to_end("a"); o.move_to_end("c", last=False)
print(o, list(o), o.popitem(last=False), o == OrderedDict(b=2, a=1), o == {"a": 1, "b": 2}, list(reversed(o)))
# expect: OrderedDict({'b': 2, 'a': 1}) ['c', 'b', 'a'] ('c', 3) True True ['a', 'b']
P = namedtuple("P", "x y", defaults=[5])
p = P(1)
print(p, p.x, p[1], p._asdict(), p._replace(x=9), P._fields, P._make([1, 2]), tuple(p), p == (1, 5), P.__name__, isinstance(p, tuple))
# expect: P(x=1, y=5) 1 5 {'x': 1, 'y': 5} P(x=9, y=5) ('x', 'y') P(x=1, y=2) (1, 5) True P True
a, b = p
print(a, b, P(y=1, x=2), P._field_defaults, hash(p) == hash((1, 5)))  # expect: 1 5 P(x=2, y=1) {'y': 5} True
try:
    P()
except TypeError as e:
    print(e)  # expect: P.__new__() missing 1 required positional argument: 'x'
try:
    p.x = 5
except AttributeError as e:
    print(e)  # expect: can't set attribute
try:
    namedtuple("Q", "a a")
except ValueError as e:
    print(e)  # expect: Encountered duplicate field name: 'a'
m = ChainMap({"a": 1}, {"a": 2, "b": 3})
m["c"] = 4
print(m["a"], m["b"], m.maps, dict(m), len(m), m.new_child({"a": 0})["a"], m.parents["a"])
# expect: 1 3 [{'a': 1, 'c': 4}, {'a': 2, 'b': 3}] {'a': 1, 'b': 3, 'c': 4} 3 0 2
try:
    deque().pop()
except IndexError as e:
    print(e)  # expect: pop from an empty deque
try:
    for x in (q := deque([1])): q.append(2)
except RuntimeError as e:
    print(e)  # expect: deque mutated during iteration
