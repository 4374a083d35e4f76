import asyncio
async def slow():
    try: await asyncio.sleep(100)
    except asyncio.CancelledError:
        print("slow cancelled")
        raise
async def quick(): return "quick"
async def main():
    print(await asyncio.wait_for(quick(), 1), await asyncio.wait_for(quick(), None))
    try: await asyncio.wait_for(slow(), 0.005)
    except TimeoutError as e: print("TimeoutError", repr(str(e)), asyncio.TimeoutError is TimeoutError)
    try: await asyncio.wait_for(slow(), 0)
    except TimeoutError: print("at once")
    try:
        async with asyncio.timeout(0.005) as t:
            await slow()
    except TimeoutError: print("timeout", t.expired(), t.when() is not None)
    async with asyncio.timeout(10) as t: pass
    print(t.expired(), repr(t).startswith("<Timeout [finished]"))
    async with asyncio.timeout(None) as t:
        t.reschedule(asyncio.get_running_loop().time() + 10)
        print(t.when() > 0)
    try:
        async with asyncio.timeout_at(asyncio.get_running_loop().time() - 1): await asyncio.sleep(1)
    except TimeoutError: print("timeout_at")
    try:
        async with asyncio.timeout(1): raise ValueError("passes through")
    except ValueError as e: print(e)
    try:
        async with asyncio.timeout(0.005):
            async with asyncio.timeout(10): await asyncio.sleep(100)
    except TimeoutError: print("outer")
asyncio.run(main())
# expect: quick quick
# expect: slow cancelled
# expect: TimeoutError '' True
# expect: at once
# expect: slow cancelled
# expect: timeout True True
# expect: False True
# expect: True
# expect: timeout_at
# expect: passes through
# expect: outer
