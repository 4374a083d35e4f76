import asyncio
async def main():
    q = asyncio.Queue(maxsize=2)
    log = []
    async def producer():
        for i in range(5):
            await q.put(i); log.append(("put", i))
        await q.put(None)
    async def consumer():
        while (x := await q.get()) is not None:
            log.append(("got", x)); q.task_done()
        q.task_done()
    await asyncio.gather(producer(), consumer())
    await q.join()
    print([x for k, x in log if k == "got"], len(log))
    print(q.qsize(), q.empty(), q.full(), q.maxsize)
    def error(f, *a):
        try: print(f(*a))
        except Exception as e: print(type(e).__name__, e)
    error(q.get_nowait)
    q.put_nowait(1); q.put_nowait(2)
    error(q.put_nowait, 3)
    print(await q.get(), q.get_nowait())
    error(lambda: [q.task_done() for _ in range(3)])
    l, p = asyncio.LifoQueue(), asyncio.PriorityQueue()
    for i in (2, 1, 3): l.put_nowait(i); p.put_nowait(i)
    print([l.get_nowait() for _ in range(3)], [p.get_nowait() for _ in range(3)])
    g = asyncio.create_task(q.get())
    await asyncio.sleep(0)
    g.cancel()
    q.put_nowait("kept")
    await asyncio.sleep(0)
    print(q.qsize(), await q.get())
    try: await asyncio.wait_for(q.get(), 0.005)
    except TimeoutError: print("timeout")
    print(repr(q).startswith("<Queue at 0x"), issubclass(asyncio.QueueEmpty, Exception))
    q.shutdown()
    try: await q.get()
    except asyncio.QueueShutDown as e: print("shut down")
asyncio.run(main())
# expect: [0, 1, 2, 3, 4] 10
# expect: 0 True False 2
# expect: QueueEmpty
# expect: QueueFull
# expect: 1 2
# expect: ValueError task_done() called too many times
# expect: [3, 1, 2] [1, 2, 3]
# expect: 1 kept
# expect: timeout
# expect: True True
# expect: shut down
