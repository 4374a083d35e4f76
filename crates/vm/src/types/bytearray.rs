//! `bytearray`: `[buffer, start, length, exports]`; the bytes lie in a leaf `[0, capacity, bytes]` from `start` on, so
//! that bytes taken off the front move nothing.
//!
//! Whoever changes or copies the bytes holds the object's lock. While memoryviews of it exist the size stays.

use super::buffer::{Span, view};
use super::bytes_methods as shared;
use crate::native::{Args, Method, method, static_method};
use crate::object::kind::{Kind, head};
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, TypeRow};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use crate::types::exc;
use pyish_heap::Obj;

pub static TYPE: TypeRow = TypeRow::new("bytearray", Kind::ByteArray).constructor(&NEW).methods(&METHODS).doc(
    "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\n\
     bytearray(bytes_or_buffer) -> bytearray\nbytearray(int) -> so many zero bytes\nbytearray() -> no bytes",
);

static NEW: Method = static_method("__new__(cls, *args, **kwargs)", bytearray_new, "Create and return a new object.");

static METHODS: [Method; 80] = shared::rows![
    method("__init__(self, /, source=b'', encoding='utf-8', errors='strict')", init, "Initialize self."),
    method("__add__(self, value, /)", shared::add, "Return self+value."),
    method("__iadd__(self, value, /)", in_place_add, "Implement self+=value."),
    method("__imul__(self, value, /)", in_place_mul, "Implement self*=value."),
    method("__iter__(self, /)", iter, "Implement iter(self)."),
    method("__setitem__(self, key, value, /)", set_item, "Set self[key] to value."),
    method("__delitem__(self, key, /)", del_item, "Delete self[key]."),
    method("__buffer__(self, flags, /)", |t, a| types::memoryview::of(t, a[0]), "A memoryview of the bytes."),
    method("__release_buffer__(self, buffer, /)", release_buffer, "Release a memoryview of the bytes."),
    method("__alloc__(self, /)", alloc, "Return the number of bytes actually allocated."),
    method("__reduce__(self, /)", shared::reduce_ex, "Helper for pickle."),
    method("append(self, item, /)", append, "Append a single item to the end of the bytearray."),
    method("clear(self, /)", clear, "Remove all items."),
    method("copy(self, /)", |t, a| new_of(t, a[0]), "Return a copy."),
    method("extend(self, iterable_of_ints, /)", extend, "Append all the items of an iterable or buffer."),
    method("insert(self, index, item, /)", insert, "Insert a single item before the index."),
    method("pop(self, index=-1, /)", pop, "Remove and return a single item."),
    method("remove(self, value, /)", remove, "Remove the first occurrence of a value."),
    method("resize(self, size, /)", resize, "Change the number of bytes; new ones are zero."),
    method("reverse(self, /)", reverse, "Reverse the order of the values in place."),
    class_method("__class_getitem__(cls, object, /)", |t, a| types::generic_alias::new(t, a[0], a[1]), "See PEP 585"),
];

const BUFFER: usize = 0;
const START: usize = 1;
const LENGTH: usize = 2;
const EXPORTS: usize = 3;
/// Bytes of a buffer before its data.
pub const DATA: usize = 16;

fn number(o: Obj, i: usize) -> usize {
    Value::from_bits(o.word(i)).unwrap_usize()
}
fn set_number(o: Obj, i: usize, n: usize) {
    o.set_plain(i, Value::index(n).bits());
}
fn leaf(o: Obj) -> Obj {
    Value::from_bits(o.word(BUFFER)).unwrap_obj()
}
fn capacity(leaf: Obj) -> usize {
    // SAFETY: V7: `[0, capacity, bytes]`.
    unsafe { *leaf.bytes().cast::<u64>().add(1) as usize }
}
/// Memory for so many bytes, all zero.
pub fn new_leaf(t: &mut Thread, capacity: usize) -> Result<Obj, Raised> {
    let Some(size) = capacity.checked_add(DATA) else { return Err(t.memory_error()) };
    let o = t.alloc_leaf(head(Kind::Buffer, 0), size)?;
    // SAFETY: V7: a fresh leaf of two words and the data.
    unsafe {
        *o.bytes().cast::<u64>() = 0;
        *o.bytes().cast::<u64>().add(1) = capacity as u64;
        std::ptr::write_bytes(o.bytes().add(DATA), 0, capacity);
    }
    Ok(o)
}
/// The bytes as they lie now; only while the lock is held does the answer stay true.
pub fn span(o: Obj) -> Span {
    Span { leaf: leaf(o), offset: DATA.wrapping_add(number(o, START)), len: number(o, LENGTH) }
}

/// A new bytearray with a copy of `data`.
pub fn new(t: &mut Thread, data: &[u8]) -> Ret {
    let l = new_leaf(t, data.len())?;
    Span { leaf: l, offset: DATA, len: data.len() }.write(0, data);
    t.alloc_of(&TYPE, &[Value::from_obj(l), Value::ZERO, Value::index(data.len()), Value::ZERO])
}
fn new_of(t: &mut Thread, v: Value) -> Ret {
    let data = copy(t, v);
    new(t, &data)
}
pub fn len(v: Value) -> usize {
    number(v.unwrap_obj(), LENGTH)
}
/// A copy of the bytes.
pub fn copy(t: &mut Thread, v: Value) -> Vec<u8> {
    let o = v.unwrap_obj();
    let _guard = t.m.lock(o);
    span(o).to_vec()
}
/// The byte at an index, counted from the end if negative.
pub fn get(t: &mut Thread, v: Value, i: i64) -> Option<u8> {
    let o = v.unwrap_obj();
    let _guard = t.m.lock(o);
    let s = span(o);
    let at = if i < 0 { i + s.len as i64 } else { i };
    usize::try_from(at).ok().filter(|at| *at < s.len).map(|at| s.get(at))
}
/// The memory, kept at its size until `unexport`: for memoryviews.
pub fn export(t: &mut Thread, v: Value) -> Span {
    let o = v.unwrap_obj();
    let _guard = t.m.lock(o);
    set_number(o, EXPORTS, number(o, EXPORTS) + 1);
    span(o)
}
/// Takes back an `export`. Allocates nothing and takes no lock: the collector calls it for dead views.
pub fn unexport(o: Obj) {
    set_number(o, EXPORTS, number(o, EXPORTS).saturating_sub(1));
}

/// Whether memoryviews of the memory are alive; those that are garbage are found first.
pub fn is_exported(t: &mut Thread, v: Value) -> bool {
    let o = v.unwrap_obj();
    if number(o, EXPORTS) > 0 {
        t.m.collect(true);
    }
    number(o, EXPORTS) > 0
}

/// Replaces bytes `from..to` by `new`: the one mechanism of insert, delete and slice assignment. Bounds are clamped to
/// the length at that moment.
pub fn splice(t: &mut Thread, v: Value, from: usize, to: usize, new: &[u8]) -> Result<(), Raised> {
    let o = v.unwrap_obj();
    let mut spare: Option<Obj> = None;
    loop {
        let wanted = {
            let _guard = t.m.lock(o);
            let s = span(o);
            let from = from.min(s.len);
            let to = to.clamp(from, s.len);
            let gone = to - from;
            if new.len() == gone {
                s.write(from, new);
                return Ok(());
            }
            let total = s.len - gone + new.len();
            let room = capacity(s.leaf) + DATA - s.offset;
            if number(o, EXPORTS) > 0 {
                None
            } else if from == 0 && new.is_empty() {
                // off the front: the rest stays where it is
                set_number(o, START, s.offset - DATA + gone);
                set_number(o, LENGTH, total);
                return Ok(());
            } else if total <= room {
                let whole = Span { len: s.len.max(total), ..s };
                whole.shift(to, from + new.len(), s.len - to);
                whole.write(from, new);
                set_number(o, LENGTH, total);
                return Ok(());
            } else if let Some(l) = spare.filter(|l| capacity(*l) >= total) {
                let fresh = Span { leaf: l, offset: DATA, len: total };
                fresh.write(0, &s.copy(0, from));
                fresh.write(from, new);
                fresh.write(from + new.len(), &s.copy(to, s.len));
                o.set(&mut t.m, BUFFER, Value::from_obj(l).bits());
                set_number(o, START, 0);
                set_number(o, LENGTH, total);
                return Ok(());
            } else {
                Some(total)
            }
        };
        match wanted {
            Some(total) => spare = Some(new_leaf(t, total + total / 8 + 8)?),
            None => {
                spare = None;
                unexported(t, o)?;
            }
        }
    }
}
/// BufferError while a memoryview of the bytes is alive; those that are garbage are found first.
#[cold]
fn unexported(t: &mut Thread, o: Obj) -> Result<(), Raised> {
    if o.kind() == Kind::ByteArray as u8 {
        types::weakref::collect_for_operation(t, Value::from_obj(o));
    } else {
        t.m.collect(true);
    }
    if number(o, EXPORTS) > 0 {
        return Err(t.raise(&exc::BufferError, "Existing exports of data: object cannot be re-sized"));
    }
    Ok(())
}

fn bytearray_new(t: &mut Thread, a: Args) -> Ret {
    let v = types::object::alloc_instance(t, Type::of(a[0]))?;
    let o = v.unwrap_obj();
    for i in [START, LENGTH, EXPORTS] {
        set_number(o, i, 0);
    }
    o.set_plain(BUFFER, 0);
    let l = new_leaf(t, 0)?;
    o.set(&mut t.m, BUFFER, Value::from_obj(l).bits());
    Ok(v)
}
fn init(t: &mut Thread, a: Args) -> Ret {
    let data = types::bytes::source(t, a[1], a[2], a[3], "bytearray")?;
    splice(t, a[0], 0, usize::MAX, &data)?;
    Ok(Value::NONE)
}
fn iter(t: &mut Thread, a: Args) -> Ret {
    t.alloc_of(&ITERATOR, &[a[0], Value::ZERO])
}
fn alloc(_: &mut Thread, a: Args) -> Ret {
    Ok(Value::index(capacity(leaf(a[0].unwrap_obj())) + 1))
}
fn release_buffer(t: &mut Thread, a: Args) -> Ret {
    types::memoryview::release(t, a[1]);
    Ok(Value::NONE)
}

fn byte(t: &mut Thread, v: Value) -> Result<u8, Raised> {
    types::bytes::byte(t, v, "byte must")
}
fn append(t: &mut Thread, a: Args) -> Ret {
    let b = byte(t, a[1])?;
    splice(t, a[0], usize::MAX, usize::MAX, &[b])?;
    Ok(Value::NONE)
}
fn clear(t: &mut Thread, a: Args) -> Ret {
    splice(t, a[0], 0, usize::MAX, &[])?;
    Ok(Value::NONE)
}
fn extend(t: &mut Thread, a: Args) -> Ret {
    let data = match view(t, a[1])? {
        Some(data) => data.into_owned(),
        None => {
            if Thread::kind_of(a[1]) == Kind::Str {
                return Err(t.type_error("expected iterable of integers; got: 'str'"));
            }
            if t.try_iter(a[1])?.is_none() {
                let kind = t.type_name(a[1]);
                return Err(t.type_error(format!("can't extend bytearray with {kind}")));
            }
            types::bytes::from_items(t, a[1], "byte must")?
        }
    };
    splice(t, a[0], usize::MAX, usize::MAX, &data)?;
    Ok(Value::NONE)
}
fn in_place_add(t: &mut Thread, a: Args) -> Ret {
    match view(t, a[1])? {
        Some(data) => {
            splice(t, a[0], usize::MAX, usize::MAX, &data)?;
            Ok(a[0])
        }
        None => {
            let (kind, own) = (t.type_name(a[1]), t.type_name(a[0]));
            Err(t.type_error(format!("can't concat {kind} to {own}")))
        }
    }
}
fn in_place_mul(t: &mut Thread, a: Args) -> Ret {
    let repeated = shared::mul(t, a)?;
    if Thread::kind_of(repeated) == Kind::ByteArray {
        let data = copy(t, repeated);
        splice(t, a[0], 0, usize::MAX, &data)?;
        return Ok(a[0]);
    }
    Ok(repeated)
}
fn insert(t: &mut Thread, a: Args) -> Ret {
    let i = t.to_i64_clamped(a[1])?;
    let b = byte(t, a[2])?;
    let n = len(a[0]) as i64;
    let at = if i < 0 { i.saturating_add(n).max(0) } else { i.min(n) } as usize;
    splice(t, a[0], at, at, &[b])?;
    Ok(Value::NONE)
}
fn pop(t: &mut Thread, a: Args) -> Ret {
    let i = match a[1] {
        Value::UNBOUND => -1,
        v => t.to_i64(v)?,
    };
    let n = len(a[0]);
    if n == 0 {
        return Err(t.index_error("pop from empty bytearray"));
    }
    let Some(b) = get(t, a[0], i) else { return Err(t.index_error("pop index out of range")) };
    let at = if i < 0 { (i + n as i64) as usize } else { i as usize };
    splice(t, a[0], at, at + 1, &[])?;
    Ok(Value::index(b as usize))
}
fn remove(t: &mut Thread, a: Args) -> Ret {
    let b = byte(t, a[1])?;
    let data = copy(t, a[0]);
    match memchr::memchr(b, &data) {
        Some(at) => {
            splice(t, a[0], at, at + 1, &[])?;
            Ok(Value::NONE)
        }
        None => Err(t.value_error("value not found in bytearray")),
    }
}
fn resize(t: &mut Thread, a: Args) -> Ret {
    let size = t.to_i64(a[1])?;
    if size < 0 {
        return Err(t.value_error(format!("bytearray.resize(): new size must be >= 0, got {size}")));
    }
    let (size, n) = (size as usize, len(a[0]));
    if size <= n {
        splice(t, a[0], size, usize::MAX, &[])?;
    } else {
        let mut zeros = Vec::new();
        if zeros.try_reserve_exact(size - n).is_err() {
            return Err(t.memory_error());
        }
        zeros.resize(size - n, 0);
        splice(t, a[0], n, n, &zeros)?;
    }
    Ok(Value::NONE)
}
fn reverse(t: &mut Thread, a: Args) -> Ret {
    let o = a[0].unwrap_obj();
    let _guard = t.m.lock(o);
    let s = span(o);
    let mut data = s.to_vec();
    data.reverse();
    s.write(0, &data);
    Ok(Value::NONE)
}

/// An index of `self`; `None` if it is out of range.
fn index(t: &mut Thread, v: Value, key: Value) -> Result<Option<usize>, Raised> {
    let Some(i) = t.try_index(key)? else {
        let kind = t.type_name(key);
        return Err(t.type_error(format!("bytearray indices must be integers or slices, not {kind}")));
    };
    let i = t.to_index(i)?;
    let n = len(v) as i64;
    let at = if i < 0 { i + n } else { i };
    Ok((at >= 0 && at < n).then_some(at as usize))
}
fn set_item(t: &mut Thread, a: Args) -> Ret {
    if Thread::kind_of(a[1]) == Kind::Slice {
        return set_slice(t, a[0], a[1], a[2]);
    }
    let at = index(t, a[0], a[1])?;
    // the value is converted before the range is checked again: its conversion may run Python
    let b = match at {
        Some(_) => Some(byte(t, a[2])?),
        None => None,
    };
    let o = a[0].unwrap_obj();
    if let (Some(at), Some(b)) = (at, b) {
        let _guard = t.m.lock(o);
        let s = span(o);
        if at < s.len {
            s.set(at, b);
            return Ok(Value::NONE);
        }
    }
    Err(t.index_error("bytearray index out of range"))
}
fn set_slice(t: &mut Thread, v: Value, slice: Value, x: Value) -> Ret {
    let data = match view(t, x)? {
        Some(data) => data.into_owned(),
        None => {
            if !x.is_obj() || Thread::kind_of(x) == Kind::Str || t.try_iter(x)?.is_none() {
                return Err(t.type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)"));
            }
            types::bytes::from_items(t, x, "byte must")?
        }
    };
    let parts = types::slice::unpack(t, slice)?;
    let s = types::slice::adjust(len(v), parts);
    if s.step == 1 {
        let from = s.start as usize;
        splice(t, v, from, from + s.n, &data)?;
        return Ok(Value::NONE);
    }
    if data.is_empty() {
        return delete(t, v, s);
    }
    if data.len() != s.n {
        return Err(t.value_error(format!(
            "attempt to assign bytes of size {} to extended slice of size {}",
            data.len(),
            s.n
        )));
    }
    let o = v.unwrap_obj();
    let _guard = t.m.lock(o);
    let memory = span(o);
    for (i, b) in data.iter().enumerate() {
        if s.at(i) < memory.len {
            memory.set(s.at(i), *b);
        }
    }
    Ok(Value::NONE)
}
fn del_item(t: &mut Thread, a: Args) -> Ret {
    if Thread::kind_of(a[1]) == Kind::Slice {
        let parts = types::slice::unpack(t, a[1])?;
        let s = types::slice::adjust(len(a[0]), parts);
        return delete(t, a[0], s);
    }
    match index(t, a[0], a[1])? {
        Some(at) => {
            splice(t, a[0], at, at + 1, &[])?;
            Ok(Value::NONE)
        }
        None => Err(t.index_error("bytearray index out of range")),
    }
}
/// Deletes what a slice selects.
fn delete(t: &mut Thread, v: Value, s: types::slice::Selected) -> Ret {
    if s.n == 0 {
        return Ok(Value::NONE);
    }
    if s.step == 1 {
        splice(t, v, s.start as usize, s.start as usize + s.n, &[])?;
        return Ok(Value::NONE);
    }
    let data = copy(t, v);
    let mut keep = vec![true; data.len()];
    for i in 0..s.n {
        if let Some(k) = keep.get_mut(s.at(i)) {
            *k = false;
        }
    }
    let rest: Vec<u8> = data.iter().zip(&keep).filter(|(_, k)| **k).map(|(b, _)| *b).collect();
    splice(t, v, 0, usize::MAX, &rest)?;
    Ok(Value::NONE)
}

// ---- iteration: [bytearray, index]

static ITERATOR: TypeRow = TypeRow::new("bytearray_iterator", Kind::SeqIter).is_final().methods(&ITERATOR_METHODS);
pub static ROWS: &[&TypeRow] = &[&ITERATOR];
static ITERATOR_METHODS: [Method; 5] = [
    method("__iter__(self, /)", |_, a| Ok(a[0]), "Implement iter(self)."),
    method("__next__(self, /)", next, "Implement next(self)."),
    method("__length_hint__(self, /)", hint, "Private method returning an estimate of len(list(it))."),
    method("__reduce__(self, /)", iter_reduce, "Return state information for pickling."),
    method("__setstate__(self, state, /)", iter_set_state, "Set state information for unpickling."),
];
fn next(t: &mut Thread, a: Args) -> Ret {
    let o = a[0].unwrap_obj();
    let array = Value::from_bits(o.word(0));
    if array.is_none() {
        return Ok(Value::UNBOUND);
    }
    let i = number(o, 1);
    match get(t, array, i as i64) {
        Some(b) => {
            set_number(o, 1, i + 1);
            Ok(Value::index(b as usize))
        }
        None => {
            o.set_plain(0, Value::NONE.bits());
            Ok(Value::UNBOUND)
        }
    }
}
fn hint(_: &mut Thread, a: Args) -> Ret {
    let o = a[0].unwrap_obj();
    let array = Value::from_bits(o.word(0));
    let n = if array.is_none() { 0 } else { len(array) };
    Ok(Value::index(n.saturating_sub(number(o, 1))))
}
fn iter_reduce(t: &mut Thread, a: Args) -> Ret {
    let o = a[0].unwrap_obj();
    let array = Value::from_bits(o.word(0));
    let iter = t.builtins().get_named(t, "iter")?.unwrap_or(Value::NONE);
    if array.is_none() {
        let empty = Tuple::make(t, &[])?;
        let args = Tuple::make(t, &[empty])?;
        return Tuple::make(t, &[iter, args]);
    }
    let args = Tuple::make(t, &[array])?;
    Tuple::make(t, &[iter, args, Value::from_bits(o.word(1))])
}
fn iter_set_state(t: &mut Thread, a: Args) -> Ret {
    let i = t.to_i64_clamped(a[1])?.max(0);
    set_number(a[0].unwrap_obj(), 1, i.min(1 << 48) as usize);
    Ok(Value::NONE)
}
