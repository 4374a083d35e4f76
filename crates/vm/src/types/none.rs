//! `None`, `NotImplemented`, `Ellipsis`.

use crate::native::{Args, Method, method, static_method};
use crate::object::kind::Kind;
use crate::object::tuple::Tuple;
use crate::object::typeobject::TypeRow;
use crate::object::value::Value;
use crate::thread::{Ret, Thread};

pub static TYPE: TypeRow =
    TypeRow::new("NoneType", Kind::Instance).is_final().constructor(&NEW_NONE).methods(&NONE_METHODS);
pub static NOT_IMPLEMENTED: TypeRow = TypeRow::new("NotImplementedType", Kind::Instance)
    .is_final()
    .constructor(&NEW_NOT_IMPLEMENTED)
    .methods(&NOT_IMPLEMENTED_METHODS);
pub static ELLIPSIS: TypeRow =
    TypeRow::new("ellipsis", Kind::Instance).is_final().constructor(&NEW_ELLIPSIS).methods(&ELLIPSIS_METHODS);

static NEW_NONE: Method = static_method(
    "__new__(cls, *args, **kwargs)",
    |t, a| alone(t, a, "NoneType", Value::NONE),
    "Create and return a new object.",
);
static NEW_NOT_IMPLEMENTED: Method = static_method(
    "__new__(cls, *args, **kwargs)",
    |t, a| alone(t, a, "NotImplementedType", Value::NOT_IMPLEMENTED),
    "Create and return a new object.",
);
static NEW_ELLIPSIS: Method = static_method(
    "__new__(cls, *args, **kwargs)",
    |t, a| alone(t, a, "EllipsisType", Value::ELLIPSIS),
    "Create and return a new object.",
);

/// The one value of a class that takes no arguments.
fn alone(t: &mut Thread, a: Args, name: &str, v: Value) -> Ret {
    if !Tuple::of(a[1]).is_empty() || a[2].is_bound() {
        return Err(t.type_error(format!("{name} takes no arguments")));
    }
    Ok(v)
}

static NONE_METHODS: [Method; 3] = [
    method("__repr__(self, /)", |t, _| t.intern("None"), "Return repr(self)."),
    method("__bool__(self, /)", |_, _| Ok(Value::FALSE), "True if self else False"),
    method("__hash__(self, /)", |_, _| Ok(Value::int(0xFCA8_6420)), "Return hash(self)."),
];
static NOT_IMPLEMENTED_METHODS: [Method; 3] = [
    method("__repr__(self, /)", |t, _| t.intern("NotImplemented"), "Return repr(self)."),
    method("__reduce__(self, /)", |t, _| t.intern("NotImplemented"), "Helper for pickle."),
    method(
        "__bool__(self, /)",
        |t, _| Err(t.type_error("NotImplemented should not be used in a boolean context")),
        "True if self else False",
    ),
];
static ELLIPSIS_METHODS: [Method; 2] = [
    method("__repr__(self, /)", |t, _| t.intern("Ellipsis"), "Return repr(self)."),
    method("__reduce__(self, /)", |t, _| t.intern("Ellipsis"), "Helper for pickle."),
];
