//! `str`: split, rsplit, partition, splitlines.

use super::str_search::is_latin_space;
use super::unicode;
use crate::native::Args;
use crate::object::chars::{Chars, Finder};
use crate::object::list::Values;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};

/// The separator (`None` for white space) and the greatest number of cuts.
fn arguments(t: &mut Thread, a: Args) -> Result<(Option<Str>, usize), Raised> {
    let separator = match a[1].given() {
        None => None,
        Some(v) => match Str::from(v) {
            Some(s) if s.is_empty() => return Err(t.value_error("empty separator")),
            Some(s) => Some(s),
            None => {
                let kind = t.type_name(v);
                return Err(t.type_error(format!("must be str or None, not {kind}")));
            }
        },
    };
    let limit = match a[2] {
        Value::UNBOUND => -1,
        v => t.to_i64(v)?,
    };
    Ok((separator, if limit < 0 { usize::MAX } else { limit as usize }))
}
fn push(t: &mut Thread, out: &mut Values, s: Str, from: usize, to: usize) -> Result<(), Raised> {
    let part = s.slice(t, from, to)?;
    out.push(t, part.value())?;
    if out.len().is_multiple_of(10_000) {
        t.check()?;
    }
    Ok(())
}
#[inline(always)]
fn is_space(chars: Chars<'_>, i: usize) -> bool {
    match chars {
        Chars::One(b) => is_latin_space(b[i]),
        _ => unicode::is_space(chars.get(i)),
    }
}

pub fn split(t: &mut Thread, a: Args) -> Ret {
    let s = Str::of(a[0]);
    let (separator, limit) = arguments(t, a)?;
    let chars = s.chars();
    let n = chars.len();
    let mut out = Values::new(t)?;
    let Some(separator) = separator else {
        let (mut i, mut cuts) = (0, 0);
        loop {
            while i < n && is_space(chars, i) {
                i += 1;
            }
            if i == n {
                break;
            }
            let from = i;
            if cuts == limit {
                let mut to = n;
                while to > from && is_space(chars, to - 1) {
                    to -= 1;
                }
                push(t, &mut out, s, from, to)?;
                break;
            }
            while i < n && !is_space(chars, i) {
                i += 1;
            }
            push(t, &mut out, s, from, i)?;
            cuts += 1;
        }
        return out.into_list(t);
    };
    let p = separator.chars();
    let mut from = 0;
    if let (Chars::One(h), Chars::One([b])) = (chars, p) {
        while out.len() < limit
            && let Some(i) = memchr::memchr(*b, &h[from..])
        {
            push(t, &mut out, s, from, from + i)?;
            from += i + 1;
        }
    } else if let Some(finder) = Finder::new(chars, p) {
        while out.len() < limit
            && let Some(i) = finder.find(chars, from)
        {
            push(t, &mut out, s, from, i)?;
            from = i + p.len();
        }
    }
    push(t, &mut out, s, from, n)?;
    out.into_list(t)
}

pub fn rsplit(t: &mut Thread, a: Args) -> Ret {
    let s = Str::of(a[0]);
    let (separator, limit) = arguments(t, a)?;
    // without a limit only a separator that overlaps itself makes a difference
    if limit == usize::MAX && separator.is_some_and(|p| p.len() == 1) {
        return split(t, a);
    }
    let chars = s.chars();
    let mut out = Values::new(t)?;
    let mut to = chars.len();
    match separator {
        None => {
            let mut cuts = 0;
            loop {
                while to > 0 && is_space(chars, to - 1) {
                    to -= 1;
                }
                if to == 0 {
                    break;
                }
                if cuts == limit {
                    push(t, &mut out, s, 0, to)?;
                    break;
                }
                let mut from = to;
                while from > 0 && !is_space(chars, from - 1) {
                    from -= 1;
                }
                push(t, &mut out, s, from, to)?;
                to = from;
                cuts += 1;
            }
        }
        Some(separator) => {
            let p = separator.chars();
            while out.len() < limit
                && let Some(i) = chars.rfind(p, 0, to)
            {
                push(t, &mut out, s, i + p.len(), to)?;
                to = i;
            }
            push(t, &mut out, s, 0, to)?;
        }
    }
    out.reverse(t);
    out.into_list(t)
}

pub fn partition(t: &mut Thread, a: Args) -> Ret {
    let (s, separator) = separator(t, a)?;
    match s.chars().find(separator.chars(), 0) {
        Some(i) => cut(t, s, separator, i),
        None => {
            let empty = t.runtime().empty_str.get();
            Tuple::make(t, &[s.value(), empty, empty])
        }
    }
}
pub fn rpartition(t: &mut Thread, a: Args) -> Ret {
    let (s, separator) = separator(t, a)?;
    match s.chars().rfind(separator.chars(), 0, s.len()) {
        Some(i) => cut(t, s, separator, i),
        None => {
            let empty = t.runtime().empty_str.get();
            Tuple::make(t, &[empty, empty, s.value()])
        }
    }
}
fn separator(t: &mut Thread, a: Args) -> Result<(Str, Str), Raised> {
    let Some(p) = Str::from(a[1]) else {
        let kind = t.type_name(a[1]);
        return Err(t.type_error(format!("must be str, not {kind}")));
    };
    if p.is_empty() {
        return Err(t.value_error("empty separator"));
    }
    Ok((Str::of(a[0]), p))
}
fn cut(t: &mut Thread, s: Str, separator: Str, i: usize) -> Ret {
    let before = s.slice(t, 0, i)?;
    let after = s.slice(t, i + separator.len(), s.len())?;
    Tuple::make(t, &[before.value(), separator.value(), after.value()])
}

pub fn splitlines(t: &mut Thread, a: Args) -> Ret {
    let s = Str::of(a[0]);
    let keep = if a[1].is_bound() { t.truth(a[1])? } else { false };
    let chars = s.chars();
    let n = chars.len();
    let mut out = Values::new(t)?;
    let mut from = 0;
    while from < n {
        let mut end = from;
        while end < n && !unicode::is_line_break(chars.get(end)) {
            end += 1;
        }
        let mut next = end;
        if next < n {
            let crlf = chars.get(next) == '\r' as u32 && next + 1 < n && chars.get(next + 1) == '\n' as u32;
            next += 1 + crlf as usize;
        }
        push(t, &mut out, s, from, if keep { next } else { end })?;
        from = next;
    }
    out.into_list(t)
}
