import asyncio
async def cleanup():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        print("cleaning up")
        await asyncio.sleep(0)
        print("clean")
        raise
async def stubborn():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        return "survived"
async def in_finally():
    try:
        await asyncio.sleep(100)
    finally:
        print("finally")
async def chain():
    await cleanup()
async def main():
    for f in (cleanup, in_finally, chain):
        t = asyncio.create_task(f())
        await asyncio.sleep(0)
        t.cancel()
        try: await t
        except asyncio.CancelledError: print(f.__name__, t.cancelled())
    t = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    t.cancel()
    print(await t, t.cancelled(), t.cancelling(), t.uncancel())
    waiting_on = asyncio.create_task(asyncio.sleep(100))
    outer = asyncio.create_task(wait_for(waiting_on))
    await asyncio.sleep(0)
    outer.cancel()
    try: await outer
    except asyncio.CancelledError: print("inner cancelled too", waiting_on.cancelled())
    me = asyncio.current_task()
    me.cancel()
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError:
        print("cancelled myself", me.cancelling(), me.uncancel())
async def wait_for(t): await t
asyncio.run(main())
# expect: cleaning up
# expect: clean
# expect: cleanup True
# expect: finally
# expect: in_finally True
# expect: cleaning up
# expect: clean
# expect: chain True
# expect: survived False 1 0
# expect: inner cancelled too True
# expect: cancelled myself 1 0
