a, b = 1 + 2j, 3 - 4j
print(a, b, a + b, a - b, a * b, a / b, -a, +a, a ** 2, abs(b), a.conjugate(), a.real, a.imag)
# expect: (1+2j) (3-4j) (4-2j) (-2+6j) (11+2j) (-0.2+0.4j) (-1-2j) (1+2j) (-3+4j) 5.0 (1-2j) 1.0 2.0
print(complex(1, 2), complex("1+2j"), complex("3"), complex("-1.5j"), complex(" (1-2j) "), complex(), complex(5), complex(1.5), complex("j"), complex("1e2+3e-1j"))
# expect: (1+2j) (1+2j) (3+0j) -1.5j (1-2j) 0j (5+0j) (1.5+0j) 1j (100+0.3j)
print(repr(0j), repr(-1j), 1j * 1j, 1j ** 4, (1 + 1j) ** -1, 2 ** 1j, 0j == 0, 1 + 0j == 1, hash(1 + 0j) == hash(1))
# expect: 0j (-0-1j) (-1+0j) (1+0j) (0.5-0.5j) (0.7692389013639721+0.6389612763136348j) True True True
print(complex(float("inf"), float("nan")), complex(1e20, 1e-7), complex(-0.0, -0.0), [1.5j], str(3 + 0j))
# expect: (inf+nanj) (1e+20+1e-07j) (-0-0j) [1.5j] (3+0j)
print(1 + 2j == 1 + 2j, 1j != 1, bool(0j), bool(1j), a == (1, 2), complex(1, -1))
# expect: True True False True False (1-1j)
def error(f, *x):
    try: print(f(*x))
    except Exception as e: print(type(e).__name__, e)
error(lambda: a < b)  # expect: TypeError '<' not supported between instances of 'complex' and 'complex'
error(lambda: a // b)  # expect: TypeError unsupported operand type(s) for //: 'complex' and 'complex'
error(lambda: a % b)  # expect: TypeError unsupported operand type(s) for %: 'complex' and 'complex'
error(lambda: int(a))
# expect: TypeError int() argument must be a string, a bytes-like object or a real number, not 'complex'
error(lambda: float(a))  # expect: TypeError float() argument must be a string or a real number, not 'complex'
error(complex, "abc")  # expect: ValueError complex() arg is a malformed string
error(complex, "1 + 2j")  # expect: ValueError complex() arg is a malformed string
error(complex, None)  # expect: TypeError complex() first argument must be a string or a number, not 'NoneType'
print(f"{a:.2f} {a} {a:>12}", "%s" % a, sum([1j, 2, 3.5]), complex(2j).imag, round(abs(3 + 4j)))
# expect: 1.00+2.00j (1+2j)       (1+2j) (1+2j) (5.5+1j) 2.0 5
