//! The buffer protocol: bytes, bytearrays, memoryviews and what implements `__buffer__` seen as bytes.
//!
//! Memory that a program can see lies in leaf objects, which do not move: a `Span` names a stretch of one. Bytes that
//! can change are copied, never lent: another thread may write them, or the owner may take new memory.

use super::{bytearray, bytes, memoryview};
use crate::object::kind::Kind;
use crate::object::value::Value;
use crate::thread::{Raised, Thread};
use pyish_heap::Obj;
use std::borrow::Cow;
use std::sync::atomic::{AtomicU8, Ordering};

/// A stretch of bytes in a leaf object, or in memory that an object owns.
#[derive(Clone, Copy)]
pub struct Span {
    pub leaf: Obj,
    /// from the leaf's first byte
    pub offset: usize,
    pub len: usize,
}

impl Span {
    /// Memory outside the heap that lives as long as `owner`, which stands where the leaf would: `offset` leads from the
    /// one to the other.
    pub fn outside(owner: Obj, address: usize, len: usize) -> Span {
        Span { leaf: owner, offset: address.wrapping_sub(owner.bytes() as usize), len }
    }
    fn at(self, i: usize) -> *mut u8 {
        debug_assert!(i <= self.len && (!self.in_leaf() || self.end() < pyish_heap::cell_bytes(self.leaf)));
        self.leaf.bytes().wrapping_add(self.offset.wrapping_add(i))
    }
    fn in_leaf(self) -> bool {
        matches!(Kind::of(self.leaf.kind()), Kind::Bytes | Kind::Buffer)
    }
    fn end(self) -> usize {
        (self.offset + self.len).next_multiple_of(8)
    }
    #[inline]
    pub fn get(self, i: usize) -> u8 {
        assert!(i < self.len);
        // SAFETY: V7: a byte of the leaf; bytes that can change are read as atomics.
        unsafe { AtomicU8::from_ptr(self.at(i)).load(Ordering::Relaxed) }
    }
    #[inline]
    pub fn set(self, i: usize, b: u8) {
        assert!(i < self.len);
        // SAFETY: V7: as in `get`.
        unsafe { AtomicU8::from_ptr(self.at(i)).store(b, Ordering::Relaxed) }
    }
    /// Copies the bytes from `i` on to `out`.
    #[inline]
    pub fn read(self, i: usize, out: &mut [u8]) {
        assert!(i <= self.len && out.len() <= self.len - i);
        // SAFETY: V7: inside the leaf, checked above.
        unsafe { std::ptr::copy(self.at(i), out.as_mut_ptr(), out.len()) }
    }
    /// Where the first byte lies in memory.
    pub fn address(self) -> usize {
        self.at(0) as usize
    }
    /// A copy of `from..to`.
    pub fn copy(self, from: usize, to: usize) -> Vec<u8> {
        assert!(from <= to && to <= self.len);
        let mut out = Vec::with_capacity(to - from);
        // SAFETY: V7: `to - from` bytes of the leaf, copied without a reference to them.
        unsafe {
            std::ptr::copy(self.at(from), out.as_mut_ptr(), to - from);
            out.set_len(to - from);
        }
        out
    }
    pub fn to_vec(self) -> Vec<u8> {
        self.copy(0, self.len)
    }
    /// Stores bytes at `i`.
    pub fn write(self, i: usize, data: &[u8]) {
        assert!(i <= self.len && data.len() <= self.len - i);
        // SAFETY: V7: inside the leaf, checked above.
        unsafe { std::ptr::copy(data.as_ptr(), self.at(i), data.len()) }
    }
    /// Moves `n` bytes inside the span; the two places may overlap.
    pub fn shift(self, from: usize, to: usize, n: usize) {
        assert!(from + n <= self.len && to + n <= self.len);
        // SAFETY: V7: inside the leaf, checked above.
        unsafe { std::ptr::copy(self.at(from), self.at(to), n) }
    }
    pub fn slice(self, from: usize, to: usize) -> Span {
        assert!(from <= to && to <= self.len);
        Span { leaf: self.leaf, offset: self.offset.wrapping_add(from), len: to - from }
    }
}

/// A memoryview of any exporter; `None` if the value is none.
pub fn memory(t: &mut Thread, v: Value) -> Result<Option<Value>, Raised> {
    match Thread::kind_of(v) {
        Kind::Bytes | Kind::ByteArray | Kind::MemoryView => return memoryview::of(t, v).map(Some),
        Kind::Wrapped if bytes::data(v).is_some() => return memoryview::of(t, v).map(Some),
        Kind::Free | Kind::Str | Kind::List | Kind::Tuple | Kind::Dict => return Ok(None),
        _ => {}
    }
    let name = t.names().__buffer__;
    match t.call_special(v, name, &[Value::int(0x11C)])? {
        Some(m) if Thread::kind_of(m) == Kind::MemoryView => Ok(Some(m)),
        Some(m) => {
            let kind = t.type_name(m);
            Err(t.type_error(format!("__buffer__ returned non-memoryview object (type {kind})")))
        }
        None => Ok(None),
    }
}

/// The bytes of a bytes-like object: lent if they cannot change. `None` if it is none.
pub fn view<'a>(t: &mut Thread, v: Value) -> Result<Option<Cow<'a, [u8]>>, Raised> {
    if let Some(data) = bytes::data(v) {
        return Ok(Some(Cow::Borrowed(data)));
    }
    match Thread::kind_of(v) {
        Kind::ByteArray => Ok(Some(Cow::Owned(bytearray::copy(t, v)))),
        Kind::MemoryView => Ok(Some(Cow::Owned(memoryview::contents(t, v)?))),
        _ => match memory(t, v)? {
            Some(m) => {
                let data = memoryview::contents(t, m)?;
                memoryview::release(t, m);
                Ok(Some(Cow::Owned(data)))
            }
            None => Ok(None),
        },
    }
}
/// The bytes of a bytes-like argument.
pub fn require<'a>(t: &mut Thread, v: Value) -> Result<Cow<'a, [u8]>, Raised> {
    match view(t, v)? {
        Some(data) => Ok(data),
        None => {
            let kind = t.type_name(v);
            Err(t.type_error(format!("a bytes-like object is required, not '{kind}'")))
        }
    }
}
/// Whether a value gives its bytes.
pub fn is_buffer(t: &mut Thread, v: Value) -> bool {
    match Thread::kind_of(v) {
        Kind::Bytes | Kind::ByteArray | Kind::MemoryView => true,
        Kind::Free | Kind::Str => false,
        _ => {
            let name = t.names().__buffer__;
            bytes::data(v).is_some() || t.special(v, name).is_some()
        }
    }
}
/// The contiguous memory of a writable exporter, and the view that must be released after use; `None` if the value
/// is no exporter or may not be written.
pub fn writable(t: &mut Thread, v: Value) -> Result<Option<(Span, Value)>, Raised> {
    let Some(m) = memory(t, v)? else { return Ok(None) };
    match memoryview::writable_span(t, m)? {
        Some(span) => Ok(Some((span, m))),
        None => {
            memoryview::release(t, m);
            Ok(None)
        }
    }
}
