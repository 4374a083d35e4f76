//! `_abc`: what `abc.ABCMeta` stands on.
//!
//! A class's data is `[registry, positive cache, negative cache, version of the negative one]`: dicts from the address of a class
//! to a weak reference to it, so that a class that died is not kept, nor found when its address is used again.

use pyish_vm::import::ModuleRow;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::Values;
use pyish_vm::object::set::Set;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::flag;
use pyish_vm::types::{self, weakref};
use pyish_vm::{Args, Kind, Method, Raised, Ret, Thread, Type, TypeRow, Value, function};
use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering::Relaxed;

pub static MODULE: ModuleRow = ModuleRow {
    name: "_abc",
    doc: "Module contains faster C implementation of abc.ABCMeta",
    functions: &FUNCTIONS,
    init,
};

static FUNCTIONS: [Method; 8] = [
    function("get_cache_token()", |_, _| Ok(Value::int(VERSION.load(Relaxed))), "Returns the current ABC cache token."),
    function("_abc_init(self, /)", abc_init, "Internal ABC helper for class set-up."),
    function("_abc_register(self, subclass, /)", abc_register, "Internal ABC helper for subclasss registration."),
    function("_abc_instancecheck(self, instance, /)", instance_check, "Internal ABC helper for instance checks."),
    function("_abc_subclasscheck(self, subclass, /)", subclass_check, "Internal ABC helper for subclasss checks."),
    function("_get_dump(self, /)", get_dump, "Internal ABC helper for cache and registry debugging."),
    function("_reset_registry(self, /)", |t, a| reset(t, a, &[REGISTRY]), "Internal ABC helper to reset registry."),
    function(
        "_reset_caches(self, /)",
        |t, a| reset(t, a, &[CACHE, NEGATIVE]),
        "Internal ABC helper to reset both caches.",
    ),
];

/// Counts registrations: what negative caches depend on.
static VERSION: AtomicI64 = AtomicI64::new(0);

static DATA: TypeRow = TypeRow::new("_abc_data", Kind::Native1).module("_abc").is_final();
const REGISTRY: usize = 0;
const CACHE: usize = 1;
const NEGATIVE: usize = 2;
const NEGATIVE_VERSION: usize = 3;

fn init(t: &mut Thread, _: Dict) -> Result<(), Raised> {
    types::ready(t, &DATA).map(|_| ())
}

fn data_of(t: &mut Thread, class: Value) -> Ret {
    let v = t.get_attr_named(class, "_abc_impl")?;
    if DATA.is_exact(v) { Ok(v) } else { Err(t.type_error("_abc_impl is set to a wrong type")) }
}
fn word(v: Value, i: usize) -> Value {
    Value::from_bits(v.unwrap_obj().word(i))
}

// ---- weak sets of classes

fn key(t: &mut Thread, class: Value) -> Ret {
    match class.obj() {
        Some(o) => t.usize(o.addr()),
        None => Ok(class),
    }
}
fn contains(t: &mut Thread, data: Value, which: usize, class: Value) -> Result<bool, Raised> {
    let Some(d) = Dict::from(word(data, which)) else { return Ok(false) };
    let key = key(t, class)?;
    Ok(d.get(t, key)?.is_some_and(|r| weakref::target(r).is_some_and(|c| c.is(class))))
}
fn add(t: &mut Thread, data: Value, which: usize, class: Value) -> Result<(), Raised> {
    let d = match Dict::from(word(data, which)) {
        Some(d) => d,
        None => {
            let d = Dict::new(t)?;
            data.unwrap_obj().set(&mut t.m, which, d.value().bits());
            d
        }
    };
    let r = weakref::new(t, class, Value::NONE)?;
    let key = key(t, class)?;
    d.set(t, key, r)
}
fn live(t: &mut Thread, data: Value, which: usize) -> Result<Values, Raised> {
    let mut vs = Values::new(t)?;
    if let Some(d) = Dict::from(word(data, which)) {
        for (_, r) in d.iter() {
            if let Some(c) = weakref::target(r) {
                vs.push(t, c)?;
            }
        }
    }
    Ok(vs)
}
fn reset(t: &mut Thread, a: Args, which: &[usize]) -> Ret {
    let data = data_of(t, a[0])?;
    for i in which {
        data.unwrap_obj().set_plain(*i, Value::NONE.bits());
    }
    Ok(Value::NONE)
}
fn get_dump(t: &mut Thread, a: Args) -> Ret {
    let data = data_of(t, a[0])?;
    let mut parts = [Value::NONE; 4];
    for (i, part) in parts.iter_mut().take(3).enumerate() {
        let s = Set::new(t, types::set::TYPE.head())?;
        if let Some(d) = Dict::from(word(data, i)) {
            for (_, r) in d.iter() {
                s.add(t, r)?;
            }
        }
        *part = s.value();
    }
    parts[3] = word(data, NEGATIVE_VERSION);
    Tuple::make(t, &parts)
}

// ---- set-up

/// Finds the abstract methods, takes over the flags of collections, attaches the data.
fn abc_init(t: &mut Thread, a: Args) -> Ret {
    let Some(class) = Type::from(a[0]) else { return Err(t.type_error("_abc_init() argument must be a class")) };
    let marker = t.names().__isabstractmethod__;
    let names = Set::new(t, types::set::FROZEN.head())?;
    let own = class.dict().copy(t)?;
    for (name, v) in own.iter() {
        if v.is_obj() && is_abstract(t, v, marker)? {
            names.add(t, name)?;
        }
    }
    let abstract_methods = t.names().__abstractmethods__;
    for base in class.bases().iter() {
        if Type::from(base).is_some_and(|b| b == types::type_::TYPE.get()) {
            continue;
        }
        let Some(inherited) = t.find_attr(base, abstract_methods).or_else(|r| absent(t, r))? else { continue };
        let inherited = t.collect(inherited)?;
        for i in 0..inherited.len() {
            let name = inherited.get(i);
            if let Some(v) = t.find_attr(a[0], name)?
                && is_abstract(t, v, marker)?
            {
                names.add(t, name)?;
            }
        }
    }
    t.set_attr(a[0], abstract_methods, names.value())?;
    let key = t.intern("__abc_tpflags__")?;
    if let Some(bits) = class.dict().get_str(key).and_then(Value::as_int) {
        // CPython's Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING
        if bits & 1 << 5 != 0 {
            class.add_flag(flag::SEQUENCE);
        }
        if bits & 1 << 6 != 0 {
            class.add_flag(flag::MAPPING);
        }
        t.del_attr(a[0], key)?;
    }
    let version = Value::int(VERSION.load(Relaxed));
    let data = t.alloc_of(&DATA, &[Value::NONE, Value::NONE, Value::NONE, version])?;
    t.set_attr_named(a[0], "_abc_impl", data)?;
    Ok(Value::NONE)
}
fn absent(t: &mut Thread, r: Raised) -> Result<Option<Value>, Raised> {
    t.catch(Err(r), &types::exc::AttributeError).map(|v: Option<Option<Value>>| v.flatten())
}
fn is_abstract(t: &mut Thread, v: Value, marker: Value) -> Result<bool, Raised> {
    match t.find_attr(v, marker).or_else(|r| absent(t, r))? {
        Some(x) => t.truth(x),
        None => Ok(false),
    }
}

fn abc_register(t: &mut Thread, a: Args) -> Ret {
    if Type::from(a[1]).is_none() {
        return Err(t.type_error("Can only register classes"));
    }
    if t.is_subclass(a[1], a[0])? {
        return Ok(a[1]);
    }
    // a cycle would make the checks endless
    if t.is_subclass(a[0], a[1])? {
        return Err(t.runtime_error("Refusing to create an inheritance cycle"));
    }
    let data = data_of(t, a[0])?;
    add(t, data, REGISTRY, a[1])?;
    VERSION.fetch_add(1, Relaxed);
    if let Some(c) = Type::from(a[0]) {
        let bits = c.flags() & (flag::SEQUENCE | flag::MAPPING);
        if bits != 0 {
            add_flags(Type::of(a[1]), bits);
        }
    }
    Ok(a[1])
}
/// Builtin classes stay as they are: a str is no sequence to a pattern, though registered as one.
fn add_flags(class: Type, bits: u32) {
    if class.flags() & bits == bits || !class.has(flag::HEAP) {
        return;
    }
    class.add_flag(bits);
    if let Some(subclasses) = Dict::from(class.subclasses()) {
        for (_, c) in subclasses.iter() {
            add_flags(Type::of(c), bits);
        }
    }
}

// ---- checks

fn fresh_negative(data: Value) -> bool {
    word(data, NEGATIVE_VERSION).as_int() == Some(VERSION.load(Relaxed))
}
fn instance_check(t: &mut Thread, a: Args) -> Ret {
    let data = data_of(t, a[0])?;
    let name = t.names().__class__;
    let said = t.get_attr(a[1], name)?;
    if contains(t, data, CACHE, said)? {
        return Ok(Value::TRUE);
    }
    let own = t.class_of(a[1]).value();
    if own.is(said) {
        if fresh_negative(data) && contains(t, data, NEGATIVE, said)? {
            return Ok(Value::FALSE);
        }
        return check_by_method(t, a[0], said);
    }
    let r = check_by_method(t, a[0], said)?;
    if t.truth(r)? {
        return Ok(Value::TRUE);
    }
    check_by_method(t, a[0], own)
}
fn check_by_method(t: &mut Thread, class: Value, subclass: Value) -> Ret {
    let name = t.names().__subclasscheck__;
    t.call_method(class, name, &[subclass])
}
fn subclass_check(t: &mut Thread, a: Args) -> Ret {
    let (class, sub) = (a[0], a[1]);
    if Type::from(sub).is_none() {
        return Err(t.type_error("issubclass() arg 1 must be a class"));
    }
    t.enter_native(" in __subclasscheck__")?;
    let data = data_of(t, class)?;
    if contains(t, data, CACHE, sub)? {
        return Ok(Value::TRUE);
    }
    if !fresh_negative(data) {
        data.unwrap_obj().set_plain(NEGATIVE, Value::NONE.bits());
        data.unwrap_obj().set_plain(NEGATIVE_VERSION, Value::int(VERSION.load(Relaxed)).bits());
    } else if contains(t, data, NEGATIVE, sub)? {
        return Ok(Value::FALSE);
    }
    let hook = t.names().__subclasshook__;
    let said = t.call_method(class, hook, &[sub])?;
    if said.is(Value::TRUE) || said.is(Value::FALSE) {
        add(t, data, if said.is(Value::TRUE) { CACHE } else { NEGATIVE }, sub)?;
        return Ok(said);
    }
    if !said.is(Value::NOT_IMPLEMENTED) {
        return Err(
            t.raise(&types::exc::AssertionError, "__subclasshook__ must return either False, True, or NotImplemented")
        );
    }
    if Type::of(sub).mro().contains_identical(class) {
        add(t, data, CACHE, sub)?;
        return Ok(Value::TRUE);
    }
    let registered = live(t, data, REGISTRY)?;
    for i in 0..registered.len() {
        if t.is_subclass(sub, registered.get(i))? {
            add(t, data, CACHE, sub)?;
            return Ok(Value::TRUE);
        }
    }
    let below = t.call_method_named(class, "__subclasses__", &[])?;
    let below = t.collect(below)?;
    for i in 0..below.len() {
        if t.is_subclass(sub, below.get(i))? {
            add(t, data, CACHE, sub)?;
            return Ok(Value::TRUE);
        }
    }
    add(t, data, NEGATIVE, sub)?;
    Ok(Value::FALSE)
}
