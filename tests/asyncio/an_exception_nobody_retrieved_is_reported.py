import asyncio
async def fails(): raise ValueError("nobody asks")
async def main():
    asyncio.create_task(fails())
    # expect stderr: Task exception was never retrieved
    # expect stderr: future: <Task finished name='Task-2' coro=<fails() done, defined at ...
    # expect stderr: ValueError: nobody asks
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("main done")  # expect: main done
asyncio.run(main())
async def lost_future():
    f = asyncio.get_running_loop().create_future()
    f.set_exception(KeyError("lost"))
# expect stderr: Future exception was never retrieved
# expect stderr: KeyError: 'lost'
asyncio.run(lost_future())
