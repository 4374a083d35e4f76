import asyncio
loop = asyncio.new_event_loop()
log = []
loop.call_soon(log.append, "soon 1")
loop.call_later(0.02, log.append, "later 2")
loop.call_later(0.01, log.append, "later 1")
loop.call_soon(log.append, "soon 2")
h = loop.call_later(0.005, log.append, "cancelled")
h.cancel()
print(h.cancelled(), repr(h).startswith("<TimerHandle cancelled"), loop.time() > 0)  # expect: True True True
loop.call_later(0.03, loop.stop)
loop.run_forever()
print(log)  # expect: ['soon 1', 'soon 2', 'later 1', 'later 2']
async def f(): return "value"
print(loop.run_until_complete(f()), loop.run_until_complete(loop.create_task(f())))  # expect: value value
loop.call_at(loop.time(), lambda: (print("at"), loop.stop()))  # expect: at
loop.run_forever()
async def never(): await asyncio.Event().wait()
loop.call_soon(loop.stop)
t = loop.create_task(never())
try: loop.run_until_complete(t)
except RuntimeError as e: print(e)  # expect: Event loop stopped before Future completed.
t.cancel()
try: loop.run_until_complete(t)
except asyncio.CancelledError: print("cancelled")  # expect: cancelled
contexts = []
loop.set_exception_handler(lambda loop, c: contexts.append((c["message"].split("(")[0], repr(c["exception"]))))
loop.call_soon(lambda: 1 / 0)
loop.run_until_complete(asyncio.sleep(0.001))
print(contexts)  # expect: [('Exception in callback <lambda>', "ZeroDivisionError('division by zero')")]
print(loop.get_debug(), loop.is_running(), repr(loop).startswith("<_UnixSelectorEventLoop running=False closed=False debug="))
# expect: False False True
asyncio.set_event_loop(loop)
asyncio.set_event_loop(None)
loop.close()
loop.close()
def error(f, *a):
    try: print(f(*a))
    except RuntimeError as e: print(e)
error(loop.run_forever)  # expect: Event loop is closed
error(loop.call_soon, print)  # expect: Event loop is closed
c = f()
error(loop.run_until_complete, c)  # expect: Event loop is closed
c.close()
