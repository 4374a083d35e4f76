//! `property`, `classmethod`, `staticmethod`.

use crate::native::{Args, Attribute, Method, attribute, getter, member, method, static_method};
use crate::object::function::bind;
use crate::object::kind::Kind;
use crate::object::string::Str;
use crate::object::typeobject::{Type, TypeRow, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::object::alloc_instance;

pub static TYPE: TypeRow = TypeRow::new("property", Kind::Property)
    .constructor(&PROPERTY_NEW)
    .methods(&PROPERTY_METHODS)
    .attributes(&PROPERTY_ATTRIBUTES)
    .doc("Property attribute.");
pub static CLASSMETHOD: TypeRow = TypeRow::new("classmethod", Kind::ClassMethod)
    .flags(flag::DICT)
    .constructor(&CLASSMETHOD_NEW)
    .methods(&CLASSMETHOD_METHODS)
    .attributes(&WRAPPER_ATTRIBUTES)
    .doc("Convert a function to be a class method.");
pub static STATICMETHOD: TypeRow = TypeRow::new("staticmethod", Kind::StaticMethod)
    .flags(flag::DICT)
    .constructor(&STATICMETHOD_NEW)
    .methods(&STATICMETHOD_METHODS)
    .attributes(&WRAPPER_ATTRIBUTES)
    .doc("Convert a function to be a static method.");

const FGET: usize = 0;
const FSET: usize = 1;
const FDEL: usize = 2;
const DOC: usize = 3;
const NAME: usize = 4;

fn word(v: Value, i: usize) -> Value {
    Value::from_bits(v.unwrap_obj().word(i))
}
fn put(t: &mut Thread, v: Value, i: usize, x: Value) {
    v.unwrap_obj().set(&mut t.m, i, x.bits());
}

static PROPERTY_NEW: Method =
    static_method("__new__(cls, *args, **kwargs)", property_new, "Create and return a new object.");
static PROPERTY_METHODS: [Method; 8] = [
    method("__init__(self, fget=None, fset=None, fdel=None, doc=None)", property_init, "Initialize self."),
    method("__get__(self, instance, owner=None, /)", property_get, "Return an attribute of instance."),
    method("__set__(self, instance, value, /)", property_set, "Set an attribute of instance to value."),
    method("__delete__(self, instance, /)", property_delete, "Delete an attribute of instance."),
    method("getter(self, fget, /)", |t, a| with(t, a, FGET), "Descriptor to obtain a copy with another getter."),
    method("setter(self, fset, /)", |t, a| with(t, a, FSET), "Descriptor to obtain a copy with another setter."),
    method("deleter(self, fdel, /)", |t, a| with(t, a, FDEL), "Descriptor to obtain a copy with another deleter."),
    method("__set_name__(self, owner, name, /)", set_name, "Remembers the attribute's name."),
];
static PROPERTY_ATTRIBUTES: [Attribute; 6] = [
    member("fget", |_, v| Ok(word(v, FGET)), ""),
    member("fset", |_, v| Ok(word(v, FSET)), ""),
    member("fdel", |_, v| Ok(word(v, FDEL)), ""),
    attribute(
        "__doc__",
        get_doc,
        |t, v, x| {
            put(t, v, DOC, x.or(Value::NONE));
            Ok(())
        },
        "",
    ),
    attribute(
        "__name__",
        get_name,
        |t, v, x| {
            put(t, v, NAME, x);
            Ok(())
        },
        "",
    ),
    getter("__isabstractmethod__", property_is_abstract, ""),
];

fn property_new(t: &mut Thread, a: Args) -> Ret {
    let v = alloc_instance(t, Type::of(a[0]))?;
    for i in 0..6 {
        put(t, v, i, Value::NONE);
    }
    put(t, v, NAME, Value::UNBOUND);
    Ok(v)
}
fn property_init(t: &mut Thread, a: Args) -> Ret {
    for i in 0..4 {
        put(t, a[0], i, a[1 + i].or(Value::NONE));
    }
    // the docstring of a subclass must not hide the property's own
    let class = t.class_of(a[0]);
    if class != TYPE.get() && class.has(flag::DICT) {
        let (doc, name) = (get_doc(t, a[0])?, t.names().__doc__);
        t.set_own_attr(a[0].unwrap_obj(), name, doc)?;
    }
    Ok(Value::NONE)
}
fn get_doc(t: &mut Thread, v: Value) -> Ret {
    let doc = word(v, DOC);
    let fget = word(v, FGET);
    if !doc.is_none() || fget.is_none() {
        return Ok(doc);
    }
    let name = t.names().__doc__;
    Ok(t.find_attr(fget, name)?.unwrap_or(Value::NONE))
}
fn get_name(t: &mut Thread, v: Value) -> Ret {
    let name = word(v, NAME);
    if name.is_bound() {
        return Ok(name);
    }
    let attr = t.names().__name__;
    match word(v, FGET).given() {
        Some(f) => t.get_attr(f, attr),
        None => Err(t.no_attribute(v, attr)),
    }
}
fn property_is_abstract(t: &mut Thread, v: Value) -> Ret {
    for i in [FGET, FSET, FDEL] {
        if is_abstract(t, word(v, i))? {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}
fn is_abstract(t: &mut Thread, f: Value) -> Result<bool, Raised> {
    let name = t.names().__isabstractmethod__;
    match f.given() {
        Some(f) => match t.find_attr(f, name)? {
            Some(x) => t.truth(x),
            None => Ok(false),
        },
        None => Ok(false),
    }
}
fn property_get(t: &mut Thread, a: Args) -> Ret {
    if a[1].is_none() { Ok(a[0]) } else { get(t, a[0], a[1]) }
}
fn property_set(t: &mut Thread, a: Args) -> Ret {
    set(t, a[0], a[1], a[2])?;
    Ok(Value::NONE)
}
fn property_delete(t: &mut Thread, a: Args) -> Ret {
    set(t, a[0], a[1], Value::UNBOUND)?;
    Ok(Value::NONE)
}
fn set_name(t: &mut Thread, a: Args) -> Ret {
    put(t, a[0], NAME, a[2]);
    Ok(Value::NONE)
}
/// A copy with one function replaced.
fn with(t: &mut Thread, a: Args, which: usize) -> Ret {
    let mut parts = [word(a[0], FGET), word(a[0], FSET), word(a[0], FDEL), word(a[0], DOC)];
    if !a[1].is_none() {
        parts[which] = a[1];
    }
    let class = t.class_of(a[0]);
    let v = t.call(class.value(), &parts)?;
    if Thread::kind_of(v) == Kind::Property {
        put(t, v, NAME, word(a[0], NAME));
    }
    Ok(v)
}

/// Reads a property of `v`.
pub fn get(t: &mut Thread, property: Value, v: Value) -> Ret {
    let f = word(property, FGET);
    if f.is_none() {
        return Err(missing(t, property, v, "getter"));
    }
    t.call(f, &[v])
}
/// Sets (or, given unbound, deletes) a property of `v`.
pub fn set(t: &mut Thread, property: Value, v: Value, x: Value) -> Result<(), Raised> {
    let f = word(property, if x.is_bound() { FSET } else { FDEL });
    if f.is_none() {
        return Err(missing(t, property, v, if x.is_bound() { "setter" } else { "deleter" }));
    }
    if x.is_bound() { t.call(f, &[v, x]) } else { t.call(f, &[v]) }.map(|_| ())
}
#[cold]
fn missing(t: &mut Thread, property: Value, v: Value, what: &str) -> Raised {
    let class = t.class_of(v);
    let class = t.string_of(class.qualname());
    let text = match Str::from(word(property, NAME)) {
        Some(n) => format!("property '{n}' of '{class}' object has no {what}"),
        None => format!("property of '{class}' object has no {what}"),
    };
    t.raise(&crate::types::exc::AttributeError, text)
}

// ---- classmethod and staticmethod

static CLASSMETHOD_NEW: Method =
    static_method("__new__(cls, *args, **kwargs)", wrapper_new, "Create and return a new object.");
static STATICMETHOD_NEW: Method =
    static_method("__new__(cls, *args, **kwargs)", wrapper_new, "Create and return a new object.");
static CLASSMETHOD_METHODS: [Method; 3] = [
    method("__init__(self, function, /)", wrapper_init, "Initialize self."),
    method("__get__(self, instance, owner=None, /)", classmethod_get, "Return a method bound to the class."),
    method("__repr__(self, /)", |t, a| wrapper_repr(t, a, "classmethod"), "Return repr(self)."),
];
static STATICMETHOD_METHODS: [Method; 4] = [
    method("__init__(self, function, /)", wrapper_init, "Initialize self."),
    method("__get__(self, instance, owner=None, /)", |_, a| Ok(word(a[0], 0)), "Return the function."),
    method("__call__(self, *args, **kwargs)", staticmethod_call, "Call self as a function."),
    method("__repr__(self, /)", |t, a| wrapper_repr(t, a, "staticmethod"), "Return repr(self)."),
];
static WRAPPER_ATTRIBUTES: [Attribute; 5] = [
    attribute(
        "__annotations__",
        |t, v| wrapped_attribute(t, v, "__annotations__"),
        |t, v, x| set_wrapped_attribute(t, v, "__annotations__", x),
        "",
    ),
    attribute(
        "__annotate__",
        |t, v| wrapped_attribute(t, v, "__annotate__"),
        |t, v, x| set_wrapped_attribute(t, v, "__annotate__", x),
        "",
    ),
    member("__func__", |_, v| Ok(word(v, 0)), ""),
    member("__wrapped__", |_, v| Ok(word(v, 0)), ""),
    getter("__isabstractmethod__", |t, v| Ok(Value::bool(is_abstract(t, word(v, 0))?)), ""),
];

/// An attribute that the wrapper takes from what it wraps when it is first asked for.
fn wrapped_attribute(t: &mut Thread, v: Value, name: &str) -> Ret {
    let (key, own) = (t.intern(name)?, t.instance_dict(v.unwrap_obj())?);
    if let Some(x) = own.get(t, key)? {
        return Ok(x);
    }
    let x = t.get_attr(word(v, 0), key)?;
    own.set(t, key, x)?;
    Ok(x)
}
fn set_wrapped_attribute(t: &mut Thread, v: Value, name: &str, x: Value) -> Result<(), Raised> {
    let (key, own) = (t.intern(name)?, t.instance_dict(v.unwrap_obj())?);
    if x.is_unbound() {
        return match own.remove(t, key)? {
            Some(_) => Ok(()),
            None => Err(t.no_attribute(v, key)),
        };
    }
    own.set(t, key, x)
}
fn wrapper_new(t: &mut Thread, a: Args) -> Ret {
    let v = alloc_instance(t, Type::of(a[0]))?;
    put(t, v, 0, Value::NONE);
    Ok(v)
}
fn wrapper_init(t: &mut Thread, a: Args) -> Ret {
    put(t, a[0], 0, a[1]);
    // the wrapper looks like what it wraps
    for name in ["__module__", "__name__", "__qualname__", "__doc__"] {
        let key = t.intern(name)?;
        if let Some(x) = t.find_attr(a[1], key)? {
            t.set_own_attr(a[0].unwrap_obj(), key, x)?;
        }
    }
    Ok(Value::NONE)
}
fn classmethod_get(t: &mut Thread, a: Args) -> Ret {
    let class = match a[2].given() {
        Some(c) => c,
        None => t.class_of(a[1]).value(),
    };
    bind(t, word(a[0], 0), class)
}
fn staticmethod_call(t: &mut Thread, a: Args) -> Ret {
    let args = crate::object::tuple::Tuple::of(a[1]);
    t.call_with_tuple_and_dict(word(a[0], 0), args, a[2])
}
fn wrapper_repr(t: &mut Thread, a: Args, what: &str) -> Ret {
    let inner = t.repr_text(word(a[0], 0))?;
    t.str(&format!("<{what}({inner})>"))
}
