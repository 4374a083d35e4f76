//! `_json`: strings in and out of JSON here, the scanner in `scan`, the encoder in `encode`. Texts of errors and the places they
//! name are those of CPython's native half.

mod encode;
mod scan;

use pyish_vm::import::{ModuleRow, import_dotted};
use pyish_vm::object::chars::{Chars, StrBuilder};
use pyish_vm::object::dict::Dict;
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::types;
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function};

pub static MODULE: ModuleRow = ModuleRow { name: "_json", doc: "json speedups", functions: &FUNCTIONS, init };
static FUNCTIONS: [Method; 3] = [
    function("encode_basestring(string, /)", |t, a| quoted(t, a, false), "A JSON text of a string."),
    function("encode_basestring_ascii(string, /)", |t, a| quoted(t, a, true), "An ASCII-only JSON text of a string."),
    function(
        "scanstring(string, end, strict=True, /)",
        scanstring,
        "Scan the string for a JSON string; end is the index after its opening quote.\n\n\
         Returns the decoded string and the index after the closing quote.",
    ),
];

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    for (name, row) in [("make_scanner", &scan::TYPE), ("make_encoder", &encode::TYPE)] {
        let class = types::ready(t, row)?.value();
        d.set_named(t, name, class)?;
    }
    Ok(())
}

/// Raises `json.JSONDecodeError` about a place of a text.
#[cold]
fn decode_error(t: &mut Thread, text: &str, doc: Str, at: usize) -> Raised {
    let made = import_dotted(t, "json.decoder").and_then(|decoder| {
        let class = t.get_attr_named(decoder, "JSONDecodeError")?;
        let text = t.str(text)?;
        t.call(class, &[text, doc.value(), Value::index(at)])
    });
    if let Ok(e) = made {
        t.raise_value(e);
    }
    Raised
}

// ---- out

fn quoted(t: &mut Thread, a: Args, ascii: bool) -> Ret {
    let Some(s) = Str::from(a[0]) else {
        let kind = t.type_name(a[0]);
        return Err(t.type_error(format!("first argument must be a string, not {kind}")));
    };
    let mut out = StrBuilder::with_capacity(s.len() + 2);
    push_quoted(&mut out, s, ascii);
    out.finish(t)
}
/// Appends a string in quotes.
fn push_quoted(out: &mut StrBuilder, s: Str, ascii: bool) {
    let chars = s.chars();
    out.push('"' as u32);
    let plain = |c: u32| c >= 0x20 && c != '"' as u32 && c != '\\' as u32 && !(ascii && c > 126);
    let n = chars.len();
    let mut from = 0;
    while from < n {
        let to = match chars {
            Chars::One(b) => from + b[from..].iter().position(|c| !plain(*c as u32)).unwrap_or(n - from),
            _ => (from..n).find(|i| !plain(chars.get(*i))).unwrap_or(n),
        };
        out.push_chars(chars.slice(from, to));
        if to < n {
            push_escape(out, chars.get(to));
        }
        from = to + 1;
    }
    out.push('"' as u32);
}
fn push_escape(out: &mut StrBuilder, c: u32) {
    let short = match c {
        0x22 => "\\\"",
        0x5C => "\\\\",
        8 => "\\b",
        9 => "\\t",
        10 => "\\n",
        12 => "\\f",
        13 => "\\r",
        _ => "",
    };
    if !short.is_empty() {
        out.push_text(short);
    } else if c < 0x10000 {
        out.push_text(&format!("\\u{c:04x}"));
    } else {
        let c = c - 0x10000;
        out.push_text(&format!("\\u{:04x}\\u{:04x}", 0xD800 | c >> 10, 0xDC00 | c & 0x3FF));
    }
}

// ---- in

fn scanstring(t: &mut Thread, a: Args) -> Ret {
    let Some(s) = Str::from(a[0]) else {
        let kind = t.type_name(a[0]);
        return Err(t.type_error(format!("first argument must be a string, not {kind}")));
    };
    let end = t.to_index(a[1])?;
    let strict = a[2].is_unbound() || t.truth(a[2])?;
    let Some(from) = usize::try_from(end).ok().filter(|from| *from <= s.len()) else {
        return Err(t.value_error("end is out of bounds"));
    };
    let (text, next) = scan_string(t, s, from, strict)?;
    Tuple::make(t, &[text, Value::index(next)])
}

/// The first quote, backslash or control character at or after `from`.
#[inline]
fn string_stop(chars: Chars<'_>, from: usize) -> usize {
    let n = chars.len();
    match chars {
        Chars::One(b) => {
            let stop = b[from..].iter().position(|c| *c < 0x20 || *c == b'"' || *c == b'\\');
            stop.map_or(n, |i| from + i)
        }
        _ => {
            let stops = |i: &usize| matches!(chars.get(*i), 0..0x20 | 0x22 | 0x5C);
            (from..n).find(stops).unwrap_or(n)
        }
    }
}
/// The four digits at `at`.
fn hex4(chars: Chars<'_>, at: usize) -> Option<u32> {
    (at..at + 4).try_fold(0, |n, i| char::from_u32(chars.get(i))?.to_digit(16).map(|d| n << 4 | d))
}
/// The string whose contents begin at `begin`, after the quote, and the index after its closing quote.
fn scan_string(t: &mut Thread, s: Str, begin: usize, strict: bool) -> Result<(Value, usize), Raised> {
    let chars = s.chars();
    let n = chars.len();
    let stop = string_stop(chars, begin);
    if stop < n && chars.get(stop) == '"' as u32 {
        return Ok((s.slice(t, begin, stop)?.value(), stop + 1));
    }
    let mut out = StrBuilder::with_capacity(stop - begin + 16);
    let (mut from, mut stop) = (begin, stop);
    loop {
        out.push_chars(chars.slice(from, stop));
        if stop == n {
            return Err(decode_error(t, "Unterminated string starting at", s, begin - 1));
        }
        let c = chars.get(stop);
        if c == '"' as u32 {
            return Ok((out.finish(t)?, stop + 1));
        }
        if c != '\\' as u32 {
            if strict {
                return Err(decode_error(t, "Invalid control character at", s, stop));
            }
            out.push(c);
            from = stop + 1;
        } else {
            from = unescape(t, s, begin, stop, &mut out)?;
        }
        stop = string_stop(chars, from);
    }
}
/// What the backslash at `at` escapes; gives the index after it.
fn unescape(t: &mut Thread, s: Str, begin: usize, at: usize, out: &mut StrBuilder) -> Result<usize, Raised> {
    let chars = s.chars();
    let n = chars.len();
    if at + 1 == n {
        return Err(decode_error(t, "Unterminated string starting at", s, begin - 1));
    }
    let letter = chars.get(at + 1);
    if letter != 'u' as u32 {
        let c = match char::from_u32(letter) {
            Some(c @ ('"' | '\\' | '/')) => c,
            Some('b') => '\x08',
            Some('f') => '\x0C',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            _ => return Err(decode_error(t, "Invalid \\escape", s, at)),
        };
        out.push(c as u32);
        return Ok(at + 2);
    }
    let digits = at + 2;
    // a closing quote has to follow
    let code = if digits + 4 >= n { None } else { hex4(chars, digits) };
    let Some(mut c) = code else { return Err(decode_error(t, "Invalid \\uXXXX escape", s, at + 1)) };
    let mut next = digits + 4;
    let second = next + 6 < n && chars.get(next) == '\\' as u32 && chars.get(next + 1) == 'u' as u32;
    if (0xD800..0xDC00).contains(&c) && second {
        match hex4(chars, next + 2) {
            Some(low @ 0xDC00..0xE000) => {
                c = 0x10000 + ((c - 0xD800) << 10 | (low - 0xDC00));
                next += 6;
            }
            Some(_) => {}
            None => return Err(decode_error(t, "Invalid \\uXXXX escape", s, next + 1)),
        }
    }
    out.push(c);
    Ok(next)
}
