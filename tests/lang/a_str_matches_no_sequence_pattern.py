import collections.abc
class Own(collections.abc.Sequence):
    def __len__(self): return 2
    def __getitem__(self, i): return (5, 6)[i]
class Registered:
    def __len__(self): return 1
    def __getitem__(self, i): return (7,)[i]
collections.abc.Sequence.register(Registered)
def what(x):
    match x:
        case [*items]: return items
        case {**rest}: return rest
        case _: return type(x).__name__
print([what(x) for x in ("ab", b"ab", bytearray(b"ab"), Own(), Registered(), {1: 2}, range(2))])
# expect: ['str', 'bytes', 'bytearray', [5, 6], [7], {1: 2}, [0, 1]]
