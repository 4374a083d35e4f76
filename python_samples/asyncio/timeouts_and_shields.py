"""wait_for cancels what is late; shield keeps the work itself alive."""
import asyncio


async def work(name):
    try:
        await asyncio.sleep(0.02)
        return f"{name} finished"
    except asyncio.CancelledError:
        print(f"{name} was cancelled")  # expect: bare was cancelled
        raise


async def main():
    try:
        await asyncio.wait_for(work("bare"), timeout=0.001)
    except TimeoutError:
        print("too late")  # expect: too late
    task = asyncio.create_task(work("shielded"))
    try:
        await asyncio.wait_for(asyncio.shield(task), timeout=0.001)
    except TimeoutError:
        print("too late, but:", await task)  # expect: too late, but: shielded finished


asyncio.run(main())
