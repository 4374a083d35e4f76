import os, sys
folder = os.path.join(os.environ.get("TMPDIR", "/tmp"), "pyish_modules")
os.makedirs(folder, exist_ok=True)
with open(os.path.join(folder, "counted_mod.py"), "w") as f:
    f.write("print('running', __name__)\nvalue = [0]\ndef up():\n    value[0] += 1\n    return value[0]\nif __name__ == '__main__':\n    print('never')\n")
with open(os.path.join(folder, "raising_mod.py"), "w") as f:
    f.write("x = 1\nraise ValueError('at import')\n")
sys.path.insert(0, folder)
import counted_mod  # expect: running counted_mod
import counted_mod as same
from counted_mod import up
print(up(), counted_mod.up(), same.value, counted_mod is same, counted_mod.__file__ == os.path.join(folder, "counted_mod.py"))
# expect: 1 2 [2] True True
def inner():
    import counted_mod
    return counted_mod.value
print(inner())  # expect: [2]
for _ in range(2):
    try: import raising_mod
    except ValueError as e: print(e, "raising_mod" in sys.modules)
# expect lines: at import False | at import False
print(repr(counted_mod).startswith("<module 'counted_mod' from "), counted_mod.__name__, counted_mod.__doc__)
# expect: True counted_mod None
counted_mod.new = "added"
import counted_mod as third
print(third.new, "value" in vars(third), hasattr(third, "nope"))  # expect: added True False
try: third.nope
except AttributeError as e: print(e)  # expect: module 'counted_mod' has no attribute 'nope'
del sys.modules["counted_mod"]
import counted_mod as fresh  # expect: running counted_mod
print(fresh is third, fresh.value)  # expect: False [0]
import types
m = types.ModuleType("made", "its doc")
m.x = 5
sys.modules["made"] = m
import made
print(made.x, made.__doc__, made)  # expect: 5 its doc <module 'made'>
