# run: args="one two"
import sys
print(sys.argv[1:], sys.argv[0].endswith("sys_tells_about_the_interpreter.py"), sys.maxsize, sys.byteorder, sys.version_info >= (3, 13), sys.version_info.major, sys.platform, sys.maxunicode, type(sys.path).__name__)
# expect: ['one', 'two'] True 9223372036854775807 little True 3 linux 1114111 list
print(sys.getrecursionlimit(), sys.intern("a") is sys.intern("a"), sys.float_info.max, sys.float_info.epsilon, sys.int_info.bits_per_digit > 0, sys.hash_info.modulus, isinstance(sys.modules, dict), sys.stdin is not None)
# expect: 1000 True 1.7976931348623157e+308 2.220446049250313e-16 True 2305843009213693951 True True
print(sys.stdout.encoding.lower(), sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.flags.optimize, sys.dont_write_bytecode in (True, False), callable(sys.excepthook), sys.exc_info(), sys.getswitchinterval())
# expect: utf-8 utf-8 utf-8 0 True True (None, None, None) 0.005
sys.setswitchinterval(0.001)
print(round(sys.getswitchinterval(), 6))  # expect: 0.001
def f(): return sys._getframe().f_code.co_name, sys._getframe(1).f_code.co_name
print(f(), sys._getframe().f_lineno > 5, "sys" in sys.modules, sys.getsizeof([]) > 0)
# expect: ('f', '<module>') True True True
try:
    sys.exit(3)
except SystemExit as e:
    print(repr(e), e.code)  # expect: SystemExit(3) 3
try:
    sys.setrecursionlimit(-1)
except ValueError as e:
    print(e)  # expect: recursion limit must be greater or equal than 1
try:
    sys.setswitchinterval(0)
except ValueError as e:
    print(e)  # expect: switch interval must be strictly positive
print(sys.exc_info() == (None, None, None), sys.getsizeof("") > 0, isinstance(sys.executable, str), sys.implementation.name in ("cpython", "pyish"))
# expect: True True True True
sys.stdout.write("written\n")  # expect: written
sys.stdout.flush()
old = sys.displayhook
sys.displayhook(5)  # expect: 5
sys.displayhook(None)
print(sys._is_gil_enabled() in (True, False), sys.is_finalizing(), len(sys.orig_argv) >= 2)  # expect: True False True
