"""The profiler under `cProfile`: counts calls and their times by what `sys.setprofile` reports."""

import sys
import time
from types import CodeType

__all__ = ["Profiler", "profiler_entry", "profiler_subentry"]

profiler_entry = None


class profiler_subentry(tuple):
    """(code, callcount, reccallcount, totaltime, inlinetime) of what a function calls."""

    _names = ("code", "callcount", "reccallcount", "totaltime", "inlinetime")

    def __getattr__(self, name):
        try:
            return self[self._names.index(name)]
        except ValueError:
            raise AttributeError(name) from None


class profiler_entry(profiler_subentry):
    """(code, callcount, reccallcount, totaltime, inlinetime, calls) of a function."""

    _names = profiler_subentry._names + ("calls",)


class _Entry:
    """What is known of one function, or of one function called by another."""

    __slots__ = ("calls", "recursive", "total", "inline", "level", "below")

    def __init__(self):
        self.calls = self.recursive = self.level = 0
        self.total = self.inline = 0
        self.below = {}


class _Call:
    """A call under way: when it began, and how long what it calls has taken."""

    __slots__ = ("code", "entry", "sub", "began", "inside")

    def __init__(self, code, entry, sub, began):
        self.code, self.entry, self.sub, self.began, self.inside = code, entry, sub, began, 0


class Profiler:
    def __init__(self, timer=None, timeunit=0.0, subcalls=True, builtins=True):
        self._timer = timer or time.perf_counter
        self._unit = timeunit if timer is not None and timeunit else 1
        self._subcalls = subcalls
        self._builtins = builtins
        self._entries = {}
        self._stack = []

    def enable(self, subcalls=True, builtins=True):
        if sys.getprofile() is not None:
            raise ValueError("Another profiling tool is already active")
        self._subcalls, self._builtins = subcalls, builtins
        sys.setprofile(self._event)

    def disable(self):
        sys.setprofile(None)
        now = self._timer()
        while self._stack:
            self._leave(now)

    def clear(self):
        self._entries.clear()
        self._stack.clear()

    def getstats(self):
        stats = []
        for code, e in self._entries.items():
            below = [profiler_subentry((c, s.calls, s.recursive, s.total * self._unit, s.inline * self._unit))
                     for c, s in e.below.items()] or None
            stats.append(profiler_entry(
                (code, e.calls, e.recursive, e.total * self._unit, e.inline * self._unit, below)))
        return stats

    def _event(self, frame, event, arg):
        if event == "call":
            self._enter(frame.f_code)
        elif event == "return":
            code = frame.f_code
            if self._stack and self._stack[-1].code is code:
                self._leave(self._timer())
        elif self._builtins:
            if event == "c_call":
                self._enter(self._name(arg))
            elif self._stack and not isinstance(self._stack[-1].code, CodeType):
                self._leave(self._timer())

    @staticmethod
    def _name(function):
        name = getattr(function, "__name__", "?")
        owner = getattr(function, "__self__", None)
        if owner is not None and not isinstance(owner, type(sys)):
            return f"<method '{name}' of '{type(owner).__name__}' objects>"
        module = getattr(function, "__module__", None)
        if module and module != "builtins":
            return f"<built-in method {module}.{name}>"
        return f"<built-in method builtins.{name}>" if module else f"<built-in method {name}>"

    def _enter(self, code):
        entry = self._entries.get(code)
        if entry is None:
            entry = self._entries[code] = _Entry()
        sub = None
        if self._subcalls and self._stack:
            caller = self._stack[-1].entry
            sub = caller.below.get(code)
            if sub is None:
                sub = caller.below[code] = _Entry()
            sub.level += 1
        entry.level += 1
        self._stack.append(_Call(code, entry, sub, self._timer()))

    def _leave(self, now):
        call = self._stack.pop()
        took = now - call.began
        own = took - call.inside
        if self._stack:
            self._stack[-1].inside += took
        for e in (call.entry, call.sub):
            if e is None:
                continue
            e.level -= 1
            if e.level == 0:
                e.total += took
            else:
                e.recursive += 1
            e.inline += own
            e.calls += 1
