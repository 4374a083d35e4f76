//! `_typing`.

use pyish_vm::import::ModuleRow;
use pyish_vm::types::type_params;
use pyish_vm::{Method, function};

pub static MODULE: ModuleRow = ModuleRow {
    name: "_typing",
    doc: "Primitives and accelerators for the typing module.",
    functions: &FUNCTIONS,
    init: type_params::fill_module,
};

static FUNCTIONS: [Method; 1] = [function("_idfunc(x, /)", |_, a| Ok(a[0]), "Returns its argument.")];
