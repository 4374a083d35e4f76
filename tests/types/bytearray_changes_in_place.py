a = bytearray(b"hello")
a[0] = 72
a[1:3] = b"EL"
a.append(33)
a.extend(b"??")
a += b"+"
print(a, len(a), a[0], a[-1:], type(a[1:2]).__name__)
# expect: bytearray(b'HELlo!??+') 9 72 bytearray(b'+') bytearray
del a[-1]
del a[::2]
print(a, a.pop(), a.pop(0), a)  # expect: bytearray(b'l!') 63 69 bytearray(b'l!')
a.insert(1, 90)
a.remove(90)
a.reverse()
print(a, a.copy() == a, a == bytes(a), bytes(a))  # expect: bytearray(b'!l') True True b'!l'
a.clear()
print(a, bool(a))  # expect: bytearray(b'') False
b = bytearray(b"abc")
c = b
b *= 2
print(b, c is b, b.find(b"c"), b.upper(), b.split(b"b"), b.decode(), b.hex(), b.replace(b"a", b"xx"))
# expect: bytearray(b'abcabc') True 2 bytearray(b'ABCABC') [bytearray(b'a'), bytearray(b'ca'), bytearray(b'c')] abcabc 616263616263 bytearray(b'xxbcxxbc')
b[:] = b""
b[0:0] = range(3)
print(b, list(b), bytearray(3), bytearray([1, 2]), bytearray("é", "utf-8"), bytearray(b"x") + b"y", b"x" + bytearray(b"y"))
# expect: bytearray(b'\x00\x01\x02') [0, 1, 2] bytearray(b'\x00\x00\x00') bytearray(b'\x01\x02') bytearray(b'\xc3\xa9') bytearray(b'xy') b'xy'
def error(f, *x):
    try: print(f(*x))
    except Exception as e: print(type(e).__name__, e)
def set_big(): b[0] = 256
def set_str(): b[0] = "a"
def set_range(): b[10] = 1
def ext(): bytearray(b"abcd")[::2] = b"x"
error(set_big); error(set_str); error(set_range); error(ext)
# expect: ValueError byte must be in range(0, 256)
# expect: TypeError 'str' object cannot be interpreted as an integer
# expect: IndexError bytearray index out of range
# expect: ValueError attempt to assign bytes of size 1 to extended slice of size 2
error(hash, b)  # expect: TypeError unhashable type: 'bytearray'
error(b.remove, 99)  # expect: ValueError value not found in bytearray
error(bytearray().pop)  # expect: IndexError pop from empty bytearray
error(b.append, 256)  # expect: ValueError byte must be in range(0, 256)
error(b.append, "a")  # expect: TypeError 'str' object cannot be interpreted as an integer
error(bytearray, "no encoding")  # expect: TypeError string argument without an encoding
m = memoryview(b)
error(b.append, 1)  # expect: BufferError Existing exports of data: object cannot be re-sized
m.release()
b.append(9)
print(b, bytearray(b"x") == b"x", bytearray(b"a") < b"b", 1 in b, b"\x01\x02" in b)
# expect: bytearray(b'\x00\x01\x02\t') True True True True
