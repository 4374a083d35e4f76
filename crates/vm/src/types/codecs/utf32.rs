//! UTF-32, by a byte order mark or in a fixed order.

use super::Order;
use super::errors::{Errors, Substitute, decode_error, encode_error, raise_encode};
use crate::object::chars::StrBuilder;
use crate::object::string::Str;
use crate::thread::{Raised, Thread};

fn push(out: &mut Vec<u8>, order: Order, c: u32) {
    out.extend(if order == Order::Big { c.to_be_bytes() } else { c.to_le_bytes() });
}
fn is_surrogate(c: u32) -> bool {
    (0xD800..=0xDFFF).contains(&c)
}

pub fn encode(t: &mut Thread, s: Str, errors: &Errors, order: Order) -> Result<Vec<u8>, Raised> {
    let name = match order {
        Order::Marked => "utf-32",
        Order::Little => "utf-32-le",
        Order::Big => "utf-32-be",
    };
    let chars = s.chars();
    let mut out = Vec::with_capacity(s.len() * 4 + 4);
    let marked = order == Order::Marked;
    let order = order.known();
    if marked {
        push(&mut out, order, 0xFEFF);
    }
    let mut i = 0;
    while i < s.len() {
        let c = chars.get(i);
        if !is_surrogate(c) {
            push(&mut out, order, c);
            i += 1;
            continue;
        }
        const REASON: &str = "surrogates not allowed";
        let end = (i..s.len()).find(|&k| !is_surrogate(chars.get(k))).unwrap_or(s.len());
        let (found, next) = encode_error(t, errors, name, s, (i, end), REASON)?;
        match found {
            Substitute::Bytes(data) if data.len().is_multiple_of(4) => out.extend(data),
            Substitute::Text(text) if !text.iter().any(|c| is_surrogate(*c)) => {
                text.iter().for_each(|c| push(&mut out, order, *c));
            }
            _ => return Err(raise_encode(t, name, s, i, end, REASON)),
        }
        i = next;
    }
    Ok(out)
}

/// The characters, the number of bytes read, and the order that was found.
pub fn decode(
    t: &mut Thread,
    data: &[u8],
    errors: &Errors,
    order: Order,
    last: bool,
) -> Result<(StrBuilder, usize, Order), Raised> {
    let mut at = 0;
    let mut found = order;
    if order == Order::Marked {
        match data {
            [0xFF, 0xFE, 0, 0, ..] => (at, found) = (4, Order::Little),
            [0, 0, 0xFE, 0xFF, ..] => (at, found) = (4, Order::Big),
            _ if data.len() < 4 && !last => return Ok((StrBuilder::new(), 0, Order::Marked)),
            _ => {}
        }
    }
    let order = found.known();
    let name = if order == Order::Big { "utf-32-be" } else { "utf-32-le" };
    let mut out = StrBuilder::with_capacity(data.len() / 4);
    while at < data.len() {
        let Some(&[a, b, c, d]) = data.get(at..at + 4).and_then(|s| <&[u8; 4]>::try_from(s).ok()) else {
            if !last {
                break;
            }
            at = decode_error(t, errors, name, data, (at, data.len()), "truncated data", &mut out)?;
            continue;
        };
        let u = if order == Order::Big { u32::from_be_bytes([a, b, c, d]) } else { u32::from_le_bytes([a, b, c, d]) };
        let reason = match u {
            0xD800..=0xDFFF => "code point in surrogate code point range",
            0x11_0000.. => "code point not in range(0x110000)",
            _ => {
                out.push(u);
                at += 4;
                continue;
            }
        };
        at = decode_error(t, errors, name, data, (at, at + 4), reason, &mut out)?;
    }
    Ok((out, at, found))
}
