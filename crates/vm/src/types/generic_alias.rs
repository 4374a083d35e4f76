//! `types.GenericAlias` (`list[int]`) and `typing.Union` (`int | str`).

use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;

use crate::object::value::Value;
use crate::thread::{Ret, Thread};

pub static TYPE: TypeRow = TypeRow::new("GenericAlias", Kind::Native1).module("types");
pub static ROWS: &[&TypeRow] = &[];

/// `origin[args]`.
pub fn new(t: &mut Thread, origin: Value, args: Value) -> Ret {
    t.alloc_of(&TYPE, &[origin, args])
}
/// `a | b` of classes.
pub fn union(_t: &mut Thread, _a: Value, _b: Value) -> Ret {
    Ok(Value::NOT_IMPLEMENTED)
}
