import struct, bisect, heapq, string, statistics, operator, textwrap, textwrap as tw
print(struct.pack("<IhB", 1, -2, 3), struct.unpack(">HH", b"\x00\x01\x00\x02"), struct.calcsize("<Qd"), struct.pack(">d", 1.5), struct.unpack("<f", struct.pack("<f", 0.5)))
# expect: b'\x01\x00\x00\x00\xfe\xff\x03' (1, 2) 16 b'?\xf8\x00\x00\x00\x00\x00\x00' (0.5,)
l = [1, 3, 5]
bisect.insort(l, 4)
print(l, bisect.bisect_left(l, 3), bisect.bisect_right(l, 3), bisect.bisect(l, 10))  # expect: [1, 3, 4, 5] 1 2 4
h = [5, 1, 4]
heapq.heapify(h)
heapq.heappush(h, 0)
print([heapq.heappop(h) for _ in range(4)], heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(2, [1, 5, 3]), list(heapq.merge([1, 4], [2, 3])), heapq.heapreplace([1, 2], 5))
# expect: [0, 1, 4, 5] [5, 3] [1, 3] [1, 2, 3, 4] 1
print(string.ascii_lowercase, string.digits, string.punctuation, string.Template("$a ${b}").substitute(a=1, b=2), string.capwords("a bc"))
# expect: abcdefghijklmnopqrstuvwxyz 0123456789 !"#$%&'()*+,-./:;<=>?@[\]^_`{|}~ 1 2 A Bc
print(statistics.mean([1, 2, 3, 4]), statistics.median([3, 1, 2]), statistics.stdev([1, 2, 3]), statistics.mode("aab"), statistics.pvariance([1, 2, 3]))
# expect: 2.5 2 1.0 a 0.6666666666666666
print(operator.add(1, 2), operator.itemgetter(1, 0)("ab"), operator.attrgetter("real")(5), operator.methodcaller("upper")("x"), operator.contains([1], 1), operator.mul(3, "a"), operator.truth([]), operator.concat([1], [2]), operator.index(True))
# expect: 3 ('b', 'a') 5 X True aaa False [1, 2] 1
print(textwrap.dedent("  a\n   b\n"), textwrap.fill("the quick brown fox", 10), textwrap.shorten("hello big world", 11), textwrap.indent("a\nb", "> "))
# expect: a
# expect:  b
# expect:  the quick
# expect: brown fox hello [...] > a
# expect: > b
