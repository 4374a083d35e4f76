"""What CPython's build leaves for `sysconfig`, as far as it means something here: nothing was compiled or is installed."""

import sys as _sys

_version = "%d.%d" % _sys.version_info[:2]

build_time_vars = {
    "ABIFLAGS": "",
    "AR": "ar",
    "CC": "cc",
    "CFLAGS": "",
    "CONFIG_ARGS": "",
    "EXE": "",
    "EXT_SUFFIX": ".so",
    "HAVE_FORK": 1,
    "HAVE_GETRANDOM": 1,
    "HAVE_GETRANDOM_SYSCALL": 1,
    "LDFLAGS": "",
    "LDSHARED": "cc -shared",
    "LIBDIR": _sys.prefix + "/lib",
    "LIBS": "",
    "MACHDEP": "linux",
    "MULTIARCH": "",
    "PLATLIBDIR": "lib",
    "PY_CFLAGS": "",
    "PY_CORE_CFLAGS": "",
    "Py_DEBUG": 0,
    "Py_ENABLE_SHARED": 0,
    "Py_GIL_DISABLED": 0,
    "SHELL": "/bin/sh",
    "SHLIB_SUFFIX": ".so",
    "SIZEOF_VOID_P": 8,
    "TZPATH": "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo",
    "VERSION": _version,
    "WITH_DOC_STRINGS": 1,
    "exec_prefix": _sys.exec_prefix,
    "prefix": _sys.prefix,
    "srcdir": ".",
}
