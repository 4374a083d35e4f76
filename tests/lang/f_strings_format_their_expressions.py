name, n, pi = "World", 42, 3.14159
print(f"Hello {name}", f"{n + 1}", f"{pi:.2f}", f"{n:>6}|{n:<6}|{n:^6}|{n:06d}")
# expect: Hello World 43 3.14     42|42    |  42  |000042
print(f"{name!r} {name!s} {name!a} {'é'!a}", f"{{braces}} {{{n}}}")
# expect: 'World' World 'World' '\xe9' {braces} {42}
print(f"{n=} {n = } {n + 1=} {pi=:.1f} {name=!s} {n=:>5}")  # expect: n=42 n = 42 n + 1=43 pi=3.1 name=World n=   42
width, precision = 10, 3
print(f"{pi:{width}.{precision}f}|", f"{name:{'>'}{width}}", f"{n:{'0'}{'8'}b}")
# expect:      3.142|      World 00101010
print(f"{'nested ' + f'{name}'}", f"{(lambda x: x * 2)(3)}", f"{[i for i in range(3)]}", f"{ {'a': 1}['a'] }")
# expect: nested World 6 [0, 1, 2] 1
print(f"{n:x} {n:#x} {n:o} {n:b} {n:c} {n:e} {n:,} {1234567:_} {n:+}")
# expect: 2a 0x2a 52 101010 * 4.200000e+01 42 1_234_567 +42
print(f"{'a' if n else 'b'}", f"{n!r:>5}", f"{None} {True} {...}")  # expect: a    42 None True Ellipsis
print(f"a" "b" f"{n}" 'c', rf"\d{n}", f"\t{n}\n".strip(), f"\N{BULLET}{n}")  # expect: ab42c \d42 42 •42
print(f"""triple {
    n
} end""")  # expect: triple 42 end
print(f"{'quotes "inside"'} {"same quotes"} {f"{f"{1 + 1}"}"}")  # expect: quotes "inside" same quotes 2
print(f"{n:{'{'}>{10}}" if False else "skipped")  # expect: skipped
class F:
    def __format__(self, spec): return f"spec({spec})"
    def __str__(self): return "str"
    def __repr__(self): return "repr"
f = F()
print(f"{f} {f:abc} {f!s} {f!r:>6} {f:{n}}")  # expect: spec() spec(abc) str   repr spec(42)
print(f"{3.0} {1e100} {-0.0} {2**70} {1 + 2j}")  # expect: 3.0 1e+100 -0.0 1180591620717411303424 (1+2j)
print(f"{n # a comment
}")  # expect: 42
print(f"{'\n'.join(['a', 'b'])!r}", f"{'\\'}")  # expect: 'a\nb' \
print(f"{print('evaluated')}")
# expect lines: evaluated | None
print(f'{n:%}', f"{0.5:%}", f"{1e6:g} {1e-7:g} {123456789.0:g}")
# expect: 4200.000000% 50.000000% 1e+06 1e-07 1.23457e+08
d = {"k": [1, 2]}
print(f"{d['k'][1]} {d["k"]} {len(d)} {d.get('x', 'none')}")  # expect: 2 [1, 2] 1 none
x = 5
print(f"{x!r}{x}" f"{x}", f"{(x := 6)} {x}", f"{x:=5}", f"{x,}", f"{*[1, 2],}")  # expect: 555 6 6     6 (6,) (1, 2)
try:
    f"{n:zz}"
except ValueError as e:
    print(e)  # expect: Unknown format code 'z' for object of type 'int'
try:
    f"{undefined_name}"
except NameError as e:
    print(e)  # expect: name 'undefined_name' is not defined
try:
    f"{name:d}"
except ValueError as e:
    print(e)  # expect: Unknown format code 'd' for object of type 'str'
