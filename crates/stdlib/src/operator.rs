//! `_operator`: the operators as functions, and `itemgetter`, `attrgetter`, `methodcaller`.

use pyish_vm::import::ModuleRow;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::kind::Kind;
use pyish_vm::object::list::Values;
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::ops::arithmetic::BinaryOp;
use pyish_vm::ops::compare::CompareOp;
use pyish_vm::types::iterators::{instance, word};
use pyish_vm::types::{self, exc};
use pyish_vm::{Args, Method, Raised, Ret, Thread, TypeRow, Value, function, method, static_method};

pub static MODULE: ModuleRow = ModuleRow { name: "_operator", doc: "Operator interface.", functions: &FUNCTIONS, init };

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    for row in [&ITEMGETTER, &ATTRGETTER, &METHODCALLER] {
        let class = types::ready(t, row)?;
        d.set_named(t, row.name, class.value())?;
    }
    Ok(())
}

static FUNCTIONS: [Method; 55] = [
    function("lt(a, b, /)", |t, a| t.compare(CompareOp::Lt, a[0], a[1]), "Same as a < b."),
    function("le(a, b, /)", |t, a| t.compare(CompareOp::Le, a[0], a[1]), "Same as a <= b."),
    function("eq(a, b, /)", |t, a| t.compare(CompareOp::Eq, a[0], a[1]), "Same as a == b."),
    function("ne(a, b, /)", |t, a| t.compare(CompareOp::Ne, a[0], a[1]), "Same as a != b."),
    function("gt(a, b, /)", |t, a| t.compare(CompareOp::Gt, a[0], a[1]), "Same as a > b."),
    function("ge(a, b, /)", |t, a| t.compare(CompareOp::Ge, a[0], a[1]), "Same as a >= b."),
    function("add(a, b, /)", |t, a| t.binary(BinaryOp::Add, a[0], a[1]), "Same as a + b."),
    function("sub(a, b, /)", |t, a| t.binary(BinaryOp::Sub, a[0], a[1]), "Same as a - b."),
    function("mul(a, b, /)", |t, a| t.binary(BinaryOp::Mul, a[0], a[1]), "Same as a * b."),
    function("truediv(a, b, /)", |t, a| t.binary(BinaryOp::Div, a[0], a[1]), "Same as a / b."),
    function("floordiv(a, b, /)", |t, a| t.binary(BinaryOp::FloorDiv, a[0], a[1]), "Same as a // b."),
    function("mod(a, b, /)", |t, a| t.binary(BinaryOp::Mod, a[0], a[1]), "Same as a % b."),
    function("pow(a, b, /)", |t, a| t.binary(BinaryOp::Pow, a[0], a[1]), "Same as a ** b."),
    function("matmul(a, b, /)", |t, a| t.binary(BinaryOp::MatMul, a[0], a[1]), "Same as a @ b."),
    function("lshift(a, b, /)", |t, a| t.binary(BinaryOp::LShift, a[0], a[1]), "Same as a << b."),
    function("rshift(a, b, /)", |t, a| t.binary(BinaryOp::RShift, a[0], a[1]), "Same as a >> b."),
    function("and_(a, b, /)", |t, a| t.binary(BinaryOp::And, a[0], a[1]), "Same as a & b."),
    function("or_(a, b, /)", |t, a| t.binary(BinaryOp::Or, a[0], a[1]), "Same as a | b."),
    function("xor(a, b, /)", |t, a| t.binary(BinaryOp::Xor, a[0], a[1]), "Same as a ^ b."),
    function("iadd(a, b, /)", |t, a| t.in_place(BinaryOp::Add, a[0], a[1]), "Same as a += b."),
    function("isub(a, b, /)", |t, a| t.in_place(BinaryOp::Sub, a[0], a[1]), "Same as a -= b."),
    function("imul(a, b, /)", |t, a| t.in_place(BinaryOp::Mul, a[0], a[1]), "Same as a *= b."),
    function("itruediv(a, b, /)", |t, a| t.in_place(BinaryOp::Div, a[0], a[1]), "Same as a /= b."),
    function("ifloordiv(a, b, /)", |t, a| t.in_place(BinaryOp::FloorDiv, a[0], a[1]), "Same as a //= b."),
    function("imod(a, b, /)", |t, a| t.in_place(BinaryOp::Mod, a[0], a[1]), "Same as a %= b."),
    function("ipow(a, b, /)", |t, a| t.in_place(BinaryOp::Pow, a[0], a[1]), "Same as a **= b."),
    function("imatmul(a, b, /)", |t, a| t.in_place(BinaryOp::MatMul, a[0], a[1]), "Same as a @= b."),
    function("ilshift(a, b, /)", |t, a| t.in_place(BinaryOp::LShift, a[0], a[1]), "Same as a <<= b."),
    function("irshift(a, b, /)", |t, a| t.in_place(BinaryOp::RShift, a[0], a[1]), "Same as a >>= b."),
    function("iand(a, b, /)", |t, a| t.in_place(BinaryOp::And, a[0], a[1]), "Same as a &= b."),
    function("ior(a, b, /)", |t, a| t.in_place(BinaryOp::Or, a[0], a[1]), "Same as a |= b."),
    function("ixor(a, b, /)", |t, a| t.in_place(BinaryOp::Xor, a[0], a[1]), "Same as a ^= b."),
    function("neg(a, /)", |t, a| t.unary('-', a[0]), "Same as -a."),
    function("pos(a, /)", |t, a| t.unary('+', a[0]), "Same as +a."),
    function("inv(a, /)", |t, a| t.unary('~', a[0]), "Same as ~a."),
    function("invert(a, /)", |t, a| t.unary('~', a[0]), "Same as ~a."),
    function("not_(a, /)", |t, a| Ok(Value::bool(!t.truth(a[0])?)), "Same as not a."),
    function("truth(a, /)", |t, a| Ok(Value::bool(t.truth(a[0])?)), "Return True if a is true, False otherwise."),
    function("abs(a, /)", abs, "Same as abs(a)."),
    function("index(a, /)", |t, a| t.index(a[0]), "Same as a.__index__()"),
    function("is_(a, b, /)", |_, a| Ok(Value::bool(a[0].is(a[1]))), "Same as a is b."),
    function("is_not(a, b, /)", |_, a| Ok(Value::bool(!a[0].is(a[1]))), "Same as a is not b."),
    function("is_none(a, /)", |_, a| Ok(Value::bool(a[0].is_none())), "Same as a is None."),
    function("is_not_none(a, /)", |_, a| Ok(Value::bool(!a[0].is_none())), "Same as a is not None."),
    function(
        "contains(a, b, /)",
        |t, a| Ok(Value::bool(t.contains(a[0], a[1])?)),
        "Same as b in a (note reversed operands).",
    ),
    function("getitem(a, b, /)", |t, a| t.get_item(a[0], a[1]), "Same as a[b]."),
    function("setitem(a, b, c, /)", set_item, "Same as a[b] = c."),
    function("delitem(a, b, /)", del_item, "Same as del a[b]."),
    function("concat(a, b, /)", |t, a| concat(t, a, false), "Same as a + b, for a and b sequences."),
    function("iconcat(a, b, /)", |t, a| concat(t, a, true), "Same as a += b, for a and b sequences."),
    function("countOf(a, b, /)", count_of, "Return the number of items in a which are, or which equal, b."),
    function("indexOf(a, b, /)", index_of, "Return the first index of b in a."),
    function("length_hint(obj, default=0, /)", length_hint, "Return an estimate of the number of items in obj."),
    function(
        "call(obj, /, *args, **kwargs)",
        |t, a| t.call_with_tuple_and_dict(a[0], Tuple::of(a[1]), a[2]),
        "Same as obj(*args, **kwargs).",
    ),
    function(
        "_compare_digest(a, b, /)",
        compare_digest,
        "Return 'a == b', in a time that does not depend on the contents.",
    ),
];

fn abs(t: &mut Thread, a: Args) -> Ret {
    let f = types::iterators::builtin(t, "abs")?;
    t.call(f, &[a[0]])
}
fn set_item(t: &mut Thread, a: Args) -> Ret {
    t.set_item(a[0], a[1], a[2])?;
    Ok(Value::NONE)
}
fn del_item(t: &mut Thread, a: Args) -> Ret {
    t.del_item(a[0], a[1])?;
    Ok(Value::NONE)
}
fn concat(t: &mut Thread, a: Args, in_place: bool) -> Ret {
    let name = t.names().__getitem__;
    if t.special(a[0], name).is_none() {
        let kind = t.type_name(a[0]);
        return Err(t.type_error(format!("'{kind}' object can't be concatenated")));
    }
    if in_place { t.in_place(BinaryOp::Add, a[0], a[1]) } else { t.binary(BinaryOp::Add, a[0], a[1]) }
}
fn count_of(t: &mut Thread, a: Args) -> Ret {
    let (mut n, item) = (0usize, a[1]);
    t.for_each(a[0], |t, v| {
        n += t.equal(v, item)? as usize;
        Ok(())
    })?;
    t.usize(n)
}
fn index_of(t: &mut Thread, a: Args) -> Ret {
    let it = t.iter(a[0])?;
    let mut i = 0usize;
    while let Some(v) = t.next(it)? {
        if t.equal(v, a[1])? {
            return t.usize(i);
        }
        i += 1;
        if i.is_multiple_of(10_000) {
            t.check()?;
        }
    }
    Err(t.value_error("sequence.index(x): x not in sequence"))
}
fn length_hint(t: &mut Thread, a: Args) -> Ret {
    if a[1].is_bound() && !pyish_vm::object::bigint::is_int(a[1]) {
        let kind = t.type_name(a[1]);
        return Err(t.type_error(format!("'{kind}' object cannot be interpreted as an integer")));
    }
    let default = a[1].or(Value::ZERO);
    let r = t.try_len(a[0]);
    if let Some(n) = t.catch(r, &exc::TypeError)?.flatten() {
        return t.usize(n);
    }
    let name = t.names().__length_hint__;
    let r = t.call_special(a[0], name, &[]);
    let Some(hint) = t.catch(r, &exc::TypeError)?.flatten() else { return Ok(default) };
    if hint.is(Value::NOT_IMPLEMENTED) {
        return Ok(default);
    }
    if !pyish_vm::object::bigint::is_int(hint) {
        let kind = t.type_name(hint);
        return Err(t.type_error(format!("__length_hint__ must be an integer, not {kind}")));
    }
    if t.to_i64(hint)? < 0 {
        return Err(t.value_error("__length_hint__() should return >= 0"));
    }
    t.index(hint)
}
fn compare_digest(t: &mut Thread, a: Args) -> Ret {
    let same = |x: &[u8], y: &[u8]| x.len() == y.len() && x.iter().zip(y).fold(0, |acc, (p, q)| acc | (p ^ q)) == 0;
    if let (Some(x), Some(y)) = (Str::from(a[0]), Str::from(a[1])) {
        if !x.is_ascii() || !y.is_ascii() {
            return Err(t.type_error("comparing strings with non-ASCII characters is not supported"));
        }
        return Ok(Value::bool(same(x.raw(), y.raw())));
    }
    if let (Some(x), Some(y)) = (types::bytes::data(a[0]), types::bytes::data(a[1])) {
        return Ok(Value::bool(same(x, y)));
    }
    let bytes_like = |v| matches!(Thread::kind_of(v), Kind::Bytes | Kind::ByteArray | Kind::MemoryView);
    if bytes_like(a[0]) && bytes_like(a[1]) {
        return Ok(Value::bool(t.equal(a[0], a[1])?));
    }
    let (x, y) = (t.type_name(a[0]), t.type_name(a[1]));
    Err(t.type_error(format!("unsupported operand types(s) or combination of types: '{x}' and '{y}'")))
}

// ---- itemgetter: [items]

static ITEMGETTER: TypeRow = TypeRow::new("itemgetter", Kind::Native1)
    .module("operator")
    .constructor(&ITEMGETTER_NEW)
    .methods(&ITEMGETTER_METHODS)
    .doc("A callable that fetches the given item(s) from its operand.");
static ITEMGETTER_NEW: Method =
    static_method("__new__(cls, item, /, *items)", itemgetter_new, "Create and return a new object.");
static ITEMGETTER_METHODS: [Method; 3] = [
    method("__call__(self, obj, /)", itemgetter_call, "Call self as a function."),
    method("__repr__(self, /)", |t, a| getter_repr(t, a[0], "itemgetter"), "Return repr(self)."),
    method("__reduce__(self, /)", getter_reduce, "Return state information for pickling"),
];
fn itemgetter_new(t: &mut Thread, a: Args) -> Ret {
    let rest = Tuple::of(a[2]);
    let first = a[1];
    let items = Tuple::new_with(t, 1 + rest.len(), |i| if i == 0 { first } else { rest.get(i - 1) })?;
    instance(t, &ITEMGETTER, a[0], &[items.value()])
}
fn itemgetter_call(t: &mut Thread, a: Args) -> Ret {
    let items = Tuple::of(word(a[0], 0));
    if items.len() == 1 {
        return t.get_item(a[1], items.get(0));
    }
    let mut vs = Values::with_capacity(t, items.len())?;
    for key in items.iter() {
        let v = t.get_item(a[1], key)?;
        vs.push(t, v)?;
    }
    vs.into_tuple(t)
}
fn getter_repr(t: &mut Thread, v: Value, name: &str) -> Ret {
    let made = t.repr_guarded(v, |t| {
        let mut parts = Vec::new();
        for x in Tuple::of(word(v, 0)).iter() {
            parts.push(t.repr_text(x)?);
        }
        Ok(parts.join(", "))
    })?;
    t.str(&format!("operator.{name}({})", made.as_deref().unwrap_or("...")))
}
fn getter_reduce(t: &mut Thread, a: Args) -> Ret {
    let class = t.class_of(a[0]).value();
    Tuple::make(t, &[class, word(a[0], 0)])
}

// ---- attrgetter: [names]

static ATTRGETTER: TypeRow = TypeRow::new("attrgetter", Kind::Native1)
    .module("operator")
    .constructor(&ATTRGETTER_NEW)
    .methods(&ATTRGETTER_METHODS)
    .doc("A callable that fetches the given attribute(s) from its operand.");
static ATTRGETTER_NEW: Method =
    static_method("__new__(cls, attr, /, *attrs)", attrgetter_new, "Create and return a new object.");
static ATTRGETTER_METHODS: [Method; 3] = [
    method("__call__(self, obj, /)", attrgetter_call, "Call self as a function."),
    method("__repr__(self, /)", |t, a| getter_repr(t, a[0], "attrgetter"), "Return repr(self)."),
    method("__reduce__(self, /)", getter_reduce, "Return state information for pickling"),
];
fn attrgetter_new(t: &mut Thread, a: Args) -> Ret {
    let rest = Tuple::of(a[2]);
    let first = a[1];
    let names = Tuple::new_with(t, 1 + rest.len(), |i| if i == 0 { first } else { rest.get(i - 1) })?;
    if names.iter().any(|n| Str::from(n).is_none()) {
        return Err(t.type_error("attribute name must be a string"));
    }
    instance(t, &ATTRGETTER, a[0], &[names.value()])
}
fn dotted(t: &mut Thread, mut v: Value, name: Value) -> Ret {
    let text = t.string_of(name);
    for part in text.split('.') {
        v = t.get_attr_named(v, part)?;
    }
    Ok(v)
}
fn attrgetter_call(t: &mut Thread, a: Args) -> Ret {
    let names = Tuple::of(word(a[0], 0));
    if names.len() == 1 {
        return dotted(t, a[1], names.get(0));
    }
    let mut vs = Values::with_capacity(t, names.len())?;
    for name in names.iter() {
        let v = dotted(t, a[1], name)?;
        vs.push(t, v)?;
    }
    vs.into_tuple(t)
}

// ---- methodcaller: [name, arguments, keywords or unbound]

static METHODCALLER: TypeRow = TypeRow::new("methodcaller", Kind::Native1)
    .module("operator")
    .constructor(&METHODCALLER_NEW)
    .methods(&METHODCALLER_METHODS)
    .doc("A callable that calls the given method on its operand.");
static METHODCALLER_NEW: Method =
    static_method("__new__(cls, *args, **kwargs)", methodcaller_new, "Create and return a new object.");
static METHODCALLER_METHODS: [Method; 3] = [
    method("__call__(self, obj, /)", methodcaller_call, "Call self as a function."),
    method("__repr__(self, /)", methodcaller_repr, "Return repr(self)."),
    method("__reduce__(self, /)", methodcaller_reduce, "Return state information for pickling"),
];
fn methodcaller_new(t: &mut Thread, a: Args) -> Ret {
    let args = Tuple::of(a[1]);
    if args.is_empty() {
        return Err(t.type_error("methodcaller needs at least one argument, the method name"));
    }
    let Some(name) = Str::from(args.get(0)) else { return Err(t.type_error("method name must be a string")) };
    let name = t.intern_str(name)?;
    let rest = Tuple::new_with(t, args.len() - 1, |i| args.get(i + 1))?;
    instance(t, &METHODCALLER, a[0], &[name, rest.value(), a[2]])
}
fn methodcaller_call(t: &mut Thread, a: Args) -> Ret {
    let f = t.get_attr(a[1], word(a[0], 0))?;
    t.call_with_tuple_and_dict(f, Tuple::of(word(a[0], 1)), word(a[0], 2))
}
fn methodcaller_repr(t: &mut Thread, a: Args) -> Ret {
    let made = t.repr_guarded(a[0], |t| {
        let mut parts = vec![t.repr_text(word(a[0], 0))?];
        for x in Tuple::of(word(a[0], 1)).iter() {
            parts.push(t.repr_text(x)?);
        }
        if let Some(d) = Dict::from(word(a[0], 2)) {
            for (k, v) in d.iter() {
                let (k, v) = (t.str_text(k)?, t.repr_text(v)?);
                parts.push(format!("{k}={v}"));
            }
        }
        Ok(parts.join(", "))
    })?;
    t.str(&format!("operator.methodcaller({})", made.as_deref().unwrap_or("...")))
}
fn methodcaller_reduce(t: &mut Thread, a: Args) -> Ret {
    let args = Tuple::of(word(a[0], 1));
    let name = word(a[0], 0);
    let all = Tuple::new_with(t, 1 + args.len(), |i| if i == 0 { name } else { args.get(i - 1) })?;
    let class = t.class_of(a[0]).value();
    match Dict::from(word(a[0], 2)).filter(|d| !d.is_empty()) {
        None => Tuple::make(t, &[class, all.value()]),
        Some(d) => {
            let functools = pyish_vm::import::import_dotted(t, "functools")?;
            let partial = t.get_attr_named(functools, "partial")?;
            let made = t.call_with_dict(partial, &[class, name], d.value())?;
            Tuple::make(t, &[made, args.value()])
        }
    }
}
