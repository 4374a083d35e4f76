for x in (0.1, 0.1 + 0.2, 1e16, 1e15, 123456789012345680.0, 1e-4, 1e-5, 0.00012, 5e-324, 1.7976931348623157e308, 1.0, -0.0, 100.0,
          1 / 3, 2 / 3, 1e22, 1e23, 9007199254740993.0, 3.14159265358979, 1e100, 1.5e-10, 12345.678, 0.5, 1e17, 1.0e-100):
    print(x, repr(-x), end=" ")
    # expect: 0.1 -0.1 0.30000000000000004 -0.30000000000000004 1e+16 -1e+16 1000000000000000.0 -1000000000000000.0 1.2345678901234568e+17 -1.2345678901234568e+17 0.0001 -0.0001 1e-05 -1e-05 0.00012 -0.00012 5e-324 -5e-324 1.7976931348623157e+308 -1.7976931348623157e+308 1.0 -1.0 -0.0 0.0 100.0 -100.0 0.3333333333333333 -0.3333333333333333 0.6666666666666666 -0.6666666666666666 1e+22 -1e+22 1e+23 -1e+23 9007199254740992.0 -9007199254740992.0 3.14159265358979 -3.14159265358979 1e+100 -1e+100 1.5e-10 -1.5e-10 12345.678 -12345.678 0.5 -0.5 1e+17 -1e+17 1e-100 -1e-100
print()
print(float("inf"), float("-inf"), float("nan"), float("1e400"), float("-1e-400"))  # expect: inf -inf nan inf -0.0
print(float("1.5"), float("  2.5\n"), float("1_0.5"), float(".5"), float("5."), float("1e5"), float("1E-5"), float("+3"), float("infinity"))
# expect: 1.5 2.5 10.5 0.5 5.0 100000.0 1e-05 3.0 inf
print(float(b"1.5"), float("٣.٥"), float(5), float(True), float())  # expect: 1.5 3.5 5.0 1.0 0.0
def error(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
error(float, "")  # expect: ValueError could not convert string to float: ''
error(float, "abc")  # expect: ValueError could not convert string to float: 'abc'
error(float, "1.5.5")  # expect: ValueError could not convert string to float: '1.5.5'
error(float, None)  # expect: TypeError float() argument must be a string or a real number, not 'NoneType'
error(float, "1e")  # expect: ValueError could not convert string to float: '1e'
error(float, [])  # expect: TypeError float() argument must be a string or a real number, not 'list'
error(float, "0x10")  # expect: ValueError could not convert string to float: '0x10'
print((1.5).hex(), (0.1).hex(), float.fromhex("0x1.8p+1"), (0.0).hex(), float.fromhex("-0x1p-1074"))
# expect: 0x1.8000000000000p+0 0x1.999999999999ap-4 3.0 0x0.0p+0 -5e-324
print((0.5).as_integer_ratio(), (0.1).as_integer_ratio(), (2.0).is_integer(), (2.5).is_integer(), (1.5).conjugate(), (1.5).real)
# expect: (1, 2) (3602879701896397, 36028797018963968) True False 1.5 1.5
print(1e308 + 1e308, -1e308 * 10, 1e-320, 4.9e-324 / 2, float("inf") - float("inf"), 0.1 * 3)
# expect: inf -inf 1e-320 0.0 nan 0.30000000000000004
print(1e200 * 1e-200, 1e-300 * 1e-300, 3.0 // 0.7, -3.0 // 0.7, 3.0 % -0.7, divmod(7.5, 2), divmod(-7.5, 2))
# expect: 1.0 0.0 4.0 -5.0 -0.4999999999999998 (3.0, 1.5) (-4.0, 0.5)
print(int(1e18), round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.567, -2), round(1e20), round(0.5), round(1.5), round(5, -1), round(15, -1), round(1234, -2))
# expect: 1000000000000000000 2 4 -2 2.67 1200.0 100000000000000000000 0 2 0 20 1200
print(round(1.25, 1), round(-0.5), type(round(2.0)).__name__, type(round(2.0, 0)).__name__, round(2.5, 0), round(1e300, 2), round(5.015, 2))
# expect: 1.2 0 int float 2.0 1e+300 5.01
