"""What asyncio.run does for us: make a loop, run a coroutine on it to its end, close it."""
import asyncio


async def hello():
    await asyncio.sleep(0)
    print("Hello from a coroutine")  # expect: Hello from a coroutine
    return "its result"


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
print(loop.run_until_complete(hello()))  # expect: its result
loop.close()
print("closed:", loop.is_closed())  # expect: closed: True
coroutine = hello()
try:
    loop.run_until_complete(coroutine)
except RuntimeError as error:
    print(error)  # expect: Event loop is closed
coroutine.close()
