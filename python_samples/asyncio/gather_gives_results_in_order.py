"""gather runs its coroutines together; the results stand in the order of the arguments, not of the ends."""
import asyncio

finished = []


async def fetch(name, delay):
    await asyncio.sleep(delay)
    finished.append(name)
    return f"{name}'s page"


async def main():
    pages = await asyncio.gather(fetch("slow", 0.03), fetch("quick", 0.01), fetch("middle", 0.02))
    print("results: ", pages)  # expect: results:  ["slow's page", "quick's page", "middle's page"]
    print("finished:", finished)  # expect: finished: ['quick', 'middle', 'slow']


asyncio.run(main())
