import copy, pickle
class A:
    def __init__(self, v): self.v, self.items = v, [v]
    def __eq__(self, o): return self.__dict__ == o.__dict__
a = A(1)
b, c = copy.copy(a), copy.deepcopy(a)
print(b == a, b.items is a.items, c == a, c.items is a.items)  # expect: True True True False
l = [1, [2]]
l.append(l)
d = copy.deepcopy(l)
print(d[2] is d, d[1] is l[1], copy.copy((1, 2)), copy.deepcopy({"a": {1, 2}}))
# expect: True False (1, 2) {'a': {1, 2}}
class B:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo): return "deep"
print(copy.copy(B()), copy.deepcopy([B()]))  # expect: copied ['deep']
data = [1, "a", None, 2.5, (1, 2), {"k": [1]}, {1, 2}, b"x", 2 ** 100, True, 1j]
for protocol in (0, 2, 5):
    print(pickle.loads(pickle.dumps(data, protocol)) == data)
# expect lines: True | True | True
print(pickle.loads(pickle.dumps(a)) == a, pickle.loads(pickle.dumps(len)) is len, pickle.loads(pickle.dumps(A)) is A)
# expect: True True True
try:
    pickle.dumps(lambda: 1)
except Exception as e:
    print(type(e).__name__)  # expect: PicklingError
