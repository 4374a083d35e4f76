//! Type variables, `Generic` and type aliases: what CPython has in C for `typing` (PEP 484, 612, 646, 695, 696).
//!
//! All kinds of variables are `[name, bound, its evaluator, constraints, their evaluator, default, its evaluator, flags]`. A
//! value made by the syntax is computed by its evaluator when first asked for. What needs the rules of substitution asks
//! the Python half of `typing`.

use crate::names::Immortal;
use crate::native::{Args, Attribute, Method, class_method, getter, method, static_method};
use crate::object::dict::Dict;
use crate::object::kind::Kind;
use crate::object::list::Values;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, TypeRow, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};

const VARIABLE: u32 = flag::DICT | flag::WEAKREF;

pub static TYPE_VAR: TypeRow = TypeRow::new("TypeVar", Kind::Native2)
    .module("typing")
    .is_final()
    .flags(VARIABLE)
    .constructor(&TYPE_VAR_NEW)
    .methods(&TYPE_VAR_METHODS)
    .attributes(&TYPE_VAR_ATTRIBUTES)
    .doc("Type variable.");
pub static PARAM_SPEC: TypeRow = TypeRow::new("ParamSpec", Kind::Native2)
    .module("typing")
    .is_final()
    .flags(VARIABLE)
    .constructor(&PARAM_SPEC_NEW)
    .methods(&PARAM_SPEC_METHODS)
    .attributes(&PARAM_SPEC_ATTRIBUTES)
    .doc("Parameter specification variable.");
pub static TYPE_VAR_TUPLE: TypeRow = TypeRow::new("TypeVarTuple", Kind::Native2)
    .module("typing")
    .is_final()
    .flags(VARIABLE)
    .constructor(&TYPE_VAR_TUPLE_NEW)
    .methods(&TYPE_VAR_TUPLE_METHODS)
    .attributes(&TYPE_VAR_TUPLE_ATTRIBUTES)
    .doc("Type variable tuple.");
pub static PARAM_SPEC_ARGS: TypeRow = TypeRow::new("ParamSpecArgs", Kind::Native1)
    .module("typing")
    .is_final()
    .flags(flag::WEAKREF)
    .constructor(&SPEC_PART_NEW)
    .methods(&SPEC_PART_METHODS)
    .attributes(&SPEC_PART_ATTRIBUTES);
pub static PARAM_SPEC_KWARGS: TypeRow = TypeRow::new("ParamSpecKwargs", Kind::Native1)
    .module("typing")
    .is_final()
    .flags(flag::WEAKREF)
    .constructor(&SPEC_PART_NEW)
    .methods(&SPEC_PART_METHODS)
    .attributes(&SPEC_PART_ATTRIBUTES);
/// `[name, type parameters or None, value, evaluator, module]`
pub static ALIAS: TypeRow = TypeRow::new("TypeAliasType", Kind::Native2)
    .module("typing")
    .is_final()
    .flags(flag::WEAKREF)
    .constructor(&ALIAS_NEW)
    .methods(&ALIAS_METHODS)
    .attributes(&ALIAS_ATTRIBUTES)
    .doc("Type alias.");
pub static GENERIC: TypeRow = TypeRow::new("Generic", Kind::Instance)
    .module("typing")
    .flags(flag::WEAKREF)
    .methods(&GENERIC_METHODS)
    .doc("Abstract base class for generic types.");
pub static NO_DEFAULT_TYPE: TypeRow = TypeRow::new("NoDefaultType", Kind::Native1)
    .module("typing")
    .is_final()
    .constructor(&NO_DEFAULT_NEW)
    .methods(&NO_DEFAULT_METHODS)
    .doc("The type of the NoDefault singleton.");
/// Gives a value that is known already: `[value]`.
static CONST_EVALUATOR: TypeRow =
    TypeRow::new("_ConstEvaluator", Kind::Native1).module("_typing").is_final().methods(&EVALUATOR_METHODS);

static NO_DEFAULT: Immortal = Immortal::unset();

const NAME: usize = 0;
/// each with its evaluator in the next word
const BOUND: usize = 1;
const CONSTRAINTS: usize = 3;
const DEFAULT: usize = 5;
const EVALUATE_DEFAULT: usize = 6;
const FLAGS: usize = 7;

const COVARIANT: i64 = 1;
const CONTRAVARIANT: i64 = 2;
const INFER: i64 = 4;

const A_PARAMETERS: usize = 1;
const A_VALUE: usize = 2;
const A_EVALUATE: usize = 3;
const A_MODULE: usize = 4;

static TYPE_VAR_NEW: Method = static_method(
    "__new__(cls, name, *constraints, bound=None, default=NoDefault, covariant=False, contravariant=False, infer_variance=False)",
    type_var_new,
    "Create and return a new object.",
);
static PARAM_SPEC_NEW: Method = static_method(
    "__new__(cls, name, *, bound=None, default=NoDefault, covariant=False, contravariant=False, infer_variance=False)",
    param_spec_new,
    "Create and return a new object.",
);
static TYPE_VAR_TUPLE_NEW: Method =
    static_method("__new__(cls, name, *, default=NoDefault)", type_var_tuple_new, "Create and return a new object.");
static SPEC_PART_NEW: Method =
    static_method("__new__(cls, origin)", |t, a| part(t, Type::of(a[0]), a[1]), "Create and return a new object.");
static ALIAS_NEW: Method =
    static_method("__new__(cls, name, value, *, type_params=())", alias_new, "Create and return a new object.");
static NO_DEFAULT_NEW: Method = static_method("__new__(cls)", |t, _| no_default(t), "Create and return a new object.");

static TYPE_VAR_METHODS: [Method; 8] = [
    method("__repr__(self, /)", variable_repr, "Return repr(self)."),
    method("__or__(self, value, /)", |t, a| union(t, a[0], a[1]), "Return self|value."),
    method("__ror__(self, value, /)", |t, a| union(t, a[1], a[0]), "Return value|self."),
    method("__mro_entries__(self, bases, /)", mro_entries, ""),
    method("__reduce__(self, /)", |_, a| Ok(word(a[0], NAME)), ""),
    method("has_default(self, /)", has_default, "Whether the type parameter has a default."),
    method("__typing_subst__(self, arg, /)", |t, a| ask_typing(t, "_typevar_subst", a), ""),
    method("__typing_prepare_subst__(self, alias, args, /)", type_var_prepare, ""),
];
static PARAM_SPEC_METHODS: [Method; 8] = [
    method("__repr__(self, /)", variable_repr, "Return repr(self)."),
    method("__or__(self, value, /)", |t, a| union(t, a[0], a[1]), "Return self|value."),
    method("__ror__(self, value, /)", |t, a| union(t, a[1], a[0]), "Return value|self."),
    method("__mro_entries__(self, bases, /)", mro_entries, ""),
    method("__reduce__(self, /)", |_, a| Ok(word(a[0], NAME)), ""),
    method("has_default(self, /)", has_default, "Whether the type parameter has a default."),
    method("__typing_subst__(self, arg, /)", |t, a| ask_typing(t, "_paramspec_subst", a), ""),
    method("__typing_prepare_subst__(self, alias, args, /)", |t, a| ask_typing(t, "_paramspec_prepare_subst", a), ""),
];
static TYPE_VAR_TUPLE_METHODS: [Method; 7] = [
    method("__repr__(self, /)", |_, a| Ok(word(a[0], NAME)), "Return repr(self)."),
    method("__iter__(self, /)", unpacked, "Implement iter(self)."),
    method("__mro_entries__(self, bases, /)", mro_entries, ""),
    method("__reduce__(self, /)", |_, a| Ok(word(a[0], NAME)), ""),
    method("has_default(self, /)", has_default, "Whether the type parameter has a default."),
    method(
        "__typing_subst__(self, arg, /)",
        |t, _| Err(t.type_error("Substitution of bare TypeVarTuple is not supported")),
        "",
    ),
    method(
        "__typing_prepare_subst__(self, alias, args, /)",
        |t, a| ask_typing(t, "_typevartuple_prepare_subst", a),
        "",
    ),
];
static TYPE_VAR_ATTRIBUTES: [Attribute; 10] = [
    getter("__name__", |_, v| Ok(word(v, NAME)), ""),
    getter("__covariant__", |_, v| Ok(flag_of(v, COVARIANT)), ""),
    getter("__contravariant__", |_, v| Ok(flag_of(v, CONTRAVARIANT)), ""),
    getter("__infer_variance__", |_, v| Ok(flag_of(v, INFER)), ""),
    getter("__bound__", |t, v| value_of(t, v, BOUND), ""),
    getter("__constraints__", constraints, ""),
    getter("__default__", default, ""),
    getter("evaluate_bound", |t, v| evaluator(t, v, BOUND), ""),
    getter("evaluate_constraints", |t, v| evaluator(t, v, CONSTRAINTS), ""),
    getter("evaluate_default", |t, v| evaluator(t, v, DEFAULT), ""),
];
static PARAM_SPEC_ATTRIBUTES: [Attribute; 9] = [
    getter("__name__", |_, v| Ok(word(v, NAME)), ""),
    getter("__covariant__", |_, v| Ok(flag_of(v, COVARIANT)), ""),
    getter("__contravariant__", |_, v| Ok(flag_of(v, CONTRAVARIANT)), ""),
    getter("__infer_variance__", |_, v| Ok(flag_of(v, INFER)), ""),
    getter("__bound__", |t, v| value_of(t, v, BOUND), ""),
    getter("__default__", default, ""),
    getter("evaluate_default", |t, v| evaluator(t, v, DEFAULT), ""),
    getter("args", |t, v| part(t, PARAM_SPEC_ARGS.get(), v), "Represents positional arguments."),
    getter("kwargs", |t, v| part(t, PARAM_SPEC_KWARGS.get(), v), "Represents keyword arguments."),
];
static TYPE_VAR_TUPLE_ATTRIBUTES: [Attribute; 3] = [
    getter("__name__", |_, v| Ok(word(v, NAME)), ""),
    getter("__default__", default, ""),
    getter("evaluate_default", |t, v| evaluator(t, v, DEFAULT), ""),
];
static SPEC_PART_METHODS: [Method; 3] = [
    method("__repr__(self, /)", part_repr, "Return repr(self)."),
    method("__eq__(self, value, /)", part_eq, "Return self==value."),
    method("__mro_entries__(self, bases, /)", mro_entries, ""),
];
static SPEC_PART_ATTRIBUTES: [Attribute; 1] = [getter("__origin__", |_, v| Ok(word(v, 0)), "")];
static ALIAS_METHODS: [Method; 5] = [
    method("__repr__(self, /)", |_, a| Ok(word(a[0], NAME)), "Return repr(self)."),
    method("__or__(self, value, /)", |t, a| union(t, a[0], a[1]), "Return self|value."),
    method("__ror__(self, value, /)", |t, a| union(t, a[1], a[0]), "Return value|self."),
    method("__getitem__(self, key, /)", alias_get_item, "Return self[key]."),
    method("__reduce__(self, /)", |_, a| Ok(word(a[0], NAME)), ""),
];
static ALIAS_ATTRIBUTES: [Attribute; 6] = [
    getter("__name__", |_, v| Ok(word(v, NAME)), ""),
    getter("__value__", alias_value, ""),
    getter("evaluate_value", alias_evaluator, ""),
    getter("__type_params__", |t, v| Ok(word(v, A_PARAMETERS).given().unwrap_or(Tuple::empty(t).value())), ""),
    getter("__parameters__", alias_parameters, ""),
    getter("__module__", |_, v| Ok(word(v, A_MODULE)), ""),
];
static GENERIC_METHODS: [Method; 2] = [
    class_method("__class_getitem__(cls, *args)", generic_class_get_item, "Parameterizes a generic class."),
    class_method(
        "__init_subclass__(cls, *args, **kwargs)",
        generic_init_subclass,
        "Function to initialize subclasses.",
    ),
];
static NO_DEFAULT_METHODS: [Method; 2] = [
    method("__repr__(self, /)", |t, _| t.str("typing.NoDefault"), "Return repr(self)."),
    method("__reduce__(self, /)", |t, _| t.str("NoDefault"), ""),
];
static EVALUATOR_METHODS: [Method; 2] = [
    method("__call__(self, format, /)", evaluate_constant, "Call self as a function."),
    method("__repr__(self, /)", evaluator_repr, "Return repr(self)."),
];

fn word(v: Value, i: usize) -> Value {
    Value::from_bits(v.unwrap_obj().word(i))
}
fn put(t: &mut Thread, v: Value, i: usize, x: Value) {
    v.unwrap_obj().set(&mut t.m, i, x.bits());
}
fn flag_of(v: Value, bit: i64) -> Value {
    Value::bool(word(v, FLAGS).unwrap_int() & bit != 0)
}
fn typing(t: &mut Thread, name: &str) -> Ret {
    let m = crate::import::import_dotted(t, "typing")?;
    t.get_attr_named(m, name)
}
fn ask_typing(t: &mut Thread, name: &str, a: Args) -> Ret {
    let f = typing(t, name)?;
    t.call(f, a.as_slice())
}

/// Makes the classes; for whoever needs them before `_typing` is imported.
pub fn ready(t: &mut Thread) -> Result<(), Raised> {
    for row in [
        &TYPE_VAR,
        &PARAM_SPEC,
        &TYPE_VAR_TUPLE,
        &PARAM_SPEC_ARGS,
        &PARAM_SPEC_KWARGS,
        &ALIAS,
        &GENERIC,
        &NO_DEFAULT_TYPE,
        &CONST_EVALUATOR,
    ] {
        super::ready(t, row)?;
    }
    Ok(())
}
/// `typing.NoDefault`.
pub fn no_default(t: &mut Thread) -> Ret {
    if NO_DEFAULT.get().is_unbound() {
        ready(t)?;
        let v = t.alloc_of(&NO_DEFAULT_TYPE, &[Value::NONE])?;
        NO_DEFAULT.set(v);
    }
    Ok(NO_DEFAULT.get())
}

// ---- construction

fn caller_module(t: &mut Thread) -> Value {
    let name = t.names().__name__;
    t.current_globals().and_then(|g| g.get_str(name)).unwrap_or(Value::NONE)
}
fn new_variable(t: &mut Thread, class: &'static TypeRow, name: Value, flags: i64) -> Ret {
    ready(t)?;
    let v = super::object::alloc_instance(t, class.get())?;
    put(t, v, NAME, name);
    put(t, v, FLAGS, Value::int(flags));
    let module = caller_module(t);
    let key = t.names().__module__;
    t.set_own_attr(v.unwrap_obj(), key, module)?;
    Ok(v)
}
fn variance(t: &mut Thread, co: Value, contra: Value, infer: Value) -> Result<i64, Raised> {
    let mut bits = 0;
    for (v, bit) in [(co, COVARIANT), (contra, CONTRAVARIANT), (infer, INFER)] {
        if v.is_bound() && t.truth(v)? {
            bits |= bit;
        }
    }
    if bits & COVARIANT != 0 && bits & CONTRAVARIANT != 0 {
        return Err(t.value_error("Bivariant types are not supported."));
    }
    if bits & INFER != 0 && bits != INFER {
        return Err(t.value_error("Variance cannot be specified with infer_variance."));
    }
    Ok(bits)
}
fn checked_bound(t: &mut Thread, bound: Value) -> Ret {
    match bound.given() {
        None => Ok(Value::NONE),
        Some(b) if Type::from(b).is_some() => Ok(b),
        Some(b) => {
            let check = typing(t, "_type_check")?;
            let text = t.str("Bound must be a type.")?;
            t.call(check, &[b, text])
        }
    }
}
fn check_name(t: &mut Thread, v: Value, class: &str) -> Result<(), Raised> {
    if Str::from(v).is_some() {
        return Ok(());
    }
    let k = t.type_name(v);
    Err(t.type_error(format!("{class}() argument 'name' must be str, not {k}")))
}
fn set_default(t: &mut Thread, v: Value, given: Value) {
    if given.is_bound() {
        put(t, v, DEFAULT, given);
    }
}
fn type_var_new(t: &mut Thread, a: Args) -> Ret {
    check_name(t, a[1], "typevar")?;
    let constraints = Tuple::of(a[2]);
    let flags = variance(t, a[5], a[6], a[7])?;
    let bound = checked_bound(t, a[3])?;
    if constraints.len() == 1 {
        return Err(t.type_error("A single constraint is not allowed"));
    }
    if !constraints.is_empty() && !bound.is_none() {
        return Err(t.type_error("Constraints cannot be combined with bound=..."));
    }
    let v = new_variable(t, &TYPE_VAR, a[1], flags)?;
    put(t, v, BOUND, bound);
    put(t, v, CONSTRAINTS, constraints.value());
    set_default(t, v, a[4]);
    Ok(v)
}
fn param_spec_new(t: &mut Thread, a: Args) -> Ret {
    check_name(t, a[1], "paramspec")?;
    let flags = variance(t, a[4], a[5], a[6])?;
    let bound = checked_bound(t, a[2])?;
    let v = new_variable(t, &PARAM_SPEC, a[1], flags)?;
    put(t, v, BOUND, bound);
    set_default(t, v, a[3]);
    Ok(v)
}
fn type_var_tuple_new(t: &mut Thread, a: Args) -> Ret {
    check_name(t, a[1], "typevartuple")?;
    let v = new_variable(t, &TYPE_VAR_TUPLE, a[1], 0)?;
    set_default(t, v, a[2]);
    Ok(v)
}
/// A type parameter; `parts` are functions (or None) that compute bound, constraints and default.
pub fn make(t: &mut Thread, which: u8, name: Value, parts: [Value; 3]) -> Ret {
    let class = [&TYPE_VAR, &PARAM_SPEC, &TYPE_VAR_TUPLE][which.min(2) as usize];
    let v = new_variable(t, class, name, if which < 2 { INFER } else { 0 })?;
    for (i, f) in [BOUND, CONSTRAINTS, DEFAULT].into_iter().zip(parts) {
        match f.given() {
            Some(f) => put(t, v, i + 1, f),
            None if i == BOUND => put(t, v, BOUND, Value::NONE),
            None => {}
        }
    }
    Ok(v)
}

// ---- lazy values

/// The value in word `i`, computed by the evaluator in the next word if it is not known; None if there is neither.
fn value_of(t: &mut Thread, v: Value, i: usize) -> Ret {
    let known = word(v, i);
    if known.is_bound() {
        return Ok(known);
    }
    match word(v, i + 1) {
        f if f.is_bound() => {
            let x = t.call(f, &[Value::int(1)])?;
            put(t, v, i, x);
            Ok(x)
        }
        _ => Ok(Value::NONE),
    }
}
fn constraints(t: &mut Thread, v: Value) -> Ret {
    match value_of(t, v, CONSTRAINTS)? {
        Value::NONE => Ok(Tuple::empty(t).value()),
        x => Ok(x),
    }
}
fn default(t: &mut Thread, v: Value) -> Ret {
    if word(v, DEFAULT).is_unbound() && word(v, EVALUATE_DEFAULT).is_unbound() {
        return no_default(t);
    }
    value_of(t, v, DEFAULT)
}
fn has_default(t: &mut Thread, a: Args) -> Ret {
    let none = no_default(t)?;
    Ok(Value::bool(
        word(a[0], EVALUATE_DEFAULT).is_bound() || word(a[0], DEFAULT).is_bound() && !word(a[0], DEFAULT).is(none),
    ))
}
fn evaluator(t: &mut Thread, v: Value, i: usize) -> Ret {
    let f = word(v, i + 1);
    if f.is_bound() {
        return Ok(f);
    }
    let known = word(v, i);
    let empty = known.is_unbound()
        || i == BOUND && known.is_none()
        || i == CONSTRAINTS && Tuple::from(known).is_some_and(Tuple::is_empty)
        || i == DEFAULT && known.is(no_default(t)?);
    if empty {
        return Ok(Value::NONE);
    }
    t.alloc_of(&CONST_EVALUATOR, &[known])
}
fn evaluate_constant(t: &mut Thread, a: Args) -> Ret {
    let v = word(a[0], 0);
    // format 4 is STRING
    if t.to_i64(a[1])? != 4 {
        return Ok(v);
    }
    let text = match Tuple::from(v) {
        Some(items) => {
            let mut parts = Vec::new();
            for x in items.iter() {
                parts.push(super::generic_alias::type_repr(t, x)?);
            }
            format!("({}{})", parts.join(", "), if parts.len() == 1 { "," } else { "" })
        }
        None if v.is(super::none::TYPE.value()) => "None".to_string(),
        None => super::generic_alias::type_repr(t, v)?,
    };
    t.str(&text)
}
fn evaluator_repr(t: &mut Thread, a: Args) -> Ret {
    let shown = t.repr_text(word(a[0], 0))?;
    t.str(&format!("<constevaluator {shown}>"))
}

// ---- what variables do

fn variable_repr(t: &mut Thread, a: Args) -> Ret {
    let name = t.string_of(word(a[0], NAME));
    let flags = word(a[0], FLAGS).unwrap_int();
    let sign = match flags {
        f if f & INFER != 0 => "",
        f if f & COVARIANT != 0 => "+",
        f if f & CONTRAVARIANT != 0 => "-",
        _ => "~",
    };
    t.str(&format!("{sign}{name}"))
}
fn mro_entries(t: &mut Thread, a: Args) -> Ret {
    let k = t.type_name(a[0]);
    Err(t.type_error(format!("Cannot subclass an instance of {k}")))
}
fn union(t: &mut Thread, a: Value, b: Value) -> Ret {
    let pair = Tuple::new(t, &[a, b])?;
    super::union_type::of_tuple(t, pair)
}
/// Fills in the default where the arguments end.
fn type_var_prepare(t: &mut Thread, a: Args) -> Ret {
    let name = t.names().__parameters__;
    let params = t.get_attr(a[1], name)?;
    let params = t.collect_tuple(params)?;
    let args = t.collect_tuple(a[2])?;
    let Some(index) = params.iter().position(|p| p.is(a[0])) else { return Ok(args.value()) };
    if index < args.len() {
        return Ok(args.value());
    }
    if index == args.len() {
        let d = default(t, a[0])?;
        if !d.is(no_default(t)?) {
            let mut vs = Values::new(t)?;
            for x in args.iter() {
                vs.push(t, x)?;
            }
            vs.push(t, d)?;
            return vs.into_tuple(t);
        }
    }
    let shown = t.str_text(a[1])?;
    Err(t.type_error(format!("Too few arguments for {shown}")))
}
/// `*Ts` is `Unpack[Ts]`.
fn unpacked(t: &mut Thread, a: Args) -> Ret {
    let unpack = typing(t, "Unpack")?;
    let v = t.get_item(unpack, a[0])?;
    let one = Tuple::make(t, &[v])?;
    t.iter(one)
}
fn part(t: &mut Thread, class: Type, of: Value) -> Ret {
    let v = super::object::alloc_instance(t, class)?;
    put(t, v, 0, of);
    Ok(v)
}
fn part_repr(t: &mut Thread, a: Args) -> Ret {
    let what = if PARAM_SPEC_ARGS.is_exact(a[0]) { "args" } else { "kwargs" };
    let of = word(a[0], 0);
    let name = if PARAM_SPEC.is_exact(of) { t.string_of(word(of, NAME)) } else { t.repr_text(of)? };
    t.str(&format!("{name}.{what}"))
}
fn part_eq(t: &mut Thread, a: Args) -> Ret {
    if t.class_of(a[0]) != t.class_of(a[1]) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    Ok(Value::bool(t.equal(word(a[0], 0), word(a[1], 0))?))
}

// ---- aliases

/// `type name[params] = value`, given as name, parameters and a function that computes the value.
pub fn make_alias(t: &mut Thread, parts: [Value; 3]) -> Ret {
    ready(t)?;
    let module = caller_module(t);
    t.alloc_of(&ALIAS, &[parts[0], parts[1], Value::UNBOUND, parts[2], module])
}
fn alias_new(t: &mut Thread, a: Args) -> Ret {
    check_name(t, a[1], "typealias")?;
    let params = match a[3].given() {
        None => Value::NONE,
        Some(p) => match Tuple::from(p) {
            Some(p) if p.is_empty() => Value::NONE,
            Some(p) => p.value(),
            None => return Err(t.type_error("type_params must be a tuple")),
        },
    };
    let module = caller_module(t);
    t.alloc_of(&ALIAS, &[a[1], params, a[2], Value::UNBOUND, module])
}
fn alias_value(t: &mut Thread, v: Value) -> Ret {
    value_of(t, v, A_VALUE)
}
fn alias_evaluator(t: &mut Thread, v: Value) -> Ret {
    match word(v, A_EVALUATE) {
        f if f.is_bound() => Ok(f),
        _ => t.alloc_of(&CONST_EVALUATOR, &[word(v, A_VALUE)]),
    }
}
/// The parameters, TypeVarTuples unpacked.
fn alias_parameters(t: &mut Thread, v: Value) -> Ret {
    let Some(params) = Tuple::from(word(v, A_PARAMETERS)) else { return Ok(Tuple::empty(t).value()) };
    unpack_tuples(t, params)
}
fn unpack_tuples(t: &mut Thread, params: Tuple) -> Ret {
    let mut out = Values::new(t)?;
    for p in params.iter() {
        if TYPE_VAR_TUPLE.is_exact(p) {
            let unpack = typing(t, "Unpack")?;
            let v = t.get_item(unpack, p)?;
            out.push(t, v)?;
        } else {
            out.push(t, p)?;
        }
    }
    out.into_tuple(t)
}
fn alias_get_item(t: &mut Thread, a: Args) -> Ret {
    if word(a[0], A_PARAMETERS).is_none() {
        return Err(t.type_error("Only generic type aliases are subscriptable"));
    }
    super::generic_alias::new(t, a[0], a[1])
}

// ---- Generic

/// `Generic[params]`.
pub fn subscript_generic(t: &mut Thread, params: Value) -> Ret {
    ready(t)?;
    let params = t.collect_tuple(params)?;
    let params = unpack_tuples(t, params)?;
    let f = typing(t, "_GenericAlias")?;
    t.call(f, &[GENERIC.value(), params])
}
fn generic_class_get_item(t: &mut Thread, a: Args) -> Ret {
    let f = typing(t, "_generic_class_getitem")?;
    let mut all = Values::from_slice(t, &[a[0]])?;
    for x in Tuple::of(a[1]).iter() {
        all.push(t, x)?;
    }
    t.call(f, all.as_slice())
}
fn generic_init_subclass(t: &mut Thread, a: Args) -> Ret {
    let f = typing(t, "_generic_init_subclass")?;
    let mut all = Values::from_slice(t, &[a[0]])?;
    for x in Tuple::of(a[1]).iter() {
        all.push(t, x)?;
    }
    t.call_with_dict(f, all.as_slice(), a[2])
}

/// Fills the module `_typing`.
pub fn fill_module(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    ready(t)?;
    for row in [&TYPE_VAR, &PARAM_SPEC, &TYPE_VAR_TUPLE, &PARAM_SPEC_ARGS, &PARAM_SPEC_KWARGS, &ALIAS, &GENERIC] {
        d.set_named(t, row.name, row.value())?;
    }
    d.set_named(t, "Union", super::union_type::TYPE.value())?;
    let none = no_default(t)?;
    d.set_named(t, "NoDefault", none)
}
