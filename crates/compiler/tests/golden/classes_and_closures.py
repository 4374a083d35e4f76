class Point(Base):
    """A point."""

    count = 0

    def __init__(self, x, y=0, *, name="p"):
        super().__init__()
        self.x, self.y = x, y
        self.__name = name

    @property
    def norm(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5


def counter(start):
    def add(n):
        nonlocal start
        start += n
        return start
    return add, [lambda: k + start for k in range(3)]


def call(f, *args, **kwargs):
    return f(1, *args, key=2, **kwargs)
