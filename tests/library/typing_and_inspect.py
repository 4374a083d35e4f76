import typing, inspect, types
def f(a, b: int = 2, *args: str, c, d=4, **kw) -> "float":
    "Doc of f.\n\n    indented"
print(inspect.signature(f), list(inspect.signature(f).parameters), inspect.getdoc(f), inspect.isfunction(f), inspect.signature(f).bind(1, c=3).arguments)
# expect: (a, b: int = 2, *args: str, c, d=4, **kw) -> 'float' ['a', 'b', 'args', 'c', 'd', 'kw'] Doc of f.
# expect:
# expect: indented True {'a': 1, 'c': 3}
print(inspect.signature(lambda x, /, y, *, z: 0), inspect.isclass(int), inspect.ismethod([].append), inspect.isgeneratorfunction(f), inspect.iscoroutinefunction(f))
# expect: (x, /, y, *, z) True False False False
class C(typing.NamedTuple):
    x: int
    y: str = "d"
print(C(1), C(1)._asdict(), C._field_defaults)  # expect: C(x=1, y='d') {'x': 1, 'y': 'd'} {'y': 'd'}
class T(typing.TypedDict):
    a: int
print(T(a=1), T.__annotations__, typing.Optional[int], typing.Union[int, str], typing.List[int], typing.Callable[[int], str], typing.Any)
# expect: {'a': 1} {'a': <class 'int'>} typing.Optional[int] typing.Union[int, str] typing.List[int] typing.Callable[[int], str] typing.Any
# expect 3.14: {'a': 1} {'a': <class 'int'>} int | None int | str typing.List[int] typing.Callable[[int], str] typing.Any
P = typing.TypeVar("P")
class G(typing.Generic[P]):
    pass
print(G[int], typing.get_type_hints(f)["b"], typing.cast(int, "x"), typing.get_args(dict[str, int]), typing.get_origin(list[int]))
# expect: __main__.G[int] <class 'int'> x (<class 'str'>, <class 'int'>) <class 'list'>
class Proto(typing.Protocol):
    def go(self): ...
print(typing.runtime_checkable(Proto) is Proto, typing.Literal["a"], typing.ClassVar[int], typing.TYPE_CHECKING)
# expect: True typing.Literal['a'] typing.ClassVar[int] False
print(types.FunctionType is type(f), types.MappingProxyType({"a": 1})["a"], isinstance((x for x in []), types.GeneratorType), types.new_class("N").__name__)
# expect: True 1 True N
