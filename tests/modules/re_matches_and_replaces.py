import re
m = re.match(r"(\w+)@(?P<host>\w+)\.com", "user@example.com rest")
print(m, m.group(), m.group(1, 2), m["host"], m.groups(), m.groupdict(), m.start(), m.end(2), m.span(), m.string[:4], m.lastindex, m.lastgroup)
# expect: <re.Match object; span=(0, 16), match='user@example.com'> user@example.com ('user', 'example') example ('user', 'example') {'host': 'example'} 0 12 (0, 16) user 2 host
print(re.search(r"\d+", "abc 123 def").group(), re.match("b", "abc"), re.fullmatch(r"\d+", "12"), re.fullmatch(r"\d+", "12a"))
# expect: 123 None <re.Match object; span=(0, 2), match='12'> None
print(re.findall(r"\d+", "1 22 333"), re.findall(r"(\w)(\d)", "a1 b2"), [x.span() for x in re.finditer("a", "banana")], re.split(r"[,;]\s*", "a, b;c"), re.split(r"(-)", "a-b-c", maxsplit=1))
# expect: ['1', '22', '333'] [('a', '1'), ('b', '2')] [(1, 2), (3, 4), (5, 6)] ['a', 'b', 'c'] ['a', '-', 'b-c']
print(re.sub(r"\d", "#", "a1b2"), re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), re.sub("a", lambda m: m.group().upper(), "banana", count=2), re.subn("x", "y", "xx"), re.sub(r"(?P<n>\d)", r"<\g<n>>", "5"))
# expect: a#b# world hello bAnAna ('yy', 2) <5>
p = re.compile(r"^\s*(#.*)?$", re.M | re.I)
print(p.pattern, p.flags, p.groups, bool(p.match("  # comment")), re.escape("a.b*c[d]"), p)
# expect: ^\s*(#.*)?$ 42 1 True a\.b\*c\[d\] re.compile('^\\s*(#.*)?$', re.IGNORECASE|re.MULTILINE)
print(re.findall(r"(?i)hello", "Hello HELLO"), re.findall(r"^a", "a\na", re.M), re.search(r"a.b", "a\nb", re.S) is not None, re.findall(r"\bfoo\b", "foo foobar foo"))
# expect: ['Hello', 'HELLO'] ['a', 'a'] True ['foo', 'foo']
print(re.match(r"(a|b)*?c", "ababc").group(), re.match(r"(?:ab)+", "ababx").group(), re.findall(r"a{2,3}", "aaaaa"), re.search(r"(?<=\$)\d+", "cost $50").group(), re.search(r"\d+(?!%)", "50% 60").group(), re.match(r"(\w)\1", "aab").group(), re.match(r"(?P<q>['\"]).*?(?P=q)", "'x'").group())
# expect: ababc abab ['aaa', 'aa'] 50 5 aa 'x'
print(re.findall(r"[\u0430-\u044f]+", "привет world"), re.findall(r"\w+", "日本 é"), re.findall(rb"\d", b"a1"), re.findall(r"(?a)\w+", "é a"), re.sub(r"\s+", " ", "a \t\n b"))
# expect: ['привет'] ['日本', 'é'] [b'1'] ['a'] a b
print(re.search(r"(?x) a  b # comment", "ab").group(), re.match(r".*?(\d+)$", "abc123").group(1), re.findall(r"(?=(aa))", "aaaa"), re.match(r"(a)?(b)?", "b").groups("none"))
# expect: ab 123 ['aa', 'aa', 'aa'] ('none', 'b')
for bad in ("(", "[a", "*a", "a{2,1}", r"\1", "(?P<1>a)", "(?z)", "a**"):
    try: re.compile(bad)
    except re.error as e: print(bad, "->", e)
# expect: ( -> missing ), unterminated subpattern at position 0
# expect: [a -> unterminated character set at position 0
# expect: *a -> nothing to repeat at position 0
# expect: a{2,1} -> min repeat greater than max repeat at position 2
# expect: \1 -> invalid group reference 1 at position 1
# expect: (?P<1>a) -> bad character in group name '1' at position 4
# expect: (?z) -> unknown extension ?z at position 1
# expect: a** -> multiple repeat at position 2
print(re.compile("a") == re.compile("a"), re.purge(), re.sub("", "-", "abc"), re.split("", "ab"), re.findall("", "ab"))
# expect: True None -a-b-c- ['', 'a', 'b', ''] ['', '', '']
