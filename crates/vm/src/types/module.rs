//! Modules: `[dict, spare]`.

use crate::native::{Args, Method, method, static_method};
use crate::object::dict::Dict;
use crate::object::kind::Kind;
use crate::object::string::Str;
use crate::object::typeobject::{Type, TypeRow, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::object::alloc_instance;

pub static TYPE: TypeRow = TypeRow::new("module", Kind::Module)
    .flags(flag::DICT | flag::WEAKREF)
    .constructor(&NEW)
    .methods(&METHODS)
    .doc("Create a module object.");

static NEW: Method = static_method("__new__(cls, *args, **kwargs)", module_new, "Create and return a new object.");
static METHODS: [Method; 3] = [
    method("__init__(self, name, doc=None)", module_init, "Initialize self."),
    method("__repr__(self, /)", module_repr, "Return repr(self)."),
    method("__dir__(self, /)", module_dir, "__dir__() -> list"),
];

/// The dict of a module.
pub fn dict_of(v: Value) -> Dict {
    debug_assert!(Thread::kind_of(v) == Kind::Module);
    Dict::of(Value::from_bits(v.unwrap_obj().word(0)))
}
/// A module's `__name__`, or None.
pub fn name_of(t: &mut Thread, v: Value) -> Value {
    let name = t.names().__name__;
    dict_of(v).get_str(name).unwrap_or(Value::NONE)
}
/// A new module with `__name__` and `__doc__`.
pub fn new(t: &mut Thread, name: &str, doc: &str) -> Ret {
    with_room(t, name, doc, 0)
}
/// A new module with room for so many attributes of its own.
pub fn with_room(t: &mut Thread, name: &str, doc: &str, attributes: usize) -> Ret {
    let v = alloc_instance(t, TYPE.get())?;
    let d = Dict::with_capacity(t, attributes + 8)?;
    v.unwrap_obj().set(&mut t.m, 0, d.value().bits());
    let name = t.intern(name)?;
    let doc = if doc.is_empty() { Value::NONE } else { t.str(doc)? };
    start_dict(t, d, name, doc)?;
    Ok(v)
}
fn start_dict(t: &mut Thread, d: Dict, name: Value, doc: Value) -> Result<(), Raised> {
    let n = t.names();
    d.set(t, n.__name__, name)?;
    d.set(t, n.__doc__, doc)?;
    for key in [n.__package__, n.__loader__, n.__spec__] {
        d.set(t, key, Value::NONE)?;
    }
    Ok(())
}
fn module_new(t: &mut Thread, a: Args) -> Ret {
    let v = alloc_instance(t, Type::of(a[0]))?;
    let d = Dict::new(t)?;
    v.unwrap_obj().set(&mut t.m, 0, d.value().bits());
    Ok(v)
}
fn module_init(t: &mut Thread, a: Args) -> Ret {
    t.expect_str(a[1], "module() argument 'name'")?;
    let d = dict_of(a[0]);
    start_dict(t, d, a[1], a[2].or(Value::NONE))?;
    Ok(Value::NONE)
}
fn module_repr(t: &mut Thread, a: Args) -> Ret {
    let d = dict_of(a[0]);
    let n = t.names();
    let name = d.get_str(n.__name__).unwrap_or(Value::NONE);
    let name = if Str::from(name).is_some() { t.repr_text(name)? } else { "'?'".to_string() };
    let text = match d.get_str(n.__file__).filter(|f| Str::from(*f).is_some()) {
        Some(f) => {
            let file = t.repr_text(f)?;
            format!("<module {name} from {file}>")
        }
        None => {
            let spec = d.get_str(n.__spec__).unwrap_or(Value::NONE);
            let frozen = !spec.is_none();
            if frozen || d.get_str(n.__name__).is_some_and(|m| crate::import::is_native(&t.string_of(m))) {
                format!("<module {name} (built-in)>")
            } else {
                format!("<module {name}>")
            }
        }
    };
    t.str(&text)
}
fn module_dir(t: &mut Thread, a: Args) -> Ret {
    let hook = t.intern("__dir__")?;
    if let Some(f) = dict_of(a[0]).get_str(hook) {
        return t.call(f, &[]);
    }
    let mut vs = crate::object::list::Values::new(t)?;
    for (k, _) in dict_of(a[0]).iter() {
        vs.push(t, k)?;
    }
    vs.into_list(t)
}
