"""A task is pending, then done: with a result, cancelled, or with an exception that is raised again."""
import asyncio


async def nested():
    return 42


async def broken():
    raise ValueError("inside the task")


async def main():
    task = asyncio.create_task(nested())
    print("done?", task.done())
    try:
        task.result()
    except asyncio.InvalidStateError as error:
        print("InvalidStateError:", error)
    print("await gives", await task, "- done?", task.done(), "- result()", task.result())

    task = asyncio.create_task(asyncio.sleep(3600))
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled?", task.cancelled())

    task = asyncio.create_task(broken())
    for attempt in (1, 2):
        try:
            await task
        except ValueError as error:
            print(f"attempt {attempt}:", error)
    print("kept:", repr(task.exception()))


asyncio.run(main())
# expect: done? False
# expect: InvalidStateError: Result is not set.
# expect: await gives 42 - done? True - result() 42
# expect: cancelled? True
# expect: attempt 1: inside the task
# expect: attempt 2: inside the task
# expect: kept: ValueError('inside the task')
