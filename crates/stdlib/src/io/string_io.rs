//! `StringIO`: characters in memory behind a text stream's methods.

use super::base;
use super::newline::{Newline, Translation, seen_value};
use crate::owned;
use parking_lot::Mutex;
use pyish_vm::object::string::{Chars, Str};
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::flag;
use pyish_vm::{
    Args, Attribute, Kind, Method, Raised, Ret, Thread, Type, TypeRow, Value, getter, method, static_method, types,
};

pub static TYPE: TypeRow = TypeRow::new("StringIO", Kind::Native1)
    .module("_io")
    .base(&base::TEXT)
    .flags(flag::DICT | flag::WEAKREF)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("Text I/O implementation using an in-memory buffer.");
static NEW: Method = static_method("__new__(cls, *args, **kwargs)", new, "Create and return a new object.");
static METHODS: [Method; 16] = [
    method("__init__(self, initial_value='', newline='\\n')", init, "Initialize self."),
    method("read(self, size=-1, /)", read, "Read at most size characters, returned as a string."),
    method("readline(self, size=-1, /)", readline, "Read until newline or EOF."),
    method("write(self, s, /)", write, "Write string to file."),
    method("seek(self, pos, whence=0, /)", seek, "Change stream position."),
    method(
        "tell(self, /)",
        |t, a| {
            let n = with(t, a[0], |d| d.at)?;
            Ok(Value::index(n))
        },
        "Tell the current file position.",
    ),
    method("truncate(self, pos=None, /)", truncate, "Truncate size to pos."),
    method("getvalue(self, /)", getvalue, "Retrieve the entire contents of the object."),
    method("close(self, /)", close, "Close the IO object."),
    method("flush(self, /)", |t, a| with(t, a[0], |_| Value::NONE), "Does nothing."),
    method("seekable(self, /)", |t, a| with(t, a[0], |_| Value::TRUE), ""),
    method("readable(self, /)", |t, a| with(t, a[0], |_| Value::TRUE), ""),
    method("writable(self, /)", |t, a| with(t, a[0], |_| Value::TRUE), ""),
    method("__next__(self, /)", next, "Implement next(self)."),
    method("__getstate__(self, /)", getstate, ""),
    method("__setstate__(self, state, /)", setstate, ""),
];
static ATTRIBUTES: [Attribute; 3] = [
    getter("closed", |_, v| Ok(Value::bool(owned::get::<State>(v).is_none_or(|s| s.lock().closed))), ""),
    getter("line_buffering", |_, _| Ok(Value::FALSE), ""),
    getter(
        "newlines",
        |t, v| {
            let seen = with(t, v, |d| d.translation.seen)?;
            seen_value(t, seen)
        },
        "",
    ),
];

#[derive(Default)]
struct Data {
    chars: Vec<u32>,
    at: usize,
    closed: bool,
    newline: Newline,
    translation: Translation,
}
type State = Mutex<Data>;

fn new(t: &mut Thread, a: Args) -> Ret {
    let v = types::object::alloc_instance(t, Type::of(a[0]))?;
    owned::install(v, State::default());
    Ok(v)
}
/// Runs `f`, which neither allocates in the traced heap nor runs Python, on an open stream's data.
fn with<R>(t: &mut Thread, v: Value, f: impl FnOnce(&mut Data) -> R) -> Result<R, Raised> {
    let s = owned::of::<State>(t, v)?;
    let mut d = s.lock();
    if d.closed {
        drop(d);
        return Err(super::raw_closed_error(t, "I/O operation on closed file"));
    }
    Ok(f(&mut d))
}
fn init(t: &mut Thread, a: Args) -> Ret {
    let newline = if a[2].is_unbound() { Newline::Lf } else { Newline::parse(t, a[2])? };
    let initial = match a[1].given() {
        Some(v) => match Str::from(v) {
            Some(s) => Some(s),
            None => {
                let kind = t.type_name(v);
                return Err(t.type_error(format!("initial_value must be str or None, not {kind}")));
            }
        },
        None => None,
    };
    let translation = Translation { translate: newline == Newline::Universal, ..Translation::default() };
    *owned::of::<State>(t, a[0])?.lock() = Data { newline, translation, ..Data::default() };
    if let Some(s) = initial {
        put(t, a[0], s)?;
        with(t, a[0], |d| d.at = 0)?;
    }
    Ok(Value::NONE)
}
fn size(t: &mut Thread, v: Value) -> Result<usize, Raised> {
    Ok(match v.given() {
        Some(n) => usize::try_from(t.to_i64_clamped(n)?).unwrap_or(usize::MAX),
        None => usize::MAX,
    })
}
fn take(d: &mut Data, n: usize) -> Vec<u32> {
    let from = d.at.min(d.chars.len());
    let n = n.min(d.chars.len() - from);
    if n > 0 {
        d.at = from + n;
    }
    d.chars[from..from + n].to_vec()
}
fn read(t: &mut Thread, a: Args) -> Ret {
    let n = size(t, a[1])?;
    let c = with(t, a[0], |d| take(d, n))?;
    Ok(Str::from_chars(t, &c)?.value())
}
fn line(t: &mut Thread, v: Value, n: usize) -> Result<Vec<u32>, Raised> {
    with(t, v, |d| {
        let from = d.at.min(d.chars.len());
        // what is read goes through translation on its way in, so the stored line ends are those looked for
        let end = d.newline.line_end(Chars::Four(&d.chars), from).unwrap_or(d.chars.len());
        take(d, (end - from).min(n))
    })
}
fn readline(t: &mut Thread, a: Args) -> Ret {
    let n = size(t, a[1])?;
    let c = line(t, a[0], n)?;
    Ok(Str::from_chars(t, &c)?.value())
}
fn next(t: &mut Thread, a: Args) -> Ret {
    let c = line(t, a[0], usize::MAX)?;
    if c.is_empty() { Ok(Value::UNBOUND) } else { Ok(Str::from_chars(t, &c)?.value()) }
}
/// Writes at the position, line ends translated.
pub fn put(t: &mut Thread, v: Value, s: Str) -> Result<usize, Raised> {
    let n = s.len();
    let (newline, mut tr) = with(t, v, |d| (d.newline, d.translation))?;
    let s = if newline.decodes() { tr.feed(t, s, true)? } else { s };
    with(t, v, |d| {
        d.translation.seen = tr.seen;
        if s.is_empty() {
            return;
        }
        if d.at > d.chars.len() {
            d.chars.resize(d.at, 0);
        }
        let mut at = d.at;
        let mut one = |c: u32| {
            if at < d.chars.len() {
                d.chars[at] = c;
            } else {
                d.chars.push(c);
            }
            at += 1;
        };
        match newline.written() {
            Some(end) => s
                .chars()
                .iter()
                .for_each(|c| if c == 10 { end.chars().for_each(|e| one(u32::from(e))) } else { one(c) }),
            None => s.chars().iter().for_each(one),
        }
        d.at = at;
    })?;
    Ok(n)
}
fn write(t: &mut Thread, a: Args) -> Ret {
    let Some(s) = Str::from(a[1]) else {
        let kind = t.type_name(a[1]);
        return Err(t.type_error(format!("string argument expected, got '{kind}'")));
    };
    put(t, a[0], s).map(Value::index)
}
fn seek(t: &mut Thread, a: Args) -> Ret {
    let pos = t.to_i64(a[1])?;
    let whence = if a[2].is_bound() { t.to_i64(a[2])? } else { 0 };
    with(t, a[0], |_| ())?;
    if !(0..=2).contains(&whence) {
        return Err(t.value_error(format!("Invalid whence ({whence}, should be 0, 1 or 2)")));
    }
    if pos < 0 && whence == 0 {
        return Err(t.value_error(format!("Negative seek position {pos}")));
    }
    if whence != 0 && pos != 0 {
        return Err(t.raise(&types::exc::OSError, "Can't do nonzero cur-relative seeks"));
    }
    let at = with(t, a[0], |d| {
        d.at = match whence {
            0 => pos as usize,
            1 => d.at,
            _ => d.chars.len(),
        };
        d.at
    })?;
    t.usize(at)
}
fn truncate(t: &mut Thread, a: Args) -> Ret {
    let n = match a[1].given() {
        Some(n) => t.to_i64(n)?,
        None => with(t, a[0], |d| d.at as i64)?,
    };
    if n < 0 {
        return Err(t.value_error(format!("Negative size value {n}")));
    }
    with(t, a[0], |d| d.chars.truncate(n as usize))?;
    Ok(Value::int(n))
}
fn getvalue(t: &mut Thread, a: Args) -> Ret {
    let c = with(t, a[0], |d| d.chars.clone())?;
    Ok(Str::from_chars(t, &c)?.value())
}
fn close(t: &mut Thread, a: Args) -> Ret {
    *owned::of::<State>(t, a[0])?.lock() = Data { closed: true, ..Data::default() };
    Ok(Value::NONE)
}
fn getstate(t: &mut Thread, a: Args) -> Ret {
    let text = getvalue(t, a)?;
    let at = with(t, a[0], |d| d.at)?;
    let newline = t.str("\n")?;
    Tuple::make(t, &[text, newline, Value::index(at), Value::NONE])
}
fn setstate(t: &mut Thread, a: Args) -> Ret {
    let state = t.collect_tuple(a[1])?;
    if state.len() < 3 {
        return Err(t.type_error("StringIO.__setstate__ argument should be 4-tuple"));
    }
    let at = t.to_i64(state.get(2))?.max(0) as usize;
    let text = t.expect_str(state.get(0), "initial_value")?;
    let newline = Newline::parse(t, state.get(1))?;
    *owned::of::<State>(t, a[0])?.lock() =
        Data { chars: text.chars().iter().collect(), at, newline, ..Data::default() };
    Ok(Value::NONE)
}
