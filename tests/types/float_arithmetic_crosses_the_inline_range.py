# Floats of every magnitude behave alike, however an implementation stores them.
values = [0.0, -0.0, 1.0, -1.5, 1e-300, 1e300, 5e-324, 2.0 ** 256, 2.0 ** -256, 2.0 ** 257, 2.0 ** -255, 2.0 ** 1000, float("inf")]
for v in values:
    print(v, v + v, v * 2 - v if v != float("inf") else v, v == v, v == -v, hash(v) == hash(v + 0), bool(v))
# expect: 0.0 0.0 0.0 True True True False
# expect: -0.0 -0.0 0.0 True True True False
# expect: 1.0 2.0 1.0 True False True True
# expect: -1.5 -3.0 -1.5 True False True True
# expect: 1e-300 2e-300 1e-300 True False True True
# expect: 1e+300 2e+300 1e+300 True False True True
# expect: 5e-324 1e-323 5e-324 True False True True
# expect: 1.157920892373162e+77 2.315841784746324e+77 1.157920892373162e+77 True False True True
# expect: 8.636168555094445e-78 1.727233711018889e-77 8.636168555094445e-78 True False True True
# expect: 2.315841784746324e+77 4.631683569492648e+77 2.315841784746324e+77 True False True True
# expect: 1.727233711018889e-77 3.454467422037778e-77 1.727233711018889e-77 True False True True
# expect: 1.0715086071862673e+301 2.1430172143725346e+301 1.0715086071862673e+301 True False True True
# expect: inf inf inf True False True True
x = 1.0
for i in range(600):
    x *= 2
print(x)  # expect: 4.149515568880993e+180
for i in range(1200):
    x /= 2
print(x, x * 2.0 ** 600)  # expect: 2.409919865102884e-181 1.0
total = 0.0
for i in range(10):
    total += 0.1
print(total, total == 1.0, sum([0.1] * 10), sum([1e100, 1.0, -1e100]))  # expect: 0.9999999999999999 False 1.0 1.0
import math
print(math.copysign(1, -0.0), math.copysign(1, 0.0), -0.0 == 0.0, str(-0.0), 0.0 * -1, -0.0 + 0.0, -0.0 - 0.0)
# expect: -1.0 1.0 True -0.0 -0.0 0.0 -0.0
print([1e300, 1.0, 1e-300, 5][0], {2.0 ** 300: "a"}[2.0 ** 300], (1e-290,) == (1e-290,), 1e290 in [1e290])
# expect: 1e+300 a True True
print(max(values[:-1]), min(values), sorted(values)[:3], abs(-1e-310), -(2.0 ** 400), +(1e-270))
# expect: 1.0715086071862673e+301 -1.5 [-1.5, 0.0, -0.0] 1e-310 -2.5822498780869086e+120 1e-270
print(2.0 ** 300 > 2.0 ** 299, 2.0 ** -300 < 1, 1e300 != 1e299, 1e300 == 10.0 ** 300, 2.0 ** 300 == 2 ** 300)
# expect: True True True True True
print(f"{1e300:.3e} {2.0 ** -300:.3g} {2.0 ** 100:.1f}")
# expect: 1.000e+300 4.91e-91 1267650600228229401496703205376.0
