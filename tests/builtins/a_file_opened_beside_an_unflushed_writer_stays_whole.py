# Opening a file looks for dead writers of it: the file that is just being made is not among the dead, and its memory is
# not given to others.
import os, tempfile


class Box:
    __slots__ = ("a", "b", "c", "d")

    def __init__(self, i):
        self.a = self.b = self.c = self.d = i


folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, "both.txt")
kept = open(path, "w")
for i in range(40):
    kept.write("line\n")
    readers = [open(path) for _ in range(10)]
    others = [(Box(i), (i, i, i, i), {i}) for _ in range(3000)]
    kept.flush()
    assert all(r.name == path and not r.closed for r in readers)
    assert [r.read() for r in readers] == ["line\n" * (i + 1)] * 10
    assert all(box.a == i and box.d == i and four == (i,) * 4 and one == {i} for box, four, one in others)
    for r in readers:
        r.close()
kept.close()
print("whole")  # expect: whole
folder.cleanup()
