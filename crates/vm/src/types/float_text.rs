//! Floats as text and back: `repr`, the codes `e f g` of both formatting languages, `float("...")`.
//!
//! Digits come from the standard library, whose shortest and exact conversions are correctly rounded; what is ours
//! is where the point, the exponent and the zeros go. A digit string with its decimal point position
//! (`0.d1d2d3 * 10^point`) is the common form.

use crate::object::string::Str;

/// Digits after which a float has none: 1074 after the point, 767 significant.
const ENOUGH: usize = 1100;

/// Decimal digits of a positive finite float and the place of the point: value = 0.DIGITS * 10^point.
struct Decimal {
    digits: String,
    point: i32,
}

impl Decimal {
    /// From `d.ddde±x`.
    fn from_exponential(text: &str) -> Decimal {
        let (m, e) = text.split_once('e').unwrap_or((text, "0"));
        let digits = m.chars().filter(|c| *c != '.').collect();
        Decimal { digits, point: e.parse::<i32>().unwrap_or(0) + 1 }
    }
    /// The fewest digits that read back as the same float.
    fn shortest(x: f64) -> Decimal {
        let text = format!("{x:e}");
        let d = Decimal::from_exponential(&text);
        if d.digits.len() >= 15 {
            // two texts of this length may be equally near: the even digit is Python's
            let even = format!("{x:.*e}", d.digits.len() - 1);
            if even != text && even.parse() == Ok(x) {
                return Decimal::from_exponential(&even);
            }
        }
        d
    }
    /// `n` significant digits.
    fn significant(x: f64, n: usize) -> Decimal {
        let known = n.clamp(1, ENOUGH);
        let mut d = Decimal::from_exponential(&format!("{x:.*e}", known - 1));
        d.digits.extend(std::iter::repeat_n('0', n.max(1) - known));
        d
    }
    /// `n` digits after the point.
    fn fixed(x: f64, n: usize) -> Decimal {
        let known = n.min(ENOUGH);
        let text = format!("{x:.known$}");
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let mut digits = format!("{whole}{fraction}");
        digits.extend(std::iter::repeat_n('0', n - known));
        Decimal { point: whole.len() as i32, digits }
    }
    fn trim_zeros(&mut self) {
        let n = self.digits.trim_end_matches('0').len().max(1);
        self.digits.truncate(n);
    }
    /// `ddd.ddd`; at least `least` digits after the point.
    fn write_plain(&self, out: &mut String, least: usize, point_always: bool) {
        let digits = &self.digits;
        let fraction = if self.point <= 0 {
            out.push('0');
            format!("{}{digits}", "0".repeat(-self.point as usize))
        } else {
            let point = self.point as usize;
            if point >= digits.len() {
                *out += digits;
                out.extend(std::iter::repeat_n('0', point - digits.len()));
                String::new()
            } else {
                *out += &digits[..point];
                digits[point..].to_string()
            }
        };
        let n = fraction.len();
        if n > 0 || least > 0 || point_always {
            out.push('.');
        }
        *out += &fraction;
        out.extend(std::iter::repeat_n('0', least.saturating_sub(n)));
    }
    /// `d.ddde+xx`.
    fn write_exponent(&self, out: &mut String, upper: bool, point_always: bool) {
        *out += &self.digits[..1];
        if self.digits.len() > 1 || point_always {
            out.push('.');
        }
        *out += &self.digits[1..];
        let e = self.point - 1;
        out.push(if upper { 'E' } else { 'e' });
        out.push(if e < 0 { '-' } else { '+' });
        *out += &format!("{:02}", e.abs());
    }
}

/// `repr(x)`.
pub fn repr(x: f64) -> String {
    let mut out = String::with_capacity(24);
    write_repr(&mut out, x, true);
    out
}

/// The shortest text of `x`; `.0` after a whole number if `point`.
pub fn write_repr(out: &mut String, x: f64, point: bool) {
    if x.is_nan() {
        *out += "nan";
        return;
    }
    if x.is_sign_negative() {
        out.push('-');
    }
    let x = x.abs();
    if x.is_infinite() {
        *out += "inf";
        return;
    }
    if x < 1e16 && x == x.trunc() {
        // whole numbers are common: no digit search
        *out += &(x as u64).to_string();
        if point {
            *out += ".0";
        }
        return;
    }
    let d = Decimal::shortest(x);
    if -4 < d.point && d.point <= 16 {
        d.write_plain(out, 0, false);
    } else {
        d.write_exponent(out, false, false);
    }
}

/// The magnitude of `x` by a code of the formatting languages: `e`, `f`, `g` and their capitals. `alternate` keeps the point (and, for `g`, trailing zeros). The sign is the caller's.
pub fn format_magnitude(x: f64, code: char, precision: usize, alternate: bool) -> String {
    let upper = code.is_ascii_uppercase();
    if !x.is_finite() {
        let text = if x.is_nan() { "nan" } else { "inf" };
        return if upper { text.to_uppercase() } else { text.to_string() };
    }
    let x = x.abs();
    let mut out = String::with_capacity(32);
    match code.to_ascii_lowercase() {
        'f' => Decimal::fixed(x, precision).write_plain(&mut out, 0, alternate),
        'e' => exponential(x, precision + 1).write_exponent(&mut out, upper, alternate),
        _ => {
            let precision = precision.max(1);
            let mut d = exponential(x, precision);
            let plain = -4 < d.point && d.point as i64 <= precision as i64;
            if !alternate {
                d.trim_zeros();
            }
            if plain { d.write_plain(&mut out, 0, alternate) } else { d.write_exponent(&mut out, upper, alternate) }
        }
    }
    out
}

/// The shortest text of the magnitude; `dot` puts `.0` after a whole number, `alternate` keeps a bare point.
pub fn format_magnitude_short(x: f64, dot: bool, alternate: bool) -> String {
    let mut out = String::new();
    if x.is_nan() {
        return "nan".to_string();
    }
    write_repr(&mut out, x.abs(), dot);
    if alternate && x.is_finite() && !out.contains('.') {
        let at = out.find('e').unwrap_or(out.len());
        out.insert(at, '.');
    }
    out
}

/// `g` that keeps at least one digit after the point, and takes the exponent one digit earlier for it.
pub fn format_magnitude_dotted(x: f64, precision: usize, alternate: bool) -> String {
    if !x.is_finite() {
        return format_magnitude(x, 'g', precision, alternate);
    }
    let precision = precision.max(1);
    let mut d = exponential(x.abs(), precision);
    let plain = -4 < d.point && (d.point as i64) < precision as i64 || x == 0.0;
    if !alternate {
        d.trim_zeros();
    }
    let mut out = String::new();
    if plain {
        d.write_plain(&mut out, 1, alternate);
    } else {
        d.write_exponent(&mut out, false, alternate);
    }
    out
}

fn exponential(x: f64, n: usize) -> Decimal {
    if x == 0.0 {
        return Decimal { digits: "0".repeat(n.max(1)), point: 1 };
    }
    Decimal::significant(x, n)
}

/// Zeros of the decimal digits of Unicode: each begins ten consecutive digits.
static ZEROS: &[u32] = &[
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20,
    0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0,
    0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0,
    0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50,
    0x11D50, 0x11DA0, 0x11F50, 0x16A60, 0x16AC0, 0x16B50, 0x1CCF0, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6,
    0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// The value of a decimal digit (category Nd).
pub fn decimal_digit(c: u32) -> Option<u32> {
    if c < 128 {
        return if (48..58).contains(&c) { Some(c - 48) } else { None };
    }
    let i = ZEROS.partition_point(|z| *z <= c).checked_sub(1)?;
    (c - ZEROS[i] < 10).then(|| c - ZEROS[i])
}

/// Whether a character counts as space for `str.strip`, `int()` and `float()`.
pub fn is_space(c: u32) -> bool {
    matches!(
        c,
        9..=13 | 28..=32 | 0x85 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000
    )
}

/// The text of a number in ASCII: decimal digits and spaces of other scripts replaced, the ends stripped. `None` if
/// another character is in it.
pub fn ascii_number(s: Str) -> Option<String> {
    let text: Option<String> = match s.as_ascii() {
        Some(text) => Some(text.to_string()),
        None => s
            .chars()
            .iter()
            .map(|c| match c {
                c if is_space(c) => Some(' '),
                0..128 => char::from_u32(c),
                _ => decimal_digit(c).and_then(|d| char::from_digit(d, 10)),
            })
            .collect(),
    };
    text.map(|t| t.trim_matches(|c: char| is_space(c as u32)).to_string())
}

/// `float(text)` for stripped ASCII text; `None` if it is no float.
pub fn parse(text: &str) -> Option<f64> {
    let (body, negative) = match text.as_bytes().first()? {
        b'-' => (&text[1..], true),
        b'+' => (&text[1..], false),
        _ => (text, false),
    };
    if body.eq_ignore_ascii_case("inf") || body.eq_ignore_ascii_case("infinity") {
        return Some(if negative { f64::NEG_INFINITY } else { f64::INFINITY });
    }
    if body.eq_ignore_ascii_case("nan") {
        return Some(if negative { -f64::NAN } else { f64::NAN });
    }
    if body.contains('_') {
        // between digits only
        let b = body.as_bytes();
        let digit = |i: usize| b.get(i).is_some_and(u8::is_ascii_digit);
        if (0..b.len()).any(|i| b[i] == b'_' && !(i > 0 && digit(i - 1) && digit(i + 1))) {
            return None;
        }
        return parse_decimal(&body.replace('_', "")).map(|x| if negative { -x } else { x });
    }
    parse_decimal(body).map(|x| if negative { -x } else { x })
}

/// `digits [. digits] [e [sign] digits]`, at least one digit before the exponent.
fn parse_decimal(body: &str) -> Option<f64> {
    let n = decimal_length(body)?;
    if n != body.len() { None } else { body.parse().ok() }
}

/// Length of the longest beginning of `body` that is an unsigned decimal float.
pub fn decimal_length(body: &str) -> Option<usize> {
    let b = body.as_bytes();
    let run = |mut i: usize| {
        while b.get(i).is_some_and(u8::is_ascii_digit) {
            i += 1;
        }
        i
    };
    let whole = run(0);
    let mut end = whole;
    let mut digits = whole;
    if b.get(whole) == Some(&b'.') {
        end = run(whole + 1);
        digits += end - whole - 1;
    }
    if digits == 0 {
        return None;
    }
    if matches!(b.get(end), Some(b'e' | b'E')) {
        let from = if matches!(b.get(end + 1), Some(b'+' | b'-')) { end + 2 } else { end + 1 };
        let to = run(from);
        if to > from {
            end = to;
        }
    }
    Some(end)
}
