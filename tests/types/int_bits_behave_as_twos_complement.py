print(5 & 3, 5 | 3, 5 ^ 3, ~5, ~-1, -5 & 3, -5 | 3, -5 ^ 3)  # expect: 1 7 6 -6 0 3 -5 -8
big = 2 ** 70 + 5
print(big & 0xFF, big | 1, big ^ big, ~big, -big & 0xFFFF, -big | 255, -big ^ big)
# expect: 5 1180591620717411303429 0 -1180591620717411303430 65531 -1180591620717411303425 -2
print(1 << 70, big >> 60, -big >> 60, -1 >> 100, 1 << 0, -5 >> 1, -5 << 3, 2 ** 100 >> 98)
# expect: 1180591620717411303424 1024 -1025 -1 1 -3 -40 4
print((1 << 200) - 1 & (1 << 100) - 1 == (1 << 100) - 1)  # expect: True
print((5).bit_length(), (0).bit_length(), (-8).bit_length(), (255).bit_count(), (-7).bit_count(), (2 ** 90 - 1).bit_count())
# expect: 3 0 4 8 3 90
print((1024).to_bytes(2, "big"), (1024).to_bytes(4, "little"), (-2).to_bytes(2, "big", signed=True), (255).to_bytes())
# expect: b'\x04\x00' b'\x00\x04\x00\x00' b'\xff\xfe' b'\xff'
print(int.from_bytes(b"\x04\x00", "big"), int.from_bytes(b"\xff\xfe", "little"), int.from_bytes(b"\xff", "big", signed=True))
# expect: 1024 65279 -1
print(int.from_bytes([1, 2, 3]), (2 ** 100).to_bytes(13, "big").hex())  # expect: 66051 10000000000000000000000000
def error(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
error(lambda: 1 << -1)  # expect: ValueError negative shift count
error(lambda: 1 >> -1)  # expect: ValueError negative shift count
error(lambda: (256).to_bytes(1, "big"))  # expect: OverflowError int too big to convert
error(lambda: (-1).to_bytes(1, "big"))  # expect: OverflowError can't convert negative int to unsigned
error(lambda: (1).to_bytes(-1, "big"))  # expect: ValueError length argument must be non-negative
error(lambda: (1).to_bytes(1, "middle"))  # expect: ValueError byteorder must be either 'little' or 'big'
error(lambda: 1 & 1.0)  # expect: TypeError unsupported operand type(s) for &: 'int' and 'float'
print(True & False, True | 1, True ^ True, True + True, True << 3, type(True & True).__name__, type(True & 1).__name__)
# expect: False 1 False 2 8 bool int
print((7).as_integer_ratio(), (7).numerator, (7).denominator, (7).real, (7).imag, (7).conjugate(), (7).is_integer())
# expect: (7, 1) 7 1 7 0 7 True
