//! `float`.

use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;

use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};

pub static TYPE: TypeRow = TypeRow::new("float", Kind::Float);

/// A float that does not fit a word.
pub fn boxed(t: &mut Thread, x: f64) -> Ret {
    let o = t.alloc_leaf(TYPE.head(), 8)?;
    // SAFETY: V7: a fresh leaf of one word.
    unsafe { *o.bytes().cast::<u64>() = x.to_bits() };
    Ok(Value::from_obj(o))
}
/// The number of a float object, inline or boxed (also of a subclass).
pub fn value(v: Value) -> Option<f64> {
    if let Some(x) = v.inline_float() {
        return Some(x);
    }
    let o = v.obj()?;
    match Kind::of(o.kind()) {
        // SAFETY: V7: a boxed float is one word.
        Kind::Float => Some(f64::from_bits(unsafe { *o.bytes().cast::<u64>() })),
        Kind::Wrapped => value(Value::from_bits(o.word(0))),
        _ => None,
    }
}
/// `float(v)` for a real number: float, int, or by `__float__` and `__index__`.
pub fn from_number(t: &mut Thread, v: Value) -> Result<f64, Raised> {
    match value(v) {
        Some(x) => Ok(x),
        None => Err(t.type_error("must be real number")),
    }
}
