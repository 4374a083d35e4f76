//! `FileIO`: `[descriptor, flags, name, spare]`; the descriptor is -1 once closed. Collected open, it is closed silently.

use super::{base, closed_error, unsupported};
use crate::os_error::{self, buffer_len, bytes_like, call_blocking, errno, os_error, os_error_at, write_into};
use pyish_heap::Obj;
use pyish_vm::object::bigint;
use pyish_vm::object::typeobject::flag;
use pyish_vm::{
    Args, Attribute, Kind, Method, Raised, Ret, Thread, Type, TypeRow, Value, attribute, getter, method, static_method,
    types,
};

pub static TYPE: TypeRow = TypeRow::new("FileIO", Kind::Native1)
    .module("_io")
    .base(&base::RAW)
    .flags(flag::DICT | flag::WEAKREF)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("Open a file.");
static NEW: Method = static_method("__new__(cls, *args, **kwargs)", new, "Create and return a new object.");
static METHODS: [Method; 16] = [
    method("__init__(self, file, mode='r', closefd=True, opener=None)", init, "Initialize self."),
    method("read(self, size=-1, /)", read, "Read at most size bytes, returned as bytes."),
    method(
        "readall(self, /)",
        |t, a| {
            let fd = fd_of(t, a[0])?;
            let r = read_all(t, fd);
            some_or_none(t, r)
        },
        "Read all data from the file, returned as bytes.",
    ),
    method("readinto(self, buffer, /)", readinto, "Same as RawIOBase.readinto()."),
    method("write(self, b, /)", write, "Write buffer b to file, return number of bytes written."),
    method("seek(self, pos, whence=0, /)", seek, "Move to new file position and return the file position."),
    method(
        "tell(self, /)",
        |t, a| {
            let fd = fd_of(t, a[0])?;
            let n = lseek(t, fd, 0, libc::SEEK_CUR)?;
            t.int(n)
        },
        "Current file position.",
    ),
    method(
        "truncate(self, size=None, /)",
        truncate,
        "Truncate the file to at most size bytes and return the truncated size.",
    ),
    method("close(self, /)", close, "Close the file."),
    method(
        "seekable(self, /)",
        |t, a| {
            let fd = fd_of(t, a[0])?;
            Ok(Value::bool(is_seekable(fd)))
        },
        "True if file supports random-access.",
    ),
    method(
        "readable(self, /)",
        |t, a| {
            fd_of(t, a[0])?;
            Ok(Value::bool(flags(a[0]) & READ != 0))
        },
        "True if file was opened in a read mode.",
    ),
    method(
        "writable(self, /)",
        |t, a| {
            fd_of(t, a[0])?;
            Ok(Value::bool(flags(a[0]) & WRITE != 0))
        },
        "True if file was opened in a write mode.",
    ),
    method(
        "fileno(self, /)",
        |t, a| Ok(Value::int(fd_of(t, a[0])? as i64)),
        "Return the underlying file descriptor (an integer).",
    ),
    method(
        "isatty(self, /)",
        |t, a| {
            let fd = fd_of(t, a[0])?;
            Ok(Value::bool(is_tty(fd)))
        },
        "True if the file is connected to a TTY device.",
    ),
    method(
        "_isatty_open_only(self, /)",
        |t, a| {
            let fd = fd_of(t, a[0])?;
            Ok(Value::bool(is_tty(fd)))
        },
        "",
    ),
    method("__repr__(self, /)", repr, "Return repr(self)."),
];
static ATTRIBUTES: [Attribute; 5] = [
    getter("closed", |_, v| Ok(Value::bool(raw_fd(v) < 0)), "True if the file is closed"),
    getter("closefd", |_, v| Ok(Value::bool(flags(v) & CLOSE_FD != 0)), ""),
    getter("mode", |t, v| t.str(mode(v)), "String giving the file mode"),
    attribute("name", get_name, set_name, ""),
    getter("_blksize", |_, _| Ok(Value::index(super::DEFAULT_BUFFER_SIZE)), ""),
];

const FD: usize = 0;
const FLAGS: usize = 1;
const NAME: usize = 2;

pub const READ: i64 = 1;
pub const WRITE: i64 = 2;
pub const APPEND: i64 = 4;
pub const CREATE: i64 = 8;
pub const CLOSE_FD: i64 = 16;
const TRUNCATE: i64 = 32;

/// The descriptor; -1 once closed.
pub fn raw_fd(v: Value) -> i32 {
    Value::from_bits(v.unwrap_obj().word(FD)).as_int().unwrap_or(-1) as i32
}
pub fn flags(v: Value) -> i64 {
    Value::from_bits(v.unwrap_obj().word(FLAGS)).as_int().unwrap_or(0)
}
fn fd_of(t: &mut Thread, v: Value) -> Result<i32, Raised> {
    match raw_fd(v) {
        -1 => Err(t.value_error("I/O operation on closed file")),
        fd => Ok(fd),
    }
}
fn get_name(t: &mut Thread, v: Value) -> Ret {
    match Value::from_bits(v.unwrap_obj().word(NAME)) {
        n if n.is_bound() => Ok(n),
        _ => {
            let name = t.intern("name")?;
            Err(t.no_attribute(v, name))
        }
    }
}
fn set_name(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    v.unwrap_obj().set(&mut t.m, NAME, x.bits());
    Ok(())
}
fn mode(v: Value) -> &'static str {
    let f = flags(v);
    let both = f & READ != 0 && f & WRITE != 0;
    if f & CREATE != 0 {
        if both { "xb+" } else { "xb" }
    } else if f & APPEND != 0 {
        if both { "ab+" } else { "ab" }
    } else if both {
        "rb+"
    } else if f & READ != 0 {
        "rb"
    } else {
        "wb"
    }
}

fn release(o: Obj) {
    let fd = Value::from_bits(o.word(FD)).as_int().unwrap_or(-1) as i32;
    let flags = Value::from_bits(o.word(FLAGS)).as_int().unwrap_or(0);
    if fd >= 0 && flags & CLOSE_FD != 0 {
        o.set_plain(FD, Value::int(-1).bits());
        // SAFETY: the descriptor is the dead object's own.
        unsafe { libc::close(fd) };
    }
}
fn alloc(t: &mut Thread, class: Type) -> Ret {
    let v = types::object::alloc_instance(t, class)?;
    let o = v.unwrap_obj();
    o.set_plain(FD, Value::int(-1).bits());
    o.set_plain(FLAGS, Value::ZERO.bits());
    pyish_heap::drop_register(o, release);
    Ok(v)
}
fn new(t: &mut Thread, a: Args) -> Ret {
    alloc(t, Type::of(a[0]))
}
/// A FileIO around a descriptor.
pub fn from_fd(t: &mut Thread, fd: i32, flags: i64, name: Value) -> Ret {
    let v = alloc(t, TYPE.get())?;
    v.unwrap_obj().set_plain(FD, Value::int(fd as i64).bits());
    v.unwrap_obj().set_plain(FLAGS, Value::int(flags).bits());
    set_name(t, v, name)?;
    Ok(v)
}

fn parse_mode(t: &mut Thread, mode: &str) -> Result<i64, Raised> {
    let (mut f, mut kinds, mut plus) = (0, 0, 0);
    for c in mode.chars() {
        match c {
            'r' => (f, kinds) = (f | READ, kinds + 1),
            'w' => (f, kinds) = (f | WRITE | TRUNCATE, kinds + 1),
            'a' => (f, kinds) = (f | WRITE | APPEND, kinds + 1),
            'x' => (f, kinds) = (f | WRITE | CREATE, kinds + 1),
            'b' => {}
            '+' => plus += 1,
            _ => return Err(t.value_error(format!("invalid mode: {mode}"))),
        }
    }
    if kinds != 1 || plus > 1 {
        return Err(t.value_error("Must have exactly one of create/read/write/append mode and at most one plus"));
    }
    Ok(if plus == 1 { f | READ | WRITE } else { f })
}

fn init(t: &mut Thread, a: Args) -> Ret {
    super::pending::settle_argument(t, a, a[1])?;
    let mode = match a[2].given() {
        Some(m) => t.expect_str(m, "FileIO() argument 'mode'")?.to_string(),
        None => "r".to_string(),
    };
    let closefd = match a[3].is_bound() {
        true => t.truth(a[3])?,
        false => true,
    };
    open(t, a, a[0], a[1], &mode, closefd, a[4].given())?;
    Ok(Value::NONE)
}

/// Opens `file` for the FileIO `v`, whose descriptor, if any, is closed.
pub fn open(
    t: &mut Thread,
    a: Args,
    v: Value,
    file: Value,
    mode: &str,
    closefd: bool,
    opener: Option<Value>,
) -> Result<(), Raised> {
    if raw_fd(v) >= 0 {
        close_fd(t, v)?;
    }
    let f = parse_mode(t, mode)?;
    let o = v.unwrap_obj();
    let mut name = file;
    let fd = if bigint::is_int(file) {
        let fd = os_error::c_int(t, file)?;
        if fd < 0 {
            return Err(t.value_error("negative file descriptor"));
        }
        fd
    } else {
        let path = os_error::path(t, file)?;
        name = path.shown;
        if !closefd {
            return Err(t.value_error("Cannot use closefd=False with file name"));
        }
        let how = libc::O_CLOEXEC
            | match (f & READ != 0, f & WRITE != 0) {
                (true, true) => libc::O_RDWR,
                (false, true) => libc::O_WRONLY,
                _ => libc::O_RDONLY,
            }
            | if f & TRUNCATE != 0 { libc::O_TRUNC | libc::O_CREAT } else { 0 }
            | if f & APPEND != 0 { libc::O_APPEND | libc::O_CREAT } else { 0 }
            | if f & CREATE != 0 { libc::O_EXCL | libc::O_CREAT } else { 0 };
        match opener {
            Some(opener) => {
                let r = t.call(opener, &[file, Value::int(how as i64)])?;
                if !bigint::is_int(r) {
                    return Err(t.type_error("expected integer from opener"));
                }
                let fd = os_error::c_int(t, r)?;
                if fd < 0 {
                    return Err(t.value_error(format!("opener returned {fd}")));
                }
                fd
            }
            None => {
                let c = &path.c;
                // SAFETY: opens a zero-terminated path.
                match call_blocking(t, || unsafe { libc::open(c.as_ptr(), how, 0o666) } as i64)? {
                    Ok(fd) => fd as i32,
                    Err(code) if code == libc::EMFILE => {
                        // descriptors of unreachable files are closed by a collection
                        pyish_vm::types::weakref::collect_for_native(t, a, &[v, name])?;
                        // SAFETY: as above.
                        match call_blocking(t, || unsafe { libc::open(c.as_ptr(), how, 0o666) } as i64)? {
                            Ok(fd) => fd as i32,
                            Err(code) => return Err(os_error_at(t, code, name)),
                        }
                    }
                    Err(code) => return Err(os_error_at(t, code, name)),
                }
            }
        }
    };
    let keep = f & !TRUNCATE | if closefd { CLOSE_FD } else { 0 };
    // SAFETY: a zeroed stat is a value; fstat fills it.
    let (r, st) = unsafe {
        let mut st: libc::stat = std::mem::zeroed();
        (libc::fstat(fd, &mut st), st)
    };
    let refuse = if r < 0 && bigint::is_int(file) {
        Some(errno())
    } else if r == 0 && st.st_mode & libc::S_IFMT == libc::S_IFDIR {
        Some(libc::EISDIR)
    } else {
        None
    };
    if let Some(code) = refuse {
        if !bigint::is_int(file) {
            // SAFETY: the descriptor was opened above.
            unsafe { libc::close(fd) };
        }
        return Err(os_error_at(t, code, name));
    }
    o.set_plain(FLAGS, Value::int(keep).bits());
    o.set_plain(FD, Value::int(fd as i64).bits());
    set_name(t, v, name)?;
    if f & APPEND != 0 {
        // SAFETY: a plain call on an open descriptor; a pipe answers ESPIPE.
        unsafe { libc::lseek(fd, 0, libc::SEEK_END) };
    }
    Ok(())
}

/// Reads up to `n` bytes; `None` when a non-blocking descriptor has none.
pub fn read_fd(t: &mut Thread, fd: i32, n: usize) -> Result<Option<Vec<u8>>, Raised> {
    let mut buf: Vec<u8> = Vec::new();
    let n = n.min(0x7fff_f000);
    if buf.try_reserve_exact(n).is_err() {
        return Err(t.memory_error());
    }
    let p = buf.as_mut_ptr() as usize;
    // SAFETY: the buffer has room for `n` bytes and lives across the call.
    match call_blocking(t, move || unsafe { libc::read(fd, p as *mut libc::c_void, n) } as i64)? {
        Ok(got) => {
            // SAFETY: the system has written `got` bytes.
            unsafe { buf.set_len(got as usize) };
            Ok(Some(buf))
        }
        Err(libc::EAGAIN) => Ok(None),
        Err(code) => Err(os_error(t, code)),
    }
}
/// Reads to the end.
pub fn read_all(t: &mut Thread, fd: i32) -> Result<Option<Vec<u8>>, Raised> {
    // SAFETY: plain calls on a descriptor; the stat is zeroed, then filled.
    let expected = unsafe {
        let mut st: libc::stat = std::mem::zeroed();
        let pos = libc::lseek(fd, 0, libc::SEEK_CUR);
        if pos >= 0 && libc::fstat(fd, &mut st) == 0 && st.st_size > pos { (st.st_size - pos) as usize } else { 0 }
    };
    let mut all: Vec<u8> = Vec::new();
    let mut step = if expected > 0 { expected + 1 } else { 65536 };
    loop {
        match read_fd(t, fd, step)? {
            None if all.is_empty() => return Ok(None),
            None => return Ok(Some(all)),
            Some(part) if part.is_empty() => return Ok(Some(all)),
            Some(part) if all.is_empty() => all = part,
            Some(part) => all.extend_from_slice(&part),
        }
        step = 65536.max(all.len() / 2);
    }
}
/// Writes once; `None` when a non-blocking descriptor takes nothing.
pub fn write_fd(t: &mut Thread, fd: i32, data: &[u8]) -> Result<Option<usize>, Raised> {
    let (p, n) = (data.as_ptr() as usize, data.len().min(0x7fff_f000));
    // SAFETY: the bytes belong to native code and outlive the call.
    match call_blocking(t, move || unsafe { libc::write(fd, p as *const libc::c_void, n) } as i64)? {
        Ok(n) => Ok(Some(n as usize)),
        Err(libc::EAGAIN) => Ok(None),
        Err(code) => Err(os_error(t, code)),
    }
}
pub fn lseek(t: &mut Thread, fd: i32, pos: i64, whence: i32) -> Result<i64, Raised> {
    // SAFETY: a plain call.
    let r = unsafe { libc::lseek(fd, pos, whence) };
    if r < 0 { Err(os_error(t, errno())) } else { Ok(r) }
}
pub fn is_seekable(fd: i32) -> bool {
    // SAFETY: a plain call.
    unsafe { libc::lseek(fd, 0, libc::SEEK_CUR) >= 0 }
}
pub fn is_tty(fd: i32) -> bool {
    // SAFETY: a plain call.
    unsafe { libc::isatty(fd) == 1 }
}

pub fn some_or_none(t: &mut Thread, r: Result<Option<Vec<u8>>, Raised>) -> Ret {
    match r? {
        Some(b) => types::bytes::new(t, &b),
        None => Ok(Value::NONE),
    }
}
fn readable_fd(t: &mut Thread, v: Value) -> Result<i32, Raised> {
    let fd = fd_of(t, v)?;
    if flags(v) & READ == 0 { Err(unsupported(t, "File not open for reading")) } else { Ok(fd) }
}
fn read(t: &mut Thread, a: Args) -> Ret {
    let fd = readable_fd(t, a[0])?;
    let n = match a[1].given() {
        Some(n) => t.to_i64(n)?,
        None => -1,
    };
    let r = if n < 0 { read_all(t, fd) } else { read_fd(t, fd, n as usize) };
    some_or_none(t, r)
}
fn readinto(t: &mut Thread, a: Args) -> Ret {
    let fd = readable_fd(t, a[0])?;
    let n = buffer_len(t, a[1])?;
    match read_fd(t, fd, n)? {
        Some(b) => {
            write_into(t, a[1], &b)?;
            Ok(Value::index(b.len()))
        }
        None => Ok(Value::NONE),
    }
}
fn write(t: &mut Thread, a: Args) -> Ret {
    let fd = fd_of(t, a[0])?;
    if flags(a[0]) & WRITE == 0 {
        return Err(unsupported(t, "File not open for writing"));
    }
    let data = bytes_like(t, a[1])?;
    Ok(write_fd(t, fd, &data)?.map_or(Value::NONE, Value::index))
}
fn seek(t: &mut Thread, a: Args) -> Ret {
    let fd = fd_of(t, a[0])?;
    if types::float::value(a[1]).is_some() && !bigint::is_int(a[1]) {
        return Err(t.type_error("an integer is required"));
    }
    let pos = t.to_i64(a[1])?;
    let whence = if a[2].is_bound() { os_error::c_int(t, a[2])? } else { 0 };
    let n = lseek(t, fd, pos, whence)?;
    t.int(n)
}
fn truncate(t: &mut Thread, a: Args) -> Ret {
    let fd = fd_of(t, a[0])?;
    if flags(a[0]) & WRITE == 0 {
        return Err(unsupported(t, "File not open for writing"));
    }
    let size = match a[1].given() {
        Some(n) => t.to_i64(n)?,
        None => lseek(t, fd, 0, libc::SEEK_CUR)?,
    };
    // SAFETY: a plain call.
    match call_blocking(t, move || unsafe { libc::ftruncate(fd, size) } as i64)? {
        Ok(_) => t.int(size),
        Err(code) => Err(os_error(t, code)),
    }
}
fn close(t: &mut Thread, a: Args) -> Ret {
    close_fd(t, a[0])?;
    Ok(Value::NONE)
}
/// Closes the descriptor of a FileIO, if it is the one to do so.
pub fn close_fd(t: &mut Thread, v: Value) -> Result<(), Raised> {
    let o = v.unwrap_obj();
    let fd = Value::from_bits(o.swap(&mut t.m, FD, Value::int(-1).bits())).as_int().unwrap_or(-1) as i32;
    if fd < 0 || flags(v) & CLOSE_FD == 0 {
        return Ok(());
    }
    // SAFETY: the descriptor is this object's own; after EINTR it is closed all the same.
    let r = pyish_sched::safe(&t.m.core, pyish_sched::Reason::Io, move || unsafe {
        if libc::close(fd) < 0 { errno() } else { 0 }
    });
    if r != 0 && r != libc::EINTR { Err(os_error(t, r)) } else { Ok(()) }
}
fn repr(t: &mut Thread, a: Args) -> Ret {
    let name = t.type_name(a[0]);
    let (mode, fd) = (mode(a[0]), raw_fd(a[0]));
    if fd < 0 {
        return t.str(&format!("<{name} [closed]>"));
    }
    let closefd = if flags(a[0]) & CLOSE_FD != 0 { "True" } else { "False" };
    let shown = match Value::from_bits(a[0].unwrap_obj().word(NAME)) {
        n if n.is_bound() => format!("name={}", t.repr_text(n)?),
        _ => format!("fd={fd}"),
    };
    t.str(&format!("<{name} {shown} mode='{mode}' closefd={closefd}>"))
}

/// Whether `v` is a plain FileIO, whose descriptor may be used directly.
#[inline]
pub fn is_plain(t: &Thread, v: Value) -> bool {
    v.is_obj() && t.class_of(v) == TYPE.get()
}
/// The descriptor of a plain FileIO that is open.
pub fn plain_fd(t: &mut Thread, v: Value) -> Result<Option<i32>, Raised> {
    if !is_plain(t, v) {
        return Ok(None);
    }
    match raw_fd(v) {
        -1 => Err(closed_error(t)),
        fd => Ok(Some(fd)),
    }
}
