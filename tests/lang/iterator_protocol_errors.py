class NotIterable: pass
class BadIter:
    def __iter__(self):
        return 5
class NoNext:
    def __iter__(self):
        return self
class Old:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i * 10
class Raises:
    def __iter__(self):
        raise ValueError("in iter")
class NoneIter:
    __iter__ = None
def error(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
for cls in (NotIterable, BadIter, NoNext, Raises, NoneIter):
    error(lambda: list(cls()))
# expect: TypeError 'NotIterable' object is not iterable
# expect: TypeError iter() returned non-iterator of type 'int'
# expect: TypeError iter() returned non-iterator of type 'NoNext'
# expect: ValueError in iter
# expect: TypeError 'NoneIter' object is not iterable
print(list(Old()), 20 in Old(), list(reversed([1, 2])))  # expect: [0, 10, 20] True [2, 1]
error(lambda: iter(5))  # expect: TypeError 'int' object is not iterable
error(lambda: next([]))  # expect: TypeError 'list' object is not an iterator
error(lambda: [x for x in None])  # expect: TypeError 'NoneType' object is not iterable
error(lambda: 1 in 5)  # expect: TypeError argument of type 'int' is not iterable
# expect 3.14: TypeError argument of type 'int' is not a container or iterable
error(lambda: next(iter([])))  # expect: StopIteration
print(next(iter([]), "default"))  # expect: default
def countdown():
    n[0] -= 1
    return n[0]
n = [5]
print(list(iter(countdown, 2)))  # expect: [4, 3]
it = iter([1, 2, 3])
print(list(zip(it, it)))  # expect: [(1, 2)]
print(next(it, None))  # expect: None
i = iter({"a": 1}.items())
print(next(i), type(i).__name__, type(iter([])).__name__, type(iter("")).__name__, type(iter({})).__name__)
# expect: ('a', 1) dict_itemiterator list_iterator str_ascii_iterator dict_keyiterator
d = {1: 1}
def grow():
    for k in d:
        d[k + 1] = 1
error(grow)  # expect: RuntimeError dictionary changed size during iteration
s = {1}
def grow_set():
    for k in s:
        s.add(k + 1)
error(grow_set)  # expect: RuntimeError Set changed size during iteration
print(iter([1, 2]).__length_hint__(), list(map(None.__class__.__call__, [])))  # expect: 2 []
