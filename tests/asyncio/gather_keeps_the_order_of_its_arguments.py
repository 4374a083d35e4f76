import asyncio
async def value(v, delay):
    await asyncio.sleep(delay)
    log.append(v)
    return v
async def fails(text):
    await asyncio.sleep(0)
    raise ValueError(text)
log = []
async def main():
    print(await asyncio.gather(value("slow", 0.03), value("fast", 0.001), value("middle", 0.015)), log)
    # expect: ['slow', 'fast', 'middle'] ['fast', 'middle', 'slow']
    print(await asyncio.gather(), await asyncio.gather(value(1, 0)))  # expect: [] [1]
    print(await asyncio.gather(value(1, 0), fails("x"), return_exceptions=True))  # expect: [1, ValueError('x')]
    try:
        await asyncio.gather(value("other", 0.01), fails("first"))
    except ValueError as e:
        print("raised", e)  # expect: raised first
    await asyncio.sleep(0.02)
    print("other" in log)  # expect: True
    f = asyncio.gather(value("c1", 10), value("c2", 10))
    await asyncio.sleep(0)
    f.cancel()
    try:
        await f
    except asyncio.CancelledError as e:
        print("cancelled", f.cancelled())  # expect: cancelled False
    c = value("same", 0)
    print(await asyncio.gather(c, c))  # expect: ['same', 'same']
    t = asyncio.create_task(value("task", 0))
    print(await asyncio.gather(t, value("coro", 0)))  # expect: ['task', 'coro']
    print(await asyncio.gather(*(value(i, 0) for i in range(5))))  # expect: [0, 1, 2, 3, 4]
    nested = await asyncio.gather(asyncio.gather(value(1, 0), value(2, 0)), value(3, 0))
    print(nested)  # expect: [[1, 2], 3]
asyncio.run(main())
