//! `_contextvars`: contexts, context variables, tokens (PEP 567).
//!
//! A context is `[dict of values by variable, whether it is entered, the context entered before it]`; copying one copies its dict.
//! A thread's current context is in `thread.context`, made when first needed.

use pyish_vm::import::ModuleRow;
use pyish_vm::names::Immortal;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::Values;
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::flag;
use pyish_vm::ops::protocol::address;
use pyish_vm::types::{self, exc, generic_alias};
use pyish_vm::{
    Args, Attribute, Kind, Method, Raised, Ret, Thread, TypeRow, Value, function, getter, method, static_method,
};

pub static MODULE: ModuleRow =
    ModuleRow { name: "_contextvars", doc: "Context Variables", functions: &FUNCTIONS, init };

static FUNCTIONS: [Method; 1] =
    [function("copy_context()", |t, _| copy_current(t), "Returns a copy of the current Context object.")];

pub static CONTEXT: TypeRow = TypeRow::new("Context", Kind::Native1)
    .module("_contextvars")
    .is_final()
    .flags(flag::WEAKREF | flag::MAPPING)
    .constructor(&CONTEXT_NEW)
    .methods(&CONTEXT_METHODS);
pub static VAR: TypeRow = TypeRow::new("ContextVar", Kind::Native1)
    .module("_contextvars")
    .is_final()
    .flags(flag::WEAKREF)
    .constructor(&VAR_NEW)
    .methods(&VAR_METHODS)
    .attributes(&VAR_ATTRIBUTES);
/// `[context, variable, old value or unbound, used]`
pub static TOKEN: TypeRow = TypeRow::new("Token", Kind::Native1)
    .module("_contextvars")
    .is_final()
    .constructor(&TOKEN_NEW)
    .methods(&TOKEN_METHODS)
    .attributes(&TOKEN_ATTRIBUTES);
static MISSING_TYPE: TypeRow =
    TypeRow::new("_MissingType", Kind::Native1).module("_contextvars").is_final().methods(&MISSING_METHODS);
static MISSING: Immortal = Immortal::unset();

const VALUES: usize = 0;
const ENTERED: usize = 1;
const BEFORE: usize = 2;

static CONTEXT_NEW: Method = static_method(
    "__new__(cls, *args, **kwargs)",
    |t, a| {
        if !Tuple::of(a[1]).is_empty() || a[2].is_bound() {
            return Err(t.type_error("Context() does not accept any arguments"));
        }
        new_context(t)
    },
    "Create and return a new object.",
);
static CONTEXT_METHODS: [Method; 11] = [
    method("run(self, callable=None, /, *args, **kwargs)", run, "Runs the callable in this context."),
    method("copy(self, /)", |t, a| copy(t, a[0]), "Return a shallow copy of the context object."),
    method("get(self, key, default=None, /)", get, "Return the value for `key` if `key` has a value."),
    method("items(self, /)", |t, a| listed(t, a[0], 2), "Return all variables and their values."),
    method("keys(self, /)", |t, a| listed(t, a[0], 0), "Return a list of all variables."),
    method("values(self, /)", |t, a| listed(t, a[0], 1), "Return a list of all variables' values."),
    method("__getitem__(self, key, /)", get_item, "Return self[key]."),
    method("__contains__(self, key, /)", contains, "Return bool(key in self)."),
    method("__len__(self, /)", |_, a| Ok(Value::index(values(a[0]).len())), "Return len(self)."),
    method(
        "__iter__(self, /)",
        |t, a| {
            let l = listed(t, a[0], 0)?;
            t.iter(l)
        },
        "Implement iter(self).",
    ),
    method("__eq__(self, value, /)", context_eq, "Return self==value."),
];
static VAR_NEW: Method =
    static_method("__new__(cls, name=None, *, default=None)", var_new, "Create and return a new object.");
static VAR_METHODS: [Method; 5] = [
    method("get(self, default=None, /)", var_get, "Return a value for the context variable for the current context."),
    method("set(self, value, /)", |t, a| set(t, a[0], a[1]), "Call to set a new value for the context variable."),
    method("reset(self, token, /)", var_reset, "Reset the context variable."),
    method("__repr__(self, /)", var_repr, "Return repr(self)."),
    pyish_vm::class_method("__class_getitem__(cls, item, /)", |t, a| generic_alias::new(t, a[0], a[1]), "See PEP 585"),
];
static VAR_ATTRIBUTES: [Attribute; 1] = [getter("name", |_, v| Ok(word(v, 0)), "")];
static TOKEN_NEW: Method = static_method(
    "__new__(cls, *args, **kwargs)",
    |t, _| Err(t.runtime_error("Tokens can only be created by ContextVars")),
    "Create and return a new object.",
);
static TOKEN_METHODS: [Method; 4] = [
    method("__enter__(self, /)", |_, a| Ok(a[0]), "Enter into Token context manager."),
    method(
        "__exit__(self, type, value, traceback, /)",
        token_exit,
        "Exit from Token context manager, restore the linked ContextVar.",
    ),
    method("__repr__(self, /)", token_repr, "Return repr(self)."),
    pyish_vm::class_method("__class_getitem__(cls, item, /)", |t, a| generic_alias::new(t, a[0], a[1]), "See PEP 585"),
];
static TOKEN_ATTRIBUTES: [Attribute; 2] =
    [getter("var", |_, v| Ok(word(v, 1)), ""), getter("old_value", |_, v| Ok(word(v, 2).or(MISSING.get())), "")];
static MISSING_METHODS: [Method; 1] =
    [method("__repr__(self, /)", |t, _| t.str("<Token.MISSING>"), "Return repr(self).")];

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    ready(t)?;
    for row in [&CONTEXT, &VAR, &TOKEN] {
        d.set_named(t, row.name, row.value())?;
    }
    Ok(())
}
/// Makes the classes; for native code that uses contexts before the module is imported.
pub fn ready(t: &mut Thread) -> Result<(), Raised> {
    for row in [&CONTEXT, &VAR, &TOKEN, &MISSING_TYPE] {
        types::ready(t, row)?;
    }
    if MISSING.get().is_unbound() {
        let m = t.alloc_of(&MISSING_TYPE, &[Value::NONE])?;
        MISSING.set(m);
        TOKEN.get().dict().set_named(t, "MISSING", m)?;
    }
    Ok(())
}
fn word(v: Value, i: usize) -> Value {
    Value::from_bits(v.unwrap_obj().word(i))
}
fn put(t: &mut Thread, v: Value, i: usize, x: Value) {
    v.unwrap_obj().set(&mut t.m, i, x.bits());
}
fn values(context: Value) -> Dict {
    Dict::of(word(context, VALUES))
}

// ---- contexts

fn new_context(t: &mut Thread) -> Ret {
    ready(t)?;
    let d = Dict::new(t)?;
    t.alloc_of(&CONTEXT, &[d.value(), Value::FALSE, Value::NONE])
}
/// This thread's current context.
pub fn current(t: &mut Thread) -> Ret {
    if t.context.is_none() {
        t.context = new_context(t)?;
    }
    Ok(t.context)
}
pub fn copy_current(t: &mut Thread) -> Ret {
    let c = current(t)?;
    copy(t, c)
}
/// A copy of a context, not entered.
pub fn copy(t: &mut Thread, context: Value) -> Ret {
    let d = values(context).copy(t)?;
    t.alloc_of(&CONTEXT, &[d.value(), Value::FALSE, Value::NONE])
}
/// Makes a context the current one.
pub fn enter(t: &mut Thread, context: Value) -> Result<(), Raised> {
    let before = current(t)?;
    if !context.unwrap_obj().cas(&mut t.m, ENTERED, Value::FALSE.bits(), Value::TRUE.bits()) {
        let shown = t.repr_text(context)?;
        return Err(t.runtime_error(format!("cannot enter context: {shown} is already entered")));
    }
    put(t, context, BEFORE, before);
    t.context = context;
    Ok(())
}
/// Undoes `enter`.
pub fn exit(t: &mut Thread, context: Value) {
    t.context = word(context, BEFORE);
    put(t, context, BEFORE, Value::NONE);
    put(t, context, ENTERED, Value::FALSE);
}
fn run(t: &mut Thread, a: Args) -> Ret {
    if a[1].is_unbound() {
        return Err(t.type_error("run() missing 1 required positional argument"));
    }
    enter(t, a[0])?;
    let r = t.call_with_tuple_and_dict(a[1], Tuple::of(a[2]), a[3]);
    exit(t, a[0]);
    r
}
fn check_key(t: &mut Thread, v: Value) -> Result<(), Raised> {
    if VAR.is_exact(v) {
        return Ok(());
    }
    let shown = t.repr_text(v)?;
    Err(t.type_error(format!("a ContextVar key was expected, got {shown}")))
}
fn get(t: &mut Thread, a: Args) -> Ret {
    check_key(t, a[1])?;
    Ok(values(a[0]).get(t, a[1])?.unwrap_or(a[2].or(Value::NONE)))
}
fn get_item(t: &mut Thread, a: Args) -> Ret {
    check_key(t, a[1])?;
    match values(a[0]).get(t, a[1])? {
        Some(v) => Ok(v),
        None => Err(t.key_error(a[1])),
    }
}
fn contains(t: &mut Thread, a: Args) -> Ret {
    check_key(t, a[1])?;
    Ok(Value::bool(values(a[0]).contains(t, a[1])?))
}
/// The variables (0), their values (1), or pairs (2).
fn listed(t: &mut Thread, context: Value, what: u8) -> Ret {
    let mut vs = Values::new(t)?;
    for (k, v) in values(context).iter() {
        let x = match what {
            0 => k,
            1 => v,
            _ => Tuple::make(t, &[k, v])?,
        };
        vs.push(t, x)?;
    }
    vs.into_list(t)
}
fn context_eq(t: &mut Thread, a: Args) -> Ret {
    if !CONTEXT.is_exact(a[1]) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    Ok(Value::bool(t.equal(word(a[0], VALUES), word(a[1], VALUES))?))
}

// ---- variables: [name, default or unbound]

fn var_new(t: &mut Thread, a: Args) -> Ret {
    if a[1].is_unbound() {
        return Err(t.type_error("ContextVar() takes exactly 1 positional argument (0 given)"));
    }
    if Str::from(a[1]).is_none() {
        return Err(t.type_error("context variable name must be a str"));
    }
    t.alloc_of(&VAR, &[a[1], a[2], Value::UNBOUND])
}
fn var_get(t: &mut Thread, a: Args) -> Ret {
    if !t.context.is_none()
        && let Some(v) = values(t.context).get(t, a[0])?
    {
        return Ok(v);
    }
    if a[1].is_bound() {
        return Ok(a[1]);
    }
    let default = word(a[0], 1);
    if default.is_bound() {
        return Ok(default);
    }
    Err(t.raise_args(&exc::LookupError, &[a[0]]))
}
/// `var.set(value)`: a token that undoes it.
pub fn set(t: &mut Thread, var: Value, value: Value) -> Ret {
    let context = current(t)?;
    let old = values(context).get(t, var)?.unwrap_or(Value::UNBOUND);
    let token = t.alloc_of(&TOKEN, &[context, var, old, Value::FALSE])?;
    values(context).set(t, var, value)?;
    Ok(token)
}
fn var_reset(t: &mut Thread, a: Args) -> Ret {
    if !TOKEN.is_exact(a[1]) {
        let k = t.type_name(a[1]);
        return Err(t.type_error(format!("expected an instance of Token, got {k}")));
    }
    reset(t, a[0], a[1])?;
    Ok(Value::NONE)
}
fn reset(t: &mut Thread, var: Value, token: Value) -> Result<(), Raised> {
    let shown = |t: &mut Thread, what: &str| {
        let shown = t.repr_text(token)?;
        Err(t.value_error(format!("{shown} {what}")))
    };
    if word(token, 3).is(Value::TRUE) {
        let shown = t.repr_text(token)?;
        return Err(t.runtime_error(format!("{shown} has already been used once")));
    }
    if !word(token, 1).is(var) {
        return shown(t, "was created by a different ContextVar");
    }
    let context = current(t)?;
    if !word(token, 0).is(context) {
        return shown(t, "was created in a different Context");
    }
    put(t, token, 3, Value::TRUE);
    match word(token, 2) {
        old if old.is_bound() => values(context).set(t, var, old),
        _ => values(context).remove(t, var).map(|_| ()),
    }
}
fn token_exit(t: &mut Thread, a: Args) -> Ret {
    reset(t, word(a[0], 1), a[0])?;
    Ok(Value::NONE)
}
fn var_repr(t: &mut Thread, a: Args) -> Ret {
    let name = t.repr_text(word(a[0], 0))?;
    let default = match word(a[0], 1) {
        d if d.is_bound() => format!(" default={}", t.repr_text(d)?),
        _ => String::new(),
    };
    t.str(&format!("<ContextVar name={name}{default} at {:#x}>", address(a[0])))
}
fn token_repr(t: &mut Thread, a: Args) -> Ret {
    let used = if word(a[0], 3).is(Value::TRUE) { " used" } else { "" };
    let var = t.repr_text(word(a[0], 1))?;
    t.str(&format!("<Token{used} var={var} at {:#x}>", address(a[0])))
}
