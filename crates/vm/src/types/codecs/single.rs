//! ASCII and Latin-1.

use super::Decoded;
use super::errors::{Errors, Substitute, decode_error, encode_error, raise_encode};
use crate::object::chars::{Chars, StrBuilder};
use crate::object::string::Str;
use crate::thread::{Raised, Thread};

/// Encodes characters below `limit` as themselves: ASCII (128) or Latin-1 (256).
pub fn encode(t: &mut Thread, s: Str, errors: &Errors, limit: u32) -> Result<Vec<u8>, Raised> {
    let chars = s.chars();
    if let Chars::One(b) = chars
        && (limit == 256 || s.is_ascii())
    {
        return Ok(b.to_vec());
    }
    let (name, reason) = match limit {
        128 => ("ascii", "ordinal not in range(128)"),
        _ => ("latin-1", "ordinal not in range(256)"),
    };
    let mut out = Vec::with_capacity(s.len());
    let mut i = 0;
    while i < s.len() {
        let c = chars.get(i);
        if c < limit {
            out.push(c as u8);
            i += 1;
            continue;
        }
        let end = (i..s.len()).find(|&k| chars.get(k) < limit).unwrap_or(s.len());
        let (found, next) = encode_error(t, errors, name, s, (i, end), reason)?;
        match found {
            Substitute::Bytes(data) => out.extend(data),
            Substitute::Text(text) if text.iter().any(|c| *c >= limit) => {
                return Err(raise_encode(t, name, s, i, end, reason));
            }
            Substitute::Text(text) => out.extend(text.iter().map(|c| *c as u8)),
        }
        i = next;
    }
    Ok(out)
}

pub fn decode_latin1(data: &[u8]) -> StrBuilder {
    StrBuilder::One(data.to_vec())
}
pub fn decode_ascii(t: &mut Thread, data: &[u8], errors: &Errors) -> Decoded {
    let mut out = StrBuilder::with_capacity(data.len());
    let mut at = 0;
    while at < data.len() {
        let good = data[at..].iter().position(|b| *b >= 128).unwrap_or(data.len() - at);
        out.push_chars(Chars::One(&data[at..at + good]));
        at += good;
        if at < data.len() {
            at = decode_error(t, errors, "ascii", data, (at, at + 1), "ordinal not in range(128)", &mut out)?;
        }
    }
    Ok((out, data.len()))
}
