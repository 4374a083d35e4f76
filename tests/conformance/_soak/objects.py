"""Instances, classes, closures, generators, exceptions, globals, numbers."""

import copy
import gc
import itertools
import sys
import types
import weakref

from . import stage
from .stage import N, drain, scene, together, tolerant

total = 0
big = 1 << 200


class Thing:
    shared = 0

    def __init__(self, n):
        self.n = n


@scene
def attributes():
    things = [Thing(n) for n in range(20)]

    def work(k):
        for thing in things:
            for i in range(10):
                setattr(thing, f"a{k}_{i}", (k, i))
                Thing.shared = k
                assert getattr(thing, f"a{k}_{i}") == (k, i)
            delattr(thing, f"a{k}_0")

    together(work)
    assert {len(vars(t)) for t in things} == {1 + 9 * stage.count}


@scene
def attributes_come_and_go():
    """Shapes grow and shrink, dicts are taken, replaced and cleared under other threads' reads."""
    things = [Thing(n) for n in range(8)]

    def work(k):
        name = f"mine{k}"
        for i in range(N // 2):
            thing = things[i % 8]
            setattr(thing, name, i)
            assert getattr(thing, name) == i, (name, i)
            tolerant(AttributeError, delattr, thing, f"other{(k + 1) % stage.count}")
            setattr(thing, f"other{k}", i)
            tolerant((RuntimeError, KeyError), lambda: sorted(vars(thing))), tolerant((RuntimeError,), dict, vars(thing)), thing.n, hasattr(thing, name)
            if i % 10 == 0:
                vars(thing)[f"dict{k}"] = i
                tolerant(RuntimeError, copy.copy, thing)

    together(work)
    assert all(t.n == n and getattr(t, f"mine{k}") >= N // 2 - 8 for n, t in enumerate(things) for k in range(stage.count))


@scene
def dicts_of_instances_are_replaced():
    things = [Thing(n) for n in range(4)]

    def work(k):
        for i in range(N // 2):
            thing = things[i % 4]
            if k == 0:
                thing.__dict__ = {"n": i, "fresh": True}
            else:
                setattr(thing, f"a{i % 30}", i)
                assert type(thing.n) is int
                tolerant(AttributeError, delattr, thing, f"a{(i - 3) % 30}")

    together(work)
    assert all(t.fresh for t in things)


@scene
def slots():
    class Point:
        __slots__ = ("x", "y", "__weakref__")

    class Wide(Point):
        __slots__ = tuple(f"s{i}" for i in range(20))

    points = [Wide() for _ in range(5)]

    def work(k):
        for i in range(N // 3):
            p = points[i % 5]
            p.x, p.y = k, i
            setattr(p, f"s{k}", i)
            assert getattr(p, f"s{k}") == i and type(p.x) is int
            tolerant(AttributeError, delattr, p, "y"), tolerant(AttributeError, getattr, p, "y")
            try:
                p.z = 1
                assert False
            except AttributeError:
                pass

    together(work)


@scene
def class_attributes():
    class Base:
        value = 0

        def method(self):
            return "first"

    class Derived(Base):
        pass

    objects = [Derived() for _ in range(4)]

    def work(k):
        for i in range(N // 3):
            setattr(Base, f"c{k}", i)
            assert getattr(objects[i % 4], f"c{k}") == i and getattr(Derived, f"c{k}") == i
            Base.value = i
            if k == 0:
                Base.method = lambda self, i=i: f"new {i}"
                Derived.__len__ = lambda self, i=i: i
            assert objects[0].method()[:3] in ("fir", "new")
            tolerant(TypeError, len, objects[1]), objects[2].value
            if i % 10 == 0:
                delattr(Base, f"c{k}")
                Base.__subclasses__(), Derived.__mro__, vars(Base).keys()

    together(work)


@scene
def bases_change():
    class A:
        def who(self):
            return "A"

    class B:
        def who(self):
            return "B"

    class Child(A):
        pass

    child = Child()

    def work(k):
        for i in range(N // 3):
            if k == 0:
                Child.__bases__ = ((B,), (A,), (A, B))[i % 3]
            elif k == 1:
                child.__class__ = Child
            assert child.who() in "AB"
            isinstance(child, (A, B)), Child.__mro__, super(Child, child).who

    together(work)


@scene
def classes_are_made():
    class Meta(type):
        made = []

        def __new__(meta, name, bases, namespace):
            cls = super().__new__(meta, name, bases, namespace)
            meta.made.append(cls)
            return cls

    class Root(metaclass=Meta):
        registry = []

        def __init_subclass__(cls):
            Root.registry.append(cls)

    def work(k):
        for i in range(N // 15):
            class Local(Root):
                number = i

                def get(self):
                    return self.number, k

            assert Local().get() == (i, k) and Root in Local.__mro__
            cls = type(f"C{k}", (Thing,), {"m": lambda self: self.n + k})
            assert cls(i).m() == i + k
            issubclass(cls, Root), isinstance(cls(1), Thing)

    together(work)
    assert len(Root.registry) == len(Meta.made) - 1 == stage.count * (N // 15)


@scene
def exceptions():
    def raises(n):
        if n == 0:
            raise KeyError("deep")
        try:
            raises(n - 1)
        finally:
            n += 1

    shared = ValueError("shared")

    def work(k):
        for i in range(N // 10):
            try:
                Thing(i).missing
            except AttributeError as error:
                assert error.name == "missing"
            try:
                raises(i % 10)
            except KeyError as error:
                assert error.args == ("deep",) and sys.exception() is error
                depth, tb = 0, error.__traceback__
                while tb:
                    depth, tb = depth + 1, tb.tb_next
                assert depth == i % 10 + 2, depth
            try:
                raise shared from Exception(k)
            except ValueError as error:
                assert error is shared and sys.exception() is shared
                error.with_traceback(None) if i % 3 else None
                error.add_note("n") if i % 30 == 0 else None
                str(error), error.__cause__, error.__context__
            try:
                raise ExceptionGroup("g", [ValueError(k), TypeError(i)])
            except* ValueError as group:
                assert group.exceptions[0].args == (k,)
            except* TypeError:
                pass
            assert sys.exception() is None

    together(work)


@scene
def closures_and_cells():
    def make():
        shown, hidden = 0, []

        def bump(k):
            nonlocal shown
            shown = k
            hidden.append(k)
            return shown

        def read():
            return shown, len(hidden)

        def drop():
            nonlocal shown
            try:
                del shown
            except NameError:
                pass
            shown = 0

        return bump, read, drop, hidden

    bump, read, drop, hidden = make()

    def work(k):
        for i in range(N):
            assert tolerant(NameError, bump, k) in (None, *range(stage.count))
            tolerant(NameError, read)
            if i % 20 == 0:
                tolerant(NameError, drop)
            assert (lambda a: (lambda: a + i)())(k) == k + i

    together(work)
    assert len(hidden) == stage.count * N, len(hidden)


@scene
def globals_and_numbers():
    global total, big
    total, big = 0, 1 << 200

    def work(k):
        global total, big
        for i in range(N):
            total += 1
            big = big + (k << 70) if i % 30 else 1 << 200
            assert big >= 1 << 200 and big % 1 == 0 and (big * 3) // 3 == big or True
            globals()[f"made_{k}"] = i
            assert eval(f"made_{k}") == i
            x = (big + i) * (big - i)
            assert x // (1 << 10) << 10 <= x and int(str(big)) >= 1 << 200
            float(k) / 3 + 1e300 * k, round(i / 7, 3), divmod(-i, 7), pow(3, i, 1000007), f"{i / 3:.3f}{big:x}"[:9]
        tolerant(NameError, exec, "here = 1\ndel here", globals())  # another thread may have deleted it

    together(work)
    assert 0 < total <= stage.count * N


@scene
def generators_of_each():
    def numbers():
        for i in range(N):
            yield i, [i]

    totals = {}

    def work(k):
        totals[k] = sum(a + b[0] for a, b in numbers()) + sum(f() for f in [lambda i=i: i for i in range(50)])

    together(work)
    assert set(totals.values()) == {N * (N - 1) + 1225}, totals


@scene
def generators_shared():
    """One thread at a time runs a generator, the others are told so; each item goes to one of them."""

    def numbers():
        try:
            for i in range(N):
                yield [i][0]
        finally:
            ended.append(1)

    def outer():
        yield from numbers()

    for make in (numbers, outer, lambda: (x for x in range(N)), lambda: map(lambda x: x, numbers()), lambda: zip(numbers()), lambda: enumerate(numbers())):
        ended, g, got = [], make(), [[] for _ in range(stage.count)]
        together(lambda k: drain(g, got[k], ValueError))
        flat = sum(got, [])
        assert len(flat) == N and len(ended) <= 1, (make, len(flat), ended)


@scene
def generators_sent_closed_and_thrown_into():
    def echo():
        got = None
        while True:
            try:
                got = yield got
            except KeyError:
                got = "thrown"

    box = [echo()]
    next(box[0])

    def work(k):
        for i in range(N):
            g = box[0]
            try:
                answer = g.send((k, i)) if i % 3 else g.throw(KeyError(k))
                assert answer == (k, i) or answer == "thrown", answer
                g.gi_frame, g.gi_running, g.gi_yieldfrom
                if i % 50 == 49:
                    g.close()
            except ValueError as error:
                assert "already executing" in str(error), error
            except StopIteration:
                fresh = echo()
                next(fresh)
                box[0] = fresh
            except KeyError:
                pass

    together(work)


@scene
def coroutines_by_hand():
    @types.coroutine
    def pause():
        return (yield "paused")

    async def job(n):
        async with Context():
            return [await pause() for _ in range(n)]

    class Context:
        async def __aenter__(self):
            await pause()

        async def __aexit__(self, *a):
            await pause()

    def work(k):
        for n in range(N // 30):
            c, steps = job(n), 0
            try:
                while c.send(None if steps == 0 else k) == "paused":
                    steps += 1
            except StopIteration as stop:
                assert stop.value == [k] * n and steps == n + 2
            try:
                c.send(None)
                assert False
            except RuntimeError:
                pass

    together(work)


@scene
def descriptors_and_calls():
    class Cold:
        count = 0

        @property
        def hot(self):
            return self.count

        @hot.setter
        def hot(self, n):
            self.count = n

        @classmethod
        def make(cls, *args, **kwargs):
            return cls(), args, kwargs

        @staticmethod
        def plain(a, b=2, *rest, c, **more):
            return a, b, rest, c, more

        def __call__(self, x):
            return x

        def __getattr__(self, name):
            if name.startswith("no"):
                raise AttributeError(name)
            return name

    cold = Cold()

    def work(k):
        for i in range(N // 3):
            cold.hot = i
            assert type(cold.hot) is int and cold.anything == "anything" and cold(k) == k
            assert Cold.make(1, *range(i % 5), x=k)[1:] == ((1, *range(i % 5)), {"x": k})
            assert Cold.plain(1, *[5, 6, 7], c=k, **{"d": i}) == (1, 5, (6, 7), k, {"d": i})
            tolerant(AttributeError, getattr, cold, "nothing"), tolerant(TypeError, Cold.plain), tolerant(TypeError, cold)
            Cold.plain.__defaults__, Cold.plain.__code__.co_varnames

    together(work)


@scene
def functions_change():
    def f(a, b=1):
        return a, b

    def g(a, b=1):
        return "g", a, b

    codes = [f.__code__, g.__code__]

    def work(k):
        for i in range(N // 3):
            if k == 0:
                f.__defaults__ = (i,)
                f.__code__ = codes[i % 2]
                f.extra = i
                f.__kwdefaults__ = None
            assert f(k)[-2] == k and f(k, 5)[-1] == 5
            f.__name__, f.__dict__, repr(f)

    together(work)


@scene
def weak_references():
    class Node:
        pass

    kept, values, keys, members = [Node() for _ in range(10)], weakref.WeakValueDictionary(), weakref.WeakKeyDictionary(), weakref.WeakSet()
    gone = []

    def work(k):
        for i in range(N // 3):
            node = Node()
            node.id = k, i
            r = weakref.ref(node, gone.append)
            values[k, i] = node
            keys[node] = i
            members.add(node)
            assert r() is node and values[k, i] is node and keys[node] == i
            del node
            tolerant(RuntimeError, lambda: [v for v in values.values() if v is None])
            tolerant(RuntimeError, lambda: len(list(keys))), tolerant(RuntimeError, lambda: [x for x in members][:1])
            p = weakref.proxy(kept[i % 10])
            p.mark = k
            if i % 40 == 0:
                gc.collect()
            found = r()
            assert found is None or found.id == (k, i)

    together(work)
    assert all(type(v) is Node for v in list(values.values()))


@scene
def finalizers():
    died, made = [], itertools.count()

    class Mortal:
        def __init__(self):
            self.n = next(made)
            self.me = self

        def __del__(self):
            died.append(self.n)

    def work(k):
        for i in range(N // 5):
            Mortal()
            if i % 20 == 0:
                gc.collect()

    together(work)
    gc.collect()
    assert len(died) == len(set(died)) <= stage.count * (N // 5)


@scene
def names_of_modules():
    module = types.ModuleType("shared")

    def work(k):
        for i in range(N // 2):
            setattr(module, f"v{k}", i)
            assert getattr(module, f"v{k}") == i
            exec(f"w{k} = {i}", vars(module))
            assert vars(module)[f"w{k}"] == i
            tolerant(AttributeError, delattr, module, f"v{(k + 1) % stage.count}x"), tolerant(RuntimeError, lambda: len(dir(module)))

    together(work)


@scene
def patterns_and_comprehensions():
    subjects = [1, "s", [1, 2, 3], {"a": 1, "b": [2]}, (1, (2, 3)), Thing(5), None, 3.5]

    def what(x):
        match x:
            case int() | float():
                return "number"
            case [a, *rest]:
                return a, len(rest)
            case {"a": a, **more}:
                return a, list(more)
            case Thing(n=n) if n > 2:
                return n
            case _:
                return None

    expected = ["number", None, (1, 2), (1, ["b"]), (1, 1), 5, None, "number"]

    def work(k):
        for i in range(N // 10):
            assert [what(x) for x in subjects] == expected
            assert {a: [b for b in range(a) if (c := b) % 2] for a in range(6)} == {0: [], 1: [], 2: [1], 3: [1], 4: [1, 3], 5: [1, 3]}
            first, *middle, last = range(i + 2)
            assert (first, len(middle), last) == (0, i, i + 1)
            assert f"{i!r:>{5}}{k:03d}" == str(i).rjust(5) + "%03d" % k

    together(work)
