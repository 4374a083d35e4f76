from collections import deque
import heapq
graph = {"a": {"b": 4, "c": 1}, "b": {"d": 1}, "c": {"b": 2, "d": 5}, "d": {"e": 3}, "e": {}}
def bfs(start, goal):
    queue, seen = deque([[start]]), {start}
    while queue:
        path = queue.popleft()
        if path[-1] == goal: return path
        for n in graph[path[-1]]:
            if n not in seen:
                seen.add(n)
                queue.append(path + [n])
def dfs(node, seen=None):
    seen = [] if seen is None else seen
    seen.append(node)
    for n in graph[node]:
        if n not in seen: dfs(n, seen)
    return seen
def dijkstra(start):
    best, heap = {}, [(0, start, None)]
    while heap:
        cost, node, previous = heapq.heappop(heap)
        if node in best: continue
        best[node] = (cost, previous)
        for n, w in graph[node].items(): heapq.heappush(heap, (cost + w, n, node))
    return best
def topological():
    order, seen = [], set()
    def visit(n):
        if n in seen: return
        seen.add(n)
        for m in graph[n]: visit(m)
        order.append(n)
    for n in graph: visit(n)
    return order[::-1]
def paths(a, b):
    if a == b: yield [b]
    for n in graph[a]:
        for p in paths(n, b): yield [a] + p
print(bfs("a", "e"), dfs("a"), dijkstra("a"), topological(), sorted(paths("a", "d")), sep="\n")
# expect: ['a', 'b', 'd', 'e']
# expect: ['a', 'b', 'd', 'e', 'c']
# expect: {'a': (0, None), 'c': (1, 'a'), 'b': (3, 'c'), 'd': (4, 'b'), 'e': (7, 'd')}
# expect: ['a', 'c', 'b', 'd', 'e']
# expect: [['a', 'b', 'd'], ['a', 'c', 'b', 'd'], ['a', 'c', 'd']]
def components(edges):
    parent = {}
    def find(x):
        parent.setdefault(x, x)
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x
    for a, b in edges: parent[find(a)] = find(b)
    groups = {}
    for x in parent: groups.setdefault(find(x), []).append(x)
    return sorted(sorted(g) for g in groups.values())
print(components([(1, 2), (3, 4), (2, 5), (6, 6)]))  # expect: [[1, 2, 5], [3, 4], [6]]
