import asyncio
async def agen():
    try:
        for i in range(10):
            yield i
            await asyncio.sleep(0)
    finally:
        await asyncio.sleep(0)
        print("closed")
async def main():
    async for x in agen():
        if x == 2: break
    print("broke out")
    await asyncio.sleep(0.01)
    g = agen()
    print(await anext(g))
    await g.aclose()
    kept.append(agen())
    print(await anext(kept[0]))
    print([x async for x in agen() if x % 5 == 0])
kept = []
asyncio.run(main())
# expect lines: broke out | closed | 0 | closed | 0 | closed | [0, 5] | closed
print("end")  # expect: end
