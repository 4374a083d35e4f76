//! UTF-8.

use super::Decoded;
use super::errors::{Errors, Substitute, decode_error, encode_error, raise_encode};
use crate::object::chars::StrBuilder;
use crate::object::string::{Str, push_wtf8};
use crate::thread::{Raised, Thread};

const NAME: &str = "utf-8";
const SURROGATES: &str = "surrogates not allowed";

pub fn encode(t: &mut Thread, s: Str, errors: &Errors) -> Result<Vec<u8>, Raised> {
    let Some(first) = s.surrogate_at() else { return Ok(s.wtf8()) };
    let chars = s.chars();
    let mut out = Vec::with_capacity(s.len() * 2);
    chars.slice(0, first).iter().for_each(|c| push_wtf8(&mut out, c));
    let mut i = first;
    while i < s.len() {
        let c = chars.get(i);
        if !is_surrogate(c) {
            push_wtf8(&mut out, c);
            i += 1;
            continue;
        }
        let end = (i..s.len()).find(|&k| !is_surrogate(chars.get(k))).unwrap_or(s.len());
        let (found, next) = encode_error(t, errors, NAME, s, (i, end), SURROGATES)?;
        match found {
            Substitute::Bytes(data) => out.extend(data),
            Substitute::Text(text) if text.iter().any(|c| is_surrogate(*c)) => {
                return Err(raise_encode(t, NAME, s, i, end, SURROGATES));
            }
            Substitute::Text(text) => text.iter().for_each(|c| push_wtf8(&mut out, *c)),
        }
        i = next;
    }
    Ok(out)
}
fn is_surrogate(c: u32) -> bool {
    (0xD800..=0xDFFF).contains(&c)
}

pub fn decode(t: &mut Thread, data: &[u8], errors: &Errors, last: bool) -> Decoded {
    let mut out = StrBuilder::with_capacity(data.len());
    let mut at = 0;
    loop {
        let e = match std::str::from_utf8(&data[at..]) {
            Ok(text) => {
                out.push_text(text);
                return Ok((out, data.len()));
            }
            Err(e) => e,
        };
        let start = at + e.valid_up_to();
        out.push_text(std::str::from_utf8(&data[at..start]).unwrap_or_default());
        let (end, reason) = match e.error_len() {
            None if last => (data.len(), "unexpected end of data"),
            None => return Ok((out, start)),
            // a surrogate cut short may be completed by the next call
            Some(1) if !last && data.len() - start < 3 && matches!(data[start..], [0xED, 0xA0..=0xBF]) => {
                return Ok((out, start));
            }
            Some(1) if !matches!(data[start], 0xC2..=0xF4) => (start + 1, "invalid start byte"),
            Some(n) => (start + n, "invalid continuation byte"),
        };
        at = decode_error(t, errors, NAME, data, (start, end), reason, &mut out)?;
    }
}
