t = (1, "a", [2])
print(t, t[0], t[-1], t[1:], t + (3,), t * 2, len(t), "a" in t, t.count(1), t.index("a"), (), (1,), tuple("ab"), tuple([1, 2]))
# expect: (1, 'a', [2]) 1 [2] ('a', [2]) (1, 'a', [2], 3) (1, 'a', [2], 1, 'a', [2]) 3 True 1 1 () (1,) ('a', 'b') (1, 2)
t[2].append(3)
print(t, (1, 2) == (1, 2), (1, 2) < (1, 3), (1,) < (1, 0), () < (0,), hash((1, 2)) == hash((1, 2)), {(1, 2): "k"}[1, 2])
# expect: (1, 'a', [2, 3]) True True True True True k
a, b = 1, 2
print((a, b), *(1, 2), sorted([(2, "b"), (1, "z"), (1, "a")]), (1, 2) + (), tuple(), tuple({"k": 1}), tuple(i for i in range(3)))
# expect: (1, 2) 1 2 [(1, 'a'), (1, 'z'), (2, 'b')] (1, 2) () ('k',) (0, 1, 2)
def error(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
def assign(): t[0] = 1
def delete(): del t[0]
error(assign); error(delete)
# expect: TypeError 'tuple' object does not support item assignment
# expect: TypeError 'tuple' object doesn't support item deletion
error(lambda: t[10])  # expect: IndexError tuple index out of range
error(t.index, 5)  # expect: ValueError tuple.index(x): x not in tuple
error(hash, t)  # expect: TypeError unhashable type: 'list'
error(lambda: t + [1])  # expect: TypeError can only concatenate tuple (not "list") to tuple
error(tuple, 5)  # expect: TypeError 'int' object is not iterable
error(lambda: t < 5)  # expect: TypeError '<' not supported between instances of 'tuple' and 'int'
error(lambda: t.append)  # expect: AttributeError 'tuple' object has no attribute 'append'
error(lambda: (1, "a") < (1, 2))  # expect: TypeError '<' not supported between instances of 'str' and 'int'
print(max((1, 2), (1, 3)), min([(2, 1), (1, 9)]), (1, 2, 3)[::-1], bool(()), bool((0,)))
# expect: (1, 3) (1, 9) (3, 2, 1) False True
print(((1, 2), (3,)), repr((1,)), str(("a",)), (1, 2).__class__.__name__, (1.0, True) == (1, 1))
# expect: ((1, 2), (3,)) (1,) ('a',) tuple True
