def chain(*iterables):
    for it in iterables:
        got = yield from it
    return sum(x * x for x in got)


async def fetch(session, urls):
    async with session:
        return [await session.get(u) async for u in urls if u]


async def ticks():
    yield 1
