# run: stress=1 timeout=60s
s = ""
for i in range(30): s += chr(97 + i % 26) + "é"
print(s, s.split("é")[:4], s.upper()[:5], s.replace("a", "日本")[:6], "-".join(s[:4]), f"{s[:3]:>6}|{5:03d}|{2.5:.2f}", s.encode()[:5], (b"ab" * 3).split(b"a"), "%s %r" % (s[:2], s[:2]), s.partition("c"), "a,b".split(","), "{:>5}".format("x"), s.find("z"), sorted(s[:5]))
# expect: aébécédéeéfégéhéiéjékéléménéoépéqérésétéuévéwéxéyézéaébécédé ['a', 'b', 'c', 'd'] AÉBÉC 日本ébéc a-é-b-é    aéb|005|2.50 b'a\xc3\xa9b\xc3' [b'', b'b', b'b', b'b'] aé 'aé' ('aébé', 'c', 'édéeéfégéhéiéjékéléménéoépéqérésétéuévéwéxéyézéaébécédé') ['a', 'b']     x 50 ['a', 'b', 'c', 'é', 'é']
b = bytearray(b"abc")
b += b"def"
b[1:2] = b"XYZ"
print(b, bytes(b), memoryview(b)[2:4].tobytes(), b.decode(), b.hex())
# expect: bytearray(b'aXYZcdef') b'aXYZcdef' b'YZ' aXYZcdef 6158595a63646566
