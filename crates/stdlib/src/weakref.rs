//! `_weakref`.

use pyish_vm::import::ModuleRow;
use pyish_vm::object::dict::Dict;
use pyish_vm::types::{weakproxy, weakref};
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function};

pub static MODULE: ModuleRow =
    ModuleRow { name: "_weakref", doc: "Weak-reference support module.", functions: &FUNCTIONS, init };

static FUNCTIONS: [Method; 4] = [
    function("getweakrefcount(object, /)", count, "Return the number of weak references to 'object'."),
    function("getweakrefs(object, /)", references, "Return a list of all weak reference objects pointing to 'object'."),
    function(
        "proxy(object, callback=None, /)",
        |t, a| weakproxy::new(t, a[0], a[1]),
        "Create a proxy object that weakly references 'object'.",
    ),
    function(
        "_remove_dead_weakref(dct, key, /)",
        remove_dead,
        "Atomically remove key from dict if it points to a dead weakref.",
    ),
];

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    weakproxy::complete(t)?;
    for (name, row) in [
        ("ref", &weakref::TYPE),
        ("ReferenceType", &weakref::TYPE),
        ("ProxyType", &weakproxy::PROXY),
        ("CallableProxyType", &weakproxy::CALLABLE),
    ] {
        d.set_named(t, name, row.value())?;
    }
    Ok(())
}
fn count(t: &mut Thread, a: Args) -> Ret {
    Ok(Value::index(weakref::references_to(t, a[0])?.len()))
}
fn references(t: &mut Thread, a: Args) -> Ret {
    weakref::references_to(t, a[0])?.into_list(t)
}
fn remove_dead(t: &mut Thread, a: Args) -> Ret {
    let Some(d) = Dict::from(a[0]) else {
        let k = t.type_name(a[0]);
        return Err(t.type_error(format!("_remove_dead_weakref() argument 1 must be dict, not {k}")));
    };
    if let Some(r) = d.get(t, a[1])? {
        if Thread::kind_of(r) != pyish_vm::Kind::WeakRef {
            return Err(t.type_error("not a weakref"));
        }
        if weakref::target(r).is_none() {
            d.remove(t, a[1])?;
        }
    }
    Ok(Value::NONE)
}
