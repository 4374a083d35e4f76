//! `bytes`: leaves `[hash, length, bytes]`; construction, operators, `repr`. The methods it shares with bytearray are in
//! `bytes_methods`.

use super::buffer::Span;
use super::bytes_methods as shared;
use crate::native::{Args, Method, static_method};
use crate::object::kind::Kind;
use crate::object::string::{Str, hash_bytes};
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, TypeRow};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use std::borrow::Cow;
use std::sync::atomic::Ordering;

pub use super::buffer::is_buffer;

pub static TYPE: TypeRow = TypeRow::new("bytes", Kind::Bytes).constructor(&NEW).methods(&METHODS).doc(
    "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> bytes\n\
     bytes(int) -> so many zero bytes\nbytes() -> no bytes",
);
pub static ROWS: &[&TypeRow] = &[];

static NEW: Method = static_method(
    "__new__(cls, source=b'', encoding='utf-8', errors='strict')",
    bytes_new,
    "Create and return a new object.",
);

static METHODS: [Method; 65] = shared::rows![
    method("__hash__(self, /)", bytes_hash, "Return hash(self)."),
    method("__bytes__(self, /)", bytes_bytes, "Convert this value to exact type bytes."),
    method("__getnewargs__(self, /)", bytes_newargs, "The arguments with which a copy is made."),
    method("__add__(self, value, /)", shared::add, "Return self+value."),
    method("__iter__(self, /)", |t, a| types::iterators::bytes_iter(t, plain(a[0])), "Implement iter(self)."),
    method(
        "__buffer__(self, flags, /)",
        |t, a| types::memoryview::of(t, a[0]),
        "Return a buffer object that exposes the underlying memory of the object."
    ),
];

/// A bytes object.
pub fn new(t: &mut Thread, data: &[u8]) -> Ret {
    if data.is_empty() { Ok(t.runtime().empty_bytes.get()) } else { new_inline(t, data) }
}
pub(crate) fn new_inline(t: &mut Thread, data: &[u8]) -> Ret {
    let v = zeroed(t, data.len())?;
    span(v).write(0, data);
    Ok(v)
}
/// A bytes object of `n` bytes for the caller to fill through its span before anyone sees it.
pub fn zeroed(t: &mut Thread, n: usize) -> Ret {
    let Some(size) = n.checked_add(16) else { return Err(t.memory_error()) };
    let o = t.alloc_leaf(TYPE.head(), size)?;
    // SAFETY: V7: a fresh leaf of two words and the data.
    unsafe {
        *o.bytes().cast::<u64>() = 0;
        *o.bytes().cast::<u64>().add(1) = n as u64;
        std::ptr::write_bytes(o.bytes().add(16), 0, n);
    }
    Ok(Value::from_obj(o))
}
/// The exact bytes object behind a bytes object or an instance of a subclass.
pub fn plain(v: Value) -> Value {
    let o = v.unwrap_obj();
    if o.kind() == Kind::Wrapped as u8 { plain(Value::from_bits(o.word(0))) } else { v }
}
/// The memory of an exact bytes object.
pub fn span(v: Value) -> Span {
    let o = v.unwrap_obj();
    debug_assert!(o.kind() == Kind::Bytes as u8);
    // SAFETY: V7: `[hash, length, bytes]`.
    let len = unsafe { *o.bytes().cast::<u64>().add(1) as usize };
    Span { leaf: o, offset: 16, len }
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
/// A copy of the bytes of a bytes-like argument.
pub fn buffer(t: &mut Thread, v: Value) -> Result<Vec<u8>, Raised> {
    Ok(super::buffer::require(t, v)?.into_owned())
}
/// The bytes of a bytes-like argument, lent if they cannot change.
pub fn view<'a>(t: &mut Thread, v: Value) -> Result<Cow<'a, [u8]>, Raised> {
    super::buffer::require(t, v)
}

fn bytes_new(t: &mut Thread, a: Args) -> Ret {
    let class = Type::of(a[0]);
    let made = construct(t, a)?;
    if class == TYPE.get() { Ok(made) } else { types::object::wrap(t, class, made) }
}
fn construct(t: &mut Thread, a: Args) -> Ret {
    if a[2].is_unbound() && a[3].is_unbound() && a[1].is_bound() && !TYPE.is_exact(a[1]) {
        let name = t.names().__bytes__;
        if let Some(v) = t.call_special(a[1], name, &[])? {
            if data(v).is_none() {
                let kind = t.type_name(v);
                return Err(t.type_error(format!("__bytes__ returned non-bytes (type {kind})")));
            }
            return Ok(v);
        }
    }
    if TYPE.is_exact(a[1]) && a[2].is_unbound() && a[3].is_unbound() {
        return Ok(a[1]);
    }
    let made = source(t, a[1], a[2], a[3], "bytes")?;
    new(t, &made)
}
/// What the constructors of bytes and bytearray make of their arguments.
pub fn source(t: &mut Thread, v: Value, encoding: Value, errors: Value, class: &str) -> Result<Vec<u8>, Raised> {
    let encoding = match encoding {
        Value::UNBOUND => None,
        e => Some(types::str::argument(t, e, class, "'encoding'")?.to_string()),
    };
    let errors = match errors {
        Value::UNBOUND => None,
        e => Some(types::str::argument(t, e, class, "'errors'")?.to_string()),
    };
    if let Some(s) = Str::from(v) {
        let Some(encoding) = encoding else { return Err(t.type_error("string argument without an encoding")) };
        let made = types::codecs::encode(t, s, &encoding, errors.as_deref().unwrap_or("strict"))?;
        return buffer(t, made);
    }
    if encoding.is_some() {
        return Err(t.type_error("encoding without a string argument"));
    }
    if errors.is_some() {
        return Err(t.type_error("errors without a string argument"));
    }
    if v.is_unbound() {
        return Ok(Vec::new());
    }
    if !v.is_obj() || Thread::kind_of(v) != Kind::ByteArray {
        let number = t.try_index(v);
        if let Some(Some(n)) = t.catch(number, &types::exc::TypeError)? {
            let n = match crate::object::bigint::to_i64(n) {
                Some(n) if n < 0 => return Err(t.value_error("negative count")),
                Some(n) => n as usize,
                None => return Err(t.overflow_error("cannot fit 'int' into an index-sized integer")),
            };
            let mut out = Vec::new();
            if out.try_reserve_exact(n).is_err() {
                return Err(t.memory_error());
            }
            out.resize(n, 0);
            return Ok(out);
        }
    }
    if let Some(data) = super::buffer::view(t, v)? {
        return Ok(data.into_owned());
    }
    if t.try_iter(v)?.is_none() {
        let kind = t.type_name(v);
        return Err(t.type_error(format!("cannot convert '{kind}' object to {class}")));
    }
    from_items(t, v, if class == "bytes" { "bytes must" } else { "byte must" })
}
/// The numbers of an iterable as bytes.
pub fn from_items(t: &mut Thread, v: Value, subject: &str) -> Result<Vec<u8>, Raised> {
    let mut out = Vec::new();
    t.for_each(v, |t, x| {
        out.push(byte(t, x, subject)?);
        Ok(())
    })?;
    Ok(out)
}
/// One number as a byte.
pub fn byte(t: &mut Thread, v: Value, subject: &str) -> Result<u8, Raised> {
    let i = t.index(v)?;
    match i.as_int().and_then(|i| u8::try_from(i).ok()) {
        Some(b) => Ok(b),
        None => Err(t.value_error(format!("{subject} be in range(0, 256)"))),
    }
}

fn bytes_hash(_: &mut Thread, a: Args) -> Ret {
    Ok(Value::int(hash(plain(a[0]))))
}
/// The hash of an exact bytes object, computed once.
pub fn hash(v: Value) -> i64 {
    let o = v.unwrap_obj();
    // SAFETY: V7: word 0 of a bytes leaf is its hash; every thread stores the same number.
    let cell = unsafe { &*o.slots(0) };
    let known = cell.load(Ordering::Relaxed);
    if known != 0 {
        return known as i64;
    }
    let h = hash_bytes(data(v).unwrap_or_default());
    cell.store(h as u64, Ordering::Relaxed);
    h
}
fn bytes_bytes(_: &mut Thread, a: Args) -> Ret {
    Ok(plain(a[0]))
}
fn bytes_newargs(t: &mut Thread, a: Args) -> Ret {
    Tuple::make(t, &[plain(a[0])])
}

/// The literal of some bytes.
pub fn repr_text(data: &[u8]) -> String {
    let quote = if data.contains(&b'\'') && !data.contains(&b'"') { '"' } else { '\'' };
    let mut out = String::with_capacity(data.len() + 3);
    out.push('b');
    out.push(quote);
    for &b in data {
        match b {
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b'\\' => out.push_str("\\\\"),
            _ if b as char == quote => {
                out.push('\\');
                out.push(quote);
            }
            0x20..=0x7E => out.push(b as char),
            _ => out.push_str(&format!("\\x{b:02x}")),
        }
    }
    out.push(quote);
    out
}
/// Hexadecimal digits, with a separator every `group` bytes, counted from the end (from the start if negative).
pub fn hex(t: &mut Thread, data: &[u8], separator: Value, group: Value) -> Ret {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let group = match group {
        Value::UNBOUND => 1,
        g => t.to_i64(g)?,
    };
    let separator = match separator {
        Value::UNBOUND => None,
        v => {
            let c = match (Str::from(v), self::data(v)) {
                (Some(s), _) if s.len() == 1 => s.chars().get(0),
                (_, Some([b])) => *b as u32,
                (None, None) => {
                    t.len(v)?;
                    return Err(t.type_error("sep must be str or bytes."));
                }
                _ => return Err(t.value_error("sep must be length 1.")),
            };
            if c >= 128 {
                return Err(t.value_error("sep must be ASCII."));
            }
            Some(c as u8).filter(|_| group != 0)
        }
    };
    let every = group.unsigned_abs() as usize;
    let n = data.len();
    let mut out = Vec::with_capacity(n * 3);
    for (i, b) in data.iter().enumerate() {
        if let Some(c) = separator
            && i > 0
            && (if group > 0 { (n - i).is_multiple_of(every) } else { i.is_multiple_of(every) })
        {
            out.push(c);
        }
        out.extend([DIGITS[(b >> 4) as usize], DIGITS[(b & 15) as usize]]);
    }
    Ok(Str::from_slice(t, crate::object::chars::Chars::One(&out))?.value())
}
/// The bytes that hexadecimal digits mean; white space may stand between the pairs.
pub fn from_hex(t: &mut Thread, v: Value) -> Result<Vec<u8>, Raised> {
    let chars: Vec<u32> = match Str::from(v) {
        Some(s) => s.chars().iter().collect(),
        None => match super::buffer::view(t, v)? {
            Some(data) => data.iter().map(|b| *b as u32).collect(),
            None => {
                let kind = t.type_name(v);
                return Err(t.type_error(format!("fromhex() argument must be str or bytes-like, not {kind}")));
            }
        },
    };
    let digit = |i: usize| chars.get(i).and_then(|c| char::from_u32(*c)).and_then(|c| c.to_digit(16));
    let mut out = Vec::with_capacity(chars.len() / 2);
    let mut i = 0;
    while i < chars.len() {
        if matches!(chars[i], 0x09..=0x0D | 0x20) {
            i += 1;
            continue;
        }
        match (digit(i), digit(i + 1)) {
            (Some(a), Some(b)) => out.push((a << 4 | b) as u8),
            (Some(_), None) if i + 1 >= chars.len() => {
                return Err(t.value_error("fromhex() arg must contain an even number of hexadecimal digits"));
            }
            (a, _) => {
                let at = if a.is_some() { i + 1 } else { i };
                return Err(t.value_error(format!("non-hexadecimal number found in fromhex() arg at position {at}")));
            }
        }
        i += 2;
    }
    Ok(out)
}
