d = {"b": 1, "a": 2}
d["c"] = 3
d["b"] = 10
print(d, list(d), list(d.values()), list(d.items()), len(d), "a" in d, 1 in d)
# expect: {'b': 10, 'a': 2, 'c': 3} ['b', 'a', 'c'] [10, 2, 3] [('b', 10), ('a', 2), ('c', 3)] 3 True False
del d["b"]
d["b"] = 5
print(d, d.get("x"), d.get("x", 0), d.get("a"), d.pop("a"), d.pop("zz", None), d.setdefault("n", []), d.setdefault("c", 9), d)
# expect: {'c': 3, 'b': 5, 'n': []} None 0 2 2 None [] 3 {'c': 3, 'b': 5, 'n': []}
print(d.popitem(), d, d.copy() is d, d.copy() == d)  # expect: ('n', []) {'c': 3, 'b': 5} False True
d.update({"u": 1}); d.update([("v", 2)]); d.update(w=3); d.update({"x": 1}, y=2)
print(d)  # expect: {'c': 3, 'b': 5, 'u': 1, 'v': 2, 'w': 3, 'x': 1, 'y': 2}
print({**d, "u": 100}, d | {"u": 7}, {"u": 8} | d, dict(a=1, b=2), dict([("k", "v")]), dict({"a": 1}, b=2), dict(), dict(zip("ab", [1, 2])))
# expect: {'c': 3, 'b': 5, 'u': 100, 'v': 2, 'w': 3, 'x': 1, 'y': 2} {'c': 3, 'b': 5, 'u': 7, 'v': 2, 'w': 3, 'x': 1, 'y': 2} {'u': 1, 'c': 3, 'b': 5, 'v': 2, 'w': 3, 'x': 1, 'y': 2} {'a': 1, 'b': 2} {'k': 'v'} {'a': 1, 'b': 2} {} {'a': 1, 'b': 2}
d |= {"z": 26}
print(list(reversed(d)), list(reversed(d.items()))[:1], dict.fromkeys("abc"), dict.fromkeys([1, 2], 0))
# expect: ['z', 'y', 'x', 'w', 'v', 'u', 'b', 'c'] [('z', 26)] {'a': None, 'b': None, 'c': None} {1: 0, 2: 0}
print({1: "a", 1.0: "b", True: "c"}, {"a": 1} == {"a": 1.0}, {1: 2, 3: 4} == {3: 4, 1: 2}, {} == {}, {"x": {}} != {"x": []})
# expect: {1: 'c'} True True True True
d.clear()
print(d, bool(d), d.get(1))  # expect: {} False None
def error(f, *a, **k):
    try: print(f(*a, **k))
    except Exception as e: print(type(e).__name__, e)
error(lambda: {}["k"])  # expect: KeyError 'k'
error(lambda: {}[1, 2])  # expect: KeyError (1, 2)
error({}.pop, "k")  # expect: KeyError 'k'
error({}.popitem)  # expect: KeyError 'popitem(): dictionary is empty'
error(dict, 5)  # expect: TypeError 'int' object is not iterable
error(dict, [1])  # expect: TypeError cannot convert dictionary update sequence element #0 to a sequence
error(dict, [(1, 2, 3)])  # expect: ValueError dictionary update sequence element #0 has length 3; 2 is required
error({}.update, 5)  # expect: TypeError 'int' object is not iterable
error(lambda: {} < {})  # expect: TypeError '<' not supported between instances of 'dict' and 'dict'
error({}.get)  # expect: TypeError get expected at least 1 argument, got 0
error(hash, {})  # expect: TypeError unhashable type: 'dict'
error({}.fromkeys, 5)  # expect: TypeError 'int' object is not iterable
error(lambda: {} + {})  # expect: TypeError unsupported operand type(s) for +: 'dict' and 'dict'
def delete(): del {}["gone"]
error(delete)  # expect: KeyError 'gone'
big = {i: str(i) for i in range(1000)}
for i in range(0, 1000, 2):
    del big[i]
for i in range(2000, 2100):
    big[i] = i
print(len(big), list(big)[:3], list(big)[-2:], 501 in big, 500 in big, sum(k for k in big))
# expect: 600 [1, 3, 5] [2098, 2099] True False 454950
class Counting(dict):
    def __missing__(self, k):
        self[k] = r = len(self)
        return r
c = Counting()
print(c["a"], c["b"], c["a"], c, c.get("zz"), isinstance(c, dict))  # expect: 0 1 0 {'a': 0, 'b': 1} None True
print({k: v for k, v in sorted({"z": 1, "y": 2}.items())}, max({"a": 5, "b": 2}, key={"a": 5, "b": 2}.get), sum({1: "x", 2: "y"}), *{"only": 1})
# expect: {'y': 2, 'z': 1} a 3 only
nested = {"a": {"b": {"c": 1}}}
nested["a"]["b"]["d"] = [nested["a"]["b"]["c"]]
print(nested)  # expect: {'a': {'b': {'c': 1, 'd': [1]}}}
