# run: stress=1 timeout=60s
def gen(n):
    for i in range(n):
        try: got = yield [i, str(i)]
        except ValueError as e: yield ["caught", str(e)]
        else:
            if got: yield [got]
g = gen(5)
print(next(g), g.send("sent"), next(g), g.throw(ValueError("v")), list(g), [list(x) for x in zip(gen(3), gen(3))], sum((x * 2 for x in range(5))))
# expect: [0, '0'] ['sent'] [1, '1'] ['caught', 'v'] [[2, '2'], [3, '3'], [4, '4']] [[[0, '0'], [0, '0']], [[1, '1'], [1, '1']], [[2, '2'], [2, '2']]] 20
def fails(n):
    try:
        if n == 0: raise KeyError(["deep"])
        return fails(n - 1)
    finally: log.append(n)
log = []
try: fails(5)
except KeyError as e: print(e, log, len(str(e.__traceback__.tb_frame)) > 0)
# expect: ['deep'] [0, 1, 2, 3, 4, 5] True
try:
    try: {}[str(1)]
    except KeyError as e: raise ValueError([1]) from e
except ValueError as e: print(repr(e), repr(e.__cause__))  # expect: ValueError([1]) KeyError('1')
class M:
    def __enter__(self): return [self]
    def __exit__(self, *a): log.append([a[1]]); return True
with M() as m: raise OSError("in with")
print(log[-1], len(m))  # expect: [OSError('in with')] 1
async def co(x):
    return [await other(x), [y async for y in agen()]]
async def other(x): return str(x)
async def agen():
    for i in range(3): yield [i]
try: co(5).send(None)
except StopIteration as e: print(e.value)  # expect: ['5', [[0], [1], [2]]]
match {"k": [1, "two", (3,)]}:
    case {"k": [a, *rest]}: print(a, rest)  # expect: 1 ['two', (3,)]
