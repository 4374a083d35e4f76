//! `slice`, and what a slice selects of a sequence.

use crate::native::{Args, Attribute, Method, attribute, method, static_method};
use crate::object::bigint;
use crate::object::kind::Kind;
use crate::object::tuple::Tuple;
use crate::object::typeobject::TypeRow;
use crate::object::value::Value;
use crate::ops::compare::CompareOp;
use crate::thread::{Raised, Ret, Thread};
use crate::types::range::read_only;
use num_bigint::BigInt;
use num_traits::{Signed, Zero};

pub static TYPE: TypeRow = TypeRow::new("slice", Kind::Slice)
    .is_final()
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("slice(stop)\nslice(start, stop[, step])\n\nA slice object, as extended slicing makes them.");

static NEW: Method =
    static_method("__new__(cls, start, stop=None, step=None, /)", slice_new, "Create and return a new object.");
static METHODS: [Method; 10] = [
    method("__repr__(self, /)", slice_repr, "Return repr(self)."),
    method("__hash__(self, /)", slice_hash, "Return hash(self)."),
    method("__lt__(self, value, /)", |t, a| compare(t, a, CompareOp::Lt), "Return self<value."),
    method("__le__(self, value, /)", |t, a| compare(t, a, CompareOp::Le), "Return self<=value."),
    method("__eq__(self, value, /)", |t, a| compare(t, a, CompareOp::Eq), "Return self==value."),
    method("__ne__(self, value, /)", |t, a| compare(t, a, CompareOp::Ne), "Return self!=value."),
    method("__gt__(self, value, /)", |t, a| compare(t, a, CompareOp::Gt), "Return self>value."),
    method("__ge__(self, value, /)", |t, a| compare(t, a, CompareOp::Ge), "Return self>=value."),
    method("indices(self, object, /)", slice_indices, "The (start, stop, stride) for a sequence of that length."),
    method("__reduce__(self, /)", slice_reduce, "Return state information for pickling."),
];
static ATTRIBUTES: [Attribute; 3] = [
    attribute("start", |_, v| Ok(parts(v)[0]), read_only, ""),
    attribute("stop", |_, v| Ok(parts(v)[1]), read_only, ""),
    attribute("step", |_, v| Ok(parts(v)[2]), read_only, ""),
];

/// Start, stop and step of a slice object.
pub fn parts(v: Value) -> [Value; 3] {
    let o = v.unwrap_obj();
    [0, 1, 2].map(|i| Value::from_bits(o.word(i)))
}
fn slice_new(t: &mut Thread, a: Args) -> Ret {
    if a[2].is_unbound() {
        return t.alloc_of(&TYPE, &[Value::NONE, a[1], Value::NONE]);
    }
    t.alloc_of(&TYPE, &[a[1], a[2], a[3].or(Value::NONE)])
}
fn slice_repr(t: &mut Thread, a: Args) -> Ret {
    let p = parts(a[0]);
    let (x, y, z) = (t.repr_text(p[0])?, t.repr_text(p[1])?, t.repr_text(p[2])?);
    t.str(&format!("slice({x}, {y}, {z})"))
}
fn slice_hash(t: &mut Thread, a: Args) -> Ret {
    let mut acc = crate::types::tuple::HASH_START;
    for p in parts(a[0]) {
        let h = t.hash(p)?;
        acc = crate::types::tuple::hash_step(acc, h);
    }
    t.int(crate::types::tuple::hash_end(acc))
}
fn compare(t: &mut Thread, a: Args, op: CompareOp) -> Ret {
    if !TYPE.is_exact(a[1]) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    if a[0].is(a[1]) {
        return Ok(Value::bool(matches!(op, CompareOp::Eq | CompareOp::Le | CompareOp::Ge)));
    }
    let x = Tuple::make(t, &parts(a[0]))?;
    let y = Tuple::make(t, &parts(a[1]))?;
    t.compare(op, x, y)
}
fn slice_reduce(t: &mut Thread, a: Args) -> Ret {
    let p = Tuple::make(t, &parts(a[0]))?;
    Tuple::make(t, &[TYPE.value(), p])
}
fn slice_indices(t: &mut Thread, a: Args) -> Ret {
    let n = t.index(a[1])?;
    let n = bigint::to_big(n).unwrap_or_default();
    if n.is_negative() {
        return Err(t.value_error("length should not be negative"));
    }
    let (start, stop, step) = indices_big(t, a[0], &n)?;
    let (start, stop, step) = (t.big(&start)?, t.big(&stop)?, t.big(&step)?);
    Tuple::make(t, &[start, stop, step])
}

/// An index of a slice, clamped to `i64`; None has no number.
fn slice_index(t: &mut Thread, v: Value) -> Result<Option<i64>, Raised> {
    if let Some(i) = v.as_int() {
        return Ok(Some(i));
    }
    if v.is_none() {
        return Ok(None);
    }
    match t.try_index(v)? {
        Some(i) => t.to_i64_clamped(i).map(Some),
        None => Err(t.type_error("slice indices must be integers or None or have an __index__ method")),
    }
}

/// Start, stop and step as numbers, before the length is known. Asking for them may run Python.
pub fn unpack(t: &mut Thread, slice: Value) -> Result<(i64, i64, i64), Raised> {
    let p = parts(slice);
    let step = match slice_index(t, p[2])? {
        None => 1,
        Some(0) => return Err(t.value_error("slice step cannot be zero")),
        Some(i) => i.max(-i64::MAX),
    };
    let start = slice_index(t, p[0])?.unwrap_or(if step < 0 { i64::MAX } else { 0 });
    let stop = slice_index(t, p[1])?.unwrap_or(if step < 0 { i64::MIN } else { i64::MAX });
    Ok((start, stop, step))
}

/// What a slice selects of a sequence of `len` items.
#[derive(Clone, Copy, Debug)]
pub struct Selected {
    pub start: i64,
    pub stop: i64,
    pub step: i64,
    /// number of items selected
    pub n: usize,
}

impl Selected {
    /// The i-th selected index.
    pub fn at(&self, i: usize) -> usize {
        (self.start + i as i64 * self.step) as usize
    }
}

/// Clamps to a sequence of `len` items.
pub fn adjust(len: usize, (start, stop, step): (i64, i64, i64)) -> Selected {
    let len = len as i64;
    let clamp = |i: i64| {
        if i < 0 {
            let j = i.saturating_add(len);
            if j < 0 { if step < 0 { -1 } else { 0 } } else { j }
        } else if i >= len {
            if step < 0 { len - 1 } else { len }
        } else {
            i
        }
    };
    let (start, stop) = (clamp(start), clamp(stop));
    let n = if step < 0 {
        if stop < start { (start - stop - 1) / -step + 1 } else { 0 }
    } else if start < stop {
        (stop - start - 1) / step + 1
    } else {
        0
    };
    Selected { start, stop, step, n: n as usize }
}

/// What `slice` selects of a sequence of `len` items.
pub fn select(t: &mut Thread, slice: Value, len: usize) -> Result<Selected, Raised> {
    Ok(adjust(len, unpack(t, slice)?))
}

/// `slice.indices` for lengths of any size.
pub fn indices_big(t: &mut Thread, slice: Value, len: &BigInt) -> Result<(BigInt, BigInt, BigInt), Raised> {
    let p = parts(slice);
    let number = |t: &mut Thread, v: Value| -> Result<Option<BigInt>, Raised> {
        if v.is_none() {
            return Ok(None);
        }
        match t.try_index(v)? {
            Some(i) => Ok(bigint::to_big(i)),
            None => Err(t.type_error("slice indices must be integers or None or have an __index__ method")),
        }
    };
    let step = number(t, p[2])?.unwrap_or_else(|| BigInt::from(1));
    if step.is_zero() {
        return Err(t.value_error("slice step cannot be zero"));
    }
    let back = step.is_negative();
    let (lower, upper) = if back { (BigInt::from(-1), len - 1) } else { (BigInt::zero(), len.clone()) };
    let clamp = |i: BigInt| {
        if i.is_negative() { (i + len).max(lower.clone()) } else { i.min(upper.clone()) }
    };
    let start = match number(t, p[0])? {
        None => {
            if back {
                upper.clone()
            } else {
                lower.clone()
            }
        }
        Some(i) => clamp(i),
    };
    let stop = match number(t, p[1])? {
        None => {
            if back {
                lower.clone()
            } else {
                upper.clone()
            }
        }
        Some(i) => clamp(i),
    };
    Ok((start, stop, step))
}

/// The bounds `start, stop` of `index()` methods: not None, clamped to `0..=len`.
pub fn search_bounds(t: &mut Thread, start: Value, stop: Value, len: usize) -> Result<(usize, usize), Raised> {
    let mut bound = |v: Value, default: i64| -> Result<usize, Raised> {
        let i = if v.is_unbound() {
            default
        } else {
            match t.try_index(v)? {
                Some(i) => t.to_i64_clamped(i)?,
                None => return Err(t.type_error("slice indices must be integers or have an __index__ method")),
            }
        };
        let i = if i < 0 { i.saturating_add(len as i64).max(0) } else { i };
        Ok(i as usize)
    };
    Ok((bound(start, 0)?, bound(stop, i64::MAX)?))
}
