//! Line ends: what an `open(newline=...)` argument means, translation across chunks, `IncrementalNewlineDecoder`.

use crate::owned;
use parking_lot::Mutex;
use pyish_vm::object::string::{Chars, Str};
use pyish_vm::object::tuple::Tuple;
use pyish_vm::{
    Args, Attribute, Kind, Method, Raised, Ret, Thread, Type, TypeRow, Value, getter, method, static_method, types,
};

/// A `newline` argument.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Newline {
    /// None: any line end is read as `\n`, `\n` is written as the system's
    #[default]
    Universal,
    /// `''`: any line end ends a line and stays what it is
    Kept,
    Lf,
    Cr,
    CrLf,
}

impl Newline {
    /// The meaning of the argument; a bad one is shown as it is.
    pub fn parse(t: &mut Thread, v: Value) -> Result<Newline, Raised> {
        let Some(v) = v.given() else { return Ok(Newline::Universal) };
        let Some(s) = Str::from(v) else {
            let kind = t.type_name(v);
            return Err(t.type_error(format!("newline must be str or None, not {kind}")));
        };
        Ok(match &*s.text() {
            "" => Newline::Kept,
            "\n" => Newline::Lf,
            "\r" => Newline::Cr,
            "\r\n" => Newline::CrLf,
            _ => {
                let shown = t.string_of(v);
                return Err(t.value_error(format!("illegal newline value: {shown}")));
            }
        })
    }
    /// Whether text goes through a newline decoder on its way in.
    pub fn decodes(self) -> bool {
        matches!(self, Newline::Universal | Newline::Kept)
    }
    /// What a written `\n` becomes, if anything else.
    pub fn written(self) -> Option<&'static str> {
        match self {
            Newline::Cr => Some("\r"),
            Newline::CrLf => Some("\r\n"),
            _ => None,
        }
    }
    /// The end of the first line of `chars[from..]`, its line end included.
    pub fn line_end(self, chars: Chars<'_>, from: usize) -> Option<usize> {
        match (self, chars) {
            (Newline::Universal | Newline::Lf, Chars::One(b)) => {
                memchr::memchr(b'\n', &b[from..]).map(|i| from + i + 1)
            }
            (Newline::Universal | Newline::Lf, c) => {
                (from..c.len()).find(|&i| c.get(i) == u32::from(b'\n')).map(|i| i + 1)
            }
            (Newline::Cr, c) => (from..c.len()).find(|&i| c.get(i) == u32::from(b'\r')).map(|i| i + 1),
            (Newline::CrLf, c) => (from + 1..c.len().max(1))
                .find(|&i| c.get(i) == u32::from(b'\n') && c.get(i - 1) == u32::from(b'\r'))
                .map(|i| i + 1),
            (Newline::Kept, c) => {
                let i = (from..c.len()).find(|&i| matches!(c.get(i), 10 | 13))?;
                let pair = c.get(i) == 13 && i + 1 < c.len() && c.get(i + 1) == 10;
                Some(i + 1 + usize::from(pair))
            }
        }
    }
}

/// Line ends seen: bits of LF, CR, CRLF.
pub const LF: u8 = 1;
pub const CR: u8 = 2;
pub const CRLF: u8 = 4;

/// Translation across chunks: a `\r` at a chunk's end waits for what follows.
#[derive(Clone, Copy, Default, Debug)]
pub struct Translation {
    pub translate: bool,
    pub held: bool,
    pub seen: u8,
}

impl Translation {
    /// The chunk's text, held and translated; unchanged text is handed back as it is.
    pub fn feed(&mut self, t: &mut Thread, text: Str, last: bool) -> Result<Str, Raised> {
        let chars = text.chars();
        if !self.held
            && let Chars::One(b) = chars
            && memchr::memchr(b'\r', b).is_none()
        {
            if self.seen & LF == 0 && memchr::memchr(b'\n', b).is_some() {
                self.seen |= LF;
            }
            return Ok(text);
        }
        let mut all: Vec<u32> = Vec::with_capacity(chars.len() + 1);
        if self.held && (!text.is_empty() || last) {
            all.push(13);
            self.held = false;
        }
        all.extend(chars.iter());
        if !last && all.last() == Some(&13) {
            all.pop();
            self.held = true;
        }
        let mut out = Vec::with_capacity(all.len());
        let mut i = 0;
        while i < all.len() {
            match all[i] {
                13 if all.get(i + 1) == Some(&10) => {
                    self.seen |= CRLF;
                    i += 1;
                    if !self.translate {
                        out.push(13);
                    }
                    out.push(10);
                }
                13 => {
                    self.seen |= CR;
                    out.push(if self.translate { 10 } else { 13 });
                }
                c => {
                    if c == 10 {
                        self.seen |= LF;
                    }
                    out.push(c);
                }
            }
            i += 1;
        }
        Str::from_chars(t, &out)
    }
}
/// The `newlines` attribute.
pub fn seen_value(t: &mut Thread, seen: u8) -> Ret {
    let mut all = pyish_vm::object::list::Values::new(t)?;
    for (bit, text) in [(CR, "\r"), (LF, "\n"), (CRLF, "\r\n")] {
        if seen & bit != 0 {
            let s = t.str(text)?;
            all.push(t, s)?;
        }
    }
    match all.len() {
        0 => Ok(Value::NONE),
        1 => Ok(all.get(0)),
        _ => all.into_tuple(t),
    }
}

pub static TYPE: TypeRow = TypeRow::new("IncrementalNewlineDecoder", Kind::Native1)
    .module("_io")
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("Codec used when reading a file in universal newlines mode.");
static NEW: Method = static_method(
    "__new__(cls, *args, **kwargs)",
    |t, a| {
        let v = types::object::alloc_instance(t, Type::of(a[0]))?;
        owned::install(v, Mutex::new(Translation::default()));
        v.unwrap_obj().set_plain(DECODER, Value::NONE.bits());
        Ok(v)
    },
    "Create and return a new object.",
);
const DECODER: usize = 1;
static METHODS: [Method; 5] = [
    method("__init__(self, decoder, translate, errors='strict')", init, "Initialize self."),
    method("decode(self, input, final=False)", decode, ""),
    method("getstate(self, /)", getstate, ""),
    method("setstate(self, state, /)", setstate, ""),
    method("reset(self, /)", reset, ""),
];
static ATTRIBUTES: [Attribute; 1] = [getter(
    "newlines",
    |t, v| {
        let seen = state(t, v)?.lock().seen;
        seen_value(t, seen)
    },
    "",
)];
fn state<'a>(t: &mut Thread, v: Value) -> Result<&'a Mutex<Translation>, Raised> {
    owned::of(t, v)
}
fn init(t: &mut Thread, a: Args) -> Ret {
    let translate = t.truth(a[2])?;
    *state(t, a[0])?.lock() = Translation { translate, ..Translation::default() };
    a[0].unwrap_obj().set(&mut t.m, DECODER, a[1].bits());
    Ok(Value::NONE)
}
fn decoder(v: Value) -> Value {
    Value::from_bits(v.unwrap_obj().word(DECODER))
}
fn decode(t: &mut Thread, a: Args) -> Ret {
    let last = a[2].is_bound() && t.truth(a[2])?;
    let d = decoder(a[0]);
    let text = if d.is_none() { a[1] } else { t.call_method_named(d, "decode", &[a[1], Value::bool(last)])? };
    let Some(s) = Str::from(text) else {
        let kind = t.type_name(text);
        return Err(t.type_error(format!("decoder should return a string result, not '{kind}'")));
    };
    let s_state = state(t, a[0])?;
    let mut tr = *s_state.lock();
    let out = tr.feed(t, s, last)?;
    *s_state.lock() = tr;
    Ok(out.value())
}
fn getstate(t: &mut Thread, a: Args) -> Ret {
    let d = decoder(a[0]);
    let held = state(t, a[0])?.lock().held as i64;
    if d.is_none() {
        let empty = types::bytes::new(t, b"")?;
        return Tuple::make(t, &[empty, Value::int(held)]);
    }
    let inner = t.call_method_named(d, "getstate", &[])?;
    let inner = t.collect_tuple(inner)?;
    let flag = if inner.len() > 1 { t.to_i64(inner.get(1))? } else { 0 };
    let flag = t.int(flag << 1 | held)?;
    Tuple::make(t, &[inner.get(0), flag])
}
fn setstate(t: &mut Thread, a: Args) -> Ret {
    let s = t.collect_tuple(a[1])?;
    let flag = if s.len() > 1 { t.to_i64(s.get(1))? } else { 0 };
    state(t, a[0])?.lock().held = flag & 1 != 0;
    let d = decoder(a[0]);
    if !d.is_none() {
        let inner = Tuple::make(t, &[s.get(0), Value::int(flag >> 1)])?;
        t.call_method_named(d, "setstate", &[inner])?;
    }
    Ok(Value::NONE)
}
fn reset(t: &mut Thread, a: Args) -> Ret {
    {
        let mut s = state(t, a[0])?.lock();
        s.held = false;
        s.seen = 0;
    }
    let d = decoder(a[0]);
    if !d.is_none() {
        t.call_method_named(d, "reset", &[])?;
    }
    Ok(Value::NONE)
}
