# Processes of every start method: what they share and send arrives, and their exit codes come back.
# run: timeout=120s
import multiprocessing
import sys


def count(number, lock, array, queue):
    for _ in range(50):
        with lock:
            number.value += 1
    array[0] += 1
    queue.put({"from": "child", "seen": list(array)[1:]})
    sys.exit(3)


def answer(connection):
    connection.send(connection.recv() * 2)
    connection.close()


def square(x):
    return x * x


def main():
    for method in ("fork", "spawn", "forkserver"):
        context = multiprocessing.get_context(method)
        number, lock, array, queue = context.Value("i", 0), context.Lock(), context.Array("d", [0, 2.5]), context.Queue()
        children = [context.Process(target=count, args=(number, lock, array, queue)) for _ in range(2)]
        for child in children:
            child.start()
        messages = [queue.get(timeout=60) for _ in children]
        for child in children:
            child.join()
        print(method, number.value, array[:], messages, [child.exitcode for child in children])
        here, there = context.Pipe()
        child = context.Process(target=answer, args=(there,))
        child.start()
        here.send("ab")
        print(here.recv())
        child.join()
        with context.Pool(2) as pool:
            print(pool.map(square, range(5)))


if __name__ == "__main__":
    main()
# expect: fork 100 [2.0, 2.5] [{'from': 'child', 'seen': [2.5]}, {'from': 'child', 'seen': [2.5]}] [3, 3]
# expect lines: abab | [0, 1, 4, 9, 16]
# expect: spawn 100 [2.0, 2.5] [{'from': 'child', 'seen': [2.5]}, {'from': 'child', 'seen': [2.5]}] [3, 3]
# expect lines: abab | [0, 1, 4, 9, 16]
# expect: forkserver 100 [2.0, 2.5] [{'from': 'child', 'seen': [2.5]}, {'from': 'child', 'seen': [2.5]}] [3, 3]
# expect lines: abab | [0, 1, 4, 9, 16]
