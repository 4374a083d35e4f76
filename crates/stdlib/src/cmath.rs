//! `cmath`: the C library's complex functions, which follow Annex G of the C standard, with CPython's errors around them: an
//! infinity out of finite numbers is a range error, an argument without a value (a pole, the angle of an infinity) a domain
//! error.

use crate::math::{domain_error, range_error};
use pyish_vm::import::ModuleRow;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::types::complex::{self, Parts};
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function};

pub static MODULE: ModuleRow =
    ModuleRow { name: "cmath", doc: "Mathematical functions of complex numbers.", functions: &FUNCTIONS, init };

/// `double _Complex`, which the C library's functions take and give: two floats.
#[derive(Clone, Copy)]
#[repr(C)]
struct Complex {
    re: f64,
    im: f64,
}

mod c {
    use super::Complex;
    unsafe extern "C" {
        pub safe fn cacos(z: Complex) -> Complex;
        pub safe fn cacosh(z: Complex) -> Complex;
        pub safe fn casin(z: Complex) -> Complex;
        pub safe fn casinh(z: Complex) -> Complex;
        pub safe fn catan(z: Complex) -> Complex;
        pub safe fn catanh(z: Complex) -> Complex;
        pub safe fn ccos(z: Complex) -> Complex;
        pub safe fn ccosh(z: Complex) -> Complex;
        pub safe fn cexp(z: Complex) -> Complex;
        pub safe fn clog(z: Complex) -> Complex;
        pub safe fn csin(z: Complex) -> Complex;
        pub safe fn csinh(z: Complex) -> Complex;
        pub safe fn csqrt(z: Complex) -> Complex;
        pub safe fn ctan(z: Complex) -> Complex;
        pub safe fn ctanh(z: Complex) -> Complex;
    }
}

macro_rules! row {
    ($name:literal, $f:expr, $doc:literal) => {
        function(concat!($name, "(z, /)"), |t, a| one(t, a, $f), $doc)
    };
}
static FUNCTIONS: [Method; 23] = [
    row!("acos", |z| checked(z, c::cacos(z), false), "Return the arc cosine of z."),
    row!("acosh", |z| checked(z, acosh(z), false), "Return the inverse hyperbolic cosine of z."),
    row!("asin", |z| checked(z, c::casin(z), false), "Return the arc sine of z."),
    row!("asinh", |z| checked(z, c::casinh(z), false), "Return the inverse hyperbolic sine of z."),
    row!("atan", |z| checked(z, c::catan(z), z.re == 0.0 && z.im.abs() == 1.0), "Return the arc tangent of z."),
    row!(
        "atanh",
        |z| checked(z, c::catanh(z), z.im == 0.0 && z.re.abs() == 1.0),
        "Return the inverse hyperbolic tangent of z."
    ),
    row!("cos", |z| checked(z, c::ccos(z), z.re.is_infinite() && !z.im.is_nan()), "Return the cosine of z."),
    row!(
        "cosh",
        |z| checked(z, c::ccosh(z), z.im.is_infinite() && !z.re.is_nan()),
        "Return the hyperbolic cosine of z."
    ),
    row!(
        "exp",
        |z| checked(z, c::cexp(z), z.im.is_infinite() && (z.re.is_finite() || z.re == f64::INFINITY)),
        "Return the exponential value e**z."
    ),
    function("log(z, base=<unrepresentable>, /)", log, "log(z[, base]) -> the logarithm of z to the given base."),
    row!("log10", |z| logarithm(z).map(to_base_10), "Return the base-10 logarithm of z."),
    row!("sin", |z| checked(z, c::csin(z), z.re.is_infinite() && !z.im.is_nan()), "Return the sine of z."),
    row!("sinh", |z| checked(z, c::csinh(z), z.im.is_infinite() && !z.re.is_nan()), "Return the hyperbolic sine of z."),
    row!("sqrt", |z| checked(z, c::csqrt(z), false), "Return the square root of z."),
    row!("tan", |z| checked(z, c::ctan(z), z.re.is_infinite() && z.im.is_finite()), "Return the tangent of z."),
    row!(
        "tanh",
        |z| checked(z, c::ctanh(z), z.im.is_infinite() && z.re.is_finite()),
        "Return the hyperbolic tangent of z."
    ),
    function("phase(z, /)", phase, "Return argument, also known as the phase angle, of a complex."),
    function("polar(z, /)", polar, "Convert a complex from rectangular coordinates to polar coordinates."),
    function("rect(r, phi, /)", rect, "Convert from polar coordinates to rectangular coordinates."),
    function(
        "isfinite(z, /)",
        |t, a| test(t, a, |z| z.re.is_finite() && z.im.is_finite()),
        "Whether both parts are finite.",
    ),
    function("isnan(z, /)", |t, a| test(t, a, |z| z.re.is_nan() || z.im.is_nan()), "Whether either part is a NaN."),
    function(
        "isinf(z, /)",
        |t, a| test(t, a, |z| z.re.is_infinite() || z.im.is_infinite()),
        "Whether either part is infinite.",
    ),
    function(
        "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)",
        is_close,
        "Determine whether two complex numbers are close in value.",
    ),
];

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    use std::f64::consts::{E, PI, TAU};
    for (name, x) in [("pi", PI), ("e", E), ("tau", TAU), ("inf", f64::INFINITY), ("nan", f64::NAN)] {
        let v = t.float(x)?;
        d.set_named(t, name, v)?;
    }
    for (name, im) in [("infj", f64::INFINITY), ("nanj", f64::NAN)] {
        let v = complex::new(t, 0.0, im)?;
        d.set_named(t, name, v)?;
    }
    Ok(())
}

enum Failed {
    Domain,
    Range,
}
type Answer = Result<Complex, Failed>;

/// A result with its errors: `domain` says that the argument has no value.
fn checked(z: Complex, r: Complex, domain: bool) -> Answer {
    if domain {
        return Err(Failed::Domain);
    }
    let finite = z.re.is_finite() && z.im.is_finite();
    if finite && (r.re.is_infinite() || r.im.is_infinite()) { Err(Failed::Range) } else { Ok(r) }
}
/// The C standard knows the angle of `0 + NaN i`; CPython does not.
fn acosh(z: Complex) -> Complex {
    if z.re == 0.0 && z.im.is_nan() { Complex { re: f64::NAN, im: f64::NAN } } else { c::cacosh(z) }
}
fn logarithm(z: Complex) -> Answer {
    checked(z, c::clog(z), z.re == 0.0 && z.im == 0.0)
}
fn to_base_10(z: Complex) -> Complex {
    Complex { re: z.re / std::f64::consts::LN_10, im: z.im / std::f64::consts::LN_10 }
}
fn argument(t: &mut Thread, v: Value) -> Result<Complex, Raised> {
    match complex::try_number(t, v)? {
        Some((re, im)) => Ok(Complex { re, im }),
        None => t.to_f64(v).map(|re| Complex { re, im: 0.0 }),
    }
}
fn answer(t: &mut Thread, r: Answer) -> Result<Complex, Raised> {
    match r {
        Ok(z) => Ok(z),
        Err(Failed::Domain) => Err(domain_error(t)),
        Err(Failed::Range) => Err(range_error(t)),
    }
}
fn one(t: &mut Thread, a: Args, f: fn(Complex) -> Answer) -> Ret {
    let z = argument(t, a[0])?;
    let r = answer(t, f(z))?;
    complex::new(t, r.re, r.im)
}
fn log(t: &mut Thread, a: Args) -> Ret {
    let z = argument(t, a[0])?;
    let r = answer(t, logarithm(z))?;
    if a[1].is_unbound() {
        return complex::new(t, r.re, r.im);
    }
    let base = argument(t, a[1])?;
    let base = answer(t, logarithm(base))?;
    let parts = |z: Complex| -> Parts { (z.re, z.im) };
    match complex::quotient(parts(r), parts(base)) {
        Some((re, im)) => complex::new(t, re, im),
        None => Err(domain_error(t)),
    }
}
fn phase(t: &mut Thread, a: Args) -> Ret {
    let z = argument(t, a[0])?;
    t.float(z.im.atan2(z.re))
}
fn polar(t: &mut Thread, a: Args) -> Ret {
    let z = argument(t, a[0])?;
    let r = z.re.hypot(z.im);
    if r.is_infinite() && z.re.is_finite() && z.im.is_finite() {
        return Err(range_error(t));
    }
    let (r, phi) = (t.float(r)?, t.float(z.im.atan2(z.re))?);
    Tuple::make(t, &[r, phi])
}
fn rect(t: &mut Thread, a: Args) -> Ret {
    let (r, phi) = (t.to_f64(a[0])?, t.to_f64(a[1])?);
    if phi.is_infinite() && r != 0.0 && !r.is_nan() {
        return Err(domain_error(t));
    }
    let (re, im) = match (r, phi) {
        _ if phi == 0.0 => (
            r,
            if r.is_nan() {
                0.0
            } else if r.is_infinite() {
                phi.copysign(phi * r.signum())
            } else {
                r * phi
            },
        ),
        _ if r.is_nan() => (f64::NAN, f64::NAN),
        _ if !phi.is_finite() && r == 0.0 => (0.0, 0.0),
        _ if !phi.is_finite() && r.is_infinite() => (f64::INFINITY, f64::NAN),
        _ => (r * phi.cos(), r * phi.sin()),
    };
    complex::new(t, re, im)
}
fn test(t: &mut Thread, a: Args, f: fn(Complex) -> bool) -> Ret {
    let z = argument(t, a[0])?;
    Ok(Value::bool(f(z)))
}
fn is_close(t: &mut Thread, a: Args) -> Ret {
    let (x, y) = (argument(t, a[0])?, argument(t, a[1])?);
    let relative = if a[2].is_unbound() { 1e-9 } else { t.to_f64(a[2])? };
    let absolute = if a[3].is_unbound() { 0.0 } else { t.to_f64(a[3])? };
    if relative < 0.0 || absolute < 0.0 {
        return Err(t.value_error("tolerances must be non-negative"));
    }
    if x.re == y.re && x.im == y.im {
        return Ok(Value::TRUE);
    }
    if [x.re, x.im, y.re, y.im].iter().any(|p| p.is_infinite()) {
        return Ok(Value::FALSE);
    }
    let distance = (x.re - y.re).hypot(x.im - y.im);
    let close =
        distance <= relative * y.re.hypot(y.im) || distance <= relative * x.re.hypot(x.im) || distance <= absolute;
    Ok(Value::bool(close))
}
