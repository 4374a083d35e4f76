class C:
    def __len__(self): return 3
    def __str__(self): return "str of C"
c = C()
c.__len__ = lambda: 99
c.__str__ = lambda: "instance"
print(len(c), str(c), c.__len__())  # expect: 3 str of C 99
class D:
    def __call__(self, x): return x + 1
    def __contains__(self, x): return x == "in"
    def __bool__(self): return False
    def __int__(self): return 7
    def __float__(self): return 1.5
    def __complex__(self): return 2j
    def __index__(self): return 3
    def __bytes__(self): return b"bytes"
    def __format__(self, spec): return f"<{spec}>"
    def __repr__(self): return "D()"
    def __reversed__(self): return "reversed"
    def __iter__(self): return iter("iter")
    def __length_hint__(self): return 10
    def __trunc__(self): return 4
    def __floor__(self): return 5
    def __ceil__(self): return 6
d = D()
print(d(1), "in" in d, bool(d), int(d), float(d), complex(d), hex(d), bytes(d), f"{d:spec} {d!r}", reversed(d), list(d))
# expect: 2 True False 7 1.5 2j 0x3 b'bytes' <spec> D() reversed ['i', 't', 'e', 'r']
print(str(d), "%s %r" % (d, d), "{} {:x}".format(d, d), [d], {d: 1}.__class__.__name__)
# expect: D() D() D() <> <x> [D()] dict
import math, operator
print(math.floor(d), math.ceil(d), operator.index(d), operator.length_hint(d))  # expect: 5 6 3 10
def error(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class Bad:
    def __len__(self): return -1
    def __str__(self): return 5
    def __repr__(self): return None
    def __bool__(self): return "x"
    def __int__(self): return "s"
    def __index__(self): return 1.5
    def __iter__(self): return 1
    def __contains__(self, x): return "truthy"
    def __float__(self): return 1
    def __format__(self, s): return 5
    def __hash__(self): return 1.5
    def __bytes__(self): return "s"
b = Bad()
error(lambda: len(b)); error(lambda: str(b)); error(lambda: repr(b)); error(lambda: bool(b)); error(lambda: int(b))
# expect: ValueError __len__() should return >= 0
# expect: TypeError __str__ returned non-string (type int)
# expect: TypeError __repr__ returned non-string (type NoneType)
# expect: TypeError __bool__ should return bool, returned str
# expect: TypeError __int__ returned non-int (type str)
error(lambda: [1][b]); error(lambda: list(b)); error(lambda: 5 in b); error(lambda: float(b)); error(lambda: format(b))
# expect: TypeError __index__ returned non-int (type float)
# expect: TypeError iter() returned non-iterator of type 'int'
# expect: True
# expect: TypeError Bad.__float__ returned non-float (type int)
# expect: TypeError __format__ must return a str, not int
error(lambda: hash(b)); error(lambda: bytes(b))
# expect lines: TypeError __hash__ method should return an integer | TypeError __bytes__ returned non-bytes (type str)
class NoneLen:
    def __len__(self): return "3"
error(lambda: len(NoneLen()))  # expect: TypeError 'str' object cannot be interpreted as an integer
class Huge:
    def __len__(self): return 2**100
error(lambda: len(Huge()))  # expect: OverflowError cannot fit 'int' into an index-sized integer
class Item:
    def __getitem__(self, k): return ("get", k)
    def __missing__(self, k): return "never"
print(Item()["a"])  # expect: ('get', 'a')
