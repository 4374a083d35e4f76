import asyncio
def error(f, *a):
    try: print(f(*a))
    except BaseException as e: print(type(e).__name__, e)
async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    print(f.done(), f, f.get_loop() is loop)
    error(f.result)
    loop.call_soon(f.set_result, "value")
    print(await f, f.done(), f, f.result())
    error(f.set_result, 1)
    error(f.set_exception, ValueError())
    g = loop.create_future()
    g.set_exception(ValueError("set"))
    try: await g
    except ValueError as e: print(e)
    error(g.result)
    h = loop.create_future()
    print(h.cancel(), h.cancelled(), h.cancel(), h)
    error(h.result)
    order = []
    k = loop.create_future()
    k.add_done_callback(lambda f: order.append(1))
    k.add_done_callback(cb := lambda f: order.append(2))
    k.add_done_callback(lambda f: order.append(3))
    print(k.remove_done_callback(cb), order)
    k.set_result(None)
    await asyncio.sleep(0)
    print(order)
    error(loop.create_future().set_exception, "not an exception")
    async def waiter(f): return await f
    s = loop.create_future()
    ts = [asyncio.create_task(waiter(s)) for _ in range(3)]
    await asyncio.sleep(0)
    s.set_result("all")
    print([await t for t in ts])
    print(asyncio.isfuture(s), asyncio.isfuture(5), asyncio.ensure_future(s) is s, type(asyncio.ensure_future(waiter(s))).__name__)
    w = asyncio.wrap_future
    try: iter(s).send(None)
    except StopIteration as e: print("stop", e.value)
    p = loop.create_future()
    it = p.__await__()
    print(next(it) is p)
    try: next(it)
    except RuntimeError as e: print(e)
asyncio.run(main())
# expect: False <Future pending> True
# expect: InvalidStateError Result is not set.
# expect: value True <Future finished result='value'> value
# expect: InvalidStateError invalid state
# expect: InvalidStateError invalid state
# expect: set
# expect: ValueError set
# expect: True True False <Future cancelled>
# expect: CancelledError
# expect: 1 []
# expect: [1, 3]
# expect: TypeError invalid exception object
# expect: ['all', 'all', 'all']
# expect: True False True Task
# expect: stop all
# expect: True
# expect: await wasn't used with future
