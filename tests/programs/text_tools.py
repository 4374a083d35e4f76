text = """The quick brown fox jumps over the lazy dog.
The dog sleeps; the fox runs away -- quickly!

Tabs\tand  spaces,   and "quotes"."""
words = {}
for word in text.lower().split():
    word = word.strip(".,;!-\"")
    if word: words[word] = words.get(word, 0) + 1
for word, count in sorted(words.items(), key=lambda p: (-p[1], p[0]))[:5]: print(f"{word:.<12}{count:>3}")
# expect lines: the.........  4 | and.........  2 | dog.........  2 | fox.........  2 | away........  1
print(len(text.splitlines()), sum(map(len, text.split())), max(text.split(), key=len), text.title()[:20])
# expect: 4 99 "quotes". The Quick Brown Fox
def caesar(s, k):
    return "".join(chr((ord(c) - 97 + k) % 26 + 97) if c.islower() else chr((ord(c) - 65 + k) % 26 + 65) if c.isupper() else c for c in s)
secret = caesar("Hello, World!", 3)
print(secret, caesar(secret, -3))  # expect: Khoor, Zruog! Hello, World!
def roman(n):
    out = ""
    for v, s in [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]:
        while n >= v: out += s; n -= v
    return out
print([roman(n) for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2024)])
# expect: ['I', 'IV', 'IX', 'XIV', 'XL', 'XC', 'CD', 'MCMXCIV', 'MMXXIV']
def is_palindrome(s):
    s = [c.lower() for c in s if c.isalnum()]
    return s == s[::-1]
print(is_palindrome("A man, a plan, a canal: Panama"), is_palindrome("python"))  # expect: True False
anagrams = {}
for w in "listen silent enlist google elgoog abc cab".split(): anagrams.setdefault("".join(sorted(w)), []).append(w)
print([g for g in anagrams.values() if len(g) > 1])
# expect: [['listen', 'silent', 'enlist'], ['google', 'elgoog'], ['abc', 'cab']]
def wrap(s, width):
    lines, line = [], ""
    for w in s.split():
        if line and len(line) + 1 + len(w) > width: lines.append(line); line = w
        else: line = f"{line} {w}".strip()
    return lines + [line]
print(*wrap("one two three four five six seven eight nine ten", 14), sep="\n")
# expect lines: one two three | four five six | seven eight | nine ten
def rle(s):
    out, i = [], 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]: j += 1
        out.append((s[i], j - i)); i = j
    return out
print(rle("aaabccd"), "".join(c * n for c, n in rle("aaabccd")))
# expect: [('a', 3), ('b', 1), ('c', 2), ('d', 1)] aaabccd
table = [("Name", "Age", "City"), ("Ann", 30, "Oslo"), ("Боб", 4, "São Paulo")]
widths = [max(len(str(r[i])) for r in table) for i in range(3)]
for row in table: print(" | ".join(str(c).ljust(w) if isinstance(c, str) else str(c).rjust(w) for c, w in zip(row, widths)))
# expect: Name | Age | City
# expect: Ann  |  30 | Oslo
# expect: Боб  |   4 | São Paulo
print("{:=^30}".format(" centred "), "%-10s|%8.3f|%+d" % ("left", 3.14159, 7), f"{1234567.891:,.2f} {0.256:.1%} {255:#x}")
# expect: ========== centred =========== left      |   3.142|+7 1,234,567.89 25.6% 0xff
print("a,b;c d".replace(";", ",").replace(" ", ",").split(","), "-".join(reversed("abc")), "abc".translate(str.maketrans("abc", "123")))
# expect: ['a', 'b', 'c', 'd'] c-b-a 123
vowels = sum(c in "aeiou" for c in text.lower())
print(vowels, text.count("fox"), text.find("dog"), text.index("lazy"), "cat" in text, text[4:9], text[-9:-1])
# expect: 30 2 40 35 False quick "quotes"
