import pprint, reprlib, unicodedata, html, urllib.parse, configparser, shlex, difflib, calendar, locale, fnmatch, glob, string
pprint.pprint({"b": list(range(30)), "a": {"nested": ["x" * 30, "y" * 40]}})
# expect: {'a': {'nested': ['xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
# expect:                   'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy']},
# expect:  'b': [0,
# expect:        1,
# expect:        2,
# expect:        3,
# expect:        4,
# expect:        5,
# expect:        6,
# expect:        7,
# expect:        8,
# expect:        9,
# expect:        10,
# expect:        11,
# expect:        12,
# expect:        13,
# expect:        14,
# expect:        15,
# expect:        16,
# expect:        17,
# expect:        18,
# expect:        19,
# expect:        20,
# expect:        21,
# expect:        22,
# expect:        23,
# expect:        24,
# expect:        25,
# expect:        26,
# expect:        27,
# expect:        28,
# expect:        29]}
print(pprint.pformat([1, (2,)]), reprlib.repr(list(range(100))))  # expect: [1, (2,)] [0, 1, 2, 3, 4, 5, ...]
print(unicodedata.name("é"), unicodedata.category("A"), unicodedata.normalize("NFD", "é").encode(), unicodedata.lookup("GREEK SMALL LETTER ALPHA"), unicodedata.numeric("½"), unicodedata.east_asian_width("日"))
# expect: LATIN SMALL LETTER E WITH ACUTE Lu b'e\xcc\x81' α 0.5 W
print(html.escape("<a & 'b'>"), html.unescape("&lt;&eacute;&#65;"), urllib.parse.quote("a b/é"), urllib.parse.unquote("a%20b"), urllib.parse.urlparse("http://h:80/p?q=1#f").port, urllib.parse.urlencode({"a": 1, "b": "x y"}), urllib.parse.parse_qs("a=1&a=2"))
# expect: &lt;a &amp; &#x27;b&#x27;&gt; <éA a%20b/%C3%A9 a b 80 a=1&b=x+y {'a': ['1', '2']}
c = configparser.ConfigParser()
c.read_string("[s]\nk = v\nn = 5\n")
print(c["s"]["k"], c.getint("s", "n"), c.sections())  # expect: v 5 ['s']
print(shlex.split("a 'b c' \"d\""), list(difflib.unified_diff(["a"], ["b"], lineterm=""))[-2:], difflib.get_close_matches("appel", ["apple", "ape"]), calendar.isleap(2024), calendar.month(2024, 2).splitlines()[0].strip(), fnmatch.fnmatch("a.py", "*.py"))
# expect: ['a', 'b c', 'd'] ['-a', '+b'] ['apple', 'ape'] True February 2024 True
