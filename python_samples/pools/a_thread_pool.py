"""A pool of threads: submit, map, exceptions that come back with the result."""
from concurrent.futures import ThreadPoolExecutor


def area(side):
    if side < 0:
        raise ValueError(f"negative side {side}")
    return side * side


with ThreadPoolExecutor(max_workers=3) as pool:
    print(list(pool.map(area, range(5))))  # expect: [0, 1, 4, 9, 16]
    future = pool.submit(area, -1)
    print(repr(future.exception()))  # expect: ValueError('negative side -1')
print("the pool has ended its threads")  # expect: the pool has ended its threads
