import asyncio
async def v(x, delay=0):
    await asyncio.sleep(delay)
    return x
async def fails(): raise ValueError("w")
async def main():
    ts = [asyncio.create_task(v(i)) for i in range(3)]
    done, pending = await asyncio.wait(ts)
    print(sorted(t.result() for t in done), pending)
    fast, slow = asyncio.create_task(v("fast")), asyncio.create_task(v("slow", 100))
    done, pending = await asyncio.wait([fast, slow], return_when=asyncio.FIRST_COMPLETED)
    print(done == {fast}, pending == {slow})
    done, pending = await asyncio.wait([slow], timeout=0.005)
    print(done, pending == {slow}, slow.cancelled())
    bad = asyncio.create_task(fails())
    done, pending = await asyncio.wait([bad, slow], return_when=asyncio.FIRST_EXCEPTION)
    print(done == {bad}, repr(bad.exception()))
    slow.cancel()
    async def error(*a, **k):
        try: await asyncio.wait(*a, **k)
        except Exception as e: print(type(e).__name__, e)
    await error([])
    c = v(1)
    await error([c])
    c.close()
    await error([fast], return_when="x")
    async for f in agen(): print(f)
    for f in asyncio.as_completed([v("b", 0.01), v("a")]): print(await f)
async def agen():
    for i in range(2):
        await asyncio.sleep(0)
        yield i
asyncio.run(main())
# expect: [0, 1, 2] set()
# expect: True True
# expect: set() True False
# expect: True ValueError('w')
# expect: ValueError Set of Tasks/Futures is empty.
# expect: TypeError Passing coroutines is forbidden, use tasks explicitly.
# expect: ValueError Invalid return_when value: x
# expect: 0
# expect: 1
# expect: a
# expect: b
