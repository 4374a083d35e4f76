from decimal import Decimal, getcontext, localcontext, ROUND_HALF_UP, InvalidOperation, DivisionByZero
from fractions import Fraction
print(Decimal("1.10") + Decimal("2.20"), Decimal(1) / Decimal(3), Decimal("1e5"), Decimal("NaN"), Decimal("-0"), Decimal(0.1), Decimal("2.5").quantize(Decimal(1), ROUND_HALF_UP), Decimal("123.456").normalize(), Decimal(2).sqrt())
# expect: 3.30 0.3333333333333333333333333333 1E+5 NaN -0 0.1000000000000000055511151231257827021181583404541015625 3 123.456 1.414213562373095048801688724
with localcontext() as c:
    c.prec = 5
    print(Decimal(22) / 7)  # expect: 3.1429
print(getcontext().prec, Decimal("1.0") == 1, sorted([Decimal("2"), Decimal("-1")]), f"{Decimal('1234.5'):,.2f}", Decimal("1.5").as_tuple(), int(Decimal("7.9")), round(Decimal("2.675"), 2), hash(Decimal(1)) == hash(1))
# expect: 28 True [Decimal('-1'), Decimal('2')] 1,234.50 DecimalTuple(sign=0, digits=(1, 5), exponent=-1) 7 2.68 True
for f in (lambda: Decimal("x"), lambda: Decimal(1) / 0):
    try: f()
    except (InvalidOperation, DivisionByZero) as e: print(type(e).__name__)
# expect lines: InvalidOperation | DivisionByZero
print(Fraction(3, 6), Fraction("0.25") + 1, Fraction(1, 3) < Fraction(1, 2), Fraction(22, 7).limit_denominator(5), Fraction(5, 3) % 1, float(Fraction(1, 8)), Fraction(1.5), abs(Fraction(-1, 2)), round(Fraction(7, 2)), Fraction(1, 3) ** 2)
# expect: 1/2 5/4 True 16/5 2/3 0.125 3/2 1/2 4 1/9
