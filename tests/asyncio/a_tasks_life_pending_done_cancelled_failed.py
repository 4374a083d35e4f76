import asyncio
async def nested():
    return 42
async def fails():
    raise ValueError("task error")
async def forever():
    await asyncio.Event().wait()
def error(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
async def main():
    t = asyncio.create_task(nested(), name="T")
    print(t.done(), repr(t).startswith("<Task pending name='T' coro=<nested() running at "))
    error(t.result)
    error(t.exception)
    print(await t, t.done(), t.result(), t.exception())
    print(repr(t).startswith("<Task finished name='T' coro=<nested() done, defined at "), repr(t).endswith("result=42>"))
    f = asyncio.create_task(fails())
    try:
        await f
    except ValueError as e:
        print("awaited", e)
    error(f.result)
    print(repr(f.exception()), repr(f).endswith("exception=ValueError('task error')>"))
    c = asyncio.create_task(forever())
    await asyncio.sleep(0)
    print(c.cancel("why"), c.cancelled(), c.cancelling())
    try:
        await c
    except asyncio.CancelledError as e:
        print("cancelled", e.args)
    print(c.cancelled(), c.done(), c.cancel())
    error(c.result)
    error(c.exception)
    never = asyncio.create_task(nested())
    never.cancel()
    error(lambda: never.result())
    try: await never
    except asyncio.CancelledError: print("cancelled before it began")
    print(issubclass(asyncio.CancelledError, Exception), asyncio.InvalidStateError.__name__)
    error(lambda: t.set_result(1))
    error(lambda: asyncio.create_task(5))
asyncio.run(main())
# expect: False True
# expect: InvalidStateError Result is not set.
# expect: InvalidStateError Exception is not set.
# expect: 42 True 42 None
# expect: True True
# expect: awaited task error
# expect: ValueError task error
# expect: ValueError('task error') True
# expect: True False 1
# expect: cancelled ('why',)
# expect: True True False
# expect: CancelledError
# expect: CancelledError
# expect: InvalidStateError Result is not set.
# expect: cancelled before it began
# expect: False InvalidStateError
# expect: RuntimeError Task does not support set_result operation
# expect: TypeError a coroutine was expected, got 5
