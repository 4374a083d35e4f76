for spec in ("d", "5d", "<5d", "^5d", "+d", " d", "05d", "-05d", ",", "_", "x", "X", "#x", "#b", "o", "#o", "c", "e", ".2f", "g", "%", "08.3f", "=+8d", "*^9", "n", "#06x", "_b", "010,"):
    print(spec, "|" + format(42, spec) + "|", "|" + (format(-1234567, spec) if spec != "c" else "") + "|")
# expect: d |42| |-1234567|
# expect: 5d |   42| |-1234567|
# expect: <5d |42   | |-1234567|
# expect: ^5d | 42  | |-1234567|
# expect: +d |+42| |-1234567|
# expect:  d | 42| |-1234567|
# expect: 05d |00042| |-1234567|
# expect: -05d |00042| |-1234567|
# expect: , |42| |-1,234,567|
# expect: _ |42| |-1_234_567|
# expect: x |2a| |-12d687|
# expect: X |2A| |-12D687|
# expect: #x |0x2a| |-0x12d687|
# expect: #b |0b101010| |-0b100101101011010000111|
# expect: o |52| |-4553207|
# expect: #o |0o52| |-0o4553207|
# expect: c |*| ||
# expect: e |4.200000e+01| |-1.234567e+06|
# expect: .2f |42.00| |-1234567.00|
# expect: g |42| |-1.23457e+06|
# expect: % |4200.000000%| |-123456700.000000%|
# expect: 08.3f |0042.000| |-1234567.000|
# expect: =+8d |+     42| |-1234567|
# expect: *^9 |***42****| |-1234567*|
# expect: n |42| |-1234567|
# expect: #06x |0x002a| |-0x12d687|
# expect: _b |10_1010| |-1_0010_1101_0110_1000_0111|
# expect: 010, |00,000,042| |-1,234,567|
for spec in ("", "f", ".0f", ".3f", "e", ".2e", "E", "g", ".3g", "G", "%", ".1%", "10.2f", "<10.2f", "^10.2f", "+.1f", " .1f", "010.2f", ",.2f", "_.1f", "#.0f", "#g", "n", ".10", "5", "z.1f"):
    print(spec, *("|" + format(v, spec) + "|" for v in (3.14159, -0.04, 1234567.891, 1e-10, 1e20)))
# expect:  |3.14159| |-0.04| |1234567.891| |1e-10| |1e+20|
# expect: f |3.141590| |-0.040000| |1234567.891000| |0.000000| |100000000000000000000.000000|
# expect: .0f |3| |-0| |1234568| |0| |100000000000000000000|
# expect: .3f |3.142| |-0.040| |1234567.891| |0.000| |100000000000000000000.000|
# expect: e |3.141590e+00| |-4.000000e-02| |1.234568e+06| |1.000000e-10| |1.000000e+20|
# expect: .2e |3.14e+00| |-4.00e-02| |1.23e+06| |1.00e-10| |1.00e+20|
# expect: E |3.141590E+00| |-4.000000E-02| |1.234568E+06| |1.000000E-10| |1.000000E+20|
# expect: g |3.14159| |-0.04| |1.23457e+06| |1e-10| |1e+20|
# expect: .3g |3.14| |-0.04| |1.23e+06| |1e-10| |1e+20|
# expect: G |3.14159| |-0.04| |1.23457E+06| |1E-10| |1E+20|
# expect: % |314.159000%| |-4.000000%| |123456789.100000%| |0.000000%| |10000000000000000000000.000000%|
# expect: .1% |314.2%| |-4.0%| |123456789.1%| |0.0%| |10000000000000000000000.0%|
# expect: 10.2f |      3.14| |     -0.04| |1234567.89| |      0.00| |100000000000000000000.00|
# expect: <10.2f |3.14      | |-0.04     | |1234567.89| |0.00      | |100000000000000000000.00|
# expect: ^10.2f |   3.14   | |  -0.04   | |1234567.89| |   0.00   | |100000000000000000000.00|
# expect: +.1f |+3.1| |-0.0| |+1234567.9| |+0.0| |+100000000000000000000.0|
# expect:  .1f | 3.1| |-0.0| | 1234567.9| | 0.0| | 100000000000000000000.0|
# expect: 010.2f |0000003.14| |-000000.04| |1234567.89| |0000000.00| |100000000000000000000.00|
# expect: ,.2f |3.14| |-0.04| |1,234,567.89| |0.00| |100,000,000,000,000,000,000.00|
# expect: _.1f |3.1| |-0.0| |1_234_567.9| |0.0| |100_000_000_000_000_000_000.0|
# expect: #.0f |3.| |-0.| |1234568.| |0.| |100000000000000000000.|
# expect: #g |3.14159| |-0.0400000| |1.23457e+06| |1.00000e-10| |1.00000e+20|
# expect: n |3.14159| |-0.04| |1.23457e+06| |1e-10| |1e+20|
# expect: .10 |3.14159| |-0.04| |1234567.891| |1e-10| |1e+20|
# expect: 5 |3.14159| |-0.04| |1234567.891| |1e-10| |1e+20|
# expect: z.1f |3.1| |0.0| |1234567.9| |0.0| |100000000000000000000.0|
for v in (float("inf"), float("-inf"), float("nan"), 0.0, -0.0):
    print(format(v, "f"), format(v, "e"), format(v, "g"), format(v, "08.1f"), format(v, "+%"), format(v, "F"))
# expect: inf inf inf 00000inf +inf% INF
# expect: -inf -inf -inf -0000inf -inf% -INF
# expect: nan nan nan 00000nan +nan% NAN
# expect: 0.000000 0.000000e+00 0 000000.0 +0.000000% 0.000000
# expect: -0.000000 -0.000000e+00 -0 -00000.0 -0.000000% -0.000000
for spec in ("", "5", "<5", ">5", "^5", "*^7", ".2", "5.1", "s", "10s", "-<6"):
    print(spec, "|" + format("abc", spec) + "|", "|" + format("日本", spec) + "|")
# expect:  |abc| |日本|
# expect: 5 |abc  | |日本   |
# expect: <5 |abc  | |日本   |
# expect: >5 |  abc| |   日本|
# expect: ^5 | abc | | 日本  |
# expect: *^7 |**abc**| |**日本***|
# expect: .2 |ab| |日本|
# expect: 5.1 |a    | |日    |
# expect: s |abc| |日本|
# expect: 10s |abc       | |日本        |
# expect: -<6 |abc---| |日本----|
print(format(10 ** 20, ","), format(2 ** 70, "x"), format(-2 ** 70, "#_x"), format(10 ** 30, "e"), format(10 ** 25, ".3g"), format(True, "5"), format(True, "d"))
# expect: 100,000,000,000,000,000,000 400000000000000000 -0x40_0000_0000_0000_0000 1.000000e+30 1e+25     1 1
print(format(1e16, ""), format(123456.0, ""), format(1.5e-7, ""), format(100, "g"), format(1e5, "g"), format(1e6, "g"), format(123456789, "g"), format(0.00001, "g"))
# expect: 1e+16 123456.0 1.5e-07 100 100000 1e+06 1.23457e+08 1e-05
print(format(1.5, ".0f"), format(2.5, ".0f"), format(0.125, ".2f"), format(1e22, "f"), format(5e-324, ".3e"), format(1.0, ".20f"), format(0.1, ".30f"))
# expect: 2 2 0.12 10000000000000000000000.000000 4.941e-324 1.00000000000000000000 0.100000000000000005551115123126
def error(v, spec):
    try: print(format(v, spec))
    except Exception as e: print(type(e).__name__, e)
error(5, "s")  # expect: ValueError Unknown format code 's' for object of type 'int'
error(5, "q")  # expect: ValueError Unknown format code 'q' for object of type 'int'
error("a", "d")  # expect: ValueError Unknown format code 'd' for object of type 'str'
error("a", "+")  # expect: ValueError Sign not allowed in string format specifier
error("a", ",")  # expect: ValueError Cannot specify ',' with 's'.
error(5, ".2d")  # expect: ValueError Precision not allowed in integer format specifier
error(5, ".3x")  # expect: ValueError Precision not allowed in integer format specifier
error(1.5, "d")  # expect: ValueError Unknown format code 'd' for object of type 'float'
error(5, "5.")  # expect: ValueError Format specifier missing precision
error("a", "=5")  # expect: ValueError '=' alignment not allowed in string format specifier
error(5, ",x")  # expect: ValueError Cannot specify ',' with 'x'.
error(5, "_,")  # expect: ValueError Cannot specify both ',' and '_'.
error(5, "c5")  # expect: ValueError Invalid format specifier 'c5' for object of type 'int'
error(-1, "c")  # expect: OverflowError %c arg not in range(0x110000)
error([], "5")  # expect: TypeError unsupported format string passed to list.__format__
error(None, "x")  # expect: TypeError unsupported format string passed to NoneType.__format__
error(object, "5")  # expect: TypeError unsupported format string passed to type.__format__
error(1j, "d")  # expect: ValueError Unknown format code 'd' for object of type 'complex'
error(1.5, "c")  # expect: ValueError Unknown format code 'c' for object of type 'float'
error(5, "+c")  # expect: ValueError Sign not allowed with integer format specifier 'c'
