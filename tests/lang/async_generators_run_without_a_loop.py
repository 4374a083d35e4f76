def run(coro):
    try:
        while True:
            coro.send(None)
    except StopIteration as e:
        return e.value
async def agen(n):
    try:
        for i in range(n):
            got = yield i
            if got:
                print("got", got)
    except ValueError as e:
        yield f"caught {e}"
    finally:
        print("agen finally")
async def main():
    print([x async for x in agen(3)])
    g = agen(5)
    print(type(g).__name__, await g.asend(None), await g.asend("hello"), await anext(g))
    print(await g.athrow(ValueError("v")))
    try:
        await anext(g)
    except StopAsyncIteration:
        print("stop")
    print(await anext(g, "default"))
    g = agen(5)
    await anext(g)
    await g.aclose()
    await g.aclose()
    try:
        await g.asend(None)
    except StopAsyncIteration as e:
        print("closed", e)
    async for x in agen(5):
        if x == 1:
            break
    h = agen(1)
    print(h.ag_running, h.__name__, aiter(h) is h)
    await h.aclose()
    try:
        await agen(1).asend(5)
    except TypeError as e:
        print(e)
    return "done"
print(run(main()))
# expect: agen finally
# expect: [0, 1, 2]
# expect: got hello
# expect: async_generator 0 1 2
# expect: caught v
# expect: agen finally
# expect: stop
# expect: default
# expect: agen finally
# expect: closed
# expect: agen finally
# expect: False agen True
# expect: can't send non-None value to a just-started async generator
# expect: done
