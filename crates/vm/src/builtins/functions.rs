//! The builtin functions: what is asked of objects. Printing and reading are in `output`, `sum`, `min` and the like in
//! `reduce`.

use super::{output, reduce};
use crate::native::{Args, Method, function};
use crate::object::bigint;
use crate::object::dict::Dict;
use crate::object::kind::Kind;
use crate::object::list::List;
use crate::object::set::Set;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::ops::arithmetic::BinaryOp;
use crate::ops::protocol::address;
use crate::thread::{Ret, Thread};
use crate::types::{self, exc, iterators, sort};
use num_bigint::Sign;

pub static FUNCTIONS: &[Method] = &ROWS;
static ROWS: [Method; 44] = [
    function(
        "print(*args, sep=' ', end='\\n', file=None, flush=False)",
        output::print,
        "Prints the values to a stream, or to sys.stdout by default.",
    ),
    function("input(prompt='', /)", output::input, "Read a string from standard input, without its trailing newline."),
    function(
        "len(obj, /)",
        |t, a| {
            let n = t.len(a[0])?;
            t.usize(n)
        },
        "Return the number of items in a container.",
    )
    .leaf(len_leaf),
    function(
        "repr(obj, /)",
        |t, a| Ok(t.repr(a[0])?.value()),
        "Return the canonical string representation of the object.",
    ),
    function("ascii(obj, /)", |t, a| types::str::ascii(t, a[0]), "Return an ASCII-only representation of an object."),
    function("abs(x, /)", abs, "Return the absolute value of the argument.").leaf(abs_leaf),
    function("divmod(x, y, /)", |t, a| t.binary(BinaryOp::DivMod, a[0], a[1]), "Return the tuple (x//y, x%y)."),
    function(
        "pow(base, exp, mod=None)",
        pow,
        "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.",
    ),
    function("round(number, ndigits=None)", round, "Round a number to a given precision in decimal digits."),
    function(
        "sum(iterable, /, start=0)",
        reduce::sum,
        "Return the sum of a 'start' value plus an iterable of numbers.",
    ),
    function(
        "min(*args, key=None, default=None)",
        |t, a| reduce::extreme(t, a, true),
        "With an iterable, its smallest item; with several arguments, the smallest of them.",
    )
    .leaf(|_, a| extreme_leaf(a, true)),
    function(
        "max(*args, key=None, default=None)",
        |t, a| reduce::extreme(t, a, false),
        "With an iterable, its biggest item; with several arguments, the biggest of them.",
    )
    .leaf(|_, a| extreme_leaf(a, false)),
    function(
        "sorted(*args, key=None, reverse=False, **kwargs)",
        sorted,
        "Return a new list containing all items from the iterable in ascending order.",
    ),
    function("any(iterable, /)", reduce::any, "Return True if bool(x) is True for any x in the iterable."),
    function("all(iterable, /)", reduce::all, "Return True if bool(x) is True for all values x in the iterable."),
    function("iter(object, sentinel=None, /)", iter, "Get an iterator from an object."),
    function("next(iterator, default=None, /)", next, "Return the next item from the iterator."),
    function(
        "isinstance(obj, class_or_tuple, /)",
        |t, a| Ok(Value::bool(t.is_instance(a[0], a[1])?)),
        "Return whether an object is an instance of a class or of a subclass thereof.",
    )
    .leaf(isinstance_leaf),
    function(
        "issubclass(cls, class_or_tuple, /)",
        issubclass,
        "Return whether 'cls' is derived from another class or is the same class.",
    ),
    function("callable(obj, /)", |t, a| Ok(Value::bool(t.is_callable(a[0]))), "Return whether the object is callable."),
    function("getattr(object, name, default=None, /)", getattr, "Get a named attribute from an object."),
    function(
        "setattr(obj, name, value, /)",
        setattr,
        "Sets the named attribute on the given object to the specified value.",
    ),
    function("delattr(obj, name, /)", delattr, "Deletes the named attribute from the given object."),
    function("hasattr(obj, name, /)", hasattr, "Return whether the object has an attribute with the given name."),
    function("id(obj, /)", |t, a| t.int(address(a[0]) as i64), "Return the identity of an object."),
    function(
        "hash(obj, /)",
        |t, a| {
            let h = t.hash(a[0])?;
            t.int(h)
        },
        "Return the hash value for the given object.",
    ),
    function("vars(object=None, /)", vars, "Without arguments, the local variables; with an argument, its __dict__."),
    function("dir(object=None, /)", dir, "The names in the current scope, or the attributes of an object."),
    function(
        "locals()",
        |t, _| crate::interpreter::traceback::locals_of_running(t),
        "Return a dictionary containing the current scope's local variables.",
    ),
    function("globals()", globals, "Return the dictionary containing the current scope's global variables."),
    function("chr(i, /)", chr, "Return a Unicode string of one character with ordinal i.").leaf(chr_leaf),
    function("ord(c, /)", ord, "Return the ordinal value of a character.").leaf(ord_leaf),
    function(
        "hex(number, /)",
        |t, a| in_radix(t, a[0], 16, "0x"),
        "Return the hexadecimal representation of an integer.",
    ),
    function("oct(number, /)", |t, a| in_radix(t, a[0], 8, "0o"), "Return the octal representation of an integer."),
    function("bin(number, /)", |t, a| in_radix(t, a[0], 2, "0b"), "Return the binary representation of an integer."),
    function("format(value, format_spec='', /)", format, "Return type(value).__format__(value, format_spec)."),
    function(
        "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
        open,
        "Open file and return a stream.",
    ),
    function("__import__(name, globals=None, locals=None, fromlist=(), level=0)", dunder_import, "Import a module."),
    function("breakpoint(*args, **kws)", breakpoint, "Call sys.breakpointhook(*args, **kws)."),
    function("aiter(async_iterable, /)", aiter, "Return an AsyncIterator for an AsyncIterable object."),
    function("anext(aiterator, default=None, /)", anext, "Return the next item from the async iterator."),
    function("exit(code=None)", exit, "Raise SystemExit."),
    function("quit(code=None)", exit, "Raise SystemExit."),
    function("copyright()", |_, _| Ok(Value::NONE), "interactive prompt objects for printing the license text"),
];

fn len_leaf(_: &mut Thread, a: &[Value]) -> Value {
    let [v] = a else { return Value::UNBOUND };
    let Some(o) = v.obj() else { return Value::UNBOUND };
    match Kind::of(o.kind()) {
        Kind::Str => Value::index(Str(o).len()),
        Kind::Tuple => Value::index(Tuple(o).len()),
        Kind::List if types::list::TYPE.is_exact(*v) => Value::index(List(o).len()),
        Kind::Dict if types::dict::TYPE.is_exact(*v) => Value::index(Dict(o).len()),
        Kind::Set if types::set::TYPE.is_exact(*v) => Value::index(Set(o).len()),
        _ => Value::UNBOUND,
    }
}
fn abs_leaf(_: &mut Thread, a: &[Value]) -> Value {
    match a {
        [v] => match (v.as_int(), v.inline_float()) {
            (Some(i), _) => Value::try_int(i.abs()).unwrap_or(Value::UNBOUND),
            (_, Some(x)) => Value::try_float(x.abs()).unwrap_or(Value::UNBOUND),
            _ => Value::UNBOUND,
        },
        _ => Value::UNBOUND,
    }
}
/// The first of the least or greatest of two or three small ints or inline floats of one kind.
fn extreme_leaf(a: &[Value], least: bool) -> Value {
    let [first, rest @ ..] = a else { return Value::UNBOUND };
    let mut best = *first;
    if rest.is_empty() || rest.len() > 2 {
        return Value::UNBOUND;
    }
    for v in rest {
        let better = match (v.as_int(), best.as_int(), v.inline_float(), best.inline_float()) {
            (Some(x), Some(y), ..) => {
                if least {
                    x < y
                } else {
                    x > y
                }
            }
            (.., Some(x), Some(y)) => {
                if least {
                    x < y
                } else {
                    x > y
                }
            }
            _ => return Value::UNBOUND,
        };
        if better {
            best = *v;
        }
    }
    best
}
fn isinstance_leaf(t: &mut Thread, a: &[Value]) -> Value {
    match a {
        [v, class] if t.class_of(*v).value().is(*class) => Value::TRUE,
        _ => Value::UNBOUND,
    }
}
fn chr_leaf(t: &mut Thread, a: &[Value]) -> Value {
    match a {
        [v] => match v.as_int() {
            Some(i @ 0..=255) => t.runtime().latin1[i as usize].get(),
            _ => Value::UNBOUND,
        },
        _ => Value::UNBOUND,
    }
}
fn ord_leaf(_: &mut Thread, a: &[Value]) -> Value {
    match a {
        [v] if Thread::kind_of(*v) == Kind::Str && Str::of(*v).len() == 1 => {
            Value::index(Str::of(*v).chars().get(0) as usize)
        }
        _ => Value::UNBOUND,
    }
}
fn abs(t: &mut Thread, a: Args) -> Ret {
    if let Some(i) = a[0].as_int() {
        return t.int(i.abs());
    }
    if let Some(x) = a[0].inline_float() {
        return t.float(x.abs());
    }
    let name = t.names().__abs__;
    match t.call_special(a[0], name, &[])? {
        Some(v) => Ok(v),
        None => {
            let kind = t.type_name(a[0]);
            Err(t.type_error(format!("bad operand type for abs(): '{kind}'")))
        }
    }
}
fn pow(t: &mut Thread, a: Args) -> Ret {
    types::number::power(t, a[0], a[1], a[2])
}
fn round(t: &mut Thread, a: Args) -> Ret {
    if a[1].given().is_none() {
        if a[0].is_int() {
            return Ok(a[0]);
        }
        if let Some(x) = a[0].inline_float() {
            return types::number::float_to_int(t, x.round_ties_even());
        }
    }
    let name = t.names().__round__;
    let r = match a[1].given() {
        Some(n) => t.call_special(a[0], name, &[n])?,
        None => t.call_special(a[0], name, &[])?,
    };
    match r {
        Some(v) => Ok(v),
        None => {
            let kind = t.type_name(a[0]);
            Err(t.type_error(format!("type {kind} doesn't define __round__ method")))
        }
    }
}
fn sorted(t: &mut Thread, a: Args) -> Ret {
    // the texts of CPython's checks are those of its own way: one argument counted, the keywords handed to list.sort
    let args = Tuple::of(a[0]);
    if args.len() != 1 {
        return Err(t.type_error(format!("sorted expected 1 argument, got {}", args.len())));
    }
    if let Some((name, _)) = Dict::from(a[3]).and_then(|d| d.iter().next()) {
        let name = t.string_of(name);
        return Err(t.type_error(format!("sort() got an unexpected keyword argument '{name}'")));
    }
    let items = t.collect(args.get(0))?;
    let reverse = if a[2].is_unbound() { false } else { t.truth(a[2])? };
    sort::sorted_items(t, &items, a[1].given(), reverse)?.into_list(t)
}
fn iter(t: &mut Thread, a: Args) -> Ret {
    if a[1].is_unbound() {
        return t.iter(a[0]);
    }
    if !t.is_callable(a[0]) {
        return Err(t.type_error("iter(v, w): v must be callable"));
    }
    t.alloc_of(&iterators::CALLABLE, &[a[0], a[1]])
}
fn next(t: &mut Thread, a: Args) -> Ret {
    if a[1].is_bound() {
        return Ok(t.next(a[0])?.unwrap_or(a[1]));
    }
    // through the method, so that a StopIteration keeps its value
    let name = t.names().__next__;
    match t.special(a[0], name) {
        Some(f) => t.call_bound(f, a[0], &[]),
        None => {
            let kind = t.type_name(a[0]);
            Err(t.type_error(format!("'{kind}' object is not an iterator")))
        }
    }
}
fn issubclass(t: &mut Thread, a: Args) -> Ret {
    Ok(Value::bool(t.is_subclass(a[0], a[1])?))
}
fn attribute_name(t: &mut Thread, v: Value) -> Ret {
    match Str::from(v) {
        Some(s) => t.intern_str(s),
        None => {
            let kind = t.type_name(v);
            Err(t.type_error(format!("attribute name must be string, not '{kind}'")))
        }
    }
}
fn getattr(t: &mut Thread, a: Args) -> Ret {
    let name = attribute_name(t, a[1])?;
    if a[2].is_unbound() {
        return t.get_attr(a[0], name);
    }
    let r = t.find_attr(a[0], name);
    Ok(t.catch(r, &exc::AttributeError)?.flatten().unwrap_or(a[2]))
}
fn hasattr(t: &mut Thread, a: Args) -> Ret {
    let name = attribute_name(t, a[1])?;
    let r = t.find_attr(a[0], name);
    Ok(Value::bool(t.catch(r, &exc::AttributeError)?.flatten().is_some()))
}
fn setattr(t: &mut Thread, a: Args) -> Ret {
    let name = attribute_name(t, a[1])?;
    t.set_attr(a[0], name, a[2])?;
    Ok(Value::NONE)
}
fn delattr(t: &mut Thread, a: Args) -> Ret {
    let name = attribute_name(t, a[1])?;
    t.del_attr(a[0], name)?;
    Ok(Value::NONE)
}
fn vars(t: &mut Thread, a: Args) -> Ret {
    if a[0].is_unbound() {
        return crate::interpreter::traceback::locals_of_running(t);
    }
    let name = t.names().__dict__;
    let r = t.find_attr(a[0], name);
    match t.catch(r, &exc::AttributeError)?.flatten() {
        Some(d) => Ok(d),
        None => Err(t.type_error("vars() argument must have __dict__ attribute")),
    }
}
fn dir(t: &mut Thread, a: Args) -> Ret {
    let names = if a[0].is_unbound() {
        let locals = crate::interpreter::traceback::locals_of_running(t)?;
        let keys = t.names().keys;
        if Dict::from(locals).is_some() { locals } else { t.call_method(locals, keys, &[])? }
    } else {
        let name = t.names().__dir__;
        match t.call_special(a[0], name, &[])? {
            Some(v) => v,
            None => return Err(t.type_error("object does not provide __dir__")),
        }
    };
    let items = t.collect(names)?;
    sort::sorted_items(t, &items, None, false)?.into_list(t)
}
fn globals(t: &mut Thread, _: Args) -> Ret {
    match t.current_globals() {
        Some(d) => Ok(d.value()),
        None => Ok(Value::NONE),
    }
}
fn chr(t: &mut Thread, a: Args) -> Ret {
    let i = t.index(a[0])?;
    match bigint::to_i64(i) {
        Some(c @ 0..=0x10_FFFF) => Str::from_char(t, c as u32),
        _ => Err(t.value_error("chr() arg not in range(0x110000)")),
    }
}
fn ord(t: &mut Thread, a: Args) -> Ret {
    let n = if let Some(s) = Str::from(a[0]) {
        if s.len() == 1 {
            return Ok(Value::index(s.chars().get(0) as usize));
        }
        s.len()
    } else if let Some(b) = types::bytes::data(a[0]) {
        if b.len() == 1 {
            return Ok(Value::index(b[0] as usize));
        }
        b.len()
    } else if types::bytearray::TYPE.get() == t.class_of(a[0]) {
        let n = t.len(a[0])?;
        if n == 1 {
            return t.get_item(a[0], Value::ZERO);
        }
        n
    } else {
        let kind = t.type_name(a[0]);
        return Err(t.type_error(format!("ord() expected string of length 1, but {kind} found")));
    };
    Err(t.type_error(format!("ord() expected a character, but string of length {n} found")))
}
fn in_radix(t: &mut Thread, v: Value, radix: u32, prefix: &str) -> Ret {
    let i = t.index(v)?;
    let n = bigint::to_big(i).unwrap_or_default();
    let sign = if n.sign() == Sign::Minus { "-" } else { "" };
    let text = format!("{sign}{prefix}{}", n.magnitude().to_str_radix(radix));
    t.str(&text)
}
fn format(t: &mut Thread, a: Args) -> Ret {
    if a[1].is_bound() && Str::from(a[1]).is_none() {
        let kind = t.type_name(a[1]);
        return Err(t.type_error(format!("format() argument 2 must be str, not {kind}")));
    }
    t.format(a[0], a[1])
}
fn open(t: &mut Thread, a: Args) -> Ret {
    let io = crate::import::import_dotted(t, "io")?;
    let f = t.get_attr_named(io, "open")?;
    let names = ["mode", "buffering", "encoding", "errors", "newline", "closefd", "opener"];
    let d = Dict::new(t)?;
    for (i, name) in names.iter().enumerate() {
        if a[i + 1].is_bound() {
            d.set_named(t, name, a[i + 1])?;
        }
    }
    t.call_with_dict(f, &[a[0]], d.value())
}
fn dunder_import(t: &mut Thread, a: Args) -> Ret {
    if Str::from(a[0]).is_none() {
        return Err(t.type_error("module name must be a string"));
    }
    let level = if a[4].is_unbound() { 0 } else { t.to_i64(a[4])? };
    if level < 0 {
        return Err(t.value_error("level must be >= 0"));
    }
    let globals = match a[1].given() {
        Some(g) => g,
        None => t.current_globals().map_or(Value::NONE, Dict::value),
    };
    crate::import::import(t, globals, a[0], a[3], level)
}
fn breakpoint(t: &mut Thread, a: Args) -> Ret {
    let sys = t.runtime().sys.get();
    let hook = t.intern("breakpointhook")?;
    match if sys.is_bound() { t.find_attr(sys, hook)? } else { None } {
        Some(f) => t.call_with_tuple_and_dict(f, Tuple::of(a[0]), a[1]),
        None => Err(t.runtime_error("lost sys.breakpointhook")),
    }
}
fn aiter(t: &mut Thread, a: Args) -> Ret {
    let n = t.names();
    let Some(it) = t.call_special(a[0], n.__aiter__, &[])? else {
        let kind = t.type_name(a[0]);
        return Err(t.type_error(format!("'{kind}' object is not an async iterable")));
    };
    if t.special(it, n.__anext__).is_none() {
        let kind = t.type_name(it);
        return Err(t.type_error(format!("aiter() returned not an async iterator of type '{kind}'")));
    }
    Ok(it)
}
fn anext(t: &mut Thread, a: Args) -> Ret {
    let n = t.names();
    let Some(awaitable) = t.call_special(a[0], n.__anext__, &[])? else {
        let kind = t.type_name(a[0]);
        return Err(t.type_error(format!("'{kind}' object is not an async iterator")));
    };
    if a[1].is_unbound() {
        return Ok(awaitable);
    }
    super::anext::with_default(t, awaitable, a[1])
}
fn exit(t: &mut Thread, a: Args) -> Ret {
    let code = a[0].or(Value::NONE);
    let args = [code];
    Err(t.raise_args(&exc::SystemExit, if a[0].is_unbound() { &[] } else { &args }))
}
