print("Hello World".upper(), "Hello".lower(), "hello world".title(), "hELLO".capitalize(), "Hello".swapcase(), "ß".upper(), "ŉ".upper(), "İ".lower().encode())
# expect: HELLO WORLD hello Hello World Hello hELLO SS ʼN b'i\xcc\x87'
print("Straße".casefold(), "they're bill's".title(), "ПРИВЕТ".lower(), "привет".capitalize(), "Σας ΣΑΣ".lower(), "ǆ".title())
# expect: strasse They'Re Bill'S привет Привет σας σας ǅ
print("x".center(5, "*") + "|", "x".ljust(4) + "|", "x".rjust(4, "-"), "42".zfill(5), "-42".zfill(5), "+1".zfill(4), "abc".zfill(2), "ab".center(5), "abc".center(6))
# expect: **x**| x   | ---x 00042 -0042 +001 abc   ab   abc
print("a\tb\tc".expandtabs(), "a\tb".expandtabs(4), "\t|".expandtabs(2), "ab\n\tc".expandtabs(3))
# expect: a       b       c a   b   | ab
# expect:    c
for s in ("abc", "ABC", "123", "abc123", "", " ", "Abc", "½", "²", "٣", "a b", "x_1", "1x", "class", "é", "\n", "日本"):
    print(repr(s), s.isalpha(), s.isdigit(), s.isdecimal(), s.isnumeric(), s.isalnum(), s.isupper(), s.islower(), s.istitle(), s.isspace(), s.isidentifier(), s.isprintable(), s.isascii())
# expect: 'abc' True False False False True False True False False True True True
# expect: 'ABC' True False False False True True False False False True True True
# expect: '123' False True True True True False False False False False True True
# expect: 'abc123' False False False False True False True False False True True True
# expect: '' False False False False False False False False False False True True
# expect: ' ' False False False False False False False False True False True True
# expect: 'Abc' True False False False True False False True False True True True
# expect: '½' False False False True True False False False False False True False
# expect: '²' False True False True True False False False False False True False
# expect: '٣' False True True True True False False False False False True False
# expect: 'a b' False False False False False False True False False False True True
# expect: 'x_1' False False False False False False True False False True True True
# expect: '1x' False False False False True False True False False False True True
# expect: 'class' True False False False True False True False False True True True
# expect: 'é' True False False False True False True False False True True False
# expect: '\n' False False False False False False False False True False False True
# expect: '日本' True False False False True False False False False True True False
print("abc" * 3, 3 * "ab", "x" * 0, "x" * -1, "a" + "b", "abc"[1], "abc"[-1], "abcdef"[1:4], "abcdef"[::-1], "abcdef"[::2])
# expect: abcabcabc ababab   ab b c bcd fedcba ace
print("abc" < "abd", "abc" < "ab", "Z" < "a", "" < "a", "é" > "z", "a" == "a", "😀" > "\uffff", max("hello"), min("hello"), sorted("hello"))
# expect: True False True True True True True o e ['e', 'h', 'l', 'l', 'o']
print(len("日本語"), len("é"), len("e\u0301"), list("añ😀"), "日本語"[1], "😀x"[1], "日本"[::-1], ord("😀"), chr(128512), ord("a"), chr(97))
# expect: 3 1 2 ['a', 'ñ', '😀'] 本 x 本日 128512 😀 97 a
print("abc".encode(), "é".encode("latin-1"), "日".encode(), "日".encode("utf-16-le"), "é".encode("ascii", "ignore"), "é".encode("ascii", "replace"), "é".encode("ascii", "xmlcharrefreplace"), "é".encode("ascii", "backslashreplace"))
# expect: b'abc' b'\xe9' b'\xe6\x97\xa5' b'\xe5e' b'' b'?' b'&#233;' b'\\xe9'
def error(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
error("é".encode, "ascii")
# expect: UnicodeEncodeError 'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128)
error("日".encode, "latin-1")
# expect: UnicodeEncodeError 'latin-1' codec can't encode character '\u65e5' in position 0: ordinal not in range(256)
error("a".encode, "nope")  # expect: LookupError unknown encoding: nope
error("a".center, "x")  # expect: TypeError 'str' object cannot be interpreted as an integer
error("a".center, 5, "xx")  # expect: TypeError The fill character must be exactly one character long
error(chr, -1)  # expect: ValueError chr() arg not in range(0x110000)
error(chr, 0x110000)  # expect: ValueError chr() arg not in range(0x110000)
error(ord, "ab")  # expect: TypeError ord() expected a character, but string of length 2 found
error(ord, "")  # expect: TypeError ord() expected a character, but string of length 0 found
error(ord, 5)  # expect: TypeError ord() expected string of length 1, but int found
error("\ud800".encode)
# expect: UnicodeEncodeError 'utf-8' codec can't encode character '\ud800' in position 0: surrogates not allowed
error(lambda: "a" * "b")  # expect: TypeError can't multiply sequence by non-int of type 'str'
error(lambda: "a" * 2.0)  # expect: TypeError can't multiply sequence by non-int of type 'float'
print(str(), str(5), str(None), str(b"abc"), str(b"abc", "utf-8"), str(object=1), str([1, "a"]), str(1.0))
# expect:  5 None b'abc' abc 1 [1, 'a'] 1.0
