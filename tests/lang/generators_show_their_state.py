def gen(n):
    yield n
    yield n + 1
g = gen(5)
print(g.gi_running, g.gi_frame is not None, g.gi_code.co_name, g.__name__, g.__qualname__, g.gi_yieldfrom)
# expect: False True gen gen gen None
print(type(g).__name__, iter(g) is g, repr(g).startswith("<generator object gen at 0x"))
# expect: generator True True
next(g)
print(g.gi_frame.f_locals)  # expect: {'n': 5}
list(g)
print(g.gi_frame)  # expect: None
def me():
    print(running.gi_running)  # expect: True
    yield
running = me()
next(running)
e = (x * 2 for x in range(3))
print(e.__name__, e.__qualname__, list(e), list(e))  # expect: <genexpr> <genexpr> [0, 2, 4] []
g1, g2 = gen(1), gen(1)
print(next(g1), next(g1), next(g2))  # expect: 1 2 1
z = zip(gen(1), gen(10))
print(list(z))  # expect: [(1, 10), (2, 11)]
a, b = gen(3)
print(a, b, sum(gen(10)), max(gen(1)), 6 in gen(5), sorted(gen(2), reverse=True))  # expect: 3 4 21 2 True [3, 2]
def with_args(*a, k=1, **kw):
    yield a, k, kw
print(*with_args(1, 2, k=3, z=4))  # expect: ((1, 2), 3, {'z': 4})
def lazy():
    print("started")
    yield
l = lazy()
print("not started")  # expect: not started
next(l)  # expect: started
def loop_with_break():
    for i in gen(1):
        if i == 1:
            break
    yield i
print(list(loop_with_break()))  # expect: [1]
def expression():
    x = (yield 1) + (yield 2)
    yield x
g = expression()
next(g); g.send(10)
print(g.send(5))  # expect: 15
def in_args():
    print((yield "a"), (yield "b"))  # expect: 1 2
g = in_args()
next(g), g.send(1)
try:
    g.send(2)
except StopIteration:
    print("stopped")  # expect: stopped
