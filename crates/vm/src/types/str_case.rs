//! `str`: case mapping and the predicates that look at neighbouring characters.

use super::unicode;
use crate::native::Args;
use crate::object::chars::{Chars, StrBuilder};
use crate::object::string::Str;
use crate::object::value::Value;
use crate::thread::{Ret, Thread};

/// ASCII text mapped byte by byte; `None` if the str is not ASCII.
fn ascii(t: &mut Thread, s: Str, map: impl FnOnce(&[u8], &mut [u8])) -> Option<Ret> {
    let text = s.as_ascii()?.as_bytes();
    Some(match text {
        [] => Ok(s.value()),
        [_] => {
            let mut one = [0];
            map(text, &mut one);
            Str::from_char(t, one[0] as u32)
        }
        _ => Str::new_one(t, text.len(), true, |p| map(text, p)).map(Str::value),
    })
}

pub fn upper(t: &mut Thread, a: Args) -> Ret {
    let s = Str::of(a[0]);
    if let Some(r) = ascii(t, s, |from, to| from.iter().zip(to).for_each(|(b, p)| *p = b.to_ascii_uppercase())) {
        return r;
    }
    let mut out = StrBuilder::with_capacity(s.len());
    s.chars().iter().for_each(|c| unicode::to_upper(c, |c| out.push(c)));
    out.finish(t)
}
pub fn lower(t: &mut Thread, a: Args) -> Ret {
    let s = Str::of(a[0]);
    if let Some(r) = ascii(t, s, |from, to| from.iter().zip(to).for_each(|(b, p)| *p = b.to_ascii_lowercase())) {
        return r;
    }
    let mut out = StrBuilder::with_capacity(s.len());
    (0..s.len()).for_each(|i| push_lower(&mut out, s.chars(), i));
    out.finish(t)
}
/// The lower case of the i-th character; a capital sigma at the end of a word has another than elsewhere.
fn push_lower(out: &mut StrBuilder, chars: Chars<'_>, i: usize) {
    let c = chars.get(i);
    if c != 0x3A3 {
        return unicode::to_lower(c, |c| out.push(c));
    }
    let mut before = (0..i).rev().map(|k| chars.get(k)).skip_while(|c| unicode::is_case_ignorable(*c));
    let mut after = (i + 1..chars.len()).map(|k| chars.get(k)).skip_while(|c| unicode::is_case_ignorable(*c));
    let is_final = before.next().is_some_and(unicode::has_case) && !after.next().is_some_and(unicode::has_case);
    out.push(if is_final { 0x3C2 } else { 0x3C3 });
}
pub fn casefold(t: &mut Thread, a: Args) -> Ret {
    let s = Str::of(a[0]);
    if s.is_ascii() {
        return lower(t, a);
    }
    let mut out = StrBuilder::with_capacity(s.len());
    s.chars().iter().for_each(|c| unicode::fold(c, |c| out.push(c)));
    out.finish(t)
}
pub fn capitalize(t: &mut Thread, a: Args) -> Ret {
    let s = Str::of(a[0]);
    let map = |from: &[u8], to: &mut [u8]| {
        from.iter().zip(&mut *to).for_each(|(b, p)| *p = b.to_ascii_lowercase());
        to[0] = from[0].to_ascii_uppercase();
    };
    if let Some(r) = ascii(t, s, map) {
        return r;
    }
    if s.is_empty() {
        return Ok(s.value());
    }
    let mut out = StrBuilder::with_capacity(s.len());
    unicode::to_title(s.chars().get(0), |c| out.push(c));
    (1..s.len()).for_each(|i| push_lower(&mut out, s.chars(), i));
    out.finish(t)
}
pub fn title(t: &mut Thread, a: Args) -> Ret {
    let s = Str::of(a[0]);
    if let Some(text) = s.as_ascii() {
        let mut inside = false;
        return Ok(Str::new_one(t, text.len(), true, |out| {
            for (to, c) in out.iter_mut().zip(text.bytes()) {
                *to = if inside { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() };
                inside = c.is_ascii_alphabetic();
            }
        })?
        .value());
    }
    let chars = s.chars();
    let mut out = StrBuilder::with_capacity(s.len());
    let mut inside = false;
    for i in 0..s.len() {
        let c = chars.get(i);
        if inside {
            push_lower(&mut out, chars, i);
        } else {
            unicode::to_title(c, |c| out.push(c));
        }
        inside = unicode::has_case(c);
    }
    out.finish(t)
}
pub fn swapcase(t: &mut Thread, a: Args) -> Ret {
    let s = Str::of(a[0]);
    let chars = s.chars();
    let mut out = StrBuilder::with_capacity(s.len());
    for i in 0..s.len() {
        let c = chars.get(i);
        if unicode::is_upper(c) {
            push_lower(&mut out, chars, i);
        } else if unicode::is_lower(c) {
            unicode::to_upper(c, |c| out.push(c));
        } else {
            out.push(c);
        }
    }
    out.finish(t)
}

// ---- predicates

pub fn islower(_: &mut Thread, a: Args) -> Ret {
    let mut found = false;
    for c in Str::of(a[0]).chars().iter() {
        if unicode::is_upper(c) || unicode::is_title(c) {
            return Ok(Value::FALSE);
        }
        found |= unicode::is_lower(c);
    }
    Ok(Value::bool(found))
}
pub fn isupper(_: &mut Thread, a: Args) -> Ret {
    let mut found = false;
    for c in Str::of(a[0]).chars().iter() {
        if unicode::is_lower(c) || unicode::is_title(c) {
            return Ok(Value::FALSE);
        }
        found |= unicode::is_upper(c);
    }
    Ok(Value::bool(found))
}
pub fn istitle(_: &mut Thread, a: Args) -> Ret {
    let (mut found, mut inside) = (false, false);
    for c in Str::of(a[0]).chars().iter() {
        if unicode::is_upper(c) || unicode::is_title(c) {
            if inside {
                return Ok(Value::FALSE);
            }
            (found, inside) = (true, true);
        } else if unicode::is_lower(c) {
            if !inside {
                return Ok(Value::FALSE);
            }
        } else {
            inside = false;
        }
    }
    Ok(Value::bool(found))
}
pub fn isidentifier(_: &mut Thread, a: Args) -> Ret {
    let mut chars = Str::of(a[0]).chars().iter();
    let starts = chars.next().is_some_and(unicode::is_xid_start);
    Ok(Value::bool(starts && chars.all(unicode::is_xid_continue)))
}
pub fn isprintable(_: &mut Thread, a: Args) -> Ret {
    Ok(Value::bool(Str::of(a[0]).chars().iter().all(unicode::is_printable)))
}
