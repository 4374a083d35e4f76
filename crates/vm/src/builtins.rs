//! The module `builtins`: its functions (`functions`), `compile`/`exec`/`eval` (`compile`), class statements.

pub mod anext;
pub mod build_class;
pub mod compile;
pub mod functions;
pub mod output;
pub mod reduce;

use crate::native::Method;
use crate::object::dict::Dict;
use crate::object::value::Value;
use crate::thread::{Raised, Thread};
use crate::types;

/// Makes the module `builtins` and `sys.modules`.
pub fn init(t: &mut Thread) -> Result<(), Raised> {
    let modules = Dict::new(t)?;
    t.runtime().modules.set(modules.value());
    let handlers = Dict::new(t)?;
    t.runtime().signal_handlers.set(handlers.value());
    let m = types::module::new(t, "builtins", "Built-in functions, types, exceptions, and other objects.")?;
    let d = types::module::dict_of(m);
    t.runtime().builtins.set(d.value());
    modules.set_named(t, "builtins", m)?;
    types::export(t, d)?;
    for (name, v) in [
        ("None", Value::NONE),
        ("True", Value::TRUE),
        ("False", Value::FALSE),
        ("NotImplemented", Value::NOT_IMPLEMENTED),
        ("Ellipsis", Value::ELLIPSIS),
        ("__debug__", Value::TRUE),
    ] {
        d.set_named(t, name, v)?;
    }
    for table in [functions::FUNCTIONS, compile::FUNCTIONS, build_class::FUNCTIONS] {
        add_functions(t, d, m, table)?;
    }
    let e = crate::object::exception::Exception::new(t, types::exc::MemoryError.get(), &[])?;
    t.runtime().memory_error.set(e.value());
    Ok(())
}

/// Enters native functions into a module's dict.
pub fn add_functions(t: &mut Thread, d: Dict, module: Value, table: &'static [Method]) -> Result<(), Raised> {
    let name = t.names().__name__;
    let name = types::module::dict_of(module).get_str(name).unwrap_or(Value::NONE);
    for row in table {
        let f = types::native_function::NativeFunction::new(t, row, module, name)?;
        d.set_named(t, row.name(), f)?;
    }
    Ok(())
}
