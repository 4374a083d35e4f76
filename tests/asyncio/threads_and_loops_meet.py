import asyncio, threading
from concurrent.futures import ThreadPoolExecutor
def blocking(x):
    return x * 2, threading.current_thread() is threading.main_thread()
async def main():
    loop = asyncio.get_running_loop()
    print(await asyncio.to_thread(blocking, 4), await loop.run_in_executor(None, blocking, 5))
    # expect: (8, False) (10, False)
    with ThreadPoolExecutor(1) as ex: print(await loop.run_in_executor(ex, blocking, 6))  # expect: (12, False)
    def raises(): raise KeyError("thread")
    try: await asyncio.to_thread(raises)
    except KeyError as e: print(repr(e))  # expect: KeyError('thread')
    f = loop.create_future()
    threading.Thread(target=lambda: loop.call_soon_threadsafe(f.set_result, "from thread")).start()
    print(await f)  # expect: from thread
    async def inside(x):
        await asyncio.sleep(0)
        return x + 1, threading.current_thread().name
    out = []
    def caller():
        out.append(asyncio.run_coroutine_threadsafe(inside(1), loop).result())
    t = threading.Thread(target=caller)
    t.start()
    await asyncio.to_thread(t.join)
    print(out)  # expect: [(2, 'MainThread')]
    print(await asyncio.gather(*(asyncio.to_thread(blocking, i) for i in range(3))))
    # expect: [(0, False), (2, False), (4, False)]
asyncio.run(main())
results = []
def own_loop(n):
    async def go():
        await asyncio.sleep(0)
        return n
    results.append(asyncio.run(go()))
threads = [threading.Thread(target=own_loop, args=(i,)) for i in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(results))  # expect: [0, 1, 2, 3]
loop = asyncio.new_event_loop()
t = threading.Thread(target=loop.run_forever)
t.start()
async def hello(): return "hello from another loop"
print(asyncio.run_coroutine_threadsafe(hello(), loop).result())  # expect: hello from another loop
loop.call_soon_threadsafe(loop.stop)
t.join()
loop.close()
print(loop.is_closed())  # expect: True
