l = [3, 1, 2]
l.append(4); l.extend("ab"); l.extend(range(2)); l.insert(0, "first"); l.insert(-1, "before last"); l.insert(100, "end")
print(l, len(l))  # expect: ['first', 3, 1, 2, 4, 'a', 'b', 0, 'before last', 1, 'end'] 11
print(l.pop(), l.pop(0), l.pop(-2), l)  # expect: end first before last [3, 1, 2, 4, 'a', 'b', 0, 1]
l.remove("a")
print(l, l.index(1), l.index(1, 2), l.count(1), l.copy() == l, l.copy() is l)
# expect: [3, 1, 2, 4, 'b', 0, 1] 1 6 2 True False
l.reverse()
print(l)  # expect: [1, 0, 'b', 4, 2, 1, 3]
n = [5, 3, 9, 1]
n.sort()
print(n, sorted(n, reverse=True), sorted("bca"), sorted({3: 1, 1: 2}))
# expect: [1, 3, 5, 9] [9, 5, 3, 1] ['a', 'b', 'c'] [1, 3]
n.sort(key=lambda x: -x)
print(n, n.sort(reverse=True), [1, 2] + [3], [0] * 3, 2 * [1, 2], [] * 5, [1] * -1)
# expect: [9, 5, 3, 1] None [1, 2, 3] [0, 0, 0] [1, 2, 1, 2] [] []
print([1, 2] == [1, 2], [1, 2] < [1, 3], [1] < [1, 0], [] < [0], [1, "a"] == [1, "a"], [[1], [2]] < [[1], [3]], [2] > [1, 5])
# expect: True True True True True True True
print(2 in [1, 2], "x" not in ["y"], [1, [2, [3]]], list("abc"), list((1, 2)), list({"k": 1}), list())
# expect: True True [1, [2, [3]]] ['a', 'b', 'c'] [1, 2] ['k'] []
print([1, 2, 3][-1], [[0] * 2 for _ in range(2)], bool([]), max([1, 5, 2]), sum([1, 2]), list(reversed([1, 2, 3])))
# expect: 3 [[0, 0], [0, 0]] False 5 3 [3, 2, 1]
l = [1, 2, 3]
l.extend(l)
print(l)  # expect: [1, 2, 3, 1, 2, 3]
l += (x * 2 for x in (1, 2))
print(l)  # expect: [1, 2, 3, 1, 2, 3, 2, 4]
l.clear()
print(l, [None] * 2, [[]] * 2)  # expect: [] [None, None] [[], []]
shared = [[]] * 2
shared[0].append(1)
print(shared)  # expect: [[1], [1]]
def error(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
error([].pop)  # expect: IndexError pop from empty list
error([1].pop, 5)  # expect: IndexError pop index out of range
error([1].remove, 2)  # expect: ValueError list.remove(x): x not in list
error([1].index, 2)  # expect: ValueError 2 is not in list
error([1].index, 1, 5)  # expect: ValueError 1 is not in list
error(lambda: [1][1])  # expect: IndexError list index out of range
error(lambda: [1][-2])  # expect: IndexError list index out of range
error([].extend, 5)  # expect: TypeError 'int' object is not iterable
error(lambda: [] + 5)  # expect: TypeError can only concatenate list (not "int") to list
error(lambda: [1] * "a")  # expect: TypeError can't multiply sequence by non-int of type 'str'
error([1, "a"].sort)  # expect: TypeError '<' not supported between instances of 'str' and 'int'
error([].append)  # expect: TypeError list.append() takes exactly one argument (0 given)
error([].append, 1, 2)  # expect: TypeError list.append() takes exactly one argument (2 given)
error([].insert, 1)  # expect: TypeError insert expected 2 arguments, got 1
error([3, 1].sort, lambda x: x)  # expect: TypeError sort() takes no positional arguments
error(hash, [])  # expect: TypeError unhashable type: 'list'
error(lambda: [1] < 5)  # expect: TypeError '<' not supported between instances of 'list' and 'int'
def assign(): [1][5] = 2
def delete(): del [1][5]
error(assign); error(delete)
# expect lines: IndexError list assignment index out of range | IndexError list assignment index out of range
error(list, 5)  # expect: TypeError 'int' object is not iterable
error(lambda: [1, 2].nothing)  # expect: AttributeError 'list' object has no attribute 'nothing'
error(lambda: [0] * (2 ** 62))  # expect: MemoryError
