//! `range`: `[start, stop, step]`, ints of any size.

use crate::native::{Args, Attribute, Method, attribute, method, static_method};
use crate::object::bigint;
use crate::object::kind::Kind;
use crate::object::list::Values;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{TypeRow, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::{iterators, slice};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

pub static TYPE: TypeRow = TypeRow::new("range", Kind::Range)
    .is_final()
    .flags(flag::SEQUENCE)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nThe integers from start to stop, without stop, by step.");
pub static ROWS: &[&TypeRow] = &[];

static NEW: Method =
    static_method("__new__(cls, start, stop=0, step=1, /)", range_new, "Create and return a new object.");
static METHODS: [Method; 13] = [
    method("__repr__(self, /)", range_repr, "Return repr(self)."),
    method("__hash__(self, /)", range_hash, "Return hash(self)."),
    method("__eq__(self, value, /)", |t, a| equal(t, a, true), "Return self==value."),
    method("__ne__(self, value, /)", |t, a| equal(t, a, false), "Return self!=value."),
    method("__bool__(self, /)", |_, a| Ok(Value::bool(!length(a[0]).is_zero())), "True if self else False"),
    method("__len__(self, /)", range_len, "Return len(self)."),
    method("__iter__(self, /)", |t, a| range_iter(t, a[0]), "Implement iter(self)."),
    method("__reversed__(self, /)", |t, a| range_reversed(t, a[0]), "Return a reverse iterator."),
    method("__getitem__(self, key, /)", range_getitem, "Return self[key]."),
    method("__contains__(self, key, /)", range_contains, "Return bool(key in self)."),
    method(
        "index(self, value, /)",
        range_index,
        "Return index of value. Raise ValueError if the value is not present.",
    ),
    method("count(self, value, /)", range_count, "Return number of occurrences of value."),
    method("__reduce__(self, /)", range_reduce, ""),
];
static ATTRIBUTES: [Attribute; 3] = [
    attribute("start", |_, v| Ok(words(v)[0]), read_only, ""),
    attribute("stop", |_, v| Ok(words(v)[1]), read_only, ""),
    attribute("step", |_, v| Ok(words(v)[2]), read_only, ""),
];

/// The setter of a member that cannot be set, whose error text is not that of a getter alone.
pub fn read_only(t: &mut Thread, _: Value, _: Value) -> Result<(), Raised> {
    Err(t.raise(&crate::types::exc::AttributeError, "readonly attribute"))
}
fn words(v: Value) -> [Value; 3] {
    let o = v.unwrap_obj();
    [0, 1, 2].map(|i| Value::from_bits(o.word_relaxed(i)))
}
/// Start, stop and step, if none is boxed.
fn small(v: Value) -> Option<(i64, i64, i64)> {
    let [x, y, z] = words(v);
    Some((x.as_int()?, y.as_int()?, z.as_int()?))
}
fn big(v: Value) -> (BigInt, BigInt, BigInt) {
    let [x, y, z] = words(v).map(|w| bigint::to_big(w).unwrap_or_default());
    (x, y, z)
}
/// The items of a range that is not long.
pub fn small_items(t: &mut Thread, v: Value) -> Result<Option<Values>, Raised> {
    let Some((start, stop, step)) = small(v) else { return Ok(None) };
    let n = small_length(start, stop, step);
    if n > 1 << 20 {
        return Ok(None);
    }
    Values::from_fn(t, n as usize, |i| Value::int(start + step * i as i64)).map(Some)
}
/// Number of items.
fn length(v: Value) -> BigInt {
    if let Some((start, stop, step)) = small(v) {
        // bounds of 62 bits: no difference of them overflows
        return BigInt::from(small_length(start, stop, step));
    }
    let (start, stop, step) = big(v);
    let (span, step) = if step.is_negative() { (start - stop, -step) } else { (stop - start, step) };
    if span.is_positive() { (span - BigInt::one()).div_floor(&step) + 1 } else { BigInt::zero() }
}
fn small_length(start: i64, stop: i64, step: i64) -> i64 {
    let span = if step > 0 { stop - start } else { start - stop };
    if span <= 0 { 0 } else { (span - 1) / step.abs() + 1 }
}

fn range_new(t: &mut Thread, a: Args) -> Ret {
    if a[2].is_unbound() {
        let stop = t.index(a[1])?;
        return t.alloc_of(&TYPE, &[Value::ZERO, stop, Value::int(1)]);
    }
    let start = t.index(a[1])?;
    let stop = t.index(a[2])?;
    let step = if a[3].is_unbound() { Value::int(1) } else { t.index(a[3])? };
    if step.is(Value::ZERO) {
        return Err(t.value_error("range() arg 3 must not be zero"));
    }
    t.alloc_of(&TYPE, &[start, stop, step])
}
fn range_repr(t: &mut Thread, a: Args) -> Ret {
    let [x, y, z] = words(a[0]);
    let (x, y) = (t.repr_text(x)?, t.repr_text(y)?);
    if z.is(Value::int(1)) {
        return t.str(&format!("range({x}, {y})"));
    }
    let z = t.repr_text(z)?;
    t.str(&format!("range({x}, {y}, {z})"))
}
fn range_hash(t: &mut Thread, a: Args) -> Ret {
    let n = length(a[0]);
    let [start, _, step] = words(a[0]);
    let len = t.big(&n)?;
    let parts =
        [len, if n.is_zero() { Value::NONE } else { start }, if n <= BigInt::one() { Value::NONE } else { step }];
    let tuple = Tuple::new(t, &parts)?;
    let h = crate::types::tuple::hash(t, tuple)?;
    t.int(h)
}
fn equal(_: &mut Thread, a: Args, wanted: bool) -> Ret {
    if !TYPE.is_exact(a[1]) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let n = length(a[0]);
    let same = a[0].is(a[1])
        || n == length(a[1])
            && (n.is_zero() || big(a[0]).0 == big(a[1]).0 && (n.is_one() || big(a[0]).2 == big(a[1]).2));
    Ok(Value::bool(same == wanted))
}
fn range_len(t: &mut Thread, a: Args) -> Ret {
    match length(a[0]).to_i64() {
        Some(n) => t.int(n),
        None => Err(t.overflow_error("Python int too large to convert to C ssize_t")),
    }
}
/// An iterator over a range.
pub fn range_iter(t: &mut Thread, v: Value) -> Ret {
    let [start, stop, step] = words(v);
    if small(v).is_some() {
        return t.alloc_of(&iterators::RANGE, &[start, stop, step]);
    }
    t.alloc_of(&iterators::LONG_RANGE, &[start, stop, step])
}
fn range_reversed(t: &mut Thread, v: Value) -> Ret {
    let (start, _, step) = big(v);
    let n = length(v);
    let last = &start + (n - 1) * &step;
    let (stop, step) = (start - &step, -step);
    let parts = [t.big(&last)?, t.big(&stop)?, t.big(&step)?];
    let class = if parts.iter().all(|p| p.is_int()) { &iterators::RANGE } else { &iterators::LONG_RANGE };
    t.alloc_of(class, &parts)
}
fn range_getitem(t: &mut Thread, a: Args) -> Ret {
    if slice::TYPE.is_exact(a[1]) {
        let (start, _, step) = big(a[0]);
        let (from, to, by) = slice::indices_big(t, a[1], &length(a[0]))?;
        let parts = [&start + from * &step, &start + to * &step, by * &step];
        let [x, y, z] = [t.big(&parts[0])?, t.big(&parts[1])?, t.big(&parts[2])?];
        return t.alloc_of(&TYPE, &[x, y, z]);
    }
    let Some(i) = t.try_index(a[1])? else {
        let kind = t.type_name(a[1]);
        return Err(t.type_error(format!("range indices must be integers or slices, not {kind}")));
    };
    if let (Some((start, stop, step)), Some(i)) = (small(a[0]), i.as_int()) {
        let n = small_length(start, stop, step);
        let i = if i < 0 { i + n } else { i };
        if i < 0 || i >= n {
            return Err(t.index_error("range object index out of range"));
        }
        return t.int(start + i * step);
    }
    let (start, _, step) = big(a[0]);
    let n = length(a[0]);
    let i = bigint::to_big(i).unwrap_or_default();
    let i = if i.is_negative() { i + &n } else { i };
    if i.is_negative() || i >= n {
        return Err(t.index_error("range object index out of range"));
    }
    t.big(&(start + i * step))
}
/// The position of an int, if it is in the range.
fn position(range: Value, v: Value) -> Option<BigInt> {
    let (start, _, step) = big(range);
    let (at, rest) = (bigint::to_big(v)? - start).div_mod_floor(&step);
    (rest.is_zero() && !at.is_negative() && at < length(range)).then_some(at)
}
/// Whether a value is an int whose `==` is known: no Python runs for it.
fn is_exact_int(v: Value) -> bool {
    v.is_int() || v.is_bool() || Thread::kind_of(v) == Kind::BigInt
}
/// The position of any value, by comparing it with each item.
fn search(t: &mut Thread, range: Value, v: Value) -> Result<(Option<i64>, i64), Raised> {
    let it = range_iter(t, range)?;
    let (mut first, mut count, mut i) = (None, 0, 0);
    while let Some(x) = t.next(it)? {
        if t.equal(x, v)? {
            first = first.or(Some(i));
            count += 1;
        }
        i += 1;
        if i % 10_000 == 0 {
            t.check()?;
        }
    }
    Ok((first, count))
}
fn range_contains(t: &mut Thread, a: Args) -> Ret {
    if let (Some((start, stop, step)), Some(i)) = (small(a[0]), a[1].as_int()) {
        let inside = if step > 0 { start <= i && i < stop } else { stop < i && i <= start };
        return Ok(Value::bool(inside && (i - start) % step == 0));
    }
    if is_exact_int(a[1]) {
        return Ok(Value::bool(position(a[0], a[1]).is_some()));
    }
    let it = range_iter(t, a[0])?;
    let mut n = 0;
    while let Some(x) = t.next(it)? {
        if t.equal(x, a[1])? {
            return Ok(Value::TRUE);
        }
        n += 1;
        if n % 10_000 == 0 {
            t.check()?;
        }
    }
    Ok(Value::FALSE)
}
fn range_index(t: &mut Thread, a: Args) -> Ret {
    if is_exact_int(a[1]) {
        return match position(a[0], a[1]) {
            Some(i) => t.big(&i),
            None => {
                let shown = t.repr_text(a[1])?;
                Err(t.value_error(format!("{shown} is not in range")))
            }
        };
    }
    match search(t, a[0], a[1])?.0 {
        Some(i) => t.int(i),
        None => Err(t.value_error("sequence.index(x): x not in sequence")),
    }
}
fn range_count(t: &mut Thread, a: Args) -> Ret {
    if is_exact_int(a[1]) {
        return Ok(Value::int(position(a[0], a[1]).is_some() as i64));
    }
    let n = search(t, a[0], a[1])?.1;
    t.int(n)
}
fn range_reduce(t: &mut Thread, a: Args) -> Ret {
    let args = Tuple::make(t, &words(a[0]))?;
    Tuple::make(t, &[TYPE.value(), args])
}
