//! `unicode_escape`, `raw_unicode_escape`, and the escapes of bytes literals.

use super::Decoded;
use super::errors::{Errors, decode_error};
use crate::object::chars::StrBuilder;
use crate::object::string::Str;
use crate::thread::{Raised, Thread};
use crate::types::unicode;

pub fn encode(s: Str) -> Vec<u8> {
    let mut out = Vec::with_capacity(s.len());
    for c in s.chars().iter() {
        match c {
            0x5C => out.extend(b"\\\\"),
            0x09 => out.extend(b"\\t"),
            0x0A => out.extend(b"\\n"),
            0x0D => out.extend(b"\\r"),
            0x20..=0x7E => out.push(c as u8),
            0..=0xFF => out.extend(format!("\\x{c:02x}").bytes()),
            0x100..=0xFFFF => out.extend(format!("\\u{c:04x}").bytes()),
            _ => out.extend(format!("\\U{c:08x}").bytes()),
        }
    }
    out
}
pub fn encode_raw(s: Str) -> Vec<u8> {
    let mut out = Vec::with_capacity(s.len());
    for c in s.chars().iter() {
        match c {
            0..=0xFF => out.push(c as u8),
            0x100..=0xFFFF => out.extend(format!("\\u{c:04x}").bytes()),
            _ => out.extend(format!("\\U{c:08x}").bytes()),
        }
    }
    out
}

/// So many hexadecimal digits at `at`: their number, or how many there are if fewer.
fn digits(data: &[u8], at: usize, n: usize) -> Result<u32, usize> {
    let found = data[at..].iter().take(n).take_while(|b| b.is_ascii_hexdigit()).count();
    if found < n {
        return Err(found);
    }
    let text = std::str::from_utf8(&data[at..at + n]).unwrap_or("0");
    Ok(u32::from_str_radix(text, 16).unwrap_or(u32::MAX))
}

pub fn decode(t: &mut Thread, data: &[u8], errors: &Errors, last: bool) -> Decoded {
    const NAME: &str = "unicodeescape";
    let mut out = StrBuilder::with_capacity(data.len());
    let mut at = 0;
    while at < data.len() {
        let start = at;
        let b = data[at];
        at += 1;
        if b != b'\\' {
            out.push(b as u32);
            continue;
        }
        let Some(&kind) = data.get(at) else {
            if !last {
                return Ok((out, start));
            }
            at = decode_error(t, errors, NAME, data, (start, at), "\\ at end of string", &mut out)?;
            continue;
        };
        at += 1;
        let plain = match kind {
            b'\n' => continue,
            b'\\' | b'\'' | b'"' => Some(kind as u32),
            b'a' => Some(7),
            b'b' => Some(8),
            b't' => Some(9),
            b'n' => Some(10),
            b'v' => Some(11),
            b'f' => Some(12),
            b'r' => Some(13),
            b'0'..=b'7' => {
                let n = data[at - 1..].iter().take(3).take_while(|b| matches!(b, b'0'..=b'7')).count();
                let c = data[at - 1..at - 1 + n].iter().fold(0, |c, b| c << 3 | (b - b'0') as u32);
                at += n - 1;
                Some(c)
            }
            _ => None,
        };
        if let Some(c) = plain {
            out.push(c);
            continue;
        }
        let (end, reason) = match kind {
            b'x' | b'u' | b'U' => {
                let (n, reason) = match kind {
                    b'x' => (2, "truncated \\xXX escape"),
                    b'u' => (4, "truncated \\uXXXX escape"),
                    _ => (8, "truncated \\UXXXXXXXX escape"),
                };
                match digits(data, at, n) {
                    Ok(c) if c <= 0x10_FFFF => {
                        out.push(c);
                        at += n;
                        continue;
                    }
                    Ok(_) => (at + n, "illegal Unicode character"),
                    Err(found) if !last && at + found == data.len() => return Ok((out, start)),
                    Err(found) => (at + found, reason),
                }
            }
            b'N' => {
                let close = data[at..].iter().position(|b| *b == b'}').map(|i| at + i);
                match (data.get(at), close) {
                    (Some(b'{'), Some(close)) if close > at + 1 => {
                        let name = std::str::from_utf8(&data[at + 1..close]).unwrap_or_default();
                        match unicode::by_name(name) {
                            Some(c) => {
                                out.push(c as u32);
                                at = close + 1;
                                continue;
                            }
                            None => (close + 1, "unknown Unicode character name"),
                        }
                    }
                    (None, _) | (Some(b'{'), None) if !last => return Ok((out, start)),
                    (Some(b'{'), None) => (data.len(), "malformed \\N character escape"),
                    (Some(b'{'), Some(close)) => (close + 1, "malformed \\N character escape"),
                    _ => (at, "malformed \\N character escape"),
                }
            }
            _ => {
                out.push('\\' as u32);
                out.push(kind as u32);
                continue;
            }
        };
        at = decode_error(t, errors, NAME, data, (start, end), reason, &mut out)?;
    }
    Ok((out, at))
}

pub fn decode_raw(t: &mut Thread, data: &[u8], errors: &Errors, last: bool) -> Decoded {
    const NAME: &str = "rawunicodeescape";
    let mut out = StrBuilder::with_capacity(data.len());
    let mut at = 0;
    while at < data.len() {
        let start = at;
        let (n, reason) = match (data[at], data.get(at + 1)) {
            (b'\\', Some(b'u')) => (4, "truncated \\uXXXX escape"),
            (b'\\', Some(b'U')) => (8, "truncated \\UXXXXXXXX escape"),
            (b'\\', None) if !last => return Ok((out, start)),
            (b'\\', Some(other)) => {
                out.push('\\' as u32);
                out.push(*other as u32);
                at += 2;
                continue;
            }
            (b, _) => {
                out.push(b as u32);
                at += 1;
                continue;
            }
        };
        at += 2;
        let (end, reason) = match digits(data, at, n) {
            Ok(c) if c <= 0x10_FFFF => {
                out.push(c);
                at += n;
                continue;
            }
            Ok(_) => (at + n, "\\Uxxxxxxxx out of range"),
            Err(found) if !last && at + found == data.len() => return Ok((out, start)),
            Err(found) => (at + found, reason),
        };
        at = decode_error(t, errors, NAME, data, (start, end), reason, &mut out)?;
    }
    Ok((out, at))
}

/// `codecs.escape_encode`: the inside of a bytes literal.
pub fn encode_bytes(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    for &b in data {
        match b {
            b'\'' | b'\\' => out.extend([b'\\', b]),
            b'\t' => out.extend(b"\\t"),
            b'\n' => out.extend(b"\\n"),
            b'\r' => out.extend(b"\\r"),
            0x20..=0x7E => out.push(b),
            _ => out.extend(format!("\\x{b:02x}").bytes()),
        }
    }
    out
}
/// `codecs.escape_decode`: the bytes that the inside of a bytes literal means.
pub fn decode_bytes(t: &mut Thread, data: &[u8], errors: &str) -> Result<Vec<u8>, Raised> {
    let mut out = Vec::with_capacity(data.len());
    let mut at = 0;
    while at < data.len() {
        let b = data[at];
        at += 1;
        if b != b'\\' {
            out.push(b);
            continue;
        }
        let Some(&kind) = data.get(at) else { return Err(t.value_error("Trailing \\ in string")) };
        at += 1;
        match kind {
            b'\n' => {}
            b'\\' | b'\'' | b'"' => out.push(kind),
            b'a' => out.push(7),
            b'b' => out.push(8),
            b't' => out.push(9),
            b'n' => out.push(10),
            b'v' => out.push(11),
            b'f' => out.push(12),
            b'r' => out.push(13),
            b'0'..=b'7' => {
                let n = data[at - 1..].iter().take(3).take_while(|b| matches!(b, b'0'..=b'7')).count();
                let c = data[at - 1..at - 1 + n].iter().fold(0u32, |c, b| c << 3 | (b - b'0') as u32);
                at += n - 1;
                out.push(c as u8);
            }
            b'x' => match digits(data, at, 2) {
                Ok(c) => {
                    out.push(c as u8);
                    at += 2;
                }
                Err(found) => {
                    match errors {
                        "replace" => out.push(b'?'),
                        "ignore" => {}
                        "strict" => {
                            let start = at - 2;
                            return Err(t.value_error(format!("invalid \\x escape at position {start}")));
                        }
                        other => {
                            return Err(t.value_error(format!("decoding error; unknown error handling code: {other}")));
                        }
                    }
                    at += found;
                }
            },
            _ => out.extend([b'\\', kind]),
        }
    }
    Ok(out)
}
