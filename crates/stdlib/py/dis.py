"""Disassembler of the instructions of this interpreter: a row each, operands by name, jumps by label."""

import collections
import io
import sys
import types

import _dis
from opcode import *
from opcode import __all__ as _opcode_names

__all__ = ["code_info", "dis", "disassemble", "distb", "disco", "findlinestarts", "findlabels", "show_code",
           "get_instructions", "Instruction", "Bytecode"] + _opcode_names

COMPILER_FLAG_NAMES = {
    1: "OPTIMIZED",
    2: "NEWLOCALS",
    4: "VARARGS",
    8: "VARKEYWORDS",
    16: "NESTED",
    32: "GENERATOR",
    64: "NOFREE",
    128: "COROUTINE",
    256: "ITERABLE_COROUTINE",
    512: "ASYNC_GENERATOR",
    0x4000000: "HAS_DOCSTRING",
    0x8000000: "METHOD",
}

# bytes of `co_code` an instruction
_UNIT = 2

Positions = collections.namedtuple(
    "Positions", ["lineno", "end_lineno", "col_offset", "end_col_offset"], defaults=[None] * 4)

_Instruction = collections.namedtuple(
    "_Instruction",
    ["opname", "opcode", "arg", "argval", "argrepr", "offset", "start_offset", "starts_line", "line_number", "label",
     "positions", "cache_info"],
    defaults=[None, None, None])


class Instruction(_Instruction):
    """One instruction of a code object."""

    __slots__ = ()

    @property
    def oparg(self):
        return self.arg

    @property
    def baseopname(self):
        return self.opname

    @property
    def baseopcode(self):
        return self.opcode

    @property
    def cache_offset(self):
        return self.offset + _UNIT

    @property
    def end_offset(self):
        return self.offset + _UNIT

    @property
    def jump_target(self):
        return self.argval if self.opcode in hasjump else None

    @property
    def is_jump_target(self):
        return self.label is not None

    def __str__(self):
        return _row(self, 0, 0, None)


def _row(instruction, line_width, offset_width, lasti):
    parts = []
    if line_width:
        shown = instruction.line_number if instruction.starts_line else ""
        if instruction.starts_line and shown is None:
            shown = "--"
        parts.append(f"{shown:>{line_width}}")
    parts.append("-->" if lasti is not None and instruction.offset == lasti else "   ")
    parts.append(f"{f'L{instruction.label}:' if instruction.label else '':>5}")
    if offset_width:
        parts.append(f"{instruction.offset:>{offset_width}}")
    parts.append(f"{instruction.opname:<18}")
    parts.append(instruction.argrepr)
    return " ".join(parts).rstrip()


def _code_of(x):
    """The code object of a function, method, generator, class of source text ..."""
    x = getattr(x, "__func__", x)
    for name in ("__code__", "gi_code", "ag_code", "cr_code"):
        if hasattr(x, name):
            return getattr(x, name)
    if isinstance(x, str):
        x = _compile(x, "<disassembly>")
    if isinstance(x, types.CodeType):
        return x
    raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def _compile(source, name):
    try:
        return compile(source, name, "eval")
    except SyntaxError:
        return compile(source, name, "exec")


def get_instructions(x, *, first_line=None, show_caches=None, adaptive=False):
    """Iterate over the instructions of a function, method, source text or code object."""
    code = _code_of(x)
    shift = 0 if first_line is None else first_line - code.co_firstlineno
    rows = _dis.rows(code)
    targets = sorted({row[4] for row in rows if row[4] is not None})
    labels = {target: number for number, target in enumerate(targets, 1)}
    before = None
    for index, name, number, operands, target, about, line, column, end_line, end_column in rows:
        starts = line is not None and line != before
        if line is not None:
            before = line
            line += shift
            end_line += shift
        if target is not None:
            operands = f"{operands}, to L{labels[target]}" if operands else f"to L{labels[target]}"
            about = target * _UNIT
        positions = Positions(line, end_line, column, end_column)
        offset = index * _UNIT
        yield Instruction(name, number, index, about, operands, offset, offset, starts, line, labels.get(index),
                          positions, None)


def _write(code, lasti, file, first_line=None, show_offsets=False):
    shift = 0 if first_line is None else first_line - code.co_firstlineno
    last = max((line for _, _, line in code.co_lines() if line), default=0) + shift
    width = max(3, len(str(last)))
    offset_width = len(str(len(code.co_code))) if show_offsets else 0
    blank = False
    for instruction in get_instructions(code, first_line=first_line):
        if instruction.starts_line and blank:
            print(file=file)
        blank = True
        print(_row(instruction, width, offset_width, lasti), file=file)


def disassemble(code, lasti=-1, *, file=None, show_caches=False, adaptive=False, show_offsets=False,
                show_positions=False):
    """Disassemble a code object."""
    _write(code, lasti, file, show_offsets=show_offsets)


disco = disassemble


def _disassemble_all(code, file, depth, show_offsets, first_line=None):
    _write(code, -1, file, first_line, show_offsets)
    if depth is not None and depth <= 0:
        return
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            print(file=file)
            print(f"Disassembly of {constant!r}:", file=file)
            _disassemble_all(constant, file, None if depth is None else depth - 1, show_offsets)


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False, show_offsets=False,
        show_positions=False):
    """Disassemble classes, methods, functions, and other compiled objects; without one, the last traceback."""
    if x is None:
        distb(file=file, show_offsets=show_offsets)
        return
    x = getattr(x, "__func__", x)
    if isinstance(x, str):
        _disassemble_all(_compile(x, "<dis>"), file, depth, show_offsets)
        return
    for name in ("__code__", "gi_code", "ag_code", "cr_code"):
        if hasattr(x, name):
            x = getattr(x, name)
            break
    if isinstance(x, types.CodeType):
        _disassemble_all(x, file, depth, show_offsets)
    elif hasattr(x, "__dict__"):
        for name, value in sorted(x.__dict__.items()):
            if isinstance(value, (types.FunctionType, types.MethodType, types.CodeType, classmethod, staticmethod,
                                  type)):
                print(f"Disassembly of {name}:", file=file)
                try:
                    dis(value, file=file, depth=depth, show_offsets=show_offsets)
                except TypeError as error:
                    print("Sorry:", error, file=file)
                print(file=file)
    else:
        raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def distb(tb=None, *, file=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Disassemble a traceback's innermost frame; by default that of the last exception."""
    if tb is None:
        if hasattr(sys, "last_exc"):
            tb = sys.last_exc.__traceback__
        elif hasattr(sys, "last_traceback"):
            tb = sys.last_traceback
        if tb is None:
            raise RuntimeError("no last traceback to disassemble") from None
    while tb.tb_next:
        tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file, show_offsets=show_offsets)


def findlinestarts(code):
    """Pairs of (offset, line) where a line begins."""
    before = False
    for start, _, line in code.co_lines():
        if line is not before:
            before = line
            yield start, line


def findlabels(code):
    """The offsets that jumps lead to."""
    if not isinstance(code, types.CodeType):
        return []
    return sorted({row[4] * _UNIT for row in _dis.rows(code) if row[4] is not None})


def pretty_flags(flags):
    names = []
    for bit, name in COMPILER_FLAG_NAMES.items():
        if flags & bit:
            names.append(name)
            flags ^= bit
    if flags:
        names.append(hex(flags))
    return ", ".join(names) if names else hex(flags)


def code_info(x):
    """A description of a code object."""
    code = _code_of(x)
    lines = [
        f"Name:              {code.co_name}",
        f"Filename:          {code.co_filename}",
        f"Argument count:    {code.co_argcount}",
        f"Positional-only arguments: {code.co_posonlyargcount}",
        f"Kw-only arguments: {code.co_kwonlyargcount}",
        f"Number of locals:  {code.co_nlocals}",
        f"Stack size:        {code.co_stacksize}",
        f"Flags:             {pretty_flags(code.co_flags)}",
    ]
    for title, items, show in (("Constants", code.co_consts, repr), ("Names", code.co_names, str),
                               ("Variable names", code.co_varnames, str), ("Free variables", code.co_freevars, str),
                               ("Cell variables", code.co_cellvars, str)):
        if items:
            lines.append(f"{title}:")
            lines += [f"{i:4d}: {show(item)}" for i, item in enumerate(items)]
    return "\n".join(lines)


def show_code(co, *, file=None):
    """Print the description of a code object."""
    print(code_info(co), file=file)


class Bytecode:
    """The instructions of a piece of code, to iterate over or to show."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False,
                 show_offsets=False, show_positions=False):
        self.codeobj = _code_of(x)
        self.first_line = self.codeobj.co_firstlineno if first_line is None else first_line
        self.current_offset = current_offset
        self.show_offsets = show_offsets
        self._original_object = x

    def __iter__(self):
        return get_instructions(self.codeobj, first_line=self.first_line)

    def __repr__(self):
        return f"{self.__class__.__name__}({self._original_object!r})"

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti)

    def info(self):
        return code_info(self.codeobj)

    def dis(self):
        out = io.StringIO()
        _write(self.codeobj, -1 if self.current_offset is None else self.current_offset, out, self.first_line,
               self.show_offsets)
        return out.getvalue()


def main(args=None):
    import argparse

    parser = argparse.ArgumentParser()
    parser.add_argument("-O", "--show-offsets", action="store_true", help="show instruction offsets")
    parser.add_argument("infile", nargs="?", default="-")
    args = parser.parse_args(args=args)
    if args.infile == "-":
        name, source = "<stdin>", sys.stdin.buffer.read()
    else:
        name = args.infile
        with open(name, "rb") as infile:
            source = infile.read()
    dis(compile(source, name, "exec"), show_offsets=args.show_offsets)


if __name__ == "__main__":
    main()
