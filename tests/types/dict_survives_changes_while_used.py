class Key:
    def __init__(self, n): self.n = n
    def __hash__(self): return self.n % 3
    def __eq__(self, o):
        global calls
        calls += 1
        if action: action()
        return isinstance(o, Key) and self.n == o.n
    def __repr__(self): return f"K{self.n}"
calls, action = 0, None
d = {Key(n): n for n in range(12)}
print(len(d), calls > 0, [d[Key(n)] for n in range(12)] == list(range(12)))  # expect: 12 True True
def shrink():
    global action
    action = None
    for k in list(d)[:6]: del d[k]
action = shrink
print(d.get(Key(99), "absent"), len(d))  # expect: absent 6
def grow():
    global action
    action = None
    for n in range(100, 160): d[Key(n)] = n
action = grow
print(d.get(Key(98), "absent"), len(d), d[Key(130)])  # expect: absent 66 130
for k in list(d):
    if k.n % 2: del d[k]
print(len(d), sorted(k.n for k in d)[:5])  # expect: 33 [6, 8, 10, 100, 102]
d2 = dict(d)
d2.clear()
print(len(d), len(d2), d2)  # expect: 33 0 {}
items = {}
for i in range(1000):
    items[i] = i
    if i > 50: del items[i - 50]
print(len(items), list(items)[0], list(items)[-1], sum(items))  # expect: 51 0 999 48725
while items: items.popitem()
print(items)  # expect: {}
for i in range(200): items[str(i)] = items.get(str(i - 1), 0) + 1
print(items["199"], [items.pop(str(i)) for i in range(3)], len(items), next(iter(items)))
# expect: 200 [1, 2, 3] 197 3
def error(f):
    try: print(f())
    except (RuntimeError, KeyError) as e: print(type(e).__name__, e)
    # expect: RuntimeError dictionary changed size during iteration
def change_size():
    for k in items:
        items.pop(k)
def same_size():
    n = 0
    for k in items:
        del items[k]
        items[k + "x"] = 1
        n += 1
        if n > 500: return "too long"
error(change_size)
class Evil(dict):
    def __getitem__(self, k): return ("evil", k)
e = Evil(a=1)
print(e["zz"], e.get("a"), {**e}, dict(e), e.copy() == {"a": 1}, list(e.values()))
# expect: ('evil', 'zz') 1 {'a': 1} {'a': 1} True [1]
k1, k2 = (1, (2, [].__class__)), (1, (2, list))
print({k1: "same"}[k2], {1: "i", 1.0: "f"}, {0: 1, False: 2, 0.0: 3}, {"a" + "b": 1}["ab"], {(): 1}[()], {frozenset(): 2}[frozenset()])
# expect: same {1: 'f'} {0: 3} 1 1 2
big = {f"key{i}": i for i in range(5000)}
print(len(big), big["key4999"], sum(big.values()), all(f"key{i}" in big for i in range(0, 5000, 7)), big == dict(reversed(big.items())), list(big) == list(dict(big)), big.keys() - {"key1"} == set(big) - {"key1"})
# expect: 5000 4999 12497500 True True True True
