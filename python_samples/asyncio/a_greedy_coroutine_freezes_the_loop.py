"""A loop switches only at `await`. A coroutine that computes without one holds everybody up."""
import asyncio

log = []


async def ticker():
    for _ in range(3):
        log.append("tick")
        await asyncio.sleep(0)


async def greedy():
    log.append("greedy begins")
    sum(i * i for i in range(10000))
    log.append("greedy ends")


async def polite():
    log.append("polite begins")
    for part in range(2):
        sum(i * i for i in range(5000))
        await asyncio.sleep(0)
    log.append("polite ends")


async def main(worker):
    log.clear()
    await asyncio.gather(ticker(), worker())
    print(" ".join(f"[{entry}]" for entry in log))


asyncio.run(main(greedy))  # expect: [tick] [greedy begins] [greedy ends] [tick] [tick]
asyncio.run(main(polite))  # expect: [tick] [polite begins] [tick] [tick] [polite ends]
