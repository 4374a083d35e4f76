import asyncio
def error(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
async def main():
    lock, log = asyncio.Lock(), []
    async def user(n):
        async with lock:
            log.append(("in", n)); await asyncio.sleep(0); log.append(("out", n))
    await asyncio.gather(*(user(i) for i in range(3)))
    print(log, lock.locked())
    error(lock.release)
    await lock.acquire()
    print(repr(lock).endswith("[locked]>"), lock.locked())
    lock.release()
    e = asyncio.Event()
    ws = [asyncio.create_task(e.wait()) for _ in range(3)]
    await asyncio.sleep(0)
    e.set()
    print([await w for w in ws], e.is_set(), e.clear(), e.is_set())
    s, inside, most = asyncio.Semaphore(2), 0, 0
    async def limited():
        nonlocal inside, most
        async with s:
            inside += 1; most = max(most, inside); await asyncio.sleep(0); inside -= 1
    await asyncio.gather(*(limited() for _ in range(6)))
    print(most, s.locked(), repr(s).endswith("[unlocked, value:2]>"))
    b = asyncio.BoundedSemaphore(1)
    error(b.release)
    error(asyncio.Semaphore, -1)
    c, items = asyncio.Condition(), []
    async def consume():
        async with c:
            await c.wait_for(lambda: items)
            return items.pop()
    t = asyncio.create_task(consume())
    await asyncio.sleep(0)
    async with c:
        items.append("item"); c.notify()
    print(await t)
    error(c.notify)
    try: await c.wait()
    except RuntimeError as x: print(x)
    barrier = asyncio.Barrier(2)
    print(sorted(await asyncio.gather(barrier.wait(), barrier.wait())))
    w = asyncio.create_task(lock.acquire())
    await w
    blocked = asyncio.create_task(lock.acquire())
    await asyncio.sleep(0)
    blocked.cancel()
    lock.release()
    async with lock: print("lock survives a cancelled waiter")
asyncio.run(main())
# expect: [('in', 0), ('out', 0), ('in', 1), ('out', 1), ('in', 2), ('out', 2)] False
# expect: RuntimeError Lock is not acquired.
# expect: True True
# expect: [True, True, True] True None False
# expect: 2 False True
# expect: ValueError BoundedSemaphore released too many times
# expect: ValueError Semaphore initial value must be >= 0
# expect: item
# expect: RuntimeError cannot notify on un-acquired lock
# expect: cannot wait on un-acquired lock
# expect: [0, 1]
# expect: lock survives a cancelled waiter
