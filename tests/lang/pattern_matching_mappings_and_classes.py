class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y):
        self.x, self.y = x, y
class Color:
    RED = "red"
def m(v):
    match v:
        case {"type": "circle", "r": r}:
            return f"circle {r}"
        case {"type": t, **rest}:
            return f"{t} {rest}"
        case {}:
            return "mapping"
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=yy):
            return f"y axis {yy}"
        case Point(a, b):
            return f"point {a} {b}"
        case Color.RED:
            return "red"
        case int(n) if n > 100:
            return f"big {n}"
        case int() | float():
            return "number"
        case [Point(x=a), Point(y=b)]:
            return f"points {a} {b}"
        case str(s):
            return f"str {s}"
        case bool:
            return "captured"
for v in ({"type": "circle", "r": 2}, {"type": "sq", "a": 1, "b": 2}, {}, {"z": 1}, Point(0, 0), Point(0, 5), Point(1, 2),
          "red", 500, 5, 2.5, True, [Point(1, 2), Point(3, 4)], "abc", None):
    print(m(v))
# expect: circle 2
# expect: sq {'a': 1, 'b': 2}
# expect: mapping
# expect: mapping
# expect: origin
# expect: y axis 5
# expect: point 1 2
# expect: red
# expect: big 500
# expect: number
# expect: number
# expect: number
# expect: points 1 4
# expect: str abc
# expect: captured
class NoArgs:
    pass
def error(f):
    try:
        f()
    except TypeError as e:
        print(e)
def f1():
    match NoArgs():
        case NoArgs(1):
            pass
def f2():
    match Point(1, 2):
        case Point(1, 2, 3):
            pass
def f3():
    match 1:
        case int(1, 2):
            pass
def f4():
    match Point(1, 2):
        case Point(1, x=2):
            pass
for f in (f1, f2, f3, f4):
    error(f)
# expect: NoArgs() accepts 0 positional sub-patterns (1 given)
# expect: Point() accepts 2 positional sub-patterns (3 given)
# expect: int() accepts 1 positional sub-pattern (2 given)
# expect: Point() got multiple sub-patterns for attribute 'x'
from collections import defaultdict
match defaultdict(int):
    case {"a": _}:
        print("made")
    case _:
        print("missing key is not made")  # expect: missing key is not made
match {"a": {"b": [1, {"c": "deep"}]}}:
    case {"a": {"b": [1, {"c": found}]}}:
        print(found)  # expect: deep
match {1: "one", None: "none", "k": 5}:
    case {1: a, None: b, **rest}:
        print(a, b, rest)  # expect: one none {'k': 5}
