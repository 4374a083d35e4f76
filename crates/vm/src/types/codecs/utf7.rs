//! UTF-7 (RFC 2152): runs of UTF-16 in modified Base64 between `+` and `-`.

use super::Decoded;
use super::errors::{Errors, decode_error};
use crate::object::chars::StrBuilder;
use crate::object::string::Str;
use crate::thread::Thread;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn value(b: u8) -> Option<u32> {
    ALPHABET.iter().position(|x| *x == b).map(|i| i as u32)
}
/// Characters that stand for themselves.
fn is_direct(c: u32) -> bool {
    c < 128 && (matches!(c as u8, b'\t' | b'\n' | b'\r' | b' '..=b'}') && !matches!(c as u8, b'+' | b'\\'))
}

pub fn encode(s: Str) -> Vec<u8> {
    let mut out = Vec::with_capacity(s.len());
    let (mut inside, mut bits, mut n) = (false, 0u32, 0);
    for c in s.chars().iter() {
        if inside && is_direct(c) {
            if n > 0 {
                out.push(ALPHABET[(bits << (6 - n) & 63) as usize]);
                (bits, n) = (0, 0);
            }
            inside = false;
            if value(c as u8).is_some() || c == '-' as u32 {
                out.push(b'-');
            }
        }
        if !inside {
            if c == '+' as u32 {
                out.extend(b"+-");
                continue;
            }
            if is_direct(c) {
                out.push(c as u8);
                continue;
            }
            out.push(b'+');
            inside = true;
        }
        let mut units = [0; 2];
        let units = match char::from_u32(c) {
            Some(c) => c.encode_utf16(&mut units),
            None => {
                units[0] = c as u16;
                &mut units[..1]
            }
        };
        for u in units {
            bits = bits << 16 | *u as u32;
            n += 16;
            while n >= 6 {
                n -= 6;
                out.push(ALPHABET[(bits >> n & 63) as usize]);
            }
            bits &= (1 << n) - 1;
        }
    }
    if n > 0 {
        out.push(ALPHABET[(bits << (6 - n) & 63) as usize]);
    }
    if inside {
        out.push(b'-');
    }
    out
}

pub fn decode(t: &mut Thread, data: &[u8], errors: &Errors, last: bool) -> Decoded {
    const NAME: &str = "utf7";
    let mut out = StrBuilder::with_capacity(data.len());
    let mut at = 0;
    while at < data.len() {
        let start = at;
        let b = data[at];
        if b != b'+' {
            at += 1;
            if b < 128 {
                out.push(b as u32);
            } else {
                at = decode_error(t, errors, NAME, data, (start, at), "unexpected special character", &mut out)?;
            }
            continue;
        }
        at += 1;
        if data.get(at) == Some(&b'-') {
            out.push('+' as u32);
            at += 1;
            continue;
        }
        let (mut bits, mut n, mut high) = (0u32, 0, None::<u32>);
        let mut run = StrBuilder::new();
        while let Some(v) = data.get(at).and_then(|b| value(*b)) {
            at += 1;
            bits = bits << 6 | v;
            n += 6;
            if n >= 16 {
                n -= 16;
                let u = bits >> n & 0xFFFF;
                bits &= (1 << n) - 1;
                match (high.take(), u) {
                    (Some(h), 0xDC00..=0xDFFF) => run.push(0x1_0000 + ((h & 0x3FF) << 10 | u & 0x3FF)),
                    (before, 0xD800..=0xDBFF) => {
                        before.into_iter().for_each(|h| run.push(h));
                        high = Some(u);
                    }
                    (before, _) => {
                        before.into_iter().for_each(|h| run.push(h));
                        run.push(u);
                    }
                }
            }
        }
        if at == data.len() && !last {
            return Ok((out, start));
        }
        let reason = if at == start + 1 && at < data.len() {
            Some("ill-formed sequence")
        } else if at == data.len() && (n >= 6 || bits != 0 || at == start + 1) {
            Some("unterminated shift sequence")
        } else if n >= 6 {
            Some("partial character in base64 string")
        } else if bits != 0 {
            Some("non-zero padding bits in shift sequence")
        } else {
            None
        };
        out.push_chars(run.chars());
        if let Some(h) = high {
            out.push(h);
        }
        match reason {
            Some(reason) => {
                let end = if at < data.len() { at + 1 } else { at };
                at = decode_error(t, errors, NAME, data, (start, end), reason, &mut out)?;
            }
            None if data.get(at) == Some(&b'-') => at += 1,
            None => {}
        }
    }
    Ok((out, at))
}
