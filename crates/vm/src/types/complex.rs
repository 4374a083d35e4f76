//! `complex`: its class and arithmetic.

use super::int::{check_class, instance};
use super::{float, float_text, format_spec, number};
use crate::native::{Args, Attribute, Method, getter, method, static_method};
use crate::object::kind::Kind;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::TypeRow;
use crate::object::value::Value;
use crate::ops::compare::CompareOp;
use crate::thread::{Raised, Ret, Thread};
use crate::types::exc;

pub static TYPE: TypeRow = TypeRow::new("complex", Kind::Complex)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("Create a complex number from a string or numbers.\n\nA string is read as a complex number; of numbers, the value is real + imag*1j.");

static NEW: Method = static_method("__new__(cls, real=0, imag=0)", complex_new, "Create and return a new object.");

/// Real and imaginary part.
pub type Parts = (f64, f64);

/// A complex number: a leaf of two floats.
pub fn new(t: &mut Thread, re: f64, im: f64) -> Ret {
    let o = t.alloc_leaf(TYPE.head(), 16)?;
    // SAFETY: V7: a fresh leaf of two words.
    unsafe {
        *o.bytes().cast::<f64>() = re;
        *o.bytes().cast::<f64>().add(1) = im;
    }
    Ok(Value::from_obj(o))
}
/// The parts of a complex object (also of a subclass).
pub fn value(v: Value) -> Option<Parts> {
    let o = v.obj()?;
    match Kind::of(o.kind()) {
        // SAFETY: V7: a leaf of two floats.
        Kind::Complex => unsafe { Some((*o.bytes().cast::<f64>(), *o.bytes().cast::<f64>().add(1))) },
        Kind::Wrapped => value(Value::from_bits(o.word(0))),
        _ => None,
    }
}
fn receiver(v: Value) -> Parts {
    value(v).unwrap_or((0.0, 0.0))
}
/// An operand: a complex, float or int.
fn operand(t: &mut Thread, v: Value) -> Result<Option<Parts>, Raised> {
    if let Some(z) = value(v) {
        return Ok(Some(z));
    }
    match number::plain(v) {
        Some(v) => Ok(Some((number::as_float(t, v)?, 0.0))),
        None => Ok(None),
    }
}
fn operator(t: &mut Thread, a: Value, b: Value, f: fn(&mut Thread, Parts, Parts) -> Result<Parts, Raised>) -> Ret {
    let (Some(x), Some(y)) = (operand(t, a)?, operand(t, b)?) else { return Ok(Value::NOT_IMPLEMENTED) };
    let (re, im) = f(t, x, y)?;
    new(t, re, im)
}
fn add(_: &mut Thread, x: Parts, y: Parts) -> Result<Parts, Raised> {
    Ok((x.0 + y.0, x.1 + y.1))
}
fn sub(_: &mut Thread, x: Parts, y: Parts) -> Result<Parts, Raised> {
    Ok((x.0 - y.0, x.1 - y.1))
}
fn mul(_: &mut Thread, x: Parts, y: Parts) -> Result<Parts, Raised> {
    Ok(product(x, y))
}
fn product(x: Parts, y: Parts) -> Parts {
    (x.0 * y.0 - x.1 * y.1, x.0 * y.1 + x.1 * y.0)
}
/// Division by Smith's method: scaled by the larger part of the divisor.
fn div(t: &mut Thread, x: Parts, y: Parts) -> Result<Parts, Raised> {
    match quotient(x, y) {
        Some(q) => Ok(q),
        None => Err(t.raise(&exc::ZeroDivisionError, "division by zero")),
    }
}
/// `x / y`; `None` for a zero divisor.
pub fn quotient(x: Parts, y: Parts) -> Option<Parts> {
    let (re, im) = (y.0.abs(), y.1.abs());
    if re >= im {
        if re == 0.0 {
            return None;
        }
        let ratio = y.1 / y.0;
        let d = y.0 + y.1 * ratio;
        Some(((x.0 + x.1 * ratio) / d, (x.1 - x.0 * ratio) / d))
    } else if im >= re {
        let ratio = y.0 / y.1;
        let d = y.0 * ratio + y.1;
        Some(((x.0 * ratio + x.1) / d, (x.1 * ratio - x.0) / d))
    } else {
        Some((f64::NAN, f64::NAN))
    }
}

/// `x ** y`.
pub fn power(t: &mut Thread, x: Parts, y: Parts) -> Result<Parts, Raised> {
    if y == (0.0, 0.0) {
        return Ok((1.0, 0.0));
    }
    if x == (0.0, 0.0) {
        if y.1 != 0.0 || y.0 < 0.0 {
            return Err(t.raise(&exc::ZeroDivisionError, "0.0 to a negative or complex power"));
        }
        return Ok((0.0, 0.0));
    }
    let z = if y.1 == 0.0 && y.0 == y.0.floor() && y.0.abs() <= 100.0 {
        // small whole exponents by squaring, which is exact where it can be
        let (mut n, mut base, mut r) = (y.0.abs() as u32, x, (1.0, 0.0));
        while n > 0 {
            if n & 1 == 1 {
                r = product(r, base);
            }
            n >>= 1;
            if n > 0 {
                base = product(base, base);
            }
        }
        if y.0 < 0.0 { quotient((1.0, 0.0), r).unwrap_or((f64::NAN, f64::NAN)) } else { r }
    } else {
        let (length, angle) = (x.0.hypot(x.1), x.1.atan2(x.0));
        let mut r = length.powf(y.0);
        let mut phase = angle * y.0;
        if y.1 != 0.0 {
            r *= (-angle * y.1).exp();
            phase += y.1 * length.ln();
        }
        (r * phase.cos(), r * phase.sin())
    };
    let finite = |p: Parts| p.0.is_finite() && p.1.is_finite();
    if (z.0.is_infinite() || z.1.is_infinite()) && finite(x) && finite(y) {
        return Err(t.overflow_error("complex exponentiation"));
    }
    Ok(z)
}

fn pow(t: &mut Thread, a: Value, b: Value, modulus: Value) -> Ret {
    if modulus.given().is_some() {
        return Err(t.value_error("complex modulo"));
    }
    operator(t, a, b, power)
}

fn comparison(op: CompareOp, a: Args) -> Ret {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (re, im) = receiver(a[0]);
    let equal = if let Some((x, y)) = value(a[1]) {
        re == x && im == y
    } else if let Some(v) = number::plain(a[1]) {
        im == 0.0
            && match float::exact(v) {
                Some(x) => re == x,
                None => number::order_float_int(re, v) == Some(std::cmp::Ordering::Equal),
            }
    } else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

static METHODS: [Method; 26] = [
    method("__add__(self, value, /)", |t, a| operator(t, a[0], a[1], add), "Return self+value."),
    method("__radd__(self, value, /)", |t, a| operator(t, a[1], a[0], add), "Return value+self."),
    method("__sub__(self, value, /)", |t, a| operator(t, a[0], a[1], sub), "Return self-value."),
    method("__rsub__(self, value, /)", |t, a| operator(t, a[1], a[0], sub), "Return value-self."),
    method("__mul__(self, value, /)", |t, a| operator(t, a[0], a[1], mul), "Return self*value."),
    method("__rmul__(self, value, /)", |t, a| operator(t, a[1], a[0], mul), "Return value*self."),
    method("__truediv__(self, value, /)", |t, a| operator(t, a[0], a[1], div), "Return self/value."),
    method("__rtruediv__(self, value, /)", |t, a| operator(t, a[1], a[0], div), "Return value/self."),
    method("__pow__(self, value, mod=None, /)", |t, a| pow(t, a[0], a[1], a[2]), "Return pow(self, value, mod)."),
    method("__rpow__(self, value, mod=None, /)", |t, a| pow(t, a[1], a[0], a[2]), "Return pow(value, self, mod)."),
    method("__lt__(self, value, /)", |_, a| comparison(CompareOp::Lt, a), "Return self<value."),
    method("__le__(self, value, /)", |_, a| comparison(CompareOp::Le, a), "Return self<=value."),
    method("__eq__(self, value, /)", |_, a| comparison(CompareOp::Eq, a), "Return self==value."),
    method("__ne__(self, value, /)", |_, a| comparison(CompareOp::Ne, a), "Return self!=value."),
    method("__gt__(self, value, /)", |_, a| comparison(CompareOp::Gt, a), "Return self>value."),
    method("__ge__(self, value, /)", |_, a| comparison(CompareOp::Ge, a), "Return self>=value."),
    method("__hash__(self, /)", complex_hash, "Return hash(self)."),
    method(
        "__neg__(self, /)",
        |t, a| {
            let z = receiver(a[0]);
            new(t, -z.0, -z.1)
        },
        "-self",
    ),
    method(
        "__pos__(self, /)",
        |t, a| {
            let z = receiver(a[0]);
            new(t, z.0, z.1)
        },
        "+self",
    ),
    method("__abs__(self, /)", complex_abs, "abs(self)"),
    method("__bool__(self, /)", |_, a| Ok(Value::bool(receiver(a[0]) != (0.0, 0.0))), "True if self else False"),
    method("__repr__(self, /)", |t, a| t.str(&repr(receiver(a[0]))), "Return repr(self)."),
    method(
        "__format__(self, format_spec, /)",
        format_spec::complex_format,
        "Convert to a string according to format_spec.",
    ),
    method("__getnewargs__(self, /)", get_new_args, ""),
    method(
        "__complex__(self, /)",
        |t, a| {
            let z = receiver(a[0]);
            new(t, z.0, z.1)
        },
        "Convert this value to exact type complex.",
    ),
    method(
        "conjugate(self, /)",
        |t, a| {
            let z = receiver(a[0]);
            new(t, z.0, -z.1)
        },
        "Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j.",
    ),
];

static ATTRIBUTES: [Attribute; 2] = [
    getter("real", |t, v| t.float(receiver(v).0), "the real part of a complex number"),
    getter("imag", |t, v| t.float(receiver(v).1), "the imaginary part of a complex number"),
];

/// `repr(z)`: `2j` or `(1+2j)`.
pub fn repr((re, im): Parts) -> String {
    let mut out = String::new();
    let bracketed = !(re == 0.0 && re.is_sign_positive());
    if bracketed {
        out.push('(');
        float_text::write_repr(&mut out, re, false);
        if !im.is_sign_negative() || im.is_nan() {
            out.push('+');
        }
    }
    float_text::write_repr(&mut out, im, false);
    out.push('j');
    if bracketed {
        out.push(')');
    }
    out
}

fn complex_hash(t: &mut Thread, a: Args) -> Ret {
    let (re, im) = receiver(a[0]);
    let part = |x: f64| if x.is_nan() { Thread::identity_hash(a[0]) >> 2 } else { number::hash_float(x) };
    let h = part(re).wrapping_add(part(im).wrapping_mul(1_000_003));
    t.int(if h == -1 { -2 } else { h })
}

fn complex_abs(t: &mut Thread, a: Args) -> Ret {
    let (re, im) = receiver(a[0]);
    let r = re.hypot(im);
    if r.is_infinite() && re.is_finite() && im.is_finite() {
        return Err(t.overflow_error("absolute value too large"));
    }
    t.float(r)
}

fn get_new_args(t: &mut Thread, a: Args) -> Ret {
    let (re, im) = receiver(a[0]);
    let (re, im) = (t.float(re)?, t.float(im)?);
    Tuple::make(t, &[re, im])
}

/// The complex of an argument by `__complex__`, or of a real number; `None` if it is no number.
pub fn try_number(t: &mut Thread, v: Value) -> Result<Option<Parts>, Raised> {
    if Thread::kind_of(v) == Kind::Complex {
        return Ok(value(v));
    }
    let name = t.names().__complex__;
    if let Some(r) = t.call_special(v, name, &[])? {
        return match value(r) {
            Some(z) => Ok(Some(z)),
            None => {
                let kind = t.type_name(r);
                Err(t.type_error(format!("__complex__ returned non-complex (type {kind})")))
            }
        };
    }
    Ok(float::try_number(t, v)?.map(|x| (x, 0.0)))
}

fn complex_new(t: &mut Thread, a: Args) -> Ret {
    let class = check_class(t, a[0], &TYPE)?;
    let (real, imag) = (a[1], a[2]);
    if let Some(s) = Str::from(real) {
        if imag.is_bound() {
            return Err(t.type_error("complex() can't take second arg if first is a string"));
        }
        let Some((re, im)) = float_text::ascii_number(s).and_then(|text| parse(&text)) else {
            return Err(t.value_error("complex() arg is a malformed string"));
        };
        let plain = new(t, re, im)?;
        return instance(t, class, &TYPE, plain);
    }
    if Str::from(imag).is_some() {
        return Err(t.type_error("complex() second arg can't be a string"));
    }
    if imag.is_unbound() && Thread::kind_of(real) == Kind::Complex {
        return instance(t, class, &TYPE, real);
    }
    let first = if real.is_bound() { try_number(t, real)? } else { Some((0.0, 0.0)) };
    let Some(x) = first else {
        let kind = t.type_name(real);
        return Err(t.type_error(format!("complex() first argument must be a string or a number, not '{kind}'")));
    };
    let mut z = x;
    if imag.is_bound() {
        if let Some(y) = value(imag) {
            // real + imag*1j by parts, so that signed zeros stay
            z = (x.0 - y.1, x.1 + y.0);
        } else {
            let Some(y) = float::try_number(t, imag)? else {
                let kind = t.type_name(imag);
                return Err(t.type_error(format!("complex() second argument must be a number, not '{kind}'")));
            };
            z.1 = if value(real).is_some() || x.1 != 0.0 { x.1 + y } else { y };
        }
    }
    let plain = new(t, z.0, z.1)?;
    instance(t, class, &TYPE, plain)
}

/// `complex(text)` for stripped ASCII text: `a`, `bj`, `a+bj`, in one pair of brackets or none.
fn parse(text: &str) -> Option<Parts> {
    let spaces = [' ', '\t', '\n', '\r', '\u{b}', '\u{c}'];
    let body = match text.strip_prefix('(') {
        Some(rest) => rest.strip_suffix(')')?.trim_matches(spaces),
        None => text,
    };
    let clean = without_underscores(body)?;
    let body = clean.as_str();
    if let Some(im) = body.strip_suffix(['j', 'J']) {
        // the sign that splits: the last one that does not belong to an exponent
        let b = im.as_bytes();
        let split = (1..b.len()).rev().find(|i| matches!(b[*i], b'+' | b'-') && !matches!(b[i - 1], b'e' | b'E'));
        let (re, im) = match split {
            Some(i) => (float_text::parse(&im[..i])?, &im[i..]),
            None => (0.0, im),
        };
        let im = match im {
            "" | "+" => 1.0,
            "-" => -1.0,
            _ => float_text::parse(im)?,
        };
        return Some((re, im));
    }
    Some((float_text::parse(body)?, 0.0))
}
/// The text without underscores, if they stand between digits only.
fn without_underscores(text: &str) -> Option<String> {
    let b = text.as_bytes();
    let digit = |i: usize| b.get(i).is_some_and(u8::is_ascii_digit);
    if (0..b.len()).any(|i| b[i] == b'_' && !(i > 0 && digit(i - 1) && digit(i + 1))) {
        return None;
    }
    Some(text.replace('_', ""))
}
