def inner():
    try:
        x = yield 1
        print("inner got", x)
        yield 2
    except ValueError as e:
        print("inner caught", e)
        yield "recovered"
    finally:
        print("inner done")
    return "inner result"
def outer():
    result = yield from inner()
    print("result", result)
    yield from [10, 20]
    yield from (c for c in "ab")
    return "outer result"
print(list(outer()))
# expect lines: inner got None | inner done | result inner result | [1, 2, 10, 20, 'a', 'b']
g = outer()
print(next(g), g.send("sent"))
# expect lines: inner got sent | 1 2
g.close()  # expect: inner done
g = outer()
next(g)
print(g.throw(ValueError("boom")))
# expect lines: inner caught boom | recovered
print(next(g))
# expect lines: inner done | result inner result | 10
def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)
print(list(tree(3)))  # expect: [1, 2, 1, 3, 1, 2, 1]
def deep(n):
    if n == 0:
        yield "bottom"
    else:
        yield from deep(n - 1)
print(list(deep(200)))  # expect: ['bottom']
def empty():
    return (yield from ())
print(list(empty()))  # expect: []
class Iterator:
    def __init__(self):
        self.n = 0
    def __iter__(self):
        return self
    def __next__(self):
        self.n += 1
        if self.n > 2:
            raise StopIteration("iterator result")
        return self.n
def f():
    r = yield from Iterator()
    print("r", r)  # expect: r iterator result
print(list(f()))  # expect: [1, 2]
def g2():
    try:
        yield from 5
    except TypeError as e:
        print(e)  # expect: 'int' object is not iterable
    yield
list(g2())
def sends():
    yield from iter([1, 2])
s = sends()
next(s)
try:
    s.send("x")
except AttributeError as e:
    print(e)  # expect: 'list_iterator' object has no attribute 'send'
