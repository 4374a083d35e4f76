"""What scenes stand on: the list of them, and threads that start together."""

import threading

scenes = []
N = 300
count = 4


def scene(f):
    """Enters a scene. It is called once a round, makes its shared objects, and asserts what must be there afterwards."""
    scenes.append(f)
    return f


def together(work, threads=None):
    """Runs work(k) in every thread at once; an exception in one fails the whole."""
    n = threads or count
    barrier, errors = threading.Barrier(n), []

    def run(k):
        try:
            barrier.wait()
            work(k)
        except BaseException as error:
            errors.append(error)
            raise

    started = [threading.Thread(target=run, args=(k,)) for k in range(n)]
    for t in started:
        t.start()
    for t in started:
        t.join()
    assert not errors, errors


def tolerant(errors, f, *args):
    """f(*args), or None if it raises one of `errors`: what a container says that was changed meanwhile."""
    try:
        return f(*args)
    except errors:
        return None


def drain(iterator, into, errors=()):
    """Moves items of a shared iterator into a list until it ends, or raises one of `errors`."""
    while True:
        try:
            into.append(next(iterator))
        except StopIteration:
            return
        except errors:
            pass
