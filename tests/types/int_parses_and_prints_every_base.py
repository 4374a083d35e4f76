print(int("42"), int("-0042"), int("  7\n"), int("1_000"), int("ff", 16), int("0xff", 16), int("0b101", 0), int("z", 36), int("0o17", 0))
# expect: 42 -42 7 1000 255 255 5 35 15
print(int("123456789012345678901234567890"), int(b"12"), int("٣"), int(3.9), int(-3.9), int(True), int("1" * 30, 2))
# expect: 123456789012345678901234567890 12 3 3 -3 1 1073741823
print(bin(10), oct(10), hex(255), hex(-255), bin(2 ** 70), hex(2 ** 70), oct(-(2 ** 70)), bin(0))
# expect: 0b1010 0o12 0xff -0xff 0b10000000000000000000000000000000000000000000000000000000000000000000000 0x400000000000000000 -0o200000000000000000000000 0b0
print(str(10 ** 30), repr(-5), f"{10 ** 20:,}", f"{255:#X} {255:b} {-5:+} {5: }")
# expect: 1000000000000000000000000000000 -5 100,000,000,000,000,000,000 0XFF 11111111 -5  5
print(int(1e20), int(1e22), int(-1e25), int(2 ** 53 + 0.0))
# expect: 100000000000000000000 10000000000000000000000 -10000000000000000905969664 9007199254740992
def error(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
error(int, "")  # expect: ValueError invalid literal for int() with base 10: ''
error(int, "abc")  # expect: ValueError invalid literal for int() with base 10: 'abc'
error(int, "1 2")  # expect: ValueError invalid literal for int() with base 10: '1 2'
error(int, "1__0")  # expect: ValueError invalid literal for int() with base 10: '1__0'
error(int, "_1")  # expect: ValueError invalid literal for int() with base 10: '_1'
error(int, "0x")  # expect: ValueError invalid literal for int() with base 10: '0x'
error(int, "12", 1)  # expect: ValueError int() base must be >= 2 and <= 36, or 0
error(int, "12", 37)  # expect: ValueError int() base must be >= 2 and <= 36, or 0
error(int, 5, 10)  # expect: TypeError int() can't convert non-string with explicit base
error(int, None)
# expect: TypeError int() argument must be a string, a bytes-like object or a real number, not 'NoneType'
error(int, [])  # expect: TypeError int() argument must be a string, a bytes-like object or a real number, not 'list'
error(int, "9", 8)  # expect: ValueError invalid literal for int() with base 8: '9'
error(int, float("nan"))  # expect: ValueError cannot convert float NaN to integer
error(int, float("inf"))  # expect: OverflowError cannot convert float infinity to integer
error(int, "1.5")  # expect: ValueError invalid literal for int() with base 10: '1.5'
error(int, b"x")  # expect: ValueError invalid literal for int() with base 10: b'x'
error(int, 2 ** 70, 5)  # expect: TypeError int() can't convert non-string with explicit base
print(int(), int("-1_0"), int("+5"), int(" -5 "))  # expect: 0 -10 5 -5
error(str, 10 ** 5000)
# expect: ValueError Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit
error(int, "1" * 5000)
# expect: ValueError Exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits; use sys.set_int_max_str_digits() to increase the limit
print(hex(10 ** 4999)[:10], len(f"{10 ** 4000}"))  # expect: 0x4fd00cce 4001
