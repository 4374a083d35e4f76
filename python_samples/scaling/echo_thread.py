# skip: tests/bench/gil.py starts it with a socket
"""A thread that answers every byte on a socket, beside threads that only compute.

    echo_thread.py FD BUSY     FD: an open socket, BUSY: how many computing threads
"""
import socket
import sys
import threading

line = socket.socket(fileno=int(sys.argv[1]))
busy = int(sys.argv[2])
stop = False


def echo():
    global stop
    while data := line.recv(1):
        line.send(data)
    stop = True


def compute():
    total = 0
    while not stop:
        for i in range(1000):
            total += i


for _ in range(busy):
    threading.Thread(target=compute, daemon=True).start()
answer = threading.Thread(target=echo)
answer.start()
answer.join()
