//! `dict`, its views and iterators, `mappingproxy`.

use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;

use crate::object::value::Value;
use crate::thread::{Ret, Thread};

pub static TYPE: TypeRow = TypeRow::new("dict", Kind::Dict).flags(crate::object::typeobject::flag::MAPPING);
pub static ROWS: &[&TypeRow] = &[];

/// A read-only view of a mapping.
pub fn proxy(_t: &mut Thread, mapping: Value) -> Ret {
    Ok(mapping)
}
