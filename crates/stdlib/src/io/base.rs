//! `_IOBase` and the three abstract classes below it: what every stream answers, by its own methods.

use super::{closed_error, is_closed, unsupported};
use pyish_vm::object::list::Values;
use pyish_vm::object::string::Str;
use pyish_vm::object::typeobject::flag;
use pyish_vm::{Args, Attribute, Kind, Method, Raised, Ret, Thread, TypeRow, Value, attribute, getter, method, types};

pub static IO_BASE: TypeRow = TypeRow::new("_IOBase", Kind::Instance)
    .module("_io")
    .flags(flag::DICT | flag::WEAKREF)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("The abstract base class of all streams, acting on bytes or characters.");
pub static RAW: TypeRow = TypeRow::new("_RawIOBase", Kind::Instance)
    .module("_io")
    .base(&IO_BASE)
    .methods(&RAW_METHODS)
    .doc("The base class of raw binary streams.");
pub static BUFFERED: TypeRow = TypeRow::new("_BufferedIOBase", Kind::Instance)
    .module("_io")
    .base(&IO_BASE)
    .methods(&BUFFERED_METHODS)
    .doc("The base class of binary streams with a buffer.");
pub static TEXT: TypeRow = TypeRow::new("_TextIOBase", Kind::Instance)
    .module("_io")
    .base(&IO_BASE)
    .methods(&TEXT_METHODS)
    .attributes(&TEXT_ATTRIBUTES)
    .doc("The base class of text streams.");

static METHODS: [Method; 23] = [
    method("seek(self, offset, whence=0, /)", |t, _| Err(unsupported(t, "seek")), "Change the stream position."),
    method(
        "tell(self, /)",
        |t, a| t.call_method_named(a[0], "seek", &[Value::ZERO, Value::int(1)]),
        "Return the stream position.",
    ),
    method("truncate(self, size=None, /)", |t, _| Err(unsupported(t, "truncate")), "Cut the stream at a size."),
    method("flush(self, /)", |t, a| check_open(t, a[0]).map(|()| Value::NONE), "Flush write buffers, if applicable."),
    method("close(self, /)", close, "Flush and close the IO object."),
    method("seekable(self, /)", check_false, "Return whether object supports random access."),
    method("readable(self, /)", check_false, "Return whether object was opened for reading."),
    method("writable(self, /)", check_false, "Return whether object was opened for writing."),
    method("fileno(self, /)", |t, _| Err(unsupported(t, "fileno")), "Return the file descriptor, if there is one."),
    method("isatty(self, /)", check_false, "Return whether this is an interactive stream."),
    method("_checkClosed(self, msg=None, /)", |t, a| check_open(t, a[0]).map(|()| Value::NONE), ""),
    method(
        "_checkReadable(self, msg=None, /)",
        |t, a| check_able(t, a[0], "readable", "File or stream is not readable."),
        "",
    ),
    method(
        "_checkWritable(self, msg=None, /)",
        |t, a| check_able(t, a[0], "writable", "File or stream is not writable."),
        "",
    ),
    method(
        "_checkSeekable(self, msg=None, /)",
        |t, a| check_able(t, a[0], "seekable", "File or stream is not seekable."),
        "",
    ),
    method("__enter__(self, /)", |t, a| check_open(t, a[0]).map(|()| a[0]), ""),
    method("__exit__(self, *args)", |t, a| t.call_method_named(a[0], "close", &[]), ""),
    method("__iter__(self, /)", |t, a| check_open(t, a[0]).map(|()| a[0]), "Implement iter(self)."),
    method("__next__(self, /)", next, "Implement next(self)."),
    method("readline(self, size=-1, /)", readline, "Read and return a line from the stream."),
    method("readlines(self, hint=-1, /)", readlines, "Return a list of lines from the stream."),
    method("writelines(self, lines, /)", writelines, "Write a list of lines to stream."),
    method("__del__(self, /)", del, ""),
    method("__repr__(self, /)", |t, a| Ok(t.default_repr(a[0])?.value()), "Return repr(self)."),
];
static ATTRIBUTES: [Attribute; 1] = [getter("closed", base_closed, "")];

static RAW_METHODS: [Method; 4] = [
    method("read(self, size=-1, /)", raw_read, ""),
    method("readall(self, /)", raw_readall, "Read until EOF, using multiple read() call."),
    method("readinto(self, buffer, /)", |t, _| Err(unsupported(t, "readinto")), ""),
    method("write(self, b, /)", |t, _| Err(unsupported(t, "write")), ""),
];
static BUFFERED_METHODS: [Method; 6] = [
    method("detach(self, /)", |t, _| Err(unsupported(t, "detach")), "Disconnect this buffer from its raw stream."),
    method("read(self, size=-1, /)", |t, _| Err(unsupported(t, "read")), "Read and return up to n bytes."),
    method(
        "read1(self, size=-1, /)",
        |t, _| Err(unsupported(t, "read1")),
        "Read up to size bytes with at most one system call.",
    ),
    method("readinto(self, buffer, /)", |t, a| buffered_readinto(t, a, "read"), ""),
    method("readinto1(self, buffer, /)", |t, a| buffered_readinto(t, a, "read1"), ""),
    method("write(self, b, /)", |t, _| Err(unsupported(t, "write")), "Write buffer b to the IO stream."),
];
static TEXT_METHODS: [Method; 4] = [
    method("detach(self, /)", |t, _| Err(unsupported(t, "detach")), "Separate the buffer from the text stream."),
    method("read(self, size=-1, /)", |t, _| Err(unsupported(t, "read")), "Read at most size characters."),
    method("readline(self, size=-1, /)", |t, _| Err(unsupported(t, "readline")), "Read until newline or EOF."),
    method("write(self, s, /)", |t, _| Err(unsupported(t, "write")), "Write string s to stream."),
];
static TEXT_ATTRIBUTES: [Attribute; 3] = [
    attribute("encoding", none, no_set, ""),
    attribute("newlines", none, no_set, ""),
    attribute("errors", none, no_set, ""),
];
fn none(_: &mut Thread, _: Value) -> Ret {
    Ok(Value::NONE)
}
fn no_set(t: &mut Thread, v: Value, _: Value) -> Result<(), Raised> {
    let kind = t.type_name(v);
    Err(t.raise(&types::exc::AttributeError, format!("attribute of '{kind}' objects is not writable")))
}

const CLOSED: &str = "__IOBase_closed";

fn base_closed(t: &mut Thread, v: Value) -> Ret {
    let name = t.intern(CLOSED)?;
    let class = t.class_of(v);
    Ok(Value::bool(t.own_attr(v.unwrap_obj(), class, name).is_some()))
}
fn check_open(t: &mut Thread, v: Value) -> Result<(), Raised> {
    if is_closed(t, v)? { Err(closed_error(t)) } else { Ok(()) }
}
fn check_false(t: &mut Thread, a: Args) -> Ret {
    check_open(t, a[0])?;
    Ok(Value::FALSE)
}
fn check_able(t: &mut Thread, v: Value, what: &str, message: &str) -> Ret {
    let r = t.call_method_named(v, what, &[])?;
    if t.truth(r)? { Ok(Value::TRUE) } else { Err(unsupported(t, message)) }
}
fn close(t: &mut Thread, a: Args) -> Ret {
    if base_closed(t, a[0])?.is(Value::TRUE) {
        return Ok(Value::NONE);
    }
    let r = t.call_method_named(a[0], "flush", &[]);
    let e = t.take_exception();
    let name = t.intern(CLOSED)?;
    t.set_own_attr(a[0].unwrap_obj(), name, Value::TRUE)?;
    t.exc = e;
    r?;
    Ok(Value::NONE)
}
fn del(t: &mut Thread, a: Args) -> Ret {
    // a half-made object has no `closed` yet
    if let Ok(false) = is_closed(t, a[0]) {
        t.call_method_named(a[0], "close", &[])?;
    }
    t.exc = Value::UNBOUND;
    Ok(Value::NONE)
}
fn next(t: &mut Thread, a: Args) -> Ret {
    let line = t.call_method_named(a[0], "readline", &[])?;
    if t.truth(line)? { Ok(line) } else { Ok(Value::UNBOUND) }
}

fn readline(t: &mut Thread, a: Args) -> Ret {
    let limit = match a[1].given() {
        Some(n) => t.to_i64_clamped(n)?,
        None => -1,
    };
    let peek = t.intern("peek")?;
    let has_peek = t.find_attr(a[0], peek)?.is_some();
    let mut line = Vec::new();
    while limit < 0 || (line.len() as i64) < limit {
        let mut want = 1;
        if has_peek {
            let ahead = t.call_method(a[0], peek, &[Value::int(1)])?;
            let ahead = types::bytes::data(ahead).unwrap_or_default();
            if !ahead.is_empty() {
                want = ahead.iter().position(|b| *b == b'\n').map_or(ahead.len(), |i| i + 1);
                if limit >= 0 {
                    want = want.min((limit - line.len() as i64) as usize);
                }
            }
        }
        let b = t.call_method_named(a[0], "read", &[Value::index(want)])?;
        let Some(data) = types::bytes::data(b) else {
            let kind = t.type_name(b);
            let text = format!("read() should have returned a bytes object, not '{kind}'");
            return Err(t.raise(&types::exc::OSError, text));
        };
        if data.is_empty() {
            break;
        }
        line.extend_from_slice(data);
        if line.last() == Some(&b'\n') {
            break;
        }
    }
    types::bytes::new(t, &line)
}
fn readlines(t: &mut Thread, a: Args) -> Ret {
    let hint = match a[1].given() {
        Some(n) => t.to_i64_clamped(n)?,
        None => -1,
    };
    let it = t.iter(a[0])?;
    let mut lines = Values::new(t)?;
    let mut total = 0;
    while let Some(line) = t.next(it)? {
        lines.push(t, line)?;
        if hint > 0 {
            total += t.len(line)? as i64;
            if total >= hint {
                break;
            }
        }
    }
    lines.into_list(t)
}
fn writelines(t: &mut Thread, a: Args) -> Ret {
    check_open(t, a[0])?;
    let it = t.iter(a[1])?;
    while let Some(line) = t.next(it)? {
        t.call_method_named(a[0], "write", &[line])?;
    }
    Ok(Value::NONE)
}

fn raw_read(t: &mut Thread, a: Args) -> Ret {
    let n = match a[1].given() {
        Some(n) => t.to_i64_clamped(n)?,
        None => -1,
    };
    if n < 0 {
        return t.call_method_named(a[0], "readall", &[]);
    }
    let b = t.call(types::bytearray::TYPE.value(), &[Value::int(n)])?;
    let r = t.call_method_named(a[0], "readinto", &[b])?;
    if r.is_none() {
        return Ok(r);
    }
    let got = t.to_i64(r)?;
    if got < 0 || got > n {
        return Err(t.value_error(format!("readinto returned {got} outside buffer size {n}")));
    }
    let slice = t.call(types::slice::TYPE.value(), &[Value::ZERO, Value::int(got)])?;
    let part = t.get_item(b, slice)?;
    t.call(types::bytes::TYPE.value(), &[part])
}
fn raw_readall(t: &mut Thread, a: Args) -> Ret {
    let mut all = Vec::new();
    loop {
        let b = t.call_method_named(a[0], "read", &[Value::int(super::DEFAULT_BUFFER_SIZE as i64)])?;
        if b.is_none() {
            return if all.is_empty() { Ok(b) } else { types::bytes::new(t, &all) };
        }
        let Some(data) = types::bytes::data(b) else {
            return Err(t.type_error("read() should return bytes"));
        };
        if data.is_empty() {
            return types::bytes::new(t, &all);
        }
        all.extend_from_slice(data);
    }
}
fn buffered_readinto(t: &mut Thread, a: Args, how: &str) -> Ret {
    let n = crate::os_error::buffer_len(t, a[1])?;
    let b = t.call_method_named(a[0], how, &[Value::index(n)])?;
    let Some(data) = types::bytes::data(b).map(<[u8]>::to_vec) else {
        return Err(t.type_error(format!("{how}() should return bytes")));
    };
    crate::os_error::write_into(t, a[1], &data[..data.len().min(n)])?;
    Ok(Value::index(data.len().min(n)))
}

/// `name` of a stream, as reprs show it: `" name='x'"`, or nothing.
pub fn shown_name(t: &mut Thread, v: Value) -> Result<String, Raised> {
    let key = t.intern("name")?;
    let found = t.find_attr(v, key);
    Ok(match t.catch(found, &types::exc::ValueError)?.flatten() {
        Some(n) if Str::from(n).is_some() || !n.is_none() => format!(" name={}", t.repr_text(n)?),
        _ => String::new(),
    })
}
