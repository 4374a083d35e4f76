import secrets, uuid, platform, sysconfig, errno, stat, resource, atexit, site, codecs, encodings, locale
print(len(secrets.token_hex(8)), secrets.randbelow(1), uuid.UUID("12345678123456781234567812345678"), uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"), len(str(uuid.uuid4())), platform.system(), platform.python_implementation() in ("CPython", "pyish"))
# expect: 16 0 12345678-1234-5678-1234-567812345678 886313e1-3b8a-5372-9b90-0c9aee199e5d 36 Linux True
print(errno.ENOENT, errno.errorcode[2], stat.S_ISDIR(0o040000), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0, codecs.encode("abc", "rot13"), codecs.lookup("utf8").name, codecs.BOM_UTF8)
# expect: 2 ENOENT True True nop utf-8 b'\xef\xbb\xbf'
print("é日".encode("utf-8"), b"\xe9".decode("cp1252"), "é".encode("cp1251", "replace"), "я".encode("cp1251"), "я".encode("koi8-r"), b"\xff\xfea\x00".decode("utf-16"), "a".encode("utf-32-be"), "\u20ac".encode("iso8859-15"))
# expect: b'\xc3\xa9\xe6\x97\xa5' é b'?' b'\xff' b'\xd1' a b'\x00\x00\x00a' b'\xa4'
