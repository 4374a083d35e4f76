//! `str`: the class and its rows; construction, operators, items, iteration, `repr`.
//!
//! The other methods are beside: `str_search` (find, replace, strip), `str_split`, `str_case` (case and predicates), `str_layout`
//! (padding, translation), `str_format`.

use super::{str_case, str_format, str_layout, str_search, str_split, unicode};
use crate::native::{Args, Method, method, static_method};
use crate::object::bigint;
use crate::object::chars::{Chars, StrBuilder};
use crate::object::kind::Kind;
use crate::object::string::Str;
use crate::object::typeobject::{Type, TypeRow};
use crate::object::value::Value;
use crate::ops::compare::CompareOp;
use crate::thread::{Raised, Ret, Thread};
use crate::types;

pub use super::template::{interpolation, template};

pub static TYPE: TypeRow = TypeRow::new("str", Kind::Str).constructor(&NEW).methods(&METHODS).doc(
    "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\n\
     The text of an object, or the text that bytes encode.",
);
pub static ROWS: &[&TypeRow] = &[&super::template::TEMPLATE, &super::template::INTERPOLATION];

static NEW: Method = static_method(
    "__new__(cls, object='', encoding='utf-8', errors='strict')",
    str_new,
    "Create and return a new object.",
);

static METHODS: [Method; 68] = [
    method("__repr__(self, /)", |t, a| repr(t, Str::of(a[0])), "Return repr(self)."),
    method("__str__(self, /)", |_, a| Ok(Str::of(a[0]).value()), "Return str(self)."),
    method("__hash__(self, /)", |_, a| Ok(Value::int(Str::of(a[0]).hash())), "Return hash(self)."),
    method("__eq__(self, value, /)", |_, a| compare(CompareOp::Eq, a), "Return self==value."),
    method("__ne__(self, value, /)", |_, a| compare(CompareOp::Ne, a), "Return self!=value."),
    method("__lt__(self, value, /)", |_, a| compare(CompareOp::Lt, a), "Return self<value."),
    method("__le__(self, value, /)", |_, a| compare(CompareOp::Le, a), "Return self<=value."),
    method("__gt__(self, value, /)", |_, a| compare(CompareOp::Gt, a), "Return self>value."),
    method("__ge__(self, value, /)", |_, a| compare(CompareOp::Ge, a), "Return self>=value."),
    method("__iter__(self, /)", |t, a| types::iterators::str_iter(t, Str::of(a[0])), "Implement iter(self)."),
    method("__len__(self, /)", |_, a| Ok(Value::index(Str::of(a[0]).len())), "Return len(self)."),
    method("__getitem__(self, key, /)", |t, a| get_item(t, Str::of(a[0]), a[1]), "Return self[key]."),
    method("__contains__(self, key, /)", str_contains, "Return bool(key in self)."),
    method("__add__(self, value, /)", str_add, "Return self+value."),
    method("__mul__(self, value, /)", str_mul, "Return self*value."),
    method("__rmul__(self, value, /)", str_mul, "Return value*self."),
    method("__mod__(self, value, /)", str_mod, "Return self%value."),
    method("__rmod__(self, value, /)", str_rmod, "Return value%self."),
    method("__format__(self, format_spec, /)", str_format::dunder_format, "Return a formatted version of the string."),
    method("__getnewargs__(self, /)", str_newargs, "The arguments with which a copy is made."),
    method("__sizeof__(self, /)", str_sizeof, "Return the size of the string in memory, in bytes."),
    method("encode(self, /, encoding='utf-8', errors='strict')", str_encode, "The text as bytes in an encoding."),
    method(
        "replace(self, old, new, /, count=-1)",
        str_search::replace,
        "A copy with one substring replaced by another.",
    ),
    method("split(self, /, sep=None, maxsplit=-1)", str_split::split, "The parts between separators, as a list."),
    method("rsplit(self, /, sep=None, maxsplit=-1)", str_split::rsplit, "As split, beginning from the end."),
    method("join(self, iterable, /)", join, "The strings of an iterable, with this one between them."),
    method(
        "capitalize(self, /)",
        str_case::capitalize,
        "A copy with the first character in title case, the rest in lower case.",
    ),
    method("casefold(self, /)", str_case::casefold, "A copy for comparing without regard to case."),
    method("title(self, /)", str_case::title, "A copy in which each word begins in title case."),
    method(
        "center(self, width, fillchar=' ', /)",
        str_layout::center,
        "The string in the middle of so many characters.",
    ),
    method(
        "count(self, sub, start=None, end=None, /)",
        str_search::count,
        "The number of places where sub begins, without overlaps.",
    ),
    method("expandtabs(self, /, tabsize=8)", str_layout::expandtabs, "A copy with spaces in place of tabs."),
    method("find(self, sub, start=None, end=None, /)", str_search::find, "The first position of sub, or -1."),
    method("partition(self, sep, /)", str_split::partition, "What is before the first sep, sep, and what is after it."),
    method(
        "index(self, sub, start=None, end=None, /)",
        str_search::index,
        "The first position of sub; ValueError if there is none.",
    ),
    method("ljust(self, width, fillchar=' ', /)", str_layout::ljust, "The string at the left of so many characters."),
    method("lower(self, /)", str_case::lower, "A copy in lower case.").leaf(lower_leaf),
    method(
        "lstrip(self, chars=None, /)",
        str_search::lstrip,
        "A copy without the white space (or chars) at its beginning.",
    ),
    method("rfind(self, sub, start=None, end=None, /)", str_search::rfind, "The last position of sub, or -1."),
    method(
        "rindex(self, sub, start=None, end=None, /)",
        str_search::rindex,
        "The last position of sub; ValueError if there is none.",
    ),
    method("rjust(self, width, fillchar=' ', /)", str_layout::rjust, "The string at the right of so many characters."),
    method("rstrip(self, chars=None, /)", str_search::rstrip, "A copy without the white space (or chars) at its end."),
    method(
        "rpartition(self, sep, /)",
        str_split::rpartition,
        "What is before the last sep, sep, and what is after it.",
    ),
    method("splitlines(self, /, keepends=False)", str_split::splitlines, "The lines, as a list."),
    method("strip(self, chars=None, /)", str_search::strip, "A copy without the white space (or chars) around it."),
    method("swapcase(self, /)", str_case::swapcase, "A copy with upper case made lower and lower made upper."),
    method(
        "translate(self, table, /)",
        str_layout::translate,
        "A copy with each character replaced by what table has for it.",
    ),
    method("upper(self, /)", str_case::upper, "A copy in upper case.").leaf(upper_leaf),
    method(
        "startswith(self, prefix, start=None, end=None, /)",
        str_search::startswith,
        "Whether the string begins with prefix.",
    )
    .leaf(|_, a| str_search::affix_leaf(a, Chars::starts_with)),
    method(
        "endswith(self, suffix, start=None, end=None, /)",
        str_search::endswith,
        "Whether the string ends with suffix.",
    )
    .leaf(|_, a| str_search::affix_leaf(a, Chars::ends_with)),
    method("removeprefix(self, prefix, /)", str_search::removeprefix, "A copy without the prefix, if it has it."),
    method("removesuffix(self, suffix, /)", str_search::removesuffix, "A copy without the suffix, if it has it."),
    method(
        "isascii(self, /)",
        |_, a| Ok(Value::bool(Str::of(a[0]).is_ascii() || Str::of(a[0]).is_empty())),
        "Whether all characters are ASCII.",
    ),
    method("islower(self, /)", str_case::islower, "Whether there are cased characters and all are lower case."),
    method("isupper(self, /)", str_case::isupper, "Whether there are cased characters and all are upper case."),
    method("istitle(self, /)", str_case::istitle, "Whether every word begins in title case and goes on in lower case."),
    method("isspace(self, /)", |_, a| all(a, unicode::is_space), "Whether all characters are white space.")
        .leaf(|_, a| all_ascii(a, |b| matches!(b, 9..=13 | 28..=32))),
    method("isdecimal(self, /)", |_, a| all(a, unicode::is_decimal), "Whether all characters are decimal digits."),
    method("isdigit(self, /)", |_, a| all(a, unicode::is_digit), "Whether all characters are digits.")
        .leaf(|_, a| all_ascii(a, |b| b.is_ascii_digit())),
    method("isnumeric(self, /)", |_, a| all(a, unicode::is_numeric), "Whether all characters are numeric."),
    method("isalpha(self, /)", |_, a| all(a, unicode::is_alpha), "Whether all characters are letters.")
        .leaf(|_, a| all_ascii(a, |b| b.is_ascii_alphabetic())),
    method("isalnum(self, /)", |_, a| all(a, unicode::is_alnum), "Whether all characters are letters or numeric.")
        .leaf(|_, a| all_ascii(a, |b| b.is_ascii_alphanumeric())),
    method("isidentifier(self, /)", str_case::isidentifier, "Whether the string is a Python identifier."),
    method("isprintable(self, /)", str_case::isprintable, "Whether repr shows all characters as they are."),
    static_method("maketrans(x, y=None, z=None, /)", str_layout::maketrans, "A translation table for str.translate."),
    method("format(self, /, *args, **kwargs)", str_format::format, "The string with its replacement fields filled in."),
    method("format_map(self, mapping, /)", str_format::format_map, "As format, with the names looked up in a mapping."),
    method("zfill(self, width, /)", str_layout::zfill, "The string padded with zeros at the left, after its sign."),
];

fn all(a: Args, f: impl Fn(u32) -> bool) -> Ret {
    let s = Str::of(a[0]);
    Ok(Value::bool(!s.is_empty() && s.chars().iter().all(f)))
}

// ---- construction

fn str_new(t: &mut Thread, a: Args) -> Ret {
    let class = Type::of(a[0]);
    let plain = if a[2].is_unbound() && a[3].is_unbound() {
        if a[1].is_unbound() { t.runtime().empty_str.get() } else { t.str_of(a[1])?.value() }
    } else {
        decode_object(t, a[1], a[2], a[3])?
    };
    if class == TYPE.get() { Ok(plain) } else { types::object::wrap(t, class, plain) }
}
fn decode_object(t: &mut Thread, v: Value, encoding: Value, errors: Value) -> Ret {
    let name = |t: &mut Thread, v: Value, what: &str| match v {
        Value::UNBOUND => Ok(None),
        v => match Str::from(v) {
            Some(s) => Ok(Some(s.to_string())),
            None => {
                let kind = type_or_none(t, v);
                Err(t.type_error(format!("str() argument '{what}' must be str, not {kind}")))
            }
        },
    };
    let encoding = name(t, encoding, "encoding")?;
    let errors = name(t, errors, "errors")?;
    if v.is_unbound() {
        return Ok(t.runtime().empty_str.get());
    }
    if Str::from(v).is_some() {
        return Err(t.type_error("decoding str is not supported"));
    }
    if types::bytes::data(v).is_none() && !types::bytes::is_buffer(t, v) {
        let kind = t.type_name(v);
        return Err(t.type_error(format!("decoding to str: need a bytes-like object, {kind} found")));
    }
    types::codecs::decode(t, v, encoding.as_deref().unwrap_or("utf-8"), errors.as_deref().unwrap_or("strict"))
}
/// The name of a value's class as argument errors show it.
pub fn type_or_none(t: &Thread, v: Value) -> String {
    if v.is_none() { "None".to_string() } else { t.type_name(v) }
}
/// A str argument of a method.
pub fn argument(t: &mut Thread, v: Value, method: &str, position: &str) -> Result<Str, Raised> {
    match Str::from(v) {
        Some(s) => Ok(s),
        None => {
            let kind = type_or_none(t, v);
            let space = if position.is_empty() { "" } else { " " };
            Err(t.type_error(format!("{method}() argument{space}{position} must be str, not {kind}")))
        }
    }
}

fn str_encode(t: &mut Thread, a: Args) -> Ret {
    let s = Str::of(a[0]);
    if a[1].is_unbound() && a[2].is_unbound() {
        return types::codecs::encode(t, s, "utf-8", "strict");
    }
    let encoding =
        if a[1].is_bound() { argument(t, a[1], "encode", "'encoding'")?.to_string() } else { "utf-8".into() };
    let errors = if a[2].is_bound() { argument(t, a[2], "encode", "'errors'")?.to_string() } else { "strict".into() };
    types::codecs::encode(t, s, &encoding, &errors)
}
fn str_newargs(t: &mut Thread, a: Args) -> Ret {
    let s = Str::of(a[0]).value();
    crate::object::tuple::Tuple::make(t, &[s])
}
fn str_sizeof(_: &mut Thread, a: Args) -> Ret {
    // CPython's sizes: 40 bytes of header for ASCII, 56 otherwise, and a terminator
    let s = Str::of(a[0]);
    let n = s.len();
    Ok(Value::index(match s.chars() {
        Chars::One(_) if s.is_ascii() || n == 0 => 41 + n,
        Chars::One(_) => 57 + n,
        Chars::Two(_) => 58 + 2 * n,
        Chars::Four(_) => 60 + 4 * n,
    }))
}

// ---- operators

fn compare(op: CompareOp, a: Args) -> Ret {
    let Some(y) = Str::from(a[1]) else { return Ok(Value::NOT_IMPLEMENTED) };
    let x = Str::of(a[0]);
    Ok(Value::bool(match op {
        CompareOp::Eq => x.same_text(y),
        CompareOp::Ne => !x.same_text(y),
        _ => op.holds(x.chars().order(y.chars())),
    }))
}
fn str_add(t: &mut Thread, a: Args) -> Ret {
    match Str::from(a[1]) {
        Some(other) => Ok(Str::of(a[0]).concat(t, other)?.value()),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}
fn str_mul(t: &mut Thread, a: Args) -> Ret {
    match super::tuple::repeat_count(t, a[1])? {
        Some(n) => Ok(Str::of(a[0]).repeat(t, n)?.value()),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}
fn str_mod(t: &mut Thread, a: Args) -> Ret {
    str_format::percent(t, Str::of(a[0]), a[1])
}
fn str_rmod(t: &mut Thread, a: Args) -> Ret {
    match Str::from(a[1]) {
        Some(s) => str_format::percent(t, s, a[0]),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}
fn str_contains(t: &mut Thread, a: Args) -> Ret {
    match Str::from(a[1]) {
        Some(p) => Ok(Value::bool(Str::of(a[0]).chars().find(p.chars(), 0).is_some())),
        None => {
            let kind = t.type_name(a[1]);
            Err(t.type_error(format!("'in <string>' requires string as left operand, not {kind}")))
        }
    }
}

// ---- items

/// `s[key]`.
pub fn get_item(t: &mut Thread, s: Str, key: Value) -> Ret {
    if let Some(i) = key.as_int() {
        let at = if i < 0 { i + s.len() as i64 } else { i };
        if at >= 0 && (at as usize) < s.len() {
            return Str::from_char(t, s.chars().get(at as usize));
        }
        return Err(t.index_error("string index out of range"));
    }
    if Thread::kind_of(key) == Kind::Slice {
        let slice = types::slice::select(t, key, s.len())?;
        let from = slice.start as usize;
        if slice.step == 1 {
            return Ok(s.slice(t, from, from + slice.n)?.value());
        }
        let chars = s.chars();
        let mut out = StrBuilder::with_capacity(slice.n);
        (0..slice.n).for_each(|i| out.push(chars.get(slice.at(i))));
        return out.finish(t);
    }
    if t.try_index(key)?.is_none() {
        let kind = t.type_name(key);
        return Err(t.type_error(format!("string indices must be integers, not '{kind}'")));
    }
    let i = t.to_index(key)?;
    get_item(t, s, Value::int(i.clamp(Value::MIN_INT, Value::MAX_INT)))
}

/// A bound of a slice, clamped to the range of `i64`.
fn bound(t: &mut Thread, v: Value) -> Result<i64, Raised> {
    match t.try_index(v)? {
        Some(i) => {
            Ok(bigint::to_i64(i)
                .unwrap_or_else(|| if bigint::is_negative(i.unwrap_obj()) { i64::MIN } else { i64::MAX }))
        }
        None => Err(t.type_error("slice indices must be integers or None or have an __index__ method")),
    }
}
/// Optional `start` and `end` arguments applied to a length; the start may lie behind the end.
pub fn window(t: &mut Thread, start: Value, end: Value, len: usize) -> Result<(usize, usize), Raised> {
    if start.is_unbound() && end.is_unbound() {
        return Ok((0, len));
    }
    let n = len as i64;
    let place = |i: i64| if i < 0 { i.saturating_add(n).max(0) } else { i };
    let start = match start.given() {
        Some(v) => place(bound(t, v)?),
        None => 0,
    };
    let end = match end.given() {
        Some(v) => place(bound(t, v)?).min(n),
        None => n,
    };
    Ok((start as usize, end as usize))
}

// ---- joining

/// The concatenation of strs, for f-strings.
pub fn concat_all(t: &mut Thread, parts: &[Value]) -> Ret {
    if parts.iter().all(|p| Str::from(*p).is_some()) {
        return Str::concat_all(t, parts);
    }
    debug_assert!(false, "parts of an f-string are strs");
    Err(t.type_error("parts of an f-string must be str"))
}
/// Whether all bytes of an ASCII str pass a test; unbound for other strs.
#[inline(always)]
fn all_ascii(a: &[Value], test: impl Fn(u8) -> bool) -> Value {
    match a {
        [s] => match Str::of(*s).as_ascii() {
            Some(text) => Value::bool(!text.is_empty() && text.bytes().all(test)),
            None => Value::UNBOUND,
        },
        _ => Value::UNBOUND,
    }
}
/// The case of one ASCII character.
fn lower_leaf(t: &mut Thread, a: &[Value]) -> Value {
    match a {
        [s] => one_ascii(t, *s, |c| c.to_ascii_lowercase()),
        _ => Value::UNBOUND,
    }
}
fn upper_leaf(t: &mut Thread, a: &[Value]) -> Value {
    match a {
        [s] => one_ascii(t, *s, |c| c.to_ascii_uppercase()),
        _ => Value::UNBOUND,
    }
}
#[inline(always)]
fn one_ascii(t: &Thread, s: Value, f: impl Fn(u8) -> u8) -> Value {
    match Str::of(s).as_ascii().map(str::as_bytes) {
        Some([c]) => t.runtime().latin1[f(*c) as usize].get(),
        _ => Value::UNBOUND,
    }
}

fn join(t: &mut Thread, a: Args) -> Ret {
    let separator = Str::of(a[0]);
    if types::tuple::TYPE.is_exact(a[1]) {
        let items = crate::object::tuple::Tuple::of(a[1]);
        return join_items(t, separator, items.len(), |i| items.get(i));
    }
    let items = if types::list::TYPE.is_exact(a[1]) {
        t.collect(a[1])?
    } else {
        let Some(it) = t.try_iter(a[1])? else { return Err(t.type_error("can only join an iterable")) };
        let mut vs = crate::object::list::Values::new(t)?;
        let mut n = 0u32;
        while let Some(v) = t.next(it)? {
            vs.push(t, v)?;
            n += 1;
            if n.is_multiple_of(10_000) {
                t.check()?;
            }
        }
        vs
    };
    join_items(t, separator, items.len(), |i| items.get(i))
}
fn join_items(t: &mut Thread, separator: Str, n: usize, item: impl Fn(usize) -> Value) -> Ret {
    for i in 0..n {
        if Str::from(item(i)).is_none() {
            let kind = t.type_name(item(i));
            return Err(t.type_error(format!("sequence item {i}: expected str instance, {kind} found")));
        }
    }
    Str::join_with(t, Some(separator), n, |i| Str::of(item(i)))
}

// ---- repr

/// `repr(s)`.
pub fn repr(t: &mut Thread, s: Str) -> Ret {
    let (text, chars) = (s.as_ascii(), s.chars());
    if let Some(text) = text
        && text.bytes().all(|b| (0x20..0x7F).contains(&b) && b != b'\'' && b != b'\\')
    {
        return Ok(Str::new_one(t, text.len() + 2, true, |p| {
            let n = p.len();
            p[0] = b'\'';
            p[n - 1] = b'\'';
            p[1..n - 1].copy_from_slice(text.as_bytes());
        })?
        .value());
    }
    let mut out = StrBuilder::with_capacity(chars.len() + 2);
    push_repr(&mut out, chars, unicode::is_printable);
    out.finish(t)
}
/// The literal of a str; characters that `shown` refuses are escaped.
pub fn push_repr(out: &mut StrBuilder, chars: Chars<'_>, shown: impl Fn(u32) -> bool) {
    let has = |c: char| chars.iter().any(|x| x == c as u32);
    let quote = if has('\'') && !has('"') { '"' } else { '\'' };
    out.push_char(quote);
    for c in chars.iter() {
        match char::from_u32(c) {
            Some('\n') => out.push_text("\\n"),
            Some('\r') => out.push_text("\\r"),
            Some('\t') => out.push_text("\\t"),
            Some('\\') => out.push_text("\\\\"),
            Some(x) if x == quote => {
                out.push_char('\\');
                out.push_char(quote);
            }
            _ if shown(c) => out.push(c),
            _ => push_escape(out, c),
        }
    }
    out.push_char(quote);
}
/// `\xhh`, `\uhhhh` or `\Uhhhhhhhh`.
pub fn push_escape(out: &mut StrBuilder, c: u32) {
    out.push_text(&match c {
        0..=0xFF => format!("\\x{c:02x}"),
        0x100..=0xFFFF => format!("\\u{c:04x}"),
        _ => format!("\\U{c:08x}"),
    });
}
/// `ascii(v)`.
pub fn ascii(t: &mut Thread, v: Value) -> Ret {
    let s = t.repr(v)?;
    if s.is_ascii() {
        return Ok(s.value());
    }
    let mut out = StrBuilder::with_capacity(s.len() * 2);
    for c in s.chars().iter() {
        if c < 128 { out.push(c) } else { push_escape(&mut out, c) }
    }
    out.finish(t)
}
