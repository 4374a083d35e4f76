"""A consumer sleeps on a Condition until a producer has put something on the shelf.

The consumer starts first, on purpose: `wait` gives the lock back while it sleeps, or the producer could never
come in. The condition is tested in a `while`, not an `if`: another consumer may have been faster.
"""
import threading

condition = threading.Condition()
shelf = []
eaten = []


def consumer(count):
    for _ in range(count):
        with condition:
            while not shelf:
                condition.wait()
            eaten.append(shelf.pop(0))


def producer(items):
    for item in items:
        with condition:
            shelf.append(item)
            condition.notify()


eater = threading.Thread(target=consumer, args=(3,))
eater.start()
cook = threading.Thread(target=producer, args=(["soup", "bread", "tea"],))
cook.start()
cook.join()
eater.join()
print("eaten:", eaten, "left:", shelf)  # expect: eaten: ['soup', 'bread', 'tea'] left: []
