//! `_functools`: `partial`, `reduce`, `cmp_to_key`, and the wrapper behind `lru_cache`.

use pyish_vm::import::ModuleRow;
use pyish_vm::native::class_method;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::function::bind;
use pyish_vm::object::kind::Kind;
use pyish_vm::object::list::Values;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::flag;
use pyish_vm::ops::compare::CompareOp;
use pyish_vm::types;
use pyish_vm::types::iterators::{class_getitem, instance, own_state, put, word};
use pyish_vm::{
    Args, Attribute, Method, Raised, Ret, Thread, TypeRow, Value, attribute, function, getter, method, static_method,
};

pub static MODULE: ModuleRow =
    ModuleRow { name: "_functools", doc: "Tools that operate on functions.", functions: &FUNCTIONS, init };

static FUNCTIONS: [Method; 2] = [
    function("cmp_to_key(mycmp)", cmp_to_key, "Convert a cmp= function into a key= function."),
    function(
        "reduce(function, iterable, /, initial=None)",
        reduce,
        "Apply a function of two arguments cumulatively to the items of an iterable.",
    ),
];

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    for row in [&PARTIAL, &LRU, &KEY, &PLACEHOLDER_TYPE] {
        types::ready(t, row)?;
    }
    d.set_named(t, "partial", PARTIAL.value())?;
    d.set_named(t, "_lru_cache_wrapper", LRU.value())?;
    d.set_named(t, "_PlaceholderType", PLACEHOLDER_TYPE.value())?;
    let p = placeholder(t)?;
    d.set_named(t, "Placeholder", p)
}

fn reduce(t: &mut Thread, a: Args) -> Ret {
    let Some(it) = t.try_iter(a[1])? else { return Err(t.type_error("reduce() arg 2 must support iteration")) };
    let mut total = a[2];
    if total.is_unbound() {
        total = match t.next(it)? {
            Some(v) => v,
            None => return Err(t.type_error("reduce() of empty iterable with no initial value")),
        };
    }
    let mut n = 0u32;
    while let Some(v) = t.next(it)? {
        total = t.call(a[0], &[total, v])?;
        n += 1;
        if n.is_multiple_of(10_000) {
            t.check()?;
        }
    }
    Ok(total)
}

// ---- cmp_to_key: [comparison, object or unbound]

static KEY: TypeRow = TypeRow::new("KeyWrapper", Kind::Native1)
    .module("functools")
    .is_final()
    .flags(flag::NO_NEW)
    .methods(&KEY_METHODS)
    .attributes(&KEY_ATTRIBUTES);
static KEY_METHODS: [Method; 8] = [
    method("__call__(self, obj)", key_call, "Call self as a function."),
    method("__lt__(self, value, /)", |t, a| key_compare(t, a, CompareOp::Lt), "Return self<value."),
    method("__le__(self, value, /)", |t, a| key_compare(t, a, CompareOp::Le), "Return self<=value."),
    method("__eq__(self, value, /)", |t, a| key_compare(t, a, CompareOp::Eq), "Return self==value."),
    method("__ne__(self, value, /)", |t, a| key_compare(t, a, CompareOp::Ne), "Return self!=value."),
    method("__gt__(self, value, /)", |t, a| key_compare(t, a, CompareOp::Gt), "Return self>value."),
    method("__ge__(self, value, /)", |t, a| key_compare(t, a, CompareOp::Ge), "Return self>=value."),
    class_method("__class_getitem__(cls, object, /)", class_getitem, "See PEP 585"),
];
static KEY_ATTRIBUTES: [Attribute; 1] = [attribute(
    "obj",
    |t, v| {
        let x = word(v, 1);
        if x.is_unbound() {
            let name = t.intern("obj")?;
            return Err(t.no_attribute(v, name));
        }
        Ok(x)
    },
    |t, v, x| {
        put(t, v, 1, x);
        Ok(())
    },
    "Value wrapped by a key function.",
)];
fn cmp_to_key(t: &mut Thread, a: Args) -> Ret {
    t.alloc_of(&KEY, &[a[0], Value::UNBOUND])
}
fn key_call(t: &mut Thread, a: Args) -> Ret {
    t.alloc_of(&KEY, &[word(a[0], 0), a[1]])
}
fn key_compare(t: &mut Thread, a: Args, op: CompareOp) -> Ret {
    if !KEY.is_exact(a[1]) {
        return Err(t.type_error("other argument must be K instance"));
    }
    let (x, y) = (word(a[0], 1), word(a[1], 1));
    if x.is_unbound() || y.is_unbound() {
        let name = t.intern("object")?;
        return Err(t.attribute_error("object".to_string(), a[0], name));
    }
    let r = t.call(word(a[0], 0), &[x, y])?;
    t.compare(op, r, Value::ZERO)
}

// ---- Placeholder

static PLACEHOLDER_TYPE: TypeRow = TypeRow::new("_PlaceholderType", Kind::Native1)
    .module("functools")
    .is_final()
    .constructor(&PLACEHOLDER_NEW)
    .methods(&PLACEHOLDER_METHODS)
    .doc("The type of the Placeholder singleton.");
static PLACEHOLDER_NEW: Method =
    static_method("__new__(cls, *args, **kwargs)", placeholder_new, "Create and return a new object.");
static PLACEHOLDER_METHODS: [Method; 2] = [
    method("__repr__(self, /)", |t, _| t.str("Placeholder"), "Return repr(self)."),
    method("__reduce__(self, /)", |t, _| t.str("Placeholder"), ""),
];
static PLACEHOLDER: pyish_vm::names::Immortal = pyish_vm::names::Immortal::unset();
fn placeholder(t: &mut Thread) -> Ret {
    if PLACEHOLDER.get().is_unbound() {
        let p = t.alloc_of(&PLACEHOLDER_TYPE, &[])?;
        PLACEHOLDER.set(p);
    }
    Ok(PLACEHOLDER.get())
}
fn placeholder_new(t: &mut Thread, a: Args) -> Ret {
    if !Tuple::of(a[1]).is_empty() || a[2].is_bound() {
        return Err(t.type_error("_PlaceholderType takes no arguments"));
    }
    placeholder(t)
}
fn is_placeholder(v: Value) -> bool {
    v.is(PLACEHOLDER.get())
}

// ---- partial: [function, arguments, keywords, number of placeholders]

static PARTIAL: TypeRow = TypeRow::new("partial", Kind::Native1)
    .module("functools")
    .flags(flag::DICT | flag::WEAKREF)
    .constructor(&PARTIAL_NEW)
    .methods(&PARTIAL_METHODS)
    .attributes(&PARTIAL_ATTRIBUTES)
    .doc("A function with some of its arguments given.");
static PARTIAL_NEW: Method =
    static_method("__new__(cls, *args, **kwargs)", partial_new, "Create and return a new object.");
static PARTIAL_METHODS: [Method; 6] = [
    method("__call__(self, *args, **kwargs)", partial_call, "Call self as a function."),
    method(
        "__get__(self, instance, owner=None, /)",
        method_get,
        "Return an attribute of instance, which is of type owner.",
    ),
    method("__repr__(self, /)", partial_repr, "Return repr(self)."),
    method("__reduce__(self, /)", partial_reduce, ""),
    method("__setstate__(self, state, /)", partial_setstate, ""),
    class_method("__class_getitem__(cls, object, /)", class_getitem, "See PEP 585"),
];
static PARTIAL_ATTRIBUTES: [Attribute; 3] = [
    getter("func", |_, v| Ok(word(v, 0)), "function object to use in future partial calls"),
    getter("args", |_, v| Ok(word(v, 1)), "tuple of arguments to future partial calls"),
    getter("keywords", |_, v| Ok(word(v, 2)), "dictionary of keyword arguments to future partial calls"),
];
/// The arguments of a call: placeholders replaced, then the rest.
fn filled(t: &mut Thread, known: Tuple, given: Tuple, keep_missing: bool) -> Result<Values, Raised> {
    let mut vs = Values::with_capacity(t, known.len() + given.len())?;
    let mut next = 0;
    for v in known.iter() {
        if is_placeholder(v) && (next < given.len() || !keep_missing) {
            if next >= given.len() {
                let n = known.iter().filter(|v| is_placeholder(*v)).count();
                let text = format!(
                    "missing positional arguments in 'partial' call; expected at least {n}, got {}",
                    given.len()
                );
                return Err(t.type_error(text));
            }
            vs.push(t, given.get(next))?;
            next += 1;
        } else {
            vs.push(t, v)?;
        }
    }
    for v in given.iter().skip(next) {
        vs.push(t, v)?;
    }
    Ok(vs)
}
fn merged(t: &mut Thread, known: Value, given: Value) -> Ret {
    let d = Dict::of(known).copy(t)?;
    if let Some(more) = Dict::from(given) {
        d.update_from(t, more)?;
    }
    Ok(d.value())
}
fn partial_new(t: &mut Thread, a: Args) -> Ret {
    let args = Tuple::of(a[1]);
    if args.is_empty() {
        return Err(t.type_error("type 'partial' takes at least one argument"));
    }
    let mut f = args.get(0);
    if !t.is_callable(f) {
        return Err(t.type_error("the first argument must be callable"));
    }
    if args.len() > 1 && is_placeholder(args.get(args.len() - 1)) {
        return Err(t.type_error("trailing Placeholders are not allowed"));
    }
    if let Some(d) = Dict::from(a[2])
        && d.iter().any(|(_, v)| is_placeholder(v))
    {
        return Err(t.type_error("Placeholder cannot be passed as a keyword argument"));
    }
    let mut given = Tuple::new_with(t, args.len() - 1, |i| args.get(i + 1))?;
    let none = Dict::new(t)?.value();
    let mut keywords = merged(t, none, a[2])?;
    // a partial of a partial is one partial, unless it has attributes of its own
    if PARTIAL.get() == t.class_of(f) {
        let name = t.names().__dict__;
        let own = t.find_attr(f, name)?.and_then(Dict::from).is_some_and(|d| !d.is_empty());
        if !own {
            keywords = merged(t, word(f, 2), keywords)?;
            let all = filled(t, Tuple::of(word(f, 1)), given, true)?;
            given = Tuple::of(all.into_tuple(t)?);
            f = word(f, 0);
        }
    }
    let holes = given.iter().filter(|v| is_placeholder(*v)).count();
    instance(t, &PARTIAL, a[0], &[f, given.value(), keywords, Value::index(holes)])
}
fn partial_call(t: &mut Thread, a: Args) -> Ret {
    let (f, known, keywords) = (word(a[0], 0), Tuple::of(word(a[0], 1)), word(a[0], 2));
    let vs = filled(t, known, Tuple::of(a[1]), false)?;
    if a[2].is_unbound() {
        return t.call_with_dict(f, vs.as_slice(), keywords);
    }
    let keywords = if Dict::of(keywords).is_empty() { a[2] } else { merged(t, keywords, a[2])? };
    t.call_with_dict(f, vs.as_slice(), keywords)
}
/// `__get__` of callables that act as methods.
fn method_get(t: &mut Thread, a: Args) -> Ret {
    if a[1].is_none() { Ok(a[0]) } else { bind(t, a[0], a[1]) }
}
fn partial_repr(t: &mut Thread, a: Args) -> Ret {
    let class = t.class_of(a[0]);
    let name = types::type_::full_name(t, class);
    let made = t.repr_guarded(a[0], |t| {
        let mut parts = vec![t.repr_text(word(a[0], 0))?];
        for x in Tuple::of(word(a[0], 1)).iter() {
            parts.push(t.repr_text(x)?);
        }
        for (k, v) in Dict::of(word(a[0], 2)).iter() {
            let (k, v) = (t.str_text(k)?, t.repr_text(v)?);
            parts.push(format!("{k}={v}"));
        }
        Ok(parts.join(", "))
    })?;
    match made {
        Some(parts) => t.str(&format!("{name}({parts})")),
        None => t.str("..."),
    }
}
fn partial_reduce(t: &mut Thread, a: Args) -> Ret {
    let own = own_state(t, a[0])?;
    let state = [word(a[0], 0), word(a[0], 1), word(a[0], 2), own];
    let args = Tuple::make(t, &state[..1])?;
    let state = Tuple::make(t, &state)?;
    let class = t.class_of(a[0]).value();
    Tuple::make(t, &[class, args, state])
}
fn partial_setstate(t: &mut Thread, a: Args) -> Ret {
    let state = Tuple::from(a[1]).filter(|s| {
        s.len() == 4
            && Tuple::from(s.get(1)).is_some()
            && (s.get(2).is_none() || Dict::from(s.get(2)).is_some())
            && (s.get(3).is_none() || Dict::from(s.get(3)).is_some())
    });
    let Some(s) = state.filter(|s| t.is_callable(s.get(0))) else { return Err(t.type_error("invalid partial state")) };
    let args = t.collect_tuple(s.get(1))?;
    if !args.is_empty() && is_placeholder(args.get(args.len() - 1)) {
        return Err(t.type_error("trailing Placeholders are not allowed"));
    }
    let empty = Dict::new(t)?.value();
    let keywords = if s.get(2).is_none() { empty } else { merged(t, empty, s.get(2))? };
    put(t, a[0], 0, s.get(0));
    put(t, a[0], 1, args.value());
    put(t, a[0], 2, keywords);
    if let Some(d) = Dict::from(s.get(3)) {
        t.set_instance_dict(a[0].unwrap_obj(), d)?;
    }
    Ok(Value::NONE)
}

// ---- the wrapper of lru_cache: [function, maxsize or -1, typed, cache, hits, misses, class of cache_info]

static LRU: TypeRow = TypeRow::new("_lru_cache_wrapper", Kind::Native2)
    .module("functools")
    .flags(flag::DICT | flag::WEAKREF)
    .constructor(&LRU_NEW)
    .methods(&LRU_METHODS)
    .doc("Create a cached callable that wraps another function.");
static LRU_NEW: Method = static_method(
    "__new__(cls, user_function, maxsize, typed, cache_info_type)",
    lru_new,
    "Create and return a new object.",
);
static LRU_METHODS: [Method; 7] = [
    method("__call__(self, *args, **kwargs)", lru_call, "Call self as a function."),
    method(
        "__get__(self, instance, owner=None, /)",
        method_get,
        "Return an attribute of instance, which is of type owner.",
    ),
    method("cache_info(self, /)", cache_info, "Report cache statistics"),
    method("cache_clear(self, /)", cache_clear, "Clear the cache and cache statistics"),
    method("__reduce__(self, /)", lru_reduce, ""),
    method("__copy__(self, /)", |_, a| Ok(a[0]), ""),
    method("__deepcopy__(self, memo, /)", |_, a| Ok(a[0]), ""),
];
const MAXSIZE: usize = 1;
const TYPED: usize = 2;
const CACHE: usize = 3;
const HITS: usize = 4;
const MISSES: usize = 5;
const INFO: usize = 6;

fn lru_new(t: &mut Thread, a: Args) -> Ret {
    if !t.is_callable(a[1]) {
        return Err(t.type_error("the first argument must be callable"));
    }
    let maxsize = if a[2].is_none() {
        -1
    } else if let Some(i) = t.try_index(a[2])? {
        t.to_i64(i)?.clamp(0, Value::MAX_INT)
    } else {
        return Err(t.type_error("maxsize should be integer or None"));
    };
    let typed = Value::bool(t.truth(a[3])?);
    let cache = Dict::new(t)?.value();
    let words = [a[1], Value::int(maxsize), typed, cache, Value::ZERO, Value::ZERO, a[4]];
    instance(t, &LRU, a[0], &words)
}
fn bump(v: Value, i: usize) {
    v.unwrap_obj().set_plain(i, Value::int(word(v, i).unwrap_int() + 1).bits());
}
/// The key of a call: the lone argument itself where its type allows, else a tuple of everything.
fn key(t: &mut Thread, args: Tuple, kwargs: Value, typed: bool) -> Ret {
    let keywords = Dict::from(kwargs).filter(|d| !d.is_empty());
    if keywords.is_none() && !typed {
        if args.len() == 1 {
            let v = args.get(0);
            if v.is_int() || Thread::kind_of(v) == Kind::Str {
                return Ok(v);
            }
        }
        return Ok(args.value());
    }
    let mut vs = Values::with_capacity(t, args.len() * 2 + 8)?;
    for v in args.iter() {
        vs.push(t, v)?;
    }
    if let Some(d) = keywords {
        // the class itself marks where the keywords begin
        vs.push(t, LRU.value())?;
        for (k, v) in d.iter() {
            vs.push(t, k)?;
            vs.push(t, v)?;
        }
    }
    if typed {
        for v in args.iter() {
            let class = t.class_of(v).value();
            vs.push(t, class)?;
        }
        if let Some(d) = keywords {
            for (_, v) in d.iter() {
                let class = t.class_of(v).value();
                vs.push(t, class)?;
            }
        }
    }
    vs.into_tuple(t)
}
fn lru_call(t: &mut Thread, a: Args) -> Ret {
    let (f, args) = (word(a[0], 0), Tuple::of(a[1]));
    let maxsize = word(a[0], MAXSIZE).unwrap_int();
    if maxsize == 0 {
        bump(a[0], MISSES);
        return t.call_with_tuple_and_dict(f, args, a[2]);
    }
    let key = key(t, args, a[2], word(a[0], TYPED).is(Value::TRUE))?;
    let hash = t.hash(key)?;
    let cache = Dict::of(word(a[0], CACHE));
    if maxsize < 0 {
        if let Some(v) = cache.get_hashed(t, key, hash)? {
            bump(a[0], HITS);
            return Ok(v);
        }
        bump(a[0], MISSES);
        let v = t.call_with_tuple_and_dict(f, args, a[2])?;
        Dict::of(word(a[0], CACHE)).set_hashed(t, key, hash, v)?;
        return Ok(v);
    }
    // the order of the entries is that of use: a hit moves its entry to the end
    if let Some(v) = cache.get_hashed(t, key, hash)? {
        bump(a[0], HITS);
        if !cache.is_last(key) && cache.remove_hashed(t, key, hash)?.is_some() {
            cache.set_hashed(t, key, hash, v)?;
            trim(t, cache, maxsize)?;
        }
        return Ok(v);
    }
    bump(a[0], MISSES);
    let v = t.call_with_tuple_and_dict(f, args, a[2])?;
    let cache = Dict::of(word(a[0], CACHE));
    if cache.get_hashed(t, key, hash)?.is_none() {
        cache.set_hashed(t, key, hash, v)?;
        trim(t, cache, maxsize)?;
    }
    Ok(v)
}
/// Takes out the entries that were used least lately. After the store, so that what other threads store meanwhile counts.
fn trim(t: &mut Thread, cache: Dict, maxsize: i64) -> Result<(), Raised> {
    while cache.len() as i64 > maxsize && cache.pop_first(t)?.is_some() {}
    Ok(())
}
fn cache_info(t: &mut Thread, a: Args) -> Ret {
    let maxsize = word(a[0], MAXSIZE);
    let maxsize = if maxsize.unwrap_int() < 0 { Value::NONE } else { maxsize };
    let size = Value::index(Dict::of(word(a[0], CACHE)).len());
    t.call(word(a[0], INFO), &[word(a[0], HITS), word(a[0], MISSES), maxsize, size])
}
fn cache_clear(t: &mut Thread, a: Args) -> Ret {
    let cache = Dict::new(t)?.value();
    put(t, a[0], HITS, Value::ZERO);
    put(t, a[0], MISSES, Value::ZERO);
    put(t, a[0], CACHE, cache);
    Ok(Value::NONE)
}
fn lru_reduce(t: &mut Thread, a: Args) -> Ret {
    let name = t.names().__qualname__;
    t.get_attr(a[0], name)
}
