from math import sqrt, gcd
class Vector:
    __slots__ = ("x", "y")
    def __init__(self, x=0, y=0): self.x, self.y = x, y
    def __add__(self, o): return Vector(self.x + o.x, self.y + o.y) if isinstance(o, Vector) else NotImplemented
    def __sub__(self, o): return self + -o
    def __neg__(self): return Vector(-self.x, -self.y)
    def __mul__(self, k): return Vector(self.x * k, self.y * k) if isinstance(k, (int, float)) else self.x * k.x + self.y * k.y
    __rmul__ = __mul__
    def __truediv__(self, k): return Vector(self.x / k, self.y / k)
    def __abs__(self): return sqrt(self.x ** 2 + self.y ** 2)
    def __eq__(self, o): return isinstance(o, Vector) and (self.x, self.y) == (o.x, o.y)
    def __hash__(self): return hash((self.x, self.y))
    def __bool__(self): return bool(self.x or self.y)
    def __iter__(self): yield self.x; yield self.y
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __repr__(self): return f"Vector({self.x}, {self.y})"
    def __format__(self, spec): return f"<{self.x:{spec}}, {self.y:{spec}}>" if spec else repr(self)
    def __round__(self, n=0): return Vector(round(self.x, n), round(self.y, n))
    def __iadd__(self, o): self.x += o.x; self.y += o.y; return self
    def __contains__(self, v): return v in tuple(self)
a, b = Vector(3, 4), Vector(1, -2)
print(a + b, a - b, 2 * a, a * 2.5, a * b, a / 2, abs(a), -a, a == Vector(3, 4), bool(Vector()), [*a], a[0], f"{a:.1f} {b}", {a: 1}[Vector(3, 4)], round(a / 3, 2), 4 in a)
# expect: Vector(4, 2) Vector(2, 6) Vector(6, 8) Vector(7.5, 10.0) -5 Vector(1.5, 2.0) 5.0 Vector(-3, -4) True False [3, 4] 3 <3.0, 4.0> Vector(1, -2) 1 Vector(1.0, 1.33) True
c = a
c += b
print(a, c is a, sum([b, b], Vector()), max([a, b], key=abs), sorted([a, b], key=tuple))
# expect: Vector(4, 2) True Vector(2, -4) Vector(4, 2) [Vector(1, -2), Vector(4, 2)]
try: a + 1
except TypeError as e: print(e)  # expect: unsupported operand type(s) for +: 'Vector' and 'int'
try: a.z = 1
except AttributeError as e: print(e)
# expect: 'Vector' object has no attribute 'z' and no __dict__ for setting new attributes
class Fraction:
    def __init__(self, n, d=1):
        if d == 0: raise ZeroDivisionError(f"Fraction({n}, 0)")
        g = gcd(n, d) * (1 if d > 0 else -1)
        self.n, self.d = n // g, d // g
    def __add__(self, o):
        o = o if isinstance(o, Fraction) else Fraction(o)
        return Fraction(self.n * o.d + o.n * self.d, self.d * o.d)
    __radd__ = __add__
    def __mul__(self, o): return Fraction(self.n * o.n, self.d * o.d) if isinstance(o, Fraction) else self * Fraction(o)
    def __pow__(self, k): return Fraction(self.n ** k, self.d ** k) if k >= 0 else Fraction(self.d ** -k, self.n ** -k)
    def __lt__(self, o): return self.n * o.d < o.n * self.d
    def __eq__(self, o): return (self.n, self.d) == (o.n, o.d)
    def __float__(self): return self.n / self.d
    def __int__(self): return self.n // self.d
    def __str__(self): return f"{self.n}/{self.d}" if self.d != 1 else str(self.n)
half, third = Fraction(1, 2), Fraction(-2, -6)
print(half + third, half * third, half + 1, 1 + half, half ** -3, third < half, float(third), int(Fraction(7, 2)), sum([half, third, third], Fraction(0)), str(Fraction(4, 2)))
# expect: 5/6 1/6 3/2 3/2 8 True 0.3333333333333333 3 7/6 2
try: Fraction(1, 0)
except ZeroDivisionError as e: print(e)  # expect: Fraction(1, 0)
import fractions, decimal
print(fractions.Fraction(3, 4) + fractions.Fraction("1/6"), fractions.Fraction(0.5), fractions.Fraction(7, 3) // 1, decimal.Decimal("0.1") + decimal.Decimal("0.2"), round(decimal.Decimal("2.675"), 2))
# expect: 11/12 1/2 2 0.3 2.68
