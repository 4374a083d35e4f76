b = b"hello"
print(b, b[0], b[-1], b[1:3], b[::-1], len(b), list(b), b + b"!", b * 2, 104 in b, b"ll" in b, b == b"hello", b < b"help")
# expect: b'hello' 104 111 b'el' b'olleh' 5 [104, 101, 108, 108, 111] b'hello!' b'hellohello' True True True True
print(bytes(3), bytes([1, 2, 255]), bytes("é", "utf-8"), bytes(b"x"), bytes(range(5)), bytes(), bytes((65,)))
# expect: b'\x00\x00\x00' b'\x01\x02\xff' b'\xc3\xa9' b'x' b'\x00\x01\x02\x03\x04' b'' b'A'
print(b.hex(), b.hex(":"), b.hex("-", 2), bytes.fromhex("48 65 6c"), b.decode(), b"\xd0\xb9".decode(), b"\xe9".decode("latin-1"))
# expect: 68656c6c6f 68:65:6c:6c:6f 68-656c-6c6f b'Hel' hello й é
print(b.find(b"l"), b.rfind(b"l"), b.index(101), b.count(b"l"), b.replace(b"l", b"L"), b.split(b"l"), b"a b c".split(), b"a,b".partition(b","))
# expect: 2 3 1 2 b'heLLo' [b'he', b'', b'o'] [b'a', b'b', b'c'] (b'a', b',', b'b')
print(b.upper(), b.title(), b.capitalize(), b.startswith(b"he"), b.endswith((b"x", b"lo")), b.isalpha(), b"12".isdigit(), b.islower(), b" ".isspace())
# expect: b'HELLO' b'Hello' b'Hello' True True True True True True
print(b" x ".strip(), b"xxaxx".strip(b"x"), b",".join([b"a", b"b"]), b"ab\ncd".splitlines(), b.center(9, b"*"), b"5".zfill(3), b"a\tb".expandtabs(4))
# expect: b'x' b'a' b'a,b' [b'ab', b'cd'] b'**hello**' b'005' b'a   b'
print(b.translate(bytes.maketrans(b"el", b"ip")), b.translate(None, b"l"), b"pre-x".removeprefix(b"pre-"), hash(b) == hash(b"hello"))
# expect: b'hippo' b'heo' b'x' True
print(repr(b"'"), repr(b'"'), repr(b"'\""), repr(bytes(range(0, 256, 51))), str(b"a"), b"\x00\t\n\r\\\x7f")
# expect: b"'" b'"' b'\'"' b'\x003f\x99\xcc\xff' b'a' b'\x00\t\n\r\\\x7f'
def error(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
error(bytes, [256])  # expect: ValueError bytes must be in range(0, 256)
error(bytes, -1)  # expect: ValueError negative count
error(bytes, "text")  # expect: TypeError string argument without an encoding
error(bytes, 1.5)  # expect: TypeError cannot convert 'float' object to bytes
error(bytes, ["a"])  # expect: TypeError 'str' object cannot be interpreted as an integer
error(lambda: b"a" + "b")  # expect: TypeError can't concat str to bytes
error(lambda: b"a"[5])  # expect: IndexError index out of range
error(lambda: b.__setitem__)  # expect: AttributeError 'bytes' object has no attribute '__setitem__'
error(b"\xff".decode)
# expect: UnicodeDecodeError 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte
error(b"\xe4\xb8".decode)
# expect: UnicodeDecodeError 'utf-8' codec can't decode bytes in position 0-1: unexpected end of data
error(b"abc\x80".decode, "ascii")
# expect: UnicodeDecodeError 'ascii' codec can't decode byte 0x80 in position 3: ordinal not in range(128)
error(b.index, b"z")  # expect: ValueError subsection not found
error(b.find, "h")  # expect: TypeError argument should be integer or bytes-like object, not 'str'
error(bytes.fromhex, "xyz")  # expect: ValueError non-hexadecimal number found in fromhex() arg at position 0
error(lambda: "a" in b)  # expect: TypeError a bytes-like object is required, not 'str'
error(lambda: 300 in b)  # expect: ValueError byte must be in range(0, 256)
error(b",".join, ["a"])  # expect: TypeError sequence item 0: expected a bytes-like object, str found
print(b"\xff\xfea".decode("utf-8", "replace"), b"\xffa".decode("utf-8", "ignore"), b"\xff".decode("utf-8", "surrogateescape").encode("utf-8", "surrogateescape"), b"\xffa".decode("ascii", "backslashreplace"))
# expect: ��a a b'\xff' \xffa
print(b"a" == "a", b"" or "empty", bytes(b) is b, b"abc" > b"abd", max(b"abc"), sorted(b"cab"), bytes(reversed(b"abc")), iter(b"a").__next__())
# expect: False empty True False 99 [97, 98, 99] b'cba' 97
