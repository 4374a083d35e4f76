//! UTF-16, by a byte order mark or in a fixed order.

use super::Order;
use super::errors::{Errors, Substitute, decode_error, encode_error, raise_encode};
use crate::object::chars::StrBuilder;
use crate::object::string::Str;
use crate::thread::{Raised, Thread};

fn push(out: &mut Vec<u8>, order: Order, c: u32) {
    let mut unit = |u: u16| out.extend(if order == Order::Big { u.to_be_bytes() } else { u.to_le_bytes() });
    if c < 0x1_0000 {
        unit(c as u16);
    } else {
        let c = c - 0x1_0000;
        unit(0xD800 | (c >> 10) as u16);
        unit(0xDC00 | (c & 0x3FF) as u16);
    }
}
fn is_surrogate(c: u32) -> bool {
    (0xD800..=0xDFFF).contains(&c)
}

pub fn encode(t: &mut Thread, s: Str, errors: &Errors, order: Order) -> Result<Vec<u8>, Raised> {
    let name = match order {
        Order::Marked => "utf-16",
        Order::Little => "utf-16-le",
        Order::Big => "utf-16-be",
    };
    let chars = s.chars();
    let mut out = Vec::with_capacity(s.len() * 2 + 2);
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
            Substitute::Bytes(data) if data.len().is_multiple_of(2) => out.extend(data),
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
            [0xFF, 0xFE, ..] => (at, found) = (2, Order::Little),
            [0xFE, 0xFF, ..] => (at, found) = (2, Order::Big),
            // without a mark the order stays open until there are bytes
            _ if data.len() < 2 && !last => return Ok((StrBuilder::new(), 0, Order::Marked)),
            _ => {}
        }
    }
    let order = found.known();
    let name = if order == Order::Big { "utf-16-be" } else { "utf-16-le" };
    let unit = |i: usize| {
        let pair = [data[i], data[i + 1]];
        if order == Order::Big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
    };
    let mut out = StrBuilder::with_capacity(data.len() / 2);
    while at < data.len() {
        let left = data.len() - at;
        if left < 2 {
            if !last {
                break;
            }
            at = decode_error(t, errors, name, data, (at, data.len()), "truncated data", &mut out)?;
            continue;
        }
        let u = unit(at);
        let (end, reason) = match u {
            0xD800..=0xDBFF if left < 4 => {
                if !last {
                    break;
                }
                (data.len(), "unexpected end of data")
            }
            0xD800..=0xDBFF => {
                let low = unit(at + 2);
                if (0xDC00..=0xDFFF).contains(&low) {
                    out.push(0x1_0000 + ((u as u32 & 0x3FF) << 10 | low as u32 & 0x3FF));
                    at += 4;
                    continue;
                }
                (at + 2, "illegal UTF-16 surrogate")
            }
            0xDC00..=0xDFFF => (at + 2, "illegal encoding"),
            _ => {
                out.push(u as u32);
                at += 2;
                continue;
            }
        };
        at = decode_error(t, errors, name, data, (at, end), reason, &mut out)?;
    }
    Ok((out, at, found))
}
