//! Ints as text and back: `repr`, `int("...", base)`, and the limit on their digits (`sys.set_int_max_str_digits`).

use super::float_text::ascii_number;
use crate::object::string::Str;
use crate::object::value::Value;
use crate::object::{bigint, limbs};
use crate::thread::{Raised, Ret, Thread};
use num_bigint::{BigInt, BigUint};
use num_traits::{Num, Pow};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Most digits of a decimal int text; 0: no limit.
static MAX_STR_DIGITS: AtomicUsize = AtomicUsize::new(4300);

pub fn max_str_digits() -> usize {
    MAX_STR_DIGITS.load(Ordering::Relaxed)
}
pub fn set_max_str_digits(n: usize) {
    MAX_STR_DIGITS.store(n, Ordering::Relaxed);
}

/// Writes a decimal text into a buffer from its end; gives the used part.
#[inline]
pub fn decimal(i: i64, buffer: &mut [u8; 20]) -> &[u8] {
    let mut n = i.unsigned_abs();
    let mut at = 20;
    loop {
        at -= 1;
        buffer[at] = b'0' + (n % 10) as u8;
        n /= 10;
        if n == 0 {
            break;
        }
    }
    if i < 0 {
        at -= 1;
        buffer[at] = b'-';
    }
    &buffer[at..]
}

/// `str(v)` for a plain int.
pub fn to_str(t: &mut Thread, v: Value) -> Result<Str, Raised> {
    if let Some(i) = v.as_int() {
        if (0..10).contains(&i) {
            return Ok(Str::of(Str::from_char(t, '0' as u32 + i as u32)?));
        }
        let mut buffer = [0; 20];
        return Str::from_ascii(t, decimal(i, &mut buffer));
    }
    let text = to_text(t, v)?;
    Str::from_ascii(t, text.as_bytes())
}

/// The decimal text of a plain int; ValueError past the limit of digits.
pub fn to_text(t: &mut Thread, v: Value) -> Result<String, Raised> {
    if let Some(i) = v.as_int() {
        return Ok(i.to_string());
    }
    let o = v.unwrap_obj();
    let limit = max_str_digits();
    // what surely exceeds the limit is not even converted
    if limit > 0 && bigint::bits(o) as f64 * std::f64::consts::LOG10_2 > limit as f64 + 2.0 {
        return Err(too_long(t));
    }
    let (negative, digits) = bigint::digits(o);
    let text = if digits.len() <= SHORT { short_text(negative, digits) } else { bigint::read(o).to_string() };
    if limit > 0 && text.trim_start_matches('-').len() > limit {
        return Err(too_long(t));
    }
    Ok(text)
}
/// Ints of at most this many limbs become text, and texts of as many ints, limb by limb.
const SHORT: usize = 64;

fn short_text(negative: bool, digits: &[u64]) -> String {
    let mut rest = [0u64; SHORT];
    rest[..digits.len()].copy_from_slice(digits);
    let mut out = [0u8; SHORT * 20 + 1];
    let mut at = limbs::to_decimal(&mut rest[..digits.len()], &mut out);
    if negative {
        at -= 1;
        out[at] = b'-';
    }
    out[at..].iter().map(|b| *b as char).collect()
}

#[cold]
fn too_long(t: &mut Thread) -> Raised {
    let limit = max_str_digits();
    t.value_error(format!(
        "Exceeds the limit ({limit} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit"
    ))
}

/// Why a text is no int.
pub enum Malformed {
    Literal,
    /// more decimal digits than the limit
    TooLong(usize),
}

/// The int of a stripped ASCII text; `base` 0 means by prefix.
pub fn parse(text: &str, base: u32) -> Result<BigInt, Malformed> {
    let (body, negative) = match text.as_bytes().first() {
        Some(b'-') => (&text[1..], true),
        Some(b'+') => (&text[1..], false),
        _ => (text, false),
    };
    let prefix = match body.as_bytes() {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    let (radix, digits) = match (base, prefix) {
        (0, 0) => {
            // no old octals: a leading zero only before zeros
            if body.len() > 1 && body.starts_with('0') && body.bytes().any(|b| b != b'0' && b != b'_') {
                return Err(Malformed::Literal);
            }
            (10, body)
        }
        (b, p) if p != 0 && (b == 0 || b == p) => {
            let rest = &body[2..];
            (p, rest.strip_prefix('_').unwrap_or(rest))
        }
        (b, _) => (b, body),
    };
    let bytes = digits.as_bytes();
    let mut after_digit = false;
    let mut count = 0;
    for b in bytes {
        if *b == b'_' {
            if !after_digit {
                return Err(Malformed::Literal);
            }
            after_digit = false;
        } else if (*b as char).is_digit(radix) {
            after_digit = true;
            count += 1;
        } else {
            return Err(Malformed::Literal);
        }
    }
    if !after_digit {
        return Err(Malformed::Literal);
    }
    if count <= 18 && radix == 10 {
        let n = bytes.iter().filter(|b| **b != b'_').fold(0i64, |n, b| n * 10 + (b - b'0') as i64);
        return Ok(BigInt::from(if negative { -n } else { n }));
    }
    let limit = max_str_digits();
    if !radix.is_power_of_two() && limit > 0 && count > limit {
        return Err(Malformed::TooLong(count));
    }
    let clean: String = digits.chars().filter(|c| *c != '_').collect();
    let n = BigInt::from(from_digits(&clean, radix));
    Ok(if negative { -n } else { n })
}

/// The number of digits known to be good; long texts in halves.
fn from_digits(digits: &str, radix: u32) -> BigUint {
    if digits.len() <= 4000 || radix.is_power_of_two() {
        return BigUint::from_str_radix(digits, radix).unwrap_or_default();
    }
    let low = digits.len() / 2;
    let (high, rest) = digits.split_at(digits.len() - low);
    from_digits(high, radix) * Pow::pow(BigUint::from(radix), low) + from_digits(rest, radix)
}

/// `int(text, base)`; `shown` is the argument, for the message.
pub fn parse_value(t: &mut Thread, text: Option<String>, base: u32, shown: Value) -> Ret {
    let limit = max_str_digits();
    match text.map_or(Err(Malformed::Literal), |text| parse(&text, base)) {
        Ok(n) => t.big(&n),
        Err(Malformed::TooLong(count)) => Err(t.value_error(format!(
            "Exceeds the limit ({limit} digits) for integer string conversion: value has {count} digits; use sys.set_int_max_str_digits() to increase the limit"
        ))),
        Err(Malformed::Literal) => {
            let shown: String = t.repr_text(shown)?.chars().take(200).collect();
            Err(t.value_error(format!("invalid literal for int() with base {base}: {shown}")))
        }
    }
}

/// The int of plain decimal digits with a sign or without, if the text is that and not long.
fn plain_decimal(t: &mut Thread, text: &[u8]) -> Option<Ret> {
    let text = text.trim_ascii();
    let (digits, negative) = match text {
        [b'-', rest @ ..] => (rest, true),
        [b'+', rest @ ..] => (rest, false),
        _ => (text, false),
    };
    if digits.is_empty() || digits.len() > 640 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    if digits.len() <= 18 {
        let n = digits.iter().fold(0i64, |n, d| n * 10 + (d - b'0') as i64);
        return Some(Ok(Value::int(if negative { -n } else { n })));
    }
    let limit = max_str_digits();
    if limit > 0 && digits.len() > limit {
        return None;
    }
    let mut out = [0u64; 36];
    let n = limbs::from_decimal(&mut out, digits);
    Some(bigint::build(t, n, |to| {
        to.copy_from_slice(&out[..n]);
        negative
    }))
}

/// `int(str, base)`.
pub fn parse_str(t: &mut Thread, s: Str, base: u32, shown: Value) -> Ret {
    if base == 10
        && let Some(text) = s.as_ascii()
        && let Some(v) = plain_decimal(t, text.as_bytes())
    {
        return v;
    }
    parse_value(t, ascii_number(s), base, shown)
}

/// `int(bytes, base)`.
pub fn parse_bytes(t: &mut Thread, bytes: &[u8], base: u32, shown: Value) -> Ret {
    let text = std::str::from_utf8(bytes).ok().filter(|s| s.is_ascii());
    let text = text.map(|s| s.trim_matches(|c: char| matches!(c as u32, 9..=13 | 32)).to_string());
    parse_value(t, text, base, shown)
}
