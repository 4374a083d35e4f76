//! Builtin functions that reduce an iterable: `sum`, `min`, `max`, `any`, `all`.

use crate::native::Args;
use crate::object::kind::Kind;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::ops::arithmetic::BinaryOp;
use crate::ops::compare::CompareOp;
use crate::ops::iterate::Walk;
use crate::thread::{Ret, Thread};
use crate::types;

pub fn any(t: &mut Thread, a: Args) -> Ret {
    first_with_truth(t, a[0], true)
}
pub fn all(t: &mut Thread, a: Args) -> Ret {
    first_with_truth(t, a[0], false)
}
/// `wanted`, if an item has that truth; the opposite otherwise.
fn first_with_truth(t: &mut Thread, iterable: Value, wanted: bool) -> Ret {
    let mut items = Walk::new(t, iterable)?;
    while let Some(v) = items.next(t)? {
        if t.truth(v)? == wanted {
            return Ok(Value::bool(wanted));
        }
    }
    Ok(Value::bool(!wanted))
}

/// `min` and `max`: the first of the extreme items.
pub fn extreme(t: &mut Thread, a: Args, least: bool) -> Ret {
    let name = if least { "min" } else { "max" };
    let args = Tuple::of(a[0]);
    let (key, default) = (a[1].given(), a[2]);
    let items = match args.len() {
        0 => return Err(t.type_error(format!("{name} expected at least 1 argument, got 0"))),
        1 => args.get(0),
        _ if default.is_bound() => {
            let text = format!("Cannot specify a default for {name}() with multiple positional arguments");
            return Err(t.type_error(text));
        }
        _ => args.value(),
    };
    let op = if least { CompareOp::Lt } else { CompareOp::Gt };
    let mut items = Walk::new(t, items)?;
    let (mut best, mut best_key) = (Value::UNBOUND, Value::UNBOUND);
    while let Some(v) = items.next(t)? {
        let k = match key {
            Some(f) => t.call(f, &[v])?,
            None => v,
        };
        let better = best.is_unbound()
            || match (k.as_int(), best_key.as_int()) {
                (Some(x), Some(y)) => op.holds(x.cmp(&y)),
                _ => t.compare_true(op, k, best_key)?,
            };
        if better {
            (best, best_key) = (v, k);
        }
    }
    if best.is_bound() {
        return Ok(best);
    }
    if default.is_bound() {
        return Ok(default);
    }
    Err(t.value_error(format!("{name}() iterable argument is empty")))
}

/// A sum of floats with the error of each addition carried along (Neumaier 1974).
struct Compensated {
    high: f64,
    low: f64,
}
impl Compensated {
    fn add(&mut self, x: f64) {
        let sum = self.high + x;
        if self.high.abs() >= x.abs() {
            self.low += (self.high - sum) + x;
        } else {
            self.low += (x - sum) + self.high;
        }
        self.high = sum;
    }
    fn total(&self) -> f64 {
        if self.low != 0.0 && self.low.is_finite() { self.high + self.low } else { self.high }
    }
}
fn exact_float(v: Value) -> Option<f64> {
    if Thread::kind_of(v) == Kind::Wrapped { None } else { types::float::value(v) }
}
fn exact_int(v: Value) -> Option<i64> {
    if v.is_bool() { Some(v.is(Value::TRUE) as i64) } else { v.as_int() }
}

pub fn sum(t: &mut Thread, a: Args) -> Ret {
    let start = a[1].or(Value::ZERO);
    let refused = match Thread::kind_of(start) {
        Kind::ByteArray => Some("bytearray [use b''.join(seq) instead]"),
        _ if Str::from(start).is_some() => Some("strings [use ''.join(seq) instead]"),
        _ if types::bytes::data(start).is_some() => Some("bytes [use b''.join(seq) instead]"),
        _ => None,
    };
    if let Some(what) = refused {
        return Err(t.type_error(format!("sum() can't sum {what}")));
    }
    let items = Walk::new(t, a[0])?;
    sum_items(t, items, start)
}
fn sum_items(t: &mut Thread, mut items: Walk, start: Value) -> Ret {
    let mut total = start;
    // ints, as long as the sum stays small
    if let Some(mut sum) = start.as_int() {
        loop {
            let Some(v) = items.next(t)? else { return t.int(sum) };
            match exact_int(v).and_then(|i| sum.checked_add(i)) {
                Some(s) => sum = s,
                None => {
                    let so_far = t.int(sum)?;
                    total = t.binary(BinaryOp::Add, so_far, v)?;
                    break;
                }
            }
        }
    }
    if let Some(x) = exact_float(total) {
        let mut sum = Compensated { high: x, low: 0.0 };
        loop {
            let Some(v) = items.next(t)? else { return t.float(sum.total()) };
            if let Some(x) = exact_float(v) {
                sum.add(x);
            } else if let Some(i) = exact_int(v) {
                sum.add(i as f64);
            } else {
                let so_far = t.float(sum.total())?;
                total = t.binary(BinaryOp::Add, so_far, v)?;
                break;
            }
        }
    }
    while let Some(v) = items.next(t)? {
        total = t.binary(BinaryOp::Add, total, v)?;
    }
    Ok(total)
}
