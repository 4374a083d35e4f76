# run: args=8 timeout=60s
"""Allocation: binary trees of small objects built, walked and dropped."""
import sys


class Node:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left, self.right = left, right


def make(depth):
    if depth == 0:
        return Node(None, None)
    return Node(make(depth - 1), make(depth - 1))


def check(node):
    if node.left is None:
        return 1
    return 1 + check(node.left) + check(node.right)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 16
kept = make(n)
total = 0
for depth in range(4, n, 2):
    for _ in range(1 << (n - depth)):
        total += check(make(depth))
print("trees", total, check(kept))  # expect: trees 1004 511
