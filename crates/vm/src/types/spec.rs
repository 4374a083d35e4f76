//! Small classes that native modules share: `__spec__` objects, `types.SimpleNamespace`, named tuples of fixed fields.

use crate::native::{Args, Attribute, Method, attribute, method, static_method};
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
    .constructor(&STRUCT_NEW)
    .methods(&STRUCT_METHODS)
    .attributes(&STRUCT_ATTRIBUTES);
static STRUCT_NEW: Method =
    static_method("__new__(cls, sequence, dict=None)", struct_new, "Create and return a new object.");
static STRUCT_METHODS: [Method; 3] = [
    method("__reduce__(self, /)", struct_reduce, "Helper for pickle."),
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
    struct_class_hiding(t, module, name, fields, fields.len())
}
/// A new struct-sequence class of which only the first `visible` fields are items; the others are attributes.
pub fn struct_class_hiding(
    t: &mut Thread,
    module: &str,
    name: &str,
    fields: &[&str],
    visible: usize,
) -> Result<Type, Raised> {
    super::ready(t, &STRUCT_SEQUENCE)?;
    let d = Dict::new(t)?;
    let mut names = crate::object::list::Values::new(t)?;
    for f in fields {
        let v = t.intern(f)?;
        names.push(t, v)?;
    }
    let names = names.into_tuple(t)?;
    d.set_named(t, "_fields", names)?;
    let shown = Tuple::of(names);
    let shown = Tuple::new_with(t, visible, |i| shown.get(i))?;
    d.set_named(t, "__match_args__", shown.value())?;
    let module = t.intern(module)?;
    d.set_named(t, "__module__", module)?;
    d.set_named(t, "n_fields", Value::index(fields.len()))?;
    d.set_named(t, "n_sequence_fields", Value::index(visible))?;
    if visible == fields.len() {
        let empty = Tuple::empty(t).value();
        d.set_named(t, "__slots__", empty)?;
    }
    let name = t.intern(name)?;
    let bases = Tuple::new(t, &[STRUCT_SEQUENCE.value()])?;
    let class = t.call(types::type_::TYPE.value(), &[name, bases.value(), d.value()])?;
    Ok(Type::of(class))
}
/// An instance of a struct-sequence class from all its fields, hidden ones included.
pub fn struct_value(t: &mut Thread, class: Type, all: Value, visible: usize) -> Ret {
    let items = Tuple::of(all);
    if items.len() == visible {
        return types::object::wrap(t, class, all);
    }
    let plain = Tuple::new_with(t, visible.min(items.len()), |i| items.get(i))?;
    let v = types::object::wrap(t, class, plain.value())?;
    let names = field_names(t, v)?;
    for i in visible..names.len() {
        let x = if i < items.len() { items.get(i) } else { Value::NONE };
        t.set_own_attr(v.unwrap_obj(), names.get(i), x)?;
    }
    Ok(v)
}
fn class_number(t: &mut Thread, class: Type, name: &str) -> Result<usize, Raised> {
    let key = t.intern(name)?;
    Ok(class.lookup(t, key).and_then(Value::as_int).unwrap_or(0) as usize)
}
fn struct_new(t: &mut Thread, a: Args) -> Ret {
    let class = Type::of(a[0]);
    let items = t.collect_tuple(a[1])?;
    let (least, most) = (class_number(t, class, "n_sequence_fields")?, class_number(t, class, "n_fields")?);
    let n = items.len();
    if n < least || n > most {
        let name = types::type_::full_name(t, class);
        let how = if least == most {
            ""
        } else if n < least {
            "at least "
        } else {
            "at most "
        };
        let want = if n < least { least } else { most };
        return Err(t.type_error(format!(
            "{name}() takes a{} {how}{want}-sequence ({n}-sequence given)",
            if how == "at least " || how == "at most " { "n" } else { "" }
        )));
    }
    let v = struct_value(t, class, items.value(), least)?;
    if let Some(d) = a[2].given().and_then(Dict::from) {
        let names = field_names(t, v)?;
        for i in n.max(least)..most {
            if let Some(x) = d.get(t, names.get(i))? {
                t.set_own_attr(v.unwrap_obj(), names.get(i), x)?;
            }
        }
    }
    Ok(v)
}
fn struct_reduce(t: &mut Thread, a: Args) -> Ret {
    let class = t.class_of(a[0]);
    let plain = Tuple::of(a[0]);
    let plain = Tuple::new_with(t, plain.len(), |i| plain.get(i))?;
    let hidden = Dict::new(t)?;
    let names = field_names(t, a[0])?;
    for i in plain.len()..names.len() {
        let x = t.get_attr(a[0], names.get(i))?;
        hidden.set(t, names.get(i), x)?;
    }
    let args = Tuple::make(t, &[plain.value(), hidden.value()])?;
    Tuple::make(t, &[class.value(), args])
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
    let items = Tuple::of(a[0]);
    match (0..names.len()).find(|&i| Str::of(names.get(i)).same_text(wanted)) {
        Some(i) if i < items.len() => Ok(items.get(i)),
        // a field past the items that was not given
        Some(_) => Ok(Value::NONE),
        None => Err(t.no_attribute(a[0], a[1])),
    }
}
