class Base:
    registry = []
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.registry.append((cls.__name__, tag))
class A(Base, tag="a"): pass
class B(A): pass
print(Base.registry)  # expect: [('A', 'a'), ('B', None)]
class Field:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = "_" + name
    def __get__(self, obj, owner=None):
        return self if obj is None else getattr(obj, self.name, "unset")
    def __set__(self, obj, value):
        setattr(obj, self.name, value)
class Model:
    x = Field()
    y = Field()
# expect lines: set_name Model x | set_name Model y
m = Model()
print(m.x, isinstance(Model.x, Field))  # expect: unset True
m.x = 5
print(m.x, vars(m))  # expect: 5 {'_x': 5}
try:
    class C(Base, unknown=1): pass
except TypeError as e:
    print(e)  # expect: C.__init_subclass__() takes no keyword arguments
class D:
    def __class_getitem__(cls, item): return f"{cls.__name__}[{item}]"
print(D[int], D[1, 2])  # expect: D[<class 'int'>] D[(1, 2)]
class Bad:
    def __set_name__(self, owner, name): raise ValueError("in set_name")
try:
    class E:
        attr = Bad()
except Exception as e:
    print(type(e).__name__, e, getattr(e, "__notes__", None))
    # expect: ValueError in set_name ["Error calling __set_name__ on 'Bad' instance 'attr' in 'E'"]
class P:
    def __init_subclass__(cls): cls.made = True
class Q(P): pass
print(Q.made, hasattr(P, "made"))  # expect: True False
print(list[int], dict[str, int], tuple[int, ...], type(list[int]).__name__, list[int].__origin__, list[int].__args__)
# expect: list[int] dict[str, int] tuple[int, ...] GenericAlias <class 'list'> (<class 'int'>,)
print(int | str, int | None, isinstance(5, int | str), (int | str).__args__)
# expect: int | str int | None True (<class 'int'>, <class 'str'>)
