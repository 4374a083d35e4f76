//! `re.Match`: `[pattern, string, spans, pos, endpos, last]`; and what hands out one match after the other: the
//! iterator of `finditer` and the scanner: `[pattern, string, subject, start, end, must advance, first pos]`.

use super::drive::{Found, How, Span};
use super::pattern::{self, INDEX_GROUP, bounds, group_number, run_pattern, slice, subject, word};
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::Values;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::{
    Args, Attribute, Kind, Method, Raised, Ret, Thread, TypeRow, Value, class_method, getter, method, types,
};

pub static TYPE: TypeRow = TypeRow::new("Match", Kind::Native2)
    .module("re")
    .is_final()
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("The result of re.match() and re.search().");

static METHODS: [Method; 12] = [
    method("group(self, *args)", group, "Return subgroup(s) of the match by indices or names."),
    method(
        "groups(self, /, default=None)",
        groups,
        "Return a tuple containing all the subgroups of the match, from 1.",
    ),
    method(
        "groupdict(self, /, default=None)",
        group_dict,
        "Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name.",
    ),
    method(
        "start(self, group=0, /)",
        |t, a| {
            let (s, _) = span_of(t, a)?;
            Ok(Value::int(s))
        },
        "Return index of the start of the substring matched by group.",
    ),
    method(
        "end(self, group=0, /)",
        |t, a| {
            let (_, e) = span_of(t, a)?;
            Ok(Value::int(e))
        },
        "Return index of the end of the substring matched by group.",
    ),
    method(
        "span(self, group=0, /)",
        |t, a| {
            let (s, e) = span_of(t, a)?;
            Tuple::make(t, &[Value::int(s), Value::int(e)])
        },
        "For match object m, return the 2-tuple (m.start(group), m.end(group)).",
    ),
    method(
        "expand(self, /, template)",
        expand,
        "Return the string obtained by doing backslash substitution on the string template, as done by the sub() method.",
    ),
    method("__getitem__(self, key, /)", |t, a| group_value(t, a[0], a[1], Value::NONE), "Return self[key]."),
    method("__repr__(self, /)", repr, "Return repr(self)."),
    method("__copy__(self, /)", |_, a| Ok(a[0]), ""),
    method("__deepcopy__(self, memo, /)", |_, a| Ok(a[0]), ""),
    class_method(
        "__class_getitem__(cls, object, /)",
        |t, a| t.call(types::generic_alias::TYPE.value(), &[a[0], a[1]]),
        "See PEP 585",
    ),
];
static ATTRIBUTES: [Attribute; 7] = [
    getter("re", |_, v| Ok(word(v, PATTERN)), "The regular expression object."),
    getter("string", |_, v| Ok(word(v, STRING)), "The string passed to match() or search()."),
    getter(
        "pos",
        |_, v| Ok(word(v, POS)),
        "The index into the string at which the RE engine started looking for a match.",
    ),
    getter("endpos", |_, v| Ok(word(v, END)), "The index into the string beyond which the RE engine will not go."),
    getter("lastindex", |_, v| Ok(word(v, LAST)), "The integer index of the last matched capturing group."),
    getter("lastgroup", last_group, "The name of the last matched capturing group."),
    getter("regs", regs, ""),
];

const PATTERN: usize = 0;
const STRING: usize = 1;
const SPANS: usize = 2;
const POS: usize = 3;
const END: usize = 4;
const LAST: usize = 5;

/// A match object.
pub fn new_match(t: &mut Thread, pattern: Value, string: Value, f: &Found, span: Span) -> Ret {
    let spans = Tuple::new_with(t, f.spans.len(), |i| Value::int(f.spans[i]))?;
    let last = if f.last > 0 { Value::int(f.last) } else { Value::NONE };
    t.alloc_of(
        &TYPE,
        &[
            pattern,
            string,
            spans.value(),
            Value::index(span.start),
            Value::index(span.end),
            last,
            Value::NONE,
            Value::NONE,
        ],
    )
}
fn spans(v: Value) -> Tuple {
    Tuple::of(word(v, SPANS))
}
fn span_at(v: Value, i: usize) -> (i64, i64) {
    let s = spans(v);
    (s.get(2 * i).unwrap_int(), s.get(2 * i + 1).unwrap_int())
}
fn span_of(t: &mut Thread, a: Args) -> Result<(i64, i64), Raised> {
    let i = if a[1].is_bound() { group_number(t, word(a[0], PATTERN), a[1])? } else { 0 };
    Ok(span_at(a[0], i))
}
fn group_at(t: &mut Thread, v: Value, i: usize, default: Value) -> Ret {
    match span_at(v, i) {
        (-1, _) => Ok(default),
        (from, to) => {
            let s = subject(t, word(v, PATTERN), word(v, STRING))?;
            slice(t, s, from, to)
        }
    }
}
fn group_value(t: &mut Thread, v: Value, which: Value, default: Value) -> Ret {
    let i = group_number(t, word(v, PATTERN), which)?;
    group_at(t, v, i, default)
}
fn group(t: &mut Thread, a: Args) -> Ret {
    let which = Tuple::of(a[1]);
    match which.len() {
        0 => group_at(t, a[0], 0, Value::NONE),
        1 => group_value(t, a[0], which.get(0), Value::NONE),
        n => {
            let mut all = Values::with_capacity(t, n)?;
            for i in 0..n {
                let g = group_value(t, a[0], which.get(i), Value::NONE)?;
                all.push(t, g)?;
            }
            all.into_tuple(t)
        }
    }
}
fn groups(t: &mut Thread, a: Args) -> Ret {
    let n = spans(a[0]).len() / 2;
    let mut all = Values::with_capacity(t, n)?;
    for i in 1..n {
        let g = group_at(t, a[0], i, a[1].or(Value::NONE))?;
        all.push(t, g)?;
    }
    all.into_tuple(t)
}
fn group_dict(t: &mut Thread, a: Args) -> Ret {
    let names = Dict::of(word(word(a[0], PATTERN), pattern::GROUP_INDEX));
    let d = Dict::new(t)?;
    for (name, i) in names.iter() {
        let g = group_at(t, a[0], i.unwrap_usize(), a[1].or(Value::NONE))?;
        d.set(t, name, g)?;
    }
    Ok(d.value())
}
fn expand(t: &mut Thread, a: Args) -> Ret {
    let p = word(a[0], PATTERN);
    let template = pattern::compiled_template(t, p, a[1])?;
    let s = subject(t, p, word(a[0], STRING))?;
    let all: Vec<i64> = spans(a[0]).iter().map(Value::unwrap_int).collect();
    let mut parts = Values::new(t)?;
    pattern::expand(t, template, s, &all, &mut parts)?;
    pattern::join(t, s, parts)
}
fn last_group(_: &mut Thread, v: Value) -> Ret {
    let names = word(word(v, PATTERN), INDEX_GROUP);
    Ok(match (word(v, LAST).as_int(), Tuple::from(names)) {
        (Some(i), Some(names)) if (i as usize) < names.len() => names.get(i as usize),
        _ => Value::NONE,
    })
}
fn regs(t: &mut Thread, v: Value) -> Ret {
    let mut all = Values::new(t)?;
    for i in 0..spans(v).len() / 2 {
        let (s, e) = span_at(v, i);
        let pair = Tuple::make(t, &[Value::int(s), Value::int(e)])?;
        all.push(t, pair)?;
    }
    all.into_tuple(t)
}
fn repr(t: &mut Thread, a: Args) -> Ret {
    let (s, e) = span_at(a[0], 0);
    let g = group_at(t, a[0], 0, Value::NONE)?;
    let shown: String = t.repr_text(g)?.chars().take(50).collect();
    t.str(&format!("<re.Match object; span=({s}, {e}), match={shown}>"))
}

// ---- one match after the other

pub static SCANNER: TypeRow = TypeRow::new("SRE_Scanner", Kind::Native2)
    .module("_sre")
    .is_final()
    .methods(&SCANNER_METHODS)
    .attributes(&SCANNER_ATTRIBUTES);
pub static ITERATOR: TypeRow = TypeRow::new("callable_iterator", Kind::Native2).is_final().methods(&ITERATOR_METHODS);
static SCANNER_METHODS: [Method; 2] = [
    method("match(self, /)", |t, a| Ok(step(t, a[0], How::Match)?.or(Value::NONE)), ""),
    method("search(self, /)", |t, a| Ok(step(t, a[0], How::Search)?.or(Value::NONE)), ""),
];
static SCANNER_ATTRIBUTES: [Attribute; 1] = [getter("pattern", |_, v| Ok(word(v, PATTERN)), "")];
static ITERATOR_METHODS: [Method; 2] = [
    method("__iter__(self, /)", |_, a| Ok(a[0]), "Implement iter(self)."),
    method("__next__(self, /)", |t, a| step(t, a[0], How::Search), "Implement next(self)."),
];
const SUBJECT: usize = 2;
const START: usize = 3;
const STOP: usize = 4;
const MUST_ADVANCE: usize = 5;
const FIRST: usize = 6;

/// A scanner or iterator over a string.
pub fn new_scanner(t: &mut Thread, row: &'static TypeRow, a: Args) -> Ret {
    let s = subject(t, a[0], a[1])?;
    let span = bounds(t, s, a[2], a[3])?;
    t.alloc_of(
        row,
        &[
            a[0],
            a[1],
            s,
            Value::index(span.start),
            Value::index(span.end),
            Value::FALSE,
            Value::index(span.start),
            Value::NONE,
        ],
    )
}
/// The next match, or unbound at the end.
fn step(t: &mut Thread, v: Value, how: How) -> Ret {
    let Some(start) = word(v, START).as_int() else { return Ok(Value::UNBOUND) };
    let span = Span {
        start: start as usize,
        end: word(v, STOP).unwrap_usize(),
        must_advance: word(v, MUST_ADVANCE).is(Value::TRUE),
    };
    let o = v.unwrap_obj();
    match run_pattern(t, word(v, PATTERN), word(v, SUBJECT), how, span)? {
        Some(f) => {
            o.set_plain(START, Value::int(f.spans[1]).bits());
            o.set_plain(MUST_ADVANCE, Value::bool(f.spans[0] == f.spans[1]).bits());
            let first = Span { start: word(v, FIRST).unwrap_usize(), ..span };
            new_match(t, word(v, PATTERN), word(v, STRING), &f, first)
        }
        None => {
            o.set_plain(START, Value::NONE.bits());
            Ok(Value::UNBOUND)
        }
    }
}
