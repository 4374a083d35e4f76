//! `bytes`: leaves `[hash, length, bytes]`.

use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;

use crate::object::value::Value;
use crate::thread::{Ret, Thread};

pub static TYPE: TypeRow = TypeRow::new("bytes", Kind::Bytes);
pub static ROWS: &[&TypeRow] = &[];

/// A bytes object.
pub fn new(t: &mut Thread, data: &[u8]) -> Ret {
    if data.is_empty() { Ok(t.runtime().empty_bytes.get()) } else { new_inline(t, data) }
}
pub(crate) fn new_inline(t: &mut Thread, data: &[u8]) -> Ret {
    let o = t.alloc_leaf(TYPE.head(), 16 + data.len())?;
    // SAFETY: V7: a fresh leaf of two words and the data.
    unsafe {
        *o.bytes().cast::<u64>() = 0;
        *o.bytes().cast::<u64>().add(1) = data.len() as u64;
        std::ptr::copy_nonoverlapping(data.as_ptr(), o.bytes().add(16), data.len());
    }
    Ok(Value::from_obj(o))
}
/// The bytes of a bytes object (also of a subclass's instance).
pub fn data<'a>(v: Value) -> Option<&'a [u8]> {
    let o = v.obj()?;
    match Kind::of(o.kind()) {
        // SAFETY: V7: `[hash, length, bytes]`, never changed.
        Kind::Bytes => unsafe {
            Some(std::slice::from_raw_parts(o.bytes().add(16), *o.bytes().cast::<u64>().add(1) as usize))
        },
        Kind::Wrapped => data(Value::from_bits(o.word(0))),
        _ => None,
    }
}
/// Whether a value gives its bytes through the buffer protocol.
pub fn is_buffer(_t: &mut Thread, v: Value) -> bool {
    data(v).is_some() || matches!(Thread::kind_of(v), Kind::ByteArray | Kind::MemoryView)
}
