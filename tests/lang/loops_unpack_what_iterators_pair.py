def numbers(n):
    for i in range(n):
        yield i


x = y = "unset"
for x, y in zip(numbers(3), numbers(2)):
    pass
print(x, y)  # expect: 1 1
for x, y in zip([], [1]):
    pass
print(x, y)  # expect: 1 1
for i, (a, b) in enumerate(zip("abc", {1: 2, 3: 4}.items()), 10):
    print(i, a, b, end=";")
print()  # expect: 10 a (1, 2);11 b (3, 4);
try:
    for k, v in zip([1, 2], [3], strict=True):
        print(k, v)  # expect: 1 3
except ValueError as e:
    print(e)  # expect: zip() argument 2 is shorter than argument 1
try:
    for a, b, c in zip([1], [2]):
        pass
except ValueError as e:
    print(e)  # expect: not enough values to unpack (expected 3, got 2)
d = {1: 1, 2: 2}
try:
    for k, v in d.items():
        d[k + 10] = v
except RuntimeError as e:
    print(e, sorted(d))  # expect: dictionary changed size during iteration [1, 2, 11]


def failing():
    yield 1
    raise KeyError("inside")


try:
    for a, b in zip([1, 2], failing()):
        print(a, b)  # expect: 1 1
except KeyError as e:
    print(repr(e), a, b)  # expect: KeyError('inside') 1 1
it = enumerate("abcd")
for i, c in it:
    if i == 1:
        break
print(next(it), list(it))  # expect: (2, 'c') [(3, 'd')]


class Count(enumerate):
    def __next__(self):
        i, v = super().__next__()
        return i * 100, v


print([i + v for i, v in Count([5, 6])])  # expect: [5, 106]
print({v: k for k, v in {"a": 1, "b": 2}.items()}, [a * b for a, b in zip(range(4), range(4, 8))])  # expect: {1: 'a', 2: 'b'} [0, 5, 12, 21]
total = 0
for i, c in enumerate("x" * 3000):
    for a, b in zip((i, 1), (2, 3)):
        total += a * b
print(total)  # expect: 9006000
