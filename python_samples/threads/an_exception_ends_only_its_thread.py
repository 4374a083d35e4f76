"""An exception that nobody catches ends its thread, not the program; excepthook tells about it."""
import threading


def report(args):
    print(f"{args.thread.name} ended with {args.exc_type.__name__}: {args.exc_value}")
    # expect: unlucky ended with ValueError: something is wrong


threading.excepthook = report


def broken():
    raise ValueError("something is wrong")


t = threading.Thread(target=broken, name="unlucky")
t.start()
t.join()
print("the program goes on")  # expect: the program goes on
