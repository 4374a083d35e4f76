print(True + 1, True * 5, False - 1, True == 1, isinstance(True, int), int(True), float(False))
# expect: 2 5 -1 True True 1 0.0
print(str(True), repr(False), bool("False"), bool(""), bool([]), bool([0]), bool(None), bool(0.0), bool(0j), bool(range(0)), bool())
# expect: True False True False False True False False False False False
print([False, True][True], "ab"[False], sum([True, True, False]), {True: "a", 1: "b"}, {1, True, 1.0}, True < 2, sorted([True, 0, 2]))
# expect: True a 2 {True: 'b'} {1} True [0, True, 2]
print(True & False, True | False, True ^ True, not True, -True, +True, True / 2, True // 1, True ** 2, divmod(True, 1))
# expect: False True False False -1 1 0.5 1 1 (1, 0)
print(type(True + True).__name__, type(True & True).__name__, bool.__mro__, hash(True), True.__class__, f"{True} {True:d} {True:>6}")
# expect: int bool (<class 'bool'>, <class 'int'>, <class 'object'>) 1 <class 'bool'> True 1      1
print(isinstance(1, bool), issubclass(bool, int), True.real, True.bit_length(), (True).to_bytes(1, "big"), str(True).lower())
# expect: False True 1 1 b'\x01' true
try:
    bool(1, 2)
except TypeError as e:
    print(e)  # expect: bool expected at most 1 argument, got 2
try:
    bool(x=1)
except TypeError as e:
    print(e)  # expect: bool() takes no keyword arguments
print(any([0, "", 5]), all([1, "a", []]), any([]), all([]), all([[]]), any({0: 1}))
# expect: True False False True False False
