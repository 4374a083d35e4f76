import asyncio
async def v(x):
    await asyncio.sleep(0)
    return x
async def fails(text):
    await asyncio.sleep(0)
    raise ValueError(text)
async def forever(name):
    try: await asyncio.Event().wait()
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise
async def main():
    async with asyncio.TaskGroup() as tg:
        a, b = tg.create_task(v(1)), tg.create_task(v(2), name="b")
    print(a.result(), b.result(), b.get_name())
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(forever("sibling"))
            tg.create_task(fails("one"))
            tg.create_task(fails("two"))
    except* ValueError as g:
        print(g, sorted(str(e) for e in g.exceptions))
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(forever("child"))
            await asyncio.sleep(0)
            raise KeyError("body")
    except* KeyError as g:
        print(repr(g.exceptions[0]))
    try: tg.create_task(c := v(1))
    except RuntimeError as e: print(str(e).endswith("is finished"))
    c.close()
    async def outer():
        async with asyncio.TaskGroup() as tg:
            tg.create_task(forever("inner"))
            await asyncio.sleep(100)
    t = asyncio.create_task(outer())
    await asyncio.sleep(0); await asyncio.sleep(0)
    t.cancel()
    try: await t
    except asyncio.CancelledError: print("outer cancelled")
    async with asyncio.TaskGroup() as tg:
        async def spawn():
            tg.create_task(v(9)).add_done_callback(lambda t: print("spawned", t.result()))
        tg.create_task(spawn())
    print(repr(tg).startswith("<TaskGroup"))
asyncio.run(main())
# expect: 1 2 b
# expect: sibling cancelled
# expect: unhandled errors in a TaskGroup (2 sub-exceptions) ['one', 'two']
# expect: child cancelled
# expect: KeyError('body')
# expect: True
# expect: inner cancelled
# expect: outer cancelled
# expect: spawned 9
# expect: True
