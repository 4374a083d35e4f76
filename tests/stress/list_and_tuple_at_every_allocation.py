# run: stress=1 timeout=60s
l = []
for i in range(40): l.append([i, str(i)])
l[5:10] = [[x] for x in "abc"]
del l[::4]
l.insert(3, ("t",))
l.extend(([x] * 2 for x in range(5)))
print(len(l), l[:4], sorted(str(x) for x in l)[:3], l[::-1][:2], [x for x in l if len(x) == 1], tuple(l[:2]) + (1,), list(zip(l, l))[0], l.index(["a"]), l.count([0, 0]), l.pop(), [[0] * 2 for _ in range(3)])
# expect: 34 [[1, '1'], [2, '2'], [3, '3'], ('t',)] ["('t',)", "['a']", "['b']"] [[4, 4], [3, 3]] [('t',), ['a'], ['b'], ['c']] ([1, '1'], [2, '2'], 1) ([1, '1'], [1, '1']) 4 1 [4, 4] [[0, 0], [0, 0], [0, 0]]
a, *b = (l, [1], "x")
l.sort(key=str, reverse=True)
print(b, l[0], list(map(len, l))[:5], max(l, key=len), [*l[:1], *"ab"], [1, 2] * 3, ([1] + [2])[-1], list(reversed(l))[0], list(enumerate(l))[1])
# expect: [[1], 'x'] [39, '39'] [2, 2, 2, 2, 2] [39, '39'] [[39, '39'], 'a', 'b'] [1, 2, 1, 2, 1, 2] 2 ('t',) (1, [37, '37'])
