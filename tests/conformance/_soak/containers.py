"""Lists, dicts, sets, strings, bytes, and the containers of `collections` and `array`."""

import collections
import random
from importlib.util import find_spec

from . import stage
from .stage import N, drain, scene, together, tolerant

CHANGED = (RuntimeError, IndexError, KeyError, ValueError)


@scene
def lists():
    items = []

    def work(k):
        for i in range(N):
            items.append((k, i))
            if i % 3 == 2:
                items.pop()
            items.extend([(k, i, 0)] if i % 50 == 0 else [])
            len(items), items[:3], (k, i) in items[:5]

    together(work)
    assert len(items) == stage.count * (N - N // 3 + (N + 49) // 50), len(items)


@scene
def lists_by_every_method():
    """Each method takes what another has put there, or says that it is gone."""
    shared = list(range(50))

    def work(k):
        items = shared
        for i in range(N):
            items.insert(i % 7, k)
            items += [k, k]
            tolerant(CHANGED, items.remove, k) is None and tolerant(CHANGED, items.index, k)
            tolerant(CHANGED, items.__setitem__, i % 20, k)
            items.count(k), items.copy(), list(reversed(items))[:2], items == items[:], repr(items[:3])
            if i % 40 == 0:
                items.reverse()
                items[2:4] = [k, k, k]
                del items[5:9]
                tolerant(ValueError, lambda: items.sort(key=str))
            if i % 100 == 99:
                items.clear()
            for x in items:
                assert type(x) is int
                if len(items) > 3000:
                    break

    together(work)
    assert all(type(x) is int for x in shared)


@scene
def list_moves_lose_nothing():
    """What is popped from one list and appended to another is there in the end, once."""
    left, right = list(range(N)), []

    def work(k):
        for i in range(N):
            source, target = (left, right) if (i + k) % 2 else (right, left)
            x = tolerant(IndexError, source.pop, -1 if i % 3 else 0)
            if x is not None:
                target.append(x)

    together(work)
    assert sorted(left + right) == list(range(N)), (len(left), len(right))


@scene
def dicts():
    table, common = {}, {}

    def work(k):
        for i in range(N):
            table[k, i] = [i]
            common.setdefault(i, k)
            assert table[k, i] == [i]
            if i % 2:
                del table[k, i]
            for _ in list(common)[:3]:
                pass

    together(work)
    assert len(table) == stage.count * (N - N // 2) and len(common) == N, (len(table), len(common))


@scene
def dicts_by_every_method():
    table, popped, won = {}, [], []

    def work(k):
        for i in range(N):
            table.update({(k, i): i, ("x", k): i})
            if table.setdefault(("race", i), (k, i)) == (k, i):
                won.append(i)
            if table.pop(("race", i - 20), None) is not None:
                popped.append(i - 20)
            tolerant(CHANGED, lambda: [v for v in table.values()])
            tolerant(CHANGED, lambda: sum(1 for _ in table.items()))
            table.get((k, i)), (k, i) in table, len(table), table.copy(), table | {1: 2}, table == {1: 2}
            tolerant(CHANGED, lambda: repr(table)[:5])
            if i % 50 == 0:
                list(table), dict(table), list(table.keys() & {("x", k)})

    together(work)
    assert all((k, i) in table for k in range(stage.count) for i in range(N))


@scene
def dict_items_are_taken_once():
    table, taken = {i: str(i) for i in range(N)}, [[] for _ in range(stage.count)]

    def work(k):
        while table:
            item = tolerant(KeyError, table.popitem) if k % 2 else None
            if item is None:
                key = tolerant(CHANGED, lambda: next(iter(table), None))
                item = (key, table.pop(key, None)) if key is not None else (None, None)
            if item[1] is not None:
                assert item[1] == str(item[0])
                taken[k].append(item[0])

    together(work)
    assert sorted(sum(taken, [])) == list(range(N)), len(sum(taken, []))


@scene
def dict_keys_with_python_equality():
    """A key's `__eq__` and `__hash__` run Python, and so may be switched away from, in the middle of a lookup."""

    class Key:
        def __init__(self, n):
            self.n = n

        def __hash__(self):
            return self.n % 8

        def __eq__(self, other):
            return self.n == other.n

    table, members = {}, set()

    def work(k):
        for i in range(N // 6):
            key = Key(i)
            table[key] = i
            members.add(key)
            assert table[Key(i)] == i and Key(i) in members
            table[Key(1000 + k * N + i)] = i
            members.discard(Key(5000 + i))

    together(work)
    assert len(table) == N // 6 * (1 + stage.count) and len(members) == N // 6, (len(table), len(members))


@scene
def sets():
    members = set()

    def work(k):
        for i in range(N):
            members.add((k, i))
            if i % 2:
                members.discard((k, i - 1))

    together(work)
    assert len(members) == stage.count * (N - N // 2), len(members)


@scene
def sets_by_every_method():
    members, moved = set(range(40)), set()

    def work(k):
        mine = members
        for i in range(N):
            mine |= {("k", k, i)}
            mine -= {i % 40}
            mine.update([i % 40], (("u", k, i),))
            mine.difference_update({("u", k, i - 1)})
            tolerant(CHANGED, lambda: mine & {1, 2}), tolerant(CHANGED, lambda: mine ^ {1}), tolerant(CHANGED, lambda: mine <= mine)
            tolerant(CHANGED, frozenset, mine), tolerant(CHANGED, mine.copy), len(mine), ("k", k, i) in mine
            tolerant(CHANGED, lambda: [x for x in mine])
            if i % 20 == 0:
                x = tolerant(KeyError, moved.pop)
                moved.add((k, i))
                mine ^= {("t", k)}

    together(work)
    assert all(("k", k, i) in members for k in range(stage.count) for i in range(N))


@scene
def set_members_are_taken_once():
    members, taken = set(range(N)), [[] for _ in range(stage.count)]

    def work(k):
        while True:
            x = tolerant(KeyError, members.pop)
            if x is None:
                return
            taken[k].append(x)

    together(work)
    assert sorted(sum(taken, [])) == list(range(N)) and not members


@scene
def strings_and_bytes():
    shared = {"s": "", "b": bytearray()}

    def work(k):
        own = ""
        for i in range(N):
            own += chr(97 + k)
            shared["s"] = shared["s"][-50:] + own[-3:]
            shared["b"].append(i % 256)
        assert own == chr(97 + k) * N

    together(work)
    assert len(shared["b"]) == stage.count * N


@scene
def one_string_extended_by_many():
    """`s + x` may extend in place only what nobody else has extended."""
    box = ["start"]

    def work(k):
        for i in range(N):
            base = box[0]
            one, two = base + chr(97 + k), base + "é" * (i % 3)
            assert one == base + chr(97 + k) and one[:-1] == base and two.startswith(base) and len(one) == len(base) + 1
            box[0] = one if len(one) < 200 else "start"
            hash(one), one.upper(), one.encode(), one in {base: 1}, "".join([one, two])

    together(work)
    assert box[0].startswith("start") and len(box[0]) <= 200


@scene
def bytearrays_and_views():
    data = bytearray(b"0123456789" * 10)

    def work(k):
        for i in range(N):
            tolerant(BufferError, data.extend, bytes([k]) * 3)
            tolerant(CHANGED + (BufferError,), data.pop)
            tolerant(BufferError, data.__delitem__, slice(0, 2))
            data.find(b"5"), bytes(data[:8]), data.count(k), data + b"x", data == b"y", data.hex()[:4], len(data)
            tolerant(CHANGED, data.__setitem__, i % 50, k)
            with memoryview(data) as view:
                part = view[1:5]
                part.tobytes(), view.nbytes, list(part)
                tolerant(CHANGED + (TypeError,), part.__setitem__, 0, 65)
                part.release()
            if i % 90 == 89:
                tolerant(BufferError, data.clear)
                tolerant(BufferError, data.extend, bytes(100))

    together(work)
    data.append(1)
    assert data[-1] == 1


@scene
def arrays():
    if find_spec("array") is None:
        return
    import array

    numbers, other = array.array("q", range(20)), array.array("q", range(20))

    def work(k):
        for i in range(N):
            numbers.append(k)
            numbers.extend([k, k])
            other.append(k), tolerant(CHANGED, other.pop), tolerant(CHANGED, other.remove, k)
            tolerant(CHANGED, numbers.__setitem__, i % 20, i)
            assert all(0 <= x <= N for x in numbers[:10])
            numbers.tobytes(), numbers.count(k), len(numbers), numbers.tolist()[:3]

    together(work)
    assert len(numbers) == 20 + stage.count * N * 3, len(numbers)


@scene
def deques():
    line, ring, out = collections.deque(), collections.deque(maxlen=10), collections.deque()

    def work(k):
        for i in range(N):
            line.append((k, i)) if i % 2 else line.appendleft((k, i))
            ring.extend([k, i])
            out.append(line.popleft() if k % 2 else line.pop())
            ring.rotate(1)
            len(ring), tolerant(CHANGED, lambda: ring[3]), tolerant(CHANGED, list, ring), tolerant(CHANGED, ring.count, k)
            tolerant(CHANGED, ring.remove, k), tolerant(CHANGED, lambda: [x for x in out][:2]), tolerant(CHANGED, out.copy)

    together(work)
    assert len(set(out)) == stage.count * N and not line and len(ring) <= 10, (len(out), len(line))


@scene
def ordered_and_default_dicts_and_counters():
    ordered, groups, tally = collections.OrderedDict(), collections.defaultdict(list), collections.Counter()
    own = [collections.Counter() for _ in range(stage.count)]
    chain = collections.ChainMap({}, {"base": 1})

    def work(k):
        for i in range(N):
            ordered[k, i] = i
            tolerant(KeyError, ordered.move_to_end, (k, i), i % 2 == 0)
            if i % 3 == 0:
                del ordered[k, i]
            tolerant(CHANGED, list, ordered), tolerant(CHANGED, lambda: next(reversed(ordered), None))
            groups[k].append(i)
            groups["all"], tolerant(CHANGED, dict, groups)
            own[k][i % 5] += 1
            tolerant(CHANGED, tally.update, {k: 1}), tolerant(CHANGED, tally.most_common, 2)
            chain[k] = i
            assert chain["base"] == 1 and chain[k] == i

    together(work)
    assert len(ordered) == stage.count * (N - (N + 2) // 3), len(ordered)
    assert all(groups[k] == list(range(N)) for k in range(stage.count)) and all(c.total() == N for c in own)
    assert set(tally) == set(range(stage.count)) and list(ordered) == [key for key, _ in ordered.items()]


@scene
def frozen_things_are_built_and_compared():
    source = [(i, str(i), float(i)) for i in range(50)]
    table = {frozenset(t): t for t in source}

    def work(k):
        for i in range(N // 6):
            made = frozenset(x for t in source for x in t)
            assert len(made) == 100 and hash(made) == hash(frozenset(list(made)))
            t = source[i % 50]
            assert table[frozenset(t)] is t and t == (i % 50, str(i % 50), float(i % 50)) and t < (1000,)
            tuple(made), sorted(map(str, made))[:2], (*t, *t), range(i)[::-2], slice(1, k).indices(i)

    together(work)


@scene
def sorting_shared():
    data = [random.random() for _ in range(N)]

    def work(k):
        for i in range(5):
            own = sorted(data)
            assert len(own) in (0, N) and all(a <= b for a, b in zip(own, own[1:]))
            tolerant(ValueError, data.sort)
            if k == 0:
                tolerant(ValueError, lambda: data.sort(key=lambda x: -x))

    together(work)
    assert len(data) == N


@scene
def sorting_while_others_change():
    data = list(range(N))

    def work(k):
        for i in range(20):
            if k % 2:
                tolerant(ValueError, lambda: data.sort(key=lambda x: (x * 7919) % 101))
            else:
                data.append(i)
                tolerant(IndexError, data.pop)
                data[:1], len(data)

    together(work)
    assert all(type(x) is int for x in data)


@scene
def iterators_shared():
    """Items of a shared iterator over something that stands still go to one thread each."""
    for make in (lambda: iter(list(range(N))), lambda: iter(tuple(range(N))), lambda: iter(range(N)), lambda: reversed(list(range(N))),
                 lambda: iter(dict.fromkeys(range(N))), lambda: iter(set(range(N))), lambda: iter(collections.deque(range(N))),
                 lambda: iter(bytes(200)), lambda: iter("x" * 200), lambda: iter({i: i for i in range(N)}.items())):
        it, got = make(), [[] for _ in range(stage.count)]
        together(lambda k: drain(it, got[k], (RuntimeError,)))
        assert sum(map(len, got)) > 0 and next(it, None) is None


@scene
def iterators_of_what_changes():
    items, table, members, line = list(range(99)), dict.fromkeys(range(99)), set(range(99)), collections.deque(range(99))
    shared = [iter(items), iter(table), iter(members), iter(line), iter(table.items()), reversed(table), reversed(items)]

    def work(k):
        for i in range(N // 3):
            for n, it in enumerate(shared):
                try:
                    next(it)
                except (StopIteration, RuntimeError):
                    shared[n] = iter((items, table, members, line)[n % 4])
            items.append(i), table.__setitem__((k, i), i), members.add((k, i)), line.append(i)
            if i % 5 == 0:
                tolerant(CHANGED, items.pop), tolerant(CHANGED, table.popitem), tolerant(CHANGED, members.pop), tolerant(CHANGED, line.pop)

    together(work)
