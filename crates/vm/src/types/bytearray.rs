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
use std::borrow::Cow;
use std::sync::atomic::Ordering;

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
    place(i, s.len).map(|at| s.get(at))
}
/// The memory, kept at its size until `unexport`: for memoryviews.
pub fn export(t: &mut Thread, v: Value) -> Span {
    let o = v.unwrap_obj();
    let _guard = t.m.lock(o);
    count_exports(o, |n| n + 1);
    span(o)
}
/// Takes back an `export`. Allocates nothing and takes no lock: the collector calls it for dead views.
pub fn unexport(o: Obj) {
    count_exports(o, |n| n.saturating_sub(1));
}
/// One of the two sides holds no lock, so both count in one piece.
fn count_exports(o: Obj, change: impl Fn(usize) -> usize) {
    let next = |bits| Some(Value::index(change(Value::from_bits(bits).unwrap_usize())).bits());
    // SAFETY: V7: a word of the object, which is no pointer.
    let word = unsafe { &*o.slots(EXPORTS) };
    let _ = word.fetch_update(Ordering::AcqRel, Ordering::Acquire, next);
}

/// Whether memoryviews of the memory are alive; those that are garbage are found first.
pub fn is_exported(t: &mut Thread, v: Value) -> bool {
    let o = v.unwrap_obj();
    if number(o, EXPORTS) > 0 {
        t.m.collect(true);
    }
    number(o, EXPORTS) > 0
}

/// The bytes `from..to` give way to `new`; bounds are clamped to the length.
pub struct Edit<'a> {
    from: usize,
    to: usize,
    new: Cow<'a, [u8]>,
}
impl<'a> Edit<'a> {
    pub fn put(from: usize, to: usize, new: &'a [u8]) -> Edit<'a> {
        Edit { from, to, new: Cow::Borrowed(new) }
    }
    pub fn cut(from: usize, to: usize) -> Edit<'a> {
        Edit::put(from, to, &[])
    }
    /// Everything gives way.
    pub fn all(new: Vec<u8>) -> Edit<'a> {
        Edit { from: 0, to: usize::MAX, new: Cow::Owned(new) }
    }
    /// What stays is put together: all but the places that a slice of `size` bytes an item selects.
    pub fn without(s: Span, selected: &types::slice::Selected, size: usize) -> Edit<'a> {
        if selected.n == 0 {
            return Edit::cut(0, 0);
        }
        if selected.step == 1 {
            let from = selected.start as usize;
            return Edit::cut(from * size, (from + selected.n) * size);
        }
        let data = s.to_vec();
        let mut keep = vec![true; data.len() / size];
        (0..selected.n).for_each(|i| keep[selected.at(i)] = false);
        let kept = data.chunks_exact(size).zip(&keep).filter(|(_, k)| **k);
        Edit::all(kept.flat_map(|(raw, _)| raw.iter().copied()).collect())
    }
}
/// A place from an index that counts from the end if negative; `None` if it is out of range.
pub fn place(i: i64, len: usize) -> Option<usize> {
    let at = if i < 0 { i + len as i64 } else { i };
    usize::try_from(at).ok().filter(|at| *at < len)
}
/// Where `insert` puts an item: an index beyond the ends means the end.
pub fn gap(i: i64, len: usize) -> usize {
    let n = len as i64;
    (if i < 0 { i.saturating_add(n).max(0) } else { i.min(n) }) as usize
}

/// Replaces bytes `from..to` by `new`. Bounds are clamped to the length at that moment.
pub fn splice(t: &mut Thread, v: Value, from: usize, to: usize, new: &[u8]) -> Result<(), Raised> {
    edit(t, v, |_| Some(Edit::put(from, to, new))).map(|_| ())
}
/// The one mechanism of everything that inserts, deletes or rearranges, and so each of these is one step for other
/// threads. `plan` sees the bytes with the lock held: it allocates nothing in the heap and runs no Python. It is asked
/// anew if memory had to be fetched in between. Without a plan nothing changes, and the answer is false.
pub fn edit<'a>(t: &mut Thread, v: Value, mut plan: impl FnMut(Span) -> Option<Edit<'a>>) -> Result<bool, Raised> {
    let o = v.unwrap_obj();
    let mut spare: Option<Obj> = None;
    loop {
        let wanted = {
            let _guard = t.m.lock(o);
            let s = span(o);
            let Some(Edit { from, to, new }) = plan(s) else { return Ok(false) };
            let from = from.min(s.len);
            let to = to.clamp(from, s.len);
            let gone = to - from;
            if new.len() == gone {
                s.write(from, &new);
                return Ok(true);
            }
            let total = s.len - gone + new.len();
            let room = capacity(s.leaf) + DATA - s.offset;
            if number(o, EXPORTS) > 0 {
                None
            } else if from == 0 && new.is_empty() {
                // off the front: the rest stays where it is
                set_number(o, START, s.offset - DATA + gone);
                set_number(o, LENGTH, total);
                return Ok(true);
            } else if total <= room {
                let whole = Span { len: s.len.max(total), ..s };
                whole.shift(to, from + new.len(), s.len - to);
                whole.write(from, &new);
                set_number(o, LENGTH, total);
                return Ok(true);
            } else if let Some(l) = spare.filter(|l| capacity(*l) >= total) {
                let fresh = Span { leaf: l, offset: DATA, len: total };
                fresh.write(0, &s.copy(0, from));
                fresh.write(from, &new);
                fresh.write(from + new.len(), &s.copy(to, s.len));
                o.set(&mut t.m, BUFFER, Value::from_obj(l).bits());
                set_number(o, START, 0);
                set_number(o, LENGTH, total);
                return Ok(true);
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
        let text = match o.kind() == Kind::ByteArray as u8 {
            true => "Existing exports of data: object cannot be re-sized",
            false => "cannot resize an array that is exporting buffers",
        };
        return Err(t.raise(&exc::BufferError, text));
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
    let Some(times) = types::tuple::repeat_count(t, a[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
    repeat(t, a[0], times)?;
    Ok(a[0])
}
/// Puts the bytes `times` over in place of them.
pub fn repeat(t: &mut Thread, v: Value, times: usize) -> Result<(), Raised> {
    let done = edit(t, v, |s| {
        let total = s.len.checked_mul(times).filter(|n| *n <= isize::MAX as usize / 2)?;
        let mut out = Vec::new();
        out.try_reserve_exact(total).ok()?;
        match s.len {
            0 => {}
            1 => out.resize(times, s.get(0)),
            _ => {
                let data = s.to_vec();
                (0..times).for_each(|_| out.extend_from_slice(&data));
            }
        }
        Some(Edit::all(out))
    })?;
    if done { Ok(()) } else { Err(t.memory_error()) }
}
fn insert(t: &mut Thread, a: Args) -> Ret {
    let i = t.to_i64_clamped(a[1])?;
    let b = [byte(t, a[2])?];
    edit(t, a[0], |s| {
        let at = gap(i, s.len);
        Some(Edit::put(at, at, &b))
    })?;
    Ok(Value::NONE)
}
fn pop(t: &mut Thread, a: Args) -> Ret {
    let i = match a[1] {
        Value::UNBOUND => -1,
        v => t.to_i64(v)?,
    };
    let (mut n, mut b) = (0, 0);
    let done = edit(t, a[0], |s| {
        n = s.len;
        let at = place(i, n)?;
        b = s.get(at);
        Some(Edit::cut(at, at + 1))
    })?;
    match done {
        true => Ok(Value::index(b as usize)),
        false if n == 0 => Err(t.index_error("pop from empty bytearray")),
        false => Err(t.index_error("pop index out of range")),
    }
}
fn remove(t: &mut Thread, a: Args) -> Ret {
    let b = byte(t, a[1])?;
    let done = edit(t, a[0], |s| {
        let at = memchr::memchr(b, &s.to_vec())?;
        Some(Edit::cut(at, at + 1))
    })?;
    if done { Ok(Value::NONE) } else { Err(t.value_error("value not found in bytearray")) }
}
fn resize(t: &mut Thread, a: Args) -> Ret {
    let size = t.to_i64(a[1])?;
    if size < 0 {
        return Err(t.value_error(format!("bytearray.resize(): new size must be >= 0, got {size}")));
    }
    let size = size as usize;
    let done = edit(t, a[0], |s| {
        let mut zeros = Vec::new();
        let more = size.saturating_sub(s.len);
        zeros.try_reserve_exact(more).ok()?;
        zeros.resize(more, 0);
        Some(Edit { from: size.min(s.len), to: usize::MAX, new: Cow::Owned(zeros) })
    })?;
    if done { Ok(Value::NONE) } else { Err(t.memory_error()) }
}
fn reverse(t: &mut Thread, a: Args) -> Ret {
    edit(t, a[0], |s| {
        let mut data = s.to_vec();
        data.reverse();
        Some(Edit::all(data))
    })?;
    Ok(Value::NONE)
}

fn index(t: &mut Thread, key: Value) -> Result<i64, Raised> {
    let Some(i) = t.try_index(key)? else {
        let kind = t.type_name(key);
        return Err(t.type_error(format!("bytearray indices must be integers or slices, not {kind}")));
    };
    t.to_index(i)
}
fn set_item(t: &mut Thread, a: Args) -> Ret {
    if Thread::kind_of(a[1]) == Kind::Slice {
        return set_slice(t, a[0], a[1], a[2]);
    }
    let i = index(t, a[1])?;
    // an index out of range is found first, and looked at again below: the value's conversion may run Python
    if place(i, len(a[0])).is_some() {
        let b = [byte(t, a[2])?];
        if edit(t, a[0], |s| place(i, s.len).map(|at| Edit::put(at, at + 1, &b)))? {
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
    let mut selected = 0;
    let done = edit(t, v, |s| {
        let chosen = types::slice::adjust(s.len, parts);
        selected = chosen.n;
        if chosen.step == 1 {
            let from = chosen.start as usize;
            return Some(Edit::put(from, from + chosen.n, &data));
        }
        if data.is_empty() {
            return Some(Edit::without(s, &chosen, 1));
        }
        (data.len() == chosen.n).then(|| {
            data.iter().enumerate().for_each(|(i, b)| s.set(chosen.at(i), *b));
            Edit::cut(0, 0)
        })
    })?;
    match done {
        true => Ok(Value::NONE),
        false => {
            let n = data.len();
            Err(t.value_error(format!("attempt to assign bytes of size {n} to extended slice of size {selected}")))
        }
    }
}
fn del_item(t: &mut Thread, a: Args) -> Ret {
    if Thread::kind_of(a[1]) == Kind::Slice {
        let parts = types::slice::unpack(t, a[1])?;
        edit(t, a[0], |s| Some(Edit::without(s, &types::slice::adjust(s.len, parts), 1)))?;
        return Ok(Value::NONE);
    }
    let i = index(t, a[1])?;
    if edit(t, a[0], |s| place(i, s.len).map(|at| Edit::cut(at, at + 1)))? {
        return Ok(Value::NONE);
    }
    Err(t.index_error("bytearray index out of range"))
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
