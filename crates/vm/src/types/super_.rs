//! `super`.

use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;

pub static TYPE: TypeRow = TypeRow::new("super", Kind::Super);

use crate::object::value::Value;
use crate::thread::{Raised, Thread};

/// The attribute `name` after `class` in the order of `v`'s class: with `method`, as LoadMethod gives it.
pub fn lookup(t: &mut Thread, _class: Value, _v: Value, _name: Value, _method: bool) -> Result<(Value, Value), Raised> {
    Err(t.runtime_error("super is not there yet"))
}
