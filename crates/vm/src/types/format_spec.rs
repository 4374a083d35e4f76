//! The format specification mini-language: `[[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type]`,
//! parsed and applied to ints, floats, complex numbers and strs.

use super::{complex, float, float_text, int_text, number};
use crate::native::Args;
use crate::object::bigint;
use crate::object::string::{Chars, Str};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::exc;
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

/// Widest result; more is refused with MemoryError.
pub const MAX_WIDTH: usize = 1 << 34;

/// Separator of digit groups.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grouping {
    None,
    Comma,
    Underscore,
}

impl Grouping {
    fn of(c: Option<u32>) -> Grouping {
        match c.and_then(char::from_u32) {
            Some(',') => Grouping::Comma,
            Some('_') => Grouping::Underscore,
            _ => Grouping::None,
        }
    }
    fn separator(self) -> Option<char> {
        match self {
            Grouping::None => None,
            Grouping::Comma => Some(','),
            Grouping::Underscore => Some('_'),
        }
    }
}

/// A parsed specification.
struct Spec {
    fill: u32,
    align: char,
    /// `+`, `-`, ` `, or NUL
    sign: char,
    no_negative_zero: bool,
    alternate: bool,
    width: usize,
    grouping: Grouping,
    /// of the digits after the point
    fraction_grouping: Grouping,
    precision: Option<usize>,
    /// the type character, NUL if none
    code: u32,
}

impl Spec {
    fn code(&self) -> char {
        char::from_u32(self.code).unwrap_or('\u{FFFD}')
    }

    fn parse(t: &mut Thread, text: Str, v: Value, default_code: char, default_align: char) -> Result<Spec, Raised> {
        let chars = text.chars();
        let at = |i: usize| if i < chars.len() { Some(chars.get(i)) } else { None };
        let is = |i: usize, c: char| at(i) == Some(c as u32);
        let align = |i: usize| at(i).and_then(char::from_u32).filter(|c| matches!(c, '<' | '>' | '=' | '^'));
        let mut s = Spec {
            fill: ' ' as u32,
            align: default_align,
            sign: '\0',
            no_negative_zero: false,
            alternate: false,
            width: 0,
            grouping: Grouping::None,
            fraction_grouping: Grouping::None,
            precision: None,
            code: default_code as u32,
        };
        let mut i = 0;
        let (mut fill_given, mut align_given) = (false, false);
        if let Some(a) = align(1) {
            (s.fill, s.align, i) = (chars.get(0), a, 2);
            (fill_given, align_given) = (true, true);
        } else if let Some(a) = align(0) {
            (s.align, i, align_given) = (a, 1, true);
        }
        if let Some(c) = at(i).and_then(char::from_u32).filter(|c| matches!(c, ' ' | '+' | '-')) {
            s.sign = c;
            i += 1;
        }
        if is(i, 'z') {
            s.no_negative_zero = true;
            i += 1;
        }
        if is(i, '#') {
            s.alternate = true;
            i += 1;
        }
        if !fill_given && is(i, '0') {
            s.fill = '0' as u32;
            if !align_given && default_align == '>' {
                s.align = '=';
            }
            i += 1;
        }
        let (width, digits) = number_at(t, chars, i)?;
        (s.width, i) = (width, i + digits);
        s.grouping = Grouping::of(at(i));
        if s.grouping != Grouping::None {
            i += 1;
            let second = Grouping::of(at(i));
            if second != Grouping::None && second != s.grouping {
                return Err(t.value_error("Cannot specify both ',' and '_'."));
            }
        }
        if is(i, '.') {
            i += 1;
            let (precision, digits) = number_at(t, chars, i)?;
            i += digits;
            s.fraction_grouping = Grouping::of(at(i));
            if s.fraction_grouping != Grouping::None {
                i += 1;
                let second = Grouping::of(at(i));
                if second != Grouping::None && second != s.fraction_grouping {
                    return Err(t.value_error("Cannot specify both ',' and '_'."));
                }
            }
            if digits > 0 {
                s.precision = Some(precision);
            } else if s.fraction_grouping == Grouping::None {
                return Err(t.value_error("Format specifier missing precision"));
            }
        }
        match chars.len() - i {
            0 => {}
            1 => s.code = chars.get(i),
            _ => {
                let kind = t.type_name(v);
                return Err(t.value_error(format!("Invalid format specifier '{text}' for object of type '{kind}'")));
            }
        }
        for g in [s.grouping, s.fraction_grouping] {
            if let Some(separator) = g.separator() {
                let fits = match s.code() {
                    'd' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F' | '\0' => true,
                    'b' | 'o' | 'x' | 'X' => g == Grouping::Underscore,
                    _ => false,
                };
                if !fits {
                    let c = s.code();
                    let shown = if c > ' ' && c.is_ascii() { c.to_string() } else { format!("\\x{:x}", s.code) };
                    return Err(t.value_error(format!("Cannot specify '{separator}' with '{shown}'.")));
                }
            }
        }
        Ok(s)
    }

    /// The sign character of a number.
    fn sign_of(&self, negative: bool) -> &'static str {
        match (negative, self.sign) {
            (true, _) => "-",
            (false, '+') => "+",
            (false, ' ') => " ",
            _ => "",
        }
    }
    fn group_size(&self) -> usize {
        if matches!(self.code(), 'b' | 'o' | 'x' | 'X') { 4 } else { 3 }
    }

    /// A number from its parts: sign, prefix (`0x`), digits, the rest (point, fraction, exponent, `%`).
    fn number(&self, t: &mut Thread, sign: &str, prefix: &str, digits: &str, rest: &str) -> Ret {
        let around = sign.len() + prefix.len() + rest.len();
        // zeros as fill take part in the grouping
        let zeros = self.fill == '0' as u32 && self.align == '=';
        let least = if zeros { self.width.saturating_sub(around) } else { 0 };
        if self.width > MAX_WIDTH {
            return Err(t.memory_error());
        }
        let body = grouped(digits, least, self.grouping.separator(), self.group_size());
        let pad = self.width.saturating_sub(around + body.len());
        let (left, inner, right) = match self.align {
            '<' => (0, 0, pad),
            '^' => (pad / 2, 0, pad - pad / 2),
            '=' => (0, pad, 0),
            _ => (pad, 0, 0),
        };
        if self.fill < 128 {
            let fill = self.fill as u8 as char;
            let mut out = String::with_capacity(around + body.len() + pad);
            out.extend(std::iter::repeat_n(fill, left));
            out += sign;
            out += prefix;
            out.extend(std::iter::repeat_n(fill, inner));
            out += &body;
            out += rest;
            out.extend(std::iter::repeat_n(fill, right));
            return t.str(&out);
        }
        let mut out = vec![self.fill; left];
        out.extend(sign.chars().chain(prefix.chars()).map(u32::from));
        out.resize(out.len() + inner, self.fill);
        out.extend(body.chars().chain(rest.chars()).map(u32::from));
        out.resize(out.len() + right, self.fill);
        Ok(Str::from_chars(t, &out)?.value())
    }

    /// Digits after the point in groups from the left.
    fn group_fraction(&self, rest: &str) -> String {
        let Some(separator) = self.fraction_grouping.separator() else { return rest.to_string() };
        let Some(fraction) = rest.strip_prefix('.') else { return rest.to_string() };
        let n = fraction.bytes().take_while(u8::is_ascii_digit).count();
        let mut out = String::from(".");
        for (i, c) in fraction[..n].chars().enumerate() {
            if i > 0 && i % 3 == 0 {
                out.push(separator);
            }
            out.push(c);
        }
        out + &fraction[n..]
    }

    /// The text of a float's magnitude split into leading digits and the rest, and whether it is negative. Without a
    /// type the shortest text, or `g` with one digit after the point at least.
    fn float_parts(&self, x: f64, complex: bool) -> (bool, String, String) {
        let mut x = x;
        let code = self.code();
        if code == '%' {
            x *= 100.0;
        }
        let text = match (code, self.precision) {
            ('\0', None) if complex => float_text::format_magnitude_short(x, false, self.alternate),
            ('\0', None) => float_text::format_magnitude_short(x, true, self.alternate),
            ('\0', Some(p)) if !complex => float_text::format_magnitude_dotted(x, p, self.alternate),
            ('\0' | 'n', p) => float_text::format_magnitude(x, 'g', p.unwrap_or(6), self.alternate),
            ('%', p) => float_text::format_magnitude(x, 'f', p.unwrap_or(6), self.alternate),
            (c, p) => float_text::format_magnitude(x, c, p.unwrap_or(6), self.alternate),
        };
        let n = text.bytes().take_while(u8::is_ascii_digit).count();
        let mantissa = text.split(['e', 'E']).next().unwrap_or("");
        let zero = x.is_finite() && mantissa.bytes().all(|b| matches!(b, b'0' | b'.'));
        let negative = x.is_sign_negative() && !x.is_nan() && !(self.no_negative_zero && zero);
        let mut rest = self.group_fraction(&text[n..]);
        if code == '%' {
            rest.push('%');
        }
        (negative, text[..n].to_string(), rest)
    }
}

/// The number at `i` (0 if there is none) and the count of its digits.
fn number_at(t: &mut Thread, chars: Chars<'_>, from: usize) -> Result<(usize, usize), Raised> {
    let (mut n, mut i) = (0usize, from);
    while i < chars.len()
        && let Some(d) = float_text::decimal_digit(chars.get(i))
    {
        n = match n.checked_mul(10).and_then(|n| n.checked_add(d as usize)).filter(|n| *n <= isize::MAX as usize) {
            Some(n) => n,
            None => return Err(t.value_error("Too many decimal digits in format string")),
        };
        i += 1;
    }
    Ok((n, i - from))
}

/// Digits in groups from the right, with zeros before them up to `least` characters.
fn grouped(digits: &str, least: usize, separator: Option<char>, size: usize) -> String {
    let Some(separator) = separator else {
        let mut out = String::with_capacity(least.max(digits.len()));
        out.extend(std::iter::repeat_n('0', least.saturating_sub(digits.len())));
        return out + digits;
    };
    let mut n = digits.len();
    if least > 0 {
        // the first count of digits whose grouped length reaches `least`
        let needed = least - least / (size + 1);
        n = n.max(needed.saturating_sub(1));
        while n + n.saturating_sub(1) / size < least {
            n += 1;
        }
    }
    let zeros = n - digits.len();
    let mut out = String::with_capacity(n + n / size);
    for i in 0..n {
        if i > 0 && (n - i).is_multiple_of(size) {
            out.push(separator);
        }
        out.push(if i < zeros { '0' } else { digits.as_bytes()[i - zeros] as char });
    }
    out
}

#[cold]
fn unknown_code(t: &mut Thread, s: &Spec, v: Value) -> Raised {
    let kind = t.type_name(v);
    let c = s.code();
    let shown = if c > ' ' && c.is_ascii() { c.to_string() } else { format!("\\x{:x}", s.code) };
    t.value_error(format!("Unknown format code '{shown}' for object of type '{kind}'"))
}

/// The spec argument of a `__format__`.
fn spec_argument(t: &mut Thread, v: Value) -> Result<Str, Raised> {
    match Str::from(v) {
        Some(s) => Ok(s),
        None => {
            let kind = t.type_name(v);
            Err(t.type_error(format!("__format__() argument must be str, not {kind}")))
        }
    }
}

/// `int.__format__`.
pub fn int_format(t: &mut Thread, a: Args) -> Ret {
    let spec = spec_argument(t, a[1])?;
    format_int(t, a[0], spec)
}
/// `format(v, spec)` of an int, a bool or an instance of a subclass.
pub fn format_int(t: &mut Thread, v: Value, spec: Str) -> Ret {
    if spec.is_empty() {
        return Ok(t.str_of(v)?.value());
    }
    let s = Spec::parse(t, spec, v, 'd', '>')?;
    let plain = bigint::plain_int(v).unwrap_or(Value::ZERO);
    match s.code() {
        'b' | 'c' | 'd' | 'o' | 'x' | 'X' | 'n' => {}
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => {
            let x = number::as_float(t, plain)?;
            return float_number(t, &s, x);
        }
        _ => return Err(unknown_code(t, &s, v)),
    }
    if s.precision.is_some() || s.fraction_grouping != Grouping::None {
        return Err(t.value_error("Precision not allowed in integer format specifier"));
    }
    if s.no_negative_zero {
        return Err(t.value_error("Negative zero coercion (z) not allowed in integer format specifier"));
    }
    if s.code() == 'c' {
        return int_char(t, &s, plain);
    }
    let (negative, digits) = magnitude(t, plain, s.code())?;
    let prefix = match s.code() {
        _ if !s.alternate => "",
        'b' => "0b",
        'o' => "0o",
        'x' => "0x",
        'X' => "0X",
        _ => "",
    };
    s.number(t, s.sign_of(negative), prefix, &digits, "")
}

fn int_char(t: &mut Thread, s: &Spec, v: Value) -> Ret {
    if s.sign != '\0' {
        return Err(t.value_error("Sign not allowed with integer format specifier 'c'"));
    }
    if s.alternate {
        return Err(t.value_error("Alternate form (#) not allowed with integer format specifier 'c'"));
    }
    let Some(c) = bigint::to_i64(v) else {
        return Err(t.overflow_error("Python int too large to convert to C long"));
    };
    if !(0..0x11_0000).contains(&c) {
        return Err(t.overflow_error("%c arg not in range(0x110000)"));
    }
    let text = Str::of(Str::from_char(t, c as u32)?);
    pad(t, s, text.chars())
}

/// The digits of a plain int's magnitude in the base of a type code, and whether it is negative.
pub fn magnitude(t: &mut Thread, v: Value, code: char) -> Result<(bool, String), Raised> {
    if let Some(i) = v.as_int() {
        let m = i.unsigned_abs();
        let text = match code {
            'b' => format!("{m:b}"),
            'o' => format!("{m:o}"),
            'x' => format!("{m:x}"),
            'X' => format!("{m:X}"),
            _ => m.to_string(),
        };
        return Ok((i < 0, text));
    }
    let radix = match code {
        'b' => 2,
        'o' => 8,
        'x' | 'X' => 16,
        _ => {
            let text = int_text::to_text(t, v)?;
            let negative = text.starts_with('-');
            return Ok((negative, text.trim_start_matches('-').to_string()));
        }
    };
    let n: BigInt = bigint::read(v.unwrap_obj());
    let text = n.magnitude().to_str_radix(radix);
    Ok((n.is_negative(), if code == 'X' { text.to_uppercase() } else { text }))
}

/// `bin`, `oct`, `hex` of a plain int.
pub fn in_radix(t: &mut Thread, v: Value, code: char) -> Ret {
    if let Some(i) = v.as_int() {
        let mut buffer = [0; 64];
        let digits = super::format_quick::radix_digits(i.unsigned_abs(), code as u8, &mut buffer);
        let sign: &[u8] = if i < 0 { b"-" } else { b"" };
        let made = Str::new_one(t, sign.len() + 2 + digits.len(), true, |out| {
            let (a, out) = out.split_at_mut(sign.len());
            a.copy_from_slice(sign);
            out[..2].copy_from_slice(&[b'0', code as u8]);
            out[2..].copy_from_slice(digits);
        });
        return made.map(Str::value);
    }
    let (negative, digits) = magnitude(t, v, code)?;
    t.str(&format!("{}0{code}{digits}", if negative { "-" } else { "" }))
}

/// `float.__format__`.
pub fn float_format(t: &mut Thread, a: Args) -> Ret {
    let spec = spec_argument(t, a[1])?;
    format_float(t, a[0], spec)
}
/// `format(v, spec)` of a float or an instance of a subclass.
pub fn format_float(t: &mut Thread, v: Value, spec: Str) -> Ret {
    if spec.is_empty() {
        return Ok(t.str_of(v)?.value());
    }
    let s = Spec::parse(t, spec, v, '\0', '>')?;
    match s.code() {
        '\0' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%' => float_number(t, &s, float::value(v).unwrap_or(0.0)),
        _ => Err(unknown_code(t, &s, v)),
    }
}
fn float_number(t: &mut Thread, s: &Spec, x: f64) -> Ret {
    check_precision(t, s)?;
    let (negative, digits, rest) = s.float_parts(x, false);
    s.number(t, s.sign_of(negative), "", &digits, &rest)
}
fn check_precision(t: &mut Thread, s: &Spec) -> Result<(), Raised> {
    if s.precision.is_some_and(|p| p > i32::MAX as usize) {
        return Err(t.value_error("precision too big"));
    }
    Ok(())
}

/// `complex.__format__`.
pub fn complex_format(t: &mut Thread, a: Args) -> Ret {
    let spec = spec_argument(t, a[1])?;
    let v = a[0];
    if spec.is_empty() {
        return Ok(t.str_of(v)?.value());
    }
    let s = Spec::parse(t, spec, v, '\0', '>')?;
    if !matches!(s.code(), '\0' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n') {
        return Err(unknown_code(t, &s, v));
    }
    check_precision(t, &s)?;
    if s.fill == '0' as u32 {
        return Err(t.value_error("Zero padding is not allowed in complex format specifier"));
    }
    if s.align == '=' {
        return Err(t.value_error("'=' alignment flag is not allowed in complex format specifier"));
    }
    let (re, im) = complex::value(v).unwrap_or((0.0, 0.0));
    let plain = s.code() == '\0';
    let only_imaginary = plain && re == 0.0 && re.is_sign_positive();
    let mut out = String::new();
    let part = |out: &mut String, x: f64, signed: bool| {
        let (negative, digits, rest) = s.float_parts(x, true);
        *out += if signed && !negative { "+" } else { s.sign_of(negative) };
        *out += &grouped(&digits, 0, s.grouping.separator(), 3);
        *out += &rest;
    };
    if plain && !only_imaginary {
        out.push('(');
    }
    if !only_imaginary {
        part(&mut out, re, false);
    }
    part(&mut out, im, !only_imaginary);
    out.push('j');
    if plain && !only_imaginary {
        out.push(')');
    }
    pad(t, &s, Chars::One(out.as_bytes()))
}

/// `format(v, spec)` of a str or an instance of a subclass.
pub fn format_str(t: &mut Thread, v: Value, spec: Str) -> Ret {
    if spec.is_empty() {
        return Ok(t.str_of(v)?.value());
    }
    let s = Spec::parse(t, spec, v, 's', '<')?;
    if s.code() != 's' {
        return Err(unknown_code(t, &s, v));
    }
    let refused = if s.sign == ' ' {
        "Space not allowed in string format specifier"
    } else if s.sign != '\0' {
        "Sign not allowed in string format specifier"
    } else if s.no_negative_zero {
        "Negative zero coercion (z) not allowed in string format specifier"
    } else if s.alternate {
        "Alternate form (#) not allowed in string format specifier"
    } else if s.align == '=' {
        "'=' alignment not allowed in string format specifier"
    } else {
        ""
    };
    if !refused.is_empty() {
        return Err(t.value_error(refused));
    }
    let text = Str::of(v);
    let n = text.len();
    let kept = s.precision.map_or(n, |p| p.min(n));
    if kept == n && s.width <= n && Thread::kind_of(v) == crate::object::kind::Kind::Str {
        return Ok(v);
    }
    let r = pad(t, &s, text.chars().slice(0, kept));
    std::hint::black_box(text);
    r
}

/// The text padded to the width.
fn pad(t: &mut Thread, s: &Spec, text: Chars<'_>) -> Ret {
    let n = text.len();
    let total = n.max(s.width);
    if total > MAX_WIDTH {
        return Err(t.memory_error());
    }
    let left = match s.align {
        '<' => 0,
        '^' => (total - n) / 2,
        _ => total - n,
    };
    let max = if total > n { text.max().max(s.fill) } else { text.max() };
    let right = total - n - left;
    let fill = |n: usize| std::iter::repeat_n(s.fill, n);
    Ok(Str::from_iter(t, total, max, fill(left).chain(text.iter()).chain(fill(right)))?.value())
}

/// A width given as an argument.
pub fn width_argument(t: &mut Thread, v: Value) -> Result<i64, Raised> {
    match bigint::to_big(v).and_then(|n| n.to_i64()) {
        Some(n) => Ok(n),
        None => Err(t.raise(&exc::OverflowError, "Python int too large to convert to C ssize_t")),
    }
}
