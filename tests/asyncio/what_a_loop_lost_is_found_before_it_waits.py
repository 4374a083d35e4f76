import asyncio, sys
async def numbers():
    try:
        for i in range(10):
            yield i
            await asyncio.sleep(0)
    finally:
        print("closed")
async def main():
    async for x in numbers():
        if x == 2: break
    await asyncio.sleep(0.01)
    print("slept")
asyncio.run(main())
# expect lines: closed | slept
async def inner(): pass
def make(): return inner()
sys.set_coroutine_origin_tracking_depth(2)
c = make()
print([(line, name) for file, line, name in c.cr_origin], sys.get_coroutine_origin_tracking_depth())  # expect: [(17, 'make'), (19, '<module>')] 2
c.close()
sys.set_coroutine_origin_tracking_depth(0)
print(make().cr_origin)  # expect: None
# expect stderr: coroutine 'inner' was never awaited
