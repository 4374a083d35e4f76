//! `set` and `frozenset`, which share a layout and most methods; results of operators have the exact base type.

use crate::native::{Args, Method, class_method, method, static_method};
use crate::object::dict::Dict;
use crate::object::kind::Kind;
use crate::object::set::Set;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, TypeRow, flag};
use crate::object::value::Value;
use crate::ops::compare::CompareOp;
use crate::thread::{Raised, Ret, Thread};
use crate::types::iterators::{builtin, itself, word};
use crate::types::{self, exc, iterators};
use pyish_heap::Obj;

pub static TYPE: TypeRow = TypeRow::new("set", Kind::Set)
    .constructor(&SET_NEW)
    .methods(&SET_METHODS)
    .doc("Build an unordered collection of unique elements.");
pub static FROZEN: TypeRow = TypeRow::new("frozenset", Kind::Set)
    .constructor(&FROZEN_NEW)
    .methods(&FROZEN_METHODS)
    .doc("Build an immutable unordered collection of unique elements.");
pub static ITER: TypeRow =
    TypeRow::new("set_iterator", Kind::SetIter).is_final().flags(flag::NO_NEW).methods(&ITER_METHODS);
pub static ROWS: &[&TypeRow] = &[&ITER];

static SET_NEW: Method = static_method("__new__(cls, *args, **kwargs)", set_new, "Create and return a new object.");
static FROZEN_NEW: Method =
    static_method("__new__(cls, iterable=(), /)", frozen_new, "Create and return a new object.");

/// What set and frozenset have in common, then the rows given.
macro_rules! with_common {
    ($($row:expr,)*) => {
        [
            method("__repr__(self, /)", set_repr, "Return repr(self)."),
            method("__lt__(self, value, /)", |t, a| compare(t, a, CompareOp::Lt), "Return self<value."),
            method("__le__(self, value, /)", |t, a| compare(t, a, CompareOp::Le), "Return self<=value."),
            method("__eq__(self, value, /)", |t, a| compare(t, a, CompareOp::Eq), "Return self==value."),
            method("__ne__(self, value, /)", |t, a| compare(t, a, CompareOp::Ne), "Return self!=value."),
            method("__gt__(self, value, /)", |t, a| compare(t, a, CompareOp::Gt), "Return self>value."),
            method("__ge__(self, value, /)", |t, a| compare(t, a, CompareOp::Ge), "Return self>=value."),
            method("__iter__(self, /)", set_iter, "Implement iter(self)."),
            method("__len__(self, /)", |_, a| Ok(Value::index(Set::of(a[0]).len())), "Return len(self)."),
            method("__contains__(self, object, /)", set_contains, "x.__contains__(y) <==> y in x."),
            method("__and__(self, value, /)", |t, a| operator(t, a[0], a[1], '&'), "Return self&value."),
            method("__rand__(self, value, /)", |t, a| operator(t, a[1], a[0], '&'), "Return value&self."),
            method("__or__(self, value, /)", |t, a| operator(t, a[0], a[1], '|'), "Return self|value."),
            method("__ror__(self, value, /)", |t, a| operator(t, a[1], a[0], '|'), "Return value|self."),
            method("__sub__(self, value, /)", |t, a| operator(t, a[0], a[1], '-'), "Return self-value."),
            method("__rsub__(self, value, /)", |t, a| operator(t, a[1], a[0], '-'), "Return value-self."),
            method("__xor__(self, value, /)", |t, a| operator(t, a[0], a[1], '^'), "Return self^value."),
            method("__rxor__(self, value, /)", |t, a| operator(t, a[1], a[0], '^'), "Return value^self."),
            method("__reduce__(self, /)", set_reduce, "Return state information for pickling."),
            method("__sizeof__(self, /)", set_sizeof, "S.__sizeof__() -> size of S in memory, in bytes."),
            method("copy(self, /)", set_copy, "Return a shallow copy of a set."),
            method("union(self, *others)", set_union, "Return a new set with elements from the set and all others."),
            method("intersection(self, *others)", set_intersection, "Return a new set with elements common to the set and all others."),
            method("difference(self, *others)", set_difference, "Return a new set with elements in the set that are not in the others."),
            method("symmetric_difference(self, other, /)", set_symmetric_difference, "Return a new set with elements in either the set or other but not both."),
            method("issubset(self, other, /)", is_subset, "Report whether another set contains this set."),
            method("issuperset(self, other, /)", is_superset, "Report whether this set contains another set."),
            method("isdisjoint(self, other, /)", is_disjoint, "Return True if two sets have a null intersection."),
            class_method("__class_getitem__(cls, object, /)", |t, a| types::generic_alias::new(t, a[0], a[1]), "See PEP 585"),
            $($row,)*
        ]
    };
}
static FROZEN_METHODS: [Method; 30] = with_common![method("__hash__(self, /)", frozen_hash, "Return hash(self)."),];
static SET_METHODS: [Method; 43] = with_common![
    method("__init__(self, iterable=(), /)", set_init, "Initialize self."),
    method("__iand__(self, value, /)", |t, a| in_place(t, a, '&'), "Return self&=value."),
    method("__ior__(self, value, /)", |t, a| in_place(t, a, '|'), "Return self|=value."),
    method("__isub__(self, value, /)", |t, a| in_place(t, a, '-'), "Return self-=value."),
    method("__ixor__(self, value, /)", |t, a| in_place(t, a, '^'), "Return self^=value."),
    method("add(self, object, /)", set_add, "Add an element to a set."),
    method("discard(self, object, /)", set_discard, "Remove an element from a set if it is a member."),
    method("remove(self, object, /)", set_remove, "Remove an element from a set; it must be a member."),
    method("pop(self, /)", set_pop, "Remove and return an arbitrary set element."),
    method("clear(self, /)", set_clear, "Remove all elements from this set."),
    method("update(self, *others)", set_update, "Update the set, adding elements from all others."),
    method(
        "intersection_update(self, *others)",
        set_intersection_update,
        "Update the set, keeping only elements found in it and all others."
    ),
    method(
        "difference_update(self, *others)",
        set_difference_update,
        "Update the set, removing elements found in others."
    ),
    method(
        "symmetric_difference_update(self, other, /)",
        set_symmetric_difference_update,
        "Update the set, keeping only elements found in either set, but not in both."
    ),
];

/// Whether a set object is a frozenset or of a subclass of it.
fn is_frozen(t: &Thread, v: Value) -> bool {
    FROZEN.is_exact(v) || !TYPE.is_exact(v) && t.class_of(v).is_subclass(FROZEN.get())
}
/// The base type of a set object.
fn base_of(t: &Thread, v: Value) -> &'static TypeRow {
    if is_frozen(t, v) { &FROZEN } else { &TYPE }
}
/// A set or frozenset of what an iterable gives.
pub fn from_iterable(t: &mut Thread, class: &TypeRow, v: Value) -> Result<Set, Raised> {
    let s = Set::new(t, class.head())?;
    update(t, s, v)?;
    Ok(s)
}
/// Adds what an iterable gives.
pub fn update(t: &mut Thread, s: Set, v: Value) -> Result<(), Raised> {
    if let Some(other) = Set::from(v) {
        return if other == s { Ok(()) } else { s.update_from(t, other) };
    }
    if let Some(d) = Dict::from(v).filter(|_| types::dict::TYPE.is_exact(v)) {
        s.make_room(t, d.len())?;
        for (k, _) in d.iter() {
            s.add(t, k)?;
        }
        return Ok(());
    }
    t.for_each(v, |t, x| s.add(t, x).map(|_| ()))
}
/// Takes out what an iterable gives.
pub fn difference_update(t: &mut Thread, s: Set, v: Value) -> Result<(), Raised> {
    if let Some(other) = Set::from(v) {
        if other == s {
            return s.clear(t);
        }
        for (k, h) in other.iter() {
            s.remove_hashed(t, k, h)?;
        }
    } else {
        t.for_each(v, |t, x| s.remove(t, x).map(|_| ()))?;
    }
    s.sweep(t)
}
/// Keeps what is in exactly one of both.
pub fn symmetric_difference_update(t: &mut Thread, s: Set, v: Value) -> Result<(), Raised> {
    let toggle = |t: &mut Thread, k, h| match s.remove_hashed(t, k, h)? {
        true => Ok(()),
        false => s.add_hashed(t, k, h).map(|_| ()),
    };
    if let Some(d) = Dict::from(v).filter(|_| types::dict::TYPE.is_exact(v)) {
        for (k, _) in d.iter() {
            let h = t.hash(k)?;
            toggle(t, k, h)?;
        }
        return Ok(());
    }
    let other = match Set::from(v) {
        Some(other) if other == s => return s.clear(t),
        Some(other) => other,
        None => from_iterable(t, &TYPE, v)?,
    };
    for (k, h) in other.iter() {
        toggle(t, k, h)?;
    }
    Ok(())
}
/// Adds a key that a walk over a set gives; it is new if the set did not change since the walk began.
#[inline]
fn add_new(t: &mut Thread, result: Set, key: Value, hash: i64, unchanged: bool) -> Result<(), Raised> {
    if unchanged { result.add_distinct(t, key, hash) } else { result.add_hashed(t, key, hash).map(|_| ()) }
}
/// A new set of what is in both.
fn intersection(t: &mut Thread, class: &TypeRow, s: Set, v: Value) -> Result<Set, Raised> {
    let result = Set::new(t, class.head())?;
    if let Some(other) = Set::from(v) {
        // the smaller one is walked
        let (small, large) = if other.len() > s.len() { (s, other) } else { (other, s) };
        let before = small.state();
        for (k, h) in small.iter() {
            if large.contains_hashed(t, k, h)? {
                add_new(t, result, k, h, small.state() == before)?;
            }
        }
        return Ok(result);
    }
    t.for_each(v, |t, x| {
        let h = t.hash(x)?;
        if s.contains_hashed(t, x, h)? {
            result.add_hashed(t, x, h)?;
        }
        Ok(())
    })?;
    Ok(result)
}
/// A new set of what is in the first only.
fn difference(t: &mut Thread, class: &TypeRow, s: Set, v: Value) -> Result<Set, Raised> {
    let result = Set::new(t, class.head())?;
    let dict = Dict::from(v).filter(|_| types::dict::TYPE.is_exact(v));
    let other = Set::from(v).map(Set::len).or(dict.map(Dict::len));
    // a copy without the others' keys, if those are unknown or few
    if other.is_none_or(|n| s.len() >> 2 > n) {
        result.update_from(t, s)?;
        difference_update(t, result, v)?;
        return Ok(result);
    }
    let before = s.state();
    for (k, h) in s.iter() {
        let there = match dict {
            Some(d) => d.get_hashed(t, k, h)?.is_some(),
            None => Set::of(v).contains_hashed(t, k, h)?,
        };
        if !there {
            add_new(t, result, k, h, s.state() == before)?;
        }
    }
    Ok(result)
}

fn set_new(t: &mut Thread, a: Args) -> Ret {
    let class = Type::of(a[0]);
    if class == TYPE.get() {
        return Ok(Set::new(t, class.head())?.value());
    }
    empty_instance(t, class)
}
fn empty_instance(t: &mut Thread, class: Type) -> Ret {
    let v = types::object::alloc_instance(t, class)?;
    for i in 0..Kind::Set.words() {
        v.unwrap_obj().set_plain(i, Value::ZERO.bits());
    }
    Set::init_empty(t, v.unwrap_obj())?;
    Ok(v)
}
fn frozen_new(t: &mut Thread, a: Args) -> Ret {
    let class = Type::of(a[0]);
    if class == FROZEN.get() && FROZEN.is_exact(a[1]) {
        return Ok(a[1]);
    }
    let v = if class == FROZEN.get() { Set::new(t, class.head())?.value() } else { empty_instance(t, class)? };
    if a[1].is_bound() {
        update(t, Set::of(v), a[1])?;
    }
    Ok(v)
}
fn set_init(t: &mut Thread, a: Args) -> Ret {
    let s = Set::of(a[0]);
    if !s.is_empty() {
        s.clear(t)?;
    }
    if a[1].is_bound() {
        update(t, s, a[1])?;
    }
    Ok(Value::NONE)
}
fn set_repr(t: &mut Thread, a: Args) -> Ret {
    let s = Set::of(a[0]);
    let name = t.class_name(a[0]);
    if s.is_empty() {
        return t.str(&format!("{name}()"));
    }
    let made = t.repr_guarded(a[0], |t| {
        let mut out = String::new();
        for (i, (k, _)) in s.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            let r = t.repr(k)?;
            out.push_str(&r.text());
        }
        Ok(out)
    })?;
    match made {
        Some(items) if TYPE.is_exact(a[0]) => t.str(&format!("{{{items}}}")),
        Some(items) => t.str(&format!("{name}({{{items}}})")),
        None => t.str(&format!("{name}(...)")),
    }
}
fn compare(t: &mut Thread, a: Args, op: CompareOp) -> Ret {
    let Some(y) = Set::from(a[1]) else { return Ok(Value::NOT_IMPLEMENTED) };
    let x = Set::of(a[0]);
    let (n, m) = (x.len(), y.len());
    let (possible, inner, outer) = match op {
        CompareOp::Eq | CompareOp::Ne => (n == m, x, y),
        CompareOp::Lt => (n < m, x, y),
        CompareOp::Le => (n <= m, x, y),
        CompareOp::Gt => (n > m, y, x),
        CompareOp::Ge => (n >= m, y, x),
    };
    let inside = possible && all_in(t, inner, outer)?;
    Ok(Value::bool(inside != (op == CompareOp::Ne)))
}
fn all_in(t: &mut Thread, inner: Set, outer: Set) -> Result<bool, Raised> {
    for (k, h) in inner.iter() {
        if !outer.contains_hashed(t, k, h)? {
            return Ok(false);
        }
    }
    Ok(true)
}
/// The hash of a key; a set counts as the frozenset equal to it.
fn key_hash(t: &mut Thread, key: Value) -> Result<i64, Raised> {
    match Set::from(key) {
        Some(s) if !is_frozen(t, key) => Ok(hash(s)),
        _ => t.element_hash(key),
    }
}
fn set_contains(t: &mut Thread, a: Args) -> Ret {
    let h = key_hash(t, a[1])?;
    Ok(Value::bool(Set::of(a[0]).contains_hashed(t, a[1], h)?))
}
fn operator(t: &mut Thread, x: Value, y: Value, op: char) -> Ret {
    let (Some(s), Some(other)) = (Set::from(x), Set::from(y)) else { return Ok(Value::NOT_IMPLEMENTED) };
    let class = base_of(t, x);
    Ok(match op {
        '&' => intersection(t, class, s, y)?,
        '-' => difference(t, class, s, y)?,
        '|' => {
            let result = s.copy(t, class.head())?;
            result.update_from(t, other)?;
            result
        }
        _ => symmetric_difference(t, class, x, y)?,
    }
    .value())
}
fn in_place(t: &mut Thread, a: Args, op: char) -> Ret {
    if Set::from(a[1]).is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let s = Set::of(a[0]);
    match op {
        '&' => keep_common(t, s, a[1])?,
        '|' => update(t, s, a[1])?,
        '-' => difference_update(t, s, a[1])?,
        _ => symmetric_difference_update(t, s, a[1])?,
    }
    Ok(a[0])
}
fn keep_common(t: &mut Thread, s: Set, v: Value) -> Result<(), Raised> {
    let common = intersection(t, &TYPE, s, v)?;
    if pyish_heap::single() {
        s.replace(t, common);
        return Ok(());
    }
    // what others add meanwhile stays
    for (k, h) in s.iter() {
        if !common.contains_hashed(t, k, h)? {
            s.remove_hashed(t, k, h)?;
        }
    }
    Ok(())
}
fn set_reduce(t: &mut Thread, a: Args) -> Ret {
    let items = t.collect(a[0])?.into_list(t)?;
    let args = Tuple::make(t, &[items])?;
    let state = iterators::own_state(t, a[0])?;
    let class = t.class_of(a[0]).value();
    Tuple::make(t, &[class, args, state])
}
fn set_sizeof(_: &mut Thread, a: Args) -> Ret {
    let o = a[0].unwrap_obj();
    Ok(Value::index(pyish_heap::cell_bytes(o) + pyish_heap::cell_bytes(word(a[0], 0).unwrap_obj())))
}
fn set_copy(t: &mut Thread, a: Args) -> Ret {
    if FROZEN.is_exact(a[0]) {
        return Ok(a[0]);
    }
    let class = base_of(t, a[0]);
    Ok(Set::of(a[0]).copy(t, class.head())?.value())
}
fn set_union(t: &mut Thread, a: Args) -> Ret {
    let class = base_of(t, a[0]);
    let s = Set::of(a[0]).copy(t, class.head())?;
    for other in Tuple::of(a[1]).iter() {
        update(t, s, other)?;
    }
    Ok(s.value())
}
fn set_intersection(t: &mut Thread, a: Args) -> Ret {
    let class = base_of(t, a[0]);
    let others = Tuple::of(a[1]);
    if others.is_empty() {
        return set_copy(t, a);
    }
    let mut s = Set::of(a[0]);
    for other in others.iter() {
        s = intersection(t, class, s, other)?;
    }
    Ok(s.value())
}
fn set_difference(t: &mut Thread, a: Args) -> Ret {
    let class = base_of(t, a[0]);
    let others = Tuple::of(a[1]);
    if others.is_empty() {
        return set_copy(t, a);
    }
    let s = difference(t, class, Set::of(a[0]), others.get(0))?;
    for other in others.iter().skip(1) {
        difference_update(t, s, other)?;
    }
    Ok(s.value())
}
fn set_symmetric_difference(t: &mut Thread, a: Args) -> Ret {
    let class = base_of(t, a[0]);
    Ok(symmetric_difference(t, class, a[0], a[1])?.value())
}
/// As CPython makes it: the other's keys, without or with those of the first.
fn symmetric_difference(t: &mut Thread, class: &TypeRow, x: Value, y: Value) -> Result<Set, Raised> {
    let result = from_iterable(t, class, y)?;
    symmetric_difference_update(t, result, x)?;
    Ok(result)
}
fn is_subset(t: &mut Thread, a: Args) -> Ret {
    let s = Set::of(a[0]);
    let other = match Set::from(a[1]) {
        Some(other) => other,
        None => from_iterable(t, &TYPE, a[1])?,
    };
    Ok(Value::bool(s.len() <= other.len() && all_in(t, s, other)?))
}
fn is_superset(t: &mut Thread, a: Args) -> Ret {
    let s = Set::of(a[0]);
    if let Some(other) = Set::from(a[1]) {
        return Ok(Value::bool(other.len() <= s.len() && all_in(t, other, s)?));
    }
    let it = t.iter(a[1])?;
    while let Some(v) = t.next(it)? {
        if !s.contains(t, v)? {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}
fn is_disjoint(t: &mut Thread, a: Args) -> Ret {
    let s = Set::of(a[0]);
    if let Some(other) = Set::from(a[1]) {
        if other == s {
            return Ok(Value::bool(s.is_empty()));
        }
        let (small, large) = if other.len() > s.len() { (s, other) } else { (other, s) };
        for (k, h) in small.iter() {
            if large.contains_hashed(t, k, h)? {
                return Ok(Value::FALSE);
            }
        }
        return Ok(Value::TRUE);
    }
    let it = t.iter(a[1])?;
    while let Some(v) = t.next(it)? {
        if s.contains(t, v)? {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}
/// The hash of a frozenset with these elements, by CPython's formula: independent of their order.
fn hash(s: Set) -> i64 {
    let mut acc = 0u64;
    for (_, h) in s.iter() {
        let h = h as u64;
        acc ^= ((h ^ 89_869_747) ^ (h << 16)).wrapping_mul(3_644_798_167);
    }
    acc ^= (s.len() as u64 + 1).wrapping_mul(1_927_868_237);
    acc ^= (acc >> 11) ^ (acc >> 25);
    acc = acc.wrapping_mul(69_069).wrapping_add(907_133_923);
    if acc == u64::MAX { 590_923_713 } else { acc as i64 }
}
fn frozen_hash(t: &mut Thread, a: Args) -> Ret {
    t.int(hash(Set::of(a[0])))
}
fn set_add(t: &mut Thread, a: Args) -> Ret {
    Set::of(a[0]).add(t, a[1])?;
    Ok(Value::NONE)
}
fn set_discard(t: &mut Thread, a: Args) -> Ret {
    let h = key_hash(t, a[1])?;
    Set::of(a[0]).remove_hashed(t, a[1], h)?;
    Ok(Value::NONE)
}
fn set_remove(t: &mut Thread, a: Args) -> Ret {
    let h = key_hash(t, a[1])?;
    if Set::of(a[0]).remove_hashed(t, a[1], h)? { Ok(Value::NONE) } else { Err(t.key_error(a[1])) }
}
fn set_pop(t: &mut Thread, a: Args) -> Ret {
    match Set::of(a[0]).pop(t) {
        Some(v) => Ok(v),
        None => Err(t.raise(&exc::KeyError, "pop from an empty set")),
    }
}
fn set_clear(t: &mut Thread, a: Args) -> Ret {
    Set::of(a[0]).clear(t)?;
    Ok(Value::NONE)
}
fn set_update(t: &mut Thread, a: Args) -> Ret {
    for other in Tuple::of(a[1]).iter() {
        update(t, Set::of(a[0]), other)?;
    }
    Ok(Value::NONE)
}
fn set_intersection_update(t: &mut Thread, a: Args) -> Ret {
    for other in Tuple::of(a[1]).iter() {
        keep_common(t, Set::of(a[0]), other)?;
    }
    Ok(Value::NONE)
}
fn set_difference_update(t: &mut Thread, a: Args) -> Ret {
    for other in Tuple::of(a[1]).iter() {
        difference_update(t, Set::of(a[0]), other)?;
    }
    Ok(Value::NONE)
}
fn set_symmetric_difference_update(t: &mut Thread, a: Args) -> Ret {
    symmetric_difference_update(t, Set::of(a[0]), a[1])?;
    Ok(Value::NONE)
}

// ---- iterators: [set, slot, expected length]

static ITER_METHODS: [Method; 4] = [
    method("__iter__(self, /)", itself, "Implement iter(self)."),
    method(
        "__next__(self, /)",
        |t, a| Ok(set_next(t, a[0].unwrap_obj())?.unwrap_or(Value::UNBOUND)),
        "Implement next(self).",
    ),
    method("__length_hint__(self, /)", iter_hint, "Private method returning an estimate of len(list(it))."),
    method("__reduce__(self, /)", iter_reduce, "Return state information for pickling."),
];
fn set_iter(t: &mut Thread, a: Args) -> Ret {
    let n = Set::of(a[0]).len();
    t.alloc_of(&ITER, &[a[0], Value::ZERO, Value::index(n)])
}
/// The next element of a set's iterator.
pub fn set_next(t: &mut Thread, it: Obj) -> Result<Option<Value>, Raised> {
    let Some(o) = Value::from_bits(it.word(0)).obj() else { return Ok(None) };
    let s = Set(o);
    if s.len() as i64 != Value::from_bits(it.word(2)).unwrap_int() {
        it.set_plain(2, Value::int(-1).bits());
        return Err(t.runtime_error("Set changed size during iteration"));
    }
    let mut at = Value::from_bits(it.word(1)).unwrap_usize();
    match s.next_key(&mut at) {
        Some((k, _)) => {
            it.set_plain(1, Value::index(at).bits());
            Ok(Some(k))
        }
        None => {
            it.set_plain(0, Value::NONE.bits());
            Ok(None)
        }
    }
}
fn iter_hint(_: &mut Thread, a: Args) -> Ret {
    let Some(s) = Set::from(word(a[0], 0)) else { return Ok(Value::ZERO) };
    if s.len() as i64 != word(a[0], 2).unwrap_int() {
        return Ok(Value::ZERO);
    }
    let mut at = word(a[0], 1).unwrap_usize();
    let mut n = 0;
    while s.next_key(&mut at).is_some() {
        n += 1;
    }
    Ok(Value::index(n))
}
fn iter_reduce(t: &mut Thread, a: Args) -> Ret {
    let iter = builtin(t, "iter")?;
    let copy = t.alloc_of(&ITER, &[word(a[0], 0), word(a[0], 1), word(a[0], 2)])?;
    let list = t.collect(copy)?.into_list(t)?;
    let args = Tuple::make(t, &[list])?;
    Tuple::make(t, &[iter, args])
}
