//! `str`: padding, tabs, translation.

use super::str::argument;
use crate::native::Args;
use crate::object::chars::StrBuilder;
use crate::object::dict::Dict;
use crate::object::string::Str;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use crate::types::exc;

/// The width's surplus over the length, and the fill character.
fn padding(t: &mut Thread, a: Args) -> Result<(usize, u32), Raised> {
    let width = t.to_i64(a[1])?;
    let fill = match a[2] {
        Value::UNBOUND => ' ' as u32,
        v => match Str::from(v) {
            Some(s) if s.len() == 1 => s.chars().get(0),
            Some(_) => return Err(t.type_error("The fill character must be exactly one character long")),
            None => {
                let kind = super::str::type_or_none(t, v);
                return Err(t.type_error(format!("The fill character must be a unicode character, not {kind}")));
            }
        },
    };
    Ok(((width.max(0) as usize).saturating_sub(Str::of(a[0]).len()), fill))
}
pub fn ljust(t: &mut Thread, a: Args) -> Ret {
    let (extra, fill) = padding(t, a)?;
    Ok(Str::of(a[0]).padded(t, 0, extra, fill)?.value())
}
pub fn rjust(t: &mut Thread, a: Args) -> Ret {
    let (extra, fill) = padding(t, a)?;
    Ok(Str::of(a[0]).padded(t, extra, 0, fill)?.value())
}
pub fn center(t: &mut Thread, a: Args) -> Ret {
    let (extra, fill) = padding(t, a)?;
    let s = Str::of(a[0]);
    // of an odd surplus the greater half goes to the left if the width is odd
    let width = extra + s.len();
    let left = extra / 2 + (extra & width & 1);
    Ok(s.padded(t, left, extra - left, fill)?.value())
}
pub fn zfill(t: &mut Thread, a: Args) -> Ret {
    let s = Str::of(a[0]);
    let width = t.to_i64(a[1])?;
    let extra = (width.max(0) as usize).saturating_sub(s.len());
    let sign = s.chars().iter().next().filter(|c| *c == '+' as u32 || *c == '-' as u32);
    let (Some(sign), 1..) = (sign, extra) else { return Ok(s.padded(t, extra, 0, '0' as u32)?.value()) };
    let rest = s.slice(t, 1, s.len())?;
    let padded = rest.padded(t, extra, 0, '0' as u32)?;
    let sign = Str::of(Str::from_char(t, sign)?);
    Ok(sign.concat(t, padded)?.value())
}

pub fn expandtabs(t: &mut Thread, a: Args) -> Ret {
    let s = Str::of(a[0]);
    let size = match a[1] {
        Value::UNBOUND => 8,
        v => t.to_i64(v)?,
    };
    if i32::try_from(size).is_err() {
        return Err(t.overflow_error("Python int too large to convert to C int"));
    }
    let chars = s.chars();
    if chars.position('\t' as u32, 0).is_none() {
        return Ok(s.value());
    }
    let mut out = StrBuilder::with_capacity(chars.len());
    let mut column = 0usize;
    for c in chars.iter() {
        match char::from_u32(c) {
            Some('\t') => {
                if size > 0 {
                    let n = size as usize - column % size as usize;
                    if out.len().saturating_add(n) > isize::MAX as usize / 8 {
                        return Err(t.overflow_error("new string is too long"));
                    }
                    (0..n).for_each(|_| out.push(' ' as u32));
                    column += n;
                }
            }
            x => {
                out.push(c);
                column = if matches!(x, Some('\n' | '\r')) { 0 } else { column + 1 };
            }
        }
    }
    out.finish(t)
}

// ---- translation

pub fn translate(t: &mut Thread, a: Args) -> Ret {
    let (s, table) = (Str::of(a[0]), a[1]);
    let chars = s.chars();
    let plain = Dict::from(table).filter(|_| types::dict::TYPE.is_exact(table));
    let mut out = StrBuilder::with_capacity(chars.len());
    for (i, c) in chars.iter().enumerate() {
        if i % 10_000 == 9_999 {
            t.check()?;
        }
        let key = Value::int(c as i64);
        let found = match plain {
            Some(d) => d.get(t, key)?,
            None => {
                let r = t.get_item(table, key);
                t.catch(r, &exc::LookupError)?
            }
        };
        match found {
            None => out.push(c),
            Some(Value::NONE) => {}
            Some(v) => match (v.as_int(), Str::from(v)) {
                (Some(i), _) if (0..0x11_0000).contains(&i) => out.push(i as u32),
                (_, Some(s)) => out.push_str(s),
                _ if crate::object::bigint::is_int(v) => match crate::object::bigint::to_i64(v) {
                    Some(i) if (0..0x11_0000).contains(&i) => out.push(i as u32),
                    _ => return Err(t.value_error("character mapping must be in range(0x110000)")),
                },
                _ => return Err(t.type_error("character mapping must return integer, None or str")),
            },
        }
    }
    out.finish(t)
}

/// `str.maketrans`.
pub fn maketrans(t: &mut Thread, a: Args) -> Ret {
    let d = Dict::new(t)?;
    if a[1].is_unbound() {
        let Some(given) = Dict::from(a[0]) else {
            return Err(t.type_error("if you give only one argument to maketrans it must be a dict"));
        };
        let mut at = 0;
        while let Some((k, v)) = given.next_entry(&mut at) {
            let key = match Str::from(k) {
                Some(s) if s.len() == 1 => Value::int(s.chars().get(0) as i64),
                Some(_) => return Err(t.value_error("string keys in translate table must be of length 1")),
                None if crate::object::bigint::is_int(k) => k,
                None => return Err(t.type_error("keys in translate table must be strings or integers")),
            };
            d.set(t, key, v)?;
        }
        return Ok(d.value());
    }
    let Some(x) = Str::from(a[0]) else {
        return Err(t.type_error("first maketrans argument must be a string if there is a second argument"));
    };
    let y = argument(t, a[1], "maketrans", "2")?;
    if x.len() != y.len() {
        return Err(t.value_error("the first two maketrans arguments must have equal length"));
    }
    for (k, v) in x.chars().iter().zip(y.chars().iter()) {
        d.set(t, Value::int(k as i64), Value::int(v as i64))?;
    }
    if a[2].is_bound() {
        let z = argument(t, a[2], "maketrans", "3")?;
        for k in z.chars().iter() {
            d.set(t, Value::int(k as i64), Value::NONE)?;
        }
    }
    Ok(d.value())
}
