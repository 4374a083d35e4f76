# only pyish: top-level await in a script, as in a notebook
import asyncio
async def value(v):
    await asyncio.sleep(0)
    return v
print(await value(1))  # expect: 1
print(await asyncio.gather(value(2), value(3)))  # expect: [2, 3]
t = asyncio.create_task(value(4))
print(t.done(), await t)  # expect: False 4
async def agen():
    for i in range(2): yield i
async for i in agen():
    print(i)
# expect lines: 0 | 1
print([x async for x in agen()])  # expect: [0, 1]
class M:
    async def __aenter__(self): return "entered"
    async def __aexit__(self, *a): print("left")
async with M() as m:
    print(m)  # expect: entered
# expect: left
print(asyncio.run(value(5)))  # expect: 5
