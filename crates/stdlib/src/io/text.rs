//! `TextIOWrapper`: its words, its making, writing, and what is asked of it; reading is in `text_read`.
//!
//! `[data, buffer, encoding, errors, decoder, encoder, decoded, mode]`. `decoded` is the str of the last chunk, of which
//! `used` characters are read. Written text waits encoded in `unwritten` until it is a chunk, a line of a terminal, or
//! flushed; then it goes to the buffer below.

use super::codec::{self, Codec};
use super::lock::IoLock;
use super::newline::{Newline, Translation, seen_value};
use super::{base, buffered, closed_error, is_closed, text_read, unsupported};
use crate::owned;
use parking_lot::Mutex;
use pyish_vm::object::string::Str;
use pyish_vm::object::typeobject::flag;
use pyish_vm::{
    Args, Attribute, Kind, Method, Raised, Ret, Thread, Type, TypeRow, Value, attribute, getter, method, static_method,
    types,
};

pub static TYPE: TypeRow = TypeRow::new("TextIOWrapper", Kind::Native2)
    .module("_io")
    .base(&base::TEXT)
    .flags(flag::DICT | flag::WEAKREF)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("Character and line based layer over a BufferedIOBase object, buffer.");
static NEW: Method = static_method("__new__(cls, *args, **kwargs)", new, "Create and return a new object.");
static METHODS: [Method; 20] = [
    method(
        "__init__(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
        init,
        "Initialize self.",
    ),
    method("write(self, text, /)", write_method, "Write string s to stream."),
    method("read(self, size=-1, /)", text_read::read, "Read at most size characters from stream."),
    method("readline(self, size=-1, /)", text_read::readline, "Read until newline or EOF."),
    method("__next__(self, /)", text_read::next, "Implement next(self)."),
    method(
        "seek(self, cookie, whence=0, /)",
        text_read::seek,
        "Set the stream position, and return the new stream position.",
    ),
    method("tell(self, /)", text_read::tell, "Return the stream position as an opaque number."),
    method("truncate(self, pos=None, /)", truncate, ""),
    method("flush(self, /)", flush_method, "Flush write buffers."),
    method("close(self, /)", close_method, "Flush and close the IO object."),
    method("detach(self, /)", detach, "Separate the underlying buffer and return it."),
    method(
        "reconfigure(self, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)",
        reconfigure,
        "Reconfigure the text stream with new parameters.",
    ),
    method("seekable(self, /)", |t, a| below(t, a[0], "seekable"), ""),
    method("readable(self, /)", |t, a| below(t, a[0], "readable"), ""),
    method("writable(self, /)", |t, a| below(t, a[0], "writable"), ""),
    method("fileno(self, /)", |t, a| below(t, a[0], "fileno"), ""),
    method("isatty(self, /)", |t, a| below(t, a[0], "isatty"), ""),
    method(
        "__iter__(self, /)",
        |t, a| {
            check_open(t, a[0])?;
            Ok(a[0])
        },
        "Implement iter(self).",
    ),
    method("__repr__(self, /)", repr, "Return repr(self)."),
    method("__del__(self, /)", del, ""),
];
static ATTRIBUTES: [Attribute; 9] = [
    getter("buffer", buffer, ""),
    getter("encoding", |t, v| word_of(t, v, ENCODING), "Encoding of the text stream."),
    getter("errors", |t, v| word_of(t, v, ERRORS), "The error setting of the decoder or encoder."),
    getter(
        "newlines",
        |t, v| {
            let s = state(t, v)?;
            let seen = s.inner.lock().translation.seen;
            seen_value(t, seen)
        },
        "",
    ),
    getter(
        "line_buffering",
        |t, v| {
            let s = state(t, v)?;
            let b = s.inner.lock().line_buffering;
            Ok(Value::bool(b))
        },
        "",
    ),
    getter(
        "write_through",
        |t, v| {
            let s = state(t, v)?;
            let b = s.inner.lock().write_through;
            Ok(Value::bool(b))
        },
        "",
    ),
    getter(
        "name",
        |t, v| {
            let b = buffer(t, v)?;
            t.get_attr_named(b, "name")
        },
        "",
    ),
    getter(
        "closed",
        |t, v| {
            let b = buffer(t, v)?;
            t.get_attr_named(b, "closed")
        },
        "",
    ),
    attribute(
        "_CHUNK_SIZE",
        |t, v| {
            let s = state(t, v)?;
            let n = s.inner.lock().chunk;
            Ok(Value::index(n))
        },
        set_chunk,
        "",
    ),
];

pub(super) const BUFFER: usize = 1;
pub(super) const ENCODING: usize = 2;
pub(super) const ERRORS: usize = 3;
pub(super) const DECODER: usize = 4;
const ENCODER: usize = 5;
pub(super) const DECODED: usize = 6;

/// Text that waits before it goes to the buffer.
const CHUNK: usize = 8192;

#[derive(Default)]
pub(super) struct State {
    pub lock: IoLock,
    pub inner: Mutex<Inner>,
}
#[derive(Default)]
pub(super) struct Inner {
    ready: bool,
    detached: bool,
    pub codec: Codec,
    pub newline: Newline,
    pub translation: Translation,
    line_buffering: bool,
    write_through: bool,
    unwritten: Vec<u8>,
    registered: bool,
    pub seekable: bool,
    pub telling: bool,
    pub chunk: usize,
    /// characters of `decoded` that are read
    pub used: usize,
    /// bytes of a character that is not whole, at the end of the last chunk
    pub rest: Vec<u8>,
    /// the bytes behind `decoded`
    pub snapshot: Vec<u8>,
    pub snapshot_held: bool,
}

pub(super) fn state<'a>(t: &mut Thread, v: Value) -> Result<&'a State, Raised> {
    let s = owned::of::<State>(t, v)?;
    let (ready, detached) = {
        let i = s.inner.lock();
        (i.ready, i.detached)
    };
    if detached {
        return Err(t.value_error("underlying buffer has been detached"));
    }
    if !ready {
        return Err(t.value_error("I/O operation on uninitialized object"));
    }
    Ok(s)
}
pub(super) fn word(v: Value, i: usize) -> Value {
    Value::from_bits(v.unwrap_obj().word(i))
}
fn word_of(t: &mut Thread, v: Value, i: usize) -> Ret {
    state(t, v)?;
    Ok(word(v, i))
}
pub(super) fn buffer(t: &mut Thread, v: Value) -> Ret {
    state(t, v)?;
    Ok(word(v, BUFFER))
}
fn below(t: &mut Thread, v: Value, name: &str) -> Ret {
    let b = buffer(t, v)?;
    t.call_method_named(b, name, &[])
}
pub(super) fn check_open(t: &mut Thread, v: Value) -> Result<(), Raised> {
    let b = buffer(t, v)?;
    if is_closed(t, b)? { Err(closed_error(t)) } else { Ok(()) }
}
fn set_chunk(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    let n = t.to_i64(x)?;
    if n <= 0 {
        return Err(t.value_error("a strictly positive integer is required"));
    }
    state(t, v)?.inner.lock().chunk = n as usize;
    Ok(())
}

fn new(t: &mut Thread, a: Args) -> Ret {
    alloc(t, Type::of(a[0]))
}
fn alloc(t: &mut Thread, class: Type) -> Ret {
    let v = types::object::alloc_instance(t, class)?;
    for i in 1..8 {
        v.unwrap_obj().set_plain(i, Value::NONE.bits());
    }
    owned::install(v, State::default());
    Ok(v)
}

/// What a text stream is made with.
pub struct Settings {
    pub encoding: Option<Value>,
    pub errors: Option<Value>,
    pub newline: Newline,
    pub line_buffering: bool,
    pub write_through: bool,
}
/// A text stream over `buffer`.
pub fn make(t: &mut Thread, buffer: Value, settings: &Settings) -> Ret {
    let v = alloc(t, TYPE.get())?;
    set_up(t, v, buffer, settings)?;
    Ok(v)
}

fn init(t: &mut Thread, a: Args) -> Ret {
    let newline = Newline::parse(t, a[4].or(Value::NONE))?;
    if let Some(e) = a[2].given() {
        check_str(t, e, "TextIOWrapper() argument 'encoding' must be str or None")?;
    }
    if let Some(e) = a[3].given() {
        check_str(t, e, "TextIOWrapper() argument 'errors' must be str or None")?;
    }
    let settings = Settings {
        encoding: a[2].given(),
        errors: a[3].given(),
        newline,
        line_buffering: a[5].is_bound() && t.truth(a[5])?,
        write_through: a[6].is_bound() && t.truth(a[6])?,
    };
    set_up(t, a[0], a[1], &settings)?;
    Ok(Value::NONE)
}
fn check_str(t: &mut Thread, v: Value, message: &str) -> Result<Str, Raised> {
    match Str::from(v) {
        Some(s) => Ok(s),
        None => {
            let kind = t.type_name(v);
            Err(t.type_error(format!("{message}, not {kind}")))
        }
    }
}
fn set_up(t: &mut Thread, v: Value, buffer: Value, s: &Settings) -> Result<(), Raised> {
    let plain = buffered::is_plain(t, buffer);
    let encoding = match s.encoding {
        Some(e) if Str::from(e).is_some_and(|e| e.eq_text("locale")) => t.str("UTF-8")?,
        Some(e) => e,
        None => t.str("UTF-8")?,
    };
    let errors = match s.errors {
        Some(e) => e,
        None => t.str("strict")?,
    };
    let name = Str::of(encoding).to_string();
    if name.contains('\0') {
        return Err(t.value_error("embedded null character"));
    }
    let codec = Codec::of(&name);
    if codec == Codec::Other {
        codec::lookup(t, encoding)?;
    }
    let o = v.unwrap_obj();
    o.set(&mut t.m, BUFFER, buffer.bits());
    o.set(&mut t.m, ENCODING, encoding.bits());
    o.set(&mut t.m, ERRORS, errors.bits());
    for i in [DECODER, ENCODER, DECODED] {
        o.set_plain(i, Value::NONE.bits());
    }
    let r = t.call_method_named(buffer, "seekable", &[])?;
    let seekable = t.truth(r)?;
    if plain {
        buffered::set_text(t, buffer, v);
    }
    if codec == Codec::Other {
        make_codecs(t, v, buffer, seekable)?;
    }
    *owned::of::<State>(t, v)?.inner.lock() = Inner {
        ready: true,
        codec,
        newline: s.newline,
        translation: Translation { translate: s.newline == Newline::Universal, ..Translation::default() },
        line_buffering: s.line_buffering,
        write_through: s.write_through,
        seekable,
        telling: seekable,
        chunk: CHUNK,
        ..Inner::default()
    };
    Ok(())
}
/// The Python decoder and encoder of an encoding that native code does not know.
fn make_codecs(t: &mut Thread, v: Value, buffer: Value, seekable: bool) -> Result<(), Raised> {
    let (encoding, errors) = (word(v, ENCODING), word(v, ERRORS));
    let r = t.call_method_named(buffer, "readable", &[])?;
    if t.truth(r)? {
        let d = codec::incremental(t, encoding, errors, "incrementaldecoder")?;
        v.unwrap_obj().set(&mut t.m, DECODER, d.bits());
    }
    let w = t.call_method_named(buffer, "writable", &[])?;
    if t.truth(w)? {
        let e = codec::incremental(t, encoding, errors, "incrementalencoder")?;
        v.unwrap_obj().set(&mut t.m, ENCODER, e.bits());
        if seekable {
            let at = t.call_method_named(buffer, "tell", &[])?;
            if t.truth(at)? {
                // a stream continued in its middle has its byte order mark already
                t.call_method_named(e, "setstate", &[Value::ZERO])?;
            }
        }
    }
    Ok(())
}

// ---- writing

fn write_method(t: &mut Thread, a: Args) -> Ret {
    let Some(s) = Str::from(a[1]) else {
        let kind = t.type_name(a[1]);
        return Err(t.type_error(format!("write() argument must be str, not {kind}")));
    };
    write(t, a[0], s)?;
    Ok(Value::index(s.len()))
}

/// Writes a str.
pub fn write(t: &mut Thread, v: Value, s: Str) -> Result<(), Raised> {
    check_open(t, v)?;
    let st = state(t, v)?;
    let buffer = word(v, BUFFER);
    if t.class_of(buffer) == buffered::READER.get() {
        return Err(unsupported(t, "not writable"));
    }
    let guard = st.lock.lock(t, "TextIOWrapper")?;
    let (codec, newline) = {
        let i = st.inner.lock();
        (i.codec, i.newline)
    };
    let text = match newline.written() {
        Some(end) if s.chars().iter().any(|c| c == 10) => {
            let mut out = Vec::with_capacity(s.len() + 8);
            for c in s.chars().iter() {
                if c == 10 { out.extend(end.chars().map(u32::from)) } else { out.push(c) }
            }
            Str::from_chars(t, &out)?
        }
        _ => s,
    };
    let mut bytes = Vec::new();
    if codec == Codec::Other || !codec.encode_simply(text, &mut bytes) {
        bytes.clear();
        let encoder = word(v, ENCODER);
        let b = if encoder.is_none() {
            if codec == Codec::Other {
                return Err(unsupported(t, "not writable"));
            }
            t.call_method_named(text.value(), "encode", &[word(v, ENCODING), word(v, ERRORS)])?
        } else {
            t.call_method_named(encoder, "encode", &[text.value()])?
        };
        bytes = types::bytes::data(b).unwrap_or_default().to_vec();
    }
    let (now, flush, first) = {
        let mut i = st.inner.lock();
        let first = i.unwritten.is_empty();
        i.unwritten.extend_from_slice(&bytes);
        let line = i.line_buffering && s.chars().iter().any(|c| c == 10 || c == 13);
        (i.write_through || line || i.unwritten.len() >= i.chunk, line, first && !i.registered)
    };
    if !word(v, DECODED).is_none() {
        text_read::forget(t, v, st)?;
    }
    if now {
        push_down(t, st, buffer)?;
    } else if first {
        note_pending(t, v, st, buffer)?;
    }
    drop(guard);
    if flush {
        flush_buffer(t, buffer)?;
    }
    Ok(())
}
/// The stream has unwritten text: it is flushed also when nobody refers to it any more.
fn note_pending(t: &mut Thread, v: Value, st: &State, buffer: Value) -> Result<(), Raised> {
    if buffered::is_plain(t, buffer) {
        let raw = t.get_attr_named(buffer, "raw")?;
        if super::file::is_plain(t, raw) {
            let fd = super::file::raw_fd(raw);
            if fd <= 2 {
                return Ok(());
            }
            super::pending::enter(fd);
        }
    }
    st.inner.lock().registered = true;
    types::weakref::register_finalizer(t, v.unwrap_obj());
    Ok(())
}
/// Hands the waiting bytes to the buffer; the caller holds the lock.
fn push_down(t: &mut Thread, st: &State, buffer: Value) -> Result<(), Raised> {
    let mut data = std::mem::take(&mut st.inner.lock().unwritten);
    if data.is_empty() {
        return Ok(());
    }
    if buffered::is_plain(t, buffer) {
        buffered::write(t, buffer, &data)?;
        data.clear();
        let mut i = st.inner.lock();
        if i.unwritten.is_empty() && data.capacity() <= 1 << 16 {
            i.unwritten = data;
        }
    } else {
        let b = types::bytes::new(t, &data)?;
        t.call_method_named(buffer, "write", &[b])?;
    }
    Ok(())
}
fn flush_buffer(t: &mut Thread, buffer: Value) -> Result<(), Raised> {
    if buffered::is_plain(t, buffer) {
        buffered::flush(t, buffer)
    } else {
        t.call_method_named(buffer, "flush", &[]).map(|_| ())
    }
}
/// Hands the waiting text to the buffer.
pub(super) fn push(t: &mut Thread, v: Value) -> Result<(), Raised> {
    let st = state(t, v)?;
    let buffer = word(v, BUFFER);
    let _guard = st.lock.lock(t, "TextIOWrapper")?;
    push_down(t, st, buffer)
}
fn flush_method(t: &mut Thread, a: Args) -> Ret {
    check_open(t, a[0])?;
    {
        let s = state(t, a[0])?;
        let mut i = s.inner.lock();
        i.telling = i.seekable;
    }
    push(t, a[0])?;
    let b = word(a[0], BUFFER);
    t.call_method_named(b, "flush", &[])
}
fn close_method(t: &mut Thread, a: Args) -> Ret {
    let b = buffer(t, a[0])?;
    if is_closed(t, b)? {
        return Ok(Value::NONE);
    }
    let plain = t.class_of(a[0]) == TYPE.get();
    let flushed = if plain { push(t, a[0]).map(|()| Value::NONE) } else { t.call_method_named(a[0], "flush", &[]) };
    let e = t.take_exception();
    let closed = t.call_method_named(b, "close", &[]);
    if e.is_bound() {
        t.exc = e;
        return flushed;
    }
    closed?;
    Ok(Value::NONE)
}
fn del(t: &mut Thread, a: Args) -> Ret {
    // nothing is told of a descriptor that the program closed by itself
    if owned::get::<State>(a[0]).is_some_and(|s| {
        let i = s.inner.lock();
        i.ready && !i.detached
    }) {
        t.call_method_named(a[0], "close", &[])?;
    }
    Ok(Value::NONE)
}
fn detach(t: &mut Thread, a: Args) -> Ret {
    let b = buffer(t, a[0])?;
    t.call_method_named(a[0], "flush", &[])?;
    if buffered::is_plain(t, b) {
        buffered::set_text(t, b, Value::NONE);
    }
    owned::of::<State>(t, a[0])?.inner.lock().detached = true;
    Ok(b)
}
fn truncate(t: &mut Thread, a: Args) -> Ret {
    t.call_method_named(a[0], "flush", &[])?;
    let b = buffer(t, a[0])?;
    let pos = match a[1].given() {
        Some(p) => p,
        None => t.call_method_named(a[0], "tell", &[])?,
    };
    t.call_method_named(b, "truncate", &[pos])
}
fn reconfigure(t: &mut Thread, a: Args) -> Ret {
    let st = state(t, a[0])?;
    let (encoding, errors) = (a[1].given(), a[2].given());
    if (encoding.is_some() || errors.is_some() || a[3].is_bound()) && !word(a[0], DECODED).is_none() {
        return Err(unsupported(t, "It is not possible to set the encoding or newline of stream after the first read"));
    }
    let newline = if a[3].is_bound() { Some(Newline::parse(t, a[3])?) } else { None };
    let line = match a[4].given() {
        Some(v) => Some(t.truth(v)?),
        None => None,
    };
    let through = match a[5].given() {
        Some(v) => Some(t.truth(v)?),
        None => None,
    };
    t.call_method_named(a[0], "flush", &[])?;
    if let Some(e) = encoding {
        let s = check_str(t, e, "reconfigure() argument 'encoding' must be str or None")?;
        let codec = Codec::of(&s.text());
        if codec == Codec::Other {
            codec::lookup(t, e)?;
        }
        a[0].unwrap_obj().set(&mut t.m, ENCODING, e.bits());
        let strict = match errors {
            Some(e) => e,
            None => t.str("strict")?,
        };
        a[0].unwrap_obj().set(&mut t.m, ERRORS, strict.bits());
        st.inner.lock().codec = codec;
        for i in [DECODER, ENCODER] {
            a[0].unwrap_obj().set_plain(i, Value::NONE.bits());
        }
    } else if let Some(e) = errors {
        check_str(t, e, "reconfigure() argument 'errors' must be str or None")?;
        a[0].unwrap_obj().set(&mut t.m, ERRORS, e.bits());
    }
    if st.inner.lock().codec == Codec::Other && (encoding.is_some() || errors.is_some()) {
        let b = word(a[0], BUFFER);
        let seekable = st.inner.lock().seekable;
        make_codecs(t, a[0], b, seekable)?;
    }
    let mut i = st.inner.lock();
    if let Some(n) = newline {
        i.newline = n;
        i.translation.translate = n == Newline::Universal;
    }
    i.line_buffering = line.unwrap_or(i.line_buffering);
    i.write_through = through.unwrap_or(i.write_through);
    Ok(Value::NONE)
}
fn repr(t: &mut Thread, a: Args) -> Ret {
    let class = t.type_name(a[0]);
    state(t, a[0])?;
    let name = base::shown_name(t, a[0])?;
    let key = t.intern("mode")?;
    let mode = match t.find_attr(a[0], key)? {
        Some(m) => format!(" mode={}", t.repr_text(m)?),
        None => String::new(),
    };
    let encoding = t.repr_text(word(a[0], ENCODING))?;
    t.str(&format!("<{class}{name}{mode} encoding={encoding}>"))
}
