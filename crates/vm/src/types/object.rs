//! `object`: what every object has.

use crate::native::{Args, Attribute, Method, attribute, class_method, getter, method, static_method};
use crate::object::dict::Dict;
use crate::object::kind::Kind;
use crate::object::list::Values;
use crate::object::shape::Shape;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, TypeRow, flag};
use crate::object::value::Value;
use crate::ops::compare::CompareOp;
use crate::thread::{Raised, Ret, Thread};
use crate::types;

pub static TYPE: TypeRow = TypeRow::new("object", Kind::Instance)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("The base class of the class hierarchy.");

/// The row of `object.__new__`, which the interpreter recognizes.
pub static NEW: Method = static_method("__new__(cls, *args, **kwargs)", object_new, "Create and return a new object.");

static METHODS: [Method; 21] = [
    method("__init__(self, *args, **kwargs)", object_init, "Initialize self."),
    method("__repr__(self, /)", |t, a| Ok(t.default_repr(a[0])?.value()), "Return repr(self)."),
    method("__str__(self, /)", |t, a| Ok(t.repr(a[0])?.value()), "Return str(self)."),
    method("__eq__(self, value, /)", object_eq, "Return self==value."),
    method("__ne__(self, value, /)", object_ne, "Return self!=value."),
    method("__lt__(self, value, /)", not_implemented, "Return self<value."),
    method("__le__(self, value, /)", not_implemented, "Return self<=value."),
    method("__gt__(self, value, /)", not_implemented, "Return self>value."),
    method("__ge__(self, value, /)", not_implemented, "Return self>=value."),
    method("__hash__(self, /)", |_, a| Ok(Value::int(Thread::identity_hash(a[0]) >> 2)), "Return hash(self)."),
    method("__getattribute__(self, name, /)", get_attribute, "Return getattr(self, name)."),
    method("__setattr__(self, name, value, /)", set_attribute, "Implement setattr(self, name, value)."),
    method("__delattr__(self, name, /)", del_attribute, "Implement delattr(self, name)."),
    method("__format__(self, format_spec, /)", object_format, "Default object formatter."),
    method("__dir__(self, /)", object_dir, "Default dir() implementation."),
    method("__sizeof__(self, /)", size_of, "Size of object in memory, in bytes."),
    class_method(
        "__init_subclass__(cls, /)",
        |_, _| Ok(Value::NONE),
        "This method is called when a class is subclassed.",
    ),
    class_method("__subclasshook__(cls, subclass, /)", not_implemented, "Abstract classes can override this."),
    method("__getstate__(self, /)", types::reduce::get_state, "Helper for pickle."),
    method("__reduce__(self, /)", types::reduce::reduce, "Helper for pickle."),
    method("__reduce_ex__(self, protocol, /)", types::reduce::reduce_ex, "Helper for pickle."),
];

static ATTRIBUTES: [Attribute; 1] =
    [attribute("__class__", |t, v| Ok(t.class_of(v).value()), set_class, "the object's class")];
/// In the classes that give their instances a dict and those that let them be weakly referenced.
static DICT: Attribute = attribute("__dict__", get_dict, set_dict, "dictionary for instance variables");
static WEAKREF: Attribute = getter("__weakref__", get_weakref, "list of weak references to the object");

/// Gives a class the attributes `__dict__` and `__weakref__` if its instances have what its base's have not.
pub fn add_instance_attributes(t: &mut Thread, class: Type, base: u32) -> Result<(), Raised> {
    let (d, n) = (class.dict(), t.names());
    let new = class.flags() & !base;
    for (bit, name, row) in [(flag::DICT, n.__dict__, &DICT), (flag::WEAKREF, n.__weakref__, &WEAKREF)] {
        // a native class does not show the second
        if new & bit != 0 && (bit == flag::DICT || class.has(flag::HEAP)) && d.get_str(name).is_none() {
            let g = types::native_function::GetSet::new(t, row, class)?;
            d.set(t, name, g)?;
        }
    }
    Ok(())
}
fn get_weakref(t: &mut Thread, v: Value) -> Ret {
    let all = types::weakref::references_to(t, v)?;
    Ok(if all.is_empty() { Value::NONE } else { all.get(0) })
}

/// A bare instance of a class whose layout is that of plain objects, exceptions, lists ...
pub fn alloc_instance(t: &mut Thread, class: Type) -> Ret {
    let root = class.root();
    let ext = root.ext();
    let words = if class.has(flag::DICT) { ext + 1 + root.capacity() } else { ext };
    let o = t.alloc_fields(class.head(), words.max(1))?;
    for i in 0..ext {
        o.init(i, Value::UNBOUND.bits());
    }
    if class.has(flag::DICT) {
        o.init(ext, Value::NONE.bits());
        for i in ext + 1..words {
            o.init(i, Value::UNBOUND.bits());
        }
    }
    if class.has(flag::FINALIZER) {
        crate::types::weakref::register_finalizer(t, o);
    }
    Ok(Value::from_obj(o))
}

/// An instance of a subclass of a type whose values are no fixed number of words, around a plain value.
pub fn wrap(t: &mut Thread, class: Type, plain: Value) -> Ret {
    let v = alloc_instance(t, class)?;
    v.unwrap_obj().set(&mut t.m, 0, plain.bits());
    Ok(v)
}

fn object_new(t: &mut Thread, a: Args) -> Ret {
    let Some(class) = Type::from(a[0]) else {
        let k = t.type_name(a[0]);
        return Err(t.type_error(format!("object.__new__(X): X is not a type object ({k})")));
    };
    let excess = !Tuple::of(a[1]).is_empty() || a[2].is_bound();
    if excess {
        let (new, init) = class.constructors(t);
        let overridden =
            |v: Value| types::native_function::NativeFunction::from(v).is_none_or(|f| !f.owner().is(TYPE.value()));
        if overridden(new) {
            return Err(t.type_error("object.__new__() takes exactly one argument (the type to instantiate)"));
        }
        if !overridden(init) {
            let name = class.name_string();
            return Err(t.type_error(format!("{name}() takes no arguments")));
        }
    }
    new_instance(t, class)
}
/// `object.__new__(class)`: refuses abstract classes and classes of other layouts.
pub fn new_instance(t: &mut Thread, class: Type) -> Ret {
    if class.has(flag::ABSTRACT) {
        return Err(abstract_error(t, class));
    }
    if class.has(flag::NO_NEW) {
        let name = class.name_string();
        return Err(t.type_error(format!("cannot create '{name}' instances")));
    }
    if !matches!(class.kind(), Kind::Instance) {
        let name = class.name_string();
        let best = class.row().map_or(name.clone(), |r| r.name.to_string());
        return Err(t.type_error(format!("object.__new__({name}) is not safe, use {best}.__new__()")));
    }
    alloc_instance(t, class)
}
#[cold]
fn abstract_error(t: &mut Thread, class: Type) -> Raised {
    let name = t.names().__abstractmethods__;
    let methods = class.dict().get_str(name).unwrap_or(Value::NONE);
    let Ok(mut names) = t.collect_strings(methods) else { return Raised };
    names.sort();
    let list = names.iter().map(|n| format!("'{n}'")).collect::<Vec<_>>().join(", ");
    let plural = if names.len() == 1 { "" } else { "s" };
    let class = class.name_string();
    t.type_error(format!(
        "Can't instantiate abstract class {class} without an implementation for abstract method{plural} {list}"
    ))
}
fn object_init(t: &mut Thread, a: Args) -> Ret {
    if !Tuple::of(a[1]).is_empty() || a[2].is_bound() {
        let class = t.class_of(a[0]);
        let (new, init) = class.constructors(t);
        let own =
            |v: Value| types::native_function::NativeFunction::from(v).is_some_and(|f| f.owner().is(TYPE.value()));
        if !own(init) {
            return Err(t.type_error("object.__init__() takes exactly one argument (the instance to initialize)"));
        }
        if own(new) {
            let name = class.name_string();
            return Err(
                t.type_error(format!("{name}.__init__() takes exactly one argument (the instance to initialize)"))
            );
        }
    }
    Ok(Value::NONE)
}
fn object_eq(_: &mut Thread, a: Args) -> Ret {
    Ok(if a[0].is(a[1]) { Value::TRUE } else { Value::NOT_IMPLEMENTED })
}
fn object_ne(t: &mut Thread, a: Args) -> Ret {
    let name = CompareOp::Eq.name(t);
    match t.call_special(a[0], name, &[a[1]])? {
        Some(r) if !r.is(Value::NOT_IMPLEMENTED) => Ok(Value::bool(!t.truth(r)?)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}
fn not_implemented(_: &mut Thread, _: Args) -> Ret {
    Ok(Value::NOT_IMPLEMENTED)
}
fn attribute_name(t: &mut Thread, v: Value) -> Ret {
    match Str::from(v) {
        Some(s) => t.intern_str(s),
        None => {
            let k = t.type_name(v);
            Err(t.type_error(format!("attribute name must be string, not '{k}'")))
        }
    }
}
pub fn get_attribute(t: &mut Thread, a: Args) -> Ret {
    let name = attribute_name(t, a[1])?;
    let class = t.class_of(a[0]);
    match t.find_attr_plain(a[0], class, name)? {
        Some(v) => Ok(v),
        None => Err(t.no_attribute(a[0], name)),
    }
}
pub fn set_attribute(t: &mut Thread, a: Args) -> Ret {
    let name = attribute_name(t, a[1])?;
    let class = t.class_of(a[0]);
    t.set_attr_plain(a[0], class, name, a[2])?;
    Ok(Value::NONE)
}
pub fn del_attribute(t: &mut Thread, a: Args) -> Ret {
    let name = attribute_name(t, a[1])?;
    let class = t.class_of(a[0]);
    t.set_attr_plain(a[0], class, name, Value::UNBOUND)?;
    Ok(Value::NONE)
}
fn object_format(t: &mut Thread, a: Args) -> Ret {
    if !t.expect_str(a[1], "__format__() argument")?.is_empty() {
        let k = t.type_name(a[0]);
        return Err(t.type_error(format!("unsupported format string passed to {k}.__format__")));
    }
    Ok(t.str_of(a[0])?.value())
}
fn object_dir(t: &mut Thread, a: Args) -> Ret {
    let all = Dict::new(t)?;
    let n = t.names();
    if let Some(d) = t.find_attr(a[0], n.__dict__)?.and_then(Dict::from) {
        for (k, _) in d.iter() {
            all.set(t, k, Value::NONE)?;
        }
    }
    for c in t.class_of(a[0]).mro().iter() {
        for (k, _) in Type::of(c).dict().iter() {
            all.set(t, k, Value::NONE)?;
        }
    }
    let mut vs = Values::new(t)?;
    for (k, _) in all.iter() {
        vs.push(t, k)?;
    }
    vs.into_list(t)
}
pub fn size_of(_: &mut Thread, a: Args) -> Ret {
    Ok(Value::index(a[0].obj().map_or(28, pyish_heap::cell_bytes)))
}
fn set_class(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    let Some(class) = Type::from(x) else {
        let k = if x.is_unbound() { String::new() } else { t.type_name(x) };
        return Err(t.type_error(if x.is_unbound() {
            "can't delete __class__ attribute".to_string()
        } else {
            format!("__class__ must be set to a class, not '{k}' object")
        }));
    };
    let old = t.class_of(v);
    let o = v.obj();
    let fits = class.kind() == old.kind()
        && class.words() == old.words()
        && class.has(flag::DICT) == old.has(flag::DICT)
        && (class.has(flag::HEAP) && old.has(flag::HEAP) || class.kind() == Kind::Module);
    let Some(o) = o.filter(|_| fits) else {
        let (a, b) = (class.name_string(), old.name_string());
        return Err(t.type_error(if class.has(flag::HEAP) && old.has(flag::HEAP) {
            format!("__class__ assignment: '{a}' object layout differs from '{b}'")
        } else {
            "__class__ assignment only supported for mutable types or ModuleType subclasses".to_string()
        }));
    };
    if o.kind() == Kind::Module as u8 {
        o.set_shape(class.root().id());
        return Ok(());
    }
    if class.has(flag::DICT) {
        // the attributes move to a dict, whose shape then has the new class
        let capacity = Shape::of(o).capacity();
        t.instance_dict(o)?;
        let root = Shape::new_root(t, class.0, class.words(), capacity)?;
        let twin = root.dict_twin(t)?;
        o.set_shape(twin.id());
    } else {
        o.set_shape(class.root().id());
    }
    Ok(())
}
fn get_dict(t: &mut Thread, v: Value) -> Ret {
    let class = t.class_of(v);
    match v.obj().filter(|_| class.has(flag::DICT)) {
        Some(o) => Ok(t.instance_dict(o)?.value()),
        None => {
            let name = t.names().__dict__;
            Err(t.no_attribute(v, name))
        }
    }
}
fn set_dict(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    let class = t.class_of(v);
    let Some(o) = v.obj().filter(|_| class.has(flag::DICT)) else {
        let name = t.names().__dict__;
        return Err(t.no_attribute(v, name));
    };
    if o.kind() == Kind::Module as u8 {
        return Err(t.raise(&types::exc::AttributeError, "readonly attribute"));
    }
    if x.is_unbound() {
        if o.kind() == Kind::Function as u8 {
            return Err(t.type_error("cannot delete __dict__"));
        }
        let d = Dict::new(t)?;
        return t.set_instance_dict(o, d);
    }
    match Dict::from(x) {
        Some(d) => t.set_instance_dict(o, d),
        None => {
            let k = t.type_name(x);
            Err(t.type_error(format!("__dict__ must be set to a dictionary, not a '{k}'")))
        }
    }
}
