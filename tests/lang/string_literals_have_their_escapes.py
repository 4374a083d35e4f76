print("a\tb\\n\x41\u00e9\U0001F600\101\0".encode("unicode_escape"))  # expect: b'a\\tb\\\\nA\\xe9\\U0001f600A\\x00'
print('single "double"', "double 'single'", 'it\'s', """triple "quoted" 'string'""")
# expect: single "double" double 'single' it's triple "quoted" 'string'
print(r"raw \n \t", b"bytes \x00\xff", rb"\x00", "con" "cat" 'enated')
# expect: raw \n \t b'bytes \x00\xff' b'\\x00' concatenated
print("line \
continued")  # expect: line continued
print(len("\N{GREEK SMALL LETTER ALPHA}"), "\N{LATIN SMALL LETTER E WITH ACUTE}", "\a\b\f\v\r".encode())
# expect: 1 é b'\x07\x08\x0c\x0b\r'
print('''multi
line''')
# expect lines: multi | line
print(u"unicode", "\u4e2d\u6587", "кириллица", "emoji 😀", len("😀"), "😀"[0] == "\U0001F600")
# expect: unicode 中文 кириллица emoji 😀 1 True
print(repr("\x7f\x80\xa0\u200b\ud800\n'\""), repr("'"), repr('"'), repr("\\"), ascii("é😀"))
# expect: '\x7f\x80\xa0\u200b\ud800\n\'"' "'" '"' '\\' '\xe9\U0001f600'
print(b"\x41\n\t\\'\"", repr(b"'"), bytes([0, 127, 128]))  # expect: b'A\n\t\\\'"' b"'" b'\x00\x7f\x80'
print("%d%%" % 5, "\x00" == "\0", "\1\12\123".encode())  # expect: 5% True b'\x01\nS'
a, b = "x" * 3, "" == ''
print(a, b, "ab" "cd".upper(), ("ab"
      "cd"))  # expect: xxx True ABCD abcd
print(1_000_000, 0x_ff, 0b1010, 0o17, 1e3, 1_0.0_1, .5, 5., 1j, 0xFFFFFFFFFFFFFFFFFF, 1E-2, 00, 0_0)
# expect: 1000000 255 10 15 1000.0 10.01 0.5 5.0 1j 4722366482869645213695 0.01 0 0
print(...,  Ellipsis, NotImplemented, None, True, False, __name__)
# expect: Ellipsis Ellipsis NotImplemented None True False __main__
