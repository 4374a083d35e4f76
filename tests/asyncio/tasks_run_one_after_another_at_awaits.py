import asyncio
async def worker(name, n):
    for i in range(n):
        print(name, i)
        await asyncio.sleep(0)
    return name
async def main():
    a, b = asyncio.create_task(worker("a", 3)), asyncio.create_task(worker("b", 2))
    print("created")
    print(await a, await b)
    c = asyncio.create_task(worker("c", 1), name="named")
    print(c.get_name(), c.done())
    await c
    print(c.done(), c.result(), c.exception(), c.cancelled())
    t = asyncio.create_task(worker("d", 1))
    t.add_done_callback(lambda t: print("callback", t.result()))
    await t
    await asyncio.sleep(0)
    print(asyncio.current_task().get_name(), len(asyncio.all_tasks()), asyncio.current_task() in asyncio.all_tasks())
    async def greedy():
        for i in range(3): print("greedy", i)
    async def polite():
        for i in range(2):
            print("polite", i)
            await asyncio.sleep(0)
    await asyncio.gather(polite(), greedy(), polite())
asyncio.run(main())
# expect: created
# expect: a 0
# expect: b 0
# expect: a 1
# expect: b 1
# expect: a 2
# expect: a b
# expect: named False
# expect: c 0
# expect: True c None False
# expect: d 0
# expect: callback d
# expect: Task-1 1 True
# expect: polite 0
# expect: greedy 0
# expect: greedy 1
# expect: greedy 2
# expect: polite 0
# expect: polite 1
# expect: polite 1
