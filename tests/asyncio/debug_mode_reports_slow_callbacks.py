# run: stderr=any
import asyncio, time
async def slow():
    end = time.monotonic() + 0.15
    while time.monotonic() < end: pass
# expect stderr: Executing <Task finished name='Task-1' coro=<slow() done, defined at ...> ... took 0... seconds
asyncio.run(slow(), debug=True)
async def check(): print(asyncio.get_running_loop().get_debug(), asyncio.get_running_loop().slow_callback_duration)
# expect: True 0.1
asyncio.run(check(), debug=True)
