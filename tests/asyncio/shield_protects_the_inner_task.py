import asyncio
async def work():
    await asyncio.sleep(0.01)
    print("work done")
    return "result"
async def main():
    inner = asyncio.create_task(work())
    outer = asyncio.shield(inner)
    await asyncio.sleep(0)
    outer.cancel()
    try: await outer
    except asyncio.CancelledError: print("outer cancelled", inner.cancelled())
    print(await inner)
    print(await asyncio.shield(work()))
    try:
        await asyncio.wait_for(asyncio.shield(t := asyncio.create_task(work())), 0.001)
    except TimeoutError:
        print("timeout, inner goes on", t.done())
    print(await t)
asyncio.run(main())
# expect: outer cancelled False
# expect: work done
# expect: result
# expect: work done
# expect: result
# expect: timeout, inner goes on False
# expect: work done
# expect: result
