//! `BufferedReader`, `BufferedWriter`, `BufferedRandom`: `[data, raw, text]`, `text` being the TextIOWrapper above, if any.
//! `BufferedRWPair`: `[unused, reader, writer]`.
//!
//! The stream position is the raw one, less what is read ahead, plus what is not written yet; never both at once.

use super::file;
use super::lock::IoLock;
use super::{base, pending, raw_closed_error, unsupported};
use crate::os_error::{buffer_len, bytes_like, write_into};
use crate::owned;
use parking_lot::Mutex;
use pyish_vm::object::exception::Exception;
use pyish_vm::object::typeobject::flag;
use pyish_vm::{
    Args, Attribute, Kind, Method, Raised, Ret, Thread, Type, TypeRow, Value, getter, method, static_method, types,
};

const RAW: usize = 1;
const TEXT: usize = 2;

macro_rules! buffered_type {
    ($row:ident, $name:literal, $init:ident, $doc:literal) => {
        pub static $row: TypeRow = TypeRow::new($name, Kind::Native2)
            .module("_io")
            .base(&base::BUFFERED)
            .flags(flag::DICT | flag::WEAKREF)
            .constructor(&NEW)
            .methods(&$init)
            .attributes(&ATTRIBUTES)
            .doc($doc);
    };
}
buffered_type!(
    READER,
    "BufferedReader",
    READER_METHODS,
    "Create a new buffered reader using the given readable raw IO object."
);
buffered_type!(WRITER, "BufferedWriter", WRITER_METHODS, "A buffer for a writeable sequential RawIO object.");
buffered_type!(RANDOM, "BufferedRandom", RANDOM_METHODS, "A buffered interface to random access streams.");

static NEW: Method = static_method("__new__(cls, *args, **kwargs)", new, "Create and return a new object.");

macro_rules! rows {
    ($($row:expr),* ; $init:expr) => {
        [
            method("__init__(self, raw, buffer_size=8192)", $init, "Initialize self."),
            method("seek(self, target, whence=0, /)", seek, "Change the stream position to the given byte offset."),
            method("tell(self, /)", |t, a| { let n = tell(t, a[0])?; t.int(n) }, "Return current stream position."),
            method("truncate(self, pos=None, /)", truncate, "Truncate the file to pos."),
            method("flush(self, /)", |t, a| { check_open(t, a[0], "flush of closed file")?; flush(t, a[0])?; Ok(Value::NONE) }, "Flush write buffers."),
            method("close(self, /)", close_method, "Flush and close the IO object."),
            method("detach(self, /)", detach, "Disconnect this buffer from its underlying raw stream and return it."),
            method("seekable(self, /)", |t, a| raw_call(t, a[0], "seekable"), ""),
            method("readable(self, /)", |t, a| raw_call(t, a[0], "readable"), ""),
            method("writable(self, /)", |t, a| raw_call(t, a[0], "writable"), ""),
            method("fileno(self, /)", |t, a| raw_call(t, a[0], "fileno"), ""),
            method("isatty(self, /)", |t, a| raw_call(t, a[0], "isatty"), ""),
            method("__repr__(self, /)", repr, "Return repr(self)."),
            method("__del__(self, /)", del, ""),
            $($row),*
        ]
    };
}
static READER_METHODS: [Method; 21] = rows![
    method("read(self, size=-1, /)", read_method, "Read and return up to n bytes."),
    method("read1(self, size=-1, /)", read1_method, "Read up to size bytes with at most one system call."),
    method("peek(self, size=0, /)", peek_method, "Return bytes from the stream without advancing the position."),
    method("readline(self, size=-1, /)", readline_method, "Read and return a line from the stream."),
    method("readinto(self, buffer, /)", |t, a| readinto(t, a, false), ""),
    method("readinto1(self, buffer, /)", |t, a| readinto(t, a, true), ""),
    method("__next__(self, /)", next, "Implement next(self).");
    |t, a| init(t, a, true, false)
];
static WRITER_METHODS: [Method; 15] = rows![
    method("write(self, buffer, /)", write_method, "Write buffer b to the IO stream.");
    |t, a| init(t, a, false, true)
];
static RANDOM_METHODS: [Method; 22] = rows![
    method("read(self, size=-1, /)", read_method, "Read and return up to n bytes."),
    method("read1(self, size=-1, /)", read1_method, "Read up to size bytes with at most one system call."),
    method("peek(self, size=0, /)", peek_method, "Return bytes from the stream without advancing the position."),
    method("readline(self, size=-1, /)", readline_method, "Read and return a line from the stream."),
    method("readinto(self, buffer, /)", |t, a| readinto(t, a, false), ""),
    method("readinto1(self, buffer, /)", |t, a| readinto(t, a, true), ""),
    method("__next__(self, /)", next, "Implement next(self)."),
    method("write(self, buffer, /)", write_method, "Write buffer b to the IO stream.");
    |t, a| init(t, a, true, true)
];
static ATTRIBUTES: [Attribute; 4] = [
    getter("raw", raw, ""),
    getter(
        "closed",
        |t, v| {
            let r = raw(t, v)?;
            t.get_attr_named(r, "closed")
        },
        "",
    ),
    getter(
        "name",
        |t, v| {
            let r = raw(t, v)?;
            t.get_attr_named(r, "name")
        },
        "",
    ),
    getter(
        "mode",
        |t, v| {
            let r = raw(t, v)?;
            t.get_attr_named(r, "mode")
        },
        "",
    ),
];

#[derive(Default)]
struct State {
    lock: IoLock,
    inner: Mutex<Inner>,
}
#[derive(Default)]
struct Inner {
    ready: bool,
    size: usize,
    ahead: Vec<u8>,
    at: usize,
    unwritten: Vec<u8>,
    registered: bool,
}

fn new(t: &mut Thread, a: Args) -> Ret {
    alloc(t, Type::of(a[0]))
}
fn alloc(t: &mut Thread, class: Type) -> Ret {
    let v = types::object::alloc_instance(t, class)?;
    let o = v.unwrap_obj();
    o.set_plain(RAW, Value::NONE.bits());
    o.set_plain(TEXT, Value::NONE.bits());
    owned::install(v, State::default());
    Ok(v)
}
/// A buffered stream around `raw`.
pub fn make(t: &mut Thread, row: &'static TypeRow, raw: Value, size: usize) -> Ret {
    let v = alloc(t, row.get())?;
    set_up(t, v, raw, size)?;
    Ok(v)
}
fn set_up(t: &mut Thread, v: Value, raw: Value, size: usize) -> Result<(), Raised> {
    let s = owned::of::<State>(t, v)?;
    v.unwrap_obj().set(&mut t.m, RAW, raw.bits());
    let mut i = s.inner.lock();
    *i = Inner { ready: true, size, ..Inner::default() };
    Ok(())
}
fn init(t: &mut Thread, a: Args, reads: bool, writes: bool) -> Ret {
    let size = match a[2].is_bound() {
        true => t.to_i64(a[2])?,
        false => super::DEFAULT_BUFFER_SIZE as i64,
    };
    if reads && writes {
        check_raw(t, a[1], "seekable", "File or stream is not seekable.")?;
    }
    if reads {
        check_raw(t, a[1], "readable", "File or stream is not readable.")?;
    }
    if writes {
        check_raw(t, a[1], "writable", "File or stream is not writable.")?;
    }
    if size <= 0 {
        return Err(t.value_error("buffer size must be strictly positive"));
    }
    set_up(t, a[0], a[1], size as usize)?;
    Ok(Value::NONE)
}
fn check_raw(t: &mut Thread, raw: Value, what: &str, message: &str) -> Result<(), Raised> {
    let r = t.call_method_named(raw, what, &[])?;
    if t.truth(r)? { Ok(()) } else { Err(unsupported(t, message)) }
}

/// Whether `v` is an instance of exactly one of these classes.
pub fn is_plain(t: &Thread, v: Value) -> bool {
    v.is_obj() && {
        let c = t.class_of(v);
        [&READER, &WRITER, &RANDOM].iter().any(|r| r.is_ready() && c == r.get())
    }
}
/// Notes which text stream lies above.
pub fn set_text(t: &mut Thread, v: Value, text: Value) {
    v.unwrap_obj().set(&mut t.m, TEXT, text.bits());
}

fn raw(t: &mut Thread, v: Value) -> Ret {
    let s = owned::of::<State>(t, v)?;
    let r = Value::from_bits(v.unwrap_obj().word(RAW));
    if r.is_none() {
        let ready = s.inner.lock().ready;
        return Err(t.value_error(if ready {
            "raw stream has been detached"
        } else {
            "I/O operation on uninitialized object"
        }));
    }
    Ok(r)
}
fn raw_call(t: &mut Thread, v: Value, name: &str) -> Ret {
    let r = raw(t, v)?;
    t.call_method_named(r, name, &[])
}
fn check_open(t: &mut Thread, v: Value, message: &str) -> Result<(), Raised> {
    let r = raw(t, v)?;
    let closed = if file::is_plain(t, r) {
        file::raw_fd(r) < 0
    } else {
        let c = t.get_attr_named(r, "closed")?;
        t.truth(c)?
    };
    if closed { Err(raw_closed_error(t, message)) } else { Ok(()) }
}
fn what(t: &mut Thread, v: Value) -> String {
    t.type_name(v)
}

// ---- the raw stream

fn raw_read(t: &mut Thread, raw: Value, n: usize) -> Result<Option<Vec<u8>>, Raised> {
    if let Some(fd) = file::plain_fd(t, raw)? {
        return file::read_fd(t, fd, n);
    }
    let target = t.call(types::bytearray::TYPE.value(), &[Value::index(n)])?;
    let r = t.call_method_named(raw, "readinto", &[target])?;
    if r.is_none() {
        return Ok(None);
    }
    let got = t.to_i64(r)?;
    if got < 0 || got as usize > n {
        let text = format!("raw readinto() returned invalid length {got} (should have been between 0 and {n})");
        return Err(t.raise(&types::exc::OSError, text));
    }
    let mut data = bytes_like(t, target)?;
    data.truncate(got as usize);
    Ok(Some(data))
}
fn raw_write(t: &mut Thread, raw: Value, data: &[u8]) -> Result<Option<usize>, Raised> {
    if let Some(fd) = file::plain_fd(t, raw)? {
        return file::write_fd(t, fd, data);
    }
    let b = types::bytes::new(t, data)?;
    let r = t.call_method_named(raw, "write", &[b])?;
    if r.is_none() {
        return Ok(None);
    }
    let n = t.to_i64(r)?;
    if n < 0 || n as usize > data.len() {
        let text = format!("raw write() returned invalid length {n} (should have been between 0 and {})", data.len());
        return Err(t.raise(&types::exc::OSError, text));
    }
    Ok(Some(n as usize))
}
fn raw_seek(t: &mut Thread, raw: Value, pos: i64, whence: i32) -> Result<i64, Raised> {
    if let Some(fd) = file::plain_fd(t, raw)? {
        return file::lseek(t, fd, pos, whence);
    }
    let p = t.int(pos)?;
    let r = t.call_method_named(raw, "seek", &[p, Value::int(whence as i64)])?;
    let n = t.to_i64(r)?;
    if n < 0 {
        return Err(t.raise(&types::exc::OSError, format!("Raw stream returned invalid position {n}")));
    }
    Ok(n)
}
fn raw_tell(t: &mut Thread, raw: Value) -> Result<i64, Raised> {
    if let Some(fd) = file::plain_fd(t, raw)? {
        return file::lseek(t, fd, 0, libc::SEEK_CUR);
    }
    let r = t.call_method_named(raw, "tell", &[])?;
    let n = t.to_i64(r)?;
    if n < 0 {
        return Err(t.raise(&types::exc::OSError, format!("Raw stream returned invalid position {n}")));
    }
    Ok(n)
}

// ---- writing

/// Writes the unwritten bytes; the caller holds the lock.
fn flush_locked(t: &mut Thread, s: &State, raw: Value) -> Result<(), Raised> {
    let mut data = std::mem::take(&mut s.inner.lock().unwritten);
    let mut done = 0;
    while done < data.len() {
        let mut r = raw_write(t, raw, &data[done..]);
        if let Ok(Some(n)) = r {
            done += n;
            // what cut the write short may have been a signal
            match if done < data.len() { t.check() } else { Ok(()) } {
                Ok(()) => continue,
                Err(e) => r = Err(e),
            }
        }
        data.drain(..done);
        s.inner.lock().unwritten = data;
        r?;
        return Err(would_block(t, 0));
    }
    data.clear();
    let mut i = s.inner.lock();
    if i.unwritten.is_empty() && data.capacity() <= 1 << 16 {
        i.unwritten = data;
    }
    drop(i);
    if file::is_plain(t, raw) {
        pending::leave(file::raw_fd(raw));
    }
    Ok(())
}
#[cold]
fn would_block(t: &mut Thread, written: usize) -> Raised {
    let Ok(text) = t.str("write could not complete without blocking") else { return Raised };
    let r = t.raise_args(&types::exc::BlockingIOError, &[Value::int(libc::EAGAIN as i64), text]);
    if let Some(e) = Exception::from(t.exc) {
        e.set_own(t, 4, Value::index(written));
    }
    r
}
/// Flushes; what was read ahead is given back.
pub fn flush(t: &mut Thread, v: Value) -> Result<(), Raised> {
    let s = owned::of::<State>(t, v)?;
    let raw = raw(t, v)?;
    let name = what(t, v);
    let _guard = s.lock.lock(t, &name)?;
    if !s.inner.lock().unwritten.is_empty() {
        flush_locked(t, s, raw)?;
    }
    // a reader's flush leaves the position alone: it may read from a pipe
    if t.class_of(v).is_subclass(READER.get()) {
        return Ok(());
    }
    let (left, _) = drop_ahead(s);
    if left > 0 {
        raw_seek(t, raw, -(left as i64), 1)?;
    }
    Ok(())
}
/// Forgets what was read ahead; answers how much it was.
fn drop_ahead(s: &State) -> (usize, ()) {
    let mut i = s.inner.lock();
    let left = i.ahead.len() - i.at;
    i.ahead.clear();
    i.at = 0;
    (left, ())
}

/// Writes to the buffer, and through it what does not fit.
pub fn write(t: &mut Thread, v: Value, data: &[u8]) -> Result<usize, Raised> {
    check_open(t, v, "write to closed file")?;
    let s = owned::of::<State>(t, v)?;
    let raw = raw(t, v)?;
    let name = what(t, v);
    let _guard = s.lock.lock(t, &name)?;
    let (left, _) = drop_ahead(s);
    if left > 0 {
        raw_seek(t, raw, -(left as i64), 1)?;
    }
    let (fits, size) = {
        let i = s.inner.lock();
        (i.unwritten.len() + data.len() <= i.size, i.size)
    };
    if !fits && !s.inner.lock().unwritten.is_empty() {
        let r = flush_locked(t, s, raw);
        if r.is_err() {
            // a descriptor that takes nothing now: the buffer takes what it can
            if t.raised_is(&types::exc::BlockingIOError) {
                let mut i = s.inner.lock();
                let room = i.size.saturating_sub(i.unwritten.len()).min(data.len());
                i.unwritten.extend_from_slice(&data[..room]);
                drop(i);
                if room == data.len() {
                    t.exc = Value::UNBOUND;
                    return Ok(room);
                }
                t.exc = Value::UNBOUND;
                return Err(would_block(t, room));
            }
            r?;
        }
    }
    let mut done = 0;
    while data.len() - done > size {
        match raw_write(t, raw, &data[done..])? {
            Some(n) => {
                done += n;
                if done < data.len() {
                    t.check()?;
                }
            }
            None => {
                let mut i = s.inner.lock();
                let room = size.min(data.len() - done);
                i.unwritten.extend_from_slice(&data[done..done + room]);
                drop(i);
                return Err(would_block(t, done + room));
            }
        }
    }
    if done < data.len() {
        let first = {
            let mut i = s.inner.lock();
            let first = i.unwritten.is_empty();
            i.unwritten.extend_from_slice(&data[done..]);
            first
        };
        if first {
            note_pending(t, v, s, raw);
        }
    }
    Ok(data.len())
}
/// The stream has unwritten data from here on: it is flushed also when nobody refers to it any more.
fn note_pending(t: &mut Thread, v: Value, s: &State, raw: Value) {
    if file::is_plain(t, raw) {
        if file::raw_fd(raw) <= 2 {
            return;
        }
        pending::enter(file::raw_fd(raw));
    }
    let above = Value::from_bits(v.unwrap_obj().word(TEXT));
    if above.is_none() && !std::mem::replace(&mut s.inner.lock().registered, true) {
        types::weakref::register_finalizer(t, v.unwrap_obj());
    }
}
fn write_method(t: &mut Thread, a: Args) -> Ret {
    if let Some(b) = types::bytes::data(a[1]) {
        return write(t, a[0], b).map(Value::index);
    }
    let data = bytes_like(t, a[1])?;
    write(t, a[0], &data).map(Value::index)
}

// ---- reading

/// What the buffer holds already.
fn take(s: &State, n: usize) -> Vec<u8> {
    let mut i = s.inner.lock();
    let n = n.min(i.ahead.len() - i.at);
    let part = i.ahead[i.at..i.at + n].to_vec();
    i.at += n;
    part
}
/// Reads the next chunk into the empty buffer; `None` when nothing is there now, 0 at the end.
fn fill(t: &mut Thread, s: &State, raw: Value) -> Result<Option<usize>, Raised> {
    let size = s.inner.lock().size;
    let Some(data) = raw_read(t, raw, size)? else { return Ok(None) };
    let mut i = s.inner.lock();
    let rest: Vec<u8> = i.ahead[i.at..].to_vec();
    let n = data.len();
    if rest.is_empty() {
        i.ahead = data;
    } else {
        i.ahead = rest;
        i.ahead.extend_from_slice(&data);
    }
    i.at = 0;
    Ok(Some(n))
}
fn begin_read<'a>(t: &mut Thread, v: Value) -> Result<(&'a State, Value), Raised> {
    let s = owned::of::<State>(t, v)?;
    let r = raw(t, v)?;
    Ok((s, r))
}

/// `read(n)`; `n` None: to the end. `None` when a non-blocking stream has nothing.
pub fn read(t: &mut Thread, v: Value, n: Option<usize>) -> Result<Option<Vec<u8>>, Raised> {
    check_open(t, v, "read of closed file")?;
    let (s, raw) = begin_read(t, v)?;
    let name = what(t, v);
    let _guard = s.lock.lock(t, &name)?;
    flush_locked_if_any(t, s, raw)?;
    let mut all = take(s, n.unwrap_or(usize::MAX));
    match n {
        None => {
            let rest = if let Some(fd) = file::plain_fd(t, raw)? {
                file::read_all(t, fd)?
            } else {
                let name = t.intern("readall")?;
                if t.find_attr(raw, name)?.is_some() {
                    let r = t.call_method(raw, name, &[])?;
                    if r.is_none() { None } else { Some(bytes_like(t, r)?) }
                } else {
                    let mut rest = Vec::new();
                    let r = t.call_method_named(raw, "read", &[])?;
                    if !r.is_none() {
                        rest = bytes_like(t, r)?;
                    }
                    Some(rest)
                }
            };
            match rest {
                None if all.is_empty() => return Ok(None),
                None => {}
                Some(rest) if all.is_empty() => all = rest,
                Some(rest) => all.extend_from_slice(&rest),
            }
        }
        Some(n) => {
            while all.len() < n {
                let want = n - all.len();
                let size = s.inner.lock().size;
                if want >= size {
                    match raw_read(t, raw, want / size * size)? {
                        None if all.is_empty() => return Ok(None),
                        None => break,
                        Some(b) if b.is_empty() => break,
                        Some(b) => all.extend_from_slice(&b),
                    }
                } else {
                    match fill(t, s, raw)? {
                        None if all.is_empty() => return Ok(None),
                        None | Some(0) => break,
                        Some(_) => all.extend_from_slice(&take(s, want)),
                    }
                }
            }
        }
    }
    Ok(Some(all))
}
fn flush_locked_if_any(t: &mut Thread, s: &State, raw: Value) -> Result<(), Raised> {
    let any = !s.inner.lock().unwritten.is_empty();
    if any { flush_locked(t, s, raw) } else { Ok(()) }
}
/// `read1(n)`: what is there, or one read of the raw stream.
pub fn read1(t: &mut Thread, v: Value, n: Option<usize>) -> Result<Vec<u8>, Raised> {
    check_open(t, v, "read of closed file")?;
    let (s, raw) = begin_read(t, v)?;
    let name = what(t, v);
    let _guard = s.lock.lock(t, &name)?;
    flush_locked_if_any(t, s, raw)?;
    let n = n.unwrap_or_else(|| s.inner.lock().size);
    let got = take(s, n);
    if !got.is_empty() || n == 0 {
        return Ok(got);
    }
    Ok(raw_read(t, raw, n)?.unwrap_or_default())
}
fn size_argument(t: &mut Thread, v: Value) -> Result<Option<usize>, Raised> {
    Ok(match v.given() {
        None => None,
        Some(n) => {
            let n = t.to_i64(n)?;
            if n < 0 { None } else { Some(n as usize) }
        }
    })
}
fn read_method(t: &mut Thread, a: Args) -> Ret {
    if let Some(n) = a[1].given() {
        let n = t.to_i64(n)?;
        if n < -1 {
            return Err(t.value_error("read length must be non-negative or -1"));
        }
    }
    let n = size_argument(t, a[1])?;
    let r = read(t, a[0], n);
    file::some_or_none(t, r)
}
fn read1_method(t: &mut Thread, a: Args) -> Ret {
    let n = size_argument(t, a[1])?;
    let r = read1(t, a[0], n)?;
    types::bytes::new(t, &r)
}
fn peek_method(t: &mut Thread, a: Args) -> Ret {
    check_open(t, a[0], "peek of closed file")?;
    let (s, raw) = begin_read(t, a[0])?;
    let name = what(t, a[0]);
    let guard = s.lock.lock(t, &name)?;
    flush_locked_if_any(t, s, raw)?;
    let empty = {
        let i = s.inner.lock();
        i.at == i.ahead.len()
    };
    if empty {
        fill(t, s, raw)?;
    }
    let part = {
        let i = s.inner.lock();
        i.ahead[i.at..].to_vec()
    };
    drop(guard);
    types::bytes::new(t, &part)
}
fn readinto(t: &mut Thread, a: Args, once: bool) -> Ret {
    let n = buffer_len(t, a[1])?;
    let data = if once { Some(read1(t, a[0], Some(n))?) } else { read(t, a[0], Some(n))? };
    match data {
        Some(d) => {
            write_into(t, a[1], &d)?;
            Ok(Value::index(d.len()))
        }
        None => Ok(Value::NONE),
    }
}
fn line(t: &mut Thread, v: Value, limit: Option<usize>) -> Result<Vec<u8>, Raised> {
    check_open(t, v, "readline of closed file")?;
    let (s, raw) = begin_read(t, v)?;
    let name = what(t, v);
    let _guard = s.lock.lock(t, &name)?;
    flush_locked_if_any(t, s, raw)?;
    let mut line = Vec::new();
    loop {
        let room = limit.map_or(usize::MAX, |n| n - line.len());
        {
            let mut i = s.inner.lock();
            let ahead = &i.ahead[i.at..];
            let ahead = &ahead[..ahead.len().min(room)];
            let end = memchr::memchr(b'\n', ahead);
            let n = end.map_or(ahead.len(), |e| e + 1);
            line.extend_from_slice(&ahead[..n]);
            i.at += n;
            if end.is_some() || limit == Some(line.len()) {
                return Ok(line);
            }
        }
        if matches!(fill(t, s, raw)?, None | Some(0)) {
            return Ok(line);
        }
    }
}
fn readline_method(t: &mut Thread, a: Args) -> Ret {
    let limit = size_argument(t, a[1])?;
    let b = line(t, a[0], limit)?;
    types::bytes::new(t, &b)
}
fn next(t: &mut Thread, a: Args) -> Ret {
    let b = line(t, a[0], None)?;
    if b.is_empty() { Ok(Value::UNBOUND) } else { types::bytes::new(t, &b) }
}

// ---- position and end

pub fn tell(t: &mut Thread, v: Value) -> Result<i64, Raised> {
    let (s, raw) = begin_read(t, v)?;
    let at = raw_tell(t, raw)?;
    let i = s.inner.lock();
    Ok(at - (i.ahead.len() - i.at) as i64 + i.unwritten.len() as i64)
}
fn seek(t: &mut Thread, a: Args) -> Ret {
    let whence = if a[2].is_bound() { t.to_i64(a[2])? } else { 0 };
    if !(0..=2).contains(&whence) && whence != libc::SEEK_DATA as i64 && whence != libc::SEEK_HOLE as i64 {
        return Err(t.value_error(format!("whence value {whence} unsupported")));
    }
    check_open(t, a[0], "seek of closed file")?;
    check_seekable(t, a[0])?;
    let target = t.to_i64(a[1])?;
    let n = seek_to(t, a[0], target, whence as i32)?;
    t.int(n)
}
fn check_seekable(t: &mut Thread, v: Value) -> Result<(), Raised> {
    let r = raw_call(t, v, "seekable")?;
    if t.truth(r)? { Ok(()) } else { Err(unsupported(t, "File or stream is not seekable.")) }
}
/// Moves the position.
pub fn seek_to(t: &mut Thread, v: Value, target: i64, whence: i32) -> Result<i64, Raised> {
    let (s, raw) = begin_read(t, v)?;
    let name = what(t, v);
    let _guard = s.lock.lock(t, &name)?;
    flush_locked_if_any(t, s, raw)?;
    let left = {
        let i = s.inner.lock();
        (i.ahead.len() - i.at) as i64
    };
    let target = if whence == 1 { target - left } else { target };
    let n = raw_seek(t, raw, target, whence)?;
    drop_ahead(s);
    Ok(n)
}
fn truncate(t: &mut Thread, a: Args) -> Ret {
    check_open(t, a[0], "truncate of closed file")?;
    let w = raw_call(t, a[0], "writable")?;
    if !t.truth(w)? {
        return Err(unsupported(t, "truncate"));
    }
    flush(t, a[0])?;
    let pos = match a[1].given() {
        Some(p) => p,
        None => {
            let n = tell(t, a[0])?;
            t.int(n)?
        }
    };
    let r = raw(t, a[0])?;
    t.call_method_named(r, "truncate", &[pos])
}
fn close_method(t: &mut Thread, a: Args) -> Ret {
    close(t, a[0])?;
    Ok(Value::NONE)
}
/// Flushes and closes; closes also when the flush fails.
pub fn close(t: &mut Thread, v: Value) -> Result<(), Raised> {
    let r = raw(t, v)?;
    if super::is_closed(t, r)? {
        return Ok(());
    }
    // a plain instance's own flush is known; a subclass may have another
    let flushed = if is_plain(t, v) { flush(t, v).map(|()| Value::NONE) } else { t.call_method_named(v, "flush", &[]) };
    let e = t.take_exception();
    if file::is_plain(t, r) {
        pending::leave(file::raw_fd(r));
        file::close_fd(t, r)?;
    } else {
        t.call_method_named(r, "close", &[])?;
    }
    if let Some(s) = owned::get::<State>(v) {
        drop_ahead(s);
        s.inner.lock().unwritten = Vec::new();
    }
    t.exc = e;
    flushed.map(|_| ())
}
fn detach(t: &mut Thread, a: Args) -> Ret {
    let r = raw(t, a[0])?;
    t.call_method_named(a[0], "flush", &[])?;
    a[0].unwrap_obj().set_plain(RAW, Value::NONE.bits());
    Ok(r)
}
fn del(t: &mut Thread, a: Args) -> Ret {
    let above = Value::from_bits(a[0].unwrap_obj().word(TEXT));
    if above.is_obj() {
        return t.call_method_named(above, "close", &[]);
    }
    if Value::from_bits(a[0].unwrap_obj().word(RAW)).is_obj() {
        t.call_method_named(a[0], "close", &[])?;
    }
    Ok(Value::NONE)
}
fn repr(t: &mut Thread, a: Args) -> Ret {
    let class = t.type_name(a[0]);
    let name = base::shown_name(t, a[0])?;
    t.str(&format!("<{class}{name}>"))
}

// ---- BufferedRWPair

pub static PAIR: TypeRow = TypeRow::new("BufferedRWPair", Kind::Native2)
    .module("_io")
    .base(&base::BUFFERED)
    .flags(flag::DICT | flag::WEAKREF)
    .constructor(&PAIR_NEW)
    .methods(&PAIR_METHODS)
    .attributes(&PAIR_ATTRIBUTES)
    .doc("A buffered reader and writer object together.");
static PAIR_NEW: Method =
    static_method("__new__(cls, *args, **kwargs)", |t, a| types::object::alloc_instance(t, Type::of(a[0])), "");
static PAIR_METHODS: [Method; 13] = [
    method("__init__(self, reader, writer, buffer_size=8192, /)", pair_init, "Initialize self."),
    method("read(self, size=-1, /)", |t, a| pair_call(t, a, 1, "read"), ""),
    method("read1(self, size=-1, /)", |t, a| pair_call(t, a, 1, "read1"), ""),
    method("peek(self, size=0, /)", |t, a| pair_call(t, a, 1, "peek"), ""),
    method("readline(self, size=-1, /)", |t, a| pair_call(t, a, 1, "readline"), ""),
    method("readinto(self, buffer, /)", |t, a| pair_call(t, a, 1, "readinto"), ""),
    method("readinto1(self, buffer, /)", |t, a| pair_call(t, a, 1, "readinto1"), ""),
    method("readable(self, /)", |t, a| pair_call(t, a, 1, "readable"), ""),
    method("write(self, buffer, /)", |t, a| pair_call(t, a, 2, "write"), ""),
    method("flush(self, /)", |t, a| pair_call(t, a, 2, "flush"), ""),
    method("writable(self, /)", |t, a| pair_call(t, a, 2, "writable"), ""),
    method("close(self, /)", pair_close, ""),
    method("isatty(self, /)", pair_isatty, ""),
];
static PAIR_ATTRIBUTES: [Attribute; 1] = [getter(
    "closed",
    |t, v| {
        let w = pair_half(t, v, 2)?;
        t.get_attr_named(w, "closed")
    },
    "",
)];

fn pair_half(t: &mut Thread, v: Value, i: usize) -> Ret {
    match Value::from_bits(v.unwrap_obj().word(i)) {
        h if h.is_bound() => Ok(h),
        _ => Err(t.value_error("I/O operation on uninitialized object")),
    }
}
fn pair_init(t: &mut Thread, a: Args) -> Ret {
    let size = a[3].or(Value::int(super::DEFAULT_BUFFER_SIZE as i64));
    let r = t.call(READER.value(), &[a[1], size])?;
    let w = t.call(WRITER.value(), &[a[2], size])?;
    a[0].unwrap_obj().set(&mut t.m, 1, r.bits());
    a[0].unwrap_obj().set(&mut t.m, 2, w.bits());
    Ok(Value::NONE)
}
fn pair_call(t: &mut Thread, a: Args, half: usize, name: &str) -> Ret {
    let h = pair_half(t, a[0], half)?;
    let args = &a.as_slice()[1..];
    let n = args.iter().take_while(|v| v.is_bound()).count();
    t.call_method_named(h, name, &args[..n])
}
fn pair_close(t: &mut Thread, a: Args) -> Ret {
    let (r, w) = (pair_half(t, a[0], 1)?, pair_half(t, a[0], 2)?);
    let first = t.call_method_named(w, "close", &[]);
    let e = t.take_exception();
    t.call_method_named(r, "close", &[])?;
    t.exc = e;
    first
}
fn pair_isatty(t: &mut Thread, a: Args) -> Ret {
    let w = pair_call(t, a, 2, "isatty")?;
    if t.truth(w)? { Ok(w) } else { pair_call(t, a, 1, "isatty") }
}
