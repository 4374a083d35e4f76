import asyncio
import inspect
async def main(x):
    await asyncio.sleep(0)
    return x * 2
print(asyncio.run(main(21)))  # expect: 42
async def fails(): raise ValueError("from main")
try:
    asyncio.run(fails())
except ValueError as e:
    print(e)  # expect: from main
def error(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
error(asyncio.run, 5)  # expect: ValueError a coroutine was expected, got 5
# expect 3.14: TypeError An asyncio.Future, a coroutine or an awaitable is required
async def nested():
    c = main(1)
    try: asyncio.run(c)
    except RuntimeError as e: print(e)  # expect: asyncio.run() cannot be called from a running event loop
    finally: c.close()
asyncio.run(nested())
async def loops():
    loop = asyncio.get_running_loop()
    print(loop.is_running(), loop.is_closed(), asyncio.get_event_loop() is loop)  # expect: True False True
    return loop
loop = asyncio.run(loops())
print(loop.is_closed(), loop.is_running())  # expect: True False
error(asyncio.get_running_loop)  # expect: RuntimeError no running event loop
error(loop.call_soon, print)  # expect: RuntimeError Event loop is closed
async def cancels_leftovers():
    async def forever():
        try: await asyncio.Event().wait()
        except asyncio.CancelledError:
            print("leftover cancelled")  # expect: leftover cancelled
            raise
    asyncio.create_task(forever())
    await asyncio.sleep(0)
asyncio.run(cancels_leftovers())
with asyncio.Runner() as runner:
    print(runner.run(main(1)), runner.run(main(2)), runner.get_loop().is_closed())  # expect: 2 4 False
print(asyncio.iscoroutine(c := main(1)), inspect.iscoroutinefunction(main), c.close())  # expect: True True None
