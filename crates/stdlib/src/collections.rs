//! `_collections`: `deque` (its own file), `defaultdict`, `OrderedDict`, and what `namedtuple` and `Counter` are built on.

pub(crate) mod deque;
mod ordered;

use pyish_vm::import::ModuleRow;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::Type;
use pyish_vm::ops::arithmetic::BinaryOp;
use pyish_vm::types::iterators::{instance, put, word};
use pyish_vm::types::{self, dict};
use pyish_vm::{
    Args, Attribute, Kind, Method, Raised, Ret, Thread, TypeRow, Value, attribute, function, method, static_method,
};

pub static MODULE: ModuleRow =
    ModuleRow { name: "_collections", doc: "High performance data structures.", functions: &FUNCTIONS, init };

static FUNCTIONS: [Method; 1] = [function(
    "_count_elements(mapping, iterable, /)",
    count_elements,
    "Count elements in the iterable, updating the mapping",
)];

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    for row in [&DEFAULTDICT, &TUPLEGETTER, &ordered::TYPE].into_iter().chain(deque::ROWS.iter().copied()) {
        let class = types::ready(t, row)?;
        d.set_named(t, row.name, class.value())?;
    }
    Ok(())
}

/// Whether a class has dict's own method `name`.
fn inherits(t: &mut Thread, class: Type, name: Value) -> bool {
    let own = dict::TYPE.get().lookup(t, name);
    class.lookup(t, name) == own
}
fn count_elements(t: &mut Thread, a: Args) -> Ret {
    let n = t.names();
    let class = t.class_of(a[0]);
    if let Some(d) = Dict::from(a[0])
        && inherits(t, class, n.get)
        && inherits(t, class, n.__setitem__)
    {
        t.for_each(a[1], |t, k| {
            let hash = t.hash(k)?;
            let old = d.get_hashed(t, k, hash)?.unwrap_or(Value::ZERO);
            let new = match old.as_int().and_then(|i| Value::try_int(i + 1)) {
                Some(v) => v,
                None => t.binary(BinaryOp::Add, old, Value::int(1))?,
            };
            d.set_hashed(t, k, hash, new)
        })?;
        return Ok(Value::NONE);
    }
    let get = t.get_attr(a[0], n.get)?;
    t.for_each(a[1], |t, k| {
        let old = t.call(get, &[k, Value::ZERO])?;
        let new = t.binary(BinaryOp::Add, old, Value::int(1))?;
        t.set_item(a[0], k, new)
    })?;
    Ok(Value::NONE)
}

// ---- defaultdict: a dict and [default_factory]

const FACTORY: usize = Kind::Dict.words();

static DEFAULTDICT: TypeRow = TypeRow::new("defaultdict", Kind::Dict)
    .module("collections")
    .base(&dict::TYPE)
    .words(FACTORY + 1)
    .constructor(&DEFAULTDICT_NEW)
    .methods(&DEFAULTDICT_METHODS)
    .attributes(&DEFAULTDICT_ATTRIBUTES)
    .doc("A dict that makes missing values with a factory.");
static DEFAULTDICT_NEW: Method =
    static_method("__new__(cls, *args, **kwargs)", defaultdict_new, "Create and return a new object.");
static DEFAULTDICT_METHODS: [Method; 8] = [
    method("__init__(self, *args, **kwargs)", defaultdict_init, "Initialize self."),
    method("__missing__(self, key, /)", missing, "Called by __getitem__ for a missing key."),
    method("__repr__(self, /)", defaultdict_repr, "Return repr(self)."),
    method("copy(self, /)", |t, a| copied(t, a[0]), "D.copy() -> a shallow copy of D."),
    method("__copy__(self, /)", |t, a| copied(t, a[0]), "D.copy() -> a shallow copy of D."),
    method("__reduce__(self, /)", defaultdict_reduce, "Return state information for pickling."),
    method("__or__(self, value, /)", |t, a| union(t, a[0], a[1], a[0]), "Return self|value."),
    method("__ror__(self, value, /)", |t, a| union(t, a[1], a[0], a[0]), "Return value|self."),
];
static DEFAULTDICT_ATTRIBUTES: [Attribute; 1] = [attribute(
    "default_factory",
    |_, v| Ok(word(v, FACTORY)),
    |t, v, x| {
        put(t, v, FACTORY, x.or(Value::NONE));
        Ok(())
    },
    "Factory for default value called by __missing__().",
)];
fn defaultdict_new(t: &mut Thread, a: Args) -> Ret {
    let v = types::object::alloc_instance(t, Type::of(a[0]))?;
    Dict::init_empty(t, v.unwrap_obj())?;
    put(t, v, FACTORY, Value::NONE);
    Ok(v)
}
fn defaultdict_init(t: &mut Thread, a: Args) -> Ret {
    let args = Tuple::of(a[1]);
    if let Some(factory) = args.iter().next() {
        if !factory.is_none() && !t.is_callable(factory) {
            return Err(t.type_error("first argument must be callable or None"));
        }
        put(t, a[0], FACTORY, factory);
    }
    if args.len() > 2 {
        return Err(t.type_error(format!("dict expected at most 1 argument, got {}", args.len() - 1)));
    }
    if args.len() == 2 {
        dict::update(t, Dict::of(a[0]), args.get(1))?;
    }
    if a[2].is_bound() {
        Dict::of(a[0]).update_from(t, Dict::of(a[2]))?;
    }
    Ok(Value::NONE)
}
fn missing(t: &mut Thread, a: Args) -> Ret {
    let factory = word(a[0], FACTORY);
    if factory.is_none() {
        return Err(t.key_error(a[1]));
    }
    let v = t.call(factory, &[])?;
    t.set_item(a[0], a[1], v)?;
    Ok(v)
}
fn defaultdict_repr(t: &mut Thread, a: Args) -> Ret {
    let name = t.class_name(a[0]);
    let plain = dict::TYPE.get();
    let attr = t.names().__repr__;
    let f = plain.lookup(t, attr).unwrap_or(Value::NONE);
    let items = t.call_bound(f, a[0], &[])?;
    let items = t.string_of(items);
    let factory = word(a[0], FACTORY);
    let factory = t.repr_guarded(factory, |t| t.repr_text(factory))?.unwrap_or_else(|| "...".to_string());
    t.str(&format!("{name}({factory}, {items})"))
}
fn copied(t: &mut Thread, v: Value) -> Ret {
    let class = t.class_of(v).value();
    t.call(class, &[word(v, FACTORY), v])
}
fn defaultdict_reduce(t: &mut Thread, a: Args) -> Ret {
    let factory = word(a[0], FACTORY);
    let args = if factory.is_none() { Tuple::empty(t).value() } else { Tuple::make(t, &[factory])? };
    let items = t.call_method_named(a[0], "items", &[])?;
    let items = t.iter(items)?;
    let class = t.class_of(a[0]).value();
    Tuple::make(t, &[class, args, Value::NONE, Value::NONE, items])
}
fn union(t: &mut Thread, x: Value, y: Value, model: Value) -> Ret {
    if Dict::from(x).is_none() || Dict::from(y).is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let class = t.class_of(model).value();
    let new = t.call(class, &[word(model, FACTORY), x])?;
    if let Some(d) = Dict::from(new) {
        dict::update(t, d, y)?;
    }
    Ok(new)
}

// ---- the attributes of a namedtuple: [index, docstring]

static TUPLEGETTER: TypeRow = TypeRow::new("_tuplegetter", Kind::Native1)
    .module("collections")
    .is_final()
    .constructor(&TUPLEGETTER_NEW)
    .methods(&TUPLEGETTER_METHODS)
    .attributes(&TUPLEGETTER_ATTRIBUTES);
static TUPLEGETTER_NEW: Method =
    static_method("__new__(cls, index, doc, /)", tuplegetter_new, "Create and return a new object.");
static TUPLEGETTER_METHODS: [Method; 5] = [
    method(
        "__get__(self, instance, owner=None, /)",
        tuplegetter_get,
        "Return an attribute of instance, which is of type owner.",
    ),
    method("__set__(self, instance, value, /)", tuplegetter_set, "Set an attribute of instance to value."),
    method("__delete__(self, instance, /)", tuplegetter_delete, "Delete an attribute of instance."),
    method("__repr__(self, /)", tuplegetter_repr, "Return repr(self)."),
    method("__reduce__(self, /)", tuplegetter_reduce, ""),
];
static TUPLEGETTER_ATTRIBUTES: [Attribute; 1] = [attribute(
    "__doc__",
    |_, v| Ok(word(v, 1)),
    |t, v, x| {
        put(t, v, 1, x.or(Value::NONE));
        Ok(())
    },
    "",
)];
fn tuplegetter_new(t: &mut Thread, a: Args) -> Ret {
    let i = t.to_i64(a[1])?.clamp(0, Value::MAX_INT);
    instance(t, &TUPLEGETTER, a[0], &[Value::int(i), a[2]])
}
fn tuplegetter_get(t: &mut Thread, a: Args) -> Ret {
    if a[1].is_none() {
        return Ok(a[0]);
    }
    let i = word(a[0], 0).unwrap_usize();
    let Some(tuple) = Tuple::from(a[1]) else {
        let kind = t.type_name(a[1]);
        let text = format!("descriptor for index '{i}' for tuple subclasses doesn't apply to '{kind}' object");
        return Err(t.type_error(text));
    };
    if i < tuple.len() { Ok(tuple.get(i)) } else { Err(t.index_error("tuple index out of range")) }
}
fn tuplegetter_set(t: &mut Thread, _: Args) -> Ret {
    Err(t.raise(&types::exc::AttributeError, "can't set attribute"))
}
fn tuplegetter_delete(t: &mut Thread, _: Args) -> Ret {
    Err(t.raise(&types::exc::AttributeError, "can't delete attribute"))
}
fn tuplegetter_repr(t: &mut Thread, a: Args) -> Ret {
    let doc = t.repr_text(word(a[0], 1))?;
    let i = word(a[0], 0).unwrap_int();
    t.str(&format!("_tuplegetter({i}, {doc})"))
}
fn tuplegetter_reduce(t: &mut Thread, a: Args) -> Ret {
    let args = Tuple::make(t, &[word(a[0], 0), word(a[0], 1)])?;
    Tuple::make(t, &[TUPLEGETTER.value(), args])
}
