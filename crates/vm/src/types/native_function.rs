//! Native functions and descriptors as objects: `[row, owner, name, module]`, and attributes in native code.

use crate::native::{Attribute, How, Method};
use crate::object::kind::Kind;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, TypeRow};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::function;
use pyish_heap::Obj;

pub static METHOD_DESCRIPTOR: TypeRow = TypeRow::new("method_descriptor", Kind::Native)
    .is_final()
    .methods(&DESCRIPTOR_METHODS)
    .attributes(&DESCRIPTOR_ATTRIBUTES);
pub static SLOT_WRAPPER: TypeRow = TypeRow::new("wrapper_descriptor", Kind::Native)
    .is_final()
    .methods(&DESCRIPTOR_METHODS)
    .attributes(&DESCRIPTOR_ATTRIBUTES);
pub static CLASS_METHOD_DESCRIPTOR: TypeRow = TypeRow::new("classmethod_descriptor", Kind::Native)
    .is_final()
    .methods(&DESCRIPTOR_METHODS)
    .attributes(&DESCRIPTOR_ATTRIBUTES);
/// A slot wrapper bound to its receiver.
pub static METHOD_WRAPPER: TypeRow = TypeRow::new("method-wrapper", Kind::BoundMethod)
    .is_final()
    .methods(&function::BUILTIN_METHODS)
    .attributes(&function::BUILTIN_ATTRIBUTES);
pub static GETSET: TypeRow =
    TypeRow::new("getset_descriptor", Kind::GetSet).is_final().attributes(&GETSET_ATTRIBUTES).methods(&GETSET_METHODS);
pub static MEMBER: TypeRow =
    TypeRow::new("member_descriptor", Kind::GetSet).is_final().attributes(&GETSET_ATTRIBUTES).methods(&GETSET_METHODS);

/// A native function object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NativeFunction(pub Obj);

impl NativeFunction {
    #[inline(always)]
    pub fn of(v: Value) -> NativeFunction {
        debug_assert!(v.unwrap_obj().kind() == Kind::Native as u8);
        NativeFunction(v.unwrap_obj())
    }
    pub fn from(v: Value) -> Option<NativeFunction> {
        v.obj().filter(|o| o.kind() == Kind::Native as u8).map(NativeFunction)
    }
    #[inline(always)]
    pub fn row(self) -> &'static Method {
        let p = Value::from_bits(self.0.word_relaxed(0)).unwrap_usize();
        // SAFETY: V2: word 0 is the address of a static row.
        unsafe { &*(p as *const Method) }
    }
    /// The class or module it belongs to.
    #[inline(always)]
    pub fn owner(self) -> Value {
        Value::from_bits(self.0.word_relaxed(1))
    }
    pub fn name(self) -> Value {
        Value::from_bits(self.0.word_relaxed(2))
    }
    pub fn module(self) -> Value {
        Value::from_bits(self.0.word(3))
    }
    pub fn new(t: &mut Thread, row: &'static Method, owner: Value, module: Value) -> Ret {
        let name = t.intern(row.name())?;
        let class = match row.how {
            How::Method if is_slot(row.name()) => &SLOT_WRAPPER,
            How::Method => &METHOD_DESCRIPTOR,
            How::ClassMethod => &CLASS_METHOD_DESCRIPTOR,
            How::StaticMethod | How::Function => &function::BUILTIN_FUNCTION,
        };
        let address = row as *const Method as usize;
        t.alloc_of(class, &[Value::index(address), owner, name, module])
    }
    /// `list.append`, `len`.
    pub fn qualname(self) -> String {
        let name = self.row().name();
        match Type::from(self.owner()) {
            Some(class) if self.row().how != How::Function => format!("{}.{name}", class.name_string()),
            _ => name.to_string(),
        }
    }
    /// Whether instances of `class` may be its receiver, found as a method of them.
    #[inline(always)]
    pub fn fits(self, class: Type) -> bool {
        let owner = self.owner();
        owner.is(class.value()) || Type::from(owner).is_some_and(|o| class.is_subclass(o))
    }
    /// Calls it with `n` values at `window`, the last ones named by `names`.
    #[inline(always)]
    pub fn invoke(self, t: &mut Thread, window: *mut Value, n: usize, names: Option<Tuple>) -> Ret {
        let row = self.row();
        if row.how == How::Method && self.owner().is_obj() && Type::from(self.owner()).is_some() {
            self.check_receiver(t, window, n)?;
        }
        // a method of classes is named after the class it is called on
        let owner = if row.how == How::ClassMethod && n > 0 {
            // SAFETY: V1: `n` values lie at the window.
            unsafe { *window }
        } else {
            self.owner()
        };
        let v = row.invoke(t, window, n, names, owner)?;
        if v.is_unbound() {
            // a native `__next__` at its end
            return Err(t.stop_iteration(Value::NONE));
        }
        Ok(v)
    }
    #[inline(always)]
    fn check_receiver(self, t: &mut Thread, window: *mut Value, n: usize) -> Result<(), Raised> {
        let owner = Type::of(self.owner());
        if n > 0 {
            // SAFETY: V1: `n` values lie at the window.
            let receiver = unsafe { *window };
            let class = t.class_of(receiver);
            if class == owner || class.is_subclass(owner) {
                return Ok(());
            }
        }
        Err(self.receiver_error(t, window, n))
    }
    #[cold]
    fn receiver_error(self, t: &mut Thread, window: *mut Value, n: usize) -> Raised {
        let owner = Type::of(self.owner()).name_string();
        let name = self.row().name();
        if n == 0 {
            return if name.starts_with("__") {
                t.type_error(format!("descriptor '{name}' of '{owner}' object needs an argument"))
            } else {
                t.type_error(format!("unbound method {owner}.{name}() needs an argument"))
            };
        }
        // SAFETY: V1.
        let kind = t.type_name(unsafe { *window });
        if name.starts_with("__") {
            t.type_error(format!("descriptor '{name}' requires a '{owner}' object but received a '{kind}'"))
        } else {
            t.type_error(format!("descriptor '{name}' for '{owner}' objects doesn't apply to a '{kind}' object"))
        }
    }
}

/// Special methods that CPython keeps in slots of its type objects, and so shows as wrappers.
fn is_slot(name: &str) -> bool {
    let Some(inner) = name.strip_prefix("__").and_then(|n| n.strip_suffix("__")) else { return false };
    const OPERATORS: [&str; 14] = [
        "add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "lshift", "rshift", "and", "or", "xor",
        "divmod",
    ];
    const OTHERS: &[&str] = &[
        "repr",
        "hash",
        "call",
        "str",
        "getattribute",
        "getattr",
        "setattr",
        "delattr",
        "lt",
        "le",
        "eq",
        "ne",
        "gt",
        "ge",
        "iter",
        "next",
        "get",
        "set",
        "delete",
        "init",
        "del",
        "buffer",
        "release_buffer",
        "await",
        "aiter",
        "anext",
        "len",
        "getitem",
        "setitem",
        "delitem",
        "contains",
        "bool",
        "int",
        "float",
        "index",
        "neg",
        "pos",
        "abs",
        "invert",
        "rdivmod",
        "iconcat",
        "irepeat",
        "new",
    ];
    OTHERS.contains(&inner)
        || OPERATORS.contains(&inner)
        || inner.strip_prefix(['r', 'i']).is_some_and(|n| OPERATORS.contains(&n))
}

static DESCRIPTOR_METHODS: [Method; 3] = [
    crate::native::method("__get__(self, instance, owner=None, /)", descriptor_get, "Return an attribute of instance."),
    crate::native::method("__call__(self, *args, **kwargs)", descriptor_call, "Call self as a function."),
    crate::native::method("__repr__(self, /)", descriptor_repr, "Return repr(self)."),
];
fn descriptor_get(t: &mut Thread, a: crate::native::Args) -> Ret {
    let f = NativeFunction::of(a[0]);
    if f.row().how == How::ClassMethod {
        let class = match a[2].given() {
            Some(c) => c,
            None => t.class_of(a[1]).value(),
        };
        return crate::object::function::bind(t, a[0], class);
    }
    if a[1].is_none() {
        return Ok(a[0]);
    }
    let owner = Type::of(f.owner());
    if !t.class_of(a[1]).is_subclass(owner) {
        let (name, owner, kind) = (f.row().name(), owner.name_string(), t.type_name(a[1]));
        return Err(
            t.type_error(format!("descriptor '{name}' for '{owner}' objects doesn't apply to a '{kind}' object"))
        );
    }
    crate::object::function::bind(t, a[0], a[1])
}
fn descriptor_call(t: &mut Thread, a: crate::native::Args) -> Ret {
    t.call_with_tuple_and_dict(a[0], Tuple::of(a[1]), a[2])
}
fn descriptor_repr(t: &mut Thread, a: crate::native::Args) -> Ret {
    let f = NativeFunction::of(a[0]);
    let what = if SLOT_WRAPPER.is_exact(a[0]) { "slot wrapper" } else { "method" };
    let (name, owner) = (f.row().name(), Type::of(f.owner()).name_string());
    t.str(&format!("<{what} '{name}' of '{owner}' objects>"))
}

static DESCRIPTOR_ATTRIBUTES: [crate::native::Attribute; 6] = [
    crate::native::getter("__name__", |_, v| Ok(NativeFunction::of(v).name()), ""),
    crate::native::getter("__qualname__", |t, v| t.str(&NativeFunction::of(v).qualname()), ""),
    crate::native::getter("__objclass__", |_, v| Ok(NativeFunction::of(v).owner()), ""),
    crate::native::getter("__doc__", doc, ""),
    crate::native::getter("__text_signature__", text_signature, ""),
    crate::native::getter("__module__", |_, _| Ok(Value::NONE), ""),
];

/// The docstring of a native function.
pub fn doc(t: &mut Thread, v: Value) -> Ret {
    let text = NativeFunction::of(v).row().doc;
    if text.is_empty() { Ok(Value::NONE) } else { t.str(text) }
}
/// `(self, object, /)`, with `$` before the receiver as CPython writes it.
pub fn text_signature(t: &mut Thread, v: Value) -> Ret {
    let row = NativeFunction::of(v).row();
    let text = &row.signature[row.name().len()..];
    let text = if row.how == How::Function { text.to_string() } else { text.replacen('(', "($", 1) };
    t.str(&text)
}

/// An attribute in native code: `[row, owner, name, index]`; row 0: the instance's word `index` (a slot).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct GetSet(pub Obj);

impl GetSet {
    pub fn of(v: Value) -> GetSet {
        debug_assert!(v.unwrap_obj().kind() == Kind::GetSet as u8);
        GetSet(v.unwrap_obj())
    }
    pub fn new(t: &mut Thread, row: &'static Attribute, owner: Type) -> Ret {
        let name = t.intern(row.name)?;
        let address = row as *const Attribute as usize;
        t.alloc_of(&GETSET, &[Value::index(address), owner.value(), name, Value::ZERO])
    }
    /// The descriptor of a `__slots__` member at word `index` of instances.
    pub fn member(t: &mut Thread, owner: Type, name: Value, index: usize) -> Ret {
        t.alloc_of(&MEMBER, &[Value::ZERO, owner.value(), name, Value::index(index)])
    }
    fn word(self, i: usize) -> Value {
        Value::from_bits(self.0.word_relaxed(i))
    }
    fn row(self) -> Option<&'static Attribute> {
        let p = self.word(0).unwrap_usize();
        // SAFETY: V2: word 0 is 0 or the address of a static row.
        if p == 0 { None } else { Some(unsafe { &*(p as *const Attribute) }) }
    }
    pub fn owner(self) -> Type {
        Type::of(self.word(1))
    }
    pub fn name(self) -> Value {
        self.word(2)
    }
    /// The word of instances that a slot's descriptor stands for.
    pub fn slot_word(self) -> Option<usize> {
        if self.row().is_none() { Some(self.word(3).unwrap_usize()) } else { None }
    }
    fn check(self, t: &mut Thread, v: Value) -> Result<(), Raised> {
        let owner = self.owner();
        if t.class_of(v).is_subclass(owner) {
            return Ok(());
        }
        let (name, owner, kind) = (Str::of(self.name()).to_string(), owner.name_string(), t.type_name(v));
        Err(t.type_error(format!("descriptor '{name}' for '{owner}' objects doesn't apply to a '{kind}' object")))
    }
    pub fn get(self, t: &mut Thread, v: Value) -> Ret {
        self.check(t, v)?;
        match self.row() {
            Some(row) => (row.get)(t, v),
            None => {
                let x = Value::from_bits(v.unwrap_obj().word(self.word(3).unwrap_usize()));
                if x.is_unbound() {
                    return Err(t.no_attribute(v, self.name()));
                }
                Ok(x)
            }
        }
    }
    pub fn set(self, t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
        self.check(t, v)?;
        match self.row() {
            Some(Attribute { set: Some(set), .. }) => set(t, v, x),
            Some(row) => {
                let (name, owner) = (row.name, self.owner().name_string());
                let how = if x.is_bound() { "writable" } else { "deletable" };
                let _ = how;
                Err(t.attribute_error(
                    format!("attribute '{name}' of '{owner}' objects is not writable"),
                    v,
                    self.name(),
                ))
            }
            None => {
                let i = self.word(3).unwrap_usize();
                let o = v.unwrap_obj();
                if x.is_unbound() && Value::from_bits(o.word(i)).is_unbound() {
                    let name = t.string_of(self.name());
                    return Err(t.attribute_error(name, v, self.name()));
                }
                o.set(&mut t.m, i, x.bits());
                Ok(())
            }
        }
    }
}

static GETSET_ATTRIBUTES: [Attribute; 4] = [
    crate::native::getter("__name__", |_, v| Ok(GetSet::of(v).name()), ""),
    crate::native::getter("__objclass__", |_, v| Ok(GetSet::of(v).owner().value()), ""),
    crate::native::getter(
        "__qualname__",
        |t, v| {
            let g = GetSet::of(v);
            let text = format!("{}.{}", g.owner().name_string(), Str::of(g.name()));
            t.str(&text)
        },
        "",
    ),
    crate::native::getter(
        "__doc__",
        |t, v| match GetSet::of(v).row() {
            Some(row) if !row.doc.is_empty() => t.str(row.doc),
            _ => Ok(Value::NONE),
        },
        "",
    ),
];

static GETSET_METHODS: [Method; 4] = [
    crate::native::method("__get__(self, instance, owner=None, /)", getset_get, "Reads the attribute of an instance."),
    crate::native::method("__set__(self, instance, value, /)", getset_set, "Sets the attribute of an instance."),
    crate::native::method("__delete__(self, instance, /)", getset_delete, "Deletes the attribute of an instance."),
    crate::native::method("__repr__(self, /)", getset_repr, "Return repr(self)."),
];

fn getset_get(t: &mut Thread, a: crate::native::Args) -> Ret {
    if a[1].is_none() { Ok(a[0]) } else { GetSet::of(a[0]).get(t, a[1]) }
}
fn getset_set(t: &mut Thread, a: crate::native::Args) -> Ret {
    GetSet::of(a[0]).set(t, a[1], a[2])?;
    Ok(Value::NONE)
}
fn getset_delete(t: &mut Thread, a: crate::native::Args) -> Ret {
    GetSet::of(a[0]).set(t, a[1], Value::UNBOUND)?;
    Ok(Value::NONE)
}
fn getset_repr(t: &mut Thread, a: crate::native::Args) -> Ret {
    let g = GetSet::of(a[0]);
    let what = if g.slot_word().is_some() { "member" } else { "attribute" };
    let text = format!("<{what} '{}' of '{}' objects>", Str::of(g.name()), g.owner().name_string());
    t.str(&text)
}
