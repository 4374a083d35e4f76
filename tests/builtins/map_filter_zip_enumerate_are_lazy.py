def loud(x):
    print("called", x)
    return x
m = map(loud, [1, 2])
print("made", next(m))
# expect lines: called 1 | made 1
print(list(m), list(m))
# expect lines: called 2 | [2] []
print(list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(map(None.__class__, [])), list(map(max, [1, 5], [3, 2])))
# expect: [11, 22] [] [3, 5]
f = filter(loud, [0, 1])
print(next(f))
# expect lines: called 0 | called 1 | 1
print(list(filter(lambda x: x > 1, [1, 2, 3])), list(filter(str.isalpha, "a1b2")))  # expect: [2, 3] ['a', 'b']
z = zip("ab", [1, 2, 3])
print(list(z), list(zip()), list(zip([1])), list(zip("ab", "cd", "ef")), dict(zip("ab", [1, 2])), list(zip(*[(1, 2), (3, 4)])))
# expect: [('a', 1), ('b', 2)] [] [(1,)] [('a', 'c', 'e'), ('b', 'd', 'f')] {'a': 1, 'b': 2} [(1, 3), (2, 4)]
try:
    list(zip("ab", [1], strict=True))
except ValueError as e:
    print(e)  # expect: zip() argument 2 is shorter than argument 1
try:
    list(zip([1], "ab", strict=True))
except ValueError as e:
    print(e)  # expect: zip() argument 2 is longer than argument 1
e = enumerate("xy", start=5)
print(next(e), list(e), type(e).__name__, type(m).__name__, type(z).__name__)
# expect: (5, 'x') [(6, 'y')] enumerate map zip
print(list(reversed(range(3))), list(reversed("abc")), list(reversed({"a": 1, "b": 2})), next(reversed([1])))
# expect: [2, 1, 0] ['c', 'b', 'a'] ['b', 'a'] 1
class R:
    def __len__(self): return 3
    def __getitem__(self, i): return i * 2
print(list(reversed(R())), any(map(loud, [0, 1, 2])))
# expect lines: called 0 | called 1 | [4, 2, 0] True
print(all(x < 3 for x in [1, 2, 3, 4]), any(x > 2 for x in []), sum(map(len, ["a", "bb"])), sorted(map(str, [2, 1])))
# expect: False False 3 ['1', '2']
it = iter([1, 2, 3])
print(list(zip(it, it)), next(it, "gone"))  # expect: [(1, 2)] gone
def gen():
    yield 1
    raise ValueError("in generator")
try:
    list(map(str, gen()))
except ValueError as x:
    print(x)  # expect: in generator
