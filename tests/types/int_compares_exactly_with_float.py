print(2 ** 53 == float(2 ** 53), 2 ** 53 + 1 == float(2 ** 53 + 1), 2 ** 53 + 1 > float(2 ** 53))
# expect: True False True
print(10 ** 400 > 1e308, 10 ** 400 < float("inf"), -10 ** 400 > float("-inf"), 1 == 1.0, 1 < 1.5, 2 > 1.9999999)
# expect: True True True True True True
print(10 ** 22 == 1e22, 10 ** 23 == 1e23, 3 == 3.0 == (3 + 0j), True == 1.0)  # expect: True False True True
nan = float("nan")
print(nan == nan, nan != nan, nan < 1, nan > 1, 1 < nan, max(1, nan), max(nan, 1) != max(nan, 1))
# expect: False True False False False 1 True
print(sorted([3, 1.5, 2, 2 ** 70, -1.0, 0]), max(2, 2.0), min(2.0, 2))
# expect: [-1.0, 0, 1.5, 2, 3, 1180591620717411303424] 2 2.0
def error(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
error(lambda: float(10 ** 400))  # expect: OverflowError int too large to convert to float
error(lambda: 10 ** 400 * 1.0)  # expect: OverflowError int too large to convert to float
error(lambda: 10 ** 400 / 3)  # expect: OverflowError integer division result too large for a float
error(lambda: 10 ** 400 / 10 ** 399)  # expect: 10.0
error(lambda: 1 / 0)  # expect: ZeroDivisionError division by zero
error(lambda: 2.0 ** 10000)  # expect: OverflowError (34, 'Numerical result out of range')
error(lambda: 1e308 * 10)  # expect: inf
error(lambda: (-8) ** 0.5)  # expect: (1.7319121124709868e-16+2.8284271247461903j)
error(lambda: 2 ** 0.5)  # expect: 1.4142135623730951
error(lambda: 5 % 2.5)  # expect: 0.0
print(1 + 1.5, 2 * 0.5, 3 - 0.1, 7 // 2.0, 7 % 2.5, -7 // 2.0, -7.5 % 2, 2 ** 3.0, 10 ** -2)
# expect: 2.5 1.0 2.9 3.0 2.0 -4.0 0.5 8.0 0.01
