print(0 or "default", "" and 1, [] or {} or (), 1 and 2 and 3)  # expect: default  () 3
print(None or 0, 0 and None, not 0, not [0])  # expect: 0 0 True False
calls = []
def f(name, value):
    calls.append(name)
    return value
print(f("a", 0) and f("b", 1) or f("c", 2))  # expect: 2
print(calls)  # expect: ['a', 'c']
print((f("x", 1) or f("y", 2)) and f("z", 3))  # expect: 3
print(calls)  # expect: ['a', 'c', 'x', 'z']
class Truth:
    def __init__(self, value):
        self.value = value
    def __bool__(self):
        print("bool", self.value)
        return self.value
    def __repr__(self):
        return f"Truth({self.value})"
print(Truth(False) or Truth(True))
# expect lines: bool False | Truth(True)
print(Truth(True) and Truth(False))
# expect lines: bool True | Truth(False)
if not Truth(False):
    print("negated")
# expect lines: bool False | negated
class Sized:
    def __len__(self):
        return 0
print(bool(Sized()), bool(object()))  # expect: False True
class Bad:
    def __bool__(self):
        return 1
try:
    bool(Bad())
except TypeError as e:
    print(e)  # expect: __bool__ should return bool, returned int
print("yes" if [] else "no", "a" if "" else "b" if 0 else "c")  # expect: no c
