# run: args=500 timeout=60s
"""Many short tasks: gather of sleeps, chains of awaits."""
import asyncio
import sys


async def down(n):
    return 0 if n == 0 else 1 + await down(n - 1)


async def chain(n):
    await asyncio.sleep(0)
    return await down(n)


async def main(n):
    slept = await asyncio.gather(*[asyncio.sleep(0, i) for i in range(n)])
    depths = await asyncio.gather(*[chain(i % 10) for i in range(n)])
    for _ in range(n):
        await asyncio.sleep(0)
    return sum(slept), sum(depths)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 100000
print("async_gather", *asyncio.run(main(n)))  # expect: async_gather 124750 2250
