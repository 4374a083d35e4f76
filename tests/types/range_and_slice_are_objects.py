r = range(2, 20, 3)
print(r, list(r), len(r), r[1], r[-1], r[1:3], r[::-1], 5 in r, 6 in r, r.index(8), r.count(5), r.start, r.stop, r.step)
# expect: range(2, 20, 3) [2, 5, 8, 11, 14, 17] 6 5 17 range(5, 11, 3) range(17, -1, -3) True False 2 1 2 20 3
print(range(5), range(0), list(range(5, 0, -2)), range(0) == range(2, 1), range(0, 3, 2) == range(0, 4, 2), hash(range(3)) == hash(range(0, 3)), bool(range(0)))
# expect: range(0, 5) range(0, 0) [5, 3, 1] True True True False
print(range(10 ** 20)[10 ** 19], len(range(10 ** 18)), 10 ** 19 in range(10 ** 20), list(range(2 ** 70, 2 ** 70 + 2)), 2.0 in range(3), "a" in range(3), list(reversed(range(3))), max(range(5)), sum(range(101)))
# expect: 10000000000000000000 1000000000000000000 True [1180591620717411303424, 1180591620717411303425] True False [2, 1, 0] 4 5050
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, s.indices(5), slice(None, None, -1).indices(4), slice(5), slice(1, 2) == slice(1, 2), [0, 1, 2, 3][slice(1, 3)], slice(-3, None).indices(10))
# expect: slice(1, 10, 2) 1 10 2 (1, 5, 2) (3, -1, -1) slice(None, 5, None) True [1, 2] (7, 10, 1)
def error(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
error(range, 1, 2, 0)  # expect: ValueError range() arg 3 must not be zero
error(range, 1.5)  # expect: TypeError 'float' object cannot be interpreted as an integer
error(range)  # expect: TypeError range expected at least 1 argument, got 0
error(range, "a")  # expect: TypeError 'str' object cannot be interpreted as an integer
error(lambda: range(3)[5])  # expect: IndexError range object index out of range
error(range(3).index, 7)  # expect: ValueError 7 is not in range
error(lambda: len(range(10 ** 30)))  # expect: OverflowError Python int too large to convert to C ssize_t
error(lambda: range(3).start.x)  # expect: AttributeError 'int' object has no attribute 'x'
error(slice)  # expect: TypeError slice expected at least 1 argument, got 0
error(lambda: slice(1, 2, 0).indices(5))  # expect: ValueError slice step cannot be zero
error(lambda: [1][slice("a", None)])
# expect: TypeError slice indices must be integers or None or have an __index__ method
def assign(): range(3)[0] = 1
def readonly(): range(3).start = 1
error(assign); error(readonly)
# expect lines: TypeError 'range' object does not support item assignment | AttributeError readonly attribute
for i in range(3, 0, -1):
    print(i, end=" ")  # expect: 3 2 1 [0, 1] (1, 2) [-3, -1, 1] [0, -2, -4] range(1, 10) range(1, 10, 2)
print([*range(2)], tuple(range(1, 3)), list(range(-3, 3, 2)), list(range(0, -5, -2)), repr(range(1, 10)), repr(range(1, 10, 2)))
it = iter(range(3))
print(next(it), list(it), it.__length_hint__(), range(3).__reversed__().__next__())  # expect: 0 [1, 2] 0 2
print(list(zip(range(3), range(3, 6))), [i for i in range(5) if i % 2], list(range(True)), {range(3): 1}[range(3)], range(5)[1:][1:], isinstance(range(1), range))
# expect: [(0, 3), (1, 4), (2, 5)] [1, 3] [0] 1 range(2, 5) True
