from enum import Enum, IntEnum, Flag, auto, unique
from dataclasses import dataclass, field, asdict, astuple, replace, fields
class Color(Enum):
    RED = 1
    GREEN = auto()
    ALIAS = 1
    def describe(self): return self.name.lower()
print(Color.RED, repr(Color.GREEN), Color(1), Color["RED"], Color.ALIAS is Color.RED, list(Color), Color.RED.describe(), Color.GREEN.value, len(Color), Color.RED in Color, isinstance(Color.RED, Color))
# expect: Color.RED <Color.GREEN: 2> Color.RED Color.RED True [<Color.RED: 1>, <Color.GREEN: 2>] red 2 2 True True
class Level(IntEnum):
    LOW = 1
    HIGH = 10
print(Level.LOW < Level.HIGH, Level.HIGH + 1, sorted([Level.HIGH, Level.LOW]), f"{Level.LOW}")
# expect: True 11 [<Level.LOW: 1>, <Level.HIGH: 10>] 1
class Perm(Flag):
    R = auto(); W = auto(); X = auto()
print(Perm.R | Perm.W, Perm.R in (Perm.R | Perm.X), (Perm.R | Perm.W).value, ~Perm.R & Perm.W)
# expect: Perm.R|W True 3 Perm.W
try:
    Color(99)
except ValueError as e:
    print(e)  # expect: 99 is not a valid Color
try:
    Color.RED = 5
except AttributeError as e:
    print(e)  # expect: cannot reassign member 'RED'
@dataclass
class P:
    x: int
    y: int = 2
    tags: list = field(default_factory=list, repr=False)
    def total(self): return self.x + self.y
p = P(1)
print(p, p == P(1), p.total(), asdict(p), astuple(p), replace(p, x=9), [f.name for f in fields(p)], p.tags is not P(1).tags)
# expect: P(x=1, y=2) True 3 {'x': 1, 'y': 2, 'tags': []} (1, 2, []) P(x=9, y=2) ['x', 'y', 'tags'] True
@dataclass(frozen=True, order=True)
class F:
    a: int
    b: str = "x"
print(F(1) < F(2), hash(F(1)) == hash(F(1)), {F(1): "v"}[F(1)], sorted([F(2), F(1)]))
# expect: True True v [F(a=1, b='x'), F(a=2, b='x')]
try:
    F(1).a = 5
except AttributeError as e:
    print(type(e).__name__, e)  # expect: FrozenInstanceError cannot assign to field 'a'
@dataclass(kw_only=True, slots=True)
class K:
    a: int = 1
    def __post_init__(self): self.a *= 2
print(K(a=5), hasattr(K(), "__dict__"))  # expect: K(a=10) False
try:
    P()
except TypeError as e:
    print(e)  # expect: P.__init__() missing 1 required positional argument: 'x'
