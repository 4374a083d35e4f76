//! `float`: its class, and the boxed floats that do not fit a word. The arithmetic is in `number`, the texts in
//! `float_text` and `format_spec`.

use super::float_text;
use super::int::{check_class, instance};
use super::{bytes, format_spec, number};
use crate::native::{Args, Attribute, Method, class_method, getter, method, static_method};
use crate::object::bigint;
use crate::object::kind::Kind;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::TypeRow;
use crate::object::value::Value;
use crate::ops::arithmetic::BinaryOp;
use crate::ops::compare::CompareOp;
use crate::thread::{Raised, Ret, Thread};
use num_bigint::BigInt;

pub static TYPE: TypeRow = TypeRow::new("float", Kind::Float)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("Convert a string or number to a floating-point number, if possible.");

static NEW: Method = static_method("__new__(cls, x=0, /)", float_new, "Create and return a new object.");

/// A float that does not fit a word.
pub fn boxed(t: &mut Thread, x: f64) -> Ret {
    let o = t.alloc_leaf(TYPE.head(), 8)?;
    // SAFETY: V7: a fresh leaf of one word.
    unsafe { *o.bytes().cast::<u64>() = x.to_bits() };
    Ok(Value::from_obj(o))
}
/// The number of an exact float, inline or boxed.
#[inline(always)]
pub fn exact(v: Value) -> Option<f64> {
    if let Some(x) = v.inline_float() {
        return Some(x);
    }
    let o = v.obj().filter(|o| o.kind() == Kind::Float as u8)?;
    // SAFETY: V7: a boxed float is one word.
    Some(f64::from_bits(unsafe { *o.bytes().cast::<u64>() }))
}
/// Whether `v` is a float, not of a subclass.
#[inline(always)]
pub fn is_exact(v: Value) -> bool {
    v.is_inline_float() || v.obj().is_some_and(|o| o.kind() == Kind::Float as u8)
}
/// The number of a float object, inline or boxed (also of a subclass).
pub fn value(v: Value) -> Option<f64> {
    if let Some(x) = v.inline_float() {
        return Some(x);
    }
    let o = v.obj()?;
    match Kind::of(o.kind()) {
        Kind::Float => exact(v),
        Kind::Wrapped => value(Value::from_bits(o.word(0))),
        _ => None,
    }
}
/// `float(v)` for a real number: float, int, or by `__float__` and `__index__`.
pub fn from_number(t: &mut Thread, v: Value) -> Result<f64, Raised> {
    match try_number(t, v)? {
        Some(x) => Ok(x),
        None => {
            let kind = t.type_name(v);
            Err(t.type_error(format!("must be real number, not {kind}")))
        }
    }
}
/// `float(v)` for a real number; `None` if `v` is none.
pub fn try_number(t: &mut Thread, v: Value) -> Result<Option<f64>, Raised> {
    if let Some(x) = exact(v) {
        return Ok(Some(x));
    }
    if v.is_int() || v.is_bool() || Thread::kind_of(v) == Kind::BigInt {
        return number::as_float(t, v).map(Some);
    }
    let n = t.names();
    if let Some(r) = t.call_special(v, n.__float__, &[])? {
        return match value(r) {
            Some(x) => Ok(Some(x)),
            None => {
                let (class, kind) = (t.type_name(v), t.type_name(r));
                Err(t.type_error(format!("{class}.__float__ returned non-float (type {kind})")))
            }
        };
    }
    match t.try_index(v)? {
        Some(i) => number::as_float(t, i).map(Some),
        None => Ok(None),
    }
}

/// The number of a receiver.
#[inline(always)]
fn receiver(v: Value) -> f64 {
    value(v).unwrap_or(0.0)
}
/// The other operand: a float or an int.
fn operand(t: &mut Thread, v: Value) -> Result<Option<f64>, Raised> {
    match number::plain(v) {
        Some(v) => number::as_float(t, v).map(Some),
        None => Ok(None),
    }
}
fn operator(t: &mut Thread, op: BinaryOp, a: Value, b: Value) -> Ret {
    let (Some(x), Some(y)) = (operand(t, a)?, operand(t, b)?) else { return Ok(Value::NOT_IMPLEMENTED) };
    Ok(number::float_binary(t, op, x, y)?.unwrap_or(Value::NOT_IMPLEMENTED))
}
fn comparison(op: CompareOp, a: Args) -> Ret {
    match (number::plain(a[0]), number::plain(a[1])) {
        (Some(x), Some(y)) => Ok(Value::bool(number::compare(op, x, y))),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}
fn pow(t: &mut Thread, base: Value, exponent: Value, modulus: Value) -> Ret {
    if modulus.given().is_some() {
        return Err(t.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
    }
    operator(t, BinaryOp::Pow, base, exponent)
}

static METHODS: [Method; 42] = [
    method("__add__(self, value, /)", |t, a| operator(t, BinaryOp::Add, a[0], a[1]), "Return self+value."),
    method("__radd__(self, value, /)", |t, a| operator(t, BinaryOp::Add, a[1], a[0]), "Return value+self."),
    method("__sub__(self, value, /)", |t, a| operator(t, BinaryOp::Sub, a[0], a[1]), "Return self-value."),
    method("__rsub__(self, value, /)", |t, a| operator(t, BinaryOp::Sub, a[1], a[0]), "Return value-self."),
    method("__mul__(self, value, /)", |t, a| operator(t, BinaryOp::Mul, a[0], a[1]), "Return self*value."),
    method("__rmul__(self, value, /)", |t, a| operator(t, BinaryOp::Mul, a[1], a[0]), "Return value*self."),
    method("__mod__(self, value, /)", |t, a| operator(t, BinaryOp::Mod, a[0], a[1]), "Return self%value."),
    method("__rmod__(self, value, /)", |t, a| operator(t, BinaryOp::Mod, a[1], a[0]), "Return value%self."),
    method(
        "__divmod__(self, value, /)",
        |t, a| operator(t, BinaryOp::DivMod, a[0], a[1]),
        "Return divmod(self, value).",
    ),
    method(
        "__rdivmod__(self, value, /)",
        |t, a| operator(t, BinaryOp::DivMod, a[1], a[0]),
        "Return divmod(value, self).",
    ),
    method("__truediv__(self, value, /)", |t, a| operator(t, BinaryOp::Div, a[0], a[1]), "Return self/value."),
    method("__rtruediv__(self, value, /)", |t, a| operator(t, BinaryOp::Div, a[1], a[0]), "Return value/self."),
    method("__floordiv__(self, value, /)", |t, a| operator(t, BinaryOp::FloorDiv, a[0], a[1]), "Return self//value."),
    method("__rfloordiv__(self, value, /)", |t, a| operator(t, BinaryOp::FloorDiv, a[1], a[0]), "Return value//self."),
    method("__pow__(self, value, mod=None, /)", |t, a| pow(t, a[0], a[1], a[2]), "Return pow(self, value, mod)."),
    method("__rpow__(self, value, mod=None, /)", |t, a| pow(t, a[1], a[0], a[2]), "Return pow(value, self, mod)."),
    method("__lt__(self, value, /)", |_, a| comparison(CompareOp::Lt, a), "Return self<value."),
    method("__le__(self, value, /)", |_, a| comparison(CompareOp::Le, a), "Return self<=value."),
    method("__eq__(self, value, /)", |_, a| comparison(CompareOp::Eq, a), "Return self==value."),
    method("__ne__(self, value, /)", |_, a| comparison(CompareOp::Ne, a), "Return self!=value."),
    method("__gt__(self, value, /)", |_, a| comparison(CompareOp::Gt, a), "Return self>value."),
    method("__ge__(self, value, /)", |_, a| comparison(CompareOp::Ge, a), "Return self>=value."),
    method("__hash__(self, /)", float_hash, "Return hash(self)."),
    method("__neg__(self, /)", |t, a| t.float(-receiver(a[0])), "-self"),
    method("__pos__(self, /)", |t, a| t.float(receiver(a[0])), "+self"),
    method("__abs__(self, /)", |t, a| t.float(receiver(a[0]).abs()), "abs(self)"),
    method("__bool__(self, /)", |_, a| Ok(Value::bool(receiver(a[0]) != 0.0)), "True if self else False"),
    method("__int__(self, /)", |t, a| number::float_to_int(t, receiver(a[0])), "int(self)"),
    method(
        "__trunc__(self, /)",
        |t, a| number::float_to_int(t, receiver(a[0])),
        "Return the Integral closest to x between 0 and x.",
    ),
    method(
        "__floor__(self, /)",
        |t, a| number::float_to_int(t, receiver(a[0]).floor()),
        "Return the floor as an Integral.",
    ),
    method(
        "__ceil__(self, /)",
        |t, a| number::float_to_int(t, receiver(a[0]).ceil()),
        "Return the ceiling as an Integral.",
    ),
    method("__float__(self, /)", |t, a| t.float(receiver(a[0])), "float(self)"),
    method(
        "__round__(self, ndigits=None, /)",
        float_round,
        "Return the Integral closest to x, rounding half toward even.\n\nWhen an argument is passed, work like built-in round(x, ndigits).",
    ),
    method("__repr__(self, /)", |t, a| Ok(to_str(t, receiver(a[0]))?.value()), "Return repr(self)."),
    method(
        "__format__(self, format_spec, /)",
        format_spec::float_format,
        "Formats the float according to format_spec.",
    ),
    method(
        "__getnewargs__(self, /)",
        |t, a| {
            let x = t.float(receiver(a[0]))?;
            Tuple::make(t, &[x])
        },
        "",
    ),
    method("conjugate(self, /)", |t, a| t.float(receiver(a[0])), "Return self, the complex conjugate of any float."),
    method(
        "as_integer_ratio(self, /)",
        as_integer_ratio,
        "Return a pair of integers, whose ratio is exactly equal to the original float.",
    ),
    method(
        "is_integer(self, /)",
        |_, a| {
            let x = receiver(a[0]);
            Ok(Value::bool(x.is_finite() && x == x.trunc()))
        },
        "Return True if the float is an integer.",
    ),
    method(
        "hex(self, /)",
        |t, a| t.str(&hex(receiver(a[0]))),
        "Return a hexadecimal representation of a floating-point number.",
    ),
    class_method("__getformat__(cls, typestr, /)", get_format, "How the C types hold floats."),
    class_method("fromhex(cls, string, /)", from_hex, "Create a floating-point number from a hexadecimal string."),
];

static ATTRIBUTES: [Attribute; 2] = [
    getter("real", |t, v| t.float(receiver(v)), "the real part of a complex number"),
    getter("imag", |t, _| t.float(0.0), "the imaginary part of a complex number"),
];

/// `str(x)`.
pub fn to_str(t: &mut Thread, x: f64) -> Result<Str, Raised> {
    Str::from_ascii(t, float_text::repr(x).as_bytes())
}

fn float_new(t: &mut Thread, a: Args) -> Ret {
    let class = check_class(t, a[0], &TYPE)?;
    let x = if a[1].is_unbound() { 0.0 } else { from_value(t, a[1])? };
    let plain = t.float(x)?;
    instance(t, class, &TYPE, plain)
}

/// `float(v)`.
pub fn from_value(t: &mut Thread, v: Value) -> Result<f64, Raised> {
    if let Some(x) = try_text(t, v)? {
        return Ok(x);
    }
    match try_number(t, v)? {
        Some(x) => Ok(x),
        None => {
            let kind = t.type_name(v);
            Err(t.type_error(format!("float() argument must be a string or a real number, not '{kind}'")))
        }
    }
}
/// The float that a str, bytes or bytearray spells.
fn try_text(t: &mut Thread, v: Value) -> Result<Option<f64>, Raised> {
    let text = if let Some(s) = Str::from(v) {
        float_text::ascii_number(s)
    } else {
        let owned = match bytes::data(v) {
            Some(b) => b.to_vec(),
            None => match super::int::byte_array(t, v) {
                Some(b) => b,
                None => return Ok(None),
            },
        };
        let text = String::from_utf8(owned).ok().filter(|s| s.is_ascii());
        text.map(|s| s.trim_matches(|c: char| matches!(c as u32, 9..=13 | 32)).to_string())
    };
    match text.and_then(|s| float_text::parse(&s)) {
        Some(x) => Ok(Some(x)),
        None => {
            let shown = t.repr_text(v)?;
            Err(t.value_error(format!("could not convert string to float: {shown}")))
        }
    }
}

fn float_hash(t: &mut Thread, a: Args) -> Ret {
    let x = receiver(a[0]);
    if x.is_nan() {
        return Ok(Value::int(Thread::identity_hash(a[0]) >> 2));
    }
    t.int(number::hash_float(x))
}

fn float_round(t: &mut Thread, a: Args) -> Ret {
    let x = receiver(a[0]);
    let Some(digits) = a[1].given() else { return number::float_to_int(t, x.round_ties_even()) };
    let digits = t.to_i64_clamped(digits)?;
    if !x.is_finite() || x == 0.0 || digits > 323 {
        return t.float(x);
    }
    if digits < -308 {
        return t.float(0f64.copysign(x));
    }
    let r = round_decimal(x, digits as i32);
    if r.is_infinite() {
        return Err(t.overflow_error("rounded value too large to represent"));
    }
    t.float(r)
}

/// The float nearest to `x` rounded to `digits` decimals, half to even by the exact value of `x`.
pub fn round_decimal(x: f64, digits: i32) -> f64 {
    if digits >= 0 {
        // exact, and divided once: both numbers are floats themselves
        if digits <= 15
            && let Some(n) = super::format_quick::scaled(x, digits as usize).filter(|n| *n < 1 << 53)
        {
            return (n as f64 / 10f64.powi(digits)).copysign(x);
        }
        return format!("{x:.*}", digits as usize).parse().unwrap_or(x);
    }
    // left of the point: by the digits of the whole exact number
    let exponent = format!("{x:e}");
    let exponent: i32 = exponent.split_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or(0);
    let significant = exponent + digits;
    if significant < -1 {
        return 0f64.copysign(x);
    }
    if significant == -1 {
        // below or above half a unit
        let half = 5.0 * 10f64.powi(-digits - 1);
        return if x.abs() > half {
            format!("1e{}", -digits).parse::<f64>().unwrap_or(0.0).copysign(x)
        } else {
            0f64.copysign(x)
        };
    }
    format!("{x:.*e}", significant as usize).parse().unwrap_or(x)
}

fn as_integer_ratio(t: &mut Thread, a: Args) -> Ret {
    let x = receiver(a[0]);
    if x.is_nan() {
        return Err(t.value_error("cannot convert NaN to integer ratio"));
    }
    if x.is_infinite() {
        return Err(t.overflow_error("cannot convert Infinity to integer ratio"));
    }
    let (mut m, mut e) = decompose(x);
    if m == 0 {
        e = 0;
    } else {
        let z = m.trailing_zeros();
        m >>= z;
        e += z as i64;
    }
    let n = BigInt::from(if x < 0.0 { -(m as i64) } else { m as i64 });
    let (n, d) = if e >= 0 { (n << e as u64, BigInt::from(1)) } else { (n, BigInt::from(1) << -e as u64) };
    let (n, d) = (t.big(&n)?, t.big(&d)?);
    Tuple::make(t, &[n, d])
}

/// `|x| = m * 2^e`.
fn decompose(x: f64) -> (u64, i64) {
    let bits = x.to_bits();
    let biased = (bits >> 52 & 0x7FF) as i64;
    let fraction = bits & ((1 << 52) - 1);
    if biased == 0 { (fraction, -1074) } else { (fraction | 1 << 52, biased - 1075) }
}

/// `float.hex()`.
pub fn hex(x: f64) -> String {
    if !x.is_finite() {
        return float_text::repr(x);
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = x.to_bits();
    let biased = (bits >> 52 & 0x7FF) as i64;
    let (lead, e) = if biased == 0 { (0, -1022) } else { (1, biased - 1023) };
    format!("{sign}0x{lead}.{:013x}p{e:+}", bits & ((1 << 52) - 1))
}

fn from_hex(t: &mut Thread, a: Args) -> Ret {
    let s = match Str::from(a[1]) {
        Some(s) => s,
        None => {
            let kind = t.type_name(a[1]);
            return Err(t.type_error(format!("fromhex() argument must be str, not {kind}")));
        }
    };
    let text = s.text().into_owned();
    let x = match parse_hex(text.trim_matches(|c: char| matches!(c as u32, 9..=13 | 32))) {
        Ok(x) => x,
        Err(true) => return Err(t.overflow_error("hexadecimal value too large to represent as a float")),
        Err(false) => return Err(t.value_error("invalid hexadecimal floating-point string")),
    };
    let v = t.float(x)?;
    if a[0].is(TYPE.value()) { Ok(v) } else { t.call(a[0], &[v]) }
}

fn get_format(t: &mut Thread, a: Args) -> Ret {
    match Str::from(a[1]) {
        Some(s) if s.eq_text("double") || s.eq_text("float") => t.str("IEEE, little-endian"),
        Some(_) => Err(t.value_error("__getformat__() argument 1 must be 'double' or 'float'")),
        None => {
            let kind = t.type_name(a[1]);
            Err(t.type_error(format!("__getformat__() argument must be str, not {kind}")))
        }
    }
}

/// `[sign] ["0x"] digits ["." digits] ["p" exponent]`; an error is true for an overflow.
fn parse_hex(text: &str) -> Result<f64, bool> {
    let (body, negative) = match text.as_bytes().first() {
        Some(b'-') => (&text[1..], true),
        Some(b'+') => (&text[1..], false),
        _ => (text, false),
    };
    let signed = |x: f64| if negative { -x } else { x };
    match body.to_ascii_lowercase().as_str() {
        "inf" | "infinity" => return Ok(signed(f64::INFINITY)),
        "nan" => return Ok(signed(f64::NAN)),
        _ => {}
    }
    let body = body.strip_prefix("0x").or_else(|| body.strip_prefix("0X")).unwrap_or(body);
    let (mantissa, exponent) = match body.find(['p', 'P']) {
        Some(i) => (&body[..i], Some(&body[i + 1..])),
        None => (body, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.len() + fraction.len() == 0 {
        return Err(false);
    }
    let mut e: i64 = match exponent {
        None => 0,
        Some(text) => {
            let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
            if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return Err(false);
            }
            text.parse::<i64>().unwrap_or(if text.starts_with('-') { i64::MIN / 4 } else { i64::MAX / 4 })
        }
    };
    e -= 4 * fraction.len() as i64;
    // up to 124 bits of the mantissa, the rest sticky
    let mut m = 0u128;
    for c in whole.chars().chain(fraction.chars()) {
        let d = c.to_digit(16).ok_or(false)? as u128;
        if m >> 120 == 0 {
            m = m << 4 | d;
        } else {
            m |= (d != 0) as u128;
            e += 4;
        }
    }
    if m == 0 {
        return Ok(signed(0.0));
    }
    let top = e + 128 - m.leading_zeros() as i64;
    if top > 1024 {
        return Err(true);
    }
    if top < -1080 {
        return Ok(signed(0.0));
    }
    let x = number::scale(m, e);
    if x.is_infinite() { Err(true) } else { Ok(signed(x)) }
}

/// Whether a value is an int or a float (also of subclasses).
pub fn is_real(v: Value) -> bool {
    value(v).is_some() || bigint::is_int(v)
}
