//! `complex`.

use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;

use crate::object::value::Value;
use crate::thread::{Ret, Thread};

pub static TYPE: TypeRow = TypeRow::new("complex", Kind::Complex);

/// A complex number: a leaf of two floats.
pub fn new(t: &mut Thread, re: f64, im: f64) -> Ret {
    let o = t.alloc_leaf(TYPE.head(), 16)?;
    // SAFETY: V7: a fresh leaf of two words.
    unsafe {
        *o.bytes().cast::<f64>() = re;
        *o.bytes().cast::<f64>().add(1) = im;
    }
    Ok(Value::from_obj(o))
}
