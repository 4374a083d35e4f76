# The short specifications are formatted without the general machinery: both must say the same.
import zlib

ints = [0, 1, -1, 7, 42, -999, 1000, 123456, -1234567, 2**53, -(2**61), 2**62, 2**70]
floats = [0.0, -0.0, 0.5, 1.5, 2.5, 0.125, -0.375, 1e-7, 123456.789, -99.995, 1e15, 2**53 + 0.0, 1e16, 1e22, 5e-324, 0.1, 1 / 3, 2.675, 1.005]
specs = "", "d", "5", ">8", "<8", "^9", "+", " ", "-", "05", "+08", ",", "15,", "x", "X", "o", "b", "08b", "*^12", "=+6", "_", "#x"
specs += tuple("+" + s for s in ("x", "6d"))
out = [format(i, s) for i in ints for s in specs]
out += [f"%{s}d|%s" % (i, i) for i in ints for s in ("", "5", "-6", "06", "+", ".3")]
specs = ".0f", ".1f", ".2f", "f", ".6f", "10.3f", "<10.2f", "^12.1f", "+.1f", "010.2f", ",.2f", ".15f", ".16f", ".1%", "%", ".3e", ".4g", "", "8", "F"
out += [format(x, s) for x in floats for s in specs]
out += ["%.2f %f %5.1f %s" % (x, x, x, x) for x in floats]
out += [repr(round(x, n)) for x in floats for n in (0, 1, 2, 3, 8, -1)]
out += [format(s, spec) for s in ("", "abc", "\xe9t\xe9", "\u4e2d") for spec in ("", "s", "5", ">6", "^7", "*<8", ".2", "6.1s")]
out += [hex(i) + oct(i) + bin(i) for i in ints]
print(len(out), zlib.crc32("\n".join(out).encode()))  # expect: 948 3069667673
for bad in ("5q", ".2d", "5s", "++", ".f"):
    try:
        print(format(5, bad))
    except ValueError as e:
        print(bad, e)
# expect: 5q Unknown format code 'q' for object of type 'int'
# expect: .2d Precision not allowed in integer format specifier
# expect: 5s Unknown format code 's' for object of type 'int'
# expect: ++ Unknown format code '+' for object of type 'int'
# expect: .f Format specifier missing precision
