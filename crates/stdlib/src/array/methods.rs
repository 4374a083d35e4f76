//! The methods of `array.array`, and its iterator.

use super::{Array, TYPE, item, items, make};
use pyish_vm::native::class_method;
use pyish_vm::object::list::{List, Values};
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::ops::compare::CompareOp;
use pyish_vm::types::buffer::Span;
use pyish_vm::types::bytearray::{Edit, gap, place};
use pyish_vm::types::iterators::{builtin, class_getitem, itself, own_state, put, word};
use pyish_vm::types::tuple::{compare_items, repeat_count, repeated_length};
use pyish_vm::types::{buffer, bytearray, bytes, exc, memoryview, slice};
use pyish_vm::{Args, Attribute, Kind, Method, Raised, Ret, Thread, TypeRow, Value, getter, method};

pub static METHODS: [Method; 45] = [
    method("__repr__(self, /)", repr, "Return repr(self)."),
    method("__lt__(self, value, /)", |t, a| compare(t, a, CompareOp::Lt), "Return self<value."),
    method("__le__(self, value, /)", |t, a| compare(t, a, CompareOp::Le), "Return self<=value."),
    method("__eq__(self, value, /)", |t, a| compare(t, a, CompareOp::Eq), "Return self==value."),
    method("__ne__(self, value, /)", |t, a| compare(t, a, CompareOp::Ne), "Return self!=value."),
    method("__gt__(self, value, /)", |t, a| compare(t, a, CompareOp::Gt), "Return self>value."),
    method("__ge__(self, value, /)", |t, a| compare(t, a, CompareOp::Ge), "Return self>=value."),
    method("__iter__(self, /)", |t, a| t.alloc_of(&ITERATOR, &[a[0], Value::ZERO]), "Implement iter(self)."),
    method("__len__(self, /)", |_, a| Ok(Value::index(Array(a[0]).len())), "Return len(self)."),
    method("__getitem__(self, key, /)", get_item, "Return self[key]."),
    method("__setitem__(self, key, value, /)", set_item, "Set self[key] to value."),
    method("__delitem__(self, key, /)", del_item, "Delete self[key]."),
    method(
        "__contains__(self, key, /)",
        |t, a| Ok(Value::bool(find(t, Array(a[0]), a[1], 0, usize::MAX)?.is_some())),
        "Return bool(key in self).",
    ),
    method("__add__(self, value, /)", add, "Return self+value."),
    method("__mul__(self, value, /)", mul, "Return self*value."),
    method("__rmul__(self, value, /)", mul, "Return value*self."),
    method("__iadd__(self, value, /)", in_place_add, "Implement self+=value."),
    method("__imul__(self, value, /)", in_place_mul, "Implement self*=value."),
    method("__buffer__(self, flags, /)", get_buffer, "A memoryview of the items."),
    method(
        "__release_buffer__(self, buffer, /)",
        |t, a| {
            memoryview::release(t, a[1]);
            Ok(Value::NONE)
        },
        "Release a memoryview of the items.",
    ),
    method("__copy__(self, /)", copy, "Return a copy of the array."),
    method("__deepcopy__(self, unused, /)", copy, "Return a copy of the array."),
    method("__reduce_ex__(self, protocol, /)", reduce_ex, "Return state information for pickling."),
    method(
        "__sizeof__(self, /)",
        |_, a| Ok(Value::index(pyish_heap::cell_bytes(a[0].unwrap_obj()) + bytearray::len(a[0]))),
        "Size of the array in memory, in bytes.",
    ),
    method("append(self, v, /)", append, "Append new value v to the end of the array."),
    method("buffer_info(self, /)", buffer_info, "Return the address of the array's memory and its length in items."),
    method("byteswap(self, /)", byteswap, "Reverse the bytes of every item."),
    method("clear(self, /)", clear, "Remove all items from the array."),
    method("count(self, v, /)", count, "Return number of occurrences of v in the array."),
    method("extend(self, bb, /)", extend, "Append items to the end of the array."),
    method("frombytes(self, buffer, /)", from_bytes, "Append items from bytes, taken as machine values."),
    method("fromfile(self, f, n, /)", from_file, "Read n objects from the file object f and append them."),
    method("fromlist(self, list, /)", from_list, "Append items to array from list."),
    method("fromunicode(self, ustr, /)", from_unicode, "Append the characters of a string."),
    method("index(self, v, start=0, stop=sys.maxsize, /)", index, "Return index of first occurrence of v."),
    method("insert(self, i, v, /)", insert, "Insert a new item v into the array before position i."),
    method("pop(self, i=-1, /)", pop, "Return the i-th element and delete it from the array."),
    method("remove(self, v, /)", remove, "Remove the first occurrence of v in the array."),
    method("reverse(self, /)", reverse, "Reverse the order of the items in the array."),
    method(
        "tobytes(self, /)",
        |t, a| {
            let data = Array(a[0]).bytes(t);
            bytes::new(t, &data)
        },
        "Convert the array to the bytes of its machine values.",
    ),
    method("tofile(self, f, /)", to_file, "Write all items, as machine values, to the file object f."),
    method("tolist(self, /)", |t, a| values(t, Array(a[0]))?.into_list(t), "Convert array to a list of its items."),
    method("tounicode(self, /)", to_unicode, "Convert an array of characters to a string."),
    method("__init__(self, /, *args, **kwargs)", |_, _| Ok(Value::NONE), "Initialize self."),
    class_method("__class_getitem__(cls, object, /)", class_getitem, "See PEP 585"),
];
pub static ATTRIBUTES: [Attribute; 2] = [
    getter(
        "typecode",
        |t, v| {
            let code = Array(v).item().code;
            t.str(code.encode_utf8(&mut [0; 4]))
        },
        "the typecode character used to create the array",
    ),
    getter("itemsize", |_, v| Ok(Value::index(Array(v).item().size)), "the size, in bytes, of one array item"),
];

/// All items as values, as they are now.
fn values(t: &mut Thread, array: Array) -> Result<Values, Raised> {
    let (item, data) = (array.item(), array.bytes(t));
    let mut out = Values::with_capacity(t, data.len() / item.size)?;
    for (i, raw) in data.chunks_exact(item.size).enumerate() {
        let v = item.unpack(t, raw)?;
        out.push(t, v)?;
        if i % 10_000 == 9_999 {
            t.check()?;
        }
    }
    Ok(out)
}
fn repr(t: &mut Thread, a: Args) -> Ret {
    let array = Array(a[0]);
    let (name, code) = (t.class_name(a[0]), array.item().code);
    if array.len() == 0 {
        return t.str(&format!("{name}('{code}')"));
    }
    let shown = if array.item().is_text() { to_unicode(t, a)? } else { values(t, array)?.into_list(t)? };
    let shown = t.repr_text(shown)?;
    t.str(&format!("{name}('{code}', {shown})"))
}
fn compare(t: &mut Thread, a: Args, op: CompareOp) -> Ret {
    let Some(other) = Array::from(t, a[1]) else { return Ok(Value::NOT_IMPLEMENTED) };
    let array = Array(a[0]);
    let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    if equality && array.len() != other.len() {
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    let code = array.item().code;
    if equality && code == other.item().code && !matches!(code, 'f' | 'd') {
        let same = array.bytes(t) == other.bytes(t);
        return Ok(Value::bool(same == (op == CompareOp::Eq)));
    }
    let (x, y) = (values(t, array)?, values(t, other)?);
    compare_items(t, op, |i| (i < x.len()).then(|| x.get(i)), |i| (i < y.len()).then(|| y.get(i)))
}

fn number(t: &mut Thread, key: Value) -> Result<i64, Raised> {
    match key.as_int() {
        Some(i) => Ok(i),
        None => {
            let Some(i) = t.try_index(key)? else { return Err(t.type_error("array indices must be integers")) };
            t.to_index(i)
        }
    }
}
fn get_item(t: &mut Thread, a: Args) -> Ret {
    let array = Array(a[0]);
    if slice::TYPE.is_exact(a[1]) {
        let parts = slice::unpack(t, a[1])?;
        let (item, data) = (array.item(), array.bytes(t));
        let s = slice::adjust(data.len() / item.size, parts);
        let mut out = Vec::with_capacity(s.n * item.size);
        if s.step == 1 {
            let from = s.start as usize * item.size;
            out.extend_from_slice(&data[from..from + s.n * item.size]);
        } else {
            for i in 0..s.n {
                let at = s.at(i) * item.size;
                out.extend_from_slice(&data[at..at + item.size]);
            }
        }
        return make(t, TYPE.get(), item, &out);
    }
    let i = number(t, a[1])?;
    match array.get(t, i)? {
        Some(v) => Ok(v),
        None => Err(t.index_error("array index out of range")),
    }
}
fn set_item(t: &mut Thread, a: Args) -> Ret {
    let array = Array(a[0]);
    if slice::TYPE.is_exact(a[1]) {
        return set_slice(t, array, a[1], a[2]);
    }
    let (i, size) = (number(t, a[1])?, array.item().size);
    if place(i, array.len()).is_some() {
        let raw = array.item().pack(t, a[2])?;
        let put = |s: Span| place(i, s.len / size).map(|at| Edit::put(at * size, (at + 1) * size, &raw[..size]));
        if array.edit(t, put)? {
            return Ok(Value::NONE);
        }
    }
    Err(t.index_error("array assignment index out of range"))
}
/// The bytes of another array of the same type; `wrong` makes the error for any other value.
fn same_kind(t: &mut Thread, array: Array, v: Value, wrong: &str, tail: &str) -> Result<Vec<u8>, Raised> {
    let Some(other) = Array::from(t, v) else {
        let kind = t.type_name(v);
        return Err(t.type_error(format!("{wrong} (not \"{kind}\") {tail}").trim_end()));
    };
    if other.item().code != array.item().code {
        return Err(t.type_error("bad argument type for built-in operation"));
    }
    Ok(other.bytes(t))
}
fn set_slice(t: &mut Thread, array: Array, key: Value, v: Value) -> Ret {
    let size = array.item().size;
    let data = same_kind(t, array, v, "can only assign array", "to array slice")?;
    let parts = slice::unpack(t, key)?;
    let mut selected = 0;
    let done = array.edit(t, |s| {
        let chosen = slice::adjust(s.len / size, parts);
        selected = chosen.n;
        if chosen.step == 1 {
            let from = chosen.start as usize;
            return Some(Edit::put(from * size, (from + chosen.n) * size, &data));
        }
        if data.is_empty() {
            return Some(Edit::without(s, &chosen, size));
        }
        (data.len() == chosen.n * size).then(|| {
            data.chunks_exact(size).enumerate().for_each(|(i, raw)| s.write(chosen.at(i) * size, raw));
            Edit::cut(0, 0)
        })
    })?;
    if done {
        return Ok(Value::NONE);
    }
    let given = data.len() / size;
    Err(t.value_error(format!("attempt to assign array of size {given} to extended slice of size {selected}")))
}
fn del_item(t: &mut Thread, a: Args) -> Ret {
    let (array, size) = (Array(a[0]), Array(a[0]).item().size);
    if slice::TYPE.is_exact(a[1]) {
        let parts = slice::unpack(t, a[1])?;
        array.edit(t, |s| Some(Edit::without(s, &slice::adjust(s.len / size, parts), size)))?;
        return Ok(Value::NONE);
    }
    let i = number(t, a[1])?;
    if array.edit(t, |s| place(i, s.len / size).map(|at| Edit::cut(at * size, (at + 1) * size)))? {
        return Ok(Value::NONE);
    }
    Err(t.index_error("array assignment index out of range"))
}

fn add(t: &mut Thread, a: Args) -> Ret {
    let array = Array(a[0]);
    let more = same_kind(t, array, a[1], "can only append array", "to array")?;
    let mut data = array.bytes(t);
    data.extend_from_slice(&more);
    make(t, TYPE.get(), array.item(), &data)
}
fn repeated(t: &mut Thread, array: Array, times: usize) -> Result<Vec<u8>, Raised> {
    let data = array.bytes(t);
    repeated_length(t, data.len(), times)?;
    let mut out = Vec::new();
    if out.try_reserve_exact(data.len() * times).is_err() {
        return Err(t.memory_error());
    }
    for _ in 0..if data.is_empty() { 0 } else { times } {
        out.extend_from_slice(&data);
    }
    Ok(out)
}
/// The factor of a repetition; `None` leaves it to a `__rmul__` of the other operand.
fn factor(t: &mut Thread, v: Value) -> Result<Option<usize>, Raised> {
    let times = repeat_count(t, v)?;
    let key = t.names().__rmul__;
    if times.is_none() && (Thread::kind_of(v) != Kind::Instance || t.special(v, key).is_none()) {
        let kind = t.type_name(v);
        return Err(t.type_error(format!("can't multiply sequence by non-int of type '{kind}'")));
    }
    Ok(times)
}
fn mul(t: &mut Thread, a: Args) -> Ret {
    let Some(times) = factor(t, a[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
    let array = Array(a[0]);
    let data = repeated(t, array, times)?;
    make(t, TYPE.get(), array.item(), &data)
}
fn in_place_mul(t: &mut Thread, a: Args) -> Ret {
    let Some(times) = factor(t, a[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
    let array = Array(a[0]);
    bytearray::repeat(t, array.0, times)?;
    Ok(a[0])
}
fn in_place_add(t: &mut Thread, a: Args) -> Ret {
    if Array::from(t, a[1]).is_none() {
        let kind = t.type_name(a[1]);
        return Err(t.type_error(format!("can only extend array with array (not \"{kind}\")")));
    }
    extend(t, a)?;
    Ok(a[0])
}
fn extend(t: &mut Thread, a: Args) -> Ret {
    let array = Array(a[0]);
    if let Some(other) = Array::from(t, a[1]) {
        if other.item().code != array.item().code {
            return Err(t.type_error("can only extend with array of same kind"));
        }
        let data = other.bytes(t);
        array.append(t, &data)?;
        return Ok(Value::NONE);
    }
    t.for_each(a[1], |t, v| {
        let raw = array.item().pack(t, v)?;
        array.append(t, &raw[..array.item().size])
    })?;
    Ok(Value::NONE)
}

fn append(t: &mut Thread, a: Args) -> Ret {
    let array = Array(a[0]);
    let raw = array.item().pack(t, a[1])?;
    array.append(t, &raw[..array.item().size])?;
    Ok(Value::NONE)
}
fn insert(t: &mut Thread, a: Args) -> Ret {
    let (array, size) = (Array(a[0]), Array(a[0]).item().size);
    let i = t.to_index(a[1])?;
    let raw = array.item().pack(t, a[2])?;
    array.edit(t, |s| {
        let at = gap(i, s.len / size) * size;
        Some(Edit::put(at, at, &raw[..size]))
    })?;
    Ok(Value::NONE)
}
fn pop(t: &mut Thread, a: Args) -> Ret {
    let (array, item) = (Array(a[0]), Array(a[0]).item());
    let i = if a[1].is_unbound() { -1 } else { t.to_index(a[1])? };
    let (mut n, mut raw) = (0, [0; 8]);
    let done = array.edit(t, |s| {
        n = s.len;
        let at = place(i, n / item.size)? * item.size;
        s.read(at, &mut raw[..item.size]);
        Some(Edit::cut(at, at + item.size))
    })?;
    match done {
        true => item.unpack(t, &raw[..item.size]),
        false if n == 0 => Err(t.index_error("pop from empty array")),
        false => Err(t.index_error("pop index out of range")),
    }
}
fn clear(t: &mut Thread, a: Args) -> Ret {
    Array(a[0]).edit(t, |_| Some(Edit::cut(0, usize::MAX)))?;
    Ok(Value::NONE)
}
/// The first place from `from` to `to` of an item equal to `v`, and the item's bytes.
fn find(t: &mut Thread, array: Array, v: Value, from: usize, to: usize) -> Result<Option<(usize, [u8; 8])>, Raised> {
    let mut i = from;
    while i < to {
        let Some((raw, size)) = array.raw(t, i as i64) else { break };
        let x = array.item().unpack(t, &raw[..size])?;
        if t.equal(x, v)? {
            return Ok(Some((i, raw)));
        }
        i += 1;
        if i.is_multiple_of(10_000) {
            t.check()?;
        }
    }
    Ok(None)
}
fn count(t: &mut Thread, a: Args) -> Ret {
    let (mut n, mut at) = (0, 0);
    while let Some((i, _)) = find(t, Array(a[0]), a[1], at, usize::MAX)? {
        n += 1;
        at = i + 1;
    }
    Ok(Value::index(n))
}
fn index(t: &mut Thread, a: Args) -> Ret {
    let array = Array(a[0]);
    let n = array.len() as i64;
    let bound = |t: &mut Thread, v: Value, default: i64| -> Result<usize, Raised> {
        let i = if v.is_unbound() { default } else { t.to_i64_clamped(v)? };
        Ok(if i < 0 { i.saturating_add(n).max(0) } else { i } as usize)
    };
    let (from, to) = (bound(t, a[2], 0)?, bound(t, a[3], i64::MAX)?);
    match find(t, array, a[1], from, to)? {
        Some((i, _)) => Ok(Value::index(i)),
        None => Err(t.value_error("array.index(x): x not in array")),
    }
}
fn remove(t: &mut Thread, a: Args) -> Ret {
    let (array, size) = (Array(a[0]), Array(a[0]).item().size);
    // the comparison runs without the lock: who finds other bytes there by then looks again
    while let Some((i, raw)) = find(t, array, a[1], 0, usize::MAX)? {
        let (from, to) = (i * size, (i + 1) * size);
        let same = |s: Span| s.len >= to && s.copy(from, to) == raw[..size];
        if array.edit(t, |s| same(s).then(|| Edit::cut(from, to)))? {
            return Ok(Value::NONE);
        }
    }
    Err(t.value_error("array.remove(x): x not in array"))
}
fn reverse(t: &mut Thread, a: Args) -> Ret {
    let size = Array(a[0]).item().size;
    let turned = |s: Span| Edit::all(s.to_vec().chunks_exact(size).rev().flatten().copied().collect());
    Array(a[0]).edit(t, |s| Some(turned(s)))?;
    Ok(Value::NONE)
}
fn byteswap(t: &mut Thread, a: Args) -> Ret {
    let size = Array(a[0]).item().size;
    Array(a[0]).edit(t, |s| {
        let mut data = s.to_vec();
        data.chunks_exact_mut(size).for_each(<[u8]>::reverse);
        Some(Edit::all(data))
    })?;
    Ok(Value::NONE)
}
fn copy(t: &mut Thread, a: Args) -> Ret {
    let data = Array(a[0]).bytes(t);
    make(t, TYPE.get(), Array(a[0]).item(), &data)
}

fn get_buffer(t: &mut Thread, a: Args) -> Ret {
    let item = Array(a[0]).item();
    let format = if item.is_text() { 'w' } else { item.code };
    let span = bytearray::export(t, a[0]);
    let made = memoryview::over(t, a[0], span, format.encode_utf8(&mut [0; 4]), item.size, false);
    bytearray::unexport(a[0].unwrap_obj());
    made
}
fn buffer_info(t: &mut Thread, a: Args) -> Ret {
    let address = bytearray::span(a[0].unwrap_obj()).address();
    let address = t.usize(address)?;
    Tuple::make(t, &[address, Value::index(Array(a[0]).len())])
}
fn from_bytes(t: &mut Thread, a: Args) -> Ret {
    let array = Array(a[0]);
    let data = buffer::require(t, a[1])?.into_owned();
    if data.len() % array.item().size != 0 {
        return Err(t.value_error("bytes length not a multiple of item size"));
    }
    array.append(t, &data)?;
    Ok(Value::NONE)
}
fn from_file(t: &mut Thread, a: Args) -> Ret {
    let array = Array(a[0]);
    let n = t.to_index(a[2])?;
    if n < 0 {
        return Err(t.value_error("negative count"));
    }
    let Some(wanted) = (n as usize).checked_mul(array.item().size).filter(|n| *n <= isize::MAX as usize) else {
        return Err(t.memory_error());
    };
    let data = t.call_method_named(a[1], "read", &[Value::index(wanted)])?;
    let Some(raw) = bytes::data(data) else { return Err(t.type_error("read() didn't return bytes")) };
    let size = array.item().size;
    if raw.len() % size != 0 {
        return Err(t.value_error("bytes length not a multiple of item size"));
    }
    array.append(t, raw)?;
    if raw.len() != wanted {
        return Err(t.raise(&exc::EOFError, "read() didn't return enough bytes"));
    }
    Ok(Value::NONE)
}
fn to_file(t: &mut Thread, a: Args) -> Ret {
    const BLOCK: usize = 64 * 1024;
    let data = Array(a[0]).bytes(t);
    for block in data.chunks(BLOCK) {
        let block = bytes::new(t, block)?;
        t.call_method_named(a[1], "write", &[block])?;
    }
    Ok(Value::NONE)
}
fn from_list(t: &mut Thread, a: Args) -> Ret {
    let array = Array(a[0]);
    let Some(list) = List::from(a[1]) else { return Err(t.type_error("arg must be list")) };
    // nothing is appended unless all is well
    let before = list.len();
    let data = items(t, array.item(), a[1])?;
    if list.len() != before {
        return Err(t.runtime_error("list changed size during iteration"));
    }
    array.append(t, &data)?;
    Ok(Value::NONE)
}
fn from_unicode(t: &mut Thread, a: Args) -> Ret {
    let array = Array(a[0]);
    let Some(s) = Str::from(a[1]) else {
        let kind = t.type_name(a[1]);
        return Err(t.type_error(format!("fromunicode() argument must be str, not {kind}")));
    };
    if !array.item().is_text() {
        return Err(t.value_error("fromunicode() may only be called on unicode type arrays ('u' or 'w')"));
    }
    array.append(t, &item::text_bytes(s))?;
    Ok(Value::NONE)
}
fn to_unicode(t: &mut Thread, a: Args) -> Ret {
    let array = Array(a[0]);
    if !array.item().is_text() {
        return Err(t.value_error("tounicode() may only be called on unicode type arrays ('u' or 'w')"));
    }
    let data = array.bytes(t);
    let mut chars = Vec::with_capacity(data.len() / 4);
    for raw in data.chunks_exact(4) {
        let c = u32::from_ne_bytes([raw[0], raw[1], raw[2], raw[3]]);
        if c > 0x10FFFF {
            return Err(t.value_error(format!("character U+{c:x} is not in range [U+0000; U+10ffff]")));
        }
        chars.push(c);
    }
    Ok(Str::from_chars(t, &chars)?.value())
}
fn reduce_ex(t: &mut Thread, a: Args) -> Ret {
    let array = Array(a[0]);
    let protocol = t.to_i64(a[1])?;
    let state = own_state(t, a[0])?;
    let (class, code) = (t.class_of(a[0]).value(), array.item().code);
    let code = t.str(code.encode_utf8(&mut [0; 4]))?;
    if protocol < 3 {
        let list = values(t, array)?.into_list(t)?;
        let args = Tuple::make(t, &[code, list])?;
        return Tuple::make(t, &[class, args, state]);
    }
    let module = pyish_vm::import::import_dotted(t, "array")?;
    let make = t.get_attr_named(module, "_array_reconstructor")?;
    let data = array.bytes(t);
    let data = bytes::new(t, &data)?;
    let args = Tuple::make(t, &[class, code, Value::index(array.item().machine_code()), data])?;
    Tuple::make(t, &[make, args, state])
}

// ---- iteration: [array or None, index]

pub static ITERATOR: TypeRow =
    TypeRow::new("arrayiterator", Kind::SeqIter).module("array").is_final().methods(&ITERATOR_METHODS);
static ITERATOR_METHODS: [Method; 4] = [
    method("__iter__(self, /)", itself, "Implement iter(self)."),
    method("__next__(self, /)", next, "Implement next(self)."),
    method("__reduce__(self, /)", iter_reduce, "Return state information for pickling."),
    method("__setstate__(self, state, /)", iter_set_state, "Set state information for unpickling."),
];
fn next(t: &mut Thread, a: Args) -> Ret {
    let array = word(a[0], 0);
    if array.is_none() {
        return Ok(Value::UNBOUND);
    }
    let i = word(a[0], 1).unwrap_usize();
    match Array(array).get(t, i as i64)? {
        Some(v) => {
            put(t, a[0], 1, Value::index(i + 1));
            Ok(v)
        }
        None => {
            put(t, a[0], 0, Value::NONE);
            Ok(Value::UNBOUND)
        }
    }
}
fn iter_reduce(t: &mut Thread, a: Args) -> Ret {
    let (iter, array) = (builtin(t, "iter")?, word(a[0], 0));
    if array.is_none() {
        let empty = Tuple::empty(t).value();
        let args = Tuple::make(t, &[empty])?;
        return Tuple::make(t, &[iter, args]);
    }
    let args = Tuple::make(t, &[array])?;
    Tuple::make(t, &[iter, args, word(a[0], 1)])
}
fn iter_set_state(t: &mut Thread, a: Args) -> Ret {
    let i = t.to_i64(a[1])?.clamp(0, 1 << 48);
    put(t, a[0], 1, Value::int(i));
    Ok(Value::NONE)
}
