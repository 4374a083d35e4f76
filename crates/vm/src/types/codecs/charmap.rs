//! Codecs by a table of characters, as the modules of `encodings` use: `charmap_encode`, `charmap_decode`.

use super::errors::{Errors, Substitute, decode_error, encode_error, raise_encode};
use crate::object::chars::StrBuilder;
use crate::object::dict::Dict;
use crate::object::string::Str;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::{bytes, exc};

const NAME: &str = "charmap";
const UNDEFINED: &str = "character maps to <undefined>";

/// `charmap_build`: from the characters of 256 bytes to the bytes.
pub fn build(t: &mut Thread, table: Str) -> Ret {
    let d = Dict::new(t)?;
    for (i, c) in table.chars().iter().take(256).enumerate() {
        if c != 0xFFFE {
            d.set(t, Value::int(c as i64), Value::index(i))?;
        }
    }
    Ok(d.value())
}

/// What the mapping has for a character: bytes, or nothing.
fn mapped(t: &mut Thread, mapping: Value, c: u32) -> Result<Option<Vec<u8>>, Raised> {
    let r = t.get_item(mapping, Value::int(c as i64));
    let Some(v) = t.catch(r, &exc::LookupError)? else { return Ok(None) };
    if v.is_none() {
        return Ok(None);
    }
    if let Some(data) = bytes::data(v) {
        return Ok(Some(data.to_vec()));
    }
    match v.as_int() {
        Some(i @ 0..=255) => Ok(Some(vec![i as u8])),
        Some(_) => Err(t.type_error("character mapping must be in range(256)")),
        None => {
            let kind = t.type_name(v);
            Err(t.type_error(format!("character mapping must return integer, bytes or None, not {kind}")))
        }
    }
}
pub fn encode(t: &mut Thread, s: Str, errors: &Errors, mapping: Value) -> Result<Vec<u8>, Raised> {
    let chars = s.chars();
    let mut out = Vec::with_capacity(s.len());
    let mut i = 0;
    while i < s.len() {
        if let Some(data) = mapped(t, mapping, chars.get(i))? {
            out.extend(data);
            i += 1;
            continue;
        }
        let mut end = i + 1;
        while end < s.len() && mapped(t, mapping, chars.get(end))?.is_none() {
            end += 1;
        }
        let (found, next) = encode_error(t, errors, NAME, s, (i, end), UNDEFINED)?;
        match found {
            Substitute::Bytes(data) => out.extend(data),
            Substitute::Text(text) => {
                for c in text {
                    match mapped(t, mapping, c)? {
                        Some(data) => out.extend(data),
                        None => return Err(raise_encode(t, NAME, s, i, end, UNDEFINED)),
                    }
                }
            }
        }
        i = next;
    }
    Ok(out)
}
pub fn decode(t: &mut Thread, data: &[u8], errors: &Errors, mapping: Value) -> Result<StrBuilder, Raised> {
    let table = Str::from(mapping).map(Str::chars);
    let mut out = StrBuilder::with_capacity(data.len());
    let mut at = 0;
    while at < data.len() {
        let b = data[at];
        if let Some(table) = table {
            let c = if (b as usize) < table.len() { table.get(b as usize) } else { 0xFFFE };
            if c != 0xFFFE {
                out.push(c);
                at += 1;
                continue;
            }
        } else {
            let r = t.get_item(mapping, Value::int(b as i64));
            let v = t.catch(r, &exc::LookupError)?.unwrap_or(Value::NONE);
            match (Str::from(v), v.as_int()) {
                (Some(s), _) if !s.eq_text("\u{FFFE}") => {
                    out.push_str(s);
                    at += 1;
                    continue;
                }
                (None, Some(0xFFFE)) | (Some(_), _) => {}
                (None, Some(i)) if (0..0x11_0000).contains(&i) => {
                    out.push(i as u32);
                    at += 1;
                    continue;
                }
                (None, Some(_)) => {
                    return Err(t.type_error("character mapping must be in range(0x110000)"));
                }
                (None, None) if v.is_none() => {}
                (None, None) => {
                    return Err(t.type_error("character mapping must return integer, None or str"));
                }
            }
        }
        at = decode_error(t, errors, NAME, data, (at, at + 1), UNDEFINED, &mut out)?;
    }
    Ok(out)
}
