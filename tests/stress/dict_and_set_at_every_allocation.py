# run: stress=1 timeout=60s
d = {}
for i in range(40): d[str(i)] = [i]
for i in range(0, 40, 3): del d[str(i)]
d.update({(i, str(i)): {i} for i in range(5)})
print(len(d), d["1"], d[1, "1"], list(d)[:3], list(d.items())[-1], {**d, "x": 1}["x"], d | {"y": 2} != d, d.pop("2"), d.setdefault("new", []), sorted(map(str, d.values()))[:2], dict(zip("ab", [[1], [2]])), {k: v for k, v in d.items() if k == "4"})
# expect: 31 [1] {1} ['1', '2', '4'] ((4, '4'), {4}) 1 True [2] [] ['[10]', '[11]'] {'a': [1], 'b': [2]} {'4': [4]}
s = {str(i) for i in range(20)} | {(i,) for i in range(5)}
s.add("z"); s.discard("5")
print(len(s), ("3" in s), (4,) in s, len(s & {"1", "2"}), len(s - {"1"}), len(s ^ {"q"}), sorted(frozenset("hello")), len({frozenset([i % 3]) for i in range(9)}))
# expect: 25 True True 2 24 26 ['e', 'h', 'l', 'o'] 3
