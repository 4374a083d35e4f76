//! Ints past 62 bits: a leaf `[sign, digits, digit...]` with 64-bit digits, their arithmetic, and the way to and from
//! `num_bigint`, which makes the products of long factors.

use super::kind::{Kind, head};
use super::limbs;
use super::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;
use pyish_heap::Obj;
use std::cmp::Ordering;

/// Whether a boxed int is negative, and the digits of its magnitude, least first. Valid while the object is reachable.
#[inline(always)]
pub fn digits<'a>(o: Obj) -> (bool, &'a [u64]) {
    debug_assert!(o.kind() == Kind::BigInt as u8);
    let p = o.bytes().cast::<u64>();
    // SAFETY: V7: `[sign, n, n digits]`, never changed.
    unsafe { ((*p as i64) < 0, std::slice::from_raw_parts(p.add(2), *p.add(1) as usize)) }
}

/// The number of a boxed int.
pub fn read(o: Obj) -> BigInt {
    let (negative, digits) = digits(o);
    from_limbs(negative, digits)
}

/// The int as an `i128`, if it is inline or has one digit.
#[inline(always)]
pub fn narrow(v: Value) -> Option<i128> {
    if let Some(i) = v.as_int() {
        return Some(i as i128);
    }
    let o = v.obj().filter(|o| o.kind() == Kind::BigInt as u8)?;
    match digits(o) {
        (negative, [d]) => Some(if negative { -(*d as i128) } else { *d as i128 }),
        _ => None,
    }
}

/// The int of any size `v` is (bool and instances of subclasses included).
pub fn to_big(v: Value) -> Option<BigInt> {
    if let Some(i) = v.as_int() {
        return Some(BigInt::from(i));
    }
    match v {
        Value::TRUE => Some(BigInt::from(1)),
        Value::FALSE => Some(BigInt::from(0)),
        _ => {
            let o = v.obj()?;
            match Kind::of(o.kind()) {
                Kind::BigInt => Some(read(o)),
                Kind::Wrapped => to_big(Value::from_bits(o.word(0))),
                _ => None,
            }
        }
    }
}

/// The plain int behind `v`: an inline int or a boxed one; bools become 0 or 1.
#[inline]
pub fn plain_int(v: Value) -> Option<Value> {
    if v.is_int() {
        return Some(v);
    }
    match v {
        Value::TRUE => Some(Value::int(1)),
        Value::FALSE => Some(Value::int(0)),
        _ => {
            let o = v.obj()?;
            match Kind::of(o.kind()) {
                Kind::BigInt => Some(v),
                Kind::Wrapped => plain_int(Value::from_bits(o.word(0))),
                _ => None,
            }
        }
    }
}

/// The int as an `i64`, if it is an int and fits.
pub fn to_i64(v: Value) -> Option<i64> {
    let v = plain_int(v)?;
    match v.as_int() {
        Some(i) => Some(i),
        None => match digits(v.unwrap_obj()) {
            (false, [d]) => i64::try_from(*d).ok(),
            (true, [d]) => 0i64.checked_sub_unsigned(*d),
            _ => None,
        },
    }
}

/// Whether `v` is an int (bools and subclasses included).
pub fn is_int(v: Value) -> bool {
    plain_int(v).is_some()
}

/// Sign and limbs of a plain int; `one` holds those of an inline one.
#[inline(always)]
pub fn view(v: Value, one: &mut [u64; 1]) -> (bool, &[u64]) {
    match v.as_int() {
        Some(i) => {
            one[0] = i.unsigned_abs();
            (i < 0, if i == 0 { &[] } else { &one[..] })
        }
        None => digits(v.unwrap_obj()),
    }
}

/// A new int of at most `limbs` limbs: `fill` gets them, uninitialised, writes them all and answers the sign.
/// It neither allocates in the traced heap nor runs Python.
#[inline]
pub fn build(t: &mut Thread, limbs: usize, fill: impl FnOnce(&mut [u64]) -> bool) -> Ret {
    let o = t.alloc_leaf(head(Kind::BigInt, (types::int::TYPE.head() >> 32) as u32), 16 + limbs * 8)?;
    let p = o.bytes().cast::<u64>();
    // SAFETY: V7: unpublished, `2 + limbs` words; plain numbers, of which any bits are good.
    let out = unsafe { std::slice::from_raw_parts_mut(p.add(2), limbs) };
    let negative = fill(out);
    let n = limbs::trimmed(out);
    if n == 0 {
        return Ok(Value::ZERO);
    }
    if n == 1 && out[0] <= Value::MAX_INT as u64 + negative as u64 {
        let i = out[0] as i64;
        return Ok(Value::int(if negative { -i } else { i }));
    }
    // SAFETY: V7: unpublished.
    unsafe {
        *p = if negative { -1i64 as u64 } else { 1 };
        *p.add(1) = n as u64;
    }
    Ok(Value::from_obj(o))
}

/// Sum of two ints given by sign and limbs.
pub fn add(t: &mut Thread, (na, a): (bool, &[u64]), (nb, b): (bool, &[u64])) -> Ret {
    if na == nb {
        let (a, b) = if a.len() >= b.len() { (a, b) } else { (b, a) };
        return build(t, a.len() + 1, |out| {
            limbs::add(out, a, b);
            na
        });
    }
    let (negative, a, b) = match limbs::compare(a, b) {
        Ordering::Less => (nb, b, a),
        _ => (na, a, b),
    };
    build(t, a.len(), |out| {
        limbs::sub(out, a, b);
        negative
    })
}

/// Factors of which the shorter has at most this many limbs are multiplied limb by limb.
const SHORT_FACTOR: usize = 40;

/// Product of two ints.
pub fn multiply(t: &mut Thread, (na, a): (bool, &[u64]), (nb, b): (bool, &[u64])) -> Ret {
    if a.is_empty() || b.is_empty() {
        return Ok(Value::ZERO);
    }
    if a.len().min(b.len()) <= SHORT_FACTOR {
        return build(t, a.len() + b.len(), |out| {
            limbs::multiply(out, a, b);
            na != nb
        });
    }
    let product = from_limbs(na, a) * from_limbs(nb, b);
    from_big(t, &product)
}

/// Quotient and remainder, rounded down; `b` is not zero. Of the two only what is wanted is made.
pub fn divide(
    t: &mut Thread,
    (na, a): (bool, &[u64]),
    (nb, b): (bool, &[u64]),
    quotient: bool,
    remainder: bool,
) -> Result<(Value, Value), Raised> {
    let mut pair = (Value::ZERO, Value::ZERO);
    let up = na != nb;
    if let [d] = b {
        let divisor = limbs::Divisor::new(*d);
        let mut rest = 0;
        if quotient {
            pair.0 = build(t, a.len() + 1, |out| {
                out[..a.len()].copy_from_slice(a);
                out[a.len()] = 0;
                rest = divisor.divide_in_place(&mut out[..a.len()]);
                if up && rest != 0 {
                    increment(out);
                }
                up
            })?;
        } else {
            rest = divisor.remainder(a);
        }
        if remainder && rest != 0 {
            let rest = if up { *d - rest } else { rest };
            pair.1 = build(t, 1, |out| {
                out[0] = rest;
                nb
            })?;
        }
        return Ok(pair);
    }
    if limbs::compare(a, b) == Ordering::Less {
        if up && !a.is_empty() {
            pair.0 = Value::int(-1);
            if remainder {
                pair.1 = build(t, b.len(), |out| {
                    limbs::sub(out, b, a);
                    nb
                })?;
            }
        } else if remainder {
            pair.1 = build(t, a.len(), |out| {
                out.copy_from_slice(a);
                na
            })?;
        }
        return Ok(pair);
    }
    let mut scratch = vec![0u64; a.len() + 1 + b.len() + (a.len() - b.len() + 2)];
    let (rest, more) = scratch.split_at_mut(a.len() + 1);
    let (shifted, q) = more.split_at_mut(b.len());
    let last = q.len() - 1;
    limbs::divide(&mut q[..last], rest, a, b, shifted);
    let exact = limbs::trimmed(&rest[..b.len()]) == 0;
    if quotient {
        if up && !exact {
            increment(q);
        }
        pair.0 = build(t, q.len(), |out| {
            out.copy_from_slice(q);
            up
        })?;
    }
    if remainder && !exact {
        let rest = &rest[..limbs::trimmed(&rest[..b.len()])];
        pair.1 = build(t, b.len(), |out| {
            if up {
                limbs::sub(out, b, rest);
            } else {
                out[..rest.len()].copy_from_slice(rest);
                out[rest.len()..].fill(0);
            }
            nb
        })?;
    }
    Ok(pair)
}
fn increment(a: &mut [u64]) {
    for x in a {
        *x = x.wrapping_add(1);
        if *x != 0 {
            return;
        }
    }
}

/// `a << bits`.
pub fn shift_left(t: &mut Thread, (negative, a): (bool, &[u64]), bits: u64) -> Ret {
    build(t, a.len() + 1 + (bits / 64) as usize, |out| {
        limbs::shift_left(out, a, bits);
        negative
    })
}
/// `a >> bits`, rounded down.
pub fn shift_right(t: &mut Thread, (negative, a): (bool, &[u64]), bits: u64) -> Ret {
    let whole = bits / 64;
    if whole >= a.len() as u64 {
        return Ok(Value::int(if negative && !a.is_empty() { -1 } else { 0 }));
    }
    build(t, a.len() - whole as usize + 1, |out| {
        let n = out.len() - 1;
        out[n] = 0;
        if limbs::shift_right(&mut out[..n], a, bits) && negative {
            increment(out);
        }
        negative
    })
}

/// `a op b` bit by bit in two's complement of any length.
pub fn bitwise(t: &mut Thread, (na, a): (bool, &[u64]), (nb, b): (bool, &[u64]), op: impl Fn(u64, u64) -> u64) -> Ret {
    let negative = op(na as u64, nb as u64) & 1 == 1;
    let n = a.len().max(b.len()) + 1;
    build(t, n, |out| {
        let (mut carry_a, mut carry_b, mut carry) = (na, nb, negative);
        let limb = |x: &[u64], i: usize, negative: bool, carry: &mut bool| {
            let d = x.get(i).copied().unwrap_or(0);
            if !negative {
                return d;
            }
            let (d, c) = (!d).overflowing_add(*carry as u64);
            *carry = c;
            d
        };
        for (i, o) in out.iter_mut().enumerate() {
            let r = op(limb(a, i, na, &mut carry_a), limb(b, i, nb, &mut carry_b));
            *o = limb(&[r], 0, negative, &mut carry);
        }
        negative
    })
}

/// The float nearest to an int, or `None` past the range of floats.
pub fn to_f64(negative: bool, a: &[u64]) -> Option<f64> {
    let [.., high] = a else { return Some(0.0) };
    let x = match a {
        [d] => *d as f64,
        [.., below, _] if a.len() <= 17 => {
            // the leading 64 bits, the last of which stands for all below
            let zeros = high.leading_zeros();
            let rest = if zeros == 0 { *below } else { below << zeros };
            let mut top = if zeros == 0 { *high } else { high << zeros | below >> (64 - zeros) };
            if rest != 0 || a[..a.len() - 2].iter().any(|d| *d != 0) {
                top |= 1;
            }
            let shift = a.len() as u64 * 64 - 64 - zeros as u64;
            if shift > 1023 {
                return None;
            }
            top as f64 * f64::from_bits((shift + 1023) << 52)
        }
        _ => return None,
    };
    if x.is_infinite() {
        return None;
    }
    Some(if negative { -x } else { x })
}

/// The number of `num_bigint` with these limbs.
pub fn from_limbs(negative: bool, a: &[u64]) -> BigInt {
    let mut words = Vec::with_capacity(a.len() * 2);
    for d in a {
        words.push(*d as u32);
        words.push((*d >> 32) as u32);
    }
    BigInt::from_slice(if negative { Sign::Minus } else { Sign::Plus }, &words)
}

/// The value of a number: inline if it fits.
pub fn from_big(t: &mut Thread, n: &BigInt) -> Ret {
    if let Some(v) = n.to_i64().and_then(Value::try_int) {
        return Ok(v);
    }
    boxed(t, n)
}
fn boxed(t: &mut Thread, n: &BigInt) -> Ret {
    let digits = n.iter_u64_digits();
    let count = digits.len();
    let o = t.alloc_leaf(head(Kind::BigInt, (types::int::TYPE.head() >> 32) as u32), 16 + count * 8)?;
    let p = o.bytes().cast::<u64>();
    // SAFETY: V7: unpublished.
    unsafe {
        *p = if n.sign() == Sign::Minus { -1i64 as u64 } else { 1 };
        *p.add(1) = count as u64;
        for (i, d) in digits.enumerate() {
            *p.add(2 + i) = d;
        }
    }
    Ok(Value::from_obj(o))
}
pub fn from_i128(t: &mut Thread, n: i128) -> Ret {
    if let Some(v) = i64::try_from(n).ok().and_then(Value::try_int) {
        return Ok(v);
    }
    let m = n.unsigned_abs();
    let count = if m >> 64 == 0 { 1 } else { 2 };
    let o = t.alloc_leaf(head(Kind::BigInt, (types::int::TYPE.head() >> 32) as u32), 16 + count * 8)?;
    let p = o.bytes().cast::<u64>();
    // SAFETY: V7: unpublished, `2 + count` words.
    unsafe {
        *p = if n < 0 { -1i64 as u64 } else { 1 };
        *p.add(1) = count as u64;
        *p.add(2) = m as u64;
        if count == 2 {
            *p.add(3) = (m >> 64) as u64;
        }
    }
    Ok(Value::from_obj(o))
}

/// The sign of a boxed int.
pub fn is_negative(o: Obj) -> bool {
    digits(o).0
}

/// Number of bits of the magnitude of a boxed int.
pub fn bits(o: Obj) -> u64 {
    let (_, d) = digits(o);
    d.last().map_or(0, |top| d.len() as u64 * 64 - top.leading_zeros() as u64)
}

impl Thread {
    /// An int of any size.
    pub fn big(&mut self, n: &BigInt) -> Result<Value, Raised> {
        from_big(self, n)
    }
}
