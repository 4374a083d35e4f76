"""Shared objects of the library: itertools, functools, io, re, random, struct, json, datetime, imports."""

import collections
import datetime
import decimal
import enum
import functools
import heapq
import importlib
import io
import itertools
import json
import logging
import os
import pickle
import random
import re
import string
import struct
import sys
import tempfile
import textwrap

from . import stage
from .stage import N, drain, scene, together, tolerant


@scene
def itertools_shared():
    counter = itertools.count()
    got = [[] for _ in range(stage.count)]

    def counting(k):
        for _ in range(N):
            got[k].append(next(counter))

    together(counting)
    assert sorted(sum(got, [])) == list(range(stage.count * N)), "a number of count() was given twice or not at all"
    for make in (lambda: itertools.chain(range(N), [1] * N), lambda: itertools.islice(itertools.cycle("abc"), N), lambda: itertools.repeat(1, N), lambda: itertools.accumulate(range(N)),
                 lambda: itertools.takewhile(lambda x: x < N, itertools.count()), lambda: itertools.filterfalse(lambda x: x % 2, range(N)), lambda: itertools.zip_longest(range(N), range(9)),
                 lambda: itertools.starmap(pow, [(2, 3)] * N), lambda: itertools.compress(range(N), [1, 0] * N), lambda: itertools.pairwise(range(N)), lambda: itertools.product(range(9), range(9)),
                 lambda: itertools.permutations(range(5), 3), lambda: itertools.combinations(range(9), 3), lambda: itertools.combinations_with_replacement(range(6), 3),
                 lambda: itertools.batched(range(N), 3), lambda: itertools.groupby(range(N), lambda x: x // 10), lambda: itertools.dropwhile(lambda x: x < 5, range(N)),
                 lambda: filter(None, range(N)), lambda: map(pow, range(N), range(N)), lambda: zip(range(N), range(N)), lambda: enumerate(range(N)), lambda: itertools.tee(range(N), 2)[1]):
        it, got = make(), [[] for _ in range(stage.count)]

        def pull(k):
            for _ in range(2 * N):
                try:
                    got[k].append(next(it))
                except (StopIteration, RuntimeError, ValueError):
                    break

        together(pull)
        assert sum(map(len, got)) > 0, make


@scene
def memoized_functions():
    called = []

    @functools.lru_cache(maxsize=20)
    def square(n):
        called.append(n)
        return n * n

    @functools.cache
    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)

    class Thing:
        @functools.cached_property
        def value(self):
            return [1]

    add = functools.partial(lambda a, b, *c, d=0: a + b + d, 1, d=2)

    @functools.singledispatch
    def kind(x):
        return "other"

    kind.register(int, lambda x: "int")

    def work(k):
        for i in range(N):
            assert square(i % 40) == (i % 40) ** 2 and add(i) == i + 3
            thing = Thing()
            assert thing.value is thing.value and kind(i) == "int" and kind("s") == "other"
            if i % 50 == 0:
                square.cache_clear()
                square.cache_info()
                fib.cache_clear()
                assert fib(20) == 6765
        assert functools.reduce(lambda a, b: a + b, range(10)) == 45

    together(work)
    info = square.cache_info()
    assert info.currsize <= 20, info


@scene
def text_and_byte_streams():
    text, data = io.StringIO(), io.BytesIO()

    def work(k):
        for i in range(N):
            text.write("line\n")
            data.write(b"12345678")
            if i % 20 == 0:
                text.getvalue(), data.getvalue(), data.tell(), text.tell()
                with tolerant(BufferError, data.getbuffer) or memoryview(b"") as view:
                    len(view)
            if i % 50 == 49:
                text.seek(0, 2), data.seek(0, 2)

    together(work)
    assert set(text.getvalue().split("\n")) <= {"line", ""} and len(data.getvalue()) % 8 == 0
    assert text.getvalue().count("line") == stage.count * N and len(data.getvalue()) == stage.count * N * 8


@scene
def streams_by_every_method():
    text, data = io.StringIO("a\nb\n" * 50), io.BytesIO(b"a\nb\n" * 50)

    def work(k):
        for i in range(N // 2):
            for f in (text, data):
                f.readline(), f.read(3), f.seek(i % 30), f.tell(), list(itertools.islice(f, 2))
                tolerant(ValueError, f.truncate, 100 + i % 30), f.write(f.read(2)), f.readlines(10), f.getvalue()[:5]
            data.readinto(bytearray(4)), data.read1(2)

    together(work)


@scene
def files():
    path = os.path.join(tempfile.gettempdir(), f"soak{os.getpid()}")
    with open(path, "w+", encoding="utf-8", newline="\n") as f, open(path + "b", "wb+") as raw:

        def work(k):
            for i in range(N):
                f.write(f"{k} {i:04d} abcdefgh\n")
                raw.write(b"%d%05d" % (k % 10, i))
                if i % 60 == 0:
                    f.flush(), raw.flush(), f.fileno(), raw.tell()

        together(work)
    with open(path, encoding="utf-8") as f, open(path + "b", "rb") as raw:
        lines = f.read().splitlines()
        assert sorted(lines) == sorted(f"{k} {i:04d} abcdefgh" for k in range(stage.count) for i in range(N)), len(lines)
        data = raw.read()
        assert sorted(data[i:i + 6] for i in range(0, len(data), 6)) == sorted(b"%d%05d" % (k % 10, i) for k in range(stage.count) for i in range(N))
    got = [[] for _ in range(stage.count)]
    with open(path, encoding="utf-8") as f, open(path + "b", "rb") as raw:

        def read(k):
            while line := f.readline():
                got[k].append(line)
            while raw.read(6):
                pass

        together(read)
    assert sum(map(len, got)) > 0
    os.unlink(path), os.unlink(path + "b")


@scene
def regular_expressions():
    pattern = re.compile(r"(?P<word>\w+)-(\d+)|\s+")

    def work(k):
        text = f"alpha-{k} beta-22  gamma-333"
        it = pattern.finditer(text)
        for i in range(N // 6):
            m = pattern.match(text)
            assert m["word"] == "alpha" and m[2] == str(k) and m.span(2) == (6, 6 + len(str(k)))
            assert [x.group() for x in pattern.finditer(text)][0] == f"alpha-{k}"
            assert pattern.sub(lambda m: (m["word"] or "").upper(), text) == "ALPHABETAGAMMA"
            assert re.findall(rf"[a-z]{{{1 + i % 9}}}", "abcdefghi") and re.split(r"\s", text)
            if i % 20 == 0:
                re.purge()
        list(it)

    together(work)


@scene
def numbers_from_chance():
    shared = random.Random(5)
    seen = [[] for _ in range(stage.count)]

    def work(k):
        own = random.Random(k)
        first = [own.random() for _ in range(10)]
        for _ in range(N):
            seen[k].append(shared.random())
            assert 0 <= shared.randrange(10) < 10 and shared.choice("abc") in "abc"
            assert sorted(shared.sample(range(20), 5))[0] >= 0
            shared.getrandbits(100), shared.gauss(0, 1), shared.shuffle([1, 2, 3])
            if _ % 50 == 0:
                state = shared.getstate()
                shared.setstate(state)
        own.seed(k)
        assert [own.random() for _ in range(10)] == first

    together(work)
    assert all(0 <= x < 1 for x in sum(seen, []))


@scene
def packed_and_encoded():
    packer = struct.Struct("<iqd3s")
    shared = {"list": [1, 2.5, None, True, "text", {"deep": []}], "n": 0}
    buffer = bytearray(packer.size * 4)

    def work(k):
        for i in range(N // 3):
            assert packer.unpack(packer.pack(k, i, 1.5, b"abc")) == (k, i, 1.5, b"abc")
            packer.pack_into(buffer, packer.size * (i % 4), k, i, 0.5, b"xyz")
            packer.unpack_from(buffer, packer.size), list(packer.iter_unpack(bytes(buffer)))
            assert json.loads(json.dumps([k, i, {"a": None}])) == [k, i, {"a": None}]
            shared["n"] = i
            shared["list"].append(k), shared["list"].pop(0)
            tolerant(RuntimeError, json.dumps, shared)
            assert pickle.loads(pickle.dumps((k, [i], {"s": {1}}))) == (k, [i], {"s": {1}})
            int.from_bytes(i.to_bytes(4, "big"), "big"), "x".encode("utf-16").decode("utf-16"), b"%d" % i

    together(work)


@scene
def heaps_and_texts():
    heap = list(range(N))

    def work(k):
        own = []
        for i in range(N // 3):
            heapq.heappush(own, -i)
            tolerant((IndexError, RuntimeError), heapq.heappush, heap, i), tolerant((IndexError, RuntimeError), heapq.heappop, heap)
            string.Template("$a ${b}").substitute(a=k, b=i), textwrap.shorten("hello world " * 3, 20)
            decimal.Decimal(i) / 7, datetime.timedelta(seconds=i) + datetime.timedelta(1), datetime.date(2024, 1, 1 + i % 28).isoformat()
        assert heapq.nsmallest(2, own) == sorted(own)[:2]

    together(work)


@scene
def enumerations_and_named_tuples():
    class Color(enum.Enum):
        RED = 1
        BLUE = 2

    class Flag(enum.Flag):
        A = 1
        B = 2
        C = 4

    Pair = collections.namedtuple("Pair", "a b")

    def work(k):
        for i in range(N // 6):
            assert Color(1) is Color.RED and Color["BLUE"].value == 2 and len(list(Color)) == 2
            assert (Flag.A | Flag.B) & Flag.B is Flag.B and (Flag(5) in (Flag.A | Flag.C,))
            p = Pair(k, i)
            assert p.a == k and p._replace(b=5) == (k, 5)
            made = collections.namedtuple(f"N{i % 5}", "x y z")
            assert made(1, 2, 3).y == 2

    together(work)


@scene
def imports_raced():
    """Each module's code runs once, and whoever imports it sees all of it."""
    folder = tempfile.mkdtemp()
    ran = sys.modules.setdefault("soak_ran", type(sys)("soak_ran"))
    ran.names = []
    for n in range(6):
        with open(os.path.join(folder, f"soak_m{n}.py"), "w", encoding="utf-8") as f:
            more = f"import soak_m{n + 1}\n" if n < 5 else ""
            f.write(f"import soak_ran\nsoak_ran.names.append({n})\n{more}values = [i * {n} for i in range(200)]\ndef last(): return values[-1]\n")
    sys.path.insert(0, folder)
    importlib.invalidate_caches()
    try:

        def work(k):
            for n in range(6):
                m = importlib.import_module(f"soak_m{(n + k) % 6}")
                assert m.last() == 199 * ((n + k) % 6)
            import colorsys, textwrap, soak_m3

            assert colorsys.rgb_to_hsv and textwrap.dedent and soak_m3.values

        together(work)
        assert sorted(ran.names) == list(range(6)), ran.names
    finally:
        sys.path.remove(folder)
        for n in range(6):
            sys.modules.pop(f"soak_m{n}", None)
            os.unlink(os.path.join(folder, f"soak_m{n}.py"))
        for name in ("colorsys",):
            sys.modules.pop(name, None)


@scene
def logging_from_everywhere():
    stream = io.StringIO()
    logger = logging.Logger("soak")
    logger.addHandler(logging.StreamHandler(stream))

    def work(k):
        for i in range(N // 10):
            logger.warning("%s says %d", k, i)
            logging.getLogger(f"soak.{k}.{i % 4}").isEnabledFor(10)

    together(work)
    assert sorted(stream.getvalue().split("\n")[:-1]) == sorted(f"{k} says {i}" for k in range(stage.count) for i in range(N // 10))
