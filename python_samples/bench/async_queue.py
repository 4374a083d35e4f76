# run: args=200 timeout=60s
"""Two tasks that hand items to each other through queues, and a lock that many want."""
import asyncio
import sys


async def echo(incoming, outgoing):
    while (item := await incoming.get()) is not None:
        await outgoing.put(item + 1)


async def count(lock, total, n):
    for _ in range(n):
        async with lock:
            total[0] += 1
            await asyncio.sleep(0)


async def main(n):
    there, back = asyncio.Queue(), asyncio.Queue()
    other = asyncio.create_task(echo(there, back))
    item = 0
    for _ in range(n):
        await there.put(item)
        item = await back.get()
    await there.put(None)
    await other
    lock, total = asyncio.Lock(), [0]
    await asyncio.gather(*[count(lock, total, n // 10) for _ in range(10)])
    return item, total[0]


n = int(sys.argv[1]) if len(sys.argv) > 1 else 100000
print("async_queue", *asyncio.run(main(n)))  # expect: async_queue 200 200
