class Key:
    def __init__(self, v, h): self.v, self.h = v, h
    def __hash__(self):
        log.append(f"hash {self.v}")
        return self.h
    def __eq__(self, o):
        log.append(f"eq {self.v} {o.v}")
        return self.v == o.v
    def __repr__(self): return f"Key({self.v})"
log = []
d = {Key("a", 1): 1, Key("b", 1): 2}
print(d, log)  # expect: {Key(a): 1, Key(b): 2} ['hash a', 'hash b', 'eq a b']
log.clear()
print(d[Key("b", 1)], log)  # expect: 2 ['hash b', 'eq a b', 'eq b b']
log.clear()
k = Key("c", 2)
d[k] = 3
print(d[k], log)  # expect: 3 ['hash c', 'hash c']
log.clear()
d[Key("a", 1)] = "replaced"
print(d, [key.v for key in d])  # expect: {Key(a): 'replaced', Key(b): 2, Key(c): 3} ['a', 'b', 'c']
try:
    d[Key("z", 1)]
except KeyError as e:
    print(repr(e))  # expect: KeyError(Key(z))
class Evil:
    def __hash__(self): return 5
    def __eq__(self, o):
        evil.clear()
        return False
evil = {}
evil[Evil()] = 1
try:
    evil[Evil()] = 2
    print("survived", len(evil) >= 1)  # expect: survived True
except RuntimeError as e:
    print(e)
collide = {i << 64: i for i in range(200)}
print(len(collide), collide[100 << 64], sum(collide.values()))  # expect: 200 100 19900
same = {i * (2 ** 61 - 1): i for i in range(50)}
print(len(same), same[7 * (2 ** 61 - 1)], len({hash(k) for k in same}))  # expect: 50 7 1
strings = {f"key{i}": i for i in range(500)}
print(all(strings["key" + str(i)] == i for i in range(500)), strings.get("key500"))  # expect: True None
mixed = {1: "int", "1": "str", (1,): "tuple", 1.5: "float", None: "none", b"1": "bytes", frozenset([1]): "frozen"}
print(mixed[1.0], mixed["1"], mixed[(1,)], mixed[None], mixed[b"1"], mixed[frozenset([1])])
# expect: int str tuple none bytes frozen
