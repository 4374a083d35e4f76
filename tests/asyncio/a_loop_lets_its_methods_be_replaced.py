import asyncio, heapq
class Loop(asyncio.SelectorEventLoop):
    clock = 0.0
    def time(self): return self.clock
    def call_soon(self, callback, *args, context=None):
        self.calls = getattr(self, "calls", 0) + 1
        return super().call_soon(callback, *args, context=context)
    def _run_once(self):
        # a clock that jumps to the next timer
        if not self._ready and self._scheduled:
            self.clock = max(self.clock, self._scheduled[0]._when)
        super()._run_once()
async def main():
    loop = asyncio.get_running_loop()
    start = loop.time()
    await asyncio.gather(asyncio.sleep(3600), asyncio.sleep(7200), asyncio.sleep(10))
    print(loop.time() - start, loop.calls > 5)  # expect: 7200.0 True
    handles = [loop.call_at(when, print, "at", when) for when in (9003, 9001, 9002)]
    print([h.when() for h in sorted(handles)], handles[1] < handles[0], handles[0] == handles[0])  # expect: [9001, 9002, 9003] True True
    handles[1].cancel()
    print(heapq.nsmallest(1, loop._scheduled)[0].cancelled(), loop._timer_cancelled_count)  # expect: True 1
    loop.call_soon = lambda *a, **k: print("replaced") or Loop.call_soon(loop, *a, **k)
    f = loop.create_future()
    f.add_done_callback(lambda f: print("called back", f.result()))
    f.set_result(1)  # expect: replaced
    del loop.call_soon
    await asyncio.sleep(5000)
    # expect lines: called back 1 | at 9002 | at 9003
    print(handles[1], loop.time() - start)  # expect: <TimerHandle cancelled when=9001> 12200.0
with asyncio.Runner(loop_factory=Loop) as runner:
    runner.run(main())
