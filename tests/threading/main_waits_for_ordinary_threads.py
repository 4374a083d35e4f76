import threading, atexit
go = threading.Event()
def work():
    go.wait()
    print("worker ends last")
atexit.register(lambda: print("atexit"))
threading.Thread(target=work).start()
print("main ends first")
go.set()
# expect lines: main ends first | worker ends last | atexit
