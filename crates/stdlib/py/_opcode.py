"""What CPython's native half of `opcode` answers, about the instructions of this interpreter."""

import opcode as _opcode
from opcode import stack_effect

__all__ = ["stack_effect", "is_valid", "has_arg", "has_const", "has_name", "has_jump", "has_free", "has_local", "has_exc"]

# no instruction rewrites itself in place
ENABLE_SPECIALIZATION = False
ENABLE_SPECIALIZATION_FT = False


def is_valid(opcode):
    return 0 <= opcode < len(_opcode.opname)


def has_arg(opcode):
    return opcode in _opcode.hasarg


def has_const(opcode):
    return opcode in _opcode.hasconst


def has_name(opcode):
    return opcode in _opcode.hasname


def has_jump(opcode):
    return opcode in _opcode.hasjump


def has_free(opcode):
    return opcode in _opcode.hasfree


def has_local(opcode):
    return opcode in _opcode.haslocal


def has_exc(opcode):
    return opcode in _opcode.hasexc


def get_specialization_stats():
    return None


def get_executor(*, code, offset):
    raise ValueError("no executors: instructions are not specialized")


def get_nb_ops():
    return [("NB_ADD", "+"), ("NB_AND", "&"), ("NB_FLOOR_DIVIDE", "//"), ("NB_LSHIFT", "<<"),
            ("NB_MATRIX_MULTIPLY", "@"), ("NB_MULTIPLY", "*"), ("NB_REMAINDER", "%"), ("NB_OR", "|"),
            ("NB_POWER", "**"), ("NB_RSHIFT", ">>"), ("NB_SUBTRACT", "-"), ("NB_TRUE_DIVIDE", "/"),
            ("NB_XOR", "^"), ("NB_INPLACE_ADD", "+="), ("NB_INPLACE_AND", "&="),
            ("NB_INPLACE_FLOOR_DIVIDE", "//="), ("NB_INPLACE_LSHIFT", "<<="),
            ("NB_INPLACE_MATRIX_MULTIPLY", "@="), ("NB_INPLACE_MULTIPLY", "*="),
            ("NB_INPLACE_REMAINDER", "%="), ("NB_INPLACE_OR", "|="), ("NB_INPLACE_POWER", "**="),
            ("NB_INPLACE_RSHIFT", ">>="), ("NB_INPLACE_SUBTRACT", "-="),
            ("NB_INPLACE_TRUE_DIVIDE", "/="), ("NB_INPLACE_XOR", "^="), ("NB_SUBSCR", "[]")]


def get_intrinsic1_descs():
    return []


def get_intrinsic2_descs():
    return []


def get_special_method_names():
    return ["__enter__", "__exit__", "__aenter__", "__aexit__"]
