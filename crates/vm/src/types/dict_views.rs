//! Views and iterators of dicts, and `mappingproxy`.
//!
//! A view is `[dict, what]`; an iterator `[dict, index, expected length, what]`, whose index counts entries of the table
//! (from the end in a reverse iterator). A dict whose length changed meanwhile ends the iteration with RuntimeError.

use crate::native::{Args, Attribute, Method, class_method, getter, method, static_method};
use crate::object::dict::Dict;
use crate::object::kind::Kind;
use crate::object::list::Values;
use crate::object::set::Set;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{TypeRow, flag};
use crate::object::value::Value;
use crate::ops::compare::CompareOp;
use crate::thread::{Raised, Ret, Thread};
use crate::types::iterators::{builtin, itself, word};
use crate::types::{self, generic_alias, set};
use pyish_heap::Obj;

/// What a view or iterator gives.
pub const KEYS: usize = 0;
pub const VALUES: usize = 1;
pub const ITEMS: usize = 2;

const fn view_row(name: &'static str) -> TypeRow {
    TypeRow::new(name, Kind::DictView).is_final().flags(flag::NO_NEW).attributes(&VIEW_ATTRIBUTES)
}
const fn iterator_row(name: &'static str) -> TypeRow {
    TypeRow::new(name, Kind::DictIter).is_final().flags(flag::NO_NEW)
}
pub static KEYS_VIEW: TypeRow = view_row("dict_keys").methods(&KEYS_METHODS);
pub static VALUES_VIEW: TypeRow = view_row("dict_values").methods(&VALUES_METHODS);
pub static ITEMS_VIEW: TypeRow = view_row("dict_items").methods(&ITEMS_METHODS);
pub static KEY_ITER: TypeRow = iterator_row("dict_keyiterator").methods(&ITER_METHODS[0]);
pub static VALUE_ITER: TypeRow = iterator_row("dict_valueiterator").methods(&ITER_METHODS[1]);
pub static ITEM_ITER: TypeRow = iterator_row("dict_itemiterator").methods(&ITER_METHODS[2]);
pub static KEY_REVERSE: TypeRow = iterator_row("dict_reversekeyiterator").methods(&ITER_METHODS[3]);
pub static VALUE_REVERSE: TypeRow = iterator_row("dict_reversevalueiterator").methods(&ITER_METHODS[4]);
pub static ITEM_REVERSE: TypeRow = iterator_row("dict_reverseitemiterator").methods(&ITER_METHODS[5]);
pub static PROXY: TypeRow = TypeRow::new("mappingproxy", Kind::Native1)
    .is_final()
    .flags(flag::MAPPING)
    .constructor(&PROXY_NEW)
    .methods(&PROXY_METHODS)
    .doc("Read-only proxy of a mapping.");

pub static ROWS: &[&TypeRow] = &[
    &KEYS_VIEW,
    &VALUES_VIEW,
    &ITEMS_VIEW,
    &KEY_ITER,
    &VALUE_ITER,
    &ITEM_ITER,
    &KEY_REVERSE,
    &VALUE_REVERSE,
    &ITEM_REVERSE,
    &PROXY,
];

// ---- iterators

const fn iterator_methods() -> [Method; 4] {
    [
        method("__iter__(self, /)", itself, "Implement iter(self)."),
        method(
            "__next__(self, /)",
            |t, a| Ok(dict_next(t, a[0].unwrap_obj())?.unwrap_or(Value::UNBOUND)),
            "Implement next(self).",
        ),
        method("__length_hint__(self, /)", iter_hint, "Private method returning an estimate of len(list(it))."),
        method("__reduce__(self, /)", iter_reduce, "Return state information for pickling."),
    ]
}
static ITER_METHODS: [[Method; 4]; 6] = [const { iterator_methods() }; 6];

/// An iterator over a dict (or an instance of a subclass).
pub fn iterator(t: &mut Thread, dict: Value, what: usize) -> Ret {
    let class = [&KEY_ITER, &VALUE_ITER, &ITEM_ITER][what];
    let n = Dict::of(dict).len();
    t.alloc_of(class, &[dict, Value::ZERO, Value::index(n), Value::index(what)])
}
pub fn reverse_iterator(t: &mut Thread, dict: Value, what: usize) -> Ret {
    let class = [&KEY_REVERSE, &VALUE_REVERSE, &ITEM_REVERSE][what];
    let d = Dict::of(dict);
    let (end, n) = (d.table().n(), d.len());
    t.alloc_of(class, &[dict, Value::index(end), Value::index(n), Value::index(what + 3)])
}
/// The next item of a dict's iterator.
#[inline]
pub fn dict_next(t: &mut Thread, it: Obj) -> Result<Option<Value>, Raised> {
    let what = Value::from_bits(it.word_relaxed(3)).unwrap_usize();
    let Some((k, v)) = next_entry(t, it)? else { return Ok(None) };
    match what % 3 {
        KEYS => Ok(Some(k)),
        VALUES => Ok(Some(v)),
        _ => Tuple::make(t, &[k, v]).map(Some),
    }
}
/// The next key or value of an iterator over a dict whose length did not change; `None` where `dict_next` must tell more.
#[inline(always)]
pub fn plain_next(it: Obj) -> Option<Value> {
    let d = Dict(Value::from_bits(it.word(0)).obj()?);
    let what = Value::from_bits(it.word_relaxed(3)).unwrap_usize();
    if what > VALUES || d.len() as i64 != Value::from_bits(it.word(2)).unwrap_int() {
        return None;
    }
    let mut at = Value::from_bits(it.word(1)).unwrap_usize();
    let (k, v) = d.next_entry(&mut at)?;
    it.set_plain(1, Value::index(at).bits());
    Some(if what == KEYS { k } else { v })
}
/// The next entry of a dict's iterator.
#[inline]
pub fn next_entry(t: &mut Thread, it: Obj) -> Result<Option<(Value, Value)>, Raised> {
    let Some(dict) = Value::from_bits(it.word(0)).obj() else { return Ok(None) };
    let d = Dict(dict);
    let what = Value::from_bits(it.word_relaxed(3)).unwrap_usize();
    if d.len() as i64 != Value::from_bits(it.word(2)).unwrap_int() {
        it.set_plain(2, Value::int(-1).bits());
        return Err(t.runtime_error("dictionary changed size during iteration"));
    }
    let mut at = Value::from_bits(it.word(1)).unwrap_usize();
    let entry = if what < 3 { d.next_entry(&mut at) } else { entry_before(d, &mut at) };
    let Some((k, v)) = entry else {
        it.set_plain(0, Value::NONE.bits());
        return Ok(None);
    };
    it.set_plain(1, Value::index(at).bits());
    Ok(Some((k, v)))
}
fn entry_before(d: Dict, at: &mut usize) -> Option<(Value, Value)> {
    let table = d.table();
    *at = (*at).min(table.n());
    while *at > 0 {
        *at -= 1;
        let (k, v) = (table.key(*at), table.value(*at));
        if !k.is(Value::TOMBSTONE) && v.is_bound() {
            return Some((k, v));
        }
    }
    None
}
/// What the iterator will still give.
fn rest(t: &mut Thread, it: Value) -> Result<Values, Raised> {
    let words = [0, 1, 2, 3].map(|i| word(it, i));
    let class = t.class_of(it);
    let copy = t.alloc_fields(class.head(), 4)?;
    for (i, w) in words.iter().enumerate() {
        copy.init(i, w.bits());
    }
    t.collect(Value::from_obj(copy))
}
fn iter_hint(_: &mut Thread, a: Args) -> Ret {
    let Some(d) = Dict::from(word(a[0], 0)) else { return Ok(Value::ZERO) };
    if d.len() as i64 != word(a[0], 2).unwrap_int() {
        return Ok(Value::ZERO);
    }
    let mut at = word(a[0], 1).unwrap_usize();
    let back = word(a[0], 3).unwrap_usize() >= 3;
    let mut n = 0;
    while if back { entry_before(d, &mut at) } else { d.next_entry(&mut at) }.is_some() {
        n += 1;
    }
    Ok(Value::index(n))
}
fn iter_reduce(t: &mut Thread, a: Args) -> Ret {
    let iter = builtin(t, "iter")?;
    let list = rest(t, a[0])?.into_list(t)?;
    let args = Tuple::make(t, &[list])?;
    Tuple::make(t, &[iter, args])
}

// ---- views

static VIEW_ATTRIBUTES: [Attribute; 1] =
    [getter("mapping", |t, v| proxy(t, word(v, 0)), "dictionary that this view refers to")];

macro_rules! set_like {
    ($contains:expr) => {
        [
            method("__repr__(self, /)", view_repr, "Return repr(self)."),
            method("__len__(self, /)", view_len, "Return len(self)."),
            method("__iter__(self, /)", view_iter, "Implement iter(self)."),
            method("__reversed__(self, /)", view_reversed, "Return a reverse iterator over the dict's entries."),
            method("__contains__(self, key, /)", $contains, "Return bool(key in self)."),
            method("__lt__(self, value, /)", |t, a| compare(t, a, CompareOp::Lt), "Return self<value."),
            method("__le__(self, value, /)", |t, a| compare(t, a, CompareOp::Le), "Return self<=value."),
            method("__eq__(self, value, /)", |t, a| compare(t, a, CompareOp::Eq), "Return self==value."),
            method("__ne__(self, value, /)", |t, a| compare(t, a, CompareOp::Ne), "Return self!=value."),
            method("__gt__(self, value, /)", |t, a| compare(t, a, CompareOp::Gt), "Return self>value."),
            method("__ge__(self, value, /)", |t, a| compare(t, a, CompareOp::Ge), "Return self>=value."),
            method("__and__(self, value, /)", |t, a| combine(t, a[0], a[1], '&'), "Return self&value."),
            method("__rand__(self, value, /)", |t, a| combine(t, a[1], a[0], '&'), "Return value&self."),
            method("__or__(self, value, /)", |t, a| combine(t, a[0], a[1], '|'), "Return self|value."),
            method("__ror__(self, value, /)", |t, a| combine(t, a[1], a[0], '|'), "Return value|self."),
            method("__sub__(self, value, /)", |t, a| combine(t, a[0], a[1], '-'), "Return self-value."),
            method("__rsub__(self, value, /)", |t, a| combine(t, a[1], a[0], '-'), "Return value-self."),
            method("__xor__(self, value, /)", |t, a| combine(t, a[0], a[1], '^'), "Return self^value."),
            method("__rxor__(self, value, /)", |t, a| combine(t, a[1], a[0], '^'), "Return value^self."),
            method(
                "isdisjoint(self, other, /)",
                is_disjoint,
                "Return True if the view and the given iterable have a null intersection.",
            ),
        ]
    };
}
static KEYS_METHODS: [Method; 20] = set_like!(|t, a| Ok(Value::bool(Dict::of(word(a[0], 0)).contains(t, a[1])?)));
static ITEMS_METHODS: [Method; 20] = set_like!(items_contains);
static VALUES_METHODS: [Method; 4] = [
    method("__repr__(self, /)", view_repr, "Return repr(self)."),
    method("__len__(self, /)", view_len, "Return len(self)."),
    method("__iter__(self, /)", view_iter, "Implement iter(self)."),
    method("__reversed__(self, /)", view_reversed, "Return a reverse iterator over the dict's values."),
];

/// `d.keys()` and its like.
pub fn view(t: &mut Thread, dict: Value, what: usize) -> Ret {
    let class = [&KEYS_VIEW, &VALUES_VIEW, &ITEMS_VIEW][what];
    t.alloc_of(class, &[dict, Value::index(what)])
}
/// The exact dict behind a view, and what of it the view shows: 0 keys, 1 values, 2 items.
pub fn plain(v: Value) -> Option<(Dict, usize)> {
    let what = [&KEYS_VIEW, &VALUES_VIEW, &ITEMS_VIEW].iter().position(|row| row.is_exact(v))?;
    let d = word(v, 0);
    types::dict::TYPE.is_exact(d).then(|| (Dict::of(d), what))
}
/// Whether a value is a keys or items view.
pub fn is_set_like(v: Value) -> bool {
    KEYS_VIEW.is_exact(v) || ITEMS_VIEW.is_exact(v)
}
fn view_len(_: &mut Thread, a: Args) -> Ret {
    Ok(Value::index(Dict::of(word(a[0], 0)).len()))
}
fn view_iter(t: &mut Thread, a: Args) -> Ret {
    iterator(t, word(a[0], 0), word(a[0], 1).unwrap_usize())
}
fn view_reversed(t: &mut Thread, a: Args) -> Ret {
    reverse_iterator(t, word(a[0], 0), word(a[0], 1).unwrap_usize())
}
fn view_repr(t: &mut Thread, a: Args) -> Ret {
    let name = t.class_name(a[0]);
    let made = t.repr_guarded(a[0], |t| {
        let list = t.collect(a[0])?.into_list(t)?;
        t.repr_text(list)
    })?;
    match made {
        Some(list) => t.str(&format!("{name}({list})")),
        None => t.str("..."),
    }
}
fn items_contains(t: &mut Thread, a: Args) -> Ret {
    let Some(pair) = Tuple::from(a[1]).filter(|p| p.len() == 2) else { return Ok(Value::FALSE) };
    match Dict::of(word(a[0], 0)).get(t, pair.get(0))? {
        Some(v) => Ok(Value::bool(t.equal(v, pair.get(1))?)),
        None => Ok(Value::FALSE),
    }
}
fn compare(t: &mut Thread, a: Args, op: CompareOp) -> Ret {
    if Set::from(a[1]).is_none() && !is_set_like(a[1]) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (n, m) = (t.len(a[0])?, t.len(a[1])?);
    let (possible, inner, outer) = match op {
        CompareOp::Eq | CompareOp::Ne => (n == m, a[0], a[1]),
        CompareOp::Lt => (n < m, a[0], a[1]),
        CompareOp::Le => (n <= m, a[0], a[1]),
        CompareOp::Gt => (n > m, a[1], a[0]),
        CompareOp::Ge => (n >= m, a[1], a[0]),
    };
    let inside = possible && all_in(t, inner, outer)?;
    Ok(Value::bool(inside != (op == CompareOp::Ne)))
}
fn all_in(t: &mut Thread, inner: Value, outer: Value) -> Result<bool, Raised> {
    let it = t.iter(inner)?;
    while let Some(v) = t.next(it)? {
        if !t.contains(outer, v)? {
            return Ok(false);
        }
    }
    Ok(true)
}
/// `x op y` as sets, of any iterables.
fn combine(t: &mut Thread, x: Value, y: Value, op: char) -> Ret {
    if op == '&' {
        return if is_set_like(x) { intersection(t, x, y) } else { intersection(t, y, x) };
    }
    let result = Set::new(t, set::TYPE.head())?;
    add_all(t, result, x)?;
    match op {
        '|' => add_all(t, result, y)?,
        '-' => set::difference_update(t, result, y)?,
        _ => set::symmetric_difference_update(t, result, y)?,
    }
    Ok(result.value())
}
/// Adds what an iterable gives; the keys of a dict even while others change it.
fn add_all(t: &mut Thread, s: Set, v: Value) -> Result<(), Raised> {
    let plain = KEYS_VIEW.is_exact(v) && types::dict::TYPE.is_exact(word(v, 0));
    set::update(t, s, if plain { word(v, 0) } else { v })
}
/// What is in a view and in an iterable, in the order of CPython: that of the smaller of two views or sets.
fn intersection(t: &mut Thread, view: Value, other: Value) -> Ret {
    let n = t.len(view)?;
    if set::TYPE.is_exact(other) && n <= Set::of(other).len() {
        return t.call_method_named(other, "intersection", &[view]);
    }
    let (view, other) = if is_set_like(other) && t.len(other)? > n { (other, view) } else { (view, other) };
    let common = Set::new(t, set::TYPE.head())?;
    t.for_each(other, |t, v| {
        if t.contains(view, v)? {
            common.add(t, v)?;
        }
        Ok(())
    })?;
    Ok(common.value())
}
fn is_disjoint(t: &mut Thread, a: Args) -> Ret {
    let it = t.iter(a[1])?;
    while let Some(v) = t.next(it)? {
        if t.contains(a[0], v)? {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}

// ---- mappingproxy: [mapping]

static PROXY_NEW: Method = static_method("__new__(cls, mapping)", proxy_new, "Create and return a new object.");
static PROXY_METHODS: [Method; 23] = [
    method("copy(self, /)", |t, a| t.call_method_named(word(a[0], 0), "copy", &[]), "a shallow copy of D"),
    class_method("__class_getitem__(cls, object, /)", |t, a| generic_alias::new(t, a[0], a[1]), "See PEP 585"),
    method("__repr__(self, /)", proxy_repr, "Return repr(self)."),
    method("__str__(self, /)", |t, a| Ok(t.str_of(word(a[0], 0))?.value()), "Return str(self)."),
    method(
        "__hash__(self, /)",
        |t, a| {
            let h = t.hash(word(a[0], 0))?;
            t.int(h)
        },
        "Return hash(self).",
    ),
    method("__lt__(self, value, /)", |t, a| proxy_compare(t, a, CompareOp::Lt), "Return self<value."),
    method("__le__(self, value, /)", |t, a| proxy_compare(t, a, CompareOp::Le), "Return self<=value."),
    method("__eq__(self, value, /)", |t, a| proxy_compare(t, a, CompareOp::Eq), "Return self==value."),
    method("__ne__(self, value, /)", |t, a| proxy_compare(t, a, CompareOp::Ne), "Return self!=value."),
    method("__gt__(self, value, /)", |t, a| proxy_compare(t, a, CompareOp::Gt), "Return self>value."),
    method("__ge__(self, value, /)", |t, a| proxy_compare(t, a, CompareOp::Ge), "Return self>=value."),
    method("__len__(self, /)", |t, a| Ok(Value::index(t.len(word(a[0], 0))?)), "Return len(self)."),
    method("__iter__(self, /)", |t, a| t.iter(word(a[0], 0)), "Implement iter(self)."),
    method(
        "__contains__(self, key, /)",
        |t, a| Ok(Value::bool(t.contains(word(a[0], 0), a[1])?)),
        "Return bool(key in self).",
    ),
    method("__getitem__(self, key, /)", |t, a| t.get_item(word(a[0], 0), a[1]), "Return self[key]."),
    method(
        "__reversed__(self, /)",
        |t, a| t.call_method_named(word(a[0], 0), "__reversed__", &[]),
        "D.__reversed__() -> reverse iterator",
    ),
    method("__or__(self, value, /)", proxy_or, "Return self|value."),
    method("__ror__(self, value, /)", proxy_ror, "Return value|self."),
    method("__ior__(self, value, /)", proxy_ior, "Return self|=value."),
    method(
        "get(self, key, default=None, /)",
        |t, a| t.call_method_named(word(a[0], 0), "get", &[a[1], a[2].or(Value::NONE)]),
        "Return the value for key if key is in the mapping, else default.",
    ),
    method(
        "keys(self, /)",
        |t, a| t.call_method_named(word(a[0], 0), "keys", &[]),
        "a set-like object providing a view on D's keys",
    ),
    method(
        "values(self, /)",
        |t, a| t.call_method_named(word(a[0], 0), "values", &[]),
        "an object providing a view on D's values",
    ),
    method(
        "items(self, /)",
        |t, a| t.call_method_named(word(a[0], 0), "items", &[]),
        "a set-like object providing a view on D's items",
    ),
];

/// A read-only view of a mapping.
pub fn proxy(t: &mut Thread, mapping: Value) -> Ret {
    t.alloc_of(&PROXY, &[mapping])
}
/// The mapping behind a proxy; other values as they are.
fn behind(v: Value) -> Value {
    if PROXY.is_exact(v) { word(v, 0) } else { v }
}
fn proxy_new(t: &mut Thread, a: Args) -> Ret {
    let name = t.names().__getitem__;
    let sequence =
        matches!(Thread::kind_of(a[1]), Kind::List | Kind::Tuple | Kind::Type) || Tuple::from(a[1]).is_some();
    if sequence || t.special(a[1], name).is_none() {
        let kind = t.type_name(a[1]);
        return Err(t.type_error(format!("mappingproxy() argument must be a mapping, not {kind}")));
    }
    proxy(t, a[1])
}
fn proxy_repr(t: &mut Thread, a: Args) -> Ret {
    let inner = t.repr_text(word(a[0], 0))?;
    t.str(&format!("mappingproxy({inner})"))
}
fn proxy_compare(t: &mut Thread, a: Args, op: CompareOp) -> Ret {
    t.compare(op, word(a[0], 0), behind(a[1]))
}
fn proxy_or(t: &mut Thread, a: Args) -> Ret {
    t.binary(crate::ops::arithmetic::BinaryOp::Or, word(a[0], 0), behind(a[1]))
}
fn proxy_ror(t: &mut Thread, a: Args) -> Ret {
    t.binary(crate::ops::arithmetic::BinaryOp::Or, behind(a[1]), word(a[0], 0))
}
fn proxy_ior(t: &mut Thread, _: Args) -> Ret {
    Err(t.type_error("'|=' is not supported by mappingproxy; use '|' instead"))
}
