import asyncio, selectors, threading
done = threading.Event()
log = []
def run():
    loop = asyncio.SelectorEventLoop(selectors.SelectSelector())
    asyncio.set_event_loop(loop)
    async def tick():
        for i in range(3):
            log.append(i)
            await asyncio.sleep(0.001)
        loop.stop()
    loop.create_task(tick())
    loop.run_forever()
    loop.close()
    done.set()
t = threading.Thread(target=run, daemon=True)
t.start()
print(done.wait(10), log, isinstance(selectors.DefaultSelector(), selectors.BaseSelector))
# expect: True [0, 1, 2] True
t.join()
