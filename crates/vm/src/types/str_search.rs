//! `str`: find, index, count, startswith, replace, strip, removeprefix.

use super::str::{argument, window};
use super::unicode;
use crate::native::Args;
use crate::object::chars::{Chars, Finder, StrBuilder};
use crate::object::kind::Kind;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};

fn first(t: &mut Thread, a: Args, method: &str) -> Result<Option<usize>, Raised> {
    let (s, sub) = (Str::of(a[0]), argument(t, a[1], method, "1")?);
    let (from, to) = window(t, a[2], a[3], s.len())?;
    if from > to {
        return Ok(None);
    }
    Ok(s.chars().slice(0, to).find(sub.chars(), from))
}
fn last(t: &mut Thread, a: Args, method: &str) -> Result<Option<usize>, Raised> {
    let (s, sub) = (Str::of(a[0]), argument(t, a[1], method, "1")?);
    let (from, to) = window(t, a[2], a[3], s.len())?;
    Ok(s.chars().rfind(sub.chars(), from, to))
}
fn position(at: Option<usize>) -> Value {
    at.map_or(Value::int(-1), Value::index)
}
pub fn find(t: &mut Thread, a: Args) -> Ret {
    Ok(position(first(t, a, "find")?))
}
pub fn rfind(t: &mut Thread, a: Args) -> Ret {
    Ok(position(last(t, a, "rfind")?))
}
pub fn index(t: &mut Thread, a: Args) -> Ret {
    match first(t, a, "index")? {
        Some(i) => Ok(Value::index(i)),
        None => Err(t.value_error("substring not found")),
    }
}
pub fn rindex(t: &mut Thread, a: Args) -> Ret {
    match last(t, a, "rindex")? {
        Some(i) => Ok(Value::index(i)),
        None => Err(t.value_error("substring not found")),
    }
}

pub fn count(t: &mut Thread, a: Args) -> Ret {
    let (s, sub) = (Str::of(a[0]), argument(t, a[1], "count", "1")?);
    let (from, to) = window(t, a[2], a[3], s.len())?;
    if from > to {
        return Ok(Value::ZERO);
    }
    let (hay, sub) = (s.chars().slice(from, to), sub.chars());
    if sub.is_empty() {
        return Ok(Value::index(hay.len() + 1));
    }
    if let (Chars::One(h), Chars::One([b])) = (hay, sub) {
        return Ok(Value::index(memchr::memchr_iter(*b, h).count()));
    }
    let Some(finder) = Finder::new(hay, sub) else { return Ok(Value::ZERO) };
    let (mut n, mut at) = (0, 0);
    while let Some(i) = finder.find(hay, at) {
        n += 1;
        at = i + sub.len();
    }
    Ok(Value::index(n))
}

/// Whether a str begins or ends with another.
#[inline(always)]
pub fn affix_leaf(a: &[Value], test: impl Fn(Chars<'static>, Chars<'static>) -> bool) -> Value {
    match a {
        [s, p] if Thread::kind_of(*p) == Kind::Str => Value::bool(test(Str::of(*s).chars(), Str::of(*p).chars())),
        _ => Value::UNBOUND,
    }
}
fn affix(t: &mut Thread, a: Args, method: &str, test: fn(Chars<'_>, Chars<'_>) -> bool) -> Ret {
    let s = Str::of(a[0]);
    if let Some(p) = Str::from(a[1]) {
        let (from, to) = window(t, a[2], a[3], s.len())?;
        return Ok(Value::bool(from <= to && test(s.chars().slice(from, to), p.chars())));
    }
    let Some(options) = Tuple::from(a[1]) else {
        let kind = t.type_name(a[1]);
        return Err(t.type_error(format!("{method} first arg must be str or a tuple of str, not {kind}")));
    };
    let (from, to) = window(t, a[2], a[3], s.len())?;
    for p in options.iter() {
        let Some(p) = Str::from(p) else {
            let kind = t.type_name(p);
            return Err(t.type_error(format!("tuple for {method} must only contain str, not {kind}")));
        };
        if from <= to && test(s.chars().slice(from, to), p.chars()) {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}
pub fn startswith(t: &mut Thread, a: Args) -> Ret {
    affix(t, a, "startswith", |s, p| s.starts_with(p))
}
pub fn endswith(t: &mut Thread, a: Args) -> Ret {
    affix(t, a, "endswith", |s, p| s.ends_with(p))
}
pub fn removeprefix(t: &mut Thread, a: Args) -> Ret {
    let (s, p) = (Str::of(a[0]), argument(t, a[1], "removeprefix", "")?);
    let from = if s.chars().starts_with(p.chars()) { p.len() } else { 0 };
    Ok(s.slice(t, from, s.len())?.value())
}
pub fn removesuffix(t: &mut Thread, a: Args) -> Ret {
    let (s, p) = (Str::of(a[0]), argument(t, a[1], "removesuffix", "")?);
    let cut = if s.chars().ends_with(p.chars()) { p.len() } else { 0 };
    Ok(s.slice(t, 0, s.len() - cut)?.value())
}

// ---- strip

fn strip_at(t: &mut Thread, a: Args, method: &str, left: bool, right: bool) -> Ret {
    let s = Str::of(a[0]);
    let chars = s.chars();
    let (from, to) = match a[1].given() {
        None => match chars {
            Chars::One(b) => span(b.len(), left, right, |i| is_latin_space(b[i])),
            _ => span(chars.len(), left, right, |i| unicode::is_space(chars.get(i))),
        },
        Some(v) => {
            let Some(set) = Str::from(v) else {
                return Err(t.type_error(format!("{method} arg must be None or str")));
            };
            let set = set.chars();
            span(chars.len(), left, right, |i| set.position(chars.get(i), 0).is_some())
        }
    };
    Ok(s.slice(t, from, to)?.value())
}
#[inline(always)]
pub fn is_latin_space(b: u8) -> bool {
    matches!(b, 0x09..=0x0D | 0x1C..=0x20 | 0x85 | 0xA0)
}
/// What is left of `0..n` when the places that `strips` names are taken from the ends.
#[inline(always)]
pub fn span(n: usize, left: bool, right: bool, strips: impl Fn(usize) -> bool) -> (usize, usize) {
    let (mut from, mut to) = (0, n);
    if left {
        while from < to && strips(from) {
            from += 1;
        }
    }
    if right {
        while to > from && strips(to - 1) {
            to -= 1;
        }
    }
    (from, to)
}
pub fn strip(t: &mut Thread, a: Args) -> Ret {
    strip_at(t, a, "strip", true, true)
}
pub fn lstrip(t: &mut Thread, a: Args) -> Ret {
    strip_at(t, a, "lstrip", true, false)
}
pub fn rstrip(t: &mut Thread, a: Args) -> Ret {
    strip_at(t, a, "rstrip", false, true)
}

// ---- replace

pub fn replace(t: &mut Thread, a: Args) -> Ret {
    let s = Str::of(a[0]);
    let old = argument(t, a[1], "replace", "1")?;
    let new = argument(t, a[2], "replace", "2")?;
    let limit = match a[3] {
        Value::UNBOUND => -1,
        v => t.to_i64(v)?,
    };
    let limit = if limit < 0 { usize::MAX } else { limit as usize };
    Ok(replace_in(t, s, old, new, limit)?.value())
}
/// At most `limit` occurrences replaced.
pub fn replace_in(t: &mut Thread, s: Str, old: Str, new: Str, limit: usize) -> Result<Str, Raised> {
    if limit == 0 || old.same_text(new) {
        return Ok(s);
    }
    let (hay, from, to) = (s.chars(), old.chars(), new.chars());
    if from.is_empty() {
        return interleave(t, hay, to, limit);
    }
    if from.len() > hay.len() {
        return Ok(s);
    }
    // without a finder first: it pays for many occurrences only
    let Some(first) = hay.find(from, 0) else { return Ok(s) };
    let mut places = vec![first];
    let mut at = first + from.len();
    if let (Chars::One(h), Chars::One([c])) = (hay, from) {
        for i in memchr::memchr_iter(*c, &h[at..]).take(limit - 1) {
            places.push(at + i);
        }
    } else if hay.len() - at <= 256 {
        while places.len() < limit
            && let Some(i) = hay.find(from, at)
        {
            places.push(i);
            at = i + from.len();
        }
    } else if let Some(finder) = Finder::new(hay, from) {
        while places.len() < limit
            && let Some(i) = finder.find(hay, at)
        {
            places.push(i);
            at = i + from.len();
        }
    }
    let kept = hay.len() - places.len() * from.len();
    let Some(n) = to.len().checked_mul(places.len()).and_then(|k| k.checked_add(kept)) else {
        return Err(t.memory_error());
    };
    if let (Chars::One(h), Chars::One(r)) = (hay, to) {
        let fill = |p: &mut [u8]| {
            let (mut read, mut write) = (0, 0);
            let mut put = |part: &[u8]| {
                p[write..write + part.len()].copy_from_slice(part);
                write += part.len();
            };
            for &i in &places {
                put(&h[read..i]);
                put(r);
                read = i + from.len();
            }
            put(&h[read..]);
        };
        if s.is_ascii() && r.is_ascii() && n > 1 {
            return Str::new_one(t, n, true, fill);
        }
        let mut bytes = vec![0; n];
        fill(&mut bytes);
        return Str::from_slice(t, Chars::One(&bytes));
    }
    let mut out = StrBuilder::with_capacity(n);
    let mut read = 0;
    for &i in &places {
        out.push_chars(hay.slice(read, i));
        out.push_chars(to);
        read = i + from.len();
    }
    out.push_chars(hay.slice(read, hay.len()));
    out.finish_str(t)
}
/// `new` before each of the first `limit` characters, and at the end if the limit allows.
fn interleave(t: &mut Thread, hay: Chars<'_>, new: Chars<'_>, limit: usize) -> Result<Str, Raised> {
    let places = limit.min(hay.len() + 1);
    if new.len().checked_mul(places).and_then(|k| k.checked_add(hay.len())).is_none_or(|n| n > isize::MAX as usize / 4)
    {
        return Err(t.memory_error());
    }
    let mut out = StrBuilder::new();
    for i in 0..places {
        out.push_chars(new);
        if i < hay.len() {
            out.push(hay.get(i));
        }
    }
    if places < hay.len() {
        out.push_chars(hay.slice(places, hay.len()));
    }
    out.finish_str(t)
}
