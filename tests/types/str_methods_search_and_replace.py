s = "hello world hello"
print(s.find("hello"), s.find("hello", 1), s.rfind("hello"), s.find("zz"), s.index("o"), s.rindex("o"), s.count("l"), s.count("ll"), s.count(""))
# expect: 0 12 12 -1 4 16 5 2 18
print(s.replace("hello", "bye"), s.replace("hello", "bye", 1), s.replace("", "-", 3), "aaa".replace("aa", "b"), "abc".replace("", "."))
# expect: bye world bye bye world hello -h-e-llo world hello ba .a.b.c.
print(s.startswith("hell"), s.startswith("world", 6), s.endswith(("x", "lo")), s.startswith(()), s.startswith("h", 0, 1), "".startswith(""))
# expect: True True True False True True
print("ab" in s, "wor" in s, "" in s, "abc".find(""), "abc".find("", 3), "abc".find("", 4), "abc".rfind(""), "abcabc".find("c", -2))
# expect: False True True 0 3 -1 3 5
print("a,b,,c".split(","), "a b  c ".split(), "a b c d".split(" ", 2), "a b c d".rsplit(" ", 1), "".split(), "".split(","), " a ".split(" "), "abc".split("abc"))
# expect: ['a', 'b', '', 'c'] ['a', 'b', 'c'] ['a', 'b', 'c d'] ['a b c', 'd'] [] [''] ['', 'a', ''] ['', '']
print("a\nb\r\nc\rd\x0be\x1cf\u2028g".splitlines(), "a\nb\n".splitlines(True), "".splitlines(), "\n".splitlines())
# expect: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] ['a\n', 'b\n'] [] ['']
print("k=v=w".partition("="), "k=v=w".rpartition("="), "kv".partition("="), "kv".rpartition("="))
# expect: ('k', '=', 'v=w') ('k=v', '=', 'w') ('kv', '', '') ('', '', 'kv')
print("-".join(["a", "b", "c"]), "".join([]), ",".join("xyz"), "-".join({"a": 1}), "".join(str(i) for i in range(5)))
# expect: a-b-c  x,y,z a 01234
print("  x ".strip() + "|", "  x ".lstrip() + "|", "  x ".rstrip() + "|", "xxaxx".strip("x"), "abcba".strip("ab"), "\t\n x\u00a0".strip())
# expect: x| x |   x| a c x
print("prefix-x".removeprefix("prefix-"), "x.py".removesuffix(".py"), "abc".removeprefix("x"), "".removesuffix(""))
# expect: x x abc
def error(f, *a, **k):
    try: print(f(*a, **k))
    except Exception as e: print(type(e).__name__, e)
error(s.index, "zz")  # expect: ValueError substring not found
error(s.rindex, "zz")  # expect: ValueError substring not found
error(s.split, "")  # expect: ValueError empty separator
error(s.partition, "")  # expect: ValueError empty separator
error(s.find, 5)  # expect: TypeError find() argument 1 must be str, not int
error(s.startswith, 5)  # expect: TypeError startswith first arg must be str or a tuple of str, not int
error(s.startswith, (5,))  # expect: TypeError tuple for startswith must only contain str, not int
error(s.replace, "a")  # expect: TypeError replace() takes at least 2 positional arguments (1 given)
error(",".join, [1])  # expect: TypeError sequence item 0: expected str instance, int found
error(",".join, 5)  # expect: TypeError can only join an iterable
error(s.count)  # expect: TypeError count expected at least 1 argument, got 0
error(s.strip, 5)  # expect: TypeError strip arg must be None or str
error(lambda: 5 in "abc")  # expect: TypeError 'in <string>' requires string as left operand, not int
error(lambda: "abc"[5])  # expect: IndexError string index out of range
index = "a"
error(lambda: "abc"[index])  # expect: TypeError string indices must be integers, not 'str'
error(s.split, ",", "x")  # expect: TypeError 'str' object cannot be interpreted as an integer
error(lambda: s.nothing)  # expect: AttributeError 'str' object has no attribute 'nothing'
print(s.split(maxsplit=1), s.split(sep="o", maxsplit=1), "a  b".split(" "), "1<>2<>3".split("<>"))
# expect: ['hello', 'world hello'] ['hell', ' world hello'] ['a', '', 'b'] ['1', '2', '3']
print("aXbXc".translate({ord("X"): "-", ord("a"): None}), "abc".translate(str.maketrans("ab", "xy", "c")), str.maketrans({"a": 1}))
# expect: -b-c xy {97: 1}
