import asyncio
async def forgotten(): pass
async def main():
    forgotten()
    # expect stderr: RuntimeWarning: coroutine 'forgotten' was never awaited
    await asyncio.sleep(0)
    print("main done")  # expect: main done
asyncio.run(main())
def plain():
    forgotten()
    print("plain done")  # expect: plain done
# expect stderr: RuntimeWarning: coroutine 'forgotten' was never awaited
plain()
