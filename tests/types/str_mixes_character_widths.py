parts = ["abc", "é", "日本", "😀", "", "z", "ÿ", "Ā", "\uffff", "\U00010000"]
for a in parts:
    for b in parts:
        s = a + b
        assert len(s) == len(a) + len(b) and s.startswith(a) and s.endswith(b) and s[:len(a)] == a and s[len(a):] == b, (a, b)
        assert list(s) == list(a) + list(b) and s == "".join([a, b]) and hash(s) == hash("".join(list(s)))
        assert (a in s) and (b in s) and s.find(b) <= len(a) and s.count(s) == 1 if s else True
        assert (a < b) == ([ord(c) for c in a] < [ord(c) for c in b]), (a, b)
        assert s.replace(a, "x") if a else True
        assert s[::-1][::-1] == s and s * 2 == s + s and s.encode().decode() == s and s.encode("utf-16-le").decode("utf-16-le") == s
print("all pairs hold")  # expect: all pairs hold
t = "aé日😀" * 3
print(t[1], t[2], t[3], t[-1], t[2:6], t[::3], t.find("😀"), t.rfind("é"), t.index("日😀"), t.count("é日"), t.split("日"), t.replace("😀", ":)"), t.partition("日"), t.upper(), t.isalpha(), len(t))
# expect: é 日 😀 😀 日😀aé a😀日é 3 9 2 3 ['aé', '😀aé', '😀aé', '😀'] aé日:)aé日:)aé日:) ('aé', '日', '😀aé日😀aé日😀') AÉ日😀AÉ日😀AÉ日😀 False 12
print("".join(sorted(t)), max(t), min(t), t.strip("a😀"), t.center(16, "日"), t.translate({ord("é"): "e", ord("😀"): None}), {c: t.count(c) for c in t}, t.zfill(14), [hex(ord(c)) for c in t[:4]])
# expect: aaaééé日日日😀😀😀 😀 a é日😀aé日😀aé日 日日aé日😀aé日😀aé日😀日日 ae日ae日ae日 {'a': 3, 'é': 3, '日': 3, '😀': 3} 00aé日😀aé日😀aé日😀 ['0x61', '0xe9', '0x65e5', '0x1f600']
narrow = t[0] + t[4]
print(narrow, len(narrow.encode()), narrow == "aa", narrow.isascii(), {narrow: 1}["aa"], ("日" + "a")[1:] == "a", ("é" * 5)[:0] == "")
# expect: aa 2 True True 1 True True
lone = "\ud800x"
print(ascii(lone), len(lone), repr(lone), lone.encode("utf-8", "surrogatepass"), lone == "\ud800x", lone.isalpha(), "\ud83d\ude00" == "😀", len("\ud83d\ude00"))
# expect: '\ud800x' 2 '\ud800x' b'\xed\xa0\x80x' True False False 2
print("ﬁ".upper(), "ǅ".lower(), "ΑΣ".lower(), "ß".casefold() == "SS".casefold(), "İ".lower(), "ı".upper(), "K".lower(), "Å".lower(), "ŉ".title(), "ﬀ".capitalize())
# expect: FI ǆ ας True i̇ I k å ʼN Ff
print("x\u0301" == "x́", "é" == "e\u0301", " \u2003\u00a0\u200b".strip() == "\u200b", "\u2028a\x85b".splitlines(), "１２".isdigit(), int("１２"), "Ⅷ".isnumeric(), "²".isdigit(), "²".isdecimal(), "\u00ad".isprintable())
# expect: True False True ['', 'a', 'b'] True 12 True True False False
print("%s|%5s|%-5s|%.2s" % (t[:2], "日", "日", "日本語"), f"{'日':>4}|{'é':*^5}", "{:😀>4}".format("x"), "日".ljust(3, "é"), "a日".swapcase(), "日本 語".title())
# expect: aé|    日|日    |日本    日|**é** 😀😀😀x 日éé A日 日本 語
