//! Arithmetic, comparison and hashing of exact ints, bools and floats: what the operators do when neither operand is
//! of a class written in Python. Inline ints go by `i64`, boxed ints of one digit by `i128`, the rest by their limbs.
//! An int and a float are compared exactly; arithmetic between them rounds the int first, as CPython does.

use super::{complex, float};
use crate::object::kind::Kind;
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::object::{bigint, limbs};
use crate::ops::arithmetic::BinaryOp;
use crate::ops::compare::CompareOp;
use crate::thread::{Raised, Ret, Thread};
use crate::types::exc;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Pow, Signed, ToPrimitive, Zero};
use std::cmp::Ordering;

/// Ints of more bits than this are refused with MemoryError: 2 GiB of digits.
const MAX_BITS: u64 = 1 << 34;

/// The number of an inline int or a bool.
#[inline(always)]
fn small(v: Value) -> Option<i64> {
    if v.is_int() {
        return Some(v.unwrap_int());
    }
    if v.is_bool() { Some(v.is(Value::TRUE) as i64) } else { None }
}

/// `a op b` for exact numbers; `None` if the operator is not for these (`@`, shifts of floats ...).
#[inline]
pub fn binary(t: &mut Thread, op: BinaryOp, a: Value, b: Value) -> Result<Option<Value>, Raised> {
    if let (Some(x), Some(y)) = (small(a), small(b)) {
        if a.is_bool() && b.is_bool() {
            match op {
                BinaryOp::And => return Ok(Some(Value::bool(x & y != 0))),
                BinaryOp::Or => return Ok(Some(Value::bool(x | y != 0))),
                BinaryOp::Xor => return Ok(Some(Value::bool(x ^ y != 0))),
                _ => {}
            }
        }
        return small_binary(t, op, x, y);
    }
    if float::is_exact(a) || float::is_exact(b) {
        let (x, y) = (as_float(t, a)?, as_float(t, b)?);
        return float_binary(t, op, x, y);
    }
    big_binary(t, op, a, b)
}

/// `a op b` for plain ints (bools taken as ints).
pub fn int_binary(t: &mut Thread, op: BinaryOp, a: Value, b: Value) -> Result<Option<Value>, Raised> {
    match (small(a), small(b)) {
        (Some(x), Some(y)) => small_binary(t, op, x, y),
        _ => big_binary(t, op, a, b),
    }
}

fn small_binary(t: &mut Thread, op: BinaryOp, x: i64, y: i64) -> Result<Option<Value>, Raised> {
    Ok(Some(match op {
        BinaryOp::Add => t.int(x + y)?,
        BinaryOp::Sub => t.int(x - y)?,
        BinaryOp::Mul => bigint::from_i128(t, x as i128 * y as i128)?,
        BinaryOp::Div => {
            if y == 0 {
                return Err(t.raise(&exc::ZeroDivisionError, "division by zero"));
            }
            let exact = |i: i64| i.unsigned_abs() <= 1 << 53;
            let q = if exact(x) && exact(y) { x as f64 / y as f64 } else { true_divide(t, &x.into(), &y.into())? };
            t.float(q)?
        }
        BinaryOp::FloorDiv | BinaryOp::Mod | BinaryOp::DivMod if y == 0 => return Err(int_zero_division(t)),
        BinaryOp::FloorDiv => t.int(Integer::div_floor(&x, &y))?,
        BinaryOp::Mod => t.int(x.mod_floor(&y))?,
        BinaryOp::DivMod => {
            let (q, m) = (t.int(Integer::div_floor(&x, &y))?, t.int(x.mod_floor(&y))?);
            Tuple::make(t, &[q, m])?
        }
        BinaryOp::Pow if y < 0 => return float_binary(t, op, x as f64, y as f64),
        BinaryOp::Pow => match small_power(x, y) {
            Some(r) => bigint::from_i128(t, r)?,
            None => big_power(t, (x < 0, &[x.unsigned_abs()]), y as u64)?,
        },
        BinaryOp::And => Value::int(x & y),
        BinaryOp::Or => Value::int(x | y),
        BinaryOp::Xor => Value::int(x ^ y),
        BinaryOp::LShift | BinaryOp::RShift if y < 0 => return Err(t.value_error("negative shift count")),
        BinaryOp::LShift if y < 64 => bigint::from_i128(t, (x as i128) << y)?,
        BinaryOp::LShift if x == 0 => Value::ZERO,
        BinaryOp::LShift => shift_left(t, (x < 0, &[x.unsigned_abs()]), y as u64)?,
        BinaryOp::RShift => Value::int(x >> y.min(63)),
        BinaryOp::MatMul => return Ok(None),
    }))
}

#[cold]
fn int_zero_division(t: &mut Thread) -> Raised {
    t.raise(&exc::ZeroDivisionError, "division by zero")
}

/// `x ** y` by squaring, while it stays below 2^126.
fn small_power(x: i64, y: i64) -> Option<i128> {
    let (mut base, mut y, mut result) = (x as i128, y as u64, 1i128);
    if x == 2 {
        return if y < 126 { Some(1 << y) } else { None };
    }
    loop {
        if y & 1 == 1 {
            result = result.checked_mul(base)?;
        }
        y >>= 1;
        if y == 0 {
            return Some(result);
        }
        base = base.checked_mul(base)?;
    }
}

/// Powers of at most this many limbs are made limb by limb.
const SHORT_POWER: usize = 48;

/// `x ** y` for a big result.
fn big_power(t: &mut Thread, (negative, x): (bool, &[u64]), y: u64) -> Ret {
    if y == 0 {
        return Ok(Value::int(1));
    }
    let negative = negative && y % 2 == 1;
    if matches!(x, [] | [1]) {
        // -1, 0 and 1 stay themselves
        let i = x.len() as i64;
        return Ok(Value::int(if negative { -i } else { i }));
    }
    let bits = |x: &[u64]| x.len() as u64 * 64 - x[x.len() - 1].leading_zeros() as u64;
    if (bits(x) - 1).checked_mul(y).is_none_or(|b| b > MAX_BITS) {
        return Err(t.memory_error());
    }
    if bits(x) * y <= SHORT_POWER as u64 * 64 {
        let mut power = [0u64; SHORT_POWER + 1];
        let mut square = [0u64; SHORT_POWER + 1];
        power[..x.len()].copy_from_slice(x);
        let mut n = x.len();
        // from the exponent's second highest bit down
        for i in (0..63 - y.leading_zeros()).rev() {
            limbs::multiply(&mut square, &power[..n], &power[..n]);
            n = limbs::trimmed(&square[..2 * n]);
            std::mem::swap(&mut power, &mut square);
            if y >> i & 1 == 1 {
                limbs::multiply(&mut square, &power[..n], x);
                n = limbs::trimmed(&square[..n + x.len()]);
                std::mem::swap(&mut power, &mut square);
            }
        }
        return bigint::build(t, n, |out| {
            out.copy_from_slice(&power[..n]);
            negative
        });
    }
    // a power of two in the base becomes a shift
    let base = bigint::from_limbs(negative, x);
    let zeros = base.trailing_zeros().unwrap_or(0);
    let odd: BigInt = base >> zeros;
    let power = Pow::pow(&odd, y);
    if zeros == 0 {
        return t.big(&power);
    }
    t.big(&(power << (zeros * y)))
}

fn shift_left(t: &mut Thread, x: (bool, &[u64]), y: u64) -> Ret {
    if y > MAX_BITS {
        return Err(t.memory_error());
    }
    bigint::shift_left(t, x, y)
}

fn big_binary(t: &mut Thread, op: BinaryOp, a: Value, b: Value) -> Result<Option<Value>, Raised> {
    let (Some(a), Some(b)) = (bigint::plain_int(a), bigint::plain_int(b)) else { return Ok(None) };
    if let (Some(x), Some(y)) = (bigint::narrow(a), bigint::narrow(b)) {
        // two's complement of 128 bits has room for one digit and its sign
        let r = match op {
            BinaryOp::Add => Some(x + y),
            BinaryOp::Sub => Some(x - y),
            BinaryOp::Mul => x.checked_mul(y),
            BinaryOp::FloorDiv if y != 0 => Some(Integer::div_floor(&x, &y)),
            BinaryOp::Mod if y != 0 => Some(x.mod_floor(&y)),
            BinaryOp::And => Some(x & y),
            BinaryOp::Or => Some(x | y),
            BinaryOp::Xor => Some(x ^ y),
            BinaryOp::RShift if y >= 0 => Some(x >> y.min(127)),
            BinaryOp::LShift if (0..62).contains(&y) => Some(x << y),
            _ => None,
        };
        if let Some(r) = r {
            return bigint::from_i128(t, r).map(Some);
        }
    }
    let (mut one, mut other) = ([0], [0]);
    let (x, y) = (bigint::view(a, &mut one), bigint::view(b, &mut other));
    let v = match op {
        BinaryOp::LShift | BinaryOp::RShift => {
            if y.0 {
                return Err(t.value_error("negative shift count"));
            }
            match bigint::to_i64(b) {
                Some(n) if op == BinaryOp::LShift => shift_left(t, x, n as u64)?,
                Some(n) => bigint::shift_right(t, x, n as u64)?,
                None if x.1.is_empty() => Value::ZERO,
                None if op == BinaryOp::LShift => return Err(t.overflow_error("too many digits in integer")),
                None => Value::int(if x.0 { -1 } else { 0 }),
            }
        }
        BinaryOp::Pow => match bigint::to_i64(b) {
            Some(n) if n >= 0 => big_power(t, x, n as u64)?,
            None if !y.0 => {
                if !matches!(x.1, [] | [1]) {
                    return Err(t.memory_error());
                }
                big_power(t, x, (y.1[0] & 1) + 2)?
            }
            _ => {
                let (x, y) = (as_float(t, a)?, as_float(t, b)?);
                return float_binary(t, op, x, y);
            }
        },
        BinaryOp::Add => bigint::add(t, x, y)?,
        BinaryOp::Sub => bigint::add(t, x, (!y.0, y.1))?,
        BinaryOp::Mul => {
            if (x.1.len() + y.1.len()) as u64 * 64 > MAX_BITS {
                return Err(t.memory_error());
            }
            bigint::multiply(t, x, y)?
        }
        BinaryOp::And => bigint::bitwise(t, x, y, |x, y| x & y)?,
        BinaryOp::Or => bigint::bitwise(t, x, y, |x, y| x | y)?,
        BinaryOp::Xor => bigint::bitwise(t, x, y, |x, y| x ^ y)?,
        BinaryOp::Div => {
            let q = true_divide(t, &bigint::from_limbs(x.0, x.1), &bigint::from_limbs(y.0, y.1))?;
            t.float(q)?
        }
        BinaryOp::MatMul => return Ok(None),
        _ if y.1.is_empty() => return Err(int_zero_division(t)),
        BinaryOp::FloorDiv => bigint::divide(t, x, y, true, false)?.0,
        BinaryOp::Mod => bigint::divide(t, x, y, false, true)?.1,
        _ => {
            let (q, m) = bigint::divide(t, x, y, true, true)?;
            Tuple::make(t, &[q, m])?
        }
    };
    Ok(Some(v))
}

/// `x / y` correctly rounded: the quotient to 66 bits or more with a sticky bit, rounded once.
pub fn true_divide(t: &mut Thread, x: &BigInt, y: &BigInt) -> Result<f64, Raised> {
    if y.is_zero() {
        return Err(t.raise(&exc::ZeroDivisionError, "division by zero"));
    }
    if x.is_zero() {
        return Ok(if y.is_negative() { -0.0 } else { 0.0 });
    }
    let shift = 66 - (x.bits() as i64 - y.bits() as i64);
    // a quotient below 2^-1200 is zero, above 2^1200 an overflow
    if shift > 1300 {
        return Ok(if x.sign() == y.sign() { 0.0 } else { -0.0 });
    }
    if shift < -1300 {
        return Err(t.overflow_error("integer division result too large for a float"));
    }
    let (mut n, mut d) = (x.magnitude().clone(), y.magnitude().clone());
    if shift > 0 {
        n <<= shift as u64;
    } else {
        d <<= -shift as u64;
    }
    let (q, r) = n.div_rem(&d);
    let mut q = q.to_u128().unwrap_or(u128::MAX);
    if !r.is_zero() {
        q |= 1;
    }
    let value = scale(q, -shift);
    if value.is_infinite() {
        return Err(t.overflow_error("integer division result too large for a float"));
    }
    Ok(if x.sign() == y.sign() { value } else { -value })
}

/// `m * 2^e` rounded once, half to even; the lowest bit of `m` may be sticky if `m` has 66 bits or more.
pub fn scale(m: u128, e: i64) -> f64 {
    let bits = 128 - m.leading_zeros() as i64;
    // exponent of the last bit kept: 53 bits, fewer for subnormal numbers
    let last = (bits + e - 53).max(-1074);
    let drop = last - e;
    if drop <= 0 {
        return ldexp(m as f64, e);
    }
    if drop > 127 {
        return 0.0;
    }
    let (kept, rest, half) = (m >> drop, m & ((1 << drop) - 1), 1u128 << (drop - 1));
    let up = rest > half || rest == half && kept & 1 == 1;
    ldexp((kept + up as u128) as f64, last)
}

/// `x * 2^e`, rounded once.
pub fn ldexp(x: f64, e: i64) -> f64 {
    mod c {
        unsafe extern "C" {
            pub safe fn ldexp(x: f64, e: std::ffi::c_int) -> f64;
        }
    }
    c::ldexp(x, e.clamp(-5000, 5000) as i32)
}

/// The int nearest to a float, or `None` past the range of floats.
pub fn big_to_f64(n: &BigInt) -> Option<f64> {
    let m = n.magnitude();
    let bits = m.bits();
    let x = if bits <= 64 {
        m.to_u64().unwrap_or(0) as f64
    } else if bits > 1025 {
        return None;
    } else {
        let shift = bits - 64;
        let mut top = (m >> shift).to_u64().unwrap_or(u64::MAX);
        if m.trailing_zeros().unwrap_or(0) < shift {
            top |= 1;
        }
        top as f64 * f64::from_bits((shift + 1023) << 52)
    };
    if x.is_infinite() {
        return None;
    }
    Some(if n.is_negative() { -x } else { x })
}

/// The float of an exact number; OverflowError for an int past the range of floats.
#[inline(always)]
pub fn as_float(t: &mut Thread, v: Value) -> Result<f64, Raised> {
    if let Some(x) = v.inline_float() {
        return Ok(x);
    }
    match small(v) {
        Some(i) => Ok(i as f64),
        None => as_float_slow(t, v),
    }
}
fn as_float_slow(t: &mut Thread, v: Value) -> Result<f64, Raised> {
    if let Some(x) = float::value(v) {
        return Ok(x);
    }
    let x = bigint::plain_int(v).and_then(|v| {
        let mut one = [0];
        let (negative, limbs) = bigint::view(v, &mut one);
        bigint::to_f64(negative, limbs)
    });
    x.ok_or_else(|| t.overflow_error("int too large to convert to float"))
}

/// Quotient and remainder of floats, rounded down; `y` is not zero.
pub fn float_div_mod(x: f64, y: f64) -> (f64, f64) {
    let mut m = x % y;
    let mut q = (x - m) / y;
    if m != 0.0 {
        if (y < 0.0) != (m < 0.0) {
            m += y;
            q -= 1.0;
        }
    } else {
        m = 0f64.copysign(y);
    }
    let floor = if q != 0.0 {
        let f = q.floor();
        if q - f > 0.5 { f + 1.0 } else { f }
    } else {
        0f64.copysign(x / y)
    };
    (floor, m)
}

/// `x op y` for floats.
pub fn float_binary(t: &mut Thread, op: BinaryOp, x: f64, y: f64) -> Result<Option<Value>, Raised> {
    let r = match op {
        BinaryOp::Add => x + y,
        BinaryOp::Sub => x - y,
        BinaryOp::Mul => x * y,
        BinaryOp::Div | BinaryOp::FloorDiv | BinaryOp::Mod | BinaryOp::DivMod if y == 0.0 => {
            return Err(t.raise(&exc::ZeroDivisionError, "division by zero"));
        }
        BinaryOp::Div => x / y,
        BinaryOp::FloorDiv => float_div_mod(x, y).0,
        BinaryOp::Mod => float_div_mod(x, y).1,
        BinaryOp::DivMod => {
            let (q, m) = float_div_mod(x, y);
            let (q, m) = (t.float(q)?, t.float(m)?);
            return Tuple::make(t, &[q, m]).map(Some);
        }
        BinaryOp::Pow => return float_power(t, x, y).map(Some),
        _ => return Ok(None),
    };
    t.float(r).map(Some)
}

/// `x ** y` by C99's rules, with Python's errors; a negative base with a fraction as exponent gives a complex.
fn float_power(t: &mut Thread, x: f64, y: f64) -> Ret {
    if x == 0.0 && y < 0.0 && !y.is_infinite() {
        return Err(t.raise(&exc::ZeroDivisionError, "zero to a negative power"));
    }
    if x == 0.0 && y == f64::NEG_INFINITY {
        return Err(t.raise(&exc::ZeroDivisionError, "zero to a negative power"));
    }
    if x < 0.0 && x.is_finite() && y.is_finite() && y != y.floor() {
        let (re, im) = complex::power(t, (x, 0.0), (y, 0.0))?;
        return complex::new(t, re, im);
    }
    let r = x.powf(y);
    if r.is_infinite() && x.is_finite() && y.is_finite() {
        return Err(range_error(t));
    }
    t.float(r)
}

/// `OverflowError: (34, 'Numerical result out of range')`.
#[cold]
pub fn range_error(t: &mut Thread) -> Raised {
    match t.str("Numerical result out of range") {
        Ok(text) => t.raise_args(&exc::OverflowError, &[Value::int(34), text]),
        Err(e) => e,
    }
}

/// `pow(base, exponent, modulus)` for plain ints.
pub fn power_mod(t: &mut Thread, base: Value, exponent: Value, modulus: Value) -> Ret {
    if let Some(v) = short_power_mod(t, base, exponent, modulus) {
        return v;
    }
    let big = |v: Value| bigint::to_big(v).unwrap_or_default();
    let (mut base, mut exponent, modulus) = (big(base), big(exponent), big(modulus));
    if modulus.is_zero() {
        return Err(t.value_error("pow() 3rd argument cannot be 0"));
    }
    if exponent.is_negative() {
        let Some(inverse) = base.modinv(&modulus.abs()) else {
            return if modulus.magnitude().bits() == 1 {
                Ok(Value::ZERO)
            } else {
                Err(t.value_error("base is not invertible for the given modulus"))
            };
        };
        base = inverse;
        exponent = -exponent;
    }
    if let (Some(b), Some(m)) = (base.mod_floor(&modulus).to_i64(), modulus.to_i64())
        && let Some(e) = exponent.to_u64()
    {
        // words all the way
        let m = m as i128;
        let (mut b, mut e, mut r) = (b as i128, e, 1i128.mod_floor(&m));
        while e > 0 {
            if e & 1 == 1 {
                r = (r * b).mod_floor(&m);
            }
            b = (b * b).mod_floor(&m);
            e >>= 1;
        }
        return bigint::from_i128(t, r);
    }
    t.big(&base.modpow(&exponent, &modulus))
}

/// `power_mod` by an odd modulus of few limbs and a positive exponent.
fn short_power_mod(t: &mut Thread, base: Value, exponent: Value, modulus: Value) -> Option<Ret> {
    let (mut b1, mut e1, mut m1) = ([0], [0], [0]);
    let (base, exponent) = (bigint::view(base, &mut b1), bigint::view(exponent, &mut e1));
    let (negative, m) = bigint::view(modulus, &mut m1);
    let odd = m.first().is_some_and(|d| d & 1 == 1) && !matches!(m, [1]);
    if !odd || m.len() > limbs::MAX_MODULUS || exponent.0 || base.1.len() > 2 * limbs::MAX_MODULUS {
        return None;
    }
    let mut b = [0u64; limbs::MAX_MODULUS];
    limbs::remainder_into(&mut b, base.1, m);
    let odd_power = exponent.1.first().is_some_and(|d| d & 1 == 1);
    let mut r = limbs::power_mod(&b[..limbs::trimmed(&b)], exponent.1, m);
    let zero = limbs::trimmed(&r[..m.len()]) == 0;
    // of the two remainders that with the modulus's sign
    if (base.0 && odd_power) != negative && !zero {
        let from = r;
        limbs::sub(&mut r, m, &from[..m.len()]);
    }
    Some(bigint::build(t, m.len(), |out| {
        out.copy_from_slice(&r[..m.len()]);
        negative
    }))
}

/// `pow(a, b, c)`: by the operands' `__pow__` if they are not all ints.
pub fn power(t: &mut Thread, a: Value, b: Value, c: Value) -> Ret {
    if c.is_none() || c.is_unbound() {
        return t.binary(BinaryOp::Pow, a, b);
    }
    if let (Some(x), Some(y), Some(z)) = (bigint::plain_int(a), bigint::plain_int(b), bigint::plain_int(c)) {
        return power_mod(t, x, y, z);
    }
    let name = t.names().__pow__;
    if let Some(v) = t.call_special(a, name, &[b, c])?
        && !v.is(Value::NOT_IMPLEMENTED)
    {
        return Ok(v);
    }
    // the others' classes get their say as well: what a float or a complex says is an error
    if [b, c].iter().any(|v| complex::value(*v).is_some()) {
        return Err(t.value_error("complex modulo"));
    }
    if [b, c].iter().any(|v| float::value(*v).is_some()) {
        return Err(t.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
    }
    let (x, y, z) = (t.type_name(a), t.type_name(b), t.type_name(c));
    Err(t.type_error(format!("unsupported operand type(s) for ** or pow(): '{x}', '{y}', '{z}'")))
}

/// `-v`, `+v`, `~v` of an exact number.
pub fn unary(t: &mut Thread, symbol: char, v: Value) -> Ret {
    if let Some(i) = small(v) {
        return match symbol {
            '-' => t.int(-i),
            '+' => Ok(Value::int(i)),
            _ => Ok(Value::int(!i)),
        };
    }
    if let Some(x) = float::value(v) {
        return match symbol {
            '-' => t.float(-x),
            '+' => Ok(v),
            _ => {
                let kind = t.type_name(v);
                Err(t.type_error(format!("bad operand type for unary ~: '{kind}'")))
            }
        };
    }
    match symbol {
        '-' => {
            let (negative, limbs) = bigint::digits(v.unwrap_obj());
            bigint::build(t, limbs.len(), |out| {
                out.copy_from_slice(limbs);
                !negative
            })
        }
        '+' => Ok(v),
        _ => {
            // -v - 1
            let (negative, limbs) = bigint::digits(v.unwrap_obj());
            bigint::add(t, (!negative, limbs), (true, &[1]))
        }
    }
}

/// `a op b` for exact numbers.
#[inline]
pub fn compare(op: CompareOp, a: Value, b: Value) -> bool {
    match order(a, b) {
        Some(o) => op.holds(o),
        None => op == CompareOp::Ne,
    }
}

/// The order of two plain numbers, exact; `None` if one is NaN.
pub fn order(a: Value, b: Value) -> Option<Ordering> {
    if let (Some(x), Some(y)) = (small(a), small(b)) {
        return Some(x.cmp(&y));
    }
    match (float::exact(a), float::exact(b)) {
        (Some(x), Some(y)) => x.partial_cmp(&y),
        (Some(x), None) => order_float_int(x, b),
        (None, Some(y)) => order_float_int(y, a).map(Ordering::reverse),
        (None, None) => Some(order_ints(a, b)),
    }
}

/// The order of two plain ints.
pub fn order_ints(a: Value, b: Value) -> Ordering {
    match (small(a), small(b)) {
        (Some(x), Some(y)) => x.cmp(&y),
        // a boxed int is past every inline one
        (Some(_), None) => {
            if bigint::is_negative(b.unwrap_obj()) {
                Ordering::Greater
            } else {
                Ordering::Less
            }
        }
        (None, Some(_)) => {
            if bigint::is_negative(a.unwrap_obj()) {
                Ordering::Less
            } else {
                Ordering::Greater
            }
        }
        (None, None) => {
            let ((na, da), (nb, db)) = (bigint::digits(a.unwrap_obj()), bigint::digits(b.unwrap_obj()));
            let magnitude = || limbs::compare(da, db);
            match (na, nb) {
                (false, true) => Ordering::Greater,
                (true, false) => Ordering::Less,
                (false, false) => magnitude(),
                (true, true) => magnitude().reverse(),
            }
        }
    }
}

/// The order of a float and an int without rounding.
pub fn order_float_int(x: f64, v: Value) -> Option<Ordering> {
    if x.is_nan() {
        return None;
    }
    if let Some(i) = small(v) {
        if i.unsigned_abs() <= 1 << 53 {
            return x.partial_cmp(&(i as f64));
        }
        if x.abs() >= (1u64 << 63) as f64 {
            return x.partial_cmp(&0.0);
        }
        let whole = x.trunc();
        // equal whole parts: the fraction decides
        return Some((whole as i64).cmp(&i).then_with(|| x.partial_cmp(&whole).unwrap_or(Ordering::Equal)));
    }
    let o = v.unwrap_obj();
    let negative = bigint::is_negative(o);
    // a boxed int is past 2^61, so a float below 2^60 is nearer to zero
    let toward = if negative { Ordering::Greater } else { Ordering::Less };
    if x.is_infinite() {
        return x.partial_cmp(&0.0);
    }
    if x.abs() < (1u64 << 60) as f64 || (x < 0.0) != negative {
        return Some(toward);
    }
    if bigint::bits(o) > 1024 {
        return Some(toward);
    }
    Some(float_to_big(x).cmp(&bigint::read(o)).then_with(|| x.partial_cmp(&x.trunc()).unwrap_or(Ordering::Equal)))
}

/// The whole part of a finite float.
pub fn float_to_big(x: f64) -> BigInt {
    let bits = x.to_bits();
    let exponent = (bits >> 52 & 0x7FF) as i64 - 1075;
    let mantissa = bits & ((1 << 52) - 1) | 1 << 52;
    let magnitude = if exponent >= 0 {
        BigInt::from(mantissa) << exponent as u64
    } else if exponent > -64 {
        BigInt::from(mantissa >> -exponent)
    } else {
        BigInt::zero()
    };
    if x < 0.0 { -magnitude } else { magnitude }
}

/// The int of a float's whole part.
pub fn float_to_int(t: &mut Thread, x: f64) -> Ret {
    if x.abs() < (1u64 << 60) as f64 {
        return Ok(Value::int(x as i64));
    }
    if x.is_nan() {
        return Err(t.value_error("cannot convert float NaN to integer"));
    }
    if x.is_infinite() {
        return Err(t.overflow_error("cannot convert float infinity to integer"));
    }
    t.big(&float_to_big(x))
}

/// The modulus of hashes, a Mersenne prime.
const HASH_MODULUS: u64 = (1 << 61) - 1;

/// CPython's hash of an int: modulo 2^61 - 1, -1 becomes -2.
#[inline]
pub fn hash_i64(i: i64) -> i64 {
    let h = (i.unsigned_abs() % HASH_MODULUS) as i64;
    let h = if i < 0 { -h } else { h };
    if h == -1 { -2 } else { h }
}
/// The hash of a boxed int.
pub fn hash_boxed(o: pyish_heap::Obj) -> i64 {
    let (negative, digits) = bigint::digits(o);
    let r = limbs::hash(digits);
    let h = if negative { -r } else { r };
    if h == -1 { -2 } else { h }
}
/// CPython's hash of a float that is not NaN: equal to that of the equal int or fraction.
pub fn hash_float(x: f64) -> i64 {
    if x == x.trunc() && x.abs() < (1u64 << 60) as f64 {
        return hash_i64(x as i64);
    }
    if x.is_infinite() {
        return if x > 0.0 { 314_159 } else { -314_159 };
    }
    // m * 2^e modulo 2^61 - 1: multiplying by 2 is a rotation of 61 bits
    let bits = x.to_bits();
    let biased = (bits >> 52 & 0x7FF) as i64;
    let fraction = bits & ((1 << 52) - 1);
    let (m, e) = if biased == 0 { (fraction, -1074) } else { (fraction | 1 << 52, biased - 1075) };
    let turn = e.rem_euclid(61) as u32;
    let h = if turn == 0 { m } else { (m << turn) & HASH_MODULUS | m >> (61 - turn) };
    let h = (h % HASH_MODULUS) as i64;
    let h = if x < 0.0 { -h } else { h };
    if h == -1 { -2 } else { h }
}

/// The plain number behind a value: an int, a bool, a float, or the one in an instance of a subclass.
pub fn plain(v: Value) -> Option<Value> {
    if v.is_int() || v.is_inline_float() || v.is_bool() {
        return Some(v);
    }
    let o = v.obj()?;
    match Kind::of(o.kind()) {
        Kind::BigInt | Kind::Float => Some(v),
        Kind::Wrapped => plain(Value::from_bits(o.word(0))),
        _ => None,
    }
}
