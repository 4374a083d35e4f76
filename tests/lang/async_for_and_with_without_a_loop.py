def run(coro):
    try:
        while True:
            coro.send(None)
    except StopIteration as e:
        return e.value
class Range:
    def __init__(self, n):
        self.i, self.n = 0, n
    def __aiter__(self):
        return self
    async def __anext__(self):
        if self.i == self.n:
            raise StopAsyncIteration
        self.i += 1
        return self.i
class Manager:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow
    async def __aenter__(self):
        print("aenter", self.name)
        return self.name
    async def __aexit__(self, kind, value, tb):
        print("aexit", self.name, kind and kind.__name__)
        return self.swallow
async def main():
    async for i in Range(3):
        if i == 2:
            continue
        print(i)
    else:
        print("else")
    async with Manager("a") as a, Manager("b", True) as b:
        print(a, b)
        raise ValueError
    print([i async for i in Range(4) if i % 2], {i: i async for i in Range(2)}, {i async for i in Range(2)})
    g = (i * 2 async for i in Range(3))
    print(type(g).__name__, [x async for x in g])
    print([await value(i) for i in range(3)])
    try:
        async with Manager("c"):
            return "returned"
    finally:
        print("finally")
async def value(i):
    return i * i
print(run(main()))
# expect: 1
# expect: 3
# expect: else
# expect: aenter a
# expect: aenter b
# expect: a b
# expect: aexit b ValueError
# expect: aexit a None
# expect: [1, 3] {1: 1, 2: 2} {1, 2}
# expect: async_generator [2, 4, 6]
# expect: [0, 1, 4]
# expect: aenter c
# expect: aexit c None
# expect: finally
# expect: returned
async def errors():
    for make in (lambda: Range, lambda: [1]):
        try:
            async for x in make():
                pass
        except TypeError as e:
            print(e)
    class BadAnext:
        def __aiter__(self):
            return self
        def __anext__(self):
            return 5
    try:
        async for x in BadAnext():
            pass
    except TypeError as e:
        print(e)
run(errors())
# expect: 'async for' requires an object with __aiter__ method, got type
# expect: 'async for' requires an object with __aiter__ method, got list
# expect: 'async for' received an invalid object from __anext__: int
