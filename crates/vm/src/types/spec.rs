//! Small classes that native modules share: `__spec__` objects, `types.SimpleNamespace`, named tuples of fixed fields.

use crate::native::{Args, Attribute, Method, attribute, method};
use crate::object::dict::Dict;
use crate::object::kind::Kind;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, TypeRow, flag};
use crate::object::value::Value;
use crate::ops::compare::CompareOp;
use crate::thread::{Raised, Ret, Thread};
use crate::types;

static SPEC: TypeRow =
    TypeRow::new("ModuleSpec", Kind::Instance).module("importlib.machinery").flags(flag::DICT | flag::WEAKREF);

/// The class of the `__spec__` objects that import makes.
pub fn class(t: &mut Thread) -> Result<Type, Raised> {
    super::ready(t, &SPEC)
}

pub static NAMESPACE: TypeRow = TypeRow::new("SimpleNamespace", Kind::Instance)
    .module("types")
    .flags(flag::DICT | flag::WEAKREF)
    .methods(&NAMESPACE_METHODS)
    .doc("A simple attribute-based namespace.");
static NAMESPACE_METHODS: [Method; 3] = [
    method("__init__(self, /, mapping_or_iterable=None, **kwargs)", namespace_init, "Initialize self."),
    method("__repr__(self, /)", namespace_repr, "Return repr(self)."),
    method("__eq__(self, value, /)", namespace_eq, "Return self==value."),
];

/// `types.SimpleNamespace`.
pub fn namespace_class(t: &mut Thread) -> Result<Type, Raised> {
    super::ready(t, &NAMESPACE)
}
fn namespace_init(t: &mut Thread, a: Args) -> Ret {
    if let Some(m) = a[1].given() {
        let d = t.call(types::dict::TYPE.value(), &[m])?;
        for (k, v) in Dict::of(d).iter() {
            t.set_attr(a[0], k, v)?;
        }
    }
    if let Some(d) = a[2].given() {
        for (k, v) in Dict::of(d).iter() {
            t.set_attr(a[0], k, v)?;
        }
    }
    Ok(Value::NONE)
}
fn namespace_repr(t: &mut Thread, a: Args) -> Ret {
    let d = t.instance_dict(a[0].unwrap_obj())?;
    let class = t.class_of(a[0]);
    let name = if class == NAMESPACE.get() { "namespace".to_string() } else { class.name_string() };
    let mut parts = Vec::new();
    for (k, v) in d.iter() {
        let v = t.repr_text(v)?;
        parts.push(format!("{}={v}", t.string_of(k)));
    }
    t.str(&format!("{name}({})", parts.join(", ")))
}
fn namespace_eq(t: &mut Thread, a: Args) -> Ret {
    if !t.class_of(a[1]).is_subclass(NAMESPACE.get()) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (x, y) = (t.instance_dict(a[0].unwrap_obj())?, t.instance_dict(a[1].unwrap_obj())?);
    t.compare(CompareOp::Eq, x.value(), y.value())
}

/// A class of tuples with named fields, as `sys.version_info` is.
pub static STRUCT_SEQUENCE: TypeRow = TypeRow::new("structseq", Kind::Tuple)
    .base(&types::tuple::TYPE)
    .methods(&STRUCT_METHODS)
    .attributes(&STRUCT_ATTRIBUTES);
static STRUCT_METHODS: [Method; 2] = [
    method("__repr__(self, /)", struct_repr, "Return repr(self)."),
    method("__getattr__(self, name, /)", struct_getattr, "A field by its name."),
];
static STRUCT_ATTRIBUTES: [Attribute; 1] =
    [attribute("n_unnamed_fields", |_, _| Ok(Value::ZERO), |_, _, _| Ok(()), "")];

/// A value of a new struct-sequence class `module.name`.
pub fn named_tuple(t: &mut Thread, module: &str, name: &str, fields: &[(&str, Value)]) -> Ret {
    let mut names = Vec::new();
    let mut values = crate::object::list::Values::new(t)?;
    for (n, v) in fields {
        names.push(*n);
        values.push(t, *v)?;
    }
    let class = struct_class(t, module, name, &names)?;
    let plain = values.into_tuple(t)?;
    types::object::wrap(t, class, plain)
}
/// A new struct-sequence class.
pub fn struct_class(t: &mut Thread, module: &str, name: &str, fields: &[&str]) -> Result<Type, Raised> {
    super::ready(t, &STRUCT_SEQUENCE)?;
    let d = Dict::new(t)?;
    let mut names = crate::object::list::Values::new(t)?;
    for f in fields {
        let v = t.intern(f)?;
        names.push(t, v)?;
    }
    let names = names.into_tuple(t)?;
    d.set_named(t, "_fields", names)?;
    d.set_named(t, "__match_args__", names)?;
    let module = t.intern(module)?;
    d.set_named(t, "__module__", module)?;
    d.set_named(t, "n_fields", Value::index(fields.len()))?;
    d.set_named(t, "n_sequence_fields", Value::index(fields.len()))?;
    let empty = Tuple::empty(t).value();
    d.set_named(t, "__slots__", empty)?;
    let name = t.intern(name)?;
    let bases = Tuple::new(t, &[STRUCT_SEQUENCE.value()])?;
    let class = t.call(types::type_::TYPE.value(), &[name, bases.value(), d.value()])?;
    Ok(Type::of(class))
}
fn field_names(t: &mut Thread, v: Value) -> Result<Tuple, Raised> {
    let key = t.intern("_fields")?;
    Ok(t.class_of(v).lookup(t, key).and_then(Tuple::from).unwrap_or_else(|| Tuple::empty(t)))
}
fn struct_repr(t: &mut Thread, a: Args) -> Ret {
    let class = t.class_of(a[0]);
    let name = types::type_::full_name(t, class);
    let names = field_names(t, a[0])?;
    let items = Tuple::of(a[0]);
    let mut parts = Vec::new();
    for i in 0..items.len() {
        let v = t.repr_text(items.get(i))?;
        parts.push(format!("{}={v}", t.string_of(names.get(i))));
    }
    t.str(&format!("{name}({})", parts.join(", ")))
}
fn struct_getattr(t: &mut Thread, a: Args) -> Ret {
    let names = field_names(t, a[0])?;
    let wanted = Str::of(a[1]);
    match (0..names.len()).find(|&i| Str::of(names.get(i)).same_text(wanted)) {
        Some(i) => Ok(Tuple::of(a[0]).get(i)),
        None => Err(t.no_attribute(a[0], a[1])),
    }
}
