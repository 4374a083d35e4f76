type Alias = list[int]
print(Alias, Alias.__name__, Alias.__value__, type(Alias).__name__)  # expect: Alias Alias list[int] TypeAliasType
type Recursive = dict[str, Recursive] | None
print(Recursive.__value__)  # expect: dict[str, Recursive] | None
type Lazy = undefined_name
try:
    Lazy.__value__
except NameError as e:
    print(e)  # expect: name 'undefined_name' is not defined
def first[T](items: list[T]) -> T:
    return items[0]
print(first([1, 2]), first.__type_params__, type(first.__type_params__[0]).__name__)  # expect: 1 (T,) TypeVar
class Box[T]:
    def __init__(self, v): self.v = v
    def get(self) -> T: return self.v
print(Box(5).get(), Box.__type_params__, Box[int], Box.__mro__[1].__name__)
# expect: 5 (T,) __main__.Box[int] Generic
class Two[K, *Vs, **P]: pass
print(Two.__type_params__)  # expect: (K, Vs, P)
def bounded[T: int, U: (str, bytes)](x: T, y: U): pass
t, u = bounded.__type_params__
print(t.__bound__, u.__constraints__, t.__name__)  # expect: <class 'int'> (<class 'str'>, <class 'bytes'>) T
type Pair[A, B] = tuple[A, B]
print(Pair[int, str], Pair.__type_params__)  # expect: Pair[int, str] (A, B)
