"""A daemon thread with an event loop of its own, on a selector of our choice, fed and stopped from outside."""
import asyncio
import selectors
import threading

ticks = []
ready = threading.Event()


async def tick():
    while True:
        ticks.append(len(ticks))
        if len(ticks) == 3:
            ready.set()
        await asyncio.sleep(0.001)


def run_event_loop():
    global loop
    loop = asyncio.SelectorEventLoop(selectors.SelectSelector())
    asyncio.set_event_loop(loop)
    loop.create_task(tick())
    loop.run_forever()
    for task in asyncio.all_tasks(loop):
        task.cancel()
        loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
    loop.close()


thread = threading.Thread(target=run_event_loop, daemon=True)
thread.start()
ready.wait()
print("ticks:", ticks[:3])  # expect: ticks: [0, 1, 2]


async def question(x):
    return x * 2


print("asked from outside:", asyncio.run_coroutine_threadsafe(question(21), loop).result())
# expect: asked from outside: 42
loop.call_soon_threadsafe(loop.stop)
thread.join()
print("stopped from outside:", loop.is_closed(), thread.is_alive())  # expect: stopped from outside: True False
