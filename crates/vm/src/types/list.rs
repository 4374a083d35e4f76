//! `list`. The items lie in an array that is replaced when it grows; see `object::list` for who may read it when.

use crate::native::{Args, Method, class_method, method, static_method};
use crate::object::kind::Kind;
use crate::object::list::{List, Values};
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, TypeRow, flag};
use crate::object::value::Value;
use crate::ops::compare::CompareOp;
use crate::thread::{Raised, Ret, Thread};
use crate::types::tuple::{compare_items, repeat_count, repeated_length};
use crate::types::{self, iterators, slice, sort};

pub static TYPE: TypeRow =
    TypeRow::new("list", Kind::List).flags(flag::SEQUENCE).constructor(&NEW).methods(&METHODS).doc(
        "Built-in mutable sequence.\n\nWithout an argument, an empty list; with an iterable, a list of its items.",
    );

static NEW: Method = static_method("__new__(cls, *args, **kwargs)", list_new, "Create and return a new object.");
static METHODS: [Method; 33] = [
    method("__init__(self, iterable=(), /)", list_init, "Initialize self."),
    method("__repr__(self, /)", list_repr, "Return repr(self)."),
    method("__lt__(self, value, /)", |t, a| compare(t, a, CompareOp::Lt), "Return self<value."),
    method("__le__(self, value, /)", |t, a| compare(t, a, CompareOp::Le), "Return self<=value."),
    method("__eq__(self, value, /)", |t, a| compare(t, a, CompareOp::Eq), "Return self==value."),
    method("__ne__(self, value, /)", |t, a| compare(t, a, CompareOp::Ne), "Return self!=value."),
    method("__gt__(self, value, /)", |t, a| compare(t, a, CompareOp::Gt), "Return self>value."),
    method("__ge__(self, value, /)", |t, a| compare(t, a, CompareOp::Ge), "Return self>=value."),
    method("__iter__(self, /)", |t, a| t.list_iter(a[0]), "Implement iter(self)."),
    method("__len__(self, /)", |_, a| Ok(Value::index(List::of(a[0]).len())), "Return len(self)."),
    method("__getitem__(self, index, /)", list_getitem, "Return self[index]."),
    method("__setitem__(self, key, value, /)", list_setitem, "Set self[key] to value."),
    method("__delitem__(self, key, /)", list_delitem, "Delete self[key]."),
    method("__add__(self, value, /)", list_add, "Return self+value."),
    method("__mul__(self, value, /)", list_mul, "Return self*value."),
    method("__rmul__(self, value, /)", list_mul, "Return value*self."),
    method("__iadd__(self, value, /)", list_iadd, "Implement self+=value."),
    method("__imul__(self, value, /)", list_imul, "Implement self*=value."),
    method("__contains__(self, key, /)", list_contains, "Return bool(key in self)."),
    method(
        "__reversed__(self, /)",
        |t, a| iterators::list_reversed(t, List::of(a[0])),
        "Return a reverse iterator over the list.",
    ),
    method("append(self, object, /)", list_append, "Append object to the end of the list.").leaf(append_leaf),
    method("extend(self, iterable, /)", list_extend, "Extend list by appending elements from the iterable."),
    method("insert(self, index, object, /)", list_insert, "Insert object before index."),
    method("pop(self, index=-1, /)", list_pop, "Remove and return item at index (default last).").leaf(pop_leaf),
    method("remove(self, value, /)", list_remove, "Remove first occurrence of value."),
    method("clear(self, /)", list_clear, "Remove all items from list."),
    method("copy(self, /)", list_copy, "Return a shallow copy of the list."),
    method("index(self, value, start=0, stop=9223372036854775807, /)", list_index, "Return first index of value."),
    method("count(self, value, /)", list_count, "Return number of occurrences of value."),
    method("reverse(self, /)", list_reverse, "Reverse *IN PLACE*."),
    method(
        "sort(self, /, *, key=None, reverse=False)",
        list_sort,
        "Sort the list in ascending order and return None.\n\nThe sort is in-place and stable.",
    ),
    method("__sizeof__(self, /)", list_sizeof, "Return the size of the list in memory, in bytes."),
    class_method("__class_getitem__(cls, object, /)", |t, a| types::generic_alias::new(t, a[0], a[1]), "See PEP 585"),
];

fn list_new(t: &mut Thread, a: Args) -> Ret {
    let class = Type::of(a[0]);
    if class == TYPE.get() {
        return Ok(List::new(t, &[])?.value());
    }
    let v = types::object::alloc_instance(t, class)?;
    List::init_empty(t, v.unwrap_obj())?;
    Ok(v)
}
fn list_init(t: &mut Thread, a: Args) -> Ret {
    let l = List::of(a[0]);
    if !l.is_empty() {
        l.clear(t)?;
    }
    if a[1].is_bound() {
        extend(t, l, a[1])?;
    }
    Ok(Value::NONE)
}
fn list_repr(t: &mut Thread, a: Args) -> Ret {
    let l = List::of(a[0]);
    let text = t.repr_items(a[0], "[", "]", "[...]", |_, i| Ok(l.get(i)))?;
    t.str(&text)
}
fn compare(t: &mut Thread, a: Args, op: CompareOp) -> Ret {
    let Some(y) = List::from(a[1]) else { return Ok(Value::NOT_IMPLEMENTED) };
    let x = List::of(a[0]);
    if x.len() != y.len() && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    compare_items(t, op, |i| x.get(i), |i| y.get(i))
}

/// The number of an index; TypeError if `key` is none.
fn index_of(t: &mut Thread, key: Value) -> Result<i64, Raised> {
    match t.try_index(key)? {
        Some(i) => t.to_index(i),
        None => {
            let kind = t.type_name(key);
            Err(t.type_error(format!("list indices must be integers or slices, not {kind}")))
        }
    }
}
fn list_getitem(t: &mut Thread, a: Args) -> Ret {
    let l = List::of(a[0]);
    if slice::TYPE.is_exact(a[1]) {
        let numbers = slice::unpack(t, a[1])?;
        let s = slice::adjust(l.len(), numbers);
        return l.copy_selected(t, s.start, s.step, s.n)?.into_list(t);
    }
    let i = index_of(t, a[1])?;
    let i = if i < 0 { i + l.len() as i64 } else { i };
    match usize::try_from(i).ok().and_then(|i| l.get(i)) {
        Some(v) => Ok(v),
        None => Err(t.index_error("list index out of range")),
    }
}
fn list_setitem(t: &mut Thread, a: Args) -> Ret {
    let l = List::of(a[0]);
    if !slice::TYPE.is_exact(a[1]) {
        let i = index_of(t, a[1])?;
        let i = if i < 0 { i + l.len() as i64 } else { i };
        if i < 0 || !l.set(t, i as usize, a[2]) {
            return Err(t.index_error("list assignment index out of range"));
        }
        return Ok(Value::NONE);
    }
    let numbers = slice::unpack(t, a[1])?;
    let items = match t.try_iter(a[2])? {
        None => return Err(t.type_error("must assign iterable to extended slice")),
        Some(_) if List::from(a[2]).is_some() => List::of(a[2]).snapshot(t)?,
        Some(it) => t.collect(it)?,
    };
    let s = slice::adjust(l.len(), numbers);
    if s.step == 1 {
        let from = s.start as usize;
        l.splice(t, from, from.max(s.stop as usize), items.as_slice())?;
        return Ok(Value::NONE);
    }
    if items.len() != s.n {
        let text = format!("attempt to assign sequence of size {} to extended slice of size {}", items.len(), s.n);
        return Err(t.value_error(text));
    }
    if !l.store_selected(t, s.start, s.step, &items) {
        return Err(t.index_error("list assignment index out of range"));
    }
    Ok(Value::NONE)
}
fn list_delitem(t: &mut Thread, a: Args) -> Ret {
    let l = List::of(a[0]);
    if !slice::TYPE.is_exact(a[1]) {
        let i = index_of(t, a[1])?;
        return match l.take(t, i) {
            Ok(_) => Ok(Value::NONE),
            Err(_) => Err(t.index_error("list assignment index out of range")),
        };
    }
    let numbers = slice::unpack(t, a[1])?;
    let s = slice::adjust(l.len(), numbers);
    if s.n == 0 {
        return Ok(Value::NONE);
    }
    if s.step == 1 {
        l.splice(t, s.start as usize, s.start as usize + s.n, &[])?;
    } else if s.step > 0 {
        l.delete_selected(t, s.start as usize, s.step as usize, s.n);
    } else {
        l.delete_selected(t, s.at(s.n - 1), s.step.unsigned_abs() as usize, s.n);
    }
    Ok(Value::NONE)
}
fn list_add(t: &mut Thread, a: Args) -> Ret {
    let x = List::of(a[0]);
    let Some(y) = List::from(a[1]) else {
        let kind = t.type_name(a[1]);
        return Err(t.type_error(format!("can only concatenate list (not \"{kind}\") to list")));
    };
    let mut vs = x.snapshot_with_room(t, y.len())?;
    if x == y {
        for i in 0..vs.len() {
            vs.push(t, vs.get(i))?;
        }
        return vs.into_list(t);
    }
    for v in y.iter() {
        vs.push(t, v)?;
    }
    vs.into_list(t)
}
fn repeated(t: &mut Thread, l: List, times: usize) -> Result<Values, Raised> {
    let items = l.snapshot(t)?;
    let n = repeated_length(t, items.len(), times)?;
    let mut vs = Values::with_capacity(t, n)?;
    for i in 0..times {
        for v in items.iter() {
            vs.push(t, v)?;
        }
        if i % 10_000 == 9_999 {
            t.check()?;
        }
        if items.is_empty() {
            break;
        }
    }
    Ok(vs)
}
fn list_mul(t: &mut Thread, a: Args) -> Ret {
    match repeat_count(t, a[1])? {
        None => Ok(Value::NOT_IMPLEMENTED),
        Some(times) => repeated(t, List::of(a[0]), times)?.into_list(t),
    }
}
fn list_imul(t: &mut Thread, a: Args) -> Ret {
    let Some(times) = repeat_count(t, a[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
    let l = List::of(a[0]);
    let vs = repeated(t, l, times)?;
    l.replace(t, vs.into_array());
    Ok(a[0])
}
fn list_iadd(t: &mut Thread, a: Args) -> Ret {
    extend(t, List::of(a[0]), a[1])?;
    Ok(a[0])
}
/// Appends what an iterable gives: a list or tuple at once, other iterables item by item.
pub fn extend(t: &mut Thread, l: List, items: Value) -> Result<(), Raised> {
    if let Some(tuple) = Tuple::from(items).filter(|_| types::tuple::TYPE.is_exact(items)) {
        return l.extend_from_tuple(t, tuple);
    }
    if TYPE.is_exact(items) && l != List::of(items) && pyish_heap::single() {
        return l.extend_from_list(t, List::of(items));
    }
    let at_once = [&TYPE, &types::dict::TYPE, &types::set::TYPE, &types::set::FROZEN];
    if at_once.iter().any(|row| row.is_exact(items)) || types::dict_views::plain(items).is_some() {
        let vs = t.collect(items)?;
        return l.splice(t, usize::MAX, usize::MAX, vs.as_slice());
    }
    t.for_each(items, |t, v| l.push(t, v))
}
fn list_contains(t: &mut Thread, a: Args) -> Ret {
    Ok(Value::bool(find(t, List::of(a[0]), a[1], 0, usize::MAX)?.is_some()))
}
/// The first index in `from..to` of an item equal to `v`, and the item.
fn find(t: &mut Thread, l: List, v: Value, from: usize, to: usize) -> Result<Option<(usize, Value)>, Raised> {
    let mut i = from;
    while i < to
        && let Some(x) = l.get(i)
    {
        if t.equal(x, v)? {
            return Ok(Some((i, x)));
        }
        i += 1;
        if i.is_multiple_of(10_000) {
            t.check()?;
        }
    }
    Ok(None)
}
fn pop_leaf(t: &mut Thread, a: &[Value]) -> Value {
    match a {
        [l] if pyish_heap::single() => List::of(*l).pop(t).unwrap_or(Value::UNBOUND),
        _ => Value::UNBOUND,
    }
}
fn append_leaf(t: &mut Thread, a: &[Value]) -> Value {
    match a {
        [l, v] if List::of(*l).try_push(t, *v) => Value::NONE,
        _ => Value::UNBOUND,
    }
}
fn list_append(t: &mut Thread, a: Args) -> Ret {
    List::of(a[0]).push(t, a[1])?;
    Ok(Value::NONE)
}
fn list_extend(t: &mut Thread, a: Args) -> Ret {
    extend(t, List::of(a[0]), a[1])?;
    Ok(Value::NONE)
}
fn list_insert(t: &mut Thread, a: Args) -> Ret {
    let i = t.to_i64(a[1])?;
    let l = List::of(a[0]);
    let i = if i < 0 { (i + l.len() as i64).max(0) } else { i };
    l.insert(t, i as usize, a[2])?;
    Ok(Value::NONE)
}
fn list_pop(t: &mut Thread, a: Args) -> Ret {
    let i = if a[1].is_unbound() { -1 } else { t.to_i64(a[1])? };
    match List::of(a[0]).take(t, i) {
        Ok(v) => Ok(v),
        Err(true) => Err(t.index_error("pop from empty list")),
        Err(false) => Err(t.index_error("pop index out of range")),
    }
}
fn list_remove(t: &mut Thread, a: Args) -> Ret {
    let l = List::of(a[0]);
    while let Some((i, x)) = find(t, l, a[1], 0, usize::MAX)? {
        // another thread, or the comparison, may have moved it
        if l.get(i).is_some_and(|y| y.is(x)) || pyish_heap::single() {
            l.remove(t, i);
            return Ok(Value::NONE);
        }
    }
    Err(t.value_error("list.remove(x): x not in list"))
}
fn list_clear(t: &mut Thread, a: Args) -> Ret {
    List::of(a[0]).clear(t)?;
    Ok(Value::NONE)
}
fn list_copy(t: &mut Thread, a: Args) -> Ret {
    List::of(a[0]).snapshot(t)?.into_list(t)
}
fn list_index(t: &mut Thread, a: Args) -> Ret {
    let l = List::of(a[0]);
    let (from, to) = slice::search_bounds(t, a[2], a[3], l.len())?;
    match find(t, l, a[1], from, to)? {
        Some((i, _)) => Ok(Value::index(i)),
        None => {
            let shown = t.repr_text(a[1])?;
            Err(t.value_error(format!("{shown} is not in list")))
        }
    }
}
fn list_count(t: &mut Thread, a: Args) -> Ret {
    let l = List::of(a[0]);
    let (mut n, mut at) = (0, 0);
    while let Some((i, _)) = find(t, l, a[1], at, usize::MAX)? {
        n += 1;
        at = i + 1;
    }
    Ok(Value::index(n))
}
fn list_reverse(t: &mut Thread, a: Args) -> Ret {
    List::of(a[0]).reverse(t);
    Ok(Value::NONE)
}
fn list_sizeof(_: &mut Thread, a: Args) -> Ret {
    let o = a[0].unwrap_obj();
    Ok(Value::index(pyish_heap::cell_bytes(o) + pyish_heap::cell_bytes(List(o).array())))
}
fn list_sort(t: &mut Thread, a: Args) -> Ret {
    let key = a[1].given();
    let reverse = if a[2].is_unbound() { false } else { t.truth(a[2])? };
    sort::sort_list(t, List::of(a[0]), key, reverse)?;
    Ok(Value::NONE)
}
