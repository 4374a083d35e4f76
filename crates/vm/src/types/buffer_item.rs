//! One item of typed memory in native layout: the format letters of `struct`, for memoryviews, arrays and `_struct`.

use super::bytes;
use crate::object::bigint;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// Size in bytes of a native item, of the letters that are an item of their own.
pub fn size(letter: char) -> Option<usize> {
    Some(match letter {
        'c' | 'b' | 'B' | '?' => 1,
        'h' | 'H' | 'e' => 2,
        'i' | 'I' | 'f' => 4,
        'l' | 'L' | 'q' | 'Q' | 'n' | 'N' | 'd' | 'P' => 8,
        _ => return None,
    })
}
/// Whether the letter means a signed integer.
fn is_signed(letter: char) -> bool {
    matches!(letter, 'b' | 'h' | 'i' | 'l' | 'q' | 'n')
}

/// The value of an item, whose bytes are in the machine's order.
pub fn unpack(t: &mut Thread, letter: char, item: &[u8]) -> Ret {
    match letter {
        'c' => bytes::new(t, item),
        '?' => Ok(Value::bool(item.iter().any(|b| *b != 0))),
        'f' => t.float(f32::from_ne_bytes(fixed(item)) as f64),
        'd' => t.float(f64::from_ne_bytes(fixed(item))),
        'e' => t.float(half_to_f64(u16::from_ne_bytes(fixed(item)))),
        _ => {
            let n = from_bytes(item, is_signed(letter));
            bigint::from_i128(t, n)
        }
    }
}
fn fixed<const N: usize>(item: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    out.copy_from_slice(&item[..N]);
    out
}
/// An integer of up to 8 bytes in the machine's order.
pub fn from_bytes(item: &[u8], signed: bool) -> i128 {
    let mut n = 0i128;
    for b in item.iter().rev() {
        n = n << 8 | *b as i128;
    }
    let bits = item.len() * 8;
    if signed && n >> (bits - 1) & 1 == 1 { n - (1 << bits) } else { n }
}

/// What packing a value came to.
pub enum Item {
    /// so many bytes were written
    Packed(usize),
    WrongType,
    OutOfRange,
}

/// Writes a value as an item, in the machine's order.
pub fn pack(t: &mut Thread, letter: char, v: Value, out: &mut [u8; 16]) -> Result<Item, Raised> {
    let n = size(letter).unwrap_or(0);
    match letter {
        'c' => match bytes::data(v) {
            Some([b]) => out[0] = *b,
            Some(_) => return Ok(Item::OutOfRange),
            None => return Ok(Item::WrongType),
        },
        '?' => out[0] = t.truth(v)? as u8,
        'f' | 'd' | 'e' => {
            let number = t.to_f64(v);
            let Some(x) = t.catch(number, &crate::types::exc::TypeError)? else { return Ok(Item::WrongType) };
            match letter {
                'd' => out[..8].copy_from_slice(&x.to_ne_bytes()),
                'f' => {
                    let y = x as f32;
                    if y.is_infinite() && x.is_finite() {
                        return Ok(Item::OutOfRange);
                    }
                    out[..4].copy_from_slice(&y.to_ne_bytes());
                }
                _ => match f64_to_half(x) {
                    Some(h) => out[..2].copy_from_slice(&h.to_ne_bytes()),
                    None => return Ok(Item::OutOfRange),
                },
            }
        }
        _ => {
            let Some(i) = t.try_index(v)? else { return Ok(Item::WrongType) };
            let big = bigint::to_big(i).unwrap_or_else(|| BigInt::from(0));
            let Some(i) = big.to_i128() else { return Ok(Item::OutOfRange) };
            let bits = n * 8;
            let (low, high) = if is_signed(letter) {
                (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1)
            } else {
                (0, (1i128 << bits) - 1)
            };
            if i < low || i > high {
                return Ok(Item::OutOfRange);
            }
            out[..n].copy_from_slice(&i.to_le_bytes()[..n]);
            if cfg!(target_endian = "big") {
                out[..n].reverse();
            }
        }
    }
    Ok(Item::Packed(n))
}

/// The number of an IEEE 754 half.
pub fn half_to_f64(h: u16) -> f64 {
    let sign = if h >> 15 == 1 { -1.0 } else { 1.0 };
    let (exponent, fraction) = ((h >> 10 & 31) as i32, (h & 1023) as f64);
    sign * match exponent {
        0 => fraction * 2f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        e => (1.0 + fraction / 1024.0) * 2f64.powi(e - 15),
    }
}
/// The nearest half, ties to even; `None` if a finite number is too large.
pub fn f64_to_half(x: f64) -> Option<u16> {
    let sign = ((x.to_bits() >> 63) as u16) << 15;
    if x.is_nan() {
        return Some(sign | 0x7E00);
    }
    if x.is_infinite() {
        return Some(sign | 0x7C00);
    }
    let a = x.abs();
    if a < 2f64.powi(-14) {
        // subnormal: a multiple of 2^-24
        return Some(sign | (a * 2f64.powi(24)).round_ties_even() as u16);
    }
    let mut exponent = a.log2().floor() as i32;
    if a < 2f64.powi(exponent) {
        exponent -= 1;
    }
    let mut fraction = ((a / 2f64.powi(exponent) - 1.0) * 1024.0).round_ties_even();
    if fraction == 1024.0 {
        fraction = 0.0;
        exponent += 1;
    }
    if exponent > 15 {
        return None;
    }
    Some(sign | ((exponent + 15) as u16) << 10 | fraction as u16)
}
