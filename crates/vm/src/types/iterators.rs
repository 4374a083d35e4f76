//! Iterators over the builtin sequences, and `enumerate`, `zip`, `map`, `filter`, `reversed`.
//!
//! A native `__next__` answers `Value::UNBOUND` at its end; whoever calls it from Python gets StopIteration.

use crate::native::{Args, Method, class_method, method, static_method};
use crate::object::bigint;
use crate::object::kind::Kind;
use crate::object::list::{List, Values};
use crate::object::string::{Chars, Str};
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, TypeRow, flag};
use crate::object::value::Value;
use crate::ops::arithmetic::BinaryOp;
use crate::thread::{Raised, Ret, Thread};
use crate::types::exc;
use num_traits::Signed;
use pyish_heap::Obj;

pub static LIST: TypeRow =
    TypeRow::new("list_iterator", Kind::ListIter).is_final().flags(flag::NO_NEW).methods(&LIST_METHODS);
pub static TUPLE: TypeRow =
    TypeRow::new("tuple_iterator", Kind::ListIter).is_final().flags(flag::NO_NEW).methods(&TUPLE_METHODS);
pub static LIST_REVERSE: TypeRow =
    TypeRow::new("list_reverseiterator", Kind::Native1).is_final().flags(flag::NO_NEW).methods(&LIST_REVERSE_METHODS);
pub static RANGE: TypeRow =
    TypeRow::new("range_iterator", Kind::RangeIter).is_final().flags(flag::NO_NEW).methods(&RANGE_METHODS);
pub static LONG_RANGE: TypeRow =
    TypeRow::new("longrange_iterator", Kind::Native1).is_final().flags(flag::NO_NEW).methods(&LONG_RANGE_METHODS);
pub static SEQUENCE: TypeRow =
    TypeRow::new("iterator", Kind::SeqIter).is_final().flags(flag::NO_NEW).methods(&SEQUENCE_METHODS);
pub static CALLABLE: TypeRow =
    TypeRow::new("callable_iterator", Kind::CallIter).is_final().flags(flag::NO_NEW).methods(&CALLABLE_METHODS);
pub static STR: TypeRow =
    TypeRow::new("str_iterator", Kind::StrIter).is_final().flags(flag::NO_NEW).methods(&STR_METHODS);
pub static STR_ASCII: TypeRow =
    TypeRow::new("str_ascii_iterator", Kind::StrIter).is_final().flags(flag::NO_NEW).methods(&STR_ASCII_METHODS);
pub static BYTES: TypeRow =
    TypeRow::new("bytes_iterator", Kind::Native1).is_final().flags(flag::NO_NEW).methods(&BYTES_METHODS);
pub static ENUMERATE: TypeRow = TypeRow::new("enumerate", Kind::Native1)
    .constructor(&ENUMERATE_NEW)
    .methods(&ENUMERATE_METHODS)
    .doc("Pairs of a count (from start) and the values of an iterable.");
pub static ZIP: TypeRow = TypeRow::new("zip", Kind::Native1)
    .constructor(&ZIP_NEW)
    .methods(&ZIP_METHODS)
    .doc("Tuples of the i-th items of each iterable, until the shortest is exhausted.");
pub static MAP: TypeRow = TypeRow::new("map", Kind::Native1)
    .constructor(&MAP_NEW)
    .methods(&MAP_METHODS)
    .doc("The results of a function called with the items of the iterables.");
pub static FILTER: TypeRow = TypeRow::new("filter", Kind::Native1)
    .constructor(&FILTER_NEW)
    .methods(&FILTER_METHODS)
    .doc("The items for which a function (or, given None, the item itself) is true.");
pub static REVERSED: TypeRow = TypeRow::new("reversed", Kind::Native1)
    .constructor(&REVERSED_NEW)
    .methods(&REVERSED_METHODS)
    .doc("Return a reverse iterator over the values of the given sequence.");

pub static ROWS: &[&TypeRow] = &[
    &LIST,
    &TUPLE,
    &LIST_REVERSE,
    &RANGE,
    &LONG_RANGE,
    &SEQUENCE,
    &CALLABLE,
    &STR,
    &STR_ASCII,
    &BYTES,
    &ENUMERATE,
    &ZIP,
    &MAP,
    &FILTER,
    &REVERSED,
];
/// Of these rows, those that `builtins` names.
pub static BUILTINS: &[&TypeRow] = &[&ENUMERATE, &ZIP, &MAP, &FILTER, &REVERSED];

/// Whether `v` is an exact instance of one of the classes here that are iterators of their own.
#[inline(always)]
pub fn is_plain(v: Value) -> bool {
    [&ENUMERATE, &ZIP, &MAP, &FILTER, &REVERSED, &LIST_REVERSE, &BYTES].iter().any(|row| row.is_exact(v))
}

/// Whether `v` is an `enumerate`, `zip` or iterator of dict items that gives tuples of `n`.
#[inline(always)]
pub fn gives_parts(v: Value, n: usize) -> bool {
    if n == 2 && (ENUMERATE.is_exact(v) || crate::types::dict_views::ITEM_ITER.is_exact(v)) {
        return true;
    }
    ZIP.is_exact(v) && Tuple::of(word(v, 0)).len() == n && n > 0 && !word(v, 1).is(Value::TRUE)
}
/// `next` of the iterators that loops mostly walk over.
#[inline(always)]
fn step(t: &mut Thread, it: Value) -> Result<Option<Value>, Raised> {
    if let Some(o) = it.obj() {
        if o.kind() == Kind::ListIter as u8 {
            return Ok(list_next(o));
        }
        if o.kind() == Kind::RangeIter as u8 {
            return range_next(t, o);
        }
    }
    t.next(it)
}
/// Stores from `thread.top` on the parts of the tuple that an iterator (of those that `gives_parts` names) gives next;
/// false at its end.
pub fn next_parts(t: &mut Thread, it: Value) -> Result<bool, Raised> {
    let out = t.top;
    // SAFETY: V10: the value stack has room above `top` for the few registers of an unpacking.
    let put_part = |i: usize, v: Value| unsafe { *out.add(i) = v };
    if ENUMERATE.is_exact(it) {
        let Some(v) = step(t, word(it, 0))? else { return Ok(false) };
        let n = count_on(t, it)?;
        put_part(0, n);
        put_part(1, v);
        return Ok(true);
    }
    if let Some(o) = it.obj().filter(|o| o.kind() == Kind::DictIter as u8) {
        let Some((k, v)) = crate::types::dict_views::next_entry(t, o)? else { return Ok(false) };
        put_part(0, k);
        put_part(1, v);
        return Ok(true);
    }
    let its = Tuple::of(word(it, 0));
    // SAFETY: V10: what runs meanwhile stays above the parts.
    t.top = unsafe { out.add(its.len()) };
    for i in 0..its.len() {
        match step(t, its.get(i)) {
            Ok(Some(v)) => put_part(i, v),
            end => {
                t.top = out;
                return end.map(|_| false);
            }
        }
    }
    t.top = out;
    Ok(true)
}

// ---- what native iterators share

/// A word of an iterator.
#[inline(always)]
pub fn word(v: Value, i: usize) -> Value {
    Value::from_bits(v.unwrap_obj().word(i))
}
/// Stores a word of an iterator.
#[inline(always)]
pub fn put(t: &mut Thread, v: Value, i: usize, x: Value) {
    v.unwrap_obj().set(&mut t.m, i, x.bits());
}
/// `__iter__` of iterators.
pub fn itself(_: &mut Thread, a: Args) -> Ret {
    Ok(a[0])
}
/// What a native `__next__` answers.
#[inline(always)]
pub fn answer(v: Option<Value>) -> Ret {
    Ok(v.unwrap_or(Value::UNBOUND))
}
/// An instance of a class whose native row is `row`, with these words.
pub fn instance(t: &mut Thread, row: &'static TypeRow, class: Value, words: &[Value]) -> Ret {
    let class = Type::of(class);
    if class == row.get() && !class.has(flag::DICT) {
        return t.alloc_of(row, words);
    }
    let v = crate::types::object::alloc_instance(t, class)?;
    for i in 0..row.words {
        put(t, v, i, words.get(i).copied().unwrap_or(Value::ZERO));
    }
    Ok(v)
}
/// The attributes of an instance of a subclass as a dict (with its slots, a pair), or None if it has none: what `__reduce__`
/// adds.
pub fn own_state(t: &mut Thread, v: Value) -> Ret {
    let class = t.class_of(v);
    if class.row().is_some_and(|row| row.get() == class) && !class.has(flag::DICT) {
        return Ok(Value::NONE);
    }
    t.call_method_named(v, "__getstate__", &[])
}
/// A builtin by name, for `__reduce__`.
pub fn builtin(t: &mut Thread, name: &str) -> Ret {
    let b = t.builtins();
    Ok(b.get_named(t, name)?.unwrap_or(Value::NONE))
}
/// `(iter, (sequence,), index)`, or `(iter, (empty,))` of an exhausted iterator.
fn reduced(t: &mut Thread, sequence: Value, index: Value, empty: Value) -> Ret {
    let iter = builtin(t, "iter")?;
    if sequence.is_none() {
        let args = Tuple::make(t, &[empty])?;
        return Tuple::make(t, &[iter, args]);
    }
    let args = Tuple::make(t, &[sequence])?;
    Tuple::make(t, &[iter, args, index])
}
/// The argument of `__setstate__` as an index of at least 0.
fn state(t: &mut Thread, v: Value) -> Result<i64, Raised> {
    let i = t.to_i64(v)?;
    Ok(i.clamp(0, Value::MAX_INT))
}

// ---- lists and tuples

static LIST_METHODS: [Method; 5] = [
    method("__iter__(self, /)", itself, "Implement iter(self)."),
    method("__next__(self, /)", |_, a| answer(list_next(a[0].unwrap_obj())), "Implement next(self)."),
    method("__length_hint__(self, /)", list_hint, "Private method returning an estimate of len(list(it))."),
    method("__reduce__(self, /)", list_reduce, "Return state information for pickling."),
    method("__setstate__(self, state, /)", list_setstate, "Set state information for unpickling."),
];
static TUPLE_METHODS: [Method; 5] = [
    method("__iter__(self, /)", itself, "Implement iter(self)."),
    method("__next__(self, /)", |_, a| answer(list_next(a[0].unwrap_obj())), "Implement next(self)."),
    method("__length_hint__(self, /)", list_hint, "Private method returning an estimate of len(list(it))."),
    method("__reduce__(self, /)", list_reduce, "Return state information for pickling."),
    method("__setstate__(self, state, /)", list_setstate, "Set state information for unpickling."),
];

/// The next item of a list's or tuple's iterator.
#[inline(always)]
pub fn list_next(it: Obj) -> Option<Value> {
    let sequence = Value::from_bits(it.word(0)).obj()?;
    let i = Value::from_bits(it.word(1)).unwrap_usize();
    let item = if sequence.kind() == Kind::List as u8 {
        List(sequence).get(i)
    } else if i < Tuple(sequence).len() {
        Some(Tuple(sequence).get(i))
    } else {
        None
    };
    match item {
        Some(v) => {
            it.set_plain(1, Value::index(i + 1).bits());
            Some(v)
        }
        None => {
            it.set_plain(0, Value::NONE.bits());
            None
        }
    }
}
/// An iterator over a tuple.
pub fn tuple_iter(t: &mut Thread, tuple: Tuple) -> Ret {
    t.alloc_of(&TUPLE, &[tuple.value(), Value::ZERO])
}
fn list_hint(_: &mut Thread, a: Args) -> Ret {
    let sequence = word(a[0], 0);
    let n = match Thread::kind_of(sequence) {
        Kind::List => List::of(sequence).len(),
        Kind::Tuple => Tuple::of(sequence).len(),
        _ => 0,
    };
    Ok(Value::index(n.saturating_sub(word(a[0], 1).unwrap_usize())))
}
fn list_reduce(t: &mut Thread, a: Args) -> Ret {
    let empty = if LIST.is_exact(a[0]) { List::new(t, &[])?.value() } else { Tuple::empty(t).value() };
    reduced(t, word(a[0], 0), word(a[0], 1), empty)
}
fn list_setstate(t: &mut Thread, a: Args) -> Ret {
    let i = state(t, a[1])?;
    if !word(a[0], 0).is_none() {
        a[0].unwrap_obj().set_plain(1, Value::int(i).bits());
    }
    Ok(Value::NONE)
}

static LIST_REVERSE_METHODS: [Method; 5] = [
    method("__iter__(self, /)", itself, "Implement iter(self)."),
    method("__next__(self, /)", list_reverse_next, "Implement next(self)."),
    method("__length_hint__(self, /)", list_reverse_hint, "Private method returning an estimate of len(list(it))."),
    method("__reduce__(self, /)", list_reverse_reduce, "Return state information for pickling."),
    method("__setstate__(self, state, /)", list_reverse_setstate, "Set state information for unpickling."),
];
/// `reversed(list)`: `[list, index of the next item]`.
pub fn list_reversed(t: &mut Thread, l: List) -> Ret {
    let at = Value::int(l.len() as i64 - 1);
    t.alloc_of(&LIST_REVERSE, &[l.value(), at])
}
fn list_reverse_next(_: &mut Thread, a: Args) -> Ret {
    let o = a[0].unwrap_obj();
    let Some(l) = List::from(word(a[0], 0)) else { return Ok(Value::UNBOUND) };
    let i = word(a[0], 1).unwrap_int();
    match usize::try_from(i).ok().and_then(|i| l.get(i)) {
        Some(v) => {
            o.set_plain(1, Value::int(i - 1).bits());
            Ok(v)
        }
        None => {
            o.set_plain(0, Value::NONE.bits());
            Ok(Value::UNBOUND)
        }
    }
}
fn list_reverse_hint(_: &mut Thread, a: Args) -> Ret {
    let left = word(a[0], 1).unwrap_int() + 1;
    let fits = List::from(word(a[0], 0)).is_some_and(|l| left <= l.len() as i64);
    Ok(Value::int(if fits { left } else { 0 }))
}
fn list_reverse_reduce(t: &mut Thread, a: Args) -> Ret {
    let (list, index) = (word(a[0], 0), word(a[0], 1));
    if list.is_none() {
        let empty = List::new(t, &[])?.value();
        return reduced(t, list, index, empty);
    }
    let args = Tuple::make(t, &[list])?;
    Tuple::make(t, &[REVERSED.value(), args, index])
}
fn list_reverse_setstate(t: &mut Thread, a: Args) -> Ret {
    let i = t.to_i64(a[1])?;
    if let Some(l) = List::from(word(a[0], 0)) {
        a[0].unwrap_obj().set_plain(1, Value::int(i.clamp(-1, l.len() as i64 - 1)).bits());
    }
    Ok(Value::NONE)
}

// ---- ranges

static RANGE_METHODS: [Method; 5] = [
    method("__iter__(self, /)", itself, "Implement iter(self)."),
    method("__next__(self, /)", |t, a| answer(range_next(t, a[0].unwrap_obj())?), "Implement next(self)."),
    method("__length_hint__(self, /)", range_hint, "Private method returning an estimate of len(list(it))."),
    method("__reduce__(self, /)", range_reduce, "Return state information for pickling."),
    method("__setstate__(self, state, /)", range_setstate, "Set state information for unpickling."),
];
/// The next item of a range's iterator: `[next, stop, step]`, all inline ints.
#[inline(always)]
pub fn range_next(t: &mut Thread, it: Obj) -> Result<Option<Value>, Raised> {
    let at = |i| Value::from_bits(it.word(i)).unwrap_int();
    let (next, stop, step) = (at(0), at(1), at(2));
    if step > 0 && next < stop || step < 0 && next > stop {
        let after = t.int(next.saturating_add(step))?;
        it.set_plain(0, if after.is_int() { after.bits() } else { Value::int(stop).bits() });
        return Ok(Some(Value::int(next)));
    }
    Ok(None)
}
fn range_left(v: Value) -> i64 {
    let (next, stop, step) = (word(v, 0).unwrap_int(), word(v, 1).unwrap_int(), word(v, 2).unwrap_int());
    let span = if step > 0 { stop - next } else { next - stop };
    if span <= 0 { 0 } else { (span - 1) / step.abs() + 1 }
}
fn range_hint(t: &mut Thread, a: Args) -> Ret {
    t.int(range_left(a[0]))
}
fn range_reduce(t: &mut Thread, a: Args) -> Ret {
    let iter = builtin(t, "iter")?;
    let parts = [word(a[0], 0), word(a[0], 1), word(a[0], 2)];
    let range = t.alloc_of(&crate::types::range::TYPE, &parts)?;
    let args = Tuple::make(t, &[range])?;
    Tuple::make(t, &[iter, args, Value::NONE])
}
fn range_setstate(t: &mut Thread, a: Args) -> Ret {
    if a[1].is_none() {
        return Ok(Value::NONE);
    }
    let skip = state(t, a[1])?.min(range_left(a[0]));
    let next = word(a[0], 0).unwrap_int() + skip * word(a[0], 2).unwrap_int();
    a[0].unwrap_obj().set_plain(0, Value::int(next.clamp(Value::MIN_INT, Value::MAX_INT)).bits());
    Ok(Value::NONE)
}

static LONG_RANGE_METHODS: [Method; 4] = [
    method("__iter__(self, /)", itself, "Implement iter(self)."),
    method("__next__(self, /)", long_range_next, "Implement next(self)."),
    method("__length_hint__(self, /)", long_range_hint, "Private method returning an estimate of len(list(it))."),
    method("__reduce__(self, /)", range_reduce, "Return state information for pickling."),
];
fn long_range_next(t: &mut Thread, a: Args) -> Ret {
    let (next, stop, step) = (word(a[0], 0), word(a[0], 1), word(a[0], 2));
    let big = |v| bigint::to_big(v).unwrap_or_default();
    let (n, s, d) = (big(next), big(stop), big(step));
    if if d.is_negative() { n <= s } else { n >= s } {
        return Ok(Value::UNBOUND);
    }
    let after = t.big(&(n + d))?;
    put(t, a[0], 0, after);
    Ok(next)
}
fn long_range_hint(t: &mut Thread, a: Args) -> Ret {
    let parts = [word(a[0], 0), word(a[0], 1), word(a[0], 2)];
    let range = t.alloc_of(&crate::types::range::TYPE, &parts)?;
    let n = t.names().__len__;
    Ok(t.call_special(range, n, &[])?.unwrap_or(Value::ZERO))
}

// ---- objects with __getitem__, and callables

static SEQUENCE_METHODS: [Method; 5] = [
    method("__iter__(self, /)", itself, "Implement iter(self)."),
    method("__next__(self, /)", sequence_next, "Implement next(self)."),
    method("__length_hint__(self, /)", sequence_hint, "Private method returning an estimate of len(list(it))."),
    method("__reduce__(self, /)", sequence_reduce, "Return state information for pickling."),
    method("__setstate__(self, state, /)", list_setstate, "Set state information for unpickling."),
];
fn sequence_next(t: &mut Thread, a: Args) -> Ret {
    let (sequence, i) = (word(a[0], 0), word(a[0], 1).unwrap_int());
    if sequence.is_none() {
        return Ok(Value::UNBOUND);
    }
    let index = t.int(i)?;
    match t.get_item(sequence, index) {
        Ok(v) => {
            a[0].unwrap_obj().set_plain(1, Value::int(i + 1).bits());
            Ok(v)
        }
        Err(Raised) if t.raised_is(&exc::IndexError) || t.raised_is(&exc::StopIteration) => {
            t.exc = Value::UNBOUND;
            a[0].unwrap_obj().set_plain(0, Value::NONE.bits());
            Ok(Value::UNBOUND)
        }
        Err(Raised) => Err(Raised),
    }
}
fn sequence_hint(t: &mut Thread, a: Args) -> Ret {
    let sequence = word(a[0], 0);
    if sequence.is_none() {
        return Ok(Value::ZERO);
    }
    match t.try_len(sequence)? {
        Some(n) => Ok(Value::index(n.saturating_sub(word(a[0], 1).unwrap_usize()))),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}
fn sequence_reduce(t: &mut Thread, a: Args) -> Ret {
    let empty = Tuple::empty(t).value();
    reduced(t, word(a[0], 0), word(a[0], 1), empty)
}

static CALLABLE_METHODS: [Method; 3] = [
    method("__iter__(self, /)", itself, "Implement iter(self)."),
    method("__next__(self, /)", callable_next, "Implement next(self)."),
    method("__reduce__(self, /)", callable_reduce, "Return state information for pickling."),
];
fn callable_next(t: &mut Thread, a: Args) -> Ret {
    let (f, sentinel) = (word(a[0], 0), word(a[0], 1));
    if f.is_none() {
        return Ok(Value::UNBOUND);
    }
    let r = t.call(f, &[]);
    let ended = match t.catch(r, &exc::StopIteration)? {
        None => true,
        Some(v) => {
            if !t.equal(sentinel, v)? {
                return Ok(v);
            }
            true
        }
    };
    if ended {
        a[0].unwrap_obj().set_plain(0, Value::NONE.bits());
        a[0].unwrap_obj().set_plain(1, Value::NONE.bits());
    }
    Ok(Value::UNBOUND)
}
fn callable_reduce(t: &mut Thread, a: Args) -> Ret {
    let iter = builtin(t, "iter")?;
    let args = if word(a[0], 0).is_none() {
        let empty = Tuple::empty(t).value();
        Tuple::make(t, &[empty])?
    } else {
        Tuple::make(t, &[word(a[0], 0), word(a[0], 1)])?
    };
    Tuple::make(t, &[iter, args])
}

// ---- strs and bytes

static STR_METHODS: [Method; 5] = [
    method("__iter__(self, /)", itself, "Implement iter(self)."),
    method("__next__(self, /)", |t, a| answer(str_next(t, a[0].unwrap_obj())?), "Implement next(self)."),
    method("__length_hint__(self, /)", str_hint, "Private method returning an estimate of len(list(it))."),
    method("__reduce__(self, /)", str_reduce, "Return state information for pickling."),
    method("__setstate__(self, state, /)", list_setstate, "Set state information for unpickling."),
];
static STR_ASCII_METHODS: [Method; 5] = [
    method("__iter__(self, /)", itself, "Implement iter(self)."),
    method("__next__(self, /)", |t, a| answer(str_next(t, a[0].unwrap_obj())?), "Implement next(self)."),
    method("__length_hint__(self, /)", str_hint, "Private method returning an estimate of len(list(it))."),
    method("__reduce__(self, /)", str_reduce, "Return state information for pickling."),
    method("__setstate__(self, state, /)", list_setstate, "Set state information for unpickling."),
];
/// An iterator over a str.
pub fn str_iter(t: &mut Thread, s: Str) -> Ret {
    t.alloc_of(if s.is_ascii() { &STR_ASCII } else { &STR }, &[s.value(), Value::ZERO])
}
/// The next character of a str's iterator, if it is one of the characters that are at hand.
#[inline(always)]
pub fn latin1_next(t: &Thread, it: Obj) -> Option<Value> {
    let s = Str(Value::from_bits(it.word(0)).obj()?);
    let i = Value::from_bits(it.word(1)).unwrap_usize();
    match s.chars() {
        Chars::One(b) if i < b.len() => {
            it.set_plain(1, Value::index(i + 1).bits());
            Some(t.runtime().latin1[b[i] as usize].get())
        }
        _ => None,
    }
}
/// The next character of a str's iterator.
#[inline(always)]
pub fn str_next(t: &mut Thread, it: Obj) -> Result<Option<Value>, Raised> {
    let Some(s) = Value::from_bits(it.word(0)).obj() else { return Ok(None) };
    let i = Value::from_bits(it.word(1)).unwrap_usize();
    let s = Str(s);
    if i < s.len() {
        it.set_plain(1, Value::index(i + 1).bits());
        return Str::from_char(t, s.chars().get(i)).map(Some);
    }
    it.set_plain(0, Value::NONE.bits());
    Ok(None)
}
fn str_hint(_: &mut Thread, a: Args) -> Ret {
    let n = Str::from(word(a[0], 0)).map_or(0, Str::len);
    Ok(Value::index(n.saturating_sub(word(a[0], 1).unwrap_usize())))
}
fn str_reduce(t: &mut Thread, a: Args) -> Ret {
    let empty = t.runtime().empty_str.get();
    reduced(t, word(a[0], 0), word(a[0], 1), empty)
}

static BYTES_METHODS: [Method; 5] = [
    method("__iter__(self, /)", itself, "Implement iter(self)."),
    method("__next__(self, /)", bytes_next, "Implement next(self)."),
    method("__length_hint__(self, /)", bytes_hint, "Private method returning an estimate of len(list(it))."),
    method("__reduce__(self, /)", bytes_reduce, "Return state information for pickling."),
    method("__setstate__(self, state, /)", list_setstate, "Set state information for unpickling."),
];
/// An iterator over a bytes object.
pub fn bytes_iter(t: &mut Thread, v: Value) -> Ret {
    t.alloc_of(&BYTES, &[v, Value::ZERO])
}
fn bytes_next(_: &mut Thread, a: Args) -> Ret {
    let i = word(a[0], 1).unwrap_usize();
    match crate::types::bytes::data(word(a[0], 0)).and_then(|d| d.get(i)) {
        Some(b) => {
            a[0].unwrap_obj().set_plain(1, Value::index(i + 1).bits());
            Ok(Value::index(*b as usize))
        }
        None => {
            a[0].unwrap_obj().set_plain(0, Value::NONE.bits());
            Ok(Value::UNBOUND)
        }
    }
}
fn bytes_hint(_: &mut Thread, a: Args) -> Ret {
    let n = crate::types::bytes::data(word(a[0], 0)).map_or(0, <[u8]>::len);
    Ok(Value::index(n.saturating_sub(word(a[0], 1).unwrap_usize())))
}
fn bytes_reduce(t: &mut Thread, a: Args) -> Ret {
    let empty = t.runtime().empty_bytes.get();
    reduced(t, word(a[0], 0), word(a[0], 1), empty)
}

// ---- enumerate: [iterator, count]

static ENUMERATE_NEW: Method =
    static_method("__new__(cls, iterable, start=0)", enumerate_new, "Create and return a new object.");
static ENUMERATE_METHODS: [Method; 4] = [
    method("__iter__(self, /)", itself, "Implement iter(self)."),
    method("__next__(self, /)", enumerate_next, "Implement next(self)."),
    method("__reduce__(self, /)", enumerate_reduce, "Return state information for pickling."),
    class_method("__class_getitem__(cls, object, /)", class_getitem, "See PEP 585"),
];
/// `__class_getitem__` of generic classes.
pub fn class_getitem(t: &mut Thread, a: Args) -> Ret {
    crate::types::generic_alias::new(t, a[0], a[1])
}
fn enumerate_new(t: &mut Thread, a: Args) -> Ret {
    let start = if a[2].is_unbound() { Value::ZERO } else { t.index(a[2])? };
    let it = t.iter(a[1])?;
    instance(t, &ENUMERATE, a[0], &[it, start])
}
fn enumerate_next(t: &mut Thread, a: Args) -> Ret {
    let Some(v) = t.next(word(a[0], 0))? else { return Ok(Value::UNBOUND) };
    let n = count_on(t, a[0])?;
    Tuple::make(t, &[n, v])
}
/// The count of an `enumerate`, which goes up by one.
#[inline(always)]
fn count_on(t: &mut Thread, it: Value) -> Ret {
    let n = word(it, 1);
    match n.as_int().and_then(|i| Value::try_int(i + 1)) {
        Some(after) => it.unwrap_obj().set_plain(1, after.bits()),
        None => {
            let after = t.binary(BinaryOp::Add, n, Value::int(1))?;
            put(t, it, 1, after);
        }
    }
    Ok(n)
}
fn enumerate_reduce(t: &mut Thread, a: Args) -> Ret {
    let args = Tuple::make(t, &[word(a[0], 0), word(a[0], 1)])?;
    let class = t.class_of(a[0]).value();
    Tuple::make(t, &[class, args])
}

// ---- zip: [iterators, strict]

static ZIP_NEW: Method =
    static_method("__new__(cls, *iterables, strict=False)", zip_new, "Create and return a new object.");
static ZIP_METHODS: [Method; 4] = [
    method("__iter__(self, /)", itself, "Implement iter(self)."),
    method("__next__(self, /)", zip_next, "Implement next(self)."),
    method("__reduce__(self, /)", zip_reduce, "Return state information for pickling."),
    method("__setstate__(self, state, /)", zip_setstate, "Set state information for unpickling."),
];
/// Iterators over each of some iterables.
fn iterators(t: &mut Thread, iterables: impl Iterator<Item = Value>) -> Ret {
    let mut vs = Values::new(t)?;
    for v in iterables {
        let it = t.iter(v)?;
        vs.push(t, it)?;
    }
    vs.into_tuple(t)
}
fn strictness(t: &mut Thread, v: Value) -> Ret {
    Ok(Value::bool(v.is_bound() && t.truth(v)?))
}
fn zip_new(t: &mut Thread, a: Args) -> Ret {
    let its = iterators(t, Tuple::of(a[1]).iter())?;
    let strict = strictness(t, a[2])?;
    instance(t, &ZIP, a[0], &[its, strict])
}
/// The next items of all iterators; `None` when one is at its end.
fn next_items(t: &mut Thread, its: Tuple, strict: bool, what: &str) -> Result<Option<Values>, Raised> {
    let mut vs = Values::with_capacity(t, its.len())?;
    for i in 0..its.len() {
        match t.next(its.get(i))? {
            Some(v) => vs.push(t, v)?,
            None if strict => return Err(unequal(t, its, i, what)?),
            None => return Ok(None),
        }
    }
    Ok(Some(vs))
}
/// An iterator ended while others have items: the error, or (`Err` of nothing raised) the common end.
fn unequal(t: &mut Thread, its: Tuple, at: usize, what: &str) -> Result<Raised, Raised> {
    let upto = |i: usize| if i == 1 { " 1".to_string() } else { format!("s 1-{i}") };
    if at > 0 {
        let text = format!("{what}() argument {} is shorter than argument{}", at + 1, upto(at));
        return Ok(t.value_error(text));
    }
    for i in 1..its.len() {
        if t.next(its.get(i))?.is_some() {
            let text = format!("{what}() argument {} is longer than argument{}", i + 1, upto(i));
            return Ok(t.value_error(text));
        }
    }
    debug_assert!(t.exc.is_unbound());
    Ok(Raised)
}
fn zip_next(t: &mut Thread, a: Args) -> Ret {
    let its = Tuple::of(word(a[0], 0));
    let strict = word(a[0], 1).is(Value::TRUE);
    if its.len() == 2 && !strict {
        let Some(x) = t.next(its.get(0))? else { return Ok(Value::UNBOUND) };
        let Some(y) = t.next(its.get(1))? else { return Ok(Value::UNBOUND) };
        return Tuple::make(t, &[x, y]);
    }
    if its.is_empty() {
        return Ok(Value::UNBOUND);
    }
    match next_items(t, its, strict, "zip") {
        Ok(Some(vs)) => vs.into_tuple(t),
        Ok(None) => Ok(Value::UNBOUND),
        Err(Raised) if t.exc.is_unbound() => Ok(Value::UNBOUND),
        Err(Raised) => Err(Raised),
    }
}
fn zip_reduce(t: &mut Thread, a: Args) -> Ret {
    let class = t.class_of(a[0]).value();
    if word(a[0], 1).is(Value::TRUE) {
        Tuple::make(t, &[class, word(a[0], 0), Value::TRUE])
    } else {
        Tuple::make(t, &[class, word(a[0], 0)])
    }
}
fn zip_setstate(t: &mut Thread, a: Args) -> Ret {
    let strict = strictness(t, a[1])?;
    put(t, a[0], 1, strict);
    Ok(Value::NONE)
}

// ---- map: [function, iterators, strict]

static MAP_NEW: Method = static_method("__new__(cls, *args, strict=False)", map_new, "Create and return a new object.");
static MAP_METHODS: [Method; 4] = [
    method("__iter__(self, /)", itself, "Implement iter(self)."),
    method("__next__(self, /)", map_next, "Implement next(self)."),
    method("__reduce__(self, /)", map_reduce, "Return state information for pickling."),
    method("__setstate__(self, state, /)", map_setstate, "Set state information for unpickling."),
];
fn map_new(t: &mut Thread, a: Args) -> Ret {
    let args = Tuple::of(a[1]);
    if args.len() < 2 {
        return Err(t.type_error("map() must have at least two arguments."));
    }
    let its = iterators(t, args.iter().skip(1))?;
    let strict = strictness(t, a[2])?;
    instance(t, &MAP, a[0], &[args.get(0), its, strict])
}
fn map_next(t: &mut Thread, a: Args) -> Ret {
    let (f, its) = (word(a[0], 0), Tuple::of(word(a[0], 1)));
    if its.len() == 1 {
        return match t.next(its.get(0))? {
            Some(x) => t.call(f, &[x]),
            None => Ok(Value::UNBOUND),
        };
    }
    match next_items(t, its, word(a[0], 2).is(Value::TRUE), "map") {
        Ok(Some(vs)) => t.call(f, vs.as_slice()),
        Ok(None) => Ok(Value::UNBOUND),
        Err(Raised) if t.exc.is_unbound() => Ok(Value::UNBOUND),
        Err(Raised) => Err(Raised),
    }
}
fn map_reduce(t: &mut Thread, a: Args) -> Ret {
    let mut args = Values::from_slice(t, &[word(a[0], 0)])?;
    for it in Tuple::of(word(a[0], 1)).iter() {
        args.push(t, it)?;
    }
    let args = args.into_tuple(t)?;
    let class = t.class_of(a[0]).value();
    if word(a[0], 2).is(Value::TRUE) {
        Tuple::make(t, &[class, args, Value::TRUE])
    } else {
        Tuple::make(t, &[class, args])
    }
}
fn map_setstate(t: &mut Thread, a: Args) -> Ret {
    let strict = strictness(t, a[1])?;
    put(t, a[0], 2, strict);
    Ok(Value::NONE)
}

// ---- filter: [function, iterator]

static FILTER_NEW: Method =
    static_method("__new__(cls, function, iterable, /)", filter_new, "Create and return a new object.");
static FILTER_METHODS: [Method; 3] = [
    method("__iter__(self, /)", itself, "Implement iter(self)."),
    method("__next__(self, /)", filter_next, "Implement next(self)."),
    method("__reduce__(self, /)", enumerate_reduce, "Return state information for pickling."),
];
fn filter_new(t: &mut Thread, a: Args) -> Ret {
    let it = t.iter(a[2])?;
    instance(t, &FILTER, a[0], &[a[1], it])
}
fn filter_next(t: &mut Thread, a: Args) -> Ret {
    let (f, it) = (word(a[0], 0), word(a[0], 1));
    let by_truth = f.is_none() || f.is(crate::types::bool::TYPE.value());
    let mut n = 0u32;
    while let Some(v) = t.next(it)? {
        let r = if by_truth { v } else { t.call(f, &[v])? };
        if t.truth(r)? {
            return Ok(v);
        }
        n += 1;
        if n.is_multiple_of(10_000) {
            t.check()?;
        }
    }
    Ok(Value::UNBOUND)
}

// ---- reversed: [sequence, index of the next item]

static REVERSED_NEW: Method = static_method("__new__(cls, object, /)", reversed_new, "Create and return a new object.");
static REVERSED_METHODS: [Method; 5] = [
    method("__iter__(self, /)", itself, "Implement iter(self)."),
    method("__next__(self, /)", reversed_next, "Implement next(self)."),
    method("__length_hint__(self, /)", reversed_hint, "Private method returning an estimate of len(list(it))."),
    method("__reduce__(self, /)", reversed_reduce, "Return state information for pickling."),
    method("__setstate__(self, state, /)", reversed_setstate, "Set state information for unpickling."),
];
fn reversed_new(t: &mut Thread, a: Args) -> Ret {
    let n = t.names();
    let own = t.special(a[1], n.__reversed__);
    match own {
        Some(f) if !f.is_none() => return t.call_bound(f, a[1], &[]),
        None if is_sequence(t, a[1]) => {}
        _ => {
            let kind = t.type_name(a[1]);
            return Err(t.type_error(format!("'{kind}' object is not reversible")));
        }
    }
    let len = t.len(a[1])?;
    instance(t, &REVERSED, a[0], &[a[1], Value::int(len as i64 - 1)])
}
/// Whether an object has items by index: not a mapping.
fn is_sequence(t: &mut Thread, v: Value) -> bool {
    let n = t.names();
    !matches!(Thread::kind_of(v), Kind::Dict | Kind::Set) && t.special(v, n.__getitem__).is_some()
}
fn reversed_next(t: &mut Thread, a: Args) -> Ret {
    let (sequence, i) = (word(a[0], 0), word(a[0], 1).unwrap_int());
    if sequence.is_none() || i < 0 {
        return Ok(Value::UNBOUND);
    }
    match t.get_item(sequence, Value::int(i)) {
        Ok(v) => {
            a[0].unwrap_obj().set_plain(1, Value::int(i - 1).bits());
            Ok(v)
        }
        Err(Raised) if t.raised_is(&exc::IndexError) || t.raised_is(&exc::StopIteration) => {
            t.exc = Value::UNBOUND;
            a[0].unwrap_obj().set_plain(0, Value::NONE.bits());
            Ok(Value::UNBOUND)
        }
        Err(Raised) => Err(Raised),
    }
}
fn reversed_hint(t: &mut Thread, a: Args) -> Ret {
    let left = word(a[0], 1).unwrap_int() + 1;
    let sequence = word(a[0], 0);
    if sequence.is_none() {
        return Ok(Value::ZERO);
    }
    let n = t.len(sequence)? as i64;
    Ok(Value::int(if left > n { 0 } else { left }))
}
fn reversed_reduce(t: &mut Thread, a: Args) -> Ret {
    let class = t.class_of(a[0]).value();
    let sequence = word(a[0], 0);
    if sequence.is_none() {
        let empty = Tuple::empty(t).value();
        let args = Tuple::make(t, &[empty])?;
        return Tuple::make(t, &[class, args]);
    }
    let args = Tuple::make(t, &[sequence])?;
    Tuple::make(t, &[class, args, word(a[0], 1)])
}
fn reversed_setstate(t: &mut Thread, a: Args) -> Ret {
    let i = t.to_i64(a[1])?;
    let sequence = word(a[0], 0);
    if !sequence.is_none() {
        let n = t.len(sequence)? as i64;
        a[0].unwrap_obj().set_plain(1, Value::int(i.clamp(-1, n - 1)).bits());
    }
    Ok(Value::NONE)
}
