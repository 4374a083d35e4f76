//! Ints past 62 bits: a leaf `[sign, digits, digit...]` with 64-bit digits, and the way to and from `num_bigint`.

use super::kind::{Kind, head};
use super::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;
use pyish_heap::Obj;

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
    let mut words = Vec::with_capacity(digits.len() * 2);
    for d in digits {
        words.push(*d as u32);
        words.push((*d >> 32) as u32);
    }
    BigInt::from_slice(if negative { Sign::Minus } else { Sign::Plus }, &words)
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
        None => read(v.unwrap_obj()).to_i64(),
    }
}

/// Whether `v` is an int (bools and subclasses included).
pub fn is_int(v: Value) -> bool {
    plain_int(v).is_some()
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
