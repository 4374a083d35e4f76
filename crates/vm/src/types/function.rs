//! `function`, `method`, `builtin_function_or_method`: their attributes, binding and reprs.

use crate::native::{Args, Attribute, Method, attribute, getter, member, method, static_method};
use crate::object::code::Code;
use crate::object::dict::Dict;
use crate::object::function::{Function, bind, word};
use crate::object::kind::Kind;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, TypeRow, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::native_function::NativeFunction;

pub static TYPE: TypeRow = TypeRow::new("function", Kind::Function)
    .is_final()
    .flags(flag::DICT | flag::WEAKREF)
    .constructor(&FUNCTION_NEW)
    .methods(&FUNCTION_METHODS)
    .attributes(&FUNCTION_ATTRIBUTES)
    .doc("Create a function object.");
pub static METHOD: TypeRow = TypeRow::new("method", Kind::BoundMethod)
    .is_final()
    .flags(flag::WEAKREF | flag::GETATTRIBUTE)
    .constructor(&METHOD_NEW)
    .methods(&METHOD_METHODS)
    .attributes(&METHOD_ATTRIBUTES)
    .doc("Create a bound instance method object.");
/// A native function bound to a receiver.
pub static BUILTIN: TypeRow = TypeRow::new("builtin_function_or_method", Kind::BoundMethod)
    .is_final()
    .methods(&BUILTIN_METHODS)
    .attributes(&BUILTIN_ATTRIBUTES);
/// A native function of a module, or a static method: the same class to Python.
pub static BUILTIN_FUNCTION: TypeRow = TypeRow::new("builtin_function_or_method", Kind::Native)
    .is_final()
    .methods(&NATIVE_METHODS)
    .attributes(&NATIVE_ATTRIBUTES);

/// The builtins of code whose globals are `globals`.
pub fn builtins_of(t: &mut Thread, globals: Value) -> Value {
    let name = t.names().__builtins__;
    match Dict::of(globals).get_str(name) {
        Some(m) if Thread::kind_of(m) == Kind::Module => crate::types::module::dict_of(m).value(),
        Some(d) if Thread::kind_of(d) == Kind::Dict => d,
        _ => t.runtime().builtins.get(),
    }
}

static FUNCTION_NEW: Method = static_method(
    "__new__(cls, code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)",
    function_new,
    "Create and return a new object.",
);
static FUNCTION_METHODS: [Method; 3] = [
    method("__get__(self, instance, owner=None, /)", function_get, "Return an attribute of instance."),
    method("__call__(self, *args, **kwargs)", call_self, "Call self as a function."),
    method("__repr__(self, /)", function_repr, "Return repr(self)."),
];

fn get(v: Value, i: usize) -> Value {
    Function::of(v).get(i)
}
static FUNCTION_ATTRIBUTES: [Attribute; 13] = [
    attribute("__name__", |_, v| Ok(get(v, word::NAME)), |t, v, x| set_str(t, v, word::NAME, "__name__", x), ""),
    attribute(
        "__qualname__",
        |_, v| Ok(get(v, word::QUALNAME)),
        |t, v, x| set_str(t, v, word::QUALNAME, "__qualname__", x),
        "",
    ),
    attribute("__module__", |_, v| Ok(get(v, word::MODULE)), |t, v, x| set_any(t, v, word::MODULE, x), ""),
    attribute("__doc__", |t, v| Function::of(v).doc(t), |t, v, x| set_any(t, v, word::DOC, x), ""),
    attribute("__code__", |_, v| Ok(get(v, word::CODE)), set_code, ""),
    member("__globals__", |_, v| Ok(get(v, word::GLOBALS)), ""),
    member("__builtins__", |_, v| Ok(get(v, word::BUILTINS)), ""),
    member("__closure__", |_, v| Ok(get(v, word::CLOSURE)), ""),
    attribute("__defaults__", |_, v| Ok(get(v, word::DEFAULTS)), set_defaults, ""),
    attribute("__kwdefaults__", |_, v| Ok(get(v, word::KWDEFAULTS)), set_kwdefaults, ""),
    attribute(
        "__annotations__",
        function_annotations,
        |t, v, x| {
            if x.given().is_some_and(|x| Dict::from(x).is_none()) {
                return Err(t.type_error("__annotations__ must be set to a dict object"));
            }
            set_any(t, v, word::ANNOTATIONS, x)?;
            set_any(t, v, word::ANNOTATE, Value::NONE)
        },
        "",
    ),
    attribute("__annotate__", |_, v| Ok(get(v, word::ANNOTATE)), |t, v, x| set_any(t, v, word::ANNOTATE, x), ""),
    attribute(
        "__type_params__",
        |t, v| match get(v, word::TYPE_PARAMS) {
            Value::NONE => Ok(Tuple::empty(t).value()),
            x => Ok(x),
        },
        |t, v, x| set_any(t, v, word::TYPE_PARAMS, x),
        "",
    ),
];

fn set_any(t: &mut Thread, v: Value, i: usize, x: Value) -> Result<(), Raised> {
    Function::of(v).set(t, i, x.or(Value::NONE));
    Ok(())
}
fn set_str(t: &mut Thread, v: Value, i: usize, name: &str, x: Value) -> Result<(), Raised> {
    if x.is_unbound() || Str::from(x).is_none() {
        return Err(t.type_error(format!("{name} must be set to a string object")));
    }
    Function::of(v).set(t, i, x);
    Ok(())
}
fn set_code(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    let f = Function::of(v);
    let Some(code) = Code::from(x.or(Value::NONE)) else {
        return Err(t.type_error("__code__ must be set to a code object"));
    };
    let (want, have) = (code.free_count(), Tuple::from(f.get(word::CLOSURE)).map_or(0, Tuple::len));
    if want != have {
        let name = t.string_of(f.get(word::NAME));
        return Err(t.value_error(format!("{name}() requires a code object with {have} free vars, not {want}")));
    }
    f.set_code(t, code);
    Ok(())
}
fn set_defaults(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    if x.given().is_some_and(|x| Tuple::from(x).is_none()) {
        return Err(t.type_error("__defaults__ must be set to a tuple object"));
    }
    set_any(t, v, word::DEFAULTS, x)
}
fn set_kwdefaults(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    if x.given().is_some_and(|x| Dict::from(x).is_none()) {
        return Err(t.type_error("__kwdefaults__ must be set to a dict object"));
    }
    set_any(t, v, word::KWDEFAULTS, x)
}
fn function_annotations(t: &mut Thread, v: Value) -> Ret {
    let f = Function::of(v);
    let known = f.get(word::ANNOTATIONS);
    if !known.is_none() {
        return Ok(known);
    }
    let annotate = f.get(word::ANNOTATE);
    let d = if annotate.is_none() { Dict::new(t)?.value() } else { t.call(annotate, &[Value::int(1)])? };
    f.set(t, word::ANNOTATIONS, d);
    Ok(d)
}

/// `__annotations__` of a class, computed by its `__annotate__` at the first time.
pub fn class_annotations(t: &mut Thread, v: Value) -> Ret {
    let d = Type::of(v).dict();
    for name in ["__annotations__", "__annotations_cache__"] {
        if let Some(x) = d.get_named(t, name)? {
            return Ok(x);
        }
    }
    if !Type::of(v).has(flag::HEAP) {
        let name = t.names().__annotations__;
        return Err(t.no_attribute(v, name));
    }
    let annotate = class_annotate(t, v)?;
    let x = if annotate.is_none() { Dict::new(t)?.value() } else { t.call(annotate, &[Value::int(1)])? };
    d.set_named(t, "__annotations_cache__", x)?;
    Ok(x)
}
pub fn set_class_annotations(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    let d = Type::of(v).dict();
    if x.is_unbound() {
        for name in ["__annotations__", "__annotations_cache__"] {
            let key = t.intern(name)?;
            d.remove(t, key)?;
        }
        return Ok(());
    }
    d.set_named(t, "__annotations__", x)
}
pub fn class_annotate(t: &mut Thread, v: Value) -> Ret {
    let d = Type::of(v).dict();
    let n = t.names();
    Ok(d.get_str(n.__annotate_func__).or_else(|| d.get_str(n.__annotate__)).unwrap_or(Value::NONE))
}
pub fn set_class_annotate(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    let name = t.names().__annotate_func__;
    Type::of(v).dict().set(t, name, x.or(Value::NONE))
}

fn function_new(t: &mut Thread, a: Args) -> Ret {
    let Some(code) = Code::from(a[1]) else {
        let k = t.type_name(a[1]);
        return Err(t.type_error(format!("function() argument 'code' must be code, not {k}")));
    };
    if Dict::from(a[2]).is_none() {
        let k = t.type_name(a[2]);
        return Err(t.type_error(format!("function() argument 'globals' must be dict, not {k}")));
    }
    let have = a[5].given().and_then(Tuple::from).map_or(0, Tuple::len);
    if have != code.free_count() {
        let name = t.string_of(code.name());
        let want = code.free_count();
        return Err(if a[5].given().is_none() {
            t.type_error("arg 5 (closure) must be tuple")
        } else {
            t.value_error(format!("{name} requires closure of length {want}, not {have}"))
        });
    }
    let f = Function::new(t, code, a[2])?;
    if let Some(name) = a[3].given() {
        f.set(t, word::NAME, name);
    }
    for (i, x) in [(word::DEFAULTS, a[4]), (word::CLOSURE, a[5]), (word::KWDEFAULTS, a[6])] {
        f.set(t, i, x.or(Value::NONE));
    }
    Ok(f.value())
}
fn function_get(t: &mut Thread, a: Args) -> Ret {
    if a[1].is_none() { Ok(a[0]) } else { bind(t, a[0], a[1]) }
}
fn call_self(t: &mut Thread, a: Args) -> Ret {
    t.call_with_tuple_and_dict(a[0], Tuple::of(a[1]), a[2])
}
fn function_repr(t: &mut Thread, a: Args) -> Ret {
    let name = t.string_of(get(a[0], word::QUALNAME));
    let at = crate::ops::protocol::address(a[0]);
    t.str(&format!("<function {name} at {at:#x}>"))
}

// ---- bound methods

static METHOD_NEW: Method =
    static_method("__new__(cls, function, instance, /)", method_new, "Create and return a new object.");
static METHOD_METHODS: [Method; 6] = [
    method("__get__(self, instance, owner=None, /)", |_, a| Ok(a[0]), "Return an attribute of instance."),
    method("__call__(self, *args, **kwargs)", call_self, "Call self as a function."),
    method("__repr__(self, /)", method_repr, "Return repr(self)."),
    method("__eq__(self, value, /)", method_eq, "Return self==value."),
    method("__hash__(self, /)", method_hash, "Return hash(self)."),
    method("__getattribute__(self, name, /)", method_getattribute, "Return getattr(self, name)."),
];
static METHOD_ATTRIBUTES: [Attribute; 3] = [
    member("__func__", |_, v| Ok(part(v, 0)), "the function (or other callable) implementing a method"),
    member("__self__", |_, v| Ok(part(v, 1)), "the instance to which a method is bound"),
    getter(
        "__doc__",
        |t, v| {
            let name = t.names().__doc__;
            t.get_attr(part(v, 0), name)
        },
        "",
    ),
];
fn part(v: Value, i: usize) -> Value {
    Value::from_bits(v.unwrap_obj().word(i))
}
fn method_new(t: &mut Thread, a: Args) -> Ret {
    if !t.is_callable(a[1]) {
        return Err(t.type_error("first argument must be callable"));
    }
    if a[2].is_none() {
        return Err(t.type_error("instance must not be None"));
    }
    t.alloc_of(&METHOD, &[a[1], a[2]])
}
/// A method has its function's attributes.
fn method_getattribute(t: &mut Thread, a: Args) -> Ret {
    let name = t.intern_str(Str::of(a[1]))?;
    let class = METHOD.get();
    match t.find_attr_plain(a[0], class, name)? {
        Some(v) => Ok(v),
        None => t.get_attr(part(a[0], 0), name),
    }
}
fn method_repr(t: &mut Thread, a: Args) -> Ret {
    let f = part(a[0], 0);
    let n = t.names();
    let name = match t.find_attr(f, n.__qualname__)? {
        Some(q) => Some(q),
        None => t.find_attr(f, n.__name__)?,
    };
    let name = name.filter(|n| Str::from(*n).is_some()).map_or_else(|| "?".to_string(), |n| t.string_of(n));
    let receiver = t.repr_text(part(a[0], 1))?;
    t.str(&format!("<bound method {name} of {receiver}>"))
}
fn method_eq(t: &mut Thread, a: Args) -> Ret {
    if Thread::kind_of(a[1]) != Kind::BoundMethod {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    Ok(Value::bool(part(a[0], 1).is(part(a[1], 1)) && t.equal(part(a[0], 0), part(a[1], 0))?))
}
fn method_hash(t: &mut Thread, a: Args) -> Ret {
    let h = t.hash(part(a[0], 0))? ^ Thread::identity_hash(part(a[0], 1));
    t.int(h)
}

// ---- native functions, free and bound

pub static BUILTIN_METHODS: [Method; 5] = [
    method("__call__(self, *args, **kwargs)", call_self, "Call self as a function."),
    method("__repr__(self, /)", bound_native_repr, "Return repr(self)."),
    method("__eq__(self, value, /)", method_eq, "Return self==value."),
    method("__hash__(self, /)", method_hash, "Return hash(self)."),
    method("__reduce__(self, /)", bound_native_reduce, "Helper for pickle."),
];
pub static BUILTIN_ATTRIBUTES: [Attribute; 6] = [
    getter("__name__", |_, v| Ok(NativeFunction::of(part(v, 0)).name()), ""),
    getter(
        "__qualname__",
        |t, v| {
            let class = match Type::from(part(v, 1)) {
                Some(c) => c.name_string(),
                None => t.class_name(part(v, 1)),
            };
            let text = format!("{class}.{}", NativeFunction::of(part(v, 0)).row().name());
            t.str(&text)
        },
        "",
    ),
    getter("__self__", |_, v| Ok(part(v, 1)), ""),
    getter("__doc__", |t, v| crate::types::native_function::doc(t, part(v, 0)), ""),
    getter("__text_signature__", |t, v| crate::types::native_function::text_signature(t, part(v, 0)), ""),
    getter("__module__", |_, _| Ok(Value::NONE), ""),
];
static NATIVE_METHODS: [Method; 3] = [
    method("__call__(self, *args, **kwargs)", call_self, "Call self as a function."),
    method("__repr__(self, /)", native_repr, "Return repr(self)."),
    method("__reduce__(self, /)", |t, a| t.str(&NativeFunction::of(a[0]).qualname()), "Helper for pickle."),
];
static NATIVE_ATTRIBUTES: [Attribute; 6] = [
    getter("__name__", |_, v| Ok(NativeFunction::of(v).name()), ""),
    getter("__qualname__", |t, v| t.str(&NativeFunction::of(v).qualname()), ""),
    getter("__self__", |_, v| Ok(NativeFunction::of(v).owner()), ""),
    getter("__doc__", crate::types::native_function::doc, ""),
    getter("__text_signature__", crate::types::native_function::text_signature, ""),
    attribute(
        "__module__",
        |_, v| Ok(NativeFunction::of(v).module()),
        |t, v, x| {
            v.unwrap_obj().set(&mut t.m, 3, x.or(Value::NONE).bits());
            Ok(())
        },
        "",
    ),
];
/// A bound method is looked up again on its receiver.
fn bound_native_reduce(t: &mut Thread, a: Args) -> Ret {
    let getattr = t.builtins().get_named(t, "getattr")?.unwrap_or(Value::NONE);
    let name = NativeFunction::of(part(a[0], 0)).name();
    let args = Tuple::make(t, &[part(a[0], 1), name])?;
    Tuple::make(t, &[getattr, args])
}
fn bound_native_repr(t: &mut Thread, a: Args) -> Ret {
    let f = NativeFunction::of(part(a[0], 0));
    let receiver = part(a[0], 1);
    let (kind, at) = (t.type_name(receiver), crate::ops::protocol::address(receiver));
    let name = f.row().name();
    if crate::types::native_function::METHOD_WRAPPER.is_exact(a[0]) {
        return t.str(&format!("<method-wrapper '{name}' of {kind} object at {at:#x}>"));
    }
    t.str(&format!("<built-in method {name} of {kind} object at {at:#x}>"))
}
fn native_repr(t: &mut Thread, a: Args) -> Ret {
    let f = NativeFunction::of(a[0]);
    let name = f.row().name();
    match Type::from(f.owner()) {
        Some(_) => {
            let at = crate::ops::protocol::address(f.owner());
            t.str(&format!("<built-in method {name} of type object at {at:#x}>"))
        }
        None => t.str(&format!("<built-in function {name}>")),
    }
}
