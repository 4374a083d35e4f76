from collections.abc import Iterable, Sequence, Mapping, Hashable, Callable, Iterator, Sized, Container, MutableSequence, Set, Generator
import numbers
print(isinstance([], Iterable), isinstance([], Sequence), isinstance({}, Mapping), isinstance([], Hashable), isinstance(len, Callable), isinstance(iter([]), Iterator), isinstance(5, Sized))
# expect: True True True False True True False
print(isinstance((x for x in []), Generator), isinstance("a", Sequence), isinstance({1}, Set), isinstance([], MutableSequence), issubclass(tuple, Sequence), isinstance(5, numbers.Integral), isinstance(1.5, numbers.Real))
# expect: True True True True True True True
class Duck:
    def __len__(self): return 0
    def __iter__(self): return iter([])
    def __contains__(self, x): return False
print(isinstance(Duck(), Sized), isinstance(Duck(), Iterable), isinstance(Duck(), Container), isinstance(Duck(), Sequence))
# expect: True True True False
from abc import ABC, abstractmethod
class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...
    def describe(self): return f"{self.name} {self.area()}"
def error(f):
    try: print(f())
    except TypeError as e: print(e)
error(Shape)
# expect: Can't instantiate abstract class Shape without an implementation for abstract methods 'area', 'name'
class Half(Shape):
    def area(self): return 1
error(Half)  # expect: Can't instantiate abstract class Half without an implementation for abstract method 'name'
class Square(Half):
    name = "square"
print(Square().describe(), Shape.__abstractmethods__ == {"area", "name"}, Square.__abstractmethods__)
# expect: square 1 True frozenset()
@Sequence.register
class Registered: pass
print(isinstance(Registered(), Sequence), issubclass(Registered, Sequence), Sequence in Registered.__mro__)
# expect: True True False
error(lambda: isinstance(5, "int"))  # expect: isinstance() arg 2 must be a type, a tuple of types, or a union
error(lambda: issubclass(5, int))  # expect: issubclass() arg 1 must be a class
error(lambda: isinstance(5, (int, "x")) and isinstance("s", (int, "x")))
# expect: isinstance() arg 2 must be a type, a tuple of types, or a union
error(lambda: issubclass(int, 5))  # expect: issubclass() arg 2 must be a class, a tuple of classes, or a union
print(isinstance(5, (str, (float, int))), issubclass(bool, (str, int)), isinstance(True, int), isinstance(type, type), isinstance(int, object))
# expect: True True True True True
class Countable(Sequence):
    def __getitem__(self, i):
        if i >= 3: raise IndexError(i)
        return i * 10
    def __len__(self): return 3
c = Countable()
print(list(c), 20 in c, c.index(10), c.count(0), list(reversed(c)))  # expect: [0, 10, 20] True 1 1 [20, 10, 0]
