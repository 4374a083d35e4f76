a, b = {1, 2, 3}, {3, 4}
print(sorted(a | b), a & b, sorted(a - b), sorted(a ^ b), a == {3, 2, 1}, a < {1, 2, 3, 4}, a <= a, a > {1}, a >= b, a.isdisjoint({9}), {1}.issubset(a), a.issuperset([1]))
# expect: [1, 2, 3, 4] {3} [1, 2] [1, 2, 4] True True True True False True True True
a.add(9); a.discard(1); a.discard(100); a.remove(2); a.update([5], (6,), "z"); a.difference_update([9]); a.intersection_update({3, 5, 6})
print(sorted(a), len(a), 3 in a, a.copy() == a, a.copy() is a)  # expect: [3, 5, 6] 3 True True False
a.symmetric_difference_update({3, 7})
print(sorted(a), sorted(a.union([1], [2])), sorted(a.intersection([5, 6, 7], [5])), sorted(a.difference([5])), sorted(a.symmetric_difference([5, 8])))
# expect: [5, 6, 7] [1, 2, 5, 6, 7] [5] [6, 7] [6, 7, 8]
a |= {10}; a -= {5}; a &= {6, 7, 10}; a ^= {6}
print(sorted(a), set(), {1}, set("aab") == {"a", "b"}, set([1, 1.0, True]), {*"ab"} == set("ba"), bool(set()))
# expect: [7, 10] set() {1} True {1} True False
f = frozenset([1, 2])
print(f == {1, 2}, hash(f) == hash(frozenset([2, 1])), {f: 1}[frozenset([2, 1])], f | {3} == frozenset([1, 2, 3]), type(f | {3}).__name__, type({3} | f).__name__, frozenset(), frozenset("a"))
# expect: True True 1 True frozenset set frozenset() frozenset({'a'})
print({1, 2} == [1, 2], {frozenset([1])} == {frozenset([1])}, {1} in [{1}], frozenset([1]) in {frozenset([1])}, {1} in {frozenset([1])}, sorted({3, 1, 2}), max({1, 5}), sum({1, 2}), sorted({str(i) for i in range(3)}))
# expect: False True True True True [1, 2, 3] 5 3 ['0', '1', '2']
def error(g, *x):
    try: print(g(*x))
    except Exception as e: print(type(e).__name__, e)
error({1}.remove, 2)  # expect: KeyError 2
error(set().pop)  # expect: KeyError 'pop from an empty set'
error(lambda: {1} | [2])  # expect: TypeError unsupported operand type(s) for |: 'set' and 'list'
error(lambda: {1} < 5)  # expect: TypeError '<' not supported between instances of 'set' and 'int'
error(lambda: {1}.union(5))  # expect: TypeError 'int' object is not iterable
error(hash, set())  # expect: TypeError unhashable type: 'set'
error(lambda: f.add)  # expect: AttributeError 'frozenset' object has no attribute 'add'
error(set, 5)  # expect: TypeError 'int' object is not iterable
ones = {1}
error(lambda: ones[0])  # expect: TypeError 'set' object is not subscriptable
error(lambda: set(1, 2))  # expect: TypeError set expected at most 1 argument, got 2
def change():
    s = {1, 2}
    for x in s: s.add(x + 10)
error(change)  # expect: RuntimeError Set changed size during iteration
s = {1}
print(s.pop(), s, s.clear(), {1, 2} - {1}, {1} & set(), len({i % 7 for i in range(100)}), {(1, 2), (1, 2)})
# expect: 1 set() None {2} set() 7 {(1, 2)}
big = set(range(1000)) - set(range(0, 1000, 3))
print(len(big), 1 in big, 3 in big, sum(big), len(big & set(range(10))), min(big - {1}))
# expect: 666 True False 332667 6 2
