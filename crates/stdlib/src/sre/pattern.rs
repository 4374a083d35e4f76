//! `re.Pattern`.

use super::drive::{Found, How, Span, run};
use super::matching;
use crate::owned;
use pyish_vm::import::import_dotted;
use pyish_vm::object::bigint;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::{List, Values};
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::flag;
use pyish_vm::{
    Args, Attribute, Kind, Method, Raised, Ret, Thread, TypeRow, Value, class_method, getter, method, types,
};

pub static TYPE: TypeRow = TypeRow::new("Pattern", Kind::Native2)
    .module("re")
    .is_final()
    .flags(flag::WEAKREF)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("Compiled regular expression object.");

static METHODS: [Method; 15] = [
    method(
        "match(self, /, string, pos=0, endpos=9223372036854775807)",
        |t, a| find(t, a, How::Match),
        "Matches zero or more characters at the beginning of the string.",
    ),
    method(
        "fullmatch(self, /, string, pos=0, endpos=9223372036854775807)",
        |t, a| find(t, a, How::FullMatch),
        "Matches against all of the string.",
    ),
    method(
        "search(self, /, string, pos=0, endpos=9223372036854775807)",
        |t, a| find(t, a, How::Search),
        "Scan through string looking for a match, and return a corresponding match object instance.",
    ),
    method(
        "findall(self, /, string, pos=0, endpos=9223372036854775807)",
        find_all,
        "Return a list of all non-overlapping matches of pattern in string.",
    ),
    method(
        "finditer(self, /, string, pos=0, endpos=9223372036854775807)",
        |t, a| matching::new_scanner(t, &matching::ITERATOR, a),
        "Return an iterator over all non-overlapping matches for the RE pattern in string.",
    ),
    method(
        "scanner(self, /, string, pos=0, endpos=9223372036854775807)",
        |t, a| matching::new_scanner(t, &matching::SCANNER, a),
        "",
    ),
    method("split(self, /, string, maxsplit=0)", split, "Split string by the occurrences of pattern."),
    method(
        "sub(self, /, repl, string, count=0)",
        |t, a| Ok(substitute(t, a)?.0),
        "Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the replacement repl.",
    ),
    method(
        "subn(self, /, repl, string, count=0)",
        |t, a| {
            let (s, n) = substitute(t, a)?;
            Tuple::make(t, &[s, Value::index(n)])
        },
        "Return the tuple (new_string, number_of_subs_made).",
    ),
    method("__repr__(self, /)", repr, "Return repr(self)."),
    method("__eq__(self, value, /)", equal, "Return self==value."),
    method(
        "__hash__(self, /)",
        |t, a| {
            let h = t.hash(word(a[0], PATTERN))?;
            t.int(h >> 2)
        },
        "Return hash(self).",
    ),
    method("__copy__(self, /)", |_, a| Ok(a[0]), ""),
    method("__deepcopy__(self, memo, /)", |_, a| Ok(a[0]), ""),
    class_method(
        "__class_getitem__(cls, object, /)",
        |t, a| t.call(types::generic_alias::TYPE.value(), &[a[0], a[1]]),
        "See PEP 585",
    ),
];
static ATTRIBUTES: [Attribute; 4] = [
    getter("pattern", |_, v| Ok(word(v, PATTERN)), "The pattern string from which the RE object was compiled."),
    getter("flags", |t, v| Ok(Value::int(code(t, v)?.flags)), "The regex matching flags."),
    getter("groups", |t, v| Ok(Value::index(code(t, v)?.groups)), "The number of capturing groups in the pattern."),
    getter("groupindex", group_index, "A dictionary mapping group names to group numbers."),
];

const PATTERN: usize = 1;
pub const GROUP_INDEX: usize = 2;
pub const INDEX_GROUP: usize = 3;

pub struct Code {
    codes: Vec<u32>,
    flags: i64,
    pub groups: usize,
    /// whether the pattern is bytes; `None`: any subject
    is_bytes: Option<bool>,
}
pub fn word(v: Value, i: usize) -> Value {
    Value::from_bits(v.unwrap_obj().word(i))
}
pub fn code<'a>(t: &mut Thread, v: Value) -> Result<&'a Code, Raised> {
    owned::of::<Code>(t, v)
}

/// `_sre.compile`
pub fn compile(t: &mut Thread, a: Args) -> Ret {
    let flags = t.to_i64(a[1])?;
    let Some(list) = List::from(a[2]) else { return Err(t.type_error("compile() argument 'code' must be list")) };
    let mut codes = Vec::with_capacity(list.len());
    for v in list.iter() {
        match bigint::to_i64(v).and_then(|n| u32::try_from(n).ok()) {
            Some(n) => codes.push(n),
            None => return Err(t.overflow_error("regular expression code size limit exceeded")),
        }
    }
    let groups = t.to_i64(a[3])?.max(0) as usize;
    let is_bytes = if a[0].is_none() { None } else { Some(Str::from(a[0]).is_none()) };
    let v = types::object::alloc_instance(t, TYPE.get())?;
    let o = v.unwrap_obj();
    for (i, x) in [(PATTERN, a[0]), (GROUP_INDEX, a[4]), (INDEX_GROUP, a[5])] {
        o.set(&mut t.m, i, x.bits());
    }
    owned::install(v, Code { codes, flags, groups, is_bytes });
    Ok(v)
}
fn group_index(t: &mut Thread, v: Value) -> Ret {
    t.call(types::dict_views::PROXY.value(), &[word(v, GROUP_INDEX)])
}

/// The str or bytes to look in: bytes-like objects are copied.
pub fn subject(t: &mut Thread, pattern: Value, v: Value) -> Ret {
    let is_bytes = code(t, pattern)?.is_bytes;
    if Str::from(v).is_some() {
        return if is_bytes == Some(true) {
            Err(t.type_error("cannot use a bytes pattern on a string-like object"))
        } else {
            Ok(v)
        };
    }
    let data = match types::bytes::data(v) {
        Some(_) => v,
        None => match crate::os_error::bytes_like(t, v) {
            Ok(b) => types::bytes::new(t, &b)?,
            Err(_) => {
                t.exc = Value::UNBOUND;
                let kind = t.type_name(v);
                return Err(t.type_error(format!("expected string or bytes-like object, got '{kind}'")));
            }
        },
    };
    if is_bytes == Some(false) {
        return Err(t.type_error("cannot use a string pattern on a bytes-like object"));
    }
    Ok(data)
}
pub fn subject_len(v: Value) -> usize {
    match Str::from(v) {
        Some(s) => s.len(),
        None => types::bytes::data(v).map_or(0, <[u8]>::len),
    }
}
/// A part of a subject.
pub fn slice(t: &mut Thread, subject: Value, from: i64, to: i64) -> Ret {
    let (from, to) = (from.max(0) as usize, to.max(0) as usize);
    match Str::from(subject) {
        Some(s) => Ok(s.slice(t, from.min(s.len()), to.min(s.len()))?.value()),
        None => {
            let data = types::bytes::data(subject).unwrap_or_default();
            if from == 0 && to >= data.len() && Thread::kind_of(subject) == Kind::Bytes {
                return Ok(subject);
            }
            types::bytes::new(t, &data[from.min(data.len())..to.clamp(from.min(data.len()), data.len())])
        }
    }
}
/// `pos` and `endpos`, clamped.
pub fn bounds(t: &mut Thread, subject: Value, pos: Value, end: Value) -> Result<Span, Raised> {
    let n = subject_len(subject) as i64;
    let start = if pos.is_bound() { t.to_i64_clamped(pos)?.clamp(0, n) } else { 0 };
    let end = if end.is_bound() { t.to_i64_clamped(end)?.clamp(0, n) } else { n };
    Ok(Span { start: start as usize, end: end as usize, must_advance: false })
}
/// Runs a pattern; nothing is found in an empty span that ends before it starts.
pub fn run_pattern(
    t: &mut Thread,
    pattern: Value,
    subject: Value,
    how: How,
    span: Span,
) -> Result<Option<Found>, Raised> {
    let c = code(t, pattern)?;
    if span.start > span.end {
        return Ok(None);
    }
    Ok(run(&c.codes, c.groups, subject, how, span))
}

fn find(t: &mut Thread, a: Args, how: How) -> Ret {
    let s = subject(t, a[0], a[1])?;
    let span = bounds(t, s, a[2], a[3])?;
    match run_pattern(t, a[0], s, how, span)? {
        Some(f) => matching::new_match(t, a[0], a[1], &f, span),
        None => Ok(Value::NONE),
    }
}
/// The next match in a loop over all of them.
fn next_match(t: &mut Thread, pattern: Value, s: Value, span: &mut Span) -> Result<Option<Found>, Raised> {
    let found = run_pattern(t, pattern, s, How::Search, *span)?;
    if let Some(f) = &found {
        span.must_advance = f.spans[0] == f.spans[1];
        span.start = f.spans[1] as usize;
        t.check()?;
    }
    Ok(found)
}
fn empty_of(t: &mut Thread, s: Value) -> Value {
    if Str::from(s).is_some() { t.runtime().empty_str.get() } else { t.runtime().empty_bytes.get() }
}
/// A group's text; `default` for one that took no part.
fn group(t: &mut Thread, s: Value, f: &Found, i: usize, default: Value) -> Ret {
    match (f.spans[2 * i], f.spans[2 * i + 1]) {
        (-1, _) => Ok(default),
        (from, to) => slice(t, s, from, to),
    }
}

fn find_all(t: &mut Thread, a: Args) -> Ret {
    let s = subject(t, a[0], a[1])?;
    let mut span = bounds(t, s, a[2], a[3])?;
    let groups = code(t, a[0])?.groups;
    let empty = empty_of(t, s);
    let mut all = Values::new(t)?;
    while let Some(f) = next_match(t, a[0], s, &mut span)? {
        let item = match groups {
            0 => group(t, s, &f, 0, empty)?,
            1 => group(t, s, &f, 1, empty)?,
            n => {
                let mut items = Values::with_capacity(t, n)?;
                for i in 1..=n {
                    let g = group(t, s, &f, i, empty)?;
                    items.push(t, g)?;
                }
                items.into_tuple(t)?
            }
        };
        all.push(t, item)?;
    }
    all.into_list(t)
}
fn split(t: &mut Thread, a: Args) -> Ret {
    let s = subject(t, a[0], a[1])?;
    let most = if a[2].is_bound() { t.to_i64(a[2])? } else { 0 };
    let groups = code(t, a[0])?.groups;
    let mut span = bounds(t, s, Value::UNBOUND, Value::UNBOUND)?;
    let mut parts = Values::new(t)?;
    let (mut n, mut last) = (0, 0);
    while most <= 0 || n < most {
        if most < 0 {
            break;
        }
        let Some(f) = next_match(t, a[0], s, &mut span)? else { break };
        let part = slice(t, s, last, f.spans[0])?;
        parts.push(t, part)?;
        for i in 1..=groups {
            let g = group(t, s, &f, i, Value::NONE)?;
            parts.push(t, g)?;
        }
        n += 1;
        last = f.spans[1];
    }
    let rest = slice(t, s, last, i64::MAX)?;
    parts.push(t, rest)?;
    parts.into_list(t)
}

/// `re._compile_template`: the parsed form of a replacement.
pub fn compiled_template(t: &mut Thread, pattern: Value, template: Value) -> Ret {
    let re = import_dotted(t, "re")?;
    t.call_method_named(re, "_compile_template", &[pattern, template])
}
/// Appends a template's text for a match.
pub fn expand(t: &mut Thread, template: Value, s: Value, spans: &[i64], parts: &mut Values) -> Result<(), Raised> {
    let items = Tuple::of(word(template, 0));
    for i in 0..items.len() {
        let v = items.get(i);
        if i % 2 == 0 {
            parts.push(t, v)?;
        } else {
            let g = t.to_i64(v)?.max(0) as usize;
            let Some(&[from, to]) = spans.get(2 * g..2 * g + 2) else {
                return Err(t.index_error("no such group"));
            };
            if from >= 0 {
                let part = slice(t, s, from, to)?;
                parts.push(t, part)?;
            }
        }
    }
    Ok(())
}
/// The parts in one str or bytes.
pub fn join(t: &mut Thread, s: Value, parts: Values) -> Ret {
    let empty = empty_of(t, s);
    let list = parts.into_list(t)?;
    t.call_method_named(empty, "join", &[list])
}

fn substitute(t: &mut Thread, a: Args) -> Result<(Value, usize), Raised> {
    let (pattern, repl) = (a[0], a[1]);
    let s = subject(t, pattern, a[2])?;
    let most = if a[3].is_bound() { t.to_i64(a[3])? } else { 0 };
    enum Repl {
        Call,
        Literal(Value),
        Template(Value),
    }
    let kind = if t.is_callable(repl) {
        Repl::Call
    } else {
        let literal = match Str::from(repl) {
            Some(r) => !r.chars().iter().any(|c| c == u32::from(b'\\')),
            None => types::bytes::data(repl).is_some_and(|b| !b.contains(&b'\\')),
        };
        if literal {
            Repl::Literal(repl)
        } else {
            let template = compiled_template(t, pattern, repl)?;
            if t.class_of(template) == super::TEMPLATE.get() {
                let items = Tuple::of(word(template, 0));
                if items.len() == 1 { Repl::Literal(items.get(0)) } else { Repl::Template(template) }
            } else {
                Repl::Literal(template)
            }
        }
    };
    let mut span = bounds(t, s, Value::UNBOUND, Value::UNBOUND)?;
    let whole = span;
    let mut parts = Values::new(t)?;
    let (mut n, mut last) = (0usize, 0);
    while most == 0 || (n as i64) < most {
        let Some(f) = next_match(t, pattern, s, &mut span)? else { break };
        if f.spans[0] > last {
            let part = slice(t, s, last, f.spans[0])?;
            parts.push(t, part)?;
        }
        match kind {
            Repl::Literal(v) => parts.push(t, v)?,
            Repl::Template(v) => expand(t, v, s, &f.spans, &mut parts)?,
            Repl::Call => {
                let m = matching::new_match(t, pattern, a[2], &f, whole)?;
                let r = t.call(repl, &[m])?;
                if !r.is_none() {
                    parts.push(t, r)?;
                }
            }
        }
        last = f.spans[1];
        n += 1;
    }
    if n == 0 {
        return Ok((slice(t, s, 0, i64::MAX)?, 0));
    }
    let rest = slice(t, s, last, i64::MAX)?;
    if subject_len(rest) > 0 {
        parts.push(t, rest)?;
    }
    Ok((join(t, s, parts)?, n))
}

fn repr(t: &mut Thread, a: Args) -> Ret {
    const NAMES: [(&str, i64); 8] = [
        ("re.IGNORECASE", 2),
        ("re.LOCALE", 4),
        ("re.MULTILINE", 8),
        ("re.DOTALL", 16),
        ("re.UNICODE", 32),
        ("re.VERBOSE", 64),
        ("re.DEBUG", 128),
        ("re.ASCII", 256),
    ];
    let c = code(t, a[0])?;
    let mut flags = c.flags;
    if c.is_bytes == Some(false) && flags & (4 | 32 | 256) == 32 {
        flags &= !32;
    }
    let mut shown: String = t.repr_text(word(a[0], PATTERN))?.chars().take(200).collect();
    let mut names = Vec::new();
    for (name, bit) in NAMES {
        if flags & bit != 0 {
            names.push(name.to_string());
            flags &= !bit;
        }
    }
    if flags != 0 {
        names.push(format!("{flags:#x}"));
    }
    if !names.is_empty() {
        shown += ", ";
        shown += &names.join("|");
    }
    t.str(&format!("re.compile({shown})"))
}
fn equal(t: &mut Thread, a: Args) -> Ret {
    if t.class_of(a[1]) != TYPE.get() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (x, y) = (code(t, a[0])?, code(t, a[1])?);
    if x.flags != y.flags || x.is_bytes != y.is_bytes || x.codes != y.codes {
        return Ok(Value::FALSE);
    }
    Ok(Value::bool(t.equal(word(a[0], PATTERN), word(a[1], PATTERN))?))
}

/// The number of a group given by number or name.
pub fn group_number(t: &mut Thread, pattern: Value, v: Value) -> Result<usize, Raised> {
    let groups = code(t, pattern)?.groups;
    let n = match t.try_index(v)? {
        Some(i) => bigint::to_i64(i),
        None => {
            let d = Dict::of(word(pattern, GROUP_INDEX));
            let found = d.get(t, v);
            // an unhashable name is no name
            match found {
                Ok(n) => n.and_then(bigint::to_i64),
                Err(_) => {
                    t.exc = Value::UNBOUND;
                    None
                }
            }
        }
    };
    match n {
        Some(n) if n >= 0 && n as usize <= groups => Ok(n as usize),
        _ => Err(t.index_error("no such group")),
    }
}
