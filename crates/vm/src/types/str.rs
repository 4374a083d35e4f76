//! `str`.

use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;

pub static TYPE: TypeRow = TypeRow::new("str", Kind::Str);
pub static ROWS: &[&TypeRow] = &[];

use crate::object::value::Value;
use crate::thread::{Ret, Thread};

/// The concatenation of strs, for f-strings.
pub fn concat_all(t: &mut Thread, parts: &[Value]) -> Ret {
    let mut out = String::new();
    for p in parts {
        out += &t.string_of(*p);
    }
    t.str(&out)
}
/// `ascii(v)`.
pub fn ascii(t: &mut Thread, v: Value) -> Ret {
    Ok(t.repr(v)?.value())
}
/// A template string's interpolation.
pub fn interpolation(t: &mut Thread, _parts: [Value; 4]) -> Ret {
    Err(t.runtime_error("template strings are not there yet"))
}
/// A template string.
pub fn template(t: &mut Thread, _strings: Value, _parts: Value) -> Ret {
    Err(t.runtime_error("template strings are not there yet"))
}
