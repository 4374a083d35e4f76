//! `OrderedDict`: a dict (which keeps the order of insertion anyway) with `move_to_end`, and an order-sensitive `==`.

use pyish_vm::native::class_method;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::flag;
use pyish_vm::types::iterators::own_state;
use pyish_vm::types::{dict, exc};
use pyish_vm::{Args, Kind, Method, Raised, Ret, Thread, TypeRow, Value, method};

pub static TYPE: TypeRow = TypeRow::new("OrderedDict", Kind::Dict)
    .module("collections")
    .base(&dict::TYPE)
    .flags(flag::DICT | flag::WEAKREF)
    .methods(&METHODS)
    .doc("Dictionary that remembers insertion order");

static METHODS: [Method; 15] = [
    method("__init__(self, *args, **kwargs)", init, "Initialize self."),
    method("__repr__(self, /)", repr, "Return repr(self)."),
    method("__eq__(self, value, /)", |t, a| equal(t, a, true), "Return self==value."),
    method("__ne__(self, value, /)", |t, a| equal(t, a, false), "Return self!=value."),
    method("__or__(self, value, /)", |t, a| union(t, a[0], a[1], a[0]), "Return self|value."),
    method("__ror__(self, value, /)", |t, a| union(t, a[1], a[0], a[0]), "Return value|self."),
    method("__ior__(self, value, /)", in_place_union, "Return self|=value."),
    method(
        "update(self, *args, **kwargs)",
        update,
        "Update from a mapping or an iterable of pairs, and from keywords.",
    ),
    method("pop(self, key, default=None)", pop, "Remove specified key and return the corresponding value."),
    method("popitem(self, last=True)", popitem, "Remove and return a (key, value) pair: the last, or the first."),
    method(
        "setdefault(self, key, default=None)",
        setdefault,
        "Insert key with a value of default if key is not in the dictionary.",
    ),
    method(
        "move_to_end(self, key, last=True)",
        move_to_end,
        "Move an existing element to the end (or beginning if last is false).",
    ),
    method("copy(self, /)", copy, "od.copy() -> a shallow copy of od"),
    method("__reduce__(self, /)", reduce, "Return state information for pickling"),
    class_method(
        "fromkeys(cls, iterable, value=None)",
        from_keys,
        "Create a new ordered dictionary with keys from iterable and values set to value.",
    ),
];

fn is_ordered(t: &Thread, v: Value) -> bool {
    t.class_of(v).is_subclass(TYPE.get())
}
/// Stores through `__setitem__` where a subclass has its own.
fn store(t: &mut Thread, v: Value, key: Value, x: Value) -> Result<(), Raised> {
    if TYPE.is_exact(v) { Dict::of(v).set(t, key, x) } else { t.set_item(v, key, x) }
}
fn fill(t: &mut Thread, v: Value, args: Tuple, kwargs: Value) -> Result<(), Raised> {
    if args.len() > 1 {
        return Err(t.type_error(format!("expected at most 1 arguments, got {}", args.len())));
    }
    if let Some(source) = args.iter().next() {
        merge(t, v, source)?;
    }
    if let Some(d) = Dict::from(kwargs) {
        merge(t, v, d.value())?;
    }
    Ok(())
}
fn merge(t: &mut Thread, v: Value, source: Value) -> Result<(), Raised> {
    if t.class_of(v) == TYPE.get() {
        return dict::update(t, Dict::of(v), source);
    }
    // what the source gives, in order, then one `__setitem__` each
    let given = Dict::new(t)?;
    dict::update(t, given, source)?;
    for (k, x) in given.iter() {
        store(t, v, k, x)?;
    }
    Ok(())
}
fn init(t: &mut Thread, a: Args) -> Ret {
    fill(t, a[0], Tuple::of(a[1]), a[2])?;
    Ok(Value::NONE)
}
fn update(t: &mut Thread, a: Args) -> Ret {
    let args = Tuple::of(a[1]);
    if args.len() > 1 {
        let n = args.len();
        return Err(t.type_error(format!("update() takes at most 1 positional argument ({n} given)")));
    }
    fill(t, a[0], args, a[2])?;
    Ok(Value::NONE)
}
fn repr(t: &mut Thread, a: Args) -> Ret {
    let name = t.class_name(a[0]);
    if Dict::of(a[0]).is_empty() {
        return t.str(&format!("{name}()"));
    }
    let made = t.repr_guarded(a[0], |t| {
        let items = t.call_method_named(a[0], "items", &[])?;
        let mut out = String::new();
        t.for_each(items, |t, pair| {
            let Some(p) = Tuple::from(pair).filter(|p| p.len() == 2) else { return Ok(()) };
            let (k, v) = (t.repr_text(p.get(0))?, t.repr_text(p.get(1))?);
            if !out.is_empty() {
                out.push_str(", ");
            }
            out += &format!("{k}: {v}");
            Ok(())
        })?;
        Ok(out)
    })?;
    match made {
        Some(items) => t.str(&format!("{name}({{{items}}})")),
        None => t.str("..."),
    }
}
fn equal(t: &mut Thread, a: Args, wanted: bool) -> Ret {
    let Some(other) = Dict::from(a[1]) else { return Ok(Value::NOT_IMPLEMENTED) };
    let name = t.names().__eq__;
    let plain = dict::TYPE.get().lookup(t, name).unwrap_or(Value::NONE);
    let same = t.call_bound(plain, a[0], &[a[1]])?;
    let mut same = t.truth(same)?;
    if same && is_ordered(t, a[1]) {
        let own = Dict::of(a[0]);
        let (mut i, mut j) = (0, 0);
        while let (Some((x, _)), Some((y, _))) = (own.next_entry(&mut i), other.next_entry(&mut j)) {
            if !t.equal(x, y)? {
                same = false;
                break;
            }
        }
    }
    Ok(Value::bool(same == wanted))
}
fn union(t: &mut Thread, x: Value, y: Value, model: Value) -> Ret {
    if Dict::from(x).is_none() || Dict::from(y).is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let class = t.class_of(model).value();
    let new = t.call(class, &[x])?;
    merge(t, new, y)?;
    Ok(new)
}
fn in_place_union(t: &mut Thread, a: Args) -> Ret {
    merge(t, a[0], a[1])?;
    Ok(a[0])
}
fn pop(t: &mut Thread, a: Args) -> Ret {
    match Dict::of(a[0]).remove(t, a[1])? {
        Some(v) => return Ok(v),
        None if a[2].is_bound() => return Ok(a[2]),
        None => {}
    }
    if !TYPE.is_exact(a[0]) {
        let name = t.names().__missing__;
        if let Some(v) = t.call_special(a[0], name, &[a[1]])? {
            return Ok(v);
        }
    }
    Err(t.key_error(a[1]))
}
fn popitem(t: &mut Thread, a: Args) -> Ret {
    let last = a[1].is_unbound() || t.truth(a[1])?;
    let d = Dict::of(a[0]);
    match if last { d.pop_last(t)? } else { d.pop_first(t)? } {
        Some((k, v)) => Tuple::make(t, &[k, v]),
        None => Err(t.raise(&exc::KeyError, "dictionary is empty")),
    }
}
fn setdefault(t: &mut Thread, a: Args) -> Ret {
    let default = a[2].or(Value::NONE);
    if TYPE.is_exact(a[0]) {
        return Dict::of(a[0]).set_default(t, a[1], default);
    }
    if t.contains(a[0], a[1])? {
        return t.get_item(a[0], a[1]);
    }
    t.set_item(a[0], a[1], default)?;
    Ok(default)
}
fn move_to_end(t: &mut Thread, a: Args) -> Ret {
    let last = a[2].is_unbound() || t.truth(a[2])?;
    let d = Dict::of(a[0]);
    let hash = t.hash(a[1])?;
    let moved = if last {
        let found = d.find(t, a[1], hash)?.map(|(table, i)| table.key(i));
        match found {
            None => false,
            Some(key) if d.is_last(key) => true,
            Some(key) => match d.remove_hashed(t, key, hash)? {
                Some(v) => {
                    d.set_hashed(t, key, hash, v)?;
                    true
                }
                None => false,
            },
        }
    } else {
        d.move_to_front(t, a[1], hash)?
    };
    if moved { Ok(Value::NONE) } else { Err(t.key_error(a[1])) }
}
fn copy(t: &mut Thread, a: Args) -> Ret {
    let class = t.class_of(a[0]).value();
    t.call(class, &[a[0]])
}
fn reduce(t: &mut Thread, a: Args) -> Ret {
    let state = own_state(t, a[0])?;
    let items = t.call_method_named(a[0], "items", &[])?;
    let items = t.iter(items)?;
    let (class, empty) = (t.class_of(a[0]).value(), Tuple::empty(t).value());
    Tuple::make(t, &[class, empty, state, Value::NONE, items])
}
fn from_keys(t: &mut Thread, a: Args) -> Ret {
    let d = t.call(a[0], &[])?;
    let value = a[2].or(Value::NONE);
    t.for_each(a[1], |t, k| t.set_item(d, k, value))?;
    Ok(d)
}
