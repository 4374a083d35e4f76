"""The profiler's interface: run code, collect what `_lsprof` counts in the form that `pstats` reads."""

__all__ = ["run", "runctx", "Profile"]

import _lsprof
import importlib.machinery
import importlib.util
import io
import marshal
import sys



def run(statement, filename=None, sort=-1):
    """Runs a statement in `__main__`; prints its profile, or saves it to a file."""
    import __main__
    space = __main__.__dict__
    return runctx(statement, space, space, filename, sort)


def runctx(statement, globals, locals, filename=None, sort=-1):
    """As `run`, with the namespaces given."""
    profile = Profile()
    try:
        profile.runctx(statement, globals, locals)
    except SystemExit:
        pass
    if filename is None:
        profile.print_stats(sort)
    else:
        profile.dump_stats(filename)


def label(code):
    """What `pstats` calls a function: file, line, name."""
    if isinstance(code, str):
        return ('~', 0, code)
    return (code.co_filename, code.co_firstlineno, code.co_name)


class Profile(_lsprof.Profiler):
    """Profile(timer=None, timeunit=0.0, subcalls=True, builtins=True)"""

    def print_stats(self, sort=-1):
        import pstats
        if not isinstance(sort, tuple):
            sort = (sort,)
        pstats.Stats(self).strip_dirs().sort_stats(*sort).print_stats()

    def dump_stats(self, file):
        with open(file, 'wb') as f:
            self.create_stats()
            marshal.dump(self.stats, f)

    def create_stats(self):
        self.disable()
        self.snapshot_stats()

    def snapshot_stats(self):
        entries = self.getstats()
        # who calls a function stands with the function
        callers = {}
        for entry in entries:
            by = label(entry.code)
            for call in entry.calls or ():
                new = (call.callcount, call.callcount - call.reccallcount, call.inlinetime, call.totaltime)
                below = callers.setdefault(label(call.code), {})
                old = below.get(by, (0, 0, 0, 0))
                below[by] = tuple(x + y for x, y in zip(old, new))
        self.stats = {}
        for entry in entries:
            name = label(entry.code)
            new = (entry.callcount - entry.reccallcount, entry.callcount, entry.inlinetime, entry.totaltime)
            if name in self.stats:
                new = tuple(x + y for x, y in zip(self.stats[name], new))
            self.stats[name] = (*new, callers.get(name, {}))

    def run(self, cmd):
        import __main__
        space = __main__.__dict__
        return self.runctx(cmd, space, space)

    def runctx(self, cmd, globals, locals):
        self.enable()
        try:
            exec(cmd, globals, locals)
        finally:
            self.disable()
        return self

    def runcall(self, func, /, *args, **kw):
        self.enable()
        try:
            return func(*args, **kw)
        finally:
            self.disable()

    def __enter__(self):
        self.enable()
        return self

    def __exit__(self, *exc_info):
        self.disable()


def main():
    import os
    import pstats
    from optparse import OptionParser
    parser = OptionParser(usage="cProfile.py [-o output_file_path] [-s sort] [-m module | scriptfile] [arg] ...")
    parser.allow_interspersed_args = False
    parser.add_option('-o', '--outfile', dest="outfile", help="Save stats to <outfile>", default=None)
    parser.add_option('-s', '--sort', dest="sort", default=2,
                      choices=sorted(pstats.Stats.sort_arg_dict_default),
                      help="Sort order when printing to stdout, based on pstats.Stats class")
    parser.add_option('-m', dest="module", action="store_true", help="Profile a library module", default=False)
    if not sys.argv[1:]:
        parser.print_usage()
        sys.exit(2)
    options, args = parser.parse_args()
    sys.argv[:] = args
    if options.outfile is not None:
        options.outfile = os.path.abspath(options.outfile)
    if not args:
        parser.print_usage()
        return parser
    if options.module:
        import runpy
        code = "run_module(modname, run_name='__main__')"
        space = {'run_module': runpy.run_module, 'modname': args[0]}
    else:
        script = args[0]
        sys.path.insert(0, os.path.dirname(script))
        with io.open_code(script) as f:
            code = compile(f.read(), script, 'exec')
        spec = importlib.machinery.ModuleSpec(name='__main__', loader=None, origin=script)
        module = importlib.util.module_from_spec(spec)
        sys.modules['__main__'] = module
        space = module.__dict__
        space.update({'__spec__': spec, '__file__': spec.origin, '__name__': '__main__', '__package__': None,
                      '__cached__': None})
    try:
        runctx(code, space, None, options.outfile, options.sort)
    except BrokenPipeError as exc:
        sys.stdout = None
        sys.exit(exc.errno)
    return parser


if __name__ == '__main__':
    main()
