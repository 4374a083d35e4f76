//! `BytesIO`: bytes in memory behind a stream's methods.

use super::{base, closed_error};
use crate::os_error::{buffer_len, bytes_like, write_into};
use crate::owned;
use parking_lot::Mutex;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::flag;
use pyish_vm::{
    Args, Attribute, Kind, Method, Raised, Ret, Thread, Type, TypeRow, Value, getter, method, static_method, types,
};

pub static TYPE: TypeRow = TypeRow::new("BytesIO", Kind::Native1)
    .module("_io")
    .base(&base::BUFFERED)
    .flags(flag::DICT | flag::WEAKREF)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("Buffered I/O implementation using an in-memory bytes buffer.");
static NEW: Method = static_method("__new__(cls, *args, **kwargs)", new, "Create and return a new object.");
static METHODS: [Method; 22] = [
    method("__init__(self, initial_bytes=b'')", init, "Initialize self."),
    method("read(self, size=-1, /)", read, "Read at most size bytes, returned as a bytes object."),
    method("read1(self, size=-1, /)", read, "Read at most size bytes, returned as a bytes object."),
    method("readline(self, size=-1, /)", readline, "Next line from the file, as a bytes object."),
    method("readinto(self, buffer, /)", readinto, "Read bytes into buffer."),
    method("readinto1(self, buffer, /)", readinto, "Read bytes into buffer."),
    method("write(self, b, /)", write, "Write bytes to file."),
    method("writelines(self, lines, /)", writelines, "Write lines to the file."),
    method("seek(self, pos, whence=0, /)", seek, "Change stream position."),
    method(
        "tell(self, /)",
        |t, a| {
            let n = with(t, a[0], |d| d.at)?;
            Ok(Value::index(n))
        },
        "Current file position, an integer.",
    ),
    method("truncate(self, size=None, /)", truncate, "Truncate the file to at most size bytes."),
    method(
        "getvalue(self, /)",
        |t, a| {
            let b = with(t, a[0], |d| d.bytes.clone())?;
            types::bytes::new(t, &b)
        },
        "Retrieve the entire contents of the BytesIO object.",
    ),
    method("getbuffer(self, /)", getbuffer, "Get a read-write view over the contents of the BytesIO object."),
    method("close(self, /)", close, "Disable all I/O operations."),
    method("flush(self, /)", |t, a| with(t, a[0], |_| Value::NONE), "Does nothing."),
    method("seekable(self, /)", |t, a| with(t, a[0], |_| Value::TRUE), ""),
    method("readable(self, /)", |t, a| with(t, a[0], |_| Value::TRUE), ""),
    method("writable(self, /)", |t, a| with(t, a[0], |_| Value::TRUE), ""),
    method("isatty(self, /)", |t, a| with(t, a[0], |_| Value::FALSE), ""),
    method("__next__(self, /)", next, "Implement next(self)."),
    method("__getstate__(self, /)", getstate, ""),
    method("__setstate__(self, state, /)", setstate, ""),
];
static ATTRIBUTES: [Attribute; 1] = [getter(
    "closed",
    |_, v| Ok(Value::bool(owned::get::<State>(v).is_none_or(|s| s.lock().closed))),
    "True if the file is closed.",
)];

#[derive(Default)]
struct Data {
    bytes: Vec<u8>,
    at: usize,
    closed: bool,
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
        return Err(closed_error(t));
    }
    Ok(f(&mut d))
}
fn init(t: &mut Thread, a: Args) -> Ret {
    let bytes = match a[1].given() {
        Some(b) => bytes_like(t, b)?,
        None => Vec::new(),
    };
    *owned::of::<State>(t, a[0])?.lock() = Data { bytes, at: 0, closed: false };
    Ok(Value::NONE)
}
fn size(t: &mut Thread, v: Value) -> Result<usize, Raised> {
    Ok(match v.given() {
        Some(n) => usize::try_from(t.to_i64_clamped(n)?).unwrap_or(usize::MAX),
        None => usize::MAX,
    })
}
fn take(d: &mut Data, n: usize) -> Vec<u8> {
    let from = d.at.min(d.bytes.len());
    let n = n.min(d.bytes.len() - from);
    if n > 0 {
        d.at = from + n;
    }
    d.bytes[from..from + n].to_vec()
}
fn read(t: &mut Thread, a: Args) -> Ret {
    let n = size(t, a[1])?;
    let b = with(t, a[0], |d| take(d, n))?;
    types::bytes::new(t, &b)
}
fn line(t: &mut Thread, v: Value, n: usize) -> Result<Vec<u8>, Raised> {
    with(t, v, |d| {
        let rest = &d.bytes[d.at.min(d.bytes.len())..];
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |i| i + 1);
        take(d, end.min(n))
    })
}
fn readline(t: &mut Thread, a: Args) -> Ret {
    let n = size(t, a[1])?;
    let b = line(t, a[0], n)?;
    types::bytes::new(t, &b)
}
fn next(t: &mut Thread, a: Args) -> Ret {
    let b = line(t, a[0], usize::MAX)?;
    if b.is_empty() { Ok(Value::UNBOUND) } else { types::bytes::new(t, &b) }
}
fn readinto(t: &mut Thread, a: Args) -> Ret {
    let n = buffer_len(t, a[1])?;
    let b = with(t, a[0], |d| take(d, n))?;
    write_into(t, a[1], &b)?;
    Ok(Value::index(b.len()))
}
fn put(t: &mut Thread, v: Value, data: &[u8]) -> Result<usize, Raised> {
    with(t, v, |d| {
        if data.is_empty() {
            return 0;
        }
        if d.at > d.bytes.len() {
            d.bytes.resize(d.at, 0);
        }
        let over = data.len().min(d.bytes.len() - d.at);
        d.bytes[d.at..d.at + over].copy_from_slice(&data[..over]);
        d.bytes.extend_from_slice(&data[over..]);
        d.at += data.len();
        data.len()
    })
}
fn write(t: &mut Thread, a: Args) -> Ret {
    with(t, a[0], |_| ())?;
    if let Some(b) = types::bytes::data(a[1]) {
        return put(t, a[0], b).map(Value::index);
    }
    let data = bytes_like(t, a[1])?;
    put(t, a[0], &data).map(Value::index)
}
fn writelines(t: &mut Thread, a: Args) -> Ret {
    with(t, a[0], |_| ())?;
    let it = t.iter(a[1])?;
    while let Some(b) = t.next(it)? {
        let data = bytes_like(t, b)?;
        put(t, a[0], &data)?;
    }
    Ok(Value::NONE)
}
fn seek(t: &mut Thread, a: Args) -> Ret {
    let pos = t.to_i64(a[1])?;
    let whence = if a[2].is_bound() { t.to_i64(a[2])? } else { 0 };
    if pos < 0 && whence == 0 {
        return Err(t.value_error(format!("negative seek value {pos}")));
    }
    let at = with(t, a[0], |d| {
        let from = match whence {
            0 => 0,
            1 => d.at as i64,
            2 => d.bytes.len() as i64,
            _ => return None,
        };
        d.at = from.saturating_add(pos).max(0) as usize;
        Some(d.at)
    })?;
    match at {
        Some(at) => t.usize(at),
        None => Err(t.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    }
}
fn truncate(t: &mut Thread, a: Args) -> Ret {
    let n = match a[1].given() {
        Some(n) => t.to_i64(n)?,
        None => with(t, a[0], |d| d.at as i64)?,
    };
    if n < 0 {
        return Err(t.value_error(format!("negative size value {n}")));
    }
    with(t, a[0], |d| d.bytes.truncate(n as usize))?;
    Ok(Value::int(n))
}
fn getbuffer(t: &mut Thread, a: Args) -> Ret {
    let b = with(t, a[0], |d| d.bytes.clone())?;
    let b = types::bytes::new(t, &b)?;
    let copy = t.call(types::bytearray::TYPE.value(), &[b])?;
    t.call(types::memoryview::TYPE.value(), &[copy])
}
fn close(t: &mut Thread, a: Args) -> Ret {
    *owned::of::<State>(t, a[0])?.lock() = Data { closed: true, ..Data::default() };
    Ok(Value::NONE)
}
fn getstate(t: &mut Thread, a: Args) -> Ret {
    let (b, at) = with(t, a[0], |d| (d.bytes.clone(), d.at))?;
    let b = types::bytes::new(t, &b)?;
    Tuple::make(t, &[b, Value::index(at), Value::NONE])
}
fn setstate(t: &mut Thread, a: Args) -> Ret {
    let state = t.collect_tuple(a[1])?;
    if state.len() < 2 {
        return Err(t.type_error("BytesIO.__setstate__ argument should be 3-tuple"));
    }
    let (bytes, at) = (bytes_like(t, state.get(0))?, t.to_i64(state.get(1))?.max(0) as usize);
    *owned::of::<State>(t, a[0])?.lock() = Data { bytes, at, closed: false };
    Ok(Value::NONE)
}
