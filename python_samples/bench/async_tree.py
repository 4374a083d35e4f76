# run: args=2 timeout=60s
"""A tree of tasks, after pyperformance's async_tree: leaves that do nothing, wait, remember or compute."""
import asyncio
import math
import sys

LEVELS, BRANCHES = 6, 6


class Tree:
    async def leaf(self):
        return

    async def grow(self, level):
        if level == 0:
            return await self.leaf()
        await asyncio.gather(*[self.grow(level - 1) for _ in range(BRANCHES)])


class IOTree(Tree):
    async def leaf(self):
        await asyncio.sleep(0.001)


class MemoizationTree(Tree):
    def __init__(self):
        self.known, self.asked = {}, 0

    async def leaf(self):
        self.asked += 1
        key = self.asked * 7919 % 100
        if key < 90 and key in self.known:
            return self.known[key]
        self.known[key] = True
        await asyncio.sleep(0.001)


class MixedTree(Tree):
    def __init__(self):
        self.asked = 0

    async def leaf(self):
        self.asked += 1
        if self.asked % 2:
            return math.factorial(500)
        await asyncio.sleep(0.001)


levels = int(sys.argv[1]) if len(sys.argv) > 1 else LEVELS
kinds = [Tree, IOTree, MemoizationTree, MixedTree]
if len(sys.argv) > 2:
    kinds = [k for k in kinds if k.__name__ == sys.argv[2]]
for kind in kinds:
    tree = kind()
    asyncio.run(tree.grow(levels))
print("async_tree", len(kinds), BRANCHES**levels)  # expect: async_tree 4 36
