class E:
    def __init__(self, v): self.v = v
    def __eq__(self, o):
        if not isinstance(o, E): return NotImplemented
        return self.v == o.v
class H(E):
    def __hash__(self): return hash(self.v)
print(E(1) == E(1), E(1) != E(2), E(1) == 1, 1 == E(1), E.__hash__)  # expect: True True False False None
try:
    hash(E(1))
except TypeError as e:
    print(e)  # expect: unhashable type: 'E'
print(len({H(1), H(1), H(2)}), {H(1): "a"}[H(1)], H(3) in [H(3)])  # expect: 2 a True
class NeverEqual:
    def __eq__(self, o): return False
n = NeverEqual()
print(n in [n], [n] == [n], n == n, [n].index(n), [n].count(n))  # expect: True True False 0 1
class Truthy:
    def __eq__(self, o): return "truthy"
    def __ne__(self, o): return []
print(Truthy() == 1, Truthy() != 1, Truthy() in [5])  # expect: truthy [] True
class BadHash:
    def __hash__(self): return "x"
try:
    hash(BadHash())
except TypeError as e:
    print(e)  # expect: __hash__ method should return an integer
class Raises:
    def __eq__(self, o): raise ValueError("in eq")
    def __hash__(self): return 1
try:
    {1: 1}[Raises()]
except ValueError as e:
    print(e)  # expect: in eq
print(hash(1) == hash(1.0) == hash(True), hash(2**61 - 1), hash(-1), hash(0.5), hash(2**100), hash(-2**70), hash(1e300))
# expect: True 0 -2 1152921504606846976 549755813888 -512 1224995262755759164
print(hash(float("inf")), hash(float("-inf")), hash(1+2j), hash(1+0j), hash(10**30 / 1))
# expect: 314159 -314159 2000007 1 465278570183583362
print(hash((1, 2, 3)) == hash((1, 2, 3)), hash(()) == hash(()), hash("a") == hash("a"), hash(b"a") == hash("a"))
# expect: True True True True
print(hash(frozenset([1, 2])) == hash(frozenset([2, 1])), hash(None) == hash(None), hash(range(3)) == hash(range(0, 3, 1)))
# expect: True True True
class Big:
    def __hash__(self): return 2**100
print(hash(Big()) == hash(2**100))  # expect: True
