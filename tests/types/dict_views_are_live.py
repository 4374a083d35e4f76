d = {"a": 1, "b": 2}
k, v, i = d.keys(), d.values(), d.items()
d["c"] = 3
print(k, v, i, len(k), "c" in k, 3 in v, ("c", 3) in i, ("c", 4) in i)
# expect: dict_keys(['a', 'b', 'c']) dict_values([1, 2, 3]) dict_items([('a', 1), ('b', 2), ('c', 3)]) 3 True True True False
print(sorted(k & {"a", "z"}), sorted(k | {"z"}), sorted(k - {"a"}), sorted(k ^ {"a", "z"}), k == {"a", "b", "c"}, k > {"a"}, k.isdisjoint({"q"}))
# expect: ['a'] ['a', 'b', 'c', 'z'] ['b', 'c'] ['b', 'c', 'z'] True True True
print(sorted(i & {("a", 1)}), i == {"a": 1, "b": 2, "c": 3}.items(), v == v, v == d.values(), list(reversed(k)), list(reversed(v)))
# expect: [('a', 1)] True True False ['c', 'b', 'a'] [3, 2, 1]
print(type(k).__name__, type(v).__name__, type(i).__name__, k.mapping["a"], list(map(str.upper, k)))
# expect: dict_keys dict_values dict_items 1 ['A', 'B', 'C']
def error(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def grow():
    for key in d: d[key + "x"] = 1
def shrink():
    for key in d: del d[key]
error(grow)  # expect: RuntimeError dictionary changed size during iteration
d = {"a": 1, "b": 2}
error(shrink)  # expect: RuntimeError dictionary changed size during iteration
d = {"a": 1, "b": 2}
for key in d:
    d[key] += 10
print(d)  # expect: {'a': 11, 'b': 12}
for key in list(d):
    del d[key]
print(d)  # expect: {}
error(lambda: k[0])  # expect: TypeError 'dict_keys' object is not subscriptable
error(lambda: hash({}.keys()))  # expect: TypeError unhashable type: 'dict_keys'
it = iter({"x": 1})
print(next(it), next(it, "end"), it.__length_hint__())  # expect: x end 0
a, b = {"p": 1, "q": 2}.items()
print(a, b, dict([a, b]))  # expect: ('p', 1) ('q', 2) {'p': 1, 'q': 2}
print([f"{x}={y}" for x, y in {"m": 1}.items()], {y: x for x, y in {"m": 1}.items()})  # expect: ['m=1'] {1: 'm'}
