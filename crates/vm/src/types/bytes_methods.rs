//! What bytes and bytearray share: searching, splitting, stripping, ASCII case. Results have the class of `self` (bytes
//! or bytearray, never a subclass).

use super::buffer::{require, view};
use super::str::window;
use super::str_search::span;
use super::tuple::repeat_count;
use super::{bytearray, bytes};
use crate::native::Args;
use crate::object::chars::{find_bytes, line_end, rfind_bytes};
use crate::object::kind::Kind;
use crate::object::list::Values;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::Type;
use crate::object::value::Value;
use crate::ops::compare::CompareOp;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use std::borrow::Cow;

/// The rows of both classes, then those given.
macro_rules! rows {
    ($($own:expr,)*) => {{
        use $crate::native::{class_method, method, static_method};
        use $crate::types::bytes_methods as m;
        use $crate::ops::compare::CompareOp::*;
        [
            method("__repr__(self, /)", m::repr, "Return repr(self)."),
            method("__str__(self, /)", m::repr, "Return str(self)."),
            method("__eq__(self, value, /)", |t, a| m::compare(t, a, Eq), "Return self==value."),
            method("__ne__(self, value, /)", |t, a| m::compare(t, a, Ne), "Return self!=value."),
            method("__lt__(self, value, /)", |t, a| m::compare(t, a, Lt), "Return self<value."),
            method("__le__(self, value, /)", |t, a| m::compare(t, a, Le), "Return self<=value."),
            method("__gt__(self, value, /)", |t, a| m::compare(t, a, Gt), "Return self>value."),
            method("__ge__(self, value, /)", |t, a| m::compare(t, a, Ge), "Return self>=value."),
            method("__len__(self, /)", m::len, "Return len(self)."),
            method("__getitem__(self, key, /)", m::get_item, "Return self[key]."),
            method("__contains__(self, key, /)", m::contains, "Return bool(key in self)."),
            method("__mul__(self, value, /)", m::mul, "Return self*value."),
            method("__rmul__(self, value, /)", m::mul, "Return value*self."),
            method("__mod__(self, value, /)", m::modulo, "Return self%value."),
            method("__rmod__(self, value, /)", m::rmodulo, "Return value%self."),
            method("capitalize(self, /)", m::capitalize, "A copy with the first letter upper case, the rest lower."),
            method("center(self, width, fillchar=b' ', /)", m::center, "The bytes in the middle of so many."),
            method("count(self, sub, start=None, end=None, /)", m::count, "How often sub occurs, without overlaps."),
            method("decode(self, /, encoding='utf-8', errors='strict')", m::decode, "The text that the bytes encode."),
            method("endswith(self, suffix, start=None, end=None, /)", m::endswith, "Whether the bytes end with suffix."),
            method("expandtabs(self, /, tabsize=8)", m::expandtabs, "A copy with spaces in place of tabs."),
            method("find(self, sub, start=None, end=None, /)", m::find, "The first position of sub, or -1."),
            class_method("fromhex(cls, string, /)", m::fromhex, "The bytes that hexadecimal digits mean."),
            method("hex(self, /, sep=<unrepresentable>, bytes_per_sep=1)", m::hex, "The bytes as hexadecimal digits."),
            method("index(self, sub, start=None, end=None, /)", m::index, "The first position of sub; ValueError if there is none."),
            method("isalnum(self, /)", |t, a| m::all(t, a, |b| b.is_ascii_alphanumeric()), "Whether all bytes are ASCII letters or digits."),
            method("isalpha(self, /)", |t, a| m::all(t, a, |b| b.is_ascii_alphabetic()), "Whether all bytes are ASCII letters."),
            method("isascii(self, /)", m::isascii, "Whether all bytes are ASCII."),
            method("isdigit(self, /)", |t, a| m::all(t, a, |b| b.is_ascii_digit()), "Whether all bytes are ASCII digits."),
            method("islower(self, /)", m::islower, "Whether there are letters and all are lower case."),
            method("isspace(self, /)", |t, a| m::all(t, a, m::is_space), "Whether all bytes are ASCII white space."),
            method("istitle(self, /)", m::istitle, "Whether every word begins upper case and goes on lower."),
            method("isupper(self, /)", m::isupper, "Whether there are letters and all are upper case."),
            method("join(self, iterable_of_bytes, /)", m::join, "The bytes of an iterable, with these between them."),
            method("ljust(self, width, fillchar=b' ', /)", m::ljust, "The bytes at the left of so many."),
            method("lower(self, /)", m::lower, "A copy in lower case."),
            method("lstrip(self, bytes=None, /)", |t, a| m::strip_at(t, a, true, false), "A copy without white space at its beginning."),
            static_method("maketrans(frm, to, /)", m::maketrans, "A translation table for translate."),
            method("partition(self, sep, /)", m::partition, "What is before the first sep, sep, and what is after it."),
            method("removeprefix(self, prefix, /)", m::removeprefix, "A copy without the prefix, if it is there."),
            method("removesuffix(self, suffix, /)", m::removesuffix, "A copy without the suffix, if it is there."),
            method("replace(self, old, new, count=-1, /)", m::replace, "A copy with one subsequence replaced by another."),
            method("rfind(self, sub, start=None, end=None, /)", m::rfind, "The last position of sub, or -1."),
            method("rindex(self, sub, start=None, end=None, /)", m::rindex, "The last position of sub; ValueError if there is none."),
            method("rjust(self, width, fillchar=b' ', /)", m::rjust, "The bytes at the right of so many."),
            method("rpartition(self, sep, /)", m::rpartition, "What is before the last sep, sep, and what is after it."),
            method("rsplit(self, /, sep=None, maxsplit=-1)", m::rsplit, "As split, beginning from the end."),
            method("rstrip(self, bytes=None, /)", |t, a| m::strip_at(t, a, false, true), "A copy without white space at its end."),
            method("split(self, /, sep=None, maxsplit=-1)", m::split, "The parts between separators, as a list."),
            method("splitlines(self, /, keepends=False)", m::splitlines, "The lines, as a list."),
            method("startswith(self, prefix, start=None, end=None, /)", m::startswith, "Whether the bytes begin with prefix."),
            method("strip(self, bytes=None, /)", |t, a| m::strip_at(t, a, true, true), "A copy without white space around it."),
            method("swapcase(self, /)", m::swapcase, "A copy with the case of each letter changed."),
            method("title(self, /)", m::title, "A copy in which each word begins upper case."),
            method("translate(self, table, /, delete=b'')", m::translate, "A copy with each byte replaced by what table has for it."),
            method("upper(self, /)", m::upper, "A copy in upper case."),
            method("zfill(self, width, /)", m::zfill, "The bytes padded with zeros at the left, after a sign."),
            method("__sizeof__(self, /)", m::sizeof, "Size of the object in memory, in bytes."),
            method("__reduce_ex__(self, proto=0, /)", m::reduce_ex, "Helper for pickle."),
            $($own,)*
        ]
    }};
}
pub(crate) use rows;

/// The bytes of `self`.
fn this<'a>(t: &mut Thread, a: Args) -> Cow<'a, [u8]> {
    match bytes::data(a[0]) {
        Some(data) => Cow::Borrowed(data),
        None => Cow::Owned(bytearray::copy(t, a[0])),
    }
}
fn is_array(v: Value) -> bool {
    Thread::kind_of(v) == Kind::ByteArray
}
/// New bytes of the class of `self`.
fn like(t: &mut Thread, a: Args, data: &[u8]) -> Ret {
    if is_array(a[0]) {
        return bytearray::new(t, data);
    }
    // unchanged bytes are the object itself
    if bytes::TYPE.is_exact(a[0])
        && bytes::data(a[0]).is_some_and(|d| d.len() == data.len() && d.as_ptr() == data.as_ptr())
    {
        return Ok(a[0]);
    }
    bytes::new(t, data)
}
/// As `like`, for data that was made anew.
fn like_vec(t: &mut Thread, a: Args, data: Vec<u8>) -> Ret {
    if is_array(a[0]) { bytearray::new(t, &data) } else { bytes::new(t, &data) }
}

pub fn repr(t: &mut Thread, a: Args) -> Ret {
    let data = this(t, a);
    let text = bytes::repr_text(&data);
    if is_array(a[0]) {
        let name = t.type_name(a[0]);
        return t.str(&format!("{name}({text})"));
    }
    t.str(&text)
}
pub fn compare(t: &mut Thread, a: Args, op: CompareOp) -> Ret {
    let Some(other) = view(t, a[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
    let mine = this(t, a);
    Ok(Value::bool(match op {
        CompareOp::Eq => mine == other,
        CompareOp::Ne => mine != other,
        _ => op.holds(mine.cmp(&other)),
    }))
}
pub fn len(_: &mut Thread, a: Args) -> Ret {
    Ok(Value::index(bytes::data(a[0]).map_or_else(|| bytearray::len(a[0]), <[u8]>::len)))
}
pub fn sizeof(t: &mut Thread, a: Args) -> Ret {
    let data = this(t, a);
    Ok(Value::index(data.len() + if is_array(a[0]) { 57 } else { 33 }))
}
pub fn reduce_ex(t: &mut Thread, a: Args) -> Ret {
    let data = this(t, a);
    let plain = bytes::new(t, &data)?;
    let class = t.class_of(a[0]).value();
    let args = if data.is_empty() { Tuple::make(t, &[])? } else { Tuple::make(t, &[plain])? };
    let name = t.intern("__dict__")?;
    let state = t.find_attr(a[0], name)?.unwrap_or(Value::NONE);
    Tuple::make(t, &[class, args, state])
}
pub fn get_item(t: &mut Thread, a: Args) -> Ret {
    let (v, key) = (a[0], a[1]);
    if Thread::kind_of(key) == Kind::Slice {
        let parts = types::slice::unpack(t, key)?;
        let data = this(t, a);
        let s = types::slice::adjust(data.len(), parts);
        if s.step == 1 {
            return like(t, a, &data[s.start as usize..s.start as usize + s.n]);
        }
        let picked: Vec<u8> = (0..s.n).map(|i| data[s.at(i)]).collect();
        return like_vec(t, a, picked);
    }
    let array = is_array(v);
    let Some(i) = t.try_index(key)? else {
        let kind = t.type_name(key);
        let what = if array { "bytearray" } else { "byte" };
        return Err(t.type_error(format!("{what} indices must be integers or slices, not {kind}")));
    };
    let i = match i.as_int() {
        Some(i) => i,
        None => t.to_index(i)?,
    };
    let found = match bytes::data(v) {
        Some(data) => {
            let at = if i < 0 { i + data.len() as i64 } else { i };
            usize::try_from(at).ok().and_then(|at| data.get(at).copied())
        }
        None => bytearray::get(t, v, i),
    };
    match found {
        Some(b) => Ok(Value::index(b as usize)),
        None => Err(t.index_error(if array { "bytearray index out of range" } else { "index out of range" })),
    }
}
pub fn contains(t: &mut Thread, a: Args) -> Ret {
    let r = t.try_index(a[1]);
    if let Some(Some(i)) = t.catch(r, &types::exc::TypeError)? {
        let b = bytes::byte(t, i, "byte must")?;
        return Ok(Value::bool(this(t, a).contains(&b)));
    }
    let sub = require(t, a[1])?;
    Ok(Value::bool(find_bytes(&this(t, a), &sub).is_some()))
}
pub fn add(t: &mut Thread, a: Args) -> Ret {
    let Some(other) = view(t, a[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
    let mine = this(t, a);
    if other.is_empty() {
        return like(t, a, &mine);
    }
    like_vec(t, a, [&*mine, &*other].concat())
}
pub fn mul(t: &mut Thread, a: Args) -> Ret {
    let Some(n) = repeat_count(t, a[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
    let data = this(t, a);
    if n == 1 {
        return like(t, a, &data);
    }
    let Some(total) = data.len().checked_mul(n).filter(|n| *n <= isize::MAX as usize) else {
        return Err(t.overflow_error("repeated bytes are too long"));
    };
    let mut out = Vec::new();
    if total > isize::MAX as usize / 2 || out.try_reserve_exact(total).is_err() {
        return Err(t.memory_error());
    }
    if let [b] = &*data {
        out.resize(n, *b);
    } else if !data.is_empty() {
        (0..n).for_each(|_| out.extend_from_slice(&data));
    }
    like_vec(t, a, out)
}
pub fn modulo(t: &mut Thread, a: Args) -> Ret {
    let data = this(t, a).into_owned();
    let out = super::percent::format_bytes(t, &data, a[1])?;
    like_vec(t, a, out)
}
pub fn rmodulo(t: &mut Thread, a: Args) -> Ret {
    match view(t, a[1])? {
        Some(format) if bytes::data(a[1]).is_some() || is_array(a[1]) => {
            let out = super::percent::format_bytes(t, &format, a[0])?;
            if is_array(a[1]) { bytearray::new(t, &out) } else { bytes::new(t, &out) }
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}
pub fn decode(t: &mut Thread, a: Args) -> Ret {
    if a[1].is_unbound()
        && let Some(data) = bytes::data(a[0]).filter(|d| d.len() > 1 && d.is_ascii())
    {
        return Ok(Str::from_ascii(t, data)?.value());
    }
    let name = |t: &mut Thread, v: Value, what: &str, default: &str| -> Result<String, Raised> {
        match v {
            Value::UNBOUND => Ok(default.to_string()),
            v => Ok(super::str::argument(t, v, "decode", what)?.to_string()),
        }
    };
    let encoding = name(t, a[1], "'encoding'", "utf-8")?;
    let errors = name(t, a[2], "'errors'", "strict")?;
    types::codecs::decode(t, a[0], &encoding, &errors)
}
pub fn fromhex(t: &mut Thread, a: Args) -> Ret {
    let data = bytes::from_hex(t, a[1])?;
    let class = Type::of(a[0]);
    let plain = bytes::new(t, &data)?;
    if class == bytes::TYPE.get() { Ok(plain) } else { t.call(a[0], &[plain]) }
}
pub fn hex(t: &mut Thread, a: Args) -> Ret {
    let data = this(t, a);
    bytes::hex(t, &data, a[1], a[2])
}

// ---- searching

/// What is searched for: a byte or a sequence of them.
fn needle<'a>(t: &mut Thread, v: Value) -> Result<Cow<'a, [u8]>, Raised> {
    let r = t.try_index(v);
    if let Some(Some(i)) = t.catch(r, &types::exc::TypeError)? {
        return Ok(Cow::Owned(vec![bytes::byte(t, i, "byte must")?]));
    }
    match view(t, v)? {
        Some(data) => Ok(data),
        None => {
            let kind = t.type_name(v);
            Err(t.type_error(format!("argument should be integer or bytes-like object, not '{kind}'")))
        }
    }
}
fn search(t: &mut Thread, a: Args, f: fn(&[u8], &[u8]) -> Option<usize>) -> Result<Option<usize>, Raised> {
    let sub = needle(t, a[1])?;
    let data = this(t, a);
    let (from, to) = window(t, a[2], a[3], data.len())?;
    Ok(if from > to { None } else { f(&data[from..to], &sub).map(|i| i + from) })
}
fn position(at: Option<usize>) -> Value {
    at.map_or(Value::int(-1), Value::index)
}
fn must(t: &mut Thread, at: Option<usize>) -> Ret {
    match at {
        Some(i) => Ok(Value::index(i)),
        None => Err(t.value_error("subsection not found")),
    }
}
pub fn find(t: &mut Thread, a: Args) -> Ret {
    Ok(position(search(t, a, find_bytes)?))
}
pub fn rfind(t: &mut Thread, a: Args) -> Ret {
    Ok(position(search(t, a, rfind_bytes)?))
}
pub fn index(t: &mut Thread, a: Args) -> Ret {
    let at = search(t, a, find_bytes)?;
    must(t, at)
}
pub fn rindex(t: &mut Thread, a: Args) -> Ret {
    let at = search(t, a, rfind_bytes)?;
    must(t, at)
}
/// The places where `sub` (not empty) begins, without overlaps, at most `limit` of them.
fn places(data: &[u8], sub: &[u8], limit: usize) -> Vec<usize> {
    if let [b] = sub {
        return memchr::memchr_iter(*b, data).take(limit).collect();
    }
    memchr::memmem::find_iter(data, sub).take(limit).collect()
}
pub fn count(t: &mut Thread, a: Args) -> Ret {
    let sub = needle(t, a[1])?;
    let data = this(t, a);
    let (from, to) = window(t, a[2], a[3], data.len())?;
    Ok(Value::index(match (&*sub, from > to) {
        (_, true) => 0,
        ([], _) => to - from + 1,
        _ => places(&data[from..to], &sub, usize::MAX).len(),
    }))
}
fn affix(t: &mut Thread, a: Args, method: &str, test: fn(&[u8], &[u8]) -> bool) -> Ret {
    let data = this(t, a);
    let (from, to) = window(t, a[2], a[3], data.len())?;
    let part = if from > to { None } else { Some(&data[from..to]) };
    if let Some(options) = Tuple::from(a[1]) {
        for p in options.iter() {
            let p = require(t, p)?;
            if part.is_some_and(|d| test(d, &p)) {
                return Ok(Value::TRUE);
            }
        }
        return Ok(Value::FALSE);
    }
    match view(t, a[1])? {
        Some(p) => Ok(Value::bool(part.is_some_and(|d| test(d, &p)))),
        None => {
            let kind = t.type_name(a[1]);
            Err(t.type_error(format!("{method} first arg must be bytes or a tuple of bytes, not {kind}")))
        }
    }
}
pub fn startswith(t: &mut Thread, a: Args) -> Ret {
    affix(t, a, "startswith", |d, p| d.starts_with(p))
}
pub fn endswith(t: &mut Thread, a: Args) -> Ret {
    affix(t, a, "endswith", |d, p| d.ends_with(p))
}
pub fn removeprefix(t: &mut Thread, a: Args) -> Ret {
    let p = require(t, a[1])?;
    let data = this(t, a);
    like(t, a, data.strip_prefix(&*p).unwrap_or(&data))
}
pub fn removesuffix(t: &mut Thread, a: Args) -> Ret {
    let p = require(t, a[1])?;
    let data = this(t, a);
    like(t, a, data.strip_suffix(&*p).unwrap_or(&data))
}
pub fn replace(t: &mut Thread, a: Args) -> Ret {
    let (old, new) = (require(t, a[1])?, require(t, a[2])?);
    let limit = match a[3] {
        Value::UNBOUND => -1,
        v => t.to_i64(v)?,
    };
    let limit = if limit < 0 { usize::MAX } else { limit as usize };
    let data = this(t, a);
    let at = if old.is_empty() { (0..data.len() + 1).take(limit).collect() } else { places(&data, &old, limit) };
    if at.is_empty() {
        return like(t, a, &data);
    }
    let size = new.len().checked_mul(at.len()).and_then(|n| n.checked_add(data.len() - at.len() * old.len()));
    let mut out = Vec::new();
    if size.is_none_or(|n| out.try_reserve_exact(n).is_err()) {
        return Err(t.memory_error());
    }
    let mut read = 0;
    for i in at {
        out.extend_from_slice(&data[read..i]);
        out.extend_from_slice(&new);
        read = i + old.len();
    }
    out.extend_from_slice(&data[read..]);
    like_vec(t, a, out)
}

// ---- splitting and joining

pub fn is_space(b: u8) -> bool {
    matches!(b, b' ' | 0x09..=0x0D)
}
pub fn all(t: &mut Thread, a: Args, f: fn(u8) -> bool) -> Ret {
    let data = this(t, a);
    Ok(Value::bool(!data.is_empty() && data.iter().all(|b| f(*b))))
}
pub fn isascii(t: &mut Thread, a: Args) -> Ret {
    Ok(Value::bool(this(t, a).is_ascii()))
}
pub fn strip_at(t: &mut Thread, a: Args, left: bool, right: bool) -> Ret {
    let set = match a[1].given() {
        Some(v) => Some(require(t, v)?),
        None => None,
    };
    let data = this(t, a);
    let (from, to) = span(data.len(), left, right, |i| match &set {
        Some(set) => set.contains(&data[i]),
        None => is_space(data[i]),
    });
    like(t, a, &data[from..to])
}
/// A separator, if one is given, and the greatest number of cuts.
type Cuts<'a> = (Option<Cow<'a, [u8]>>, usize);
fn split_arguments<'a>(t: &mut Thread, a: Args) -> Result<Cuts<'a>, Raised> {
    let separator = match a[1].given() {
        Some(v) => Some(require(t, v)?),
        None => None,
    };
    if separator.as_deref().is_some_and(<[u8]>::is_empty) {
        return Err(t.value_error("empty separator"));
    }
    let limit = match a[2] {
        Value::UNBOUND => -1,
        v => t.to_i64(v)?,
    };
    Ok((separator, if limit < 0 { usize::MAX } else { limit as usize }))
}
fn pieces(t: &mut Thread, a: Args, data: &[u8], parts: impl Iterator<Item = (usize, usize)>) -> Ret {
    let mut out = Values::new(t)?;
    for (i, (from, to)) in parts.enumerate() {
        let v = like(t, a, &data[from..to])?;
        out.push(t, v)?;
        if i % 10_000 == 9_999 {
            t.check()?;
        }
    }
    out.into_list(t)
}
pub fn split(t: &mut Thread, a: Args) -> Ret {
    let (separator, limit) = split_arguments(t, a)?;
    let data = this(t, a);
    let n = data.len();
    let mut parts = Vec::new();
    match separator {
        Some(p) => {
            let mut from = 0;
            for i in places(&data, &p, limit) {
                parts.push((from, i));
                from = i + p.len();
            }
            parts.push((from, n));
        }
        None => {
            let mut i = 0;
            loop {
                while i < n && is_space(data[i]) {
                    i += 1;
                }
                if i == n {
                    break;
                }
                let from = i;
                if parts.len() == limit {
                    let (_, to) = span(n, false, true, |i| is_space(data[i]));
                    parts.push((from, to));
                    break;
                }
                while i < n && !is_space(data[i]) {
                    i += 1;
                }
                parts.push((from, i));
            }
        }
    }
    pieces(t, a, &data, parts.into_iter())
}
pub fn rsplit(t: &mut Thread, a: Args) -> Ret {
    let (separator, limit) = split_arguments(t, a)?;
    let data = this(t, a);
    let mut parts = Vec::new();
    let mut to = data.len();
    match separator {
        Some(p) => {
            while parts.len() < limit
                && let Some(i) = rfind_bytes(&data[..to], &p)
            {
                parts.push((i + p.len(), to));
                to = i;
            }
            parts.push((0, to));
        }
        None => loop {
            while to > 0 && is_space(data[to - 1]) {
                to -= 1;
            }
            if to == 0 {
                break;
            }
            if parts.len() == limit {
                parts.push((0, to));
                break;
            }
            let mut from = to;
            while from > 0 && !is_space(data[from - 1]) {
                from -= 1;
            }
            parts.push((from, to));
            to = from;
        },
    }
    pieces(t, a, &data, parts.into_iter().rev())
}
pub fn splitlines(t: &mut Thread, a: Args) -> Ret {
    let keep = if a[1].is_bound() { t.truth(a[1])? } else { false };
    let data = this(t, a);
    let mut parts = Vec::new();
    let mut from = 0;
    while from < data.len() {
        let (end, next) = line_end(&data, from).unwrap_or((data.len(), data.len()));
        parts.push((from, if keep { next } else { end }));
        from = next;
    }
    pieces(t, a, &data, parts.into_iter())
}
fn cut(t: &mut Thread, a: Args, f: fn(&[u8], &[u8]) -> Option<usize>) -> Result<Option<Value>, Raised> {
    let p = require(t, a[1])?;
    if p.is_empty() {
        return Err(t.value_error("empty separator"));
    }
    let data = this(t, a);
    let Some(i) = f(&data, &p) else { return Ok(None) };
    let before = like(t, a, &data[..i])?;
    let middle = if is_array(a[0]) { bytearray::new(t, &p)? } else { bytes::new(t, &p)? };
    let after = like(t, a, &data[i + p.len()..])?;
    Tuple::make(t, &[before, middle, after]).map(Some)
}
/// `self` (a copy of a bytearray) and two empty ones of its class.
fn uncut(t: &mut Thread, a: Args) -> Result<[Value; 3], Raised> {
    let data = this(t, a);
    let whole = like(t, a, &data)?;
    let first = like(t, a, &[])?;
    let second = like(t, a, &[])?;
    Ok([whole, first, second])
}
pub fn partition(t: &mut Thread, a: Args) -> Ret {
    match cut(t, a, find_bytes)? {
        Some(v) => Ok(v),
        None => {
            let [whole, first, second] = uncut(t, a)?;
            Tuple::make(t, &[whole, first, second])
        }
    }
}
pub fn rpartition(t: &mut Thread, a: Args) -> Ret {
    match cut(t, a, rfind_bytes)? {
        Some(v) => Ok(v),
        None => {
            let [whole, first, second] = uncut(t, a)?;
            Tuple::make(t, &[first, second, whole])
        }
    }
}
pub fn join(t: &mut Thread, a: Args) -> Ret {
    if t.try_iter(a[1])?.is_none() {
        return Err(t.type_error("can only join an iterable"));
    }
    let items = t.collect(a[1])?;
    let separator = this(t, a);
    if items.len() == 1 && bytes::TYPE.is_exact(items.get(0)) && !is_array(a[0]) {
        return Ok(items.get(0));
    }
    let mut out = Vec::new();
    for i in 0..items.len() {
        if i > 0 {
            out.extend_from_slice(&separator);
        }
        match view(t, items.get(i))? {
            Some(data) if out.try_reserve(data.len()).is_ok() => out.extend_from_slice(&data),
            Some(_) => return Err(t.memory_error()),
            None => {
                let kind = t.type_name(items.get(i));
                return Err(t.type_error(format!("sequence item {i}: expected a bytes-like object, {kind} found")));
            }
        }
    }
    like_vec(t, a, out)
}

// ---- ASCII case

fn map(t: &mut Thread, a: Args, f: impl Fn(u8) -> u8) -> Ret {
    let out = this(t, a).iter().map(|b| f(*b)).collect();
    like_vec(t, a, out)
}
pub fn lower(t: &mut Thread, a: Args) -> Ret {
    map(t, a, |b| b.to_ascii_lowercase())
}
pub fn upper(t: &mut Thread, a: Args) -> Ret {
    map(t, a, |b| b.to_ascii_uppercase())
}
pub fn swapcase(t: &mut Thread, a: Args) -> Ret {
    map(t, a, |b| if b.is_ascii_lowercase() { b.to_ascii_uppercase() } else { b.to_ascii_lowercase() })
}
pub fn capitalize(t: &mut Thread, a: Args) -> Ret {
    let mut out = this(t, a).to_ascii_lowercase();
    if let Some(b) = out.first_mut() {
        b.make_ascii_uppercase();
    }
    like_vec(t, a, out)
}
pub fn title(t: &mut Thread, a: Args) -> Ret {
    let mut out = this(t, a).into_owned();
    let mut inside = false;
    for b in &mut out {
        if inside {
            b.make_ascii_lowercase();
        } else {
            b.make_ascii_uppercase();
        }
        inside = b.is_ascii_alphabetic();
    }
    like_vec(t, a, out)
}
pub fn islower(t: &mut Thread, a: Args) -> Ret {
    let data = this(t, a);
    Ok(Value::bool(data.iter().any(u8::is_ascii_lowercase) && !data.iter().any(u8::is_ascii_uppercase)))
}
pub fn isupper(t: &mut Thread, a: Args) -> Ret {
    let data = this(t, a);
    Ok(Value::bool(data.iter().any(u8::is_ascii_uppercase) && !data.iter().any(u8::is_ascii_lowercase)))
}
pub fn istitle(t: &mut Thread, a: Args) -> Ret {
    let (mut found, mut inside) = (false, false);
    for b in this(t, a).iter() {
        if b.is_ascii_alphabetic() {
            if b.is_ascii_uppercase() == inside {
                return Ok(Value::FALSE);
            }
            (found, inside) = (true, true);
        } else {
            inside = false;
        }
    }
    Ok(Value::bool(found))
}

// ---- layout

fn padding(t: &mut Thread, a: Args, method: &str) -> Result<(usize, u8), Raised> {
    let width = t.to_i64(a[1])?;
    let fill = match a[2] {
        Value::UNBOUND => b' ',
        v => {
            let data = match bytes::data(v) {
                Some(d) => Some(Cow::Borrowed(d)),
                None if is_array(v) => view(t, v)?,
                None => None,
            };
            match data.as_deref() {
                Some([b]) => *b,
                _ => {
                    let kind = super::str::type_or_none(t, v);
                    return Err(
                        t.type_error(format!("{method}() argument 2 must be a byte string of length 1, not {kind}"))
                    );
                }
            }
        }
    };
    Ok((width.max(0) as usize, fill))
}
fn padded(t: &mut Thread, a: Args, width: usize, fill: u8, left: impl Fn(usize) -> usize) -> Ret {
    let data = this(t, a);
    let extra = width.saturating_sub(data.len());
    if extra == 0 {
        return like(t, a, &data);
    }
    let mut out = Vec::new();
    if out.try_reserve_exact(width).is_err() {
        return Err(t.memory_error());
    }
    out.resize(left(extra), fill);
    out.extend_from_slice(&data);
    out.resize(width, fill);
    like_vec(t, a, out)
}
pub fn ljust(t: &mut Thread, a: Args) -> Ret {
    let (width, fill) = padding(t, a, "ljust")?;
    padded(t, a, width, fill, |_| 0)
}
pub fn rjust(t: &mut Thread, a: Args) -> Ret {
    let (width, fill) = padding(t, a, "rjust")?;
    padded(t, a, width, fill, |extra| extra)
}
pub fn center(t: &mut Thread, a: Args) -> Ret {
    let (width, fill) = padding(t, a, "center")?;
    padded(t, a, width, fill, |extra| extra / 2 + (extra & width & 1))
}
pub fn zfill(t: &mut Thread, a: Args) -> Ret {
    let width = t.to_i64(a[1])?.max(0) as usize;
    let data = this(t, a);
    let extra = width.saturating_sub(data.len());
    if extra == 0 {
        return like(t, a, &data);
    }
    let sign = matches!(data.first(), Some(b'+' | b'-')) as usize;
    let mut out = Vec::new();
    if out.try_reserve_exact(width).is_err() {
        return Err(t.memory_error());
    }
    out.extend_from_slice(&data[..sign]);
    out.resize(sign + extra, b'0');
    out.extend_from_slice(&data[sign..]);
    like_vec(t, a, out)
}
pub fn expandtabs(t: &mut Thread, a: Args) -> Ret {
    let size = match a[1] {
        Value::UNBOUND => 8,
        v => t.to_i64(v)?,
    };
    if i32::try_from(size).is_err() {
        return Err(t.overflow_error("Python int too large to convert to C int"));
    }
    let mut out = Vec::new();
    let mut column = 0usize;
    for &b in this(t, a).iter() {
        if b == b'\t' {
            if size > 0 {
                let n = size as usize - column % size as usize;
                if out.try_reserve(n).is_err() {
                    return Err(t.overflow_error("result too long"));
                }
                out.resize(out.len() + n, b' ');
                column += n;
            }
        } else {
            out.push(b);
            column = if b == b'\n' || b == b'\r' { 0 } else { column + 1 };
        }
    }
    like_vec(t, a, out)
}
pub fn maketrans(t: &mut Thread, a: Args) -> Ret {
    let (from, to) = (require(t, a[0])?, require(t, a[1])?);
    if from.len() != to.len() {
        return Err(t.value_error("maketrans arguments must have same length"));
    }
    let mut table: [u8; 256] = std::array::from_fn(|i| i as u8);
    for (f, x) in from.iter().zip(to.iter()) {
        table[*f as usize] = *x;
    }
    bytes::new(t, &table)
}
pub fn translate(t: &mut Thread, a: Args) -> Ret {
    let table = match a[1].given() {
        Some(v) => Some(require(t, v)?),
        None => None,
    };
    if table.as_ref().is_some_and(|x| x.len() != 256) {
        return Err(t.value_error("translation table must be 256 characters long"));
    }
    let delete = if a[2].is_bound() { require(t, a[2])? } else { Cow::Borrowed(&[][..]) };
    let mut gone = [false; 256];
    delete.iter().for_each(|b| gone[*b as usize] = true);
    let data = this(t, a);
    let map = |b: &u8| table.as_ref().map_or(*b, |x| x[*b as usize]);
    let out: Vec<u8> = data.iter().filter(|b| !gone[**b as usize]).map(map).collect();
    if out == *data { like(t, a, &data) } else { like_vec(t, a, out) }
}
