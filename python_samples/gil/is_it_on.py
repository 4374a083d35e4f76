"""Which interpreter is this, and is its lock on?"""
import sys

print("GIL on or off:", sys._is_gil_enabled() in (True, False))  # expect: GIL on or off: True
print("a switch is asked for every", sys.getswitchinterval(), "seconds, as CPython says")
# expect: a switch is asked for every 0.005 seconds, as CPython says
