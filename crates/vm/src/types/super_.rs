//! `super`: attributes looked up after a class in the order of another.
//!
//! `[class, self, class of self]`; self is unbound for `super(class)` alone. The instruction LoadSuper needs no object:
//! `lookup` answers `super().name` from the class cell and the first argument.

use crate::interpreter::traceback::walk;
use crate::native::{Args, Attribute, Method, getter, method, static_method};
use crate::object::kind::Kind;
use crate::object::string::Str;
use crate::object::typeobject::{Type, TypeRow, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::object::alloc_instance;

pub static TYPE: TypeRow = TypeRow::new("super", Kind::Super)
    .flags(flag::GETATTRIBUTE)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> bound super object");

const CLASS: usize = 0;
const RECEIVER: usize = 1;
const START: usize = 2;

static NEW: Method = static_method("__new__(cls, *args, **kwargs)", super_new, "Create and return a new object.");
static METHODS: [Method; 4] = [
    method("__init__(self, type=None, object_or_type=None, /)", super_init, "Initialize self."),
    method("__getattribute__(self, name, /)", super_get_attribute, "Return getattr(self, name)."),
    method(
        "__get__(self, instance, owner=None, /)",
        super_get,
        "Return an attribute of instance, which is of type owner.",
    ),
    method("__repr__(self, /)", super_repr, "Return repr(self)."),
];
static ATTRIBUTES: [Attribute; 3] = [
    getter("__thisclass__", |_, v| Ok(word(v, CLASS).or(Value::NONE)), "the class invoking super()"),
    getter("__self__", |_, v| Ok(word(v, RECEIVER).or(Value::NONE)), "the instance invoking super(); may be None"),
    getter(
        "__self_class__",
        |_, v| Ok(word(v, START).or(Value::NONE)),
        "the type of the instance invoking super(); may be None",
    ),
];

fn word(v: Value, i: usize) -> Value {
    Value::from_bits(v.unwrap_obj().word(i))
}
fn put(t: &mut Thread, v: Value, i: usize, x: Value) {
    v.unwrap_obj().set(&mut t.m, i, x.bits());
}

fn super_new(t: &mut Thread, a: Args) -> Ret {
    alloc_instance(t, Type::of(a[0]))
}
fn super_init(t: &mut Thread, a: Args) -> Ret {
    let (class, receiver) = if a[1].is_unbound() { from_frame(t)? } else { (a[1], a[2]) };
    let Some(c) = Type::from(class) else {
        let k = t.type_name(class);
        return Err(t.type_error(format!("super() argument 1 must be a type, not {k}")));
    };
    // super(class, None) is super(class)
    let receiver = receiver.given().unwrap_or(Value::UNBOUND);
    let start = if receiver.is_bound() { start_class(t, c, receiver)?.value() } else { Value::UNBOUND };
    put(t, a[0], CLASS, class);
    put(t, a[0], RECEIVER, receiver);
    put(t, a[0], START, start);
    Ok(Value::NONE)
}

/// `__class__` and the first argument of the calling frame.
fn from_frame(t: &mut Thread) -> Result<(Value, Value), Raised> {
    let mut frame = None;
    walk(t, |a| {
        frame = Some(a);
        false
    });
    let Some(a) = frame else { return Err(t.runtime_error("super(): no current frame")) };
    if a.code.argcount() == 0 {
        return Err(t.runtime_error("super(): no arguments"));
    }
    // SAFETY: V10: a live frame's registers.
    let register = |i: usize| unsafe { *a.fp.add(i) };
    let content = |v: Value| match v.obj() {
        Some(o) if o.kind() == Kind::Cell as u8 => Value::from_bits(o.word(0)),
        _ => v,
    };
    let mut first = register(0);
    if a.code.cells().iter().any(|c| c.is(Value::ZERO)) {
        first = content(first);
    }
    if first.is_unbound() {
        return Err(t.runtime_error("super(): arg[0] deleted"));
    }
    let name = t.names().__class__;
    let Some(i) = a.code.free().iter().position(|f| f.is(name)) else {
        return Err(t.runtime_error("super(): __class__ cell not found"));
    };
    let class = content(register(a.code.free_base() + i));
    if class.is_unbound() {
        return Err(t.runtime_error("super(): empty __class__ cell"));
    }
    if Type::from(class).is_none() {
        let k = t.type_name(class);
        return Err(t.runtime_error(format!("super(): __class__ is not a type ({k})")));
    }
    Ok((class, first))
}

/// The class in whose order `super(class, v)` looks: `v` itself if it is a subclass, else its class.
fn start_class(t: &mut Thread, class: Type, v: Value) -> Result<Type, Raised> {
    if let Some(c) = Type::from(v)
        && c.is_subclass(class)
    {
        return Ok(c);
    }
    let own = t.class_of(v);
    if own.is_subclass(class) {
        return Ok(own);
    }
    let name = t.names().__class__;
    if let Some(said) = t.find_attr(v, name)?.and_then(Type::from)
        && said != own
        && said.is_subclass(class)
    {
        return Ok(said);
    }
    let (what, of) = match Type::from(v) {
        Some(c) => ("type", c.name_string()),
        None => ("instance of", own.name_string()),
    };
    let class = class.name_string();
    Err(t.type_error(format!("super(type, obj): obj ({what} {of}) is not an instance or subtype of type ({class}).")))
}

/// The attribute after `class` in the order of `start`, not bound to anything yet.
fn find_after(class: Type, start: Type, name: Value) -> Option<Value> {
    let mro = start.mro();
    let at = mro.iter().position(|c| c.is(class.value()))?;
    (at + 1..mro.len()).find_map(|i| Type::of(mro.get(i)).dict().get_str(name))
}

/// The attribute `name` after `class` in the order of `v`'s class: with `method`, as LoadMethod gives it.
pub fn lookup(t: &mut Thread, class: Value, v: Value, name: Value, method: bool) -> Result<(Value, Value), Raised> {
    let Some(c) = Type::from(class) else {
        return Err(t.runtime_error("super(): __class__ is not a type"));
    };
    let start = start_class(t, c, v)?;
    let of_class = start.value().is(v);
    if !name.is(t.names().__class__)
        && let Some(f) = find_after(c, start, name)
    {
        if method && !of_class && Thread::is_plain_method(f) {
            return Ok((f, v));
        }
        let x = if of_class { t.descriptor_get_on_class(f, start)? } else { t.descriptor_get(f, v, start)? };
        return Ok((x, Value::UNBOUND));
    }
    let s = t.alloc_of(&TYPE, &[class, v, start.value()])?;
    Ok((attribute_of(t, s, name)?, Value::UNBOUND))
}

/// An attribute of the super object itself.
fn attribute_of(t: &mut Thread, s: Value, name: Value) -> Ret {
    let class = t.class_of(s);
    match t.find_attr_plain(s, class, name)? {
        Some(x) => Ok(x),
        None => Err(t.no_attribute(s, name)),
    }
}
fn super_get_attribute(t: &mut Thread, a: Args) -> Ret {
    let Some(name) = Str::from(a[1]) else {
        let k = t.type_name(a[1]);
        return Err(t.type_error(format!("attribute name must be string, not '{k}'")));
    };
    let name = t.intern_str(name)?;
    let (class, v, start) = (word(a[0], CLASS), word(a[0], RECEIVER), word(a[0], START));
    if let (Some(c), Some(s)) = (Type::from(class), Type::from(start))
        && !name.is(t.names().__class__)
        && let Some(f) = find_after(c, s, name)
    {
        return if s.value().is(v) { t.descriptor_get_on_class(f, s) } else { t.descriptor_get(f, v, s) };
    }
    attribute_of(t, a[0], name)
}
fn super_get(t: &mut Thread, a: Args) -> Ret {
    if a[1].is_none() || word(a[0], RECEIVER).is_bound() {
        return Ok(a[0]);
    }
    let class = t.class_of(a[0]);
    if class != TYPE.get() {
        // a subclass is made again by its constructor
        return t.call(class.value(), &[word(a[0], CLASS), a[1]]);
    }
    let c = Type::of(word(a[0], CLASS));
    let start = start_class(t, c, a[1])?;
    t.alloc_of(&TYPE, &[c.value(), a[1], start.value()])
}
fn super_repr(t: &mut Thread, a: Args) -> Ret {
    let class = Type::from(word(a[0], CLASS)).map_or_else(|| "NULL".to_string(), Type::name_string);
    let text = match Type::from(word(a[0], START)) {
        Some(s) => format!("<super: <class '{class}'>, <{} object>>", s.name_string()),
        None => format!("<super: <class '{class}'>, NULL>"),
    };
    t.str(&text)
}
