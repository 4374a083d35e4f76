# run: options="--switch 50" gil=on
# only pyish: --switch 50; CPython would not switch in so short a run
"""Coroutines switch where they say so, threads anywhere: the same two workers both ways."""
import asyncio
import threading


def runs(log):
    """How often the worker changes in the log."""
    return sum(a != b for a, b in zip(log, log[1:]))


async def cooperative(name, log):
    for i in range(200):
        log.append(name)
        if i % 100 == 99:
            await asyncio.sleep(0)


def preemptive(name, log):
    for i in range(200):
        log.append(name)


async def coroutines():
    log = []
    await asyncio.gather(cooperative("a", log), cooperative("b", log))
    return log


log = asyncio.run(coroutines())
print("coroutines change places", runs(log), "times, at the awaits only")
# expect: coroutines change places 3 times, at the awaits only

log = []
threads = [threading.Thread(target=preemptive, args=(name, log)) for name in "ab"]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("threads change places more often:", runs(log) > 3)  # expect: threads change places more often: True
print("nothing is lost:", log.count("a"), log.count("b"))  # expect: nothing is lost: 200 200
