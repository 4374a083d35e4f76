# since: 3.14 (PEP 750)
name, n = "World", 42
t = t"Hello {name}!"
print(type(t).__name__, t.strings, t.values)  # expect: Template ('Hello ', '!') ('World',)
i = t.interpolations[0]
print(i.value, i.expression, i.conversion, repr(i.format_spec))  # expect: World name None ''
t = t"{n!r:>5}{n + 1}"
print(t.strings, [x.conversion for x in t.interpolations])  # expect: ('', '', '') ['r', None]
print(t.interpolations[0].format_spec, t.interpolations[1].expression)  # expect: >5 n + 1
print([part if isinstance(part, str) else part.value for part in t"a{n}b"])  # expect: ['a', 42, 'b']
print(t"".strings, t"{{}}".strings)  # expect: ('',) ('{}',)
print((t"a{n}" + t"b").strings)  # expect: ('a', 'b')
