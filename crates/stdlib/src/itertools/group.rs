//! `groupby` and `tee`.

use super::{END, NEW_DOC, iterator};
use pyish_vm::native::{class_method, function};
use pyish_vm::object::list::{List, Values};
use pyish_vm::object::tuple::Tuple;
use pyish_vm::types::iterators::{class_getitem, instance, itself, put, word};
use pyish_vm::{Args, Kind, Method, Raised, Ret, Thread, TypeRow, Value, method, static_method};

pub static ROWS: &[&TypeRow] = &[&GROUPBY, &GROUPER, &TEE, &TEE_DATA];
pub static FUNCTIONS: [Method; 1] =
    [function("tee(iterable, n=2, /)", tee, "Returns a tuple of n independent iterators.")];

// ---- groupby: [iterator, key function or None, key of the group asked for, key of the item at hand, that item, grouper]

const ITERATOR: usize = 0;
const FUNCTION: usize = 1;
const TARGET: usize = 2;
const KEY: usize = 3;
const ITEM: usize = 4;
const CURRENT: usize = 5;

iterator!(
    GROUPBY,
    "groupby",
    Native2,
    static_method("__new__(cls, iterable, key=None)", groupby_new, NEW_DOC),
    groupby_next,
    "Runs of items with the same key, as (key, iterator) pairs.",
    class_method("__class_getitem__(cls, object, /)", class_getitem, "See PEP 585")
);
// [groupby, key]
iterator!(
    GROUPER,
    "_grouper",
    Native1,
    static_method("__new__(cls, parent, key, /)", grouper_new, NEW_DOC),
    grouper_next,
    "The items of one group."
);
fn groupby_new(t: &mut Thread, a: Args) -> Ret {
    let it = t.iter(a[1])?;
    let none = Value::UNBOUND;
    instance(t, &GROUPBY, a[0], &[it, a[2].or(Value::NONE), none, none, none, Value::NONE])
}
/// Fetches the next item and its key; false at the end.
fn step(t: &mut Thread, g: Value) -> Result<bool, Raised> {
    let Some(v) = t.next(word(g, ITERATOR))? else { return Ok(false) };
    let f = word(g, FUNCTION);
    let key = if f.is_none() { v } else { t.call(f, &[v])? };
    put(t, g, ITEM, v);
    put(t, g, KEY, key);
    Ok(true)
}
fn groupby_next(t: &mut Thread, a: Args) -> Ret {
    let g = a[0];
    put(t, g, CURRENT, Value::NONE);
    let mut n = 0u32;
    loop {
        let (target, key) = (word(g, TARGET), word(g, KEY));
        if key.is_bound() && (target.is_unbound() || !t.equal(target, key)?) {
            break;
        }
        if !step(t, g)? {
            return END;
        }
        n += 1;
        if n.is_multiple_of(10_000) {
            t.check()?;
        }
    }
    let key = word(g, KEY);
    put(t, g, TARGET, key);
    let group = t.alloc_of(&GROUPER, &[g, key])?;
    put(t, g, CURRENT, group);
    Tuple::make(t, &[key, group])
}
fn grouper_new(t: &mut Thread, a: Args) -> Ret {
    if !GROUPBY.is_exact(a[1]) {
        let kind = t.type_name(a[1]);
        return Err(t.type_error(format!("_grouper() argument 1 must be itertools.groupby, not {kind}")));
    }
    instance(t, &GROUPER, a[0], &[a[1], a[2]])
}
fn grouper_next(t: &mut Thread, a: Args) -> Ret {
    let (g, target) = (word(a[0], 0), word(a[0], 1));
    if !word(g, CURRENT).is(a[0]) {
        return END;
    }
    if word(g, ITEM).is_unbound() && !step(t, g)? {
        return END;
    }
    if !t.equal(target, word(g, KEY))? {
        return END;
    }
    let v = word(g, ITEM);
    put(t, g, ITEM, Value::UNBOUND);
    // the key of the item just given still says where the group is
    Ok(v)
}

// ---- tee: [data, index]; data: [iterator, list of items, next data or None, whether it is being filled]

/// Items of one link.
const LINK: usize = 57;

iterator!(
    TEE,
    "_tee",
    Native1,
    static_method("__new__(cls, iterable, /)", tee_new, NEW_DOC),
    tee_next,
    "Iterator wrapped to make it copyable.",
    method("__copy__(self, /)", tee_copy, "Returns an independent iterator.")
);
static TEE_DATA: TypeRow = TypeRow::new("_tee_dataobject", Kind::Native1)
    .module("itertools")
    .is_final()
    .flags(pyish_vm::object::typeobject::flag::NO_NEW)
    .doc("Data container common to multiple tee objects.");

fn new_data(t: &mut Thread, it: Value) -> Ret {
    let items = List::new(t, &[])?.value();
    t.alloc_of(&TEE_DATA, &[it, items, Value::NONE, Value::FALSE])
}
fn tee_new(t: &mut Thread, a: Args) -> Ret {
    if t.class_of(a[1]).is_subclass(TEE.get()) {
        return instance(t, &TEE, a[0], &[word(a[1], 0), word(a[1], 1)]);
    }
    let it = t.iter(a[1])?;
    let data = new_data(t, it)?;
    instance(t, &TEE, a[0], &[data, Value::ZERO])
}
fn tee_copy(t: &mut Thread, a: Args) -> Ret {
    let (data, at) = (word(a[0], 0), word(a[0], 1));
    t.alloc_of(&TEE, &[data, at])
}
fn tee_next(t: &mut Thread, a: Args) -> Ret {
    let (mut data, mut at) = (word(a[0], 0), word(a[0], 1).unwrap_usize());
    if at >= LINK {
        let mut next = word(data, 2);
        if next.is_none() {
            let made = new_data(t, word(data, 0))?;
            data.unwrap_obj().cas(&mut t.m, 2, Value::NONE.bits(), made.bits());
            next = word(data, 2);
        }
        (data, at) = (next, 0);
        put(t, a[0], 0, data);
        put(t, a[0], 1, Value::ZERO);
    }
    let items = List::of(word(data, 1));
    let v = match items.get(at) {
        Some(v) => v,
        None => {
            if word(data, 3).is(Value::TRUE) {
                return Err(t.runtime_error("cannot re-enter the tee iterator"));
            }
            put(t, data, 3, Value::TRUE);
            let r = t.next(word(data, 0));
            put(t, data, 3, Value::FALSE);
            let Some(v) = r? else { return END };
            items.push(t, v)?;
            v
        }
    };
    put(t, a[0], 1, Value::index(at + 1));
    Ok(v)
}
fn tee(t: &mut Thread, a: Args) -> Ret {
    let n = if a[1].is_unbound() { 2 } else { t.to_i64(a[1])? };
    if n < 0 {
        return Err(t.value_error("n must be >= 0"));
    }
    if n == 0 {
        return Ok(Tuple::empty(t).value());
    }
    let first = if t.class_of(a[0]).is_subclass(TEE.get()) {
        let (data, at) = (word(a[0], 0), word(a[0], 1));
        t.alloc_of(&TEE, &[data, at])?
    } else {
        let it = t.iter(a[0])?;
        let data = new_data(t, it)?;
        t.alloc_of(&TEE, &[data, Value::ZERO])?
    };
    let mut all = Values::from_slice(t, &[first])?;
    for _ in 1..n {
        let (data, at) = (word(first, 0), word(first, 1));
        let copy = t.alloc_of(&TEE, &[data, at])?;
        all.push(t, copy)?;
    }
    all.into_tuple(t)
}
