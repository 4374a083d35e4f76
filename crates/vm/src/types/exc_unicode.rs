//! The texts of UnicodeEncodeError, UnicodeDecodeError and UnicodeTranslateError.

use crate::native::{Args, Method, method};
use crate::object::exception::Exception;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::Type;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::{bytes, exc};

pub static ENCODE: [Method; 1] = [method("__str__(self, /)", encode_str, "Return str(self).")];
pub static DECODE: [Method; 1] = [method("__str__(self, /)", decode_str, "Return str(self).")];
pub static TRANSLATE: [Method; 1] = [method("__str__(self, /)", translate_str, "Return str(self).")];

/// Start and end, inside an object of length `n`.
fn range(e: Exception, n: usize) -> (usize, usize) {
    let start = e.own(2).as_int().unwrap_or(0).clamp(0, n.saturating_sub(1) as i64) as usize;
    let end = e.own(3).as_int().unwrap_or(0).clamp(if n > 0 { 1 } else { 0 }, n as i64) as usize;
    (start, end)
}
fn shown(c: u32) -> String {
    match c {
        0..=0xFF => format!("\\x{c:02x}"),
        0x100..=0xFFFF => format!("\\u{c:04x}"),
        _ => format!("\\U{c:08x}"),
    }
}
fn text_of(t: &mut Thread, e: Exception, what: &str) -> Result<String, Raised> {
    let reason = t.str_text(e.own(4))?;
    let Some(s) = Str::from(e.own(1)) else { return Ok(String::new()) };
    let (start, end) = range(e, s.len());
    Ok(if start < s.len() && end == start + 1 {
        format!("can't {what} character '{}' in position {start}: {reason}", shown(s.chars().get(start)))
    } else {
        format!("can't {what} characters in position {start}-{}: {reason}", end as i64 - 1)
    })
}
fn encode_str(t: &mut Thread, a: Args) -> Ret {
    let e = Exception::of(a[0]);
    if e.own(1).is_none() {
        return Ok(t.runtime().empty_str.get());
    }
    let encoding = t.str_text(e.own(0))?;
    let text = text_of(t, e, "encode")?;
    t.str(&format!("'{encoding}' codec {text}"))
}
fn decode_str(t: &mut Thread, a: Args) -> Ret {
    let e = Exception::of(a[0]);
    let object: Value = e.own(1);
    if object.is_none() {
        return Ok(t.runtime().empty_str.get());
    }
    let encoding = t.str_text(e.own(0))?;
    let reason = t.str_text(e.own(4))?;
    let data = bytes::data(object).unwrap_or_default();
    let (start, end) = range(e, data.len());
    t.str(&if start < data.len() && end == start + 1 {
        format!("'{encoding}' codec can't decode byte 0x{:02x} in position {start}: {reason}", data[start])
    } else {
        format!("'{encoding}' codec can't decode bytes in position {start}-{}: {reason}", end as i64 - 1)
    })
}
fn translate_str(t: &mut Thread, a: Args) -> Ret {
    let e = Exception::of(a[0]);
    if e.own(1).is_none() {
        return Ok(t.runtime().empty_str.get());
    }
    let text = text_of(t, e, "translate")?;
    t.str(&text)
}

/// Checks the arguments of the constructors.
pub fn check(t: &mut Thread, class: Type, args: Tuple) -> Result<(), Raised> {
    let translate = class.is_subclass(exc::UnicodeTranslateError.get());
    let decode = class.is_subclass(exc::UnicodeDecodeError.get());
    let n = if translate { 4 } else { 5 };
    if args.len() != n {
        return Err(t.type_error(format!("function takes exactly {n} arguments ({} given)", args.len())));
    }
    let kinds: &[&str] = match (translate, decode) {
        (true, _) => &["str", "int", "int", "str"],
        (_, true) => &["str", "bytes", "int", "int", "str"],
        _ => &["str", "str", "int", "int", "str"],
    };
    for (i, (v, kind)) in args.iter().zip(kinds).enumerate() {
        let good = match *kind {
            "str" => Str::from(v).is_some(),
            "int" => t.try_index(v)?.is_some(),
            _ => crate::types::buffer::is_buffer(t, v),
        };
        if !good {
            let got = t.type_name(v);
            return Err(match *kind {
                "int" => t.type_error(format!("'{got}' object cannot be interpreted as an integer")),
                "bytes" => t.type_error(format!("a bytes-like object is required, not '{got}'")),
                kind => t.type_error(format!("argument {} must be {kind}, not {got}", i + 1)),
            });
        }
    }
    Ok(())
}
