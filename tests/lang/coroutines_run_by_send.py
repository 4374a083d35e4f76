class Awaitable:
    def __init__(self, value):
        self.value = value
    def __await__(self):
        got = yield self.value
        return got
async def inner(v):
    return await Awaitable(v) or "nothing"
async def outer():
    a = await inner(1)
    b = await inner(2)
    return a, b
c = outer()
print(type(c).__name__, repr(c).startswith("<coroutine object outer at 0x"), c.cr_running, c.cr_await)
# expect: coroutine True False None
print(c.send(None), c.send("x"))  # expect: 1 2
try:
    c.send("y")
except StopIteration as e:
    print(e.value)  # expect: ('x', 'y')
def error(f, *a):
    try:
        print(f(*a))
    except BaseException as e:
        print(type(e).__name__, e)
error(c.send, None)  # expect: RuntimeError cannot reuse already awaited coroutine
async def bad(x):
    await x
error(bad(5).send, None)  # expect: TypeError object int can't be used in 'await' expression
# expect 3.14: TypeError 'int' object can't be awaited
class NotIter:
    def __await__(self):
        return 5
error(bad(NotIter()).send, None)  # expect: TypeError __await__() returned non-iterator of type 'int'
fresh = outer()
error(fresh.send, 1)  # expect: TypeError can't send non-None value to a just-started coroutine
fresh.close()
async def catches():
    try:
        await Awaitable("wait")
    except ValueError as e:
        return f"caught {e}"
    finally:
        print("finally")
k = catches()
k.send(None)
try:
    k.throw(ValueError("v"))
except StopIteration as e:
    print(e.value)
# expect lines: finally | caught v
k = catches()
k.send(None)
k.close()  # expect: finally
async def stop():
    raise StopIteration("inside")
error(stop().send, None)  # expect: RuntimeError coroutine raised StopIteration
try:
    iter(fresh)
except TypeError as e:
    print(e)  # expect: 'coroutine' object is not iterable
def plain_await():
    yield
import types
@types.coroutine
def old_style():
    x = yield "from old"
    return x
async def uses():
    return await old_style()
u = uses()
print(u.send(None))  # expect: from old
try:
    u.send("value")
except StopIteration as e:
    print(e.value)  # expect: value
