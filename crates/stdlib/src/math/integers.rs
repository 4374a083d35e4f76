//! `math` of whole numbers: products are taken in halves, so that big factors meet big factors.

use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use pyish_vm::object::bigint;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::{Args, Raised, Ret, Thread, Value};

/// An int argument, by `__index__`.
fn int(t: &mut Thread, v: Value) -> Result<BigInt, Raised> {
    let i = t.index(v)?;
    Ok(bigint::to_big(i).unwrap_or_default())
}

/// The product of the `count` numbers from `low` on.
fn range_product(t: &mut Thread, low: &BigUint, count: u64) -> Result<BigUint, Raised> {
    if count <= 16 {
        t.check()?;
        let mut product = BigUint::one();
        let mut chunk = 1u64;
        if let Some(first) = low.to_u64()
            && first.checked_add(count).is_some()
        {
            for i in first..first + count {
                match chunk.checked_mul(i) {
                    Some(c) => chunk = c,
                    None => {
                        product *= chunk;
                        chunk = i;
                    }
                }
            }
            return Ok(product * chunk);
        }
        for i in 0..count {
            product *= low + i;
        }
        return Ok(product);
    }
    let half = count / 2;
    let (a, b) = (range_product(t, low, half)?, range_product(t, &(low + half), count - half)?);
    if a.bits() + b.bits() > 1 << 34 {
        return Err(t.memory_error());
    }
    Ok(a * b)
}

fn to_value(t: &mut Thread, n: BigUint) -> Ret {
    t.big(&BigInt::from(n))
}

pub fn factorial(t: &mut Thread, a: Args) -> Ret {
    let n = int(t, a[0])?;
    if n.is_negative() {
        return Err(t.value_error("factorial() not defined for negative values"));
    }
    let Some(n) = n.to_u64().filter(|n| *n <= i64::MAX as u64) else {
        return Err(t.overflow_error(format!("factorial() argument should not exceed {}", i64::MAX)));
    };
    let product = range_product(t, &BigUint::one(), n)?;
    to_value(t, product)
}

/// The arguments of `comb` and `perm`, checked.
fn n_and_k(t: &mut Thread, a: Args) -> Result<(BigUint, BigUint), Raised> {
    let (n, k) = (int(t, a[0])?, int(t, a[1])?);
    if n.is_negative() {
        return Err(t.value_error("n must be a non-negative integer"));
    }
    if k.is_negative() {
        return Err(t.value_error("k must be a non-negative integer"));
    }
    Ok((n.magnitude().clone(), k.magnitude().clone()))
}

pub fn comb(t: &mut Thread, a: Args) -> Ret {
    let (n, k) = n_and_k(t, a)?;
    if k > n {
        return Ok(Value::ZERO);
    }
    let k = (&n - &k).min(k);
    let Some(k) = k.to_u64().filter(|k| *k <= i64::MAX as u64) else {
        return Err(t.overflow_error(format!("min(n - k, k) must not exceed {}", i64::MAX)));
    };
    let top = range_product(t, &(n - k + 1u32), k)?;
    let bottom = range_product(t, &BigUint::one(), k)?;
    to_value(t, top / bottom)
}

pub fn perm(t: &mut Thread, a: Args) -> Ret {
    if a[1].given().is_none() {
        return factorial(t, a);
    }
    let (n, k) = n_and_k(t, a)?;
    if k > n {
        return Ok(Value::ZERO);
    }
    let Some(k) = k.to_u64().filter(|k| *k <= i64::MAX as u64) else {
        return Err(t.overflow_error(format!("k must not exceed {}", i64::MAX)));
    };
    let product = range_product(t, &(n - k + 1u32), k)?;
    to_value(t, product)
}

/// `f` over all arguments, from `start`: words as long as they hold the result.
fn fold(
    t: &mut Thread,
    a: Args,
    start: i64,
    small: fn(i64, i64) -> Option<i64>,
    big: fn(&BigInt, &BigInt) -> BigInt,
) -> Ret {
    let numbers = Tuple::of(a[0]);
    let mut result = Value::int(start);
    for v in numbers.iter() {
        let v = t.index(v)?;
        let both = (result.as_int(), v.as_int());
        if let (Some(x), Some(y)) = both
            && let Some(r) = small(x, y)
        {
            result = t.int(r)?;
            continue;
        }
        let (x, y) = (bigint::to_big(result).unwrap_or_default(), bigint::to_big(v).unwrap_or_default());
        result = t.big(&big(&x, &y))?;
    }
    Ok(result)
}
pub fn gcd(t: &mut Thread, a: Args) -> Ret {
    fold(t, a, 0, |x, y| Some(x.gcd(&y)), Integer::gcd)
}
pub fn lcm(t: &mut Thread, a: Args) -> Ret {
    let small = |x: i64, y: i64| if x == 0 || y == 0 { Some(0) } else { (x / x.gcd(&y)).checked_mul(y).map(i64::abs) };
    fold(t, a, 1, small, |x, y| if x.is_zero() || y.is_zero() { BigInt::zero() } else { (x / x.gcd(y) * y).abs() })
}

pub fn isqrt(t: &mut Thread, a: Args) -> Ret {
    let n = t.index(a[0])?;
    match n.as_int() {
        Some(i) if i >= 0 => Ok(Value::int(i.isqrt())),
        None if !bigint::is_negative(n.unwrap_obj()) => {
            let root = bigint::read(n.unwrap_obj()).magnitude().sqrt();
            to_value(t, root)
        }
        _ => Err(t.value_error("isqrt() argument must be nonnegative")),
    }
}
