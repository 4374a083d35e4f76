print("%s %r %a" % ("é", "é", "é"), "%d %i %u" % (1, 2.9, -3), "%5d|%-5d|%05d|%+d|% d" % (1, 2, 3, 4, 5))
# expect: é 'é' '\xe9' 1 2 -3     1|2    |00003|+4| 5
print("%x %X %#x %o %#o %c %c" % (255, 255, 255, 8, 8, 65, "z"), "%e %E %f %F %g %G" % (1.5, 1.5, 1.5, 1.5, 1.5, 1e-10))
# expect: ff FF 0xff 10 0o10 A z 1.500000e+00 1.500000E+00 1.500000 1.500000 1.5 1E-10
print("%.2f|%8.3f|%-8.1f|%08.2f|%+.1e" % (3.14159, 2.71828, 1.0, -1.5, 12345.678), "%.3s|%10s|%-10s|%.0s" % ("abcdef", "r", "l", "gone"))
# expect: 3.14|   2.718|1.0     |-0001.50|+1.2e+04 abc|         r|l         |
print("%(a)s %(b)d %(a)r" % {"a": "x", "b": 5}, "%%" % (), "100%% %s" % "sure", "%s" % (1,), "%s" % [1, 2], "%s" % ((1, 2),))
# expect: x 5 'x' % 100% sure 1 [1, 2] (1, 2)
print("%*d|%-*d|%.*f" % (5, 1, 5, 2, 2, 3.14159), "%d" % 2 ** 70, "%x" % -255, "%#X" % 255)
# expect:     1|2    |3.14 1180591620717411303424 -ff 0XFF
print("%s" % None, "%d" % True, "%s %s" % ("a", {"b": 1}), "%r" % "it's", "%i" % 3.99, "%c" % "日", "%5s|%-5s|" % ("日", "x"))
# expect: None 1 a {'b': 1} "it's" 3 日     日|x    |
print("%.0f %.0f %.0f" % (0.5, 1.5, 2.5), "%g %g %g" % (1e5, 1e6, 1e-5), "%#.3g" % 1.0, "%5.1f%%" % 99.5, "%.10d" % 42, "%+05d" % 3)
# expect: 0 2 2 100000 1e+06 1e-05 1.00  99.5% 0000000042 +0003
print("%(x)s" % {"x": 1, "y": 2}, "%s" % {}, "abc" % {}, "abc" % [], "" % ())  # expect: 1 {} abc abc
def error(fmt, v):
    try: print(fmt % v)
    except Exception as e: print(type(e).__name__, e)
error("%d", "a")  # expect: TypeError %d format: a real number is required, not str
error("%s %s", 1)  # expect: TypeError not enough arguments for format string
error("%s", (1, 2))  # expect: TypeError not all arguments converted during string formatting
error("%(a)s", 5)  # expect: TypeError format requires a mapping
error("%(a)s", {"b": 1})  # expect: KeyError 'a'
error("%q", 1)  # expect: ValueError unsupported format character 'q' (0x71) at index 1
error("%", 1)  # expect: ValueError incomplete format
error("%c", "ab")  # expect: TypeError %c requires int or char
error("%c", -1)  # expect: OverflowError %c arg not in range(0x110000)
error("%c", 1.5)  # expect: TypeError %c requires int or char
error("%x", 1.5)  # expect: TypeError %x format: an integer is required, not float
error("%f", "x")  # expect: TypeError must be real number, not str
error("abc", 5)  # expect: TypeError not all arguments converted during string formatting
error("%(a", {})  # expect: ValueError incomplete format key
error("%*d", ("a", 1))  # expect: TypeError * wants int
error("%d", 1j)  # expect: TypeError %d format: a real number is required, not complex
error("%.2147483648f", 1.0)  # expect: ValueError precision too big
print(b"%s %d %x %c %a %r" % (b"a", 1, 255, 65, "é", "é"), b"%(k)s" % {b"k": b"v"}, b"%5d|%.2f" % (1, 1.5))
# expect: b"a 1 ff A '\\xe9' '\\xe9'" b'v' b'    1|1.50'
