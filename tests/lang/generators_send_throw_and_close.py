def echo():
    received = None
    while True:
        try:
            received = yield received
            print("got", received)
        except ValueError as e:
            print("caught", e)
            received = "after error"
        except GeneratorExit:
            print("closing")
            raise
g = echo()
print(next(g), g.send(1), g.send("x"))
# expect lines: got 1 | got x | None 1 x
print(g.throw(ValueError("thrown")))
# expect lines: caught thrown | after error
print(g.throw(ValueError("instance")))
# expect lines: caught instance | after error
g.close()  # expect: closing
g.close()
def error(f, *a):
    try:
        print(f(*a))
    except BaseException as e:
        print(type(e).__name__, e)
error(next, g)  # expect: StopIteration
error(g.send, 1)  # expect: StopIteration
error(g.throw, KeyError("dead"))  # expect: KeyError 'dead'
fresh = echo()
error(fresh.send, 5)  # expect: TypeError can't send non-None value to a just-started generator
error(fresh.throw, TypeError("early"))  # expect: TypeError early
error(next, fresh)  # expect: StopIteration
def returns():
    yield 1
    return "result"
r = returns()
next(r)
try:
    next(r)
except StopIteration as e:
    print(e.value)  # expect: result
error(next, r)  # expect: StopIteration
def ignores():
    try:
        yield 1
    except GeneratorExit:
        yield 2
i = ignores()
next(i)
error(i.close)  # expect: RuntimeError generator ignored GeneratorExit
def recursive():
    yield next(me)
me = recursive()
error(next, me)  # expect: ValueError generator already executing
def raises_stop():
    yield 1
    raise StopIteration("leaked")
s = raises_stop()
next(s)
try:
    next(s)
except RuntimeError as e:
    print(e, repr(e.__cause__))  # expect: generator raised StopIteration StopIteration('leaked')
def swallow():
    try:
        yield 1
    except GeneratorExit:
        return "closed value"
c = swallow()
next(c)
print(c.close())  # expect: closed value
def infinite():
    n = 0
    while True:
        n += 1
        yield n
it = infinite()
print([next(it) for _ in range(5)], next(it))  # expect: [1, 2, 3, 4, 5] 6
