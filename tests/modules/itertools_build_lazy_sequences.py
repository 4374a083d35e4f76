import itertools as it
print(list(it.islice(it.count(5, 2), 4)), list(it.islice(it.cycle("ab"), 5)), list(it.repeat("x", 3)), list(it.accumulate([1, 2, 3])), list(it.accumulate([1, 2, 3], lambda a, b: a * b, initial=10)))
# expect: [5, 7, 9, 11] ['a', 'b', 'a', 'b', 'a'] ['x', 'x', 'x'] [1, 3, 6] [10, 10, 20, 60]
print(list(it.chain([1], "ab", ())), list(it.chain.from_iterable([[1], [2, 3]])), list(it.compress("abcd", [1, 0, 1])), list(it.dropwhile(lambda x: x < 3, [1, 5, 2])), list(it.takewhile(lambda x: x < 3, [1, 5, 2])), list(it.filterfalse(lambda x: x % 2, range(5))))
# expect: [1, 'a', 'b'] [1, 2, 3] ['a', 'c'] [5, 2] [1] [0, 2, 4]
print([(k, list(g)) for k, g in it.groupby("aabbba")], [(k, len(list(g))) for k, g in it.groupby(range(6), key=lambda x: x // 4)])
# expect: [('a', ['a', 'a']), ('b', ['b', 'b', 'b']), ('a', ['a'])] [(0, 4), (1, 2)]
print(list(it.islice("abcdef", 1, 5, 2)), list(it.pairwise([1, 2, 3])), list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.zip_longest("ab", [1], fillvalue="-")), list(it.batched("abcde", 2)))
# expect: ['b', 'd'] [(1, 2), (2, 3)] [8, 9] [('a', 1), ('b', '-')] [('a', 'b'), ('c', 'd'), ('e',)]
print(list(it.product("ab", [1, 2])), list(it.product([0, 1], repeat=2)), list(it.permutations([1, 2, 3], 2)), list(it.combinations("abc", 2)), list(it.combinations_with_replacement("ab", 2)))
# expect: [('a', 1), ('a', 2), ('b', 1), ('b', 2)] [(0, 0), (0, 1), (1, 0), (1, 1)] [(1, 2), (1, 3), (2, 1), (2, 3), (3, 1), (3, 2)] [('a', 'b'), ('a', 'c'), ('b', 'c')] [('a', 'a'), ('a', 'b'), ('b', 'b')]
a, b = it.tee(iter([1, 2, 3]))
print(next(a), list(b), list(a), len(list(it.permutations(range(5)))), list(it.product()), list(it.combinations([1], 2)), list(it.islice([], 5)))
# expect: 1 [1, 2, 3] [2, 3] 120 [()] [] []
c = it.count()
print(next(c), next(c), c, it.repeat(5, 2), it.count(1.5, 0.5))  # expect: 0 1 count(2) repeat(5, 2) count(1.5, 0.5)
def error(f, *a):
    try: print(list(f(*a)))
    except Exception as e: print(type(e).__name__, e)
error(it.islice, [1], -1)
# expect: ValueError Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
error(it.batched, [1], 0)  # expect: ValueError n must be at least one
error(it.combinations, [1], -1)  # expect: ValueError r must be non-negative
error(it.chain.from_iterable, [1])  # expect: TypeError 'int' object is not iterable
error(it.count, "x")  # expect: TypeError a number is required
g = it.groupby([1, 1, 2])
k1, g1 = next(g)
k2, g2 = next(g)
print(list(g1), k2, list(g2))  # expect: [] 2 [2]
print(list(it.chain(*[[i] * i for i in range(4)])), sum(it.islice(it.count(), 100)), "".join(it.chain("ab", "c")), max(it.accumulate([3, 1, 4], max)))
# expect: [1, 2, 2, 3, 3, 3] 4950 abc 4
