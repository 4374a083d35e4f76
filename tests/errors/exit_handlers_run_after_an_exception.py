# run: exit=1
import atexit
atexit.register(print, "last registered runs last")
atexit.register(lambda: print("first"))
def bad(): raise KeyError("in atexit")
atexit.register(bad)
# expect lines: first | last registered runs last
# expect stderr: RuntimeError: main fails
# expect stderr: KeyError: 'in atexit'
raise RuntimeError("main fails")
