# only pyish: top-level await in a script, as in a notebook; CPython calls it a SyntaxError
"""A script may await at its top level: the module itself runs as a coroutine."""
import asyncio


async def greet(name):
    await asyncio.sleep(0)
    return f"hello, {name}"


print(await greet("world"))  # expect: hello, world
print(await asyncio.gather(greet("a"), greet("b")))  # expect: ['hello, a', 'hello, b']
