import asyncio, time
async def s(n, log):
    await asyncio.sleep(n / 200)
    log.append(n)
async def main():
    log = []
    start = time.monotonic()
    await asyncio.gather(*(s(n, log) for n in (5, 1, 3, 2, 4)))
    took = time.monotonic() - start
    print(log, 0.025 <= took < 1, await asyncio.sleep(0, "result"))  # expect: [1, 2, 3, 4, 5] True result
    zero = []
    async def z(n):
        await asyncio.sleep(0); zero.append(n)
    await asyncio.gather(*(z(i) for i in range(5)))
    print(zero)  # expect: [0, 1, 2, 3, 4]
    try: await asyncio.sleep("x")
    except TypeError as e: print(type(e).__name__)  # expect: TypeError
asyncio.run(main())
