import hashlib, base64, binascii, zlib, hmac
print(hashlib.md5(b"abc").hexdigest(), hashlib.sha1(b"abc").hexdigest(), hashlib.sha256(b"abc").hexdigest(), hashlib.sha512(b"").hexdigest()[:32], hashlib.blake2b(b"x", digest_size=8).hexdigest(), hashlib.sha3_256(b"abc").hexdigest()[:16])
# expect: 900150983cd24fb0d6963f7d28e17f72 a9993e364706816aba3e25717850c26c9cd0d89d ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad cf83e1357eefb8bdf1542850d66d8007 4adf4367f96e584f 3a985da74fe225b2
h = hashlib.new("sha256"); h.update(b"a"); h.update(b"bc")
print(h.digest() == hashlib.sha256(b"abc").digest(), h.name, h.digest_size, hmac.new(b"key", b"msg", "sha256").hexdigest()[:16])
# expect: True sha256 32 2d93cbc1be167bcb
print(base64.b64encode(b"hello\xff"), base64.b64decode("aGVsbG8="), base64.urlsafe_b64encode(b"\xfb\xff"), base64.b32encode(b"hi"), base64.b16encode(b"hi"), base64.b85encode(b"hello"))
# expect: b'aGVsbG//' b'hello' b'-_8=' b'NBUQ====' b'6869' b'Xk~0{Zv'
print(binascii.hexlify(b"ab"), binascii.unhexlify("6162"), binascii.crc32(b"hello"), zlib.crc32(b"hello"), zlib.adler32(b"hello"), zlib.decompress(zlib.compress(b"aaaa" * 100)) == b"aaaa" * 100)
# expect: b'6162' b'ab' 907060870 907060870 103547413 True
try: base64.b64decode("a")
except binascii.Error as e: print(e)
# expect: Invalid base64-encoded string: number of data characters (1) cannot be 1 more than a multiple of 4
