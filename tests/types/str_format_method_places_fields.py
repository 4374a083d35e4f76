print("{} {}".format(1, "a"), "{1} {0}".format("a", "b"), "{a} {b[0]} {c.real}".format(a=1, b=[5], c=2), "{{}}".format(), "{0}{0}".format("x"))
# expect: 1 a b a 1 5 2 {} xx
print("{:>5}|{:<5}|{:^5}|{:*^7}|{:05d}".format(1, 2, 3, "m", 42))  # expect:     1|2    |  3  |***m***|00042
print("{!r} {!s} {!a}".format("é", "é", "é"), "{:{}}|{:{w}.{p}}".format(5, 4, 3.14159, w=8, p=3))
# expect: 'é' é '\xe9'    5|    3.14
print("{0[key]} {0[1]}".format({"key": "v", 1: "one"}), "{.__class__.__name__}".format(5))  # expect: v one int
print("{:,} {:_} {:_x} {:e} {:g} {:%}".format(1234567, 1234567, 0xabcdef, 12345.678, 0.0001, 0.25))
# expect: 1,234,567 1_234_567 ab_cdef 1.234568e+04 0.0001 25.000000%
print("{a}".format_map({"a": 5}), "{:d} {:x} {:#o} {:b} {:c} {:n}".format(10, 255, 8, 5, 65, 1000))
# expect: 5 10 ff 0o10 101 A 1000
def error(f, *a, **k):
    try: print(f(*a, **k))
    except Exception as e: print(type(e).__name__, e)
error("{}".format)  # expect: IndexError Replacement index 0 out of range for positional args tuple
error("{a}".format)  # expect: KeyError 'a'
error("{0} {}".format, 1)
# expect: ValueError cannot switch from manual field specification to automatic field numbering
error("{} {0}".format, 1)
# expect: ValueError cannot switch from automatic field numbering to manual field specification
error("{".format)  # expect: ValueError Single '{' encountered in format string
error("}".format)  # expect: ValueError Single '}' encountered in format string
error("{!x}".format, 1)  # expect: ValueError Unknown conversion specifier x
error("{:d}".format, "a")  # expect: ValueError Unknown format code 'd' for object of type 'str'
error("{:s}".format, 5)  # expect: ValueError Unknown format code 's' for object of type 'int'
error("{:x}".format, 1.5)  # expect: ValueError Unknown format code 'x' for object of type 'float'
error("{0.missing}".format, 5)  # expect: AttributeError 'int' object has no attribute 'missing'
error("{0[5]}".format, [1])  # expect: IndexError list index out of range
error("{:.2d}".format, 5)  # expect: ValueError Precision not allowed in integer format specifier
error("{:,s}".format, "a")  # expect: ValueError Cannot specify ',' with 's'.
error("{:z}".format, 1)  # expect: ValueError Negative zero coercion (z) not allowed in integer format specifier
error("{:5 }".format, 1)  # expect: ValueError Unknown format code '\x20' for object of type 'int'
error("{!r".format, 1)  # expect: ValueError unmatched '{' in format spec
error("{a b}".format, 1)  # expect: KeyError 'a b'
class Default(dict):
    def __missing__(self, k): return f"<{k}>"
print("{x} {y}".format_map(Default(x=1)))  # expect: 1 <y>
print("{0:{1}{2}}".format("x", ">", 5), "{:{fill}{align}{n}}".format("x", fill="#", align="^", n=9))
# expect:     x ####x####
