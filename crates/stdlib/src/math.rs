//! `math`: the functions of one and two floats here; whole numbers in `integers`, sums and norms in `sums`, the gamma
//! functions in `gamma`. The elementary functions are the C library's, with CPython's errors around them: a NaN out of
//! numbers is a domain error, an infinity a range error.

mod gamma;
mod integers;
mod sums;

use pyish_vm::import::ModuleRow;
use pyish_vm::object::bigint;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::ops::arithmetic::BinaryOp;
use pyish_vm::types::{float, number};
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function};

pub static MODULE: ModuleRow = ModuleRow {
    name: "math",
    doc: "Functions of real numbers, as the C standard defines them, and of integers.",
    functions: &FUNCTIONS,
    init,
};

/// The C library's functions.
pub(crate) mod c {
    macro_rules! functions {
        ($($name:ident($($x:ident)*))*) => { $(
            pub fn $name($($x: f64),*) -> f64 {
                mod c {
                    unsafe extern "C" {
                        pub safe fn $name($($x: f64),*) -> f64;
                    }
                }
                c::$name($($x),*)
            }
        )* };
    }
    functions! {
        acos(x) acosh(x) asin(x) asinh(x) atan(x) atan2(y x) atanh(x) cbrt(x) cos(x) cosh(x) erf(x) erfc(x) exp(x) exp2(x)
        expm1(x) fma(x y z) log(x) log10(x) log1p(x) log2(x) remainder(x y) sin(x) sinh(x) tan(x) tanh(x)
    }
}

#[cold]
pub(crate) fn domain_error(t: &mut Thread) -> Raised {
    t.value_error("math domain error")
}
#[cold]
pub(crate) fn range_error(t: &mut Thread) -> Raised {
    t.overflow_error("math range error")
}

/// A function of one float whose infinities out of finite numbers are poles.
fn one(t: &mut Thread, a: Args, f: fn(f64) -> f64) -> Ret {
    let x = t.to_f64(a[0])?;
    let r = f(x);
    if r.is_nan() && !x.is_nan() || r.is_infinite() && x.is_finite() {
        return Err(domain_error(t));
    }
    t.float(r)
}
/// A function of one float that may overflow.
fn growing(t: &mut Thread, a: Args, f: fn(f64) -> f64) -> Ret {
    let x = t.to_f64(a[0])?;
    let r = f(x);
    if r.is_nan() && !x.is_nan() {
        return Err(domain_error(t));
    }
    if r.is_infinite() && x.is_finite() {
        return Err(range_error(t));
    }
    t.float(r)
}
/// A function of two floats.
fn two(t: &mut Thread, a: Args, f: fn(f64, f64) -> f64) -> Ret {
    let (x, y) = (t.to_f64(a[0])?, t.to_f64(a[1])?);
    t.float(f(x, y))
}
fn test(t: &mut Thread, a: Args, f: fn(f64) -> bool) -> Ret {
    Ok(Value::bool(f(t.to_f64(a[0])?)))
}

static FUNCTIONS: [Method; 57] = [
    function("acos(x, /)", |t, a| one(t, a, c::acos), "Return the arc cosine (measured in radians) of x."),
    function("acosh(x, /)", |t, a| one(t, a, c::acosh), "Return the inverse hyperbolic cosine of x."),
    function("asin(x, /)", |t, a| one(t, a, c::asin), "Return the arc sine (measured in radians) of x."),
    function("asinh(x, /)", |t, a| one(t, a, c::asinh), "Return the inverse hyperbolic sine of x."),
    function("atan(x, /)", |t, a| one(t, a, c::atan), "Return the arc tangent (measured in radians) of x."),
    function(
        "atan2(y, x, /)",
        |t, a| two(t, a, c::atan2),
        "Return the arc tangent of y/x in radians, in the quadrant the signs tell.",
    ),
    function("atanh(x, /)", |t, a| one(t, a, c::atanh), "Return the inverse hyperbolic tangent of x."),
    function("cbrt(x, /)", |t, a| one(t, a, c::cbrt), "Return the cube root of x."),
    function("ceil(x, /)", ceil, "Return the smallest integer not below x."),
    function(
        "copysign(x, y, /)",
        |t, a| two(t, a, f64::copysign),
        "Return a float with the magnitude of x and the sign of y.",
    ),
    function("cos(x, /)", |t, a| one(t, a, c::cos), "Return the cosine of x (measured in radians)."),
    function("cosh(x, /)", |t, a| growing(t, a, c::cosh), "Return the hyperbolic cosine of x."),
    function(
        "degrees(x, /)",
        |t, a| {
            let x = t.to_f64(a[0])?;
            t.float(x * (180.0 / std::f64::consts::PI))
        },
        "Convert angle x from radians to degrees.",
    ),
    function("erf(x, /)", |t, a| one(t, a, c::erf), "Error function at x."),
    function("erfc(x, /)", |t, a| one(t, a, c::erfc), "Complementary error function at x."),
    function("exp(x, /)", |t, a| growing(t, a, c::exp), "Return e raised to the power of x."),
    function("exp2(x, /)", |t, a| growing(t, a, c::exp2), "Return 2 raised to the power of x."),
    function("expm1(x, /)", |t, a| growing(t, a, c::expm1), "Return exp(x)-1, exact for small x."),
    function("fabs(x, /)", |t, a| one(t, a, f64::abs), "Return the absolute value of the float x."),
    function("floor(x, /)", floor, "Return the largest integer not above x."),
    function("fma(x, y, z, /)", fma, "Fused multiply-add: (x * y) + z rounded once."),
    function("fmod(x, y, /)", fmod, "Return fmod(x, y), as C defines it; x % y may differ."),
    function(
        "frexp(x, /)",
        frexp,
        "Return the mantissa and exponent of x, as pair (m, e).\n\nm is a float and e is an int, such that x = m * 2.**e.",
    ),
    function("gamma(x, /)", gamma::gamma, "Gamma function at x."),
    function(
        "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)",
        is_close,
        "Determine whether two floating-point numbers are close in value.",
    ),
    function(
        "isfinite(x, /)",
        |t, a| test(t, a, f64::is_finite),
        "Return True if x is neither an infinity nor a NaN, and False otherwise.",
    ),
    function(
        "isinf(x, /)",
        |t, a| test(t, a, f64::is_infinite),
        "Return True if x is a positive or negative infinity, and False otherwise.",
    ),
    function(
        "isnan(x, /)",
        |t, a| test(t, a, f64::is_nan),
        "Return True if x is a NaN (not a number), and False otherwise.",
    ),
    function("ldexp(x, i, /)", ldexp, "Return x * (2**i)."),
    function("lgamma(x, /)", gamma::lgamma, "Natural logarithm of absolute value of Gamma function at x."),
    function("log(x, base=None, /)", log, "Return the logarithm of x to the given base, e if there is none."),
    function(
        "log10(x, /)",
        |t, a| logarithm(t, a[0], c::log10).and_then(|x| t.float(x)),
        "Return the base 10 logarithm of x.",
    ),
    function("log1p(x, /)", |t, a| one(t, a, c::log1p), "Return the natural logarithm of 1+x, exact for x near zero."),
    function(
        "log2(x, /)",
        |t, a| logarithm(t, a[0], c::log2).and_then(|x| t.float(x)),
        "Return the base 2 logarithm of x.",
    ),
    function(
        "modf(x, /)",
        modf,
        "Return the fractional and integer parts of x.\n\nBoth results carry the sign of x and are floats.",
    ),
    function(
        "nextafter(x, y, /, *, steps=None)",
        next_after,
        "Return the floating-point value the given number of steps after x towards y.",
    ),
    function("pow(x, y, /)", pow, "Return x**y (x to the power of y)."),
    function(
        "radians(x, /)",
        |t, a| {
            let x = t.to_f64(a[0])?;
            t.float(x * (std::f64::consts::PI / 180.0))
        },
        "Convert angle x from degrees to radians.",
    ),
    function("remainder(x, y, /)", remainder, "Difference between x and the closest integer multiple of y."),
    function("sin(x, /)", |t, a| one(t, a, c::sin), "Return the sine of x (measured in radians)."),
    function("sinh(x, /)", |t, a| growing(t, a, c::sinh), "Return the hyperbolic sine of x."),
    function("sqrt(x, /)", |t, a| one(t, a, f64::sqrt), "Return the square root of x."),
    function("tan(x, /)", |t, a| one(t, a, c::tan), "Return the tangent of x (measured in radians)."),
    function("tanh(x, /)", |t, a| one(t, a, c::tanh), "Return the hyperbolic tangent of x."),
    function(
        "trunc(x, /)",
        trunc,
        "Truncates the Real x to the nearest Integral toward 0.\n\nUses the __trunc__ magic method.",
    ),
    function("ulp(x, /)", ulp, "Return the value of the least significant bit of the float x."),
    function(
        "comb(n, k, /)",
        integers::comb,
        "Number of ways to choose k items from n items without repetition and without order.",
    ),
    function("factorial(n, /)", integers::factorial, "Find n!."),
    function("gcd(*integers)", integers::gcd, "Greatest Common Divisor."),
    function("isqrt(n, /)", integers::isqrt, "Return the integer part of the square root of the input."),
    function("lcm(*integers)", integers::lcm, "Least Common Multiple."),
    function(
        "perm(n, k=None, /)",
        integers::perm,
        "Number of ways to choose k items from n items without repetition and with order.",
    ),
    function(
        "prod(iterable, /, *, start=1)",
        sums::prod,
        "Calculate the product of all the elements in the input iterable.",
    ),
    function("dist(p, q, /)", sums::dist, "Return the Euclidean distance between two points p and q."),
    function("fsum(seq, /)", sums::fsum, "Return an accurate floating-point sum of values in the iterable seq."),
    function("hypot(*coordinates)", sums::hypot, "Multidimensional Euclidean distance from the origin to a point."),
    function("sumprod(p, q, /)", sums::sumprod, "Return the sum of products of values from two iterables p and q."),
];

fn init(t: &mut Thread, module: Dict) -> Result<(), Raised> {
    use std::f64::consts;
    let named = [("pi", consts::PI), ("e", consts::E), ("tau", consts::TAU), ("inf", f64::INFINITY), ("nan", f64::NAN)];
    for (name, x) in named {
        let v = t.float(x)?;
        module.set_named(t, name, v)?;
    }
    Ok(())
}

/// `floor` and `ceil`: exact floats at once, others by their method, then as real numbers.
fn floor(t: &mut Thread, a: Args) -> Ret {
    if let Some(x) = float::exact(a[0]) {
        return number::float_to_int(t, x.floor());
    }
    let name = t.names().__floor__;
    if let Some(v) = t.call_special(a[0], name, &[])? {
        return Ok(v);
    }
    let x = t.to_f64(a[0])?;
    number::float_to_int(t, x.floor())
}
fn ceil(t: &mut Thread, a: Args) -> Ret {
    if let Some(x) = float::exact(a[0]) {
        return number::float_to_int(t, x.ceil());
    }
    let name = t.names().__ceil__;
    if let Some(v) = t.call_special(a[0], name, &[])? {
        return Ok(v);
    }
    let x = t.to_f64(a[0])?;
    number::float_to_int(t, x.ceil())
}
fn trunc(t: &mut Thread, a: Args) -> Ret {
    if let Some(x) = float::exact(a[0]) {
        return number::float_to_int(t, x);
    }
    let name = t.names().__trunc__;
    match t.call_special(a[0], name, &[])? {
        Some(v) => Ok(v),
        None => {
            let kind = t.type_name(a[0]);
            Err(t.type_error(format!("type {kind} doesn't define __trunc__ method")))
        }
    }
}

fn fma(t: &mut Thread, a: Args) -> Ret {
    let (x, y, z) = (t.to_f64(a[0])?, t.to_f64(a[1])?, t.to_f64(a[2])?);
    let r = c::fma(x, y, z);
    if r.is_nan() && !x.is_nan() && !y.is_nan() && !z.is_nan() {
        return Err(t.value_error("invalid operation in fma"));
    }
    if r.is_infinite() && x.is_finite() && y.is_finite() && z.is_finite() {
        return Err(t.overflow_error("overflow in fma"));
    }
    t.float(r)
}

fn fmod(t: &mut Thread, a: Args) -> Ret {
    let (x, y) = (t.to_f64(a[0])?, t.to_f64(a[1])?);
    if y.is_infinite() && x.is_finite() {
        return t.float(x);
    }
    let r = x % y;
    if r.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain_error(t));
    }
    t.float(r)
}

fn remainder(t: &mut Thread, a: Args) -> Ret {
    let (x, y) = (t.to_f64(a[0])?, t.to_f64(a[1])?);
    let r = c::remainder(x, y);
    if r.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain_error(t));
    }
    t.float(r)
}

fn pow(t: &mut Thread, a: Args) -> Ret {
    let (x, y) = (t.to_f64(a[0])?, t.to_f64(a[1])?);
    let r = x.powf(y);
    if x.is_finite() && y.is_finite() {
        if r.is_nan() || r.is_infinite() && x == 0.0 {
            return Err(domain_error(t));
        }
        if r.is_infinite() {
            return Err(range_error(t));
        }
    }
    t.float(r)
}

/// Mantissa of magnitude 0.5 to 1 (or 0), and exponent.
pub(crate) fn split(x: f64) -> (f64, i64) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let (x, shift) = if x.abs() < f64::MIN_POSITIVE { (x * (1u64 << 54) as f64, 54) } else { (x, 0) };
    let bits = x.to_bits();
    let e = (bits >> 52 & 0x7FF) as i64 - 1022;
    (f64::from_bits(bits & !(0x7FF << 52) | 1022 << 52), e - shift)
}
fn frexp(t: &mut Thread, a: Args) -> Ret {
    let x = t.to_f64(a[0])?;
    let (m, e) = split(x);
    let m = t.float(m)?;
    Tuple::make(t, &[m, Value::int(e)])
}
fn ldexp(t: &mut Thread, a: Args) -> Ret {
    let x = t.to_f64(a[0])?;
    if !bigint::is_int(a[1]) {
        return Err(t.type_error("Expected an int as second argument to ldexp."));
    }
    let e = t.to_i64_clamped(a[1])?;
    if x == 0.0 || !x.is_finite() {
        return t.float(x);
    }
    let r = number::ldexp(x, e);
    if r.is_infinite() {
        return Err(range_error(t));
    }
    t.float(r)
}

fn modf(t: &mut Thread, a: Args) -> Ret {
    let x = t.to_f64(a[0])?;
    let whole = x.trunc();
    let fraction = if x.is_infinite() { 0.0 } else { x - whole };
    let (fraction, whole) = (t.float(fraction.copysign(x))?, t.float(whole)?);
    Tuple::make(t, &[fraction, whole])
}

/// The logarithm of a positive number; of an int of any size by its leading bits and its exponent.
fn logarithm(t: &mut Thread, v: Value, f: fn(f64) -> f64) -> Result<f64, Raised> {
    if let Some(i) = bigint::plain_int(v) {
        let positive = match i.as_int() {
            Some(i) => i > 0,
            None => !bigint::is_negative(i.unwrap_obj()),
        };
        if !positive {
            return Err(domain_error(t));
        }
        if let Some(i) = i.as_int() {
            return Ok(f(i as f64));
        }
        let n = bigint::read(i.unwrap_obj());
        if let Some(x) = number::big_to_f64(&n) {
            return Ok(f(x));
        }
        let bits = n.bits();
        let sticky = (&n >> (bits - 64) << (bits - 64)) != n;
        let top = n >> (bits - 64) | num_bigint::BigInt::from(sticky as i32);
        let m = number::big_to_f64(&top).unwrap_or(1.0);
        let (m, e) = split(m);
        return Ok(f(m) + f(2.0) * (e + bits as i64 - 64) as f64);
    }
    let x = t.to_f64(v)?;
    if x <= 0.0 {
        return Err(domain_error(t));
    }
    Ok(f(x))
}
fn log(t: &mut Thread, a: Args) -> Ret {
    let x = logarithm(t, a[0], c::log)?;
    let x = t.float(x)?;
    // None as a base is no number: only an absent one means e
    if a[1].is_unbound() {
        return Ok(x);
    }
    let base = logarithm(t, a[1], c::log)?;
    let base = t.float(base)?;
    t.binary(BinaryOp::Div, x, base)
}

fn is_close(t: &mut Thread, a: Args) -> Ret {
    let (x, y) = (t.to_f64(a[0])?, t.to_f64(a[1])?);
    let relative = if a[2].is_bound() { t.to_f64(a[2])? } else { 1e-9 };
    let absolute = if a[3].is_bound() { t.to_f64(a[3])? } else { 0.0 };
    if relative < 0.0 || absolute < 0.0 {
        return Err(t.value_error("tolerances must be non-negative"));
    }
    if x == y {
        return Ok(Value::TRUE);
    }
    if x.is_infinite() || y.is_infinite() {
        return Ok(Value::FALSE);
    }
    let diff = (y - x).abs();
    Ok(Value::bool(diff <= (relative * y).abs() || diff <= (relative * x).abs() || diff <= absolute))
}

/// A float's place in the order of all floats; neighbours differ by one, both zeros are 0.
fn rank(x: f64) -> i64 {
    let i = x.to_bits() as i64;
    if i < 0 { i64::MIN.wrapping_sub(i) } else { i }
}
fn next_after(t: &mut Thread, a: Args) -> Ret {
    let (x, y) = (t.to_f64(a[0])?, t.to_f64(a[1])?);
    let steps = match a[2].given() {
        None => 1,
        Some(v) => {
            let n = t.index(v)?;
            let negative = match n.as_int() {
                Some(i) => i < 0,
                None => bigint::is_negative(n.unwrap_obj()),
            };
            if negative {
                return Err(t.value_error("steps must be a non-negative integer"));
            }
            match bigint::narrow(n) {
                Some(n) => n as u64,
                None => u64::MAX,
            }
        }
    };
    let r = if steps == 0 {
        x
    } else if x.is_nan() || y.is_nan() {
        x + y
    } else if x == y {
        y
    } else {
        let (from, to) = (rank(x) as i128, rank(y) as i128);
        if steps as i128 >= (to - from).abs() {
            y
        } else {
            let place = if to > from { from + steps as i128 } else { from - steps as i128 } as i64;
            if place < 0 {
                f64::from_bits(i64::MIN.wrapping_sub(place) as u64)
            } else if place == 0 && x < 0.0 {
                -0.0
            } else {
                f64::from_bits(place as u64)
            }
        }
    };
    t.float(r)
}

fn ulp(t: &mut Thread, a: Args) -> Ret {
    let x = t.to_f64(a[0])?.abs();
    if !x.is_finite() {
        return t.float(x);
    }
    let above = f64::from_bits(x.to_bits() + 1);
    // at the greatest float there is no neighbour above
    let r = if above.is_infinite() { x - f64::from_bits(x.to_bits() - 1) } else { above - x };
    t.float(r)
}
