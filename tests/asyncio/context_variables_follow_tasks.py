import asyncio, contextvars
v = contextvars.ContextVar("v", default="default")
async def child(name):
    print(name, v.get())
    v.set(name)
    await asyncio.sleep(0)
    return v.get()
async def main():
    v.set("main")
    print(await asyncio.gather(child("a"), child("b")), v.get())
    token = v.set("temporary")
    v.reset(token)
    print(v.get(), token.var is v)
    ctx = contextvars.copy_context()
    ctx.run(v.set, "in ctx")
    print(ctx[v], v.get(), await asyncio.to_thread(v.get))
    asyncio.get_running_loop().call_soon(lambda: print("callback", v.get()))
    v.set("changed later")
    await asyncio.sleep(0)
asyncio.run(main())
# expect lines: a main | b main | ['a', 'b'] main | main True | in ctx main main | callback main
print(v.get())  # expect: default
try: contextvars.ContextVar("x").get()
except LookupError as e: print(type(e).__name__)  # expect: LookupError
