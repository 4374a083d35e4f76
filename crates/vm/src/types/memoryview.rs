//! `memoryview`: `[owner, leaf, offset, itemsize, format, readonly, shape, strides, released, hash, counted]`.
//!
//! The memory is a leaf object, held by the view itself; `owner` is what `obj` answers. A view of a bytearray counts
//! as one of its exports until it is released or found dead by the collector.

use super::buffer::{self, Span};
use super::buffer_item::{self, Item};
use super::{bytearray, bytes};
use crate::native::{Args, Attribute, Method, class_method, getter, method, static_method};
use crate::object::kind::Kind;
use crate::object::list::{List, Values};
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{TypeRow, flag};
use crate::object::value::Value;
use crate::ops::compare::CompareOp;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use crate::types::exc;
use pyish_heap::Obj;

pub static TYPE: TypeRow = TypeRow::new("memoryview", Kind::MemoryView)
    .is_final()
    .flags(flag::SEQUENCE)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("Create a new memoryview object which references the given object.");

static NEW: Method = static_method("__new__(cls, object)", |t, a| of(t, a[1]), "Create and return a new object.");

static METHODS: [Method; 25] = [
    method("__repr__(self, /)", repr, "Return repr(self)."),
    method("__hash__(self, /)", hash, "Return hash(self)."),
    method("__eq__(self, value, /)", |t, a| compare(t, a, CompareOp::Eq), "Return self==value."),
    method("__ne__(self, value, /)", |t, a| compare(t, a, CompareOp::Ne), "Return self!=value."),
    method("__len__(self, /)", len, "Return len(self)."),
    method("__iter__(self, /)", iter, "Implement iter(self)."),
    method("__getitem__(self, key, /)", get_item, "Return self[key]."),
    method("__setitem__(self, key, value, /)", set_item, "Set self[key] to value."),
    method("__delitem__(self, key, /)", del_item, "Delete self[key]."),
    method("__enter__(self, /)", enter, "The view itself."),
    method("__exit__(self, /, *exc_info)", exit, "Release the buffer."),
    method(
        "__buffer__(self, flags, /)",
        |t, a| of(t, a[0]),
        "Return a buffer object that exposes the underlying memory of the object.",
    ),
    method(
        "__release_buffer__(self, buffer, /)",
        release_buffer,
        "Release the buffer object that exposes the underlying memory of the object.",
    ),
    method("release(self, /)", release_method, "Release the underlying buffer exposed by the memoryview object."),
    method("tobytes(self, /, order='C')", tobytes, "Return the data in the buffer as a byte string."),
    method(
        "hex(self, /, sep=<unrepresentable>, bytes_per_sep=1)",
        hex,
        "Return the data in the buffer as a str of hexadecimal numbers.",
    ),
    method("tolist(self, /)", tolist, "Return the data in the buffer as a list of elements."),
    method("cast(self, /, format, shape=<unrepresentable>)", cast, "Cast a memoryview to a new format or shape."),
    method("toreadonly(self, /)", toreadonly, "Return a readonly version of the memoryview."),
    method("count(self, value, /)", count, "Count the number of occurrences of a value."),
    method(
        "index(self, value, start=0, stop=9223372036854775807, /)",
        index,
        "Return the index of the first occurrence of a value.",
    ),
    class_method("_from_flags(cls, object, flags)", |t, a| of(t, a[1]), "Create a memoryview with the given flags."),
    class_method("__class_getitem__(cls, object, /)", |t, a| types::generic_alias::new(t, a[0], a[1]), "See PEP 585"),
    method("__reversed__(self, /)", reversed, "An iterator from the end."),
    method("__contains__(self, value, /)", contains, "Return bool(value in self)."),
];
static ATTRIBUTES: [Attribute; 12] = [
    getter("obj", |t, v| checked(t, v).map(|m| m.owner()), "The underlying object of the memoryview."),
    getter(
        "nbytes",
        |t, v| checked(t, v).map(|m| Value::index(m.nbytes())),
        "The amount of space in bytes that the array would use in a contiguous representation.",
    ),
    getter(
        "readonly",
        |t, v| checked(t, v).map(|m| Value::bool(m.readonly())),
        "A bool indicating whether the memory is read only.",
    ),
    getter(
        "itemsize",
        |t, v| checked(t, v).map(|m| Value::index(m.itemsize())),
        "The size in bytes of each element of the memoryview.",
    ),
    getter(
        "format",
        |t, v| checked(t, v).map(|m| m.word(FORMAT)),
        "A string containing the format (in struct module style) for each element in the view.",
    ),
    getter(
        "ndim",
        |t, v| checked(t, v).map(|m| Value::index(m.shape().len())),
        "An integer indicating how many dimensions of a multi-dimensional array the memory represents.",
    ),
    getter(
        "shape",
        |t, v| checked(t, v).map(|m| m.shape().value()),
        "A tuple of ndim integers giving the shape of the memory as an N-dimensional array.",
    ),
    getter(
        "strides",
        |t, v| checked(t, v).map(|m| m.strides().value()),
        "A tuple of ndim integers giving the size in bytes to access each element for each dimension.",
    ),
    getter(
        "suboffsets",
        |t, v| checked(t, v).map(|_| Tuple::empty(t).value()),
        "A tuple of integers used internally for PIL-style arrays.",
    ),
    getter(
        "c_contiguous",
        |t, v| checked(t, v).map(|m| Value::bool(m.is_contiguous())),
        "A bool indicating whether the memory is C contiguous.",
    ),
    getter(
        "f_contiguous",
        |t, v| checked(t, v).map(|m| Value::bool(m.is_fortran())),
        "A bool indicating whether the memory is Fortran contiguous.",
    ),
    getter(
        "contiguous",
        |t, v| checked(t, v).map(|m| Value::bool(m.is_contiguous() || m.is_fortran())),
        "A bool indicating whether the memory is contiguous.",
    ),
];

const OWNER: usize = 0;
const LEAF: usize = 1;
const OFFSET: usize = 2;
const ITEMSIZE: usize = 3;
const FORMAT: usize = 4;
const READONLY: usize = 5;
const SHAPE: usize = 6;
const STRIDES: usize = 7;
const RELEASED: usize = 8;
const HASH: usize = 9;
const COUNTED: usize = 10;

#[derive(Clone, Copy)]
struct View(Obj);

impl View {
    fn word(self, i: usize) -> Value {
        Value::from_bits(self.0.word(i))
    }
    fn owner(self) -> Value {
        self.word(OWNER)
    }
    fn itemsize(self) -> usize {
        self.word(ITEMSIZE).unwrap_usize()
    }
    fn offset(self) -> usize {
        self.word(OFFSET).unwrap_usize()
    }
    fn readonly(self) -> bool {
        self.word(READONLY).is(Value::TRUE)
    }
    fn shape(self) -> Tuple {
        Tuple::of(self.word(SHAPE))
    }
    fn strides(self) -> Tuple {
        Tuple::of(self.word(STRIDES))
    }
    fn items(self) -> usize {
        self.shape().iter().map(Value::unwrap_usize).product()
    }
    fn nbytes(self) -> usize {
        self.items() * self.itemsize()
    }
    fn format(self) -> char {
        let s = Str::of(self.word(FORMAT)).chars();
        // the letter stands last: `@I` is `I`
        s.iter().next_back().and_then(char::from_u32).unwrap_or('B')
    }
    fn is_native(self) -> bool {
        let s = Str::of(self.word(FORMAT)).chars();
        let plain = s.len() == 1 || s.len() == 2 && s.get(0) == '@' as u32;
        plain && buffer_item::size(self.format()).is_some()
    }
    fn is_contiguous(self) -> bool {
        let mut step = self.itemsize() as i64;
        let (shape, strides) = (self.shape(), self.strides());
        for i in (0..shape.len()).rev() {
            let n = shape.get(i).unwrap_int();
            if n > 1 && strides.get(i).unwrap_int() != step {
                return false;
            }
            step *= n;
        }
        true
    }
    fn is_fortran(self) -> bool {
        let mut step = self.itemsize() as i64;
        let (shape, strides) = (self.shape(), self.strides());
        for i in 0..shape.len() {
            let n = shape.get(i).unwrap_int();
            if n > 1 && strides.get(i).unwrap_int() != step {
                return false;
            }
            step *= n;
        }
        true
    }
    /// One item's memory, `at` bytes from the view's first byte.
    fn memory(self, at: i64, len: usize) -> Span {
        Span { leaf: self.word(LEAF).unwrap_obj(), offset: (self.offset() as i64 + at) as usize, len }
    }
    /// Calls `f` with the place of each item, in the order of a C array.
    fn each(self, f: &mut dyn FnMut(i64)) {
        let (shape, strides) = (self.shape(), self.strides());
        fn walk(shape: Tuple, strides: Tuple, i: usize, at: i64, f: &mut dyn FnMut(i64)) {
            if i == shape.len() {
                return f(at);
            }
            for k in 0..shape.get(i).unwrap_int() {
                walk(shape, strides, i + 1, at + k * strides.get(i).unwrap_int(), f);
            }
        }
        walk(shape, strides, 0, 0, f);
    }
    fn to_vec(self) -> Vec<u8> {
        if self.is_contiguous() {
            return self.memory(0, self.nbytes()).to_vec();
        }
        let size = self.itemsize();
        let mut out = Vec::with_capacity(self.nbytes());
        self.each(&mut |at| out.extend(self.memory(at, size).to_vec()));
        out
    }
}

/// The view, unless it is released.
fn checked(t: &mut Thread, v: Value) -> Result<View, Raised> {
    let m = View(v.unwrap_obj());
    if m.word(RELEASED).is(Value::TRUE) {
        return Err(t.value_error("operation forbidden on released memoryview object"));
    }
    Ok(m)
}

/// A one-dimensional view of memory that `owner` exports: what a native class's `__buffer__` answers.
pub fn over(t: &mut Thread, owner: Value, memory: Span, format: &str, itemsize: usize, readonly: bool) -> Ret {
    let n = memory.len / itemsize.max(1);
    let format = t.intern(format)?;
    let shape = Tuple::make(t, &[Value::index(n)])?;
    let strides = Tuple::make(t, &[Value::index(itemsize)])?;
    make(t, owner, memory.leaf, memory.offset, itemsize, format, readonly, shape, strides)
}
#[expect(clippy::too_many_arguments, reason = "the words of a view")]
fn make(
    t: &mut Thread,
    owner: Value,
    leaf: Obj,
    offset: usize,
    itemsize: usize,
    format: Value,
    readonly: bool,
    shape: Value,
    strides: Value,
) -> Ret {
    let counted = Thread::kind_of(owner) == Kind::ByteArray || t.class_of(owner).has(flag::EXPORTS);
    let v = t.alloc_of(
        &TYPE,
        &[
            owner,
            Value::from_obj(leaf),
            Value::index(offset),
            Value::index(itemsize),
            format,
            Value::bool(readonly),
            shape,
            strides,
            Value::FALSE,
            Value::NONE,
            Value::bool(counted),
            Value::NONE,
        ],
    )?;
    if counted {
        let span = bytearray::export(t, owner);
        let o = v.unwrap_obj();
        if span.leaf != leaf {
            // another thread gave the bytearray new memory meanwhile: the view keeps the memory it has
            bytearray::unexport(owner.unwrap_obj());
            o.set_plain(COUNTED, Value::FALSE.bits());
        } else {
            pyish_heap::drop_register(o, uncount);
        }
    }
    Ok(v)
}
/// A view that dies takes its export back.
fn uncount(o: Obj) {
    let m = View(o);
    if m.word(COUNTED).is(Value::TRUE) {
        bytearray::unexport(m.owner().unwrap_obj());
    }
}

/// `memoryview(v)`.
pub fn of(t: &mut Thread, v: Value) -> Ret {
    if bytes::data(v).is_some() {
        let span = bytes::span(bytes::plain(v));
        return over(t, v, span, "B", 1, true);
    }
    match Thread::kind_of(v) {
        Kind::ByteArray => {
            let span = bytearray::export(t, v);
            let made = over(t, v, span, "B", 1, false);
            bytearray::unexport(v.unwrap_obj());
            made
        }
        Kind::MemoryView => {
            let m = checked(t, v)?;
            let (shape, strides) = (m.word(SHAPE), m.word(STRIDES));
            let leaf = m.word(LEAF).unwrap_obj();
            make(t, m.owner(), leaf, m.offset(), m.itemsize(), m.word(FORMAT), m.readonly(), shape, strides)
        }
        _ => match buffer::memory(t, v)? {
            Some(m) => Ok(m),
            None => {
                let kind = t.type_name(v);
                Err(t.type_error(format!("memoryview: a bytes-like object is required, not '{kind}'")))
            }
        },
    }
}
/// A copy of the bytes of a view, in the order of a C array.
pub fn contents(t: &mut Thread, v: Value) -> Result<Vec<u8>, Raised> {
    Ok(checked(t, v)?.to_vec())
}
/// The memory of a writable contiguous view.
pub fn writable_span(t: &mut Thread, v: Value) -> Result<Option<Span>, Raised> {
    let m = checked(t, v)?;
    Ok((!m.readonly() && m.is_contiguous()).then(|| m.memory(0, m.nbytes())))
}
/// Releases a view; nothing happens the second time.
pub fn release(t: &mut Thread, v: Value) {
    let o = v.unwrap_obj();
    let m = View(o);
    if m.word(RELEASED).is(Value::TRUE) {
        return;
    }
    o.set_plain(RELEASED, Value::TRUE.bits());
    // of several threads that release it at once, one takes the export back
    if o.swap(&mut t.m, COUNTED, Value::FALSE.bits()) == Value::TRUE.bits() {
        pyish_heap::drop_unregister(o);
        bytearray::unexport(m.owner().unwrap_obj());
    }
}
fn release_method(t: &mut Thread, a: Args) -> Ret {
    release(t, a[0]);
    Ok(Value::NONE)
}
fn release_buffer(t: &mut Thread, a: Args) -> Ret {
    release(t, a[1]);
    Ok(Value::NONE)
}
fn enter(t: &mut Thread, a: Args) -> Ret {
    checked(t, a[0])?;
    Ok(a[0])
}
fn exit(t: &mut Thread, a: Args) -> Ret {
    release(t, a[0]);
    Ok(Value::NONE)
}
fn repr(t: &mut Thread, a: Args) -> Ret {
    let released = View(a[0].unwrap_obj()).word(RELEASED).is(Value::TRUE);
    let what = if released { "released memory" } else { "memory" };
    let text = format!("<{what} at {:#x}>", crate::ops::protocol::address(a[0]));
    t.str(&text)
}
fn hash(t: &mut Thread, a: Args) -> Ret {
    let known = View(a[0].unwrap_obj()).word(HASH);
    if !known.is_none() {
        return Ok(known);
    }
    let m = checked(t, a[0])?;
    if !m.readonly() {
        return Err(t.value_error("cannot hash writable memoryview object"));
    }
    if !matches!(m.format(), 'B' | 'b' | 'c') {
        return Err(t.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    let h = Value::int(crate::object::string::hash_bytes(&m.to_vec()));
    m.0.set_plain(HASH, h.bits());
    Ok(h)
}
fn len(t: &mut Thread, a: Args) -> Ret {
    let m = checked(t, a[0])?;
    match m.shape().iter().next() {
        Some(n) => Ok(n),
        None => Err(t.type_error("0-dim memory has no length")),
    }
}

/// Every item as a value, in the order of a C array.
fn values(t: &mut Thread, m: View) -> Result<Values, Raised> {
    let data = m.to_vec();
    let size = m.itemsize();
    let mut out = Values::with_capacity(t, data.len() / size)?;
    for (i, item) in data.chunks_exact(size).enumerate() {
        let v = unpack(t, m, item)?;
        out.push(t, v)?;
        if i % 10_000 == 9_999 {
            t.check()?;
        }
    }
    Ok(out)
}
fn unpack(t: &mut Thread, m: View, item: &[u8]) -> Ret {
    if !m.is_native() {
        let format = Str::of(m.word(FORMAT));
        return Err(t.raise(&exc::NotImplementedError, format!("memoryview: format {format} not supported")));
    }
    buffer_item::unpack(t, m.format(), item)
}
fn compare(t: &mut Thread, a: Args, op: CompareOp) -> Ret {
    let (x, y) = (View(a[0].unwrap_obj()), buffer::memory(t, a[1])?);
    let Some(other) = y else { return Ok(Value::NOT_IMPLEMENTED) };
    let y = View(other.unwrap_obj());
    let released = |m: View| m.word(RELEASED).is(Value::TRUE);
    let same = if released(x) || released(y) {
        a[0].is(a[1])
    } else {
        let shapes = x.shape().iter().map(Value::unwrap_int).eq(y.shape().iter().map(Value::unwrap_int));
        if !shapes {
            false
        } else if x.format() == y.format() && !matches!(x.format(), 'f' | 'd' | 'e') {
            x.to_vec() == y.to_vec()
        } else {
            let (p, q) = (values(t, x)?, values(t, y)?);
            let mut same = true;
            for i in 0..p.len() {
                same = same && t.compare_true(CompareOp::Eq, p.get(i), q.get(i))?;
            }
            same
        }
    };
    if !other.is(a[1]) {
        release(t, other);
    }
    Ok(Value::bool(same == (op == CompareOp::Eq)))
}
fn tobytes(t: &mut Thread, a: Args) -> Ret {
    let m = checked(t, a[0])?;
    let fortran = match a[1].given() {
        None => false,
        Some(v) => match Str::from(v) {
            Some(s) if s.eq_text("C") => false,
            Some(s) if s.eq_text("A") => !m.is_contiguous() && m.is_fortran(),
            Some(s) if s.eq_text("F") => true,
            Some(_) => return Err(t.value_error("order must be 'C', 'F' or 'A'")),
            None => {
                let kind = t.type_name(v);
                return Err(t.type_error(format!("tobytes() argument 'order' must be str or None, not {kind}")));
            }
        },
    };
    let data = if fortran && m.shape().len() > 1 { fortran_order(m) } else { m.to_vec() };
    bytes::new(t, &data)
}
/// The items with the first index running fastest.
fn fortran_order(m: View) -> Vec<u8> {
    let (shape, strides) = (m.shape(), m.strides());
    let mut index = vec![0i64; shape.len()];
    let mut out = Vec::with_capacity(m.nbytes());
    for _ in 0..m.items() {
        let at = index.iter().enumerate().map(|(i, k)| k * strides.get(i).unwrap_int()).sum();
        out.extend(m.memory(at, m.itemsize()).to_vec());
        for (i, k) in index.iter_mut().enumerate() {
            *k += 1;
            if *k < shape.get(i).unwrap_int() {
                break;
            }
            *k = 0;
        }
    }
    out
}
fn hex(t: &mut Thread, a: Args) -> Ret {
    let data = checked(t, a[0])?.to_vec();
    bytes::hex(t, &data, a[1], a[2])
}
fn tolist(t: &mut Thread, a: Args) -> Ret {
    let m = checked(t, a[0])?;
    let all = values(t, m)?;
    let shape = m.shape();
    if shape.is_empty() {
        return Ok(all.get(0));
    }
    nest(t, &all, shape, 0, &mut 0)
}
fn nest(t: &mut Thread, all: &Values, shape: Tuple, dimension: usize, at: &mut usize) -> Ret {
    let n = shape.get(dimension).unwrap_usize();
    let list = List::with_capacity(t, n)?;
    for _ in 0..n {
        let v = if dimension + 1 == shape.len() {
            *at += 1;
            all.get(*at - 1)
        } else {
            nest(t, all, shape, dimension + 1, at)?
        };
        list.push(t, v)?;
    }
    Ok(list.value())
}
fn toreadonly(t: &mut Thread, a: Args) -> Ret {
    let v = of(t, a[0])?;
    v.unwrap_obj().set_plain(READONLY, Value::TRUE.bits());
    Ok(v)
}

fn cast(t: &mut Thread, a: Args) -> Ret {
    let m = checked(t, a[0])?;
    let format = super::str::argument(t, a[1], "cast", "'format'")?;
    if !m.is_contiguous() {
        return Err(t.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    if (a[2].is_bound() || m.shape().len() != 1) && m.shape().len() > 1 && a[2].is_bound() {
        return Err(t.type_error("memoryview: cast must be 1D -> ND or ND -> 1D"));
    }
    let chars = format.chars();
    let letter = match (chars.len(), chars.iter().next().and_then(char::from_u32)) {
        (1, Some(c)) => Some(c),
        (2, Some('@')) => char::from_u32(chars.get(1)),
        _ => None,
    };
    let Some((letter, size)) = letter.and_then(|c| Some((c, buffer_item::size(c)?))) else {
        return Err(t.value_error(
            "memoryview: destination format must be a native single character format prefixed with an optional '@'",
        ));
    };
    let is_byte = |c| matches!(c, 'B' | 'b' | 'c');
    if !is_byte(m.format()) && !is_byte(letter) {
        return Err(t.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    let total = m.nbytes();
    if !total.is_multiple_of(size) {
        return Err(t.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let (shape, strides) = if a[2].is_bound() {
        if List::from(a[2]).is_none() && Tuple::from(a[2]).is_none() {
            return Err(t.type_error("shape must be a list or a tuple"));
        }
        let given = t.collect_tuple(a[2])?;
        if given.len() > 64 {
            return Err(t.value_error("memoryview: number of dimensions must not exceed 64"));
        }
        let mut product = size;
        let mut dims = Vec::new();
        for v in given.iter() {
            let Some(v) = crate::object::bigint::plain_int(v) else {
                return Err(t.type_error("memoryview.cast(): elements of shape must be integers"));
            };
            let n = v.as_int().unwrap_or(i64::MAX);
            if n <= 0 {
                return Err(t.value_error("memoryview.cast(): elements of shape must be integers > 0"));
            }
            let Some(p) = product.checked_mul(n as usize) else {
                return Err(t.value_error("memoryview.cast(): product(shape) > SSIZE_MAX"));
            };
            product = p;
            dims.push(n as usize);
        }
        if product != total {
            return Err(t.type_error("memoryview: product(shape) * itemsize != buffer size"));
        }
        let mut steps = vec![0; dims.len()];
        let mut step = size;
        for i in (0..dims.len()).rev() {
            steps[i] = step;
            step *= dims[i];
        }
        let shape = Tuple::new_with(t, dims.len(), |i| Value::index(dims[i]))?;
        let strides = Tuple::new_with(t, dims.len(), |i| Value::index(steps[i]))?;
        (shape.value(), strides.value())
    } else {
        (Tuple::make(t, &[Value::index(total / size)])?, Tuple::make(t, &[Value::index(size)])?)
    };
    let leaf = m.word(LEAF).unwrap_obj();
    make(t, m.owner(), leaf, m.offset(), size, format.value(), m.readonly(), shape, strides)
}

// ---- items

/// What a key selects.
enum Selection {
    /// one item, at so many bytes from the first
    Item(i64),
    Part(types::slice::Selected),
}

fn place(t: &mut Thread, m: View, dimension: usize, key: Value) -> Result<i64, Raised> {
    let Some(i) = t.try_index(key)? else { return Err(t.type_error("memoryview: invalid slice key")) };
    let i = t.to_index(i)?;
    let n = m.shape().get(dimension).unwrap_int();
    let at = if i < 0 { i + n } else { i };
    if at < 0 || at >= n {
        return Err(t.index_error(format!("index out of bounds on dimension {}", dimension + 1)));
    }
    Ok(at * m.strides().get(dimension).unwrap_int())
}
fn select(t: &mut Thread, m: View, key: Value) -> Result<Selection, Raised> {
    let ndim = m.shape().len();
    if ndim == 0 {
        let whole = key.is(Value::ELLIPSIS) || Tuple::from(key).is_some_and(Tuple::is_empty);
        return if whole { Ok(Selection::Item(0)) } else { Err(t.type_error("invalid indexing of 0-dim memory")) };
    }
    if Thread::kind_of(key) == Kind::Slice {
        let parts = types::slice::unpack(t, key)?;
        let n = m.shape().get(0).unwrap_usize();
        return Ok(Selection::Part(types::slice::adjust(n, parts)));
    }
    if let Some(keys) = Tuple::from(key) {
        if keys.iter().all(|k| Thread::kind_of(k) == Kind::Slice) && !keys.is_empty() {
            return Err(t.raise(&exc::NotImplementedError, "multi-dimensional slicing is not implemented"));
        }
        for k in keys.iter() {
            if Thread::kind_of(k) == Kind::Slice || t.try_index(k)?.is_none() {
                return Err(t.type_error("memoryview: invalid slice key"));
            }
        }
        if keys.len() < ndim {
            return Err(t.raise(&exc::NotImplementedError, "sub-views are not implemented"));
        }
        if keys.len() > ndim {
            return Err(t.type_error(format!("cannot index {ndim}-dimension view with {}-element tuple", keys.len())));
        }
        let mut at = 0;
        for (i, k) in keys.iter().enumerate() {
            at += place(t, m, i, k)?;
        }
        return Ok(Selection::Item(at));
    }
    if ndim > 1 {
        if t.try_index(key)?.is_none() {
            return Err(t.type_error("memoryview: invalid slice key"));
        }
        return Err(t.raise(&exc::NotImplementedError, "multi-dimensional sub-views are not implemented"));
    }
    Ok(Selection::Item(place(t, m, 0, key)?))
}
/// The view with its first dimension cut.
fn part(t: &mut Thread, m: View, s: types::slice::Selected) -> Ret {
    let (shape, strides) = (m.shape(), m.strides());
    let step = strides.get(0).unwrap_int();
    let rest = |x: Tuple, first: i64| move |i: usize| if i == 0 { Value::int(first) } else { x.get(i) };
    let new_shape = Tuple::new_with(t, shape.len(), rest(shape, s.n as i64))?.value();
    let new_strides = Tuple::new_with(t, strides.len(), rest(strides, step * s.step))?.value();
    let offset = if s.n == 0 { m.offset() } else { (m.offset() as i64 + s.start * step) as usize };
    let leaf = m.word(LEAF).unwrap_obj();
    make(t, m.owner(), leaf, offset, m.itemsize(), m.word(FORMAT), m.readonly(), new_shape, new_strides)
}
fn get_item(t: &mut Thread, a: Args) -> Ret {
    let m = checked(t, a[0])?;
    match select(t, m, a[1])? {
        Selection::Item(at) => {
            // the key's conversion may have released the view
            let m = checked(t, a[0])?;
            let item = m.memory(at, m.itemsize());
            if item.len == 1 && m.format() == 'B' {
                return Ok(Value::index(item.get(0) as usize));
            }
            unpack(t, m, &item.to_vec())
        }
        Selection::Part(s) => part(t, m, s),
    }
}
fn set_item(t: &mut Thread, a: Args) -> Ret {
    let m = checked(t, a[0])?;
    if m.readonly() {
        return Err(t.type_error("cannot modify read-only memory"));
    }
    match select(t, m, a[1])? {
        Selection::Item(at) => {
            if !m.is_native() {
                let format = Str::of(m.word(FORMAT));
                return Err(t.raise(&exc::NotImplementedError, format!("memoryview: format {format} not supported")));
            }
            let letter = m.format();
            let mut item = [0; 16];
            let n = match buffer_item::pack(t, letter, a[2], &mut item)? {
                Item::Packed(n) => n,
                Item::WrongType => {
                    return Err(t.type_error(format!("memoryview: invalid type for format '{letter}'")));
                }
                Item::OutOfRange => {
                    return Err(t.value_error(format!("memoryview: invalid value for format '{letter}'")));
                }
            };
            let m = checked(t, a[0])?;
            m.memory(at, m.itemsize()).write(0, &item[..n]);
        }
        Selection::Part(s) => {
            let target = part(t, m, s)?;
            let copied = assign(t, View(target.unwrap_obj()), a[2]);
            release(t, target);
            copied?;
        }
    }
    Ok(Value::NONE)
}
fn assign(t: &mut Thread, target: View, x: Value) -> Result<(), Raised> {
    let Some(source) = buffer::memory(t, x)? else {
        let kind = t.type_name(x);
        return Err(t.type_error(format!("a bytes-like object is required, not '{kind}'")));
    };
    let s = checked(t, source)?;
    if target.shape().len() != 1 {
        return Err(
            t.raise(&exc::NotImplementedError, "memoryview slice assignments are currently restricted to ndim = 1")
        );
    }
    let same = s.format() == target.format()
        && s.shape().iter().map(Value::unwrap_int).eq(target.shape().iter().map(Value::unwrap_int));
    let data = s.to_vec();
    if !source.is(x) {
        release(t, source);
    }
    if !same {
        return Err(t.value_error("memoryview assignment: lvalue and rvalue have different structures"));
    }
    let size = target.itemsize();
    let mut items = data.chunks_exact(size);
    target.each(&mut |at| {
        if let Some(item) = items.next() {
            target.memory(at, size).write(0, item);
        }
    });
    Ok(())
}
fn del_item(t: &mut Thread, a: Args) -> Ret {
    checked(t, a[0])?;
    Err(t.type_error("cannot delete memory"))
}
fn iter(t: &mut Thread, a: Args) -> Ret {
    let m = checked(t, a[0])?;
    if m.shape().len() > 1 {
        return Err(t.raise(&exc::NotImplementedError, "multi-dimensional sub-views are not implemented"));
    }
    if m.shape().is_empty() {
        return Err(t.type_error("invalid indexing of 0-dim memory"));
    }
    t.alloc_of(&ITERATOR, &[a[0], Value::ZERO])
}
fn reversed(t: &mut Thread, a: Args) -> Ret {
    let m = checked(t, a[0])?;
    let mut all = values(t, m)?;
    all.reverse(t);
    let list = all.into_list(t)?;
    t.iter(list)
}
fn one_dimension(t: &mut Thread, v: Value) -> Result<Values, Raised> {
    let m = checked(t, v)?;
    if m.shape().len() != 1 {
        return Err(t.raise(&exc::NotImplementedError, "multi-dimensional sub-views are not implemented"));
    }
    values(t, m)
}
fn count(t: &mut Thread, a: Args) -> Ret {
    let all = one_dimension(t, a[0])?;
    let mut n = 0;
    for i in 0..all.len() {
        n += t.equal(all.get(i), a[1])? as usize;
    }
    Ok(Value::index(n))
}
fn contains(t: &mut Thread, a: Args) -> Ret {
    let n = count(t, a)?;
    Ok(Value::bool(!n.is(Value::ZERO)))
}
fn index(t: &mut Thread, a: Args) -> Ret {
    let all = one_dimension(t, a[0])?;
    let (from, to) = types::slice::search_bounds(t, a[2], a[3], all.len())?;
    for i in from..to.min(all.len()) {
        if t.equal(all.get(i), a[1])? {
            return Ok(Value::index(i));
        }
    }
    Err(t.value_error("memoryview.index(x): x not found"))
}

// ---- iteration: [memoryview, index]

static ITERATOR: TypeRow = TypeRow::new("memory_iterator", Kind::SeqIter).is_final().methods(&ITERATOR_METHODS);
pub static ROWS: &[&TypeRow] = &[&ITERATOR];
static ITERATOR_METHODS: [Method; 2] = [
    method("__iter__(self, /)", |_, a| Ok(a[0]), "Implement iter(self)."),
    method("__next__(self, /)", next, "Implement next(self)."),
];
fn next(t: &mut Thread, a: Args) -> Ret {
    let o = a[0].unwrap_obj();
    let (v, i) = (Value::from_bits(o.word(0)), Value::from_bits(o.word(1)).unwrap_usize());
    if v.is_none() {
        return Ok(Value::UNBOUND);
    }
    let m = checked(t, v)?;
    if i >= m.shape().get(0).unwrap_usize() {
        o.set_plain(0, Value::NONE.bits());
        return Ok(Value::UNBOUND);
    }
    o.set_plain(1, Value::index(i + 1).bits());
    let item = m.memory(i as i64 * m.strides().get(0).unwrap_int(), m.itemsize());
    unpack(t, m, &item.to_vec())
}
