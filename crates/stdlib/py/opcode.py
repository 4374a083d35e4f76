"""The numbers and names of the instructions.

The machine has registers: the lists that sort instructions by how they use a stack are empty.
"""

import _dis

__all__ = ["cmp_op", "stack_effect", "hascompare", "opname", "opmap", "HAVE_ARGUMENT", "EXTENDED_ARG", "hasarg",
           "hasconst", "hasname", "hasjump", "hasjrel", "hasjabs", "hasfree", "haslocal", "hasexc"]

_table = _dis.table()
opname = [row[0] for row in _table]
opmap = {name: number for number, name in enumerate(opname)}
cmp_op = ('<', '<=', '==', '!=', '>', '>=')

HAVE_ARGUMENT = 0
# no instruction extends another
EXTENDED_ARG = len(opname)


def _having(letters):
    return [i for i, row in enumerate(_table) if letters in row[1]]


hasarg = [i for i, row in enumerate(_table) if row[1]]
hasconst = [opmap["LoadConst"]]
hasname = [i for i in _having("K[c]") if i not in hasconst]
hasjump = [i for i, row in enumerate(_table) if row[3]]
hasjrel = hasjump
hasjabs = []
hasfree = [opmap[name] for name in ("LoadCell", "StoreCell", "DeleteCell")]
haslocal = [opmap[name] for name in ("Move", "CheckBound", "DeleteLocal")]
hascompare = [opmap[name] for name in ("Lt", "Le", "Gt", "Ge", "Eq", "Ne")]
hasexc = []


def stack_effect(opcode, oparg=None, /, *, jump=None):
    """There is no stack: no instruction changes its depth."""
    if not 0 <= opcode < len(opname):
        raise ValueError("invalid opcode or oparg")
    return 0
