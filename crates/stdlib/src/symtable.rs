//! `_symtable`: the constants that the `symtable` module imports.

use pyish_vm::import::ModuleRow;
use pyish_vm::object::dict::Dict;
use pyish_vm::types::exc;
use pyish_vm::{Method, Raised, Thread, Value, function};

pub static MODULE: ModuleRow =
    ModuleRow { name: "_symtable", doc: "The constants of symbol tables.", functions: &FUNCTIONS, init };
static FUNCTIONS: [Method; 1] = [function(
    "symtable(source, filename, startstr, /)",
    |t, _| Err(t.raise(&exc::NotImplementedError, "symbol tables are not exposed")),
    "Return symbol and scope dictionaries used internally by compiler.",
)];

#[rustfmt::skip]
const CONSTANTS: [(&str, i64); 27] = [
    ("USE", 16), ("DEF_GLOBAL", 1), ("DEF_LOCAL", 2), ("DEF_PARAM", 4), ("DEF_NONLOCAL", 8), ("DEF_FREE_CLASS", 64),
    ("DEF_IMPORT", 128), ("DEF_ANNOT", 256), ("DEF_COMP_ITER", 512), ("DEF_TYPE_PARAM", 1024), ("DEF_COMP_CELL", 2048),
    ("DEF_BOUND", 2 | 4 | 128 | 1024),
    ("TYPE_FUNCTION", 0), ("TYPE_CLASS", 1), ("TYPE_MODULE", 2), ("TYPE_ANNOTATION", 3), ("TYPE_TYPE_ALIAS", 4),
    ("TYPE_TYPE_PARAMETERS", 5), ("TYPE_TYPE_VARIABLE", 6),
    ("LOCAL", 1), ("GLOBAL_EXPLICIT", 2), ("GLOBAL_IMPLICIT", 3), ("FREE", 4), ("CELL", 5),
    ("SCOPE_OFF", 12), ("SCOPE_MASK", 15), ("DEF_FREE", 32),
];

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    CONSTANTS.iter().try_for_each(|(name, n)| d.set_named(t, name, Value::int(*n)))
}
