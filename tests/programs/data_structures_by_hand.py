class Node:
    def __init__(self, value, next=None): self.value, self.next = value, next
class LinkedList:
    def __init__(self, items=()):
        self.head = None
        for x in reversed(list(items)): self.head = Node(x, self.head)
    def __iter__(self):
        n = self.head
        while n:
            yield n.value
            n = n.next
    def __len__(self): return sum(1 for _ in self)
    def __getitem__(self, i):
        for k, v in enumerate(self):
            if k == i: return v
        raise IndexError("linked list index out of range")
    def reverse(self):
        previous, n = None, self.head
        while n: n.next, previous, n = previous, n, n.next
        self.head = previous
    def __repr__(self): return " -> ".join(map(str, self)) or "empty"
    def __contains__(self, x): return any(x == y for y in self)
l = LinkedList("abcd")
l.reverse()
print(l, len(l), l[1], "c" in l, list(l), LinkedList(), bool(LinkedList()))
# expect: d -> c -> b -> a 4 c True ['d', 'c', 'b', 'a'] empty False
try: l[9]
except IndexError as e: print(e)  # expect: linked list index out of range
class Tree:
    def __init__(self): self.root = None
    class _Node:
        __slots__ = ("key", "left", "right")
        def __init__(self, key): self.key, self.left, self.right = key, None, None
    def insert(self, key):
        if not self.root: self.root = self._Node(key); return
        n = self.root
        while True:
            side = "left" if key < n.key else "right"
            child = getattr(n, side)
            if child is None:
                setattr(n, side, self._Node(key))
                return
            n = child
    def __iter__(self):
        def walk(n):
            if n:
                yield from walk(n.left)
                yield n.key
                yield from walk(n.right)
        return walk(self.root)
    def depth(self):
        def d(n): return 0 if n is None else 1 + max(d(n.left), d(n.right))
        return d(self.root)
t = Tree()
for k in [50, 30, 70, 20, 40, 60, 80, 10]: t.insert(k)
print(list(t), t.depth(), max(t), 40 in t)  # expect: [10, 20, 30, 40, 50, 60, 70, 80] 4 80 True
class Stack(list):
    push = list.append
    def peek(self): return self[-1]
s = Stack()
for c in "([{": s.push(c)
print(s.peek(), s.pop(), s)  # expect: { { ['(', '[']
def balanced(text):
    stack = []
    for c in text:
        if c in "([{": stack.append(c)
        elif c in ")]}" and (not stack or "([{".index(stack.pop()) != ")]}".index(c)): return False
    return not stack
print([balanced(x) for x in ("([]{})", "([)]", "((", "", ")")])  # expect: [True, False, False, True, False]
class LRU:
    def __init__(self, n): self.n, self.d = n, {}
    def get(self, k):
        if k not in self.d: return None
        self.d[k] = v = self.d.pop(k)
        return v
    def put(self, k, v):
        self.d.pop(k, None)
        self.d[k] = v
        if len(self.d) > self.n: del self.d[next(iter(self.d))]
c = LRU(2)
c.put("a", 1); c.put("b", 2); c.get("a"); c.put("c", 3)
print(c.d, c.get("b"))  # expect: {'a': 1, 'c': 3} None
class Matrix:
    def __init__(self, rows): self.rows = [list(r) for r in rows]
    def __matmul__(self, o): return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])
    def __add__(self, o): return Matrix([[a + b for a, b in zip(r, s)] for r, s in zip(self.rows, o.rows)])
    def __mul__(self, k): return Matrix([[a * k for a in r] for r in self.rows])
    __rmul__ = __mul__
    def __eq__(self, o): return self.rows == o.rows
    def __getitem__(self, ij): return self.rows[ij[0]][ij[1]]
    def __setitem__(self, ij, v): self.rows[ij[0]][ij[1]] = v
    def __repr__(self): return f"Matrix({self.rows})"
    @property
    def T(self): return Matrix(zip(*self.rows))
m = Matrix([[1, 2], [3, 4]])
m[0, 1] = 5
print(m @ m, m + m == 2 * m, m.T, m[1, 0])  # expect: Matrix([[16, 25], [15, 31]]) True Matrix([[1, 3], [5, 4]]) 3
