//! Formatting without detours: small ints, floats and ASCII strs by the specifications that programs are full of,
//! `8`, `>10`, `05d`, `,`, `x`, `.2f`, `8.3f`, `.1%`, written into a buffer on the stack. What is not of these, or is
//! wrong, is left to `format_spec`.

use super::int_text::decimal;
use crate::object::string::Str;
use crate::object::value::Value;
use crate::thread::{Ret, Thread};

/// The widest result that is made here.
const ROOM: usize = 160;
const MAX_WIDTH: usize = 64;
/// The most digits after the point.
pub const MAX_PRECISION: usize = 15;

/// A specification of ASCII characters without the rarer parts.
#[derive(Clone, Copy)]
struct Quick {
    fill: u8,
    /// 0: the default of the type
    align: u8,
    sign: u8,
    zero: bool,
    comma: bool,
    width: usize,
    precision: Option<usize>,
    code: u8,
}

impl Quick {
    #[inline]
    fn parse(text: &[u8]) -> Option<Quick> {
        let mut q =
            Quick { fill: b' ', align: 0, sign: 0, zero: false, comma: false, width: 0, precision: None, code: 0 };
        let is_align = |b: &u8| matches!(b, b'<' | b'>' | b'^');
        let mut rest = text;
        if let [fill, align, more @ ..] = rest
            && is_align(align)
        {
            (q.fill, q.align, rest) = (*fill, *align, more);
        } else if let [align, more @ ..] = rest
            && is_align(align)
        {
            (q.align, rest) = (*align, more);
        }
        if let [sign @ (b'+' | b'-' | b' '), more @ ..] = rest {
            (q.sign, rest) = (*sign, more);
        }
        if let [b'0', more @ ..] = rest {
            if q.align != 0 {
                return None;
            }
            (q.zero, rest) = (true, more);
        }
        while let [d @ b'0'..=b'9', more @ ..] = rest {
            q.width = q.width * 10 + (d - b'0') as usize;
            if q.width > MAX_WIDTH {
                return None;
            }
            rest = more;
        }
        if let [b',', more @ ..] = rest {
            (q.comma, rest) = (true, more);
        }
        if let [b'.', d @ b'0'..=b'9', more @ ..] = rest {
            (q.precision, rest) = (Some((d - b'0') as usize), more);
            if let [d @ b'0'..=b'9', more @ ..] = rest {
                (q.precision, rest) = (q.precision.map(|p| p * 10 + (d - b'0') as usize), more);
            }
        }
        match rest {
            [] => Some(q),
            [code] => {
                q.code = *code;
                Some(q)
            }
            _ => None,
        }
    }

    /// The result: a sign and a body of digits, the first `whole` of which may be grouped.
    fn number(self, t: &mut Thread, negative: bool, body: &[u8], whole: usize) -> Option<Ret> {
        let sign: &[u8] = match (negative, self.sign) {
            (true, _) => b"-",
            (false, b'+') => b"+",
            (false, b' ') => b" ",
            _ => b"",
        };
        let mut grouped = [0u8; ROOM];
        let body = if self.comma {
            if self.zero {
                return None;
            }
            let mut at = 0;
            for (i, d) in body.iter().enumerate() {
                if i > 0 && i < whole && (whole - i).is_multiple_of(3) {
                    grouped[at] = b',';
                    at += 1;
                }
                grouped[at] = *d;
                at += 1;
            }
            &grouped[..at]
        } else {
            body
        };
        let n = sign.len() + body.len();
        let pad = self.width.saturating_sub(n);
        let (left, inner, right) = match self.align {
            _ if self.zero => (0, pad, 0),
            b'<' => (0, 0, pad),
            b'^' => (pad / 2, 0, pad - pad / 2),
            _ => (pad, 0, 0),
        };
        let made = Str::new_one(t, n + pad, true, |out| {
            let (a, out) = out.split_at_mut(left);
            a.fill(self.fill);
            let (a, out) = out.split_at_mut(sign.len());
            a.copy_from_slice(sign);
            let (a, out) = out.split_at_mut(inner);
            a.fill(b'0');
            let (a, out) = out.split_at_mut(body.len());
            a.copy_from_slice(body);
            out[..right].fill(self.fill);
        });
        Some(made.map(Str::value))
    }
}

/// `format(v, spec)`, if it is one of the plain cases. The spec is not empty.
#[inline]
pub fn format(t: &mut Thread, v: Value, spec: Str) -> Option<Ret> {
    let q = Quick::parse(spec.as_ascii()?.as_bytes())?;
    if let Some(i) = v.as_int() {
        return match q.code {
            0 | b'd' | b'x' | b'X' | b'o' | b'b' if q.precision.is_none() => int(t, q, i),
            b'f' | b'F' | b'%' if i.unsigned_abs() < 1 << 53 => float(t, q, i as f64),
            _ => None,
        };
    }
    if let Some(x) = v.inline_float() {
        return match q.code {
            b'f' | b'F' | b'%' => float(t, q, x),
            _ => None,
        };
    }
    let text = Str::of(v).as_ascii()?;
    if !matches!(q.code, 0 | b's') || q.sign != 0 || q.zero || q.comma || !q.fill.is_ascii() {
        return None;
    }
    let text = &text.as_bytes()[..q.precision.unwrap_or(usize::MAX).min(text.len())];
    let pad = q.width.saturating_sub(text.len());
    let left = match q.align {
        b'>' => pad,
        b'^' => pad / 2,
        _ => 0,
    };
    let made = Str::new_one(t, text.len() + pad, true, |out| {
        let (a, out) = out.split_at_mut(left);
        a.fill(q.fill);
        let (a, out) = out.split_at_mut(text.len());
        a.copy_from_slice(text);
        out.fill(q.fill);
    });
    std::hint::black_box(v);
    Some(made.map(Str::value))
}

fn int(t: &mut Thread, q: Quick, i: i64) -> Option<Ret> {
    if matches!(q.code, 0 | b'd') {
        let mut buffer = [0; 20];
        let digits = decimal(i.wrapping_abs(), &mut buffer);
        return q.number(t, i < 0, digits, digits.len());
    }
    if q.comma {
        return None;
    }
    let mut buffer = [0u8; 64];
    let digits = radix_digits(i.unsigned_abs(), q.code, &mut buffer);
    q.number(t, i < 0, digits, digits.len())
}
/// The digits of `n` by a type code `x`, `X`, `o` or `b`.
pub fn radix_digits(mut n: u64, code: u8, buffer: &mut [u8; 64]) -> &[u8] {
    let bits = match code {
        b'x' | b'X' => 4,
        b'o' => 3,
        _ => 1,
    };
    let letters = if code == b'X' { b"0123456789ABCDEF" } else { b"0123456789abcdef" };
    let mut at = 64;
    loop {
        at -= 1;
        buffer[at] = letters[(n & ((1 << bits) - 1)) as usize];
        n >>= bits;
        if n == 0 {
            return &buffer[at..];
        }
    }
}

fn float(t: &mut Thread, q: Quick, x: f64) -> Option<Ret> {
    let percent = q.code == b'%';
    let p = q.precision.unwrap_or(6);
    let mut buffer = [0u8; 64];
    let (body, whole) = fixed(if percent { x * 100.0 } else { x }, p, &mut buffer)?;
    let mut out = [0u8; 65];
    out[..body.len()].copy_from_slice(body);
    if percent {
        out[body.len()] = b'%';
    }
    q.number(t, x.is_sign_negative(), &out[..body.len() + percent as usize], whole)
}

/// `|x| * 10^p` rounded to an integer, half to even, exactly; `None` past 2^63 or for too many digits.
pub fn scaled(x: f64, p: usize) -> Option<u64> {
    let bits = x.abs().to_bits();
    let biased = (bits >> 52) as i64;
    if p > MAX_PRECISION || biased == 0x7FF {
        return None;
    }
    let fraction = bits & ((1 << 52) - 1);
    let (m, e) = if biased == 0 { (fraction, -1074) } else { (fraction | 1 << 52, biased - 1075) };
    // below 2^53 * 10^15 < 2^103
    let product = m as u128 * 10u64.pow(p as u32) as u128;
    if e >= 0 {
        return if e < 60 && product.leading_zeros() as i64 > e + 64 { Some((product as u64) << e) } else { None };
    }
    let shift = -e as u32;
    if shift > 110 {
        return Some(0);
    }
    let quotient = product >> shift;
    let rest = product & ((1 << shift) - 1);
    let half = 1u128 << (shift - 1);
    let up = rest > half || rest == half && quotient & 1 == 1;
    u64::try_from(quotient).ok().filter(|q| *q < 1 << 63).map(|q| q + up as u64)
}

/// The digits of `|x|` with `p` after the point, in the buffer's end, and how many stand before the point.
pub fn fixed(x: f64, p: usize, buffer: &mut [u8; 64]) -> Option<(&[u8], usize)> {
    let mut n = scaled(x, p)?;
    let mut at = 64;
    let point = if p > 0 { 64 - p - 1 } else { 64 };
    loop {
        if at == point + 1 && p > 0 {
            at -= 1;
            buffer[at] = b'.';
        }
        at -= 1;
        buffer[at] = b'0' + (n % 10) as u8;
        n /= 10;
        if n == 0 && at < point {
            break;
        }
    }
    Some((&buffer[at..], point - at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_digits_are_those_of_the_exact_conversion() {
        let mut r = 88_172_645_463_325_252u64;
        let mut buffer = [0; 64];
        let mut seen = 0;
        for i in 0..200_000 {
            r ^= r << 13;
            r ^= r >> 7;
            r ^= r << 17;
            let x = match i % 4 {
                0 => f64::from_bits(r),
                1 => (r % 1_000_000) as f64 / 64.0,
                2 => (r % 100_000) as f64 / 1000.0,
                _ => (r >> 20) as f64 * 0.5,
            };
            let p = (r >> 7) as usize % (MAX_PRECISION + 1);
            if let Some((text, whole)) = fixed(x, p, &mut buffer) {
                let expected = format!("{:.p$}", x.abs());
                assert_eq!(std::str::from_utf8(text).unwrap_or(""), expected, "{x:e} {p}");
                assert_eq!(whole, expected.find('.').unwrap_or(expected.len()));
                seen += 1;
            }
        }
        // random bits rarely fit the short way; the other three quarters mostly do
        assert!(seen > 140_000, "{seen} of 200,000 the short way");
    }
}
