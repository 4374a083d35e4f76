//! PEP 695: type parameters and type aliases, by the classes of `typing`.

use crate::object::value::Value;
use crate::thread::{Ret, Thread};

fn typing(t: &mut Thread, name: &str) -> Ret {
    let m = crate::import::import_dotted(t, "typing")?;
    t.get_attr_named(m, name)
}

/// A type parameter; `parts` are functions (or None) that compute bound, constraints and default.
pub fn make(t: &mut Thread, which: u8, name: Value, _parts: [Value; 3]) -> Ret {
    let class = typing(t, ["TypeVar", "ParamSpec", "TypeVarTuple"][which.min(2) as usize])?;
    t.call(class, &[name])
}
/// `type name[params] = value`, given as name, parameters and a function that computes the value.
pub fn make_alias(t: &mut Thread, parts: [Value; 3]) -> Ret {
    let class = typing(t, "TypeAliasType")?;
    let value = t.call(parts[2], &[])?;
    t.call(class, &[parts[0], value])
}
/// `Generic[params]`.
pub fn subscript_generic(t: &mut Thread, params: Value) -> Ret {
    let class = typing(t, "Generic")?;
    t.get_item(class, params)
}
