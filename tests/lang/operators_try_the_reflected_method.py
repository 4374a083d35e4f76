class A:
    def __add__(self, o): print("A.add"); return NotImplemented
    def __radd__(self, o): return f"A.radd({o!r})"
    def __eq__(self, o): print("A.eq"); return NotImplemented
    __hash__ = None
class B:
    def __radd__(self, o): return "B.radd"
    def __rsub__(self, o): return "B.rsub"
print(A() + B(), 1 + A(), [] + A())
# expect lines: A.add | B.radd A.radd(1) A.radd([])
class Sub(A):
    def __radd__(self, o): return "Sub.radd first"
print(A() + Sub())  # expect: Sub.radd first
print(A() == A(), A() != A())
# expect lines: A.eq | A.eq | A.eq | A.eq | False True
def error(f):
    try: print(f())
    except TypeError as e: print(e)
error(lambda: A() + 1)
# expect lines: A.add | unsupported operand type(s) for +: 'A' and 'int'
error(lambda: object() + object())  # expect: unsupported operand type(s) for +: 'object' and 'object'
error(lambda: 1 + "a")  # expect: unsupported operand type(s) for +: 'int' and 'str'
error(lambda: "a" + 1)  # expect: can only concatenate str (not "int") to str
error(lambda: [] + ())  # expect: can only concatenate list (not "tuple") to list
error(lambda: {} | 1)  # expect: unsupported operand type(s) for |: 'dict' and 'int'
error(lambda: 1 @ 2)  # expect: unsupported operand type(s) for @: 'int' and 'int'
error(lambda: -"a")  # expect: bad operand type for unary -: 'str'
error(lambda: ~1.5)  # expect: bad operand type for unary ~: 'float'
error(lambda: +[])  # expect: bad operand type for unary +: 'list'
error(lambda: 1 < "a")  # expect: '<' not supported between instances of 'int' and 'str'
error(lambda: [] >= 1)  # expect: '>=' not supported between instances of 'list' and 'int'
error(lambda: object() < object())  # expect: '<' not supported between instances of 'object' and 'object'
error(lambda: None > 1)  # expect: '>' not supported between instances of 'NoneType' and 'int'
error(lambda: 2 ** "x")  # expect: unsupported operand type(s) for ** or pow(): 'int' and 'str'
error(lambda: pow(2, "x", 3))  # expect: unsupported operand type(s) for ** or pow(): 'int', 'str', 'int'
error(lambda: "a" * "b")  # expect: can't multiply sequence by non-int of type 'str'
error(lambda: [1] * 1.5)  # expect: can't multiply sequence by non-int of type 'float'
error(lambda: divmod("a", 1))  # expect: unsupported operand type(s) for divmod(): 'str' and 'int'
error(lambda: 1 << 1.0)  # expect: unsupported operand type(s) for <<: 'int' and 'float'
error(lambda: {} < {})  # expect: '<' not supported between instances of 'dict' and 'dict'
class All:
    def __init__(self, log): self.log = log
for name in ("add sub mul truediv floordiv mod matmul pow lshift rshift and or xor".split()):
    def make(name):
        def f(self, o): return name
        return f
    setattr(All, f"__{name}__", make(name))
    setattr(All, f"__r{name}__", make("r" + name))
    setattr(All, f"__i{name}__", make("i" + name))
x = All(0)
print(x + 1, x - 1, x * 1, x / 1, x // 1, x % 1, x @ 1, x ** 1, x << 1, x >> 1, x & 1, x | 1, x ^ 1)
# expect: add sub mul truediv floordiv mod matmul pow lshift rshift and or xor
print(1 + x, 1 - x, 1 * x, 1 / x, 1 // x, 1 % x, 1 @ x, 1 ** x, 1 << x, 1 >> x, 1 & x, 1 | x, 1 ^ x)
# expect: radd rsub rmul rtruediv rfloordiv rmod rmatmul rpow rlshift rrshift rand ror rxor
x += 1
print(x)  # expect: iadd
class Cmp:
    def __lt__(self, o): return "lt"
    def __gt__(self, o): return "gt"
    def __le__(self, o): return "le"
    def __ge__(self, o): return "ge"
print(Cmp() < 1, 1 < Cmp(), Cmp() <= 1, 1 >= Cmp())  # expect: lt gt le le
class U:
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "invert"
    def __abs__(self): return "abs"
    def __divmod__(self, o): return "divmod"
    def __rdivmod__(self, o): return "rdivmod"
    def __round__(self, n=None): return ("round", n)
print(-U(), +U(), ~U(), abs(U()), divmod(U(), 1), divmod(1, U()), round(U()), round(U(), 2))
# expect: neg pos invert abs divmod rdivmod ('round', None) ('round', 2)
