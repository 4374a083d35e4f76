"""Random asyncio programs, run on pyish and on CPython: every step must come in the same order.

    python3.13 tests/conformance/random_asyncio.py      options as random_programs.py has them

Nothing in them depends on the clock: tasks yield with sleep(0), wait for futures, events, locks, queues and each
other, cancel, fail, are gathered and grouped. After a number of turns the main task cancels what is left, so each
program ends. The order in which a loop runs its callbacks is documented, so the outputs must be equal.
"""

import random
import sys

import random_programs

PRELUDE = '''\
import asyncio
tasks, futures = [], []
def log(*values): print(*values)
def outcome(t):
    if not t.done(): return "pending"
    if t.cancelled(): return "cancelled"
    return f"failed {t.exception()!r}" if t.exception() is not None else f"result {t.result()!r}"
def pick(items, n): return items[n % len(items)] if items else None
async def wait_for(name, item):
    if item is None or item is asyncio.current_task(): return
    try: log(name, "awaited", await item)
    except asyncio.CancelledError: log(name, "saw a cancellation"); raise
    except Exception as e: log(name, "saw", repr(e))
async def agen(name, n):
    try:
        for i in range(n):
            log(name, "agen yields", i)
            yield i
            await asyncio.sleep(0)
    finally: log(name, "agen ends")
'''


class Writer(random.Random):
    def __init__(self, seed, size):
        super().__init__(seed)
        self.lines, self.depth, self.size, self.known = [], 0, size, []

    def emit(self, text):
        self.lines.append("    " * self.depth + text)

    def block(self, n, deep):
        self.depth += 1
        for _ in range(self.randint(1, n)):
            self.statement(deep)
        self.depth -= 1

    def child(self):
        return f"{self.choice(self.known)}(name + '.{self.randint(0, 9)}')" if self.known else "asyncio.sleep(0, 'slept')"

    def statement(self, deep):
        n = self.randint(0, 20)
        simple = [
            f"log(name, 'step {n}')", "await asyncio.sleep(0)", "await asyncio.sleep(0)", f"log(name, await asyncio.sleep(0, {n}))", "event.set()", "event.set()", "event.clear()",
            "await event.wait()", f"queue.put_nowait({n})", f"await bounded.put({n})", "log(name, 'got', await queue.get())", "log(name, 'got', await bounded.get())",
            f"tasks.append(asyncio.create_task({self.child()}))", f"tasks.append(asyncio.create_task({self.child()}))", f"await wait_for(name, pick(tasks, {n}))",
            f"(t := pick(tasks, {n})) and log(name, 'cancels', t.cancel('from ' + name))", f"(t := pick(tasks, {n})) and log(name, 'looks', outcome(t))",
            f"futures.append(loop.create_future())", f"(f := pick(futures, {n})) and not f.done() and f.set_result({n})", f"(f := pick(futures, {n})) and not f.done() and f.set_exception(KeyError({n}))",
            f"await wait_for(name, pick(futures, {n}))", f"(f := pick(futures, {n})) and f.cancel()", f"raise ValueError('{n}')", f"loop.call_soon(log, name, 'callback {n}')",
            f"(t := pick(tasks, {n})) and t.add_done_callback(lambda t, name=name: log(name, 'hears', outcome(t)))", f"log(name, 'gathered', await asyncio.gather({self.child()}, {self.child()}, return_exceptions={self.choice(('True', 'True', 'False'))}))",
            f"await wait_for(name, asyncio.shield({self.child()}))", f"log(name, 'waited for', await asyncio.wait_for({self.child()}, None))", f"return {n}", "await notify(name)", "await wait_condition(name)",
            f"done, pending = await asyncio.wait([asyncio.create_task({self.child()}), asyncio.create_task({self.child()})], return_when=asyncio.{self.choice(('FIRST_COMPLETED', 'ALL_COMPLETED', 'FIRST_EXCEPTION'))})",
            "log(name, len(asyncio.all_tasks()), asyncio.current_task().cancelling())", f"log(name, queue.qsize(), bounded.full(), lock.locked(), semaphore.locked(), event.is_set())",
        ]
        compound = ["lock", "semaphore", "try", "try", "finally", "for", "agen", "group", "timeout", "if"]
        if deep > 0 and self.random() < 0.3:
            getattr(self, "write_" + self.choice(compound))(deep - 1, n)
        else:
            # What blocks for good makes the rest of a task unreachable: rarer than what goes on.
            text = self.choice(simple)
            if ".get()" in text or "wait(" in text or "raise" in text or "return" in text or "condition" in text:
                text = self.choice(simple)
            self.emit(text)

    def write_lock(self, deep, n):
        self.emit("async with lock:")
        self.block(2, deep)

    def write_semaphore(self, deep, n):
        self.emit("async with semaphore:")
        self.block(2, deep)

    def write_try(self, deep, n):
        self.emit("try:")
        self.block(3, deep)
        self.emit(self.choice(["except Exception as e:", "except (ValueError, KeyError) as e:", "except asyncio.CancelledError as e:"]))
        self.emit("    log(name, 'caught', type(e).__name__, e.args)")
        self.block(1, deep)
        if self.random() < 0.3:
            self.emit("    raise")

    def write_finally(self, deep, n):
        self.emit("try:")
        self.block(2, deep)
        self.emit("finally:")
        self.emit("    log(name, 'finally')")
        if self.random() < 0.5:
            self.emit("    await asyncio.sleep(0)")
            self.emit("    log(name, 'finally, later')")

    def write_for(self, deep, n):
        self.emit(f"for i in range({n % 4}):")
        self.block(2, deep)

    def write_agen(self, deep, n):
        self.emit(f"async for i in agen(name, {n % 4}):")
        self.block(1, deep)
        if self.random() < 0.3:
            self.emit(f"    if i == {n % 3}: break")

    def write_group(self, deep, n):
        self.emit("try:")
        self.depth += 1
        self.emit("async with asyncio.TaskGroup() as group:")
        self.depth += 1
        for _ in range(self.randint(1, 3)):
            self.emit(f"group.create_task({self.child()})")
        self.depth -= 1
        self.block(1, deep)
        self.depth -= 1
        self.emit("except* Exception as g: log(name, 'group', sorted(repr(e) for e in g.exceptions))")

    def write_timeout(self, deep, n):
        self.emit(f"async with asyncio.timeout({self.choice(('None', '100', '100'))}):")
        self.block(2, deep)

    def write_if(self, deep, n):
        self.emit(f"if {self.choice(('event.is_set()', 'queue.empty()', 'len(tasks) % 2', 'lock.locked()'))}:")
        self.block(2, deep)
        self.emit("else:")
        self.block(1, deep)

    def program(self):
        self.lines = PRELUDE.splitlines()
        for k in range(self.size // 2):
            name = f"work{k}"
            self.emit(f"async def {name}(name):")
            self.emit("    loop = asyncio.get_running_loop()")
            self.emit(f"    log(name, '{name} begins')")
            self.block(7, 2)
            self.emit(f"    log(name, '{name} ends')")
            self.emit(f"    return '{name}'")
            self.known.append(name)
        self.emit("async def notify(name):")
        self.emit("    async with condition: condition.notify(1); log(name, 'notifies')")
        self.emit("async def wait_condition(name):")
        self.emit("    async with condition: await condition.wait(); log(name, 'notified')")
        self.emit("async def main():")
        self.depth = 1
        self.emit("global lock, semaphore, event, queue, bounded, condition")
        self.emit("lock, semaphore, event, queue, bounded, condition = asyncio.Lock(), asyncio.Semaphore(2), asyncio.Event(), asyncio.Queue(), asyncio.Queue(1), asyncio.Condition()")
        self.emit("loop = asyncio.get_running_loop()")
        self.emit("loop.set_exception_handler(lambda loop, c: None)")
        for i in range(self.randint(2, 4)):
            self.emit(f"tasks.append(asyncio.create_task({self.choice(self.known)}('t{i}')))")
        self.emit("for turn in range(80): await asyncio.sleep(0)")
        self.emit("left = [t for t in asyncio.all_tasks() if t not in (asyncio.current_task(), top)]")
        self.emit("log('left', len(left))")
        self.emit("for t in sorted(left, key=lambda t: int(t.get_name().split('-')[1])): t.cancel()")
        self.emit("for turn in range(20): await asyncio.sleep(0)")
        self.emit("for t in tasks: log(t.get_name(), outcome(t))")
        self.emit("for f in futures: log(outcome(f))")
        self.depth = 0
        self.emit("async def limited():")
        self.emit("    global top")
        self.emit("    top = asyncio.current_task()")
        self.emit("    task = asyncio.create_task(main())")
        self.emit("    await asyncio.wait([task], timeout=5)")
        self.emit("    log('main', outcome(task))")
        self.emit("asyncio.run(limited())")
        return "\n".join(self.lines) + "\n"


def write(seed, size):
    return Writer(seed, size).program()


if __name__ == "__main__":
    sys.exit(random_programs.main(write))
