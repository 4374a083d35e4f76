//! Numeric literals: where one ends, what is wrong with it, and its value.

use crate::ast::{Ast, Constant};

/// The end of a number and whether a keyword stands right behind it (`1if x`), or what is wrong
/// and from which to which offset CPython blames: both count what was read before.
pub(crate) type Scan = Result<(usize, Option<&'static str>), Bad>;
pub(crate) type Bad = (String, usize, usize);

/// Scans the number that starts at `start`.
pub(crate) fn scan(text: &[u8], start: usize) -> Scan {
    let at = |i: usize| text.get(i).copied().unwrap_or(0);
    if at(start) == b'0' {
        match at(start + 1) {
            b'x' | b'X' => return radix(text, start + 2, 16, "hexadecimal"),
            b'o' | b'O' => return radix(text, start + 2, 8, "octal"),
            b'b' | b'B' => return radix(text, start + 2, 2, "binary"),
            _ => {}
        }
        let mut i = start + 1;
        let mut nonzero = false;
        loop {
            if at(i) == b'_' {
                if !at(i + 1).is_ascii_digit() {
                    return Err(bad("decimal", i + 1));
                }
                i += 1;
            }
            if at(i) != b'0' {
                break;
            }
            i += 1;
        }
        let zeros = i;
        if at(i).is_ascii_digit() {
            nonzero = true;
            i = decimal_tail(text, i)?;
        }
        return match at(i) {
            b'.' | b'e' | b'E' | b'j' | b'J' => fraction(text, i),
            _ if nonzero => Err((
                "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers"
                    .into(),
                start + 1,
                zeros + 1,
            )),
            _ => end(text, i, "decimal"),
        };
    }
    let i = if at(start) == b'.' { start } else { decimal_tail(text, start)? };
    fraction(text, i)
}

/// Digits with single underscores between them.
fn decimal_tail(text: &[u8], mut i: usize) -> Result<usize, Bad> {
    loop {
        while text.get(i).is_some_and(u8::is_ascii_digit) {
            i += 1;
        }
        if text.get(i) != Some(&b'_') {
            return Ok(i);
        }
        i += 1;
        if !text.get(i).is_some_and(u8::is_ascii_digit) {
            return Err(bad("decimal", i));
        }
    }
}

/// What may follow the whole digits: a fraction, an exponent, a `j`.
fn fraction(text: &[u8], mut i: usize) -> Scan {
    let at = |i: usize| text.get(i).copied().unwrap_or(0);
    if at(i) == b'.' {
        i += 1;
        if at(i).is_ascii_digit() {
            i = decimal_tail(text, i)?;
        }
    }
    if matches!(at(i), b'e' | b'E') {
        let sign = usize::from(matches!(at(i + 1), b'+' | b'-'));
        if at(i + 1 + sign).is_ascii_digit() {
            i = decimal_tail(text, i + 1 + sign)?;
        } else if sign == 1 {
            return Err(bad("decimal", i + 2));
        } else {
            return end(text, i, "decimal");
        }
    }
    if matches!(at(i), b'j' | b'J') {
        return end(text, i + 1, "imaginary");
    }
    end(text, i, "decimal")
}

fn radix(text: &[u8], mut i: usize, base: u32, name: &str) -> Scan {
    let digit = |i: usize| text.get(i).is_some_and(|&b| char::from(b).is_digit(base));
    loop {
        if text.get(i) == Some(&b'_') {
            i += 1;
        }
        if !digit(i) {
            return Err(match text.get(i) {
                Some(b) if b.is_ascii_digit() => bad_digit(*b, name, i),
                _ => bad(name, i),
            });
        }
        while digit(i) {
            i += 1;
        }
        if text.get(i) != Some(&b'_') {
            break;
        }
    }
    match text.get(i) {
        Some(b) if b.is_ascii_digit() => Err(bad_digit(*b, name, i)),
        _ => end(text, i, name),
    }
}

fn bad_digit(digit: u8, name: &str, i: usize) -> Bad {
    (format!("invalid digit '{}' in {name} literal", char::from(digit)), i + 1, i + 1)
}

fn bad(name: &str, i: usize) -> Bad {
    (format!("invalid {name} literal"), i, i)
}

/// A number may run into a keyword, with a warning, but into no other word.
fn end(text: &[u8], i: usize, name: &str) -> Scan {
    const WORDS: [&[u8]; 8] = [b"and", b"else", b"for", b"if", b"in", b"is", b"or", b"not"];
    let rest = &text[i.min(text.len())..];
    match rest.first() {
        Some(b) if b.is_ascii_alphanumeric() || *b == b'_' => {
            if WORDS.iter().any(|w| rest.starts_with(w)) {
                let name = match name {
                    "hexadecimal" => "invalid hexadecimal literal",
                    "octal" => "invalid octal literal",
                    "binary" => "invalid binary literal",
                    "imaginary" => "invalid imaginary literal",
                    _ => "invalid decimal literal",
                };
                return Ok((i, Some(name)));
            }
            Err(bad(name, i))
        }
        _ => Ok((i, None)),
    }
}

/// The most digits a decimal literal may have, as `sys.int_info.default_max_str_digits`.
const MAX_DIGITS: usize = 4300;

/// The value of a literal that [`scan`] accepted, or the error of one too long.
pub(crate) fn value(ast: &mut Ast, literal: &str) -> Result<Constant, String> {
    let cleaned;
    let literal = if literal.contains('_') {
        cleaned = literal.replace('_', "");
        &cleaned
    } else {
        literal
    };
    let bytes = literal.as_bytes();
    let base = match bytes {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 10,
    };
    if base != 10 {
        return Ok(match i64::from_str_radix(&literal[2..], base) {
            Ok(n) => Constant::Int(n),
            Err(_) => big(ast, power_of_two_base(&bytes[2..], base.ilog2())),
        });
    }
    if let [head @ .., b'j' | b'J'] = bytes {
        return Ok(Constant::Complex(float(&literal[..head.len()])));
    }
    if bytes.iter().any(|b| matches!(b, b'.' | b'e' | b'E')) {
        return Ok(Constant::Float(float(literal)));
    }
    if let Ok(n) = literal.parse() {
        return Ok(Constant::Int(n));
    }
    let digits = literal.trim_start_matches('0');
    if digits.len() > MAX_DIGITS {
        return Err(format!(
            "Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion: value has {} digits; \
             use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge \
             integer literals to avoid decimal conversion limits.",
            digits.len()
        ));
    }
    Ok(match digits {
        "" => Constant::Int(0),
        _ => big(ast, decimal(digits.as_bytes())),
    })
}

fn float(literal: &str) -> f64 {
    literal.parse().unwrap_or(f64::NAN)
}

fn big(ast: &mut Ast, mut magnitude: Vec<u8>) -> Constant {
    while magnitude.last() == Some(&0) {
        magnitude.pop();
    }
    match <[u8; 8]>::try_from(&*magnitude) {
        _ if magnitude.len() < 8 => {
            magnitude.resize(8, 0);
            Constant::Int(i64::from_le_bytes(magnitude.try_into().unwrap_or_default()))
        }
        Ok(eight) if eight[7] < 0x80 => Constant::Int(i64::from_le_bytes(eight)),
        _ => Constant::BigInt(ast.blobs.add(&magnitude)),
    }
}

fn power_of_two_base(digits: &[u8], bits: u32) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(digits.len() * bits as usize / 8 + 1);
    let (mut pending, mut have) = (0u32, 0);
    for &d in digits.iter().rev() {
        pending |= char::from(d).to_digit(16).unwrap_or(0) << have;
        have += bits;
        while have >= 8 {
            bytes.push(pending as u8);
            pending >>= 8;
            have -= 8;
        }
    }
    bytes.push(pending as u8);
    bytes
}

fn decimal(digits: &[u8]) -> Vec<u8> {
    let mut limbs: Vec<u32> = Vec::new();
    for chunk in digits.rchunks(9).rev() {
        let value = chunk.iter().fold(0u64, |n, d| n * 10 + u64::from(d - b'0'));
        let mut carry = value;
        for limb in &mut limbs {
            let n = u64::from(*limb) * 10u64.pow(chunk.len() as u32) + carry;
            *limb = n as u32;
            carry = n >> 32;
        }
        if carry > 0 {
            limbs.push(carry as u32);
        }
    }
    limbs.iter().flat_map(|l| l.to_le_bytes()).collect()
}

/// A magnitude in decimal digits.
pub(crate) fn to_decimal(magnitude: &[u8]) -> String {
    let mut limbs: Vec<u32> =
        magnitude.chunks(4).map(|c| c.iter().rev().fold(0, |n, &b| n << 8 | u32::from(b))).collect();
    let mut groups = Vec::new();
    while !limbs.is_empty() {
        let mut rest = 0u64;
        for limb in limbs.iter_mut().rev() {
            let n = rest << 32 | u64::from(*limb);
            *limb = (n / 1_000_000_000) as u32;
            rest = n % 1_000_000_000;
        }
        groups.push(rest);
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
    }
    let mut text = groups.pop().unwrap_or(0).to_string();
    for group in groups.iter().rev() {
        text.push_str(&format!("{group:09}"));
    }
    text
}
