//! `tuple`.

use crate::native::{Args, Method, class_method, method, static_method};
use crate::object::kind::Kind;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, TypeRow, flag};
use crate::object::value::Value;
use crate::ops::compare::CompareOp;
use crate::thread::{Raised, Ret, Thread};
use crate::types::{iterators, object, slice};

pub static TYPE: TypeRow =
    TypeRow::new("tuple", Kind::Tuple).flags(flag::SEQUENCE).constructor(&NEW).methods(&METHODS).doc(
        "Built-in immutable sequence.\n\nWithout an argument, an empty tuple; with an iterable, a tuple of its items.",
    );

static NEW: Method = static_method("__new__(cls, iterable=(), /)", tuple_new, "Create and return a new object.");
static METHODS: [Method; 19] = [
    method("__repr__(self, /)", tuple_repr, "Return repr(self)."),
    method(
        "__hash__(self, /)",
        |t, a| {
            let h = hash(t, Tuple::of(a[0]))?;
            t.int(h)
        },
        "Return hash(self).",
    ),
    method("__lt__(self, value, /)", |t, a| compare(t, a, CompareOp::Lt), "Return self<value."),
    method("__le__(self, value, /)", |t, a| compare(t, a, CompareOp::Le), "Return self<=value."),
    method("__eq__(self, value, /)", |t, a| compare(t, a, CompareOp::Eq), "Return self==value."),
    method("__ne__(self, value, /)", |t, a| compare(t, a, CompareOp::Ne), "Return self!=value."),
    method("__gt__(self, value, /)", |t, a| compare(t, a, CompareOp::Gt), "Return self>value."),
    method("__ge__(self, value, /)", |t, a| compare(t, a, CompareOp::Ge), "Return self>=value."),
    method("__iter__(self, /)", |t, a| iterators::tuple_iter(t, Tuple::of(a[0])), "Implement iter(self)."),
    method("__len__(self, /)", |_, a| Ok(Value::index(Tuple::of(a[0]).len())), "Return len(self)."),
    method("__getitem__(self, key, /)", tuple_getitem, "Return self[key]."),
    method("__add__(self, value, /)", tuple_add, "Return self+value."),
    method("__mul__(self, value, /)", tuple_mul, "Return self*value."),
    method("__rmul__(self, value, /)", tuple_mul, "Return value*self."),
    method("__contains__(self, key, /)", tuple_contains, "Return bool(key in self)."),
    method("__getnewargs__(self, /)", tuple_getnewargs, ""),
    method("index(self, value, start=0, stop=9223372036854775807, /)", tuple_index, "Return first index of value."),
    method("count(self, value, /)", tuple_count, "Return number of occurrences of value."),
    class_method(
        "__class_getitem__(cls, object, /)",
        |t, a| crate::types::generic_alias::new(t, a[0], a[1]),
        "See PEP 585",
    ),
];

fn tuple_new(t: &mut Thread, a: Args) -> Ret {
    let class = Type::of(a[0]);
    let plain = if a[1].is_unbound() { Tuple::empty(t) } else { t.collect_tuple(a[1])? };
    if class == TYPE.get() { Ok(plain.value()) } else { object::wrap(t, class, plain.value()) }
}
fn tuple_repr(t: &mut Thread, a: Args) -> Ret {
    let tuple = Tuple::of(a[0]);
    let close = if tuple.len() == 1 { ",)" } else { ")" };
    let text = t.repr_items(a[0], "(", close, "(...)", |_, i| Ok((i < tuple.len()).then(|| tuple.get(i))))?;
    t.str(&text)
}

// The hash is CPython's: xxHash of the items' hashes.
pub(crate) const HASH_START: u64 = 2_870_177_450_012_600_261;
pub(crate) fn hash_step(acc: u64, h: i64) -> u64 {
    acc.wrapping_add((h as u64).wrapping_mul(14_029_467_366_897_019_727))
        .rotate_left(31)
        .wrapping_mul(11_400_714_785_074_694_791)
}
pub(crate) fn hash_end(acc: u64) -> i64 {
    if acc == u64::MAX { 1_546_275_796 } else { acc as i64 }
}
/// `hash(tuple)`.
pub fn hash(t: &mut Thread, tuple: Tuple) -> Result<i64, Raised> {
    t.enter_native("")?;
    let mut acc = HASH_START;
    for x in tuple.iter() {
        let h = t.hash(x)?;
        acc = hash_step(acc, h);
    }
    Ok(hash_end(acc.wrapping_add(tuple.len() as u64 ^ (HASH_START ^ 3_527_539))))
}

/// Compares two sequences item by item: the first pair that differs decides, then the lengths.
pub fn compare_items(
    t: &mut Thread,
    op: CompareOp,
    x: impl Fn(usize) -> Option<Value>,
    y: impl Fn(usize) -> Option<Value>,
) -> Ret {
    let mut i = 0;
    loop {
        let (p, q) = match (x(i), y(i)) {
            (Some(p), Some(q)) => (p, q),
            (p, q) => return Ok(Value::bool(op.holds(p.is_some().cmp(&q.is_some())))),
        };
        if !p.is(q) && !t.equal(p, q)? {
            return match op {
                CompareOp::Eq => Ok(Value::FALSE),
                CompareOp::Ne => Ok(Value::TRUE),
                _ if Value::both_int(p, q) => Ok(Value::bool(op.holds(p.unwrap_int().cmp(&q.unwrap_int())))),
                _ => t.compare(op, p, q),
            };
        }
        i += 1;
        if i % 10_000 == 0 {
            t.check()?;
        }
    }
}
fn compare(t: &mut Thread, a: Args, op: CompareOp) -> Ret {
    let Some(y) = Tuple::from(a[1]) else { return Ok(Value::NOT_IMPLEMENTED) };
    compare_tuples(t, op, Tuple::of(a[0]), y)
}
/// `x op y`.
pub fn compare_tuples(t: &mut Thread, op: CompareOp, x: Tuple, y: Tuple) -> Ret {
    compare_items(t, op, |i| (i < x.len()).then(|| x.get(i)), |i| (i < y.len()).then(|| y.get(i)))
}
fn tuple_getitem(t: &mut Thread, a: Args) -> Ret {
    let tuple = Tuple::of(a[0]);
    if slice::TYPE.is_exact(a[1]) {
        let s = slice::select(t, a[1], tuple.len())?;
        if s.n == tuple.len() && s.step == 1 {
            return Ok(tuple.value());
        }
        return Ok(Tuple::new_with(t, s.n, |i| tuple.get(s.at(i)))?.value());
    }
    let Some(i) = t.try_index(a[1])? else {
        let kind = t.type_name(a[1]);
        return Err(t.type_error(format!("tuple indices must be integers or slices, not {kind}")));
    };
    let i = t.to_index(i)?;
    let i = if i < 0 { i + tuple.len() as i64 } else { i };
    if i < 0 || i as usize >= tuple.len() {
        return Err(t.index_error("tuple index out of range"));
    }
    Ok(tuple.get(i as usize))
}
fn tuple_add(t: &mut Thread, a: Args) -> Ret {
    let x = Tuple::of(a[0]);
    let Some(y) = Tuple::from(a[1]) else {
        let kind = t.type_name(a[1]);
        return Err(t.type_error(format!("can only concatenate tuple (not \"{kind}\") to tuple")));
    };
    if x.is_empty() {
        return Ok(y.value());
    }
    if y.is_empty() {
        return Ok(x.value());
    }
    let n = x.len();
    Ok(Tuple::new_with(t, n + y.len(), |i| if i < n { x.get(i) } else { y.get(i - n) })?.value())
}
fn tuple_mul(t: &mut Thread, a: Args) -> Ret {
    let Some(times) = repeat_count(t, a[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
    let tuple = Tuple::of(a[0]);
    if tuple.is_empty() || times == 1 {
        return Ok(tuple.value());
    }
    let n = repeated_length(t, tuple.len(), times)?;
    Ok(Tuple::new_with(t, n, |i| tuple.get(i % tuple.len()))?.value())
}
/// The factor of a repetition; `None` if it is no integer.
pub fn repeat_count(t: &mut Thread, v: Value) -> Result<Option<usize>, Raised> {
    let Some(n) = t.try_index(v)? else { return Ok(None) };
    match crate::object::bigint::to_i64(n) {
        Some(n) => Ok(Some(n.max(0) as usize)),
        None => {
            let kind = t.type_name(v);
            Err(t.overflow_error(format!("cannot fit '{kind}' into an index-sized integer")))
        }
    }
}
/// `len * times`, if memory could hold that many items.
pub fn repeated_length(t: &mut Thread, len: usize, times: usize) -> Result<usize, Raised> {
    match len.checked_mul(times) {
        Some(n) if n < 1 << 40 => Ok(n),
        _ => Err(t.memory_error()),
    }
}
fn tuple_contains(t: &mut Thread, a: Args) -> Ret {
    for x in Tuple::of(a[0]).iter() {
        if t.equal(x, a[1])? {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}
fn tuple_getnewargs(t: &mut Thread, a: Args) -> Ret {
    let plain = Tuple::of(a[0]).value();
    Tuple::make(t, &[plain])
}
fn tuple_index(t: &mut Thread, a: Args) -> Ret {
    let tuple = Tuple::of(a[0]);
    let (from, to) = slice::search_bounds(t, a[2], a[3], tuple.len())?;
    for i in from..to.min(tuple.len()) {
        if t.equal(tuple.get(i), a[1])? {
            return Ok(Value::index(i));
        }
    }
    Err(t.value_error("tuple.index(x): x not in tuple"))
}
fn tuple_count(t: &mut Thread, a: Args) -> Ret {
    let mut n = 0;
    for x in Tuple::of(a[0]).iter() {
        n += t.equal(x, a[1])? as usize;
    }
    Ok(Value::index(n))
}
