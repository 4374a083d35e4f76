//! What happens when text cannot be encoded or bytes cannot be decoded: the error handlers by name, those registered
//! by programs among them.

use crate::native::{Args, Method, function};
use crate::object::chars::StrBuilder;
use crate::object::dict::Dict;
use crate::object::exception::Exception;
use crate::object::string::{Str, push_wtf8};
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::{bytes, exc, unicode};

/// An error handler in native code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Strict,
    Ignore,
    Replace,
    Backslash,
    Xml,
    Name,
    SurrogateEscape,
    SurrogatePass,
    /// by the registry, when an error happens
    Registered,
}

/// The handler of one encoding or decoding.
pub struct Errors {
    pub kind: Kind,
    pub name: String,
}

impl Errors {
    pub fn by_name(name: &str) -> Errors {
        let kind = match name {
            "strict" => Kind::Strict,
            "ignore" => Kind::Ignore,
            "replace" => Kind::Replace,
            "backslashreplace" => Kind::Backslash,
            "xmlcharrefreplace" => Kind::Xml,
            "namereplace" => Kind::Name,
            "surrogateescape" => Kind::SurrogateEscape,
            "surrogatepass" => Kind::SurrogatePass,
            _ => Kind::Registered,
        };
        let kind = if super::registry::has_handlers() && kind != Kind::Strict { Kind::Registered } else { kind };
        Errors { kind, name: name.to_string() }
    }
}

/// What stands for characters that cannot be encoded.
pub enum Substitute {
    Bytes(Vec<u8>),
    /// to be encoded in its turn
    Text(Vec<u32>),
}

/// Characters `start..end` of `s` cannot be encoded: what stands for them, and where encoding goes on.
#[cold]
pub fn encode_error(
    t: &mut Thread,
    errors: &Errors,
    encoding: &str,
    s: Str,
    (start, end): (usize, usize),
    reason: &str,
) -> Result<(Substitute, usize), Raised> {
    let bad: Vec<u32> = s.chars().slice(start, end).iter().collect();
    if let Some(found) = substitute(errors.kind, encoding, &bad) {
        return Ok((found, end));
    }
    if errors.kind != Kind::Registered {
        return Err(raise_encode(t, encoding, s, start, end, reason));
    }
    let handler = super::registry::handler(t, &errors.name)?;
    let e = encode_exception(t, encoding, s, start, end, reason)?;
    let (v, at) = call_handler(t, handler, e, s.len(), "encoding error handler must return (str/bytes, int) tuple")?;
    if let Some(data) = bytes::data(v) {
        return Ok((Substitute::Bytes(data.to_vec()), at));
    }
    match Str::from(v) {
        Some(text) => Ok((Substitute::Text(text.chars().iter().collect()), at)),
        None => Err(t.type_error("encoding error handler must return (str/bytes, int) tuple")),
    }
}
/// What a native handler puts for characters; `None` if it raises.
fn substitute(kind: Kind, encoding: &str, bad: &[u32]) -> Option<Substitute> {
    let text = |f: &dyn Fn(u32, &mut String)| {
        let mut out = String::new();
        bad.iter().for_each(|c| f(*c, &mut out));
        Some(Substitute::Text(out.chars().map(u32::from).collect()))
    };
    match kind {
        Kind::Strict | Kind::Registered => None,
        Kind::Ignore => Some(Substitute::Bytes(Vec::new())),
        Kind::Replace => Some(Substitute::Text(vec!['?' as u32; bad.len()])),
        Kind::Backslash => text(&|c, out| out.push_str(&escape_of(c))),
        Kind::Xml => text(&|c, out| out.push_str(&format!("&#{c};"))),
        Kind::Name => text(&|c, out| match char::from_u32(c).and_then(unicode::name) {
            Some(name) => out.push_str(&format!("\\N{{{name}}}")),
            None => out.push_str(&escape_of(c)),
        }),
        Kind::SurrogateEscape => {
            let all = bad.iter().all(|c| (0xDC80..=0xDCFF).contains(c));
            all.then(|| Substitute::Bytes(bad.iter().map(|c| (c - 0xDC00) as u8).collect()))
        }
        Kind::SurrogatePass => {
            if !bad.iter().all(|c| (0xD800..=0xDFFF).contains(c)) {
                return None;
            }
            let name = super::normalized(encoding).replace('_', "");
            let mut out = Vec::new();
            for &c in bad {
                match name.as_str() {
                    "utf8" => push_wtf8(&mut out, c),
                    "utf16" | "utf16le" => out.extend((c as u16).to_le_bytes()),
                    "utf16be" => out.extend((c as u16).to_be_bytes()),
                    "utf32" | "utf32le" => out.extend(c.to_le_bytes()),
                    "utf32be" => out.extend(c.to_be_bytes()),
                    _ => return None,
                }
            }
            Some(Substitute::Bytes(out))
        }
    }
}
fn escape_of(c: u32) -> String {
    match c {
        0..=0xFF => format!("\\x{c:02x}"),
        0x100..=0xFFFF => format!("\\u{c:04x}"),
        _ => format!("\\U{c:08x}"),
    }
}

/// Bytes `start..end` cannot be decoded: pushes what stands for them, and answers where decoding goes on.
#[cold]
pub fn decode_error(
    t: &mut Thread,
    errors: &Errors,
    encoding: &str,
    data: &[u8],
    (start, end): (usize, usize),
    reason: &str,
    out: &mut StrBuilder,
) -> Result<usize, Raised> {
    if let Some(n) = replace_bytes(errors.kind, encoding, data, start, end, out) {
        return Ok(n);
    }
    if errors.kind != Kind::Registered {
        return Err(raise_decode(t, encoding, data, start, end, reason));
    }
    let handler = super::registry::handler(t, &errors.name)?;
    let e = decode_exception(t, encoding, data, start, end, reason)?;
    let text = "decoding error handler must return (str, int) tuple";
    let (v, at) = call_handler(t, handler, e, data.len(), text)?;
    match Str::from(v) {
        Some(s) => {
            out.push_str(s);
            Ok(at)
        }
        None => Err(t.type_error(text)),
    }
}
/// What a native handler puts for bytes, and where decoding goes on; `None` if it raises.
fn replace_bytes(
    kind: Kind,
    encoding: &str,
    data: &[u8],
    start: usize,
    end: usize,
    out: &mut StrBuilder,
) -> Option<usize> {
    match kind {
        Kind::Strict | Kind::Registered | Kind::Xml | Kind::Name => None,
        Kind::Ignore => Some(end),
        Kind::Replace => {
            out.push(0xFFFD);
            Some(end)
        }
        Kind::Backslash => {
            data[start..end].iter().for_each(|b| out.push_text(&format!("\\x{b:02x}")));
            Some(end)
        }
        Kind::SurrogateEscape => {
            let mut at = start;
            while at < end && at < start + 4 && data[at] >= 128 {
                out.push(0xDC00 + data[at] as u32);
                at += 1;
            }
            (at > start).then_some(at)
        }
        Kind::SurrogatePass => {
            let rest = &data[start..];
            let name = super::normalized(encoding).replace('_', "");
            let (c, n) = match (name.as_str(), rest) {
                ("utf8", [a @ 0xE0..=0xEF, b, c, ..]) if b & 0xC0 == 0x80 && c & 0xC0 == 0x80 => {
                    ((*a as u32 & 15) << 12 | (*b as u32 & 63) << 6 | *c as u32 & 63, 3)
                }
                ("utf16" | "utf16le", [a, b, ..]) => (u16::from_le_bytes([*a, *b]) as u32, 2),
                ("utf16be", [a, b, ..]) => (u16::from_be_bytes([*a, *b]) as u32, 2),
                ("utf32" | "utf32le", [a, b, c, d, ..]) => (u32::from_le_bytes([*a, *b, *c, *d]), 4),
                ("utf32be", [a, b, c, d, ..]) => (u32::from_be_bytes([*a, *b, *c, *d]), 4),
                _ => return None,
            };
            (0xD800..=0xDFFF).contains(&c).then(|| {
                out.push(c);
                start + n
            })
        }
    }
}

/// Calls a handler; its replacement, and the position it names in a text or in bytes of length `n`.
fn call_handler(t: &mut Thread, handler: Value, e: Value, n: usize, text: &str) -> Result<(Value, usize), Raised> {
    let r = t.call(handler, &[e])?;
    let Some(pair) = Tuple::from(r).filter(|p| p.len() == 2) else { return Err(t.type_error(text)) };
    let at = t.to_i64(pair.get(1))?;
    let place = if at < 0 { at + n as i64 } else { at };
    if place < 0 || place > n as i64 {
        return Err(t.index_error(format!("position {at} from error handler out of bounds")));
    }
    Ok((pair.get(0), place as usize))
}

fn parts(t: &mut Thread, encoding: &str, start: usize, end: usize, reason: &str) -> Result<[Value; 4], Raised> {
    Ok([t.intern(encoding)?, Value::index(start), Value::index(end), t.intern(reason)?])
}
fn encode_exception(t: &mut Thread, encoding: &str, s: Str, start: usize, end: usize, reason: &str) -> Ret {
    let [encoding, start, end, reason] = parts(t, encoding, start, end, reason)?;
    let e = Exception::new(t, exc::UnicodeEncodeError.get(), &[encoding, s.value(), start, end, reason])?;
    Ok(e.value())
}
fn decode_exception(t: &mut Thread, encoding: &str, data: &[u8], start: usize, end: usize, reason: &str) -> Ret {
    let [encoding, start, end, reason] = parts(t, encoding, start, end, reason)?;
    let object = bytes::new(t, data)?;
    let e = Exception::new(t, exc::UnicodeDecodeError.get(), &[encoding, object, start, end, reason])?;
    Ok(e.value())
}
pub fn raise_encode(t: &mut Thread, encoding: &str, s: Str, start: usize, end: usize, reason: &str) -> Raised {
    match encode_exception(t, encoding, s, start, end, reason) {
        Ok(e) => t.raise_value(e),
        Err(e) => e,
    }
}
pub fn raise_decode(t: &mut Thread, encoding: &str, data: &[u8], start: usize, end: usize, reason: &str) -> Raised {
    match decode_exception(t, encoding, data, start, end, reason) {
        Ok(e) => t.raise_value(e),
        Err(e) => e,
    }
}

// ---- the handlers as functions

/// The functions that `codecs.lookup_error` answers for the native handlers.
pub static FUNCTIONS: [(&str, Method); 8] = [
    ("strict", function("strict_errors(exception, /)", |t, a| handle(t, a, Kind::Strict), "Raises the exception.")),
    ("ignore", function("ignore_errors(exception, /)", |t, a| handle(t, a, Kind::Ignore), "Leaves the data out.")),
    ("replace", function("replace_errors(exception, /)", |t, a| handle(t, a, Kind::Replace), "Puts a mark.")),
    (
        "xmlcharrefreplace",
        function("xmlcharrefreplace_errors(exception, /)", |t, a| handle(t, a, Kind::Xml), "Puts XML references."),
    ),
    (
        "backslashreplace",
        function("backslashreplace_errors(exception, /)", |t, a| handle(t, a, Kind::Backslash), "Puts escapes."),
    ),
    ("namereplace", function("namereplace_errors(exception, /)", |t, a| handle(t, a, Kind::Name), "Puts names.")),
    ("surrogatepass", function("surrogatepass(exception, /)", |t, a| handle(t, a, Kind::SurrogatePass), "Surrogates.")),
    (
        "surrogateescape",
        function("surrogateescape(exception, /)", |t, a| handle(t, a, Kind::SurrogateEscape), "Bytes as surrogates."),
    ),
];

fn handle(t: &mut Thread, a: Args, kind: Kind) -> Ret {
    let class = t.class_of(a[0]);
    let Some(e) = Exception::from(a[0]) else { return Err(t.type_error("codec must pass exception instance")) };
    if kind == Kind::Strict {
        t.raise_value(a[0]);
        return Err(Raised);
    }
    let (start, end) = (e.own(2).as_int().unwrap_or(0).max(0) as usize, e.own(3).as_int().unwrap_or(0).max(0) as usize);
    let encoding = t.string_of(e.own(0));
    if class.is_subclass(exc::UnicodeDecodeError.get())
        && let Some(data) = bytes::data(e.own(1))
        && !matches!(kind, Kind::Xml | Kind::Name)
    {
        let end = end.min(data.len());
        let mut out = StrBuilder::new();
        return match replace_bytes(kind, &encoding, data, start.min(end), end, &mut out) {
            Some(at) => answer(t, out, at),
            None => {
                t.raise_value(a[0]);
                Err(Raised)
            }
        };
    }
    let translating = class.is_subclass(exc::UnicodeTranslateError.get());
    if let Some(s) = Str::from(e.own(1))
        && (class.is_subclass(exc::UnicodeEncodeError.get()) || translating)
    {
        let end = end.min(s.len());
        let bad: Vec<u32> = s.chars().slice(start.min(end), end).iter().collect();
        let found = match kind {
            Kind::Replace if translating => Some(Substitute::Text(vec![0xFFFD; bad.len()])),
            _ => substitute(kind, &encoding, &bad),
        };
        return match found {
            Some(Substitute::Text(text)) => {
                let v = Str::from_chars(t, &text)?.value();
                Tuple::make(t, &[v, Value::index(end)])
            }
            Some(Substitute::Bytes(data)) if kind == Kind::Ignore => {
                debug_assert!(data.is_empty());
                answer(t, StrBuilder::new(), end)
            }
            Some(Substitute::Bytes(data)) => {
                let v = bytes::new(t, &data)?;
                Tuple::make(t, &[v, Value::index(end)])
            }
            None => {
                t.raise_value(a[0]);
                Err(Raised)
            }
        };
    }
    let kind = t.type_name(a[0]);
    Err(t.type_error(format!("don't know how to handle {kind} in error callback")))
}
fn answer(t: &mut Thread, out: StrBuilder, at: usize) -> Ret {
    let v = out.finish(t)?;
    Tuple::make(t, &[v, Value::index(at)])
}
/// The native handlers, by name.
pub fn enter_functions(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let module = t.intern("_codecs")?;
    for (name, row) in &FUNCTIONS {
        let f = crate::types::native_function::NativeFunction::new(t, row, Value::NONE, module)?;
        d.set_named(t, name, f)?;
    }
    Ok(())
}
