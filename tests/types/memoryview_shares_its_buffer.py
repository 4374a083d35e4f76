data = bytearray(b"abcdef")
m = memoryview(data)
m[0] = 65
m[1:3] = b"XY"
print(data, m[0], bytes(m[2:4]), len(m), m.tolist(), m.tobytes(), m.nbytes, m.itemsize, m.format, m.readonly, m.shape, m.ndim, m.strides)
# expect: bytearray(b'AXYdef') 65 b'Yd' 6 [65, 88, 89, 100, 101, 102] b'AXYdef' 6 1 B False (6,) 1 (1,)
s = m[::2]
print(bytes(s), s.tolist(), s.contiguous, bytes(m[::-1]), m == data, m[1:3] == b"XY", memoryview(b"a") == memoryview(b"a"))
# expect: b'AYe' [65, 89, 101] False b'fedYXA' True True True
def error(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def write_readonly(): memoryview(b"x")[0] = 1
def wrong_size(): m[0:2] = b"abc"
def big(): m[0] = 300
error(write_readonly); error(wrong_size); error(big)
# expect: TypeError cannot modify read-only memory
# expect: ValueError memoryview assignment: lvalue and rvalue have different structures
# expect: ValueError memoryview: invalid value for format 'B'
error(lambda: m[10])  # expect: IndexError index out of bounds on dimension 1
error(lambda: memoryview("text"))  # expect: TypeError memoryview: a bytes-like object is required, not 'str'
error(lambda: memoryview(5))  # expect: TypeError memoryview: a bytes-like object is required, not 'int'
with memoryview(data) as w:
    print(w.obj is data, w.hex())  # expect: True 415859646566
error(lambda: w[0])  # expect: ValueError operation forbidden on released memoryview object
m.release()
error(lambda: m.tolist())  # expect: ValueError operation forbidden on released memoryview object
c = memoryview(bytearray(8)).cast("I")
c[0] = 1
print(c.tolist(), len(c), c.itemsize, c.format, bytes(c), c.nbytes)
# expect: [1, 0] 2 4 I b'\x01\x00\x00\x00\x00\x00\x00\x00' 8
print(hash(memoryview(b"ab")) == hash(b"ab"), 97 in memoryview(b"abc"), list(memoryview(b"ab")), bytes(memoryview(b"abc")[1:]), memoryview(b"x").toreadonly().readonly)
# expect: True True [97, 98] b'bc' True
