import math
import math as m
from math import pi, floor as fl
import collections.abc
import os.path as p
from os import path
print(m is math, round(pi, 3), fl(2.7), collections.abc.__name__, p is path)
# expect: True 3.142 2 collections.abc True
def local():
    import time as t
    from itertools import chain
    return t.__name__, list(chain([1], [2]))
print(local())  # expect: ('time', [1, 2])
def error(f):
    try: f()
    except ImportError as e: print(type(e).__name__, str(e).split(" (")[0], e.name)
def f1(): import no_such_module
def f2(): from math import no_such_name
def f3(): import math.nothing
def f4(): from no_such import x
for f in (f1, f2, f4): error(f)
# expect: ModuleNotFoundError No module named 'no_such_module' no_such_module
# expect: ImportError cannot import name 'no_such_name' from 'math' math
# expect: ModuleNotFoundError No module named 'no_such' no_such
try:
    import math.nothing
except ModuleNotFoundError as e:
    print(e)  # expect: No module named 'math.nothing'; 'math' is not a package
print(__import__("math") is math, math.__name__, type(math).__name__)  # expect: True math module
import sys
print(sys.modules["math"] is math, "no_such_module" in sys.modules)  # expect: True False
from math import *
print(sqrt(16), "sqrt" in globals())  # expect: 4.0 True
try:
    exec("from . import x", {"__name__": "__main__", "__package__": None})
except ImportError as e:
    print(e)  # expect: attempted relative import with no known parent package
import importlib
print(importlib.import_module("math") is math)  # expect: True
