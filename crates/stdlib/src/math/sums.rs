//! Sums, products and norms that round once, or nearly so: `fsum` by Shewchuk's partial sums, `sumprod` in three floats
//! (Ogita, Rump and Oishi), `hypot` and `dist` by a corrected square root of exact squares.

use super::{c, split};
use pyish_vm::object::list::Values;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::value::Value;
use pyish_vm::ops::arithmetic::BinaryOp;
use pyish_vm::types::{float, number};
use pyish_vm::{Args, Ret, Thread};

/// `x + y` and what rounding lost.
fn two_sum(x: f64, y: f64) -> (f64, f64) {
    let s = x + y;
    let z = s - x;
    (s, (x - (s - z)) + (y - z))
}
/// The same, if `|x| >= |y|`.
fn fast_two_sum(x: f64, y: f64) -> (f64, f64) {
    let s = x + y;
    (s, (x - s) + y)
}
/// `x * y` and what rounding lost.
fn two_product(x: f64, y: f64) -> (f64, f64) {
    let p = x * y;
    (p, c::fma(x, y, -p))
}

pub fn prod(t: &mut Thread, a: Args) -> Ret {
    let mut result = a[1].or(Value::int(1));
    let it = t.iter(a[0])?;
    while let Some(v) = t.next(it)? {
        result = t.binary(BinaryOp::Mul, result, v)?;
    }
    Ok(result)
}

pub fn fsum(t: &mut Thread, a: Args) -> Ret {
    // partial sums that do not overlap, in increasing magnitude
    let mut partials: Vec<f64> = Vec::new();
    let (mut special, mut infinities) = (0.0, 0.0);
    let it = t.iter(a[0])?;
    while let Some(v) = t.next(it)? {
        let given = t.to_f64(v)?;
        let mut x = given;
        let mut kept = 0;
        for j in 0..partials.len() {
            let mut y = partials[j];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let (sum, lost) = fast_two_sum(x, y);
            if lost != 0.0 {
                partials[kept] = lost;
                kept += 1;
            }
            x = sum;
        }
        partials.truncate(kept);
        if x == 0.0 {
            continue;
        }
        if x.is_finite() {
            partials.push(x);
            continue;
        }
        if given.is_finite() {
            return Err(t.overflow_error("intermediate overflow in fsum"));
        }
        if given.is_infinite() {
            infinities += given;
        }
        special += given;
        partials.clear();
    }
    if special != 0.0 {
        if infinities.is_nan() {
            return Err(t.value_error("-inf + inf in fsum"));
        }
        return t.float(special);
    }
    let Some(mut sum) = partials.pop() else { return t.float(0.0) };
    let mut lost = 0.0;
    while let Some(y) = partials.pop() {
        (sum, lost) = fast_two_sum(sum, y);
        if lost != 0.0 {
            break;
        }
    }
    // half a unit, and more of the same sign below it: round away after all
    if let Some(y) = partials.last()
        && (lost < 0.0 && *y < 0.0 || lost > 0.0 && *y > 0.0)
    {
        let y = lost * 2.0;
        let x = sum + y;
        if y == x - sum {
            sum = x;
        }
    }
    t.float(sum)
}

/// A sum in three floats.
#[derive(Clone, Copy, Default)]
struct Triple {
    high: f64,
    low: f64,
    tiny: f64,
}
impl Triple {
    /// Adds `x * y`.
    fn add_product(self, x: f64, y: f64) -> Triple {
        let (p, p_low) = two_product(x, y);
        let (high, lost) = two_sum(self.high, p);
        let (low, lost1) = two_sum(self.low, p_low);
        let (low, lost2) = two_sum(low, lost);
        Triple { high, low, tiny: self.tiny + lost1 + lost2 }
    }
    fn value(self) -> f64 {
        let (s, lost) = two_sum(self.low, self.high);
        self.tiny + lost + s
    }
}

/// The pair as floats, if one of them is a float and the other a float or an int that is one exactly.
fn float_pair(t: &mut Thread, x: Value, y: Value) -> Option<(f64, f64)> {
    let fits = |v: Value| float::is_exact(v) || v.is_int() || v.is_bool();
    if !(float::is_exact(x) || float::is_exact(y)) || !fits(x) || !fits(y) {
        return None;
    }
    Some((number::as_float(t, x).ok()?, number::as_float(t, y).ok()?))
}

pub fn sumprod(t: &mut Thread, a: Args) -> Ret {
    let (p, q) = (t.iter(a[0])?, t.iter(a[1])?);
    let mut total = Value::ZERO;
    // the stages: all ints; floats; any numbers
    let (mut ints, mut floats, mut any_float) = (Some(0i64), Some(Triple::default()), false);
    loop {
        let x = t.next(p)?;
        let y = t.next(q)?;
        let (x, y) = match (x, y) {
            (Some(x), Some(y)) => (x, y),
            (None, None) => break,
            _ => return Err(t.value_error("Inputs are not the same length")),
        };
        if let Some(sum) = ints {
            if let (Some(i), Some(j)) = (x.as_int(), y.as_int())
                && let Some(s) = i.checked_mul(j).and_then(|p| p.checked_add(sum))
            {
                ints = Some(s);
                continue;
            }
            let sum = t.int(sum)?;
            total = t.binary(BinaryOp::Add, total, sum)?;
            ints = None;
        }
        if let Some(sum) = floats {
            if let Some((x, y)) = float_pair(t, x, y) {
                let next = sum.add_product(x, y);
                if next.high.is_finite() {
                    (floats, any_float) = (Some(next), true);
                    continue;
                }
            }
            if any_float {
                total = add_floats(t, total, sum)?;
            }
            floats = None;
        }
        let product = t.binary(BinaryOp::Mul, x, y)?;
        total = t.binary(BinaryOp::Add, total, product)?;
    }
    if let Some(sum) = ints {
        let sum = t.int(sum)?;
        return t.binary(BinaryOp::Add, total, sum);
    }
    match floats {
        Some(sum) if any_float => add_floats(t, total, sum),
        _ => Ok(total),
    }
}
fn add_floats(t: &mut Thread, total: Value, sum: Triple) -> Ret {
    let sum = t.float(sum.value())?;
    t.binary(BinaryOp::Add, total, sum)
}

/// The root of the sum of squares. Squares are exact in pairs of floats; one Newton step corrects the root.
fn norm(coordinates: &mut [f64], max: f64) -> f64 {
    if max.is_infinite() {
        return max;
    }
    if coordinates.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    if max == 0.0 || coordinates.len() <= 1 {
        return max;
    }
    let (_, e) = split(max);
    if e < -1023 {
        // scaling subnormal numbers by a power of two would overflow
        coordinates.iter_mut().for_each(|x| *x /= f64::MIN_POSITIVE);
        return f64::MIN_POSITIVE * norm(coordinates, max / f64::MIN_POSITIVE);
    }
    let scale = number::ldexp(1.0, -e);
    // the sum starts at 1, so that it exceeds every square and the fast sum is exact
    let (mut sum, mut low1, mut low2) = (1.0, 0.0, 0.0);
    for x in coordinates.iter() {
        let (square, square_low) = two_product(x * scale, x * scale);
        let (s, lost) = fast_two_sum(sum, square);
        sum = s;
        low1 += square_low;
        low2 += lost;
    }
    let root = (sum - 1.0 + (low1 + low2)).sqrt();
    let (square, square_low) = two_product(-root, root);
    let (s, lost) = fast_two_sum(sum, square);
    low1 += square_low;
    low2 += lost;
    let rest = s - 1.0 + (low1 + low2);
    (root + rest / (2.0 * root)) / scale
}
fn largest(coordinates: &[f64]) -> f64 {
    coordinates.iter().fold(0.0, |m, x| if *x > m { *x } else { m })
}

pub fn hypot(t: &mut Thread, a: Args) -> Ret {
    let mut coordinates = Vec::new();
    for v in Tuple::of(a[0]).iter() {
        coordinates.push(t.to_f64(v)?.abs());
    }
    let max = largest(&coordinates);
    t.float(norm(&mut coordinates, max))
}

pub fn dist(t: &mut Thread, a: Args) -> Ret {
    let (p, q): (Values, Values) = (t.collect(a[0])?, t.collect(a[1])?);
    if p.len() != q.len() {
        return Err(t.value_error("both points must have the same number of dimensions"));
    }
    let mut differences = Vec::new();
    for i in 0..p.len() {
        let (x, y) = (t.to_f64(p.get(i))?, t.to_f64(q.get(i))?);
        differences.push((x - y).abs());
    }
    let max = largest(&differences);
    t.float(norm(&mut differences, max))
}
