import math
print(math.pi, math.e, math.tau, math.inf, math.nan, math.sqrt(2), math.isqrt(10 ** 20), math.cbrt(8), math.exp(1), math.log(10), math.log2(8), math.log10(1000), math.log(8, 2), math.log1p(1e-10), math.expm1(1e-10))
# expect: 3.141592653589793 2.718281828459045 6.283185307179586 inf nan 1.4142135623730951 10000000000 2.0 2.718281828459045 2.302585092994046 3.0 3.0 3.0 9.999999999500001e-11 1.00000000005e-10
print(math.sin(1), math.cos(1), math.tan(1), math.asin(1), math.acos(0), math.atan(1), math.atan2(-1, -1), math.sinh(1), math.cosh(1), math.tanh(1), math.asinh(1), math.acosh(2), math.atanh(0.5))
# expect: 0.8414709848078965 0.5403023058681398 1.5574077246549023 1.5707963267948966 1.5707963267948966 0.7853981633974483 -2.356194490192345 1.1752011936438014 1.5430806348152437 0.7615941559557649 0.881373587019543 1.3169578969248166 0.5493061443340548
print(math.floor(2.7), math.floor(-2.7), math.ceil(2.1), math.trunc(-2.7), math.fabs(-3), math.factorial(20), math.factorial(25), math.gcd(12, 18), math.gcd(0, 5), math.gcd(2 ** 70, 2 ** 65), math.lcm(4, 6), math.comb(10, 3), math.perm(5, 2), math.perm(4))
# expect: 2 -3 3 -2 3.0 2432902008176640000 15511210043330985984000000 6 5 36893488147419103232 12 120 20 24
print(math.fmod(-7, 3), math.remainder(7, 4), math.modf(3.25), math.frexp(8.0), math.ldexp(0.5, 4), math.copysign(3, -0.0), math.hypot(3, 4), math.dist((0, 0), (3, 4)), math.degrees(math.pi), math.radians(180), math.ulp(1.0), math.nextafter(1, 2))
# expect: -1.0 -1.0 (0.25, 3.0) (0.5, 4) 8.0 -3.0 5.0 5.0 180.0 3.141592653589793 2.220446049250313e-16 1.0000000000000002
print(math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1), math.isclose(0.1 + 0.2, 0.3), math.fsum([0.1] * 10), math.prod([1, 2, 3, 4]), math.prod([], start=5), math.gamma(5), math.lgamma(10), math.erf(0.5), math.sumprod([1, 2], [3, 4]), math.pow(2, 0.5))
# expect: True True True True 1.0 24 5 24.0 12.801827480081467 0.5204998778130465 11 1.4142135623730951
print(math.floor(1e20), math.log(10 ** 400), math.log2(2 ** 5000), math.isqrt(2 ** 200), math.floor(-0.0), math.ceil(-0.5), math.fma(2.0, 3.0, 1.0))
# expect: 100000000000000000000 921.0340371976182 5000.0 1267650600228229401496703205376 0 0 7.0
def error(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__)
error(math.sqrt, -1)  # expect: ValueError
error(math.log, 0)  # expect: ValueError
error(math.factorial, -1)  # expect: ValueError
error(math.factorial, 1.5)  # expect: TypeError
error(math.exp, 1000)  # expect: OverflowError
error(math.floor, math.inf)  # expect: OverflowError
error(math.floor, math.nan)  # expect: ValueError
error(math.sqrt, "a")  # expect: TypeError
error(math.gcd, 1.5)  # expect: TypeError
error(math.acos, 2)  # expect: ValueError
error(math.fmod, 1, 0)  # expect: ValueError
error(math.isqrt, -1)  # expect: ValueError
error(math.comb, -1, 2)  # expect: ValueError
error(math.pow, 0, -1)  # expect: ValueError
