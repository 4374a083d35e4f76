import asyncio
def error(f, *a, **k):
    try: print(f(*a, **k))
    except Exception as e: print(type(e).__name__, e)
async def waits(f): return await f
async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    print(type(f).__module__, f)  # expect: _asyncio <Future pending>
    task = asyncio.create_task(waits(f), name="waiter")
    print(type(loop._ready[0]).__name__, loop._ready[0]._callback.__self__ is task, loop._ready[0]._args)  # expect: Handle True ()
    await asyncio.sleep(0)
    print(f)  # expect: <Future pending cb=[Task.task_wakeup()]>
    print(str(task).split(" at ")[0], str(task).split(" wait_for")[1])  # expect: <Task pending name='waiter' coro=<waits() running =<Future pending cb=[Task.task_wakeup()]>>
    print([c.__name__ for c, context in f._callbacks], task._fut_waiter is f, task in asyncio.all_tasks())  # expect: ['task_wakeup'] True True
    error(f.result)  # expect: InvalidStateError Result is not set.
    error(f.exception)  # expect: InvalidStateError Exception is not set.
    f.set_result("done")
    error(f.set_result, 2)  # expect: InvalidStateError invalid state
    print(await task, task.done(), task in asyncio.all_tasks())  # expect: done True False
    error(task.set_result, 1)  # expect: RuntimeError Task does not support set_result operation
    error(task.set_exception, 1)  # expect: RuntimeError Task does not support set_exception operation
    error(asyncio.Task, 3)  # expect: TypeError a coroutine was expected, got 3
    error(loop.create_future().set_exception, int)  # expect: TypeError invalid exception object
    error(setattr, f, "_log_traceback", True)  # expect: ValueError _log_traceback can only be set to False
    error(asyncio.Future.__new__(asyncio.Future).cancel)  # expect: RuntimeError Future object is not initialized.
    it = iter(loop.create_future())
    print(type(it).__name__, it.send(None)._asyncio_future_blocking)  # expect: FutureIter True
    error(next, it)  # expect: RuntimeError await wasn't used with future
    class Loud(asyncio.Future):
        def add_done_callback(self, fn, *, context=None):
            print("asked by", fn.__name__)
            super().add_done_callback(fn, context=context)
    loud = Loud(loop=loop)
    loop.call_later(0.001, loud.set_result, 5)
    print(await loud)
    # expect: asked by task_wakeup
    # expect: 5
    class Later(asyncio.Task):
        def cancel(self, msg=None):
            print("cancel", msg)
            return super().cancel(msg)
    later = Later(waits(loop.create_future()), loop=loop)
    await asyncio.sleep(0)
    outer = asyncio.create_task(waits(later))
    await asyncio.sleep(0)
    outer.cancel("enough")  # expect: cancel enough
    try: await outer
    except asyncio.CancelledError as e: print(repr(e), later.cancelled(), outer.cancelling())  # expect: CancelledError('enough') True 1
asyncio.run(main())
