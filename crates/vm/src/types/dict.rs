//! `dict`. Its table is described in `object::dict`; views, iterators and `mappingproxy` are in `dict_views`.

use crate::native::{Args, Method, class_method, method, static_method};
use crate::object::dict::Dict;
use crate::object::kind::Kind;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, TypeRow, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::{self, dict_views, exc};

pub use crate::types::dict_views::{ROWS, proxy};

pub static TYPE: TypeRow =
    TypeRow::new("dict", Kind::Dict).flags(flag::MAPPING).constructor(&NEW).methods(&METHODS).doc(
        "dict() -> new empty dictionary\ndict(mapping), dict(iterable of pairs), dict(**kwargs) -> filled from them",
    );

static NEW: Method = static_method("__new__(cls, *args, **kwargs)", dict_new, "Create and return a new object.");
static METHODS: [Method; 27] = [
    method("__init__(self, *args, **kwargs)", dict_init, "Initialize self."),
    method("__repr__(self, /)", dict_repr, "Return repr(self)."),
    method("__eq__(self, value, /)", |t, a| equal(t, a, true), "Return self==value."),
    method("__ne__(self, value, /)", |t, a| equal(t, a, false), "Return self!=value."),
    method("__iter__(self, /)", |t, a| dict_views::iterator(t, a[0], dict_views::KEYS), "Implement iter(self)."),
    method(
        "__reversed__(self, /)",
        |t, a| dict_views::reverse_iterator(t, a[0], dict_views::KEYS),
        "Return a reverse iterator over the dict keys.",
    ),
    method("__len__(self, /)", |_, a| Ok(Value::index(Dict::of(a[0]).len())), "Return len(self)."),
    method(
        "__contains__(self, key, /)",
        |t, a| Ok(Value::bool(Dict::of(a[0]).contains(t, a[1])?)),
        "True if the dictionary has the specified key, else False.",
    ),
    method("__getitem__(self, key, /)", dict_getitem, "Return self[key]."),
    method("__setitem__(self, key, value, /)", dict_setitem, "Set self[key] to value."),
    method("__delitem__(self, key, /)", dict_delitem, "Delete self[key]."),
    method("__or__(self, value, /)", dict_or, "Return self|value."),
    method("__ror__(self, value, /)", dict_ror, "Return value|self."),
    method("__ior__(self, value, /)", dict_ior, "Return self|=value."),
    method("__sizeof__(self, /)", dict_sizeof, "Return the size of the dict in memory."),
    method(
        "get(self, key, default=None, /)",
        dict_get,
        "Return the value for key if key is in the dictionary, else default.",
    )
    .leaf(get_leaf),
    method(
        "setdefault(self, key, default=None, /)",
        dict_setdefault,
        "Insert key with a value of default if key is not in the dictionary.",
    ),
    method(
        "pop(self, key, default=None, /)",
        dict_pop,
        "Remove the specified key and return its value, or the default.",
    ),
    method("popitem(self, /)", dict_popitem, "Remove and return the last (key, value) pair."),
    method(
        "keys(self, /)",
        |t, a| dict_views::view(t, a[0], dict_views::KEYS),
        "Return a set-like object providing a view on the dict's keys.",
    ),
    method(
        "values(self, /)",
        |t, a| dict_views::view(t, a[0], dict_views::VALUES),
        "Return an object providing a view on the dict's values.",
    ),
    method(
        "items(self, /)",
        |t, a| dict_views::view(t, a[0], dict_views::ITEMS),
        "Return a set-like object providing a view on the dict's items.",
    ),
    method(
        "update(self, *args, **kwargs)",
        dict_update,
        "Update the dict from a mapping or an iterable of pairs, and from keywords.",
    ),
    method("clear(self, /)", dict_clear, "Remove all items from the dict."),
    method("copy(self, /)", |t, a| Ok(Dict::of(a[0]).copy(t)?.value()), "Return a shallow copy of the dict."),
    class_method(
        "fromkeys(cls, iterable, value=None, /)",
        from_keys,
        "Create a new dictionary with keys from iterable and values set to value.",
    ),
    class_method("__class_getitem__(cls, object, /)", |t, a| types::generic_alias::new(t, a[0], a[1]), "See PEP 585"),
];

fn dict_new(t: &mut Thread, a: Args) -> Ret {
    let class = Type::of(a[0]);
    if class == TYPE.get() {
        return Ok(Dict::new(t)?.value());
    }
    let v = types::object::alloc_instance(t, class)?;
    for i in 0..Kind::Dict.words() {
        v.unwrap_obj().set_plain(i, Value::ZERO.bits());
    }
    Dict::init_empty(t, v.unwrap_obj())?;
    Ok(v)
}
fn dict_init(t: &mut Thread, a: Args) -> Ret {
    update_arguments(t, a, "dict")
}
fn dict_update(t: &mut Thread, a: Args) -> Ret {
    update_arguments(t, a, "update")
}
fn update_arguments(t: &mut Thread, a: Args, name: &str) -> Ret {
    let d = Dict::of(a[0]);
    let args = Tuple::of(a[1]);
    if args.len() > 1 {
        return Err(t.type_error(format!("{name} expected at most 1 argument, got {}", args.len())));
    }
    if !args.is_empty() {
        update(t, d, args.get(0))?;
    }
    if a[2].is_bound() {
        d.update_from(t, Dict::of(a[2]))?;
    }
    Ok(Value::NONE)
}
/// Whether iterating a dict (or an instance of a subclass) gives its own keys.
fn iterates_plainly(t: &mut Thread, v: Value) -> bool {
    if TYPE.is_exact(v) {
        return true;
    }
    let name = t.names().__iter__;
    let own = TYPE.get().lookup(t, name);
    t.special(v, name) == own
}
/// Stores what a mapping or an iterable of pairs gives.
pub fn update(t: &mut Thread, d: Dict, source: Value) -> Result<(), Raised> {
    if let Some(other) = Dict::from(source)
        && iterates_plainly(t, source)
    {
        return if other == d { Ok(()) } else { d.update_from(t, other) };
    }
    let name = t.names().keys;
    if let Some(f) = t.find_attr(source, name)? {
        let keys = t.call(f, &[])?;
        return t.for_each(keys, |t, k| {
            let v = t.get_item(source, k)?;
            d.set(t, k, v)
        });
    }
    update_from_pairs(t, d, source)
}
fn update_from_pairs(t: &mut Thread, d: Dict, source: Value) -> Result<(), Raised> {
    let mut i = 0usize;
    t.for_each(source, |t, pair| {
        if types::tuple::TYPE.is_exact(pair) && Tuple::of(pair).len() == 2 {
            i += 1;
            return d.set(t, Tuple::of(pair).get(0), Tuple::of(pair).get(1));
        }
        let Some(it) = t.try_iter(pair)? else {
            return Err(t.type_error(format!("cannot convert dictionary update sequence element #{i} to a sequence")));
        };
        let plain = types::list::TYPE.is_exact(pair) || types::tuple::TYPE.is_exact(pair);
        let items = t.collect(if plain { pair } else { it })?;
        if items.len() != 2 {
            let text = format!("dictionary update sequence element #{i} has length {}; 2 is required", items.len());
            return Err(t.value_error(text));
        }
        i += 1;
        d.set(t, items.get(0), items.get(1))
    })
}
fn dict_repr(t: &mut Thread, a: Args) -> Ret {
    let d = Dict::of(a[0]);
    if d.is_empty() {
        return t.str("{}");
    }
    let made = t.repr_guarded(a[0], |t| {
        let mut out = String::from("{");
        for (i, (k, v)) in d.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            let r = t.repr(k)?;
            out.push_str(&r.text());
            out.push_str(": ");
            let r = t.repr(v)?;
            out.push_str(&r.text());
        }
        out.push('}');
        Ok(out)
    })?;
    t.str(made.as_deref().unwrap_or("{...}"))
}
fn equal(t: &mut Thread, a: Args, wanted: bool) -> Ret {
    let Some(other) = Dict::from(a[1]) else { return Ok(Value::NOT_IMPLEMENTED) };
    Ok(Value::bool(same_items(t, Dict::of(a[0]), other)? == wanted))
}
fn same_items(t: &mut Thread, x: Dict, y: Dict) -> Result<bool, Raised> {
    if x == y {
        return Ok(true);
    }
    if x.len() != y.len() {
        return Ok(false);
    }
    for (k, v) in x.iter() {
        match y.get(t, k)? {
            Some(w) => {
                if !t.equal(v, w)? {
                    return Ok(false);
                }
            }
            None => return Ok(false),
        }
    }
    Ok(true)
}
fn dict_getitem(t: &mut Thread, a: Args) -> Ret {
    if let Some(v) = Dict::of(a[0]).get(t, a[1])? {
        return Ok(v);
    }
    if !TYPE.is_exact(a[0]) {
        let name = t.names().__missing__;
        if let Some(v) = t.call_special(a[0], name, &[a[1]])? {
            return Ok(v);
        }
    }
    Err(t.key_error(a[1]))
}
fn dict_setitem(t: &mut Thread, a: Args) -> Ret {
    Dict::of(a[0]).set(t, a[1], a[2])?;
    Ok(Value::NONE)
}
fn dict_delitem(t: &mut Thread, a: Args) -> Ret {
    match Dict::of(a[0]).remove(t, a[1])? {
        Some(_) => Ok(Value::NONE),
        None => Err(t.key_error(a[1])),
    }
}
fn union(t: &mut Thread, x: Value, y: Value) -> Ret {
    let (Some(x), Some(y)) = (Dict::from(x), Dict::from(y)) else { return Ok(Value::NOT_IMPLEMENTED) };
    let d = x.copy(t)?;
    update(t, d, y.value())?;
    Ok(d.value())
}
fn dict_or(t: &mut Thread, a: Args) -> Ret {
    union(t, a[0], a[1])
}
fn dict_ror(t: &mut Thread, a: Args) -> Ret {
    union(t, a[1], a[0])
}
fn dict_ior(t: &mut Thread, a: Args) -> Ret {
    update(t, Dict::of(a[0]), a[1])?;
    Ok(a[0])
}
fn dict_sizeof(_: &mut Thread, a: Args) -> Ret {
    let o = a[0].unwrap_obj();
    Ok(Value::index(pyish_heap::cell_bytes(o) + pyish_heap::cell_bytes(Dict(o).table().0)))
}
fn get_leaf(_: &mut Thread, a: &[Value]) -> Value {
    let (d, key, default) = match a {
        [d, key] => (d, key, Value::NONE),
        [d, key, default] => (d, key, *default),
        _ => return Value::UNBOUND,
    };
    match Dict::of(*d).find_quickly(*key) {
        Some(Some((table, i))) => table.value(i),
        Some(None) => default,
        None => Value::UNBOUND,
    }
}
fn dict_get(t: &mut Thread, a: Args) -> Ret {
    Ok(Dict::of(a[0]).get(t, a[1])?.unwrap_or(a[2].or(Value::NONE)))
}
fn dict_setdefault(t: &mut Thread, a: Args) -> Ret {
    Dict::of(a[0]).set_default(t, a[1], a[2].or(Value::NONE))
}
fn dict_pop(t: &mut Thread, a: Args) -> Ret {
    match Dict::of(a[0]).remove(t, a[1])? {
        Some(v) => Ok(v),
        None if a[2].is_bound() => Ok(a[2]),
        None => Err(t.key_error(a[1])),
    }
}
fn dict_popitem(t: &mut Thread, a: Args) -> Ret {
    match Dict::of(a[0]).pop_last(t)? {
        Some((k, v)) => Tuple::make(t, &[k, v]),
        None => Err(t.raise(&exc::KeyError, "popitem(): dictionary is empty")),
    }
}
fn dict_clear(t: &mut Thread, a: Args) -> Ret {
    Dict::of(a[0]).clear(t)?;
    Ok(Value::NONE)
}
fn from_keys(t: &mut Thread, a: Args) -> Ret {
    let value = a[2].or(Value::NONE);
    if a[0].is(TYPE.value()) {
        let d = Dict::new(t)?;
        t.for_each(a[1], |t, k| d.set(t, k, value))?;
        return Ok(d.value());
    }
    let d = t.call(a[0], &[])?;
    if TYPE.is_exact(d) {
        t.for_each(a[1], |t, k| Dict::of(d).set(t, k, value))?;
    } else {
        t.for_each(a[1], |t, k| t.set_item(d, k, value))?;
    }
    Ok(d)
}
