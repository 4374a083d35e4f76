//! `mmap`: files and anonymous memory as bytes. The words of a map begin as a bytearray's, `[leaf, start, length, exports]`, where the
//! leaf is the map itself and `start` leads from it to the mapped memory: reading, writing and counting memoryviews are
//! `bytearray`'s.

use crate::os_error::{c_int, os_error};
use pyish_heap::Obj;
use pyish_vm::import::ModuleRow;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::typeobject::{Type, flag};
use pyish_vm::types::buffer::{self, Span};
use pyish_vm::types::iterators::{put, word};
use pyish_vm::types::{self, bytearray, bytes, exc, memoryview, slice};
use pyish_vm::{Args, Attribute, Kind, Method, Raised, Ret, Thread, TypeRow, Value, getter, method, static_method};

pub static MODULE: ModuleRow = ModuleRow {
    name: "mmap",
    doc: "Memory-mapped files, and memory shared with other processes.",
    functions: &[],
    init,
};

static TYPE: TypeRow = TypeRow::new("mmap", Kind::Native3)
    .module("mmap")
    .flags(flag::WEAKREF | flag::EXPORTS)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("Map length bytes of the file described by fileno into memory; -1 maps anonymous memory.");
static NEW: Method = static_method(
    "__new__(cls, fileno, length, flags=MAP_SHARED, prot=PROT_WRITE|PROT_READ, access=ACCESS_DEFAULT, offset=0, *, trackfd=True)",
    new,
    "Create and return a new object.",
);
static METHODS: [Method; 27] = [
    method("__len__(self, /)", |t, a| open(t, a[0]).map(|m| Value::index(m.len())), "Return len(self)."),
    method("__getitem__(self, key, /)", get_item, "Return self[key]."),
    method("__setitem__(self, key, value, /)", set_item, "Set self[key] to value."),
    method("__delitem__(self, key, /)", del_item, "Delete self[key]."),
    method("__enter__(self, /)", |t, a| open(t, a[0]).map(|_| a[0]), "The map itself."),
    method("__exit__(self, /, *exc_info)", close, "Close the map."),
    method("__repr__(self, /)", repr, "Return repr(self)."),
    method("__buffer__(self, flags, /)", get_buffer, "A memoryview of the map."),
    method(
        "__release_buffer__(self, buffer, /)",
        |t, a| {
            memoryview::release(t, a[1]);
            Ok(Value::NONE)
        },
        "Release a memoryview of the map.",
    ),
    method("__sizeof__(self, /)", size_of, "Size of the map in memory, in bytes."),
    method("close(self, /)", close, "Close the map; nothing happens the second time."),
    method(
        "find(self, view, start=None, end=None, /)",
        |t, a| find(t, a, false),
        "The first place of the bytes, or -1.",
    ),
    method("flush(self, offset=0, size=None, /)", flush, "Write changes back to the file."),
    method("madvise(self, option, start=0, length=None, /)", madvise, "Advise the kernel about the use of the memory."),
    method("move(self, dest, src, count, /)", shift, "Copy bytes inside the map."),
    method("read(self, n=None, /)", read, "Return up to n bytes from the current position on."),
    method("read_byte(self, /)", read_byte, "Return the byte at the current position."),
    method("readline(self, /)", readline, "Return the line at the current position."),
    method("resize(self, newsize, /)", resize, "Change the size of the map and of its file."),
    method(
        "rfind(self, view, start=None, end=None, /)",
        |t, a| find(t, a, true),
        "The last place of the bytes, or -1.",
    ),
    method("seek(self, pos, whence=0, /)", seek, "Set the current position."),
    method("seekable(self, /)", |_, _| Ok(Value::TRUE), "Return True."),
    method("size(self, /)", size, "The length of the file, which may be more than that of the map."),
    method("tell(self, /)", |t, a| open(t, a[0]).map(|m| m.word(POSITION)), "The current position."),
    method("write(self, bytes, /)", write, "Write the bytes at the current position; return their number."),
    method("write_byte(self, byte, /)", write_byte, "Write one byte at the current position."),
    method("__init__(self, /, *args, **kwargs)", |_, _| Ok(Value::NONE), "Initialize self."),
];
static ATTRIBUTES: [Attribute; 1] =
    [getter("closed", |_, v| Ok(Value::bool(!word(v, ADDRESS).is_int())), "whether the map is closed")];

const START: usize = 1;
const LENGTH: usize = 2;
const EXPORTS: usize = 3;
const POSITION: usize = 4;
/// where the memory is, or None when closed
const ADDRESS: usize = 5;
const ACCESS: usize = 6;
/// a descriptor of its own of the file, or -1
const FD: usize = 7;
const OFFSET: usize = 8;

const ACCESS_DEFAULT: i32 = 0;
const ACCESS_READ: i32 = 1;
const ACCESS_WRITE: i32 = 2;
const ACCESS_COPY: i32 = 3;

macro_rules! named {
    ($($name:ident)*) => { &[ $( (stringify!($name), libc::$name as i64) ),* ] };
}
static NUMBERS: &[(&str, i64)] = named! {
    PROT_READ PROT_WRITE PROT_EXEC MAP_SHARED MAP_PRIVATE MAP_ANON MAP_ANONYMOUS MAP_DENYWRITE MAP_EXECUTABLE MAP_POPULATE
    MAP_STACK MAP_NORESERVE MAP_HUGETLB MAP_LOCKED MAP_NONBLOCK MAP_32BIT
    MADV_NORMAL MADV_RANDOM MADV_SEQUENTIAL MADV_WILLNEED MADV_DONTNEED MADV_REMOVE MADV_DONTFORK MADV_DOFORK MADV_HWPOISON
    MADV_MERGEABLE MADV_UNMERGEABLE MADV_HUGEPAGE MADV_NOHUGEPAGE MADV_DONTDUMP MADV_DODUMP MADV_FREE
};

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let class = types::ready(t, &TYPE)?.value();
    d.set_named(t, "mmap", class)?;
    d.set_named(t, "error", exc::OSError.value())?;
    let page = page_size() as i64;
    let own = [
        ("ACCESS_DEFAULT", ACCESS_DEFAULT as i64),
        ("ACCESS_READ", ACCESS_READ as i64),
        ("ACCESS_WRITE", ACCESS_WRITE as i64),
        ("ACCESS_COPY", ACCESS_COPY as i64),
        ("PAGESIZE", page),
        ("ALLOCATIONGRANULARITY", page),
    ];
    for (name, n) in own.iter().chain(NUMBERS) {
        d.set_named(t, name, Value::int(*n))?;
    }
    Ok(())
}
fn page_size() -> usize {
    // SAFETY: no memory is passed.
    unsafe { libc::sysconf(libc::_SC_PAGESIZE) as usize }
}

/// A map that is open.
#[derive(Clone, Copy)]
struct Map(Obj);

fn open(t: &mut Thread, v: Value) -> Result<Map, Raised> {
    if word(v, ADDRESS).is_int() {
        return Ok(Map(v.unwrap_obj()));
    }
    Err(t.value_error("mmap closed or invalid"))
}

impl Map {
    fn value(self) -> Value {
        Value::from_obj(self.0)
    }
    fn word(self, i: usize) -> Value {
        word(self.value(), i)
    }
    fn len(self) -> usize {
        self.word(LENGTH).as_int().unwrap_or(0) as usize
    }
    fn position(self) -> usize {
        self.word(POSITION).as_int().unwrap_or(0) as usize
    }
    fn set_position(self, to: usize) {
        self.0.set_plain(POSITION, Value::index(to).bits());
    }
    fn access(self) -> i32 {
        self.word(ACCESS).as_int().unwrap_or(0) as i32
    }
    fn fd(self) -> i32 {
        self.word(FD).as_int().unwrap_or(-1) as i32
    }
    /// A copy of `from..to`, as much of it as there is.
    fn copy(self, t: &mut Thread, from: usize, to: usize) -> Vec<u8> {
        let _guard = t.m.lock(self.0);
        let s = bytearray::span(self.0);
        let to = to.min(s.len);
        s.copy(from.min(to), to)
    }
    /// Stores bytes; false if they do not fit (any more).
    fn store(self, t: &mut Thread, at: usize, data: &[u8]) -> bool {
        let _guard = t.m.lock(self.0);
        let s = bytearray::span(self.0);
        let fits = at <= s.len && data.len() <= s.len - at;
        if fits {
            s.write(at, data);
        }
        fits
    }
    fn writable(self, t: &mut Thread) -> Result<(), Raised> {
        if self.access() == ACCESS_READ {
            return Err(t.type_error("mmap can't modify a readonly memory map."));
        }
        Ok(())
    }
    fn resizable(self, t: &mut Thread) -> Result<(), Raised> {
        if bytearray::is_exported(t, self.value()) {
            return Err(t.raise(&exc::BufferError, "mmap can't resize with extant buffers exported."));
        }
        if matches!(self.access(), ACCESS_DEFAULT | ACCESS_WRITE) {
            return Ok(());
        }
        Err(t.type_error("mmap can't resize a readonly or copy-on-write memory map."))
    }
    /// Makes the words lead to memory.
    fn install(self, address: usize, len: usize) {
        let start = Span::outside(self.0, address, len).offset.wrapping_sub(bytearray::DATA);
        self.0.set_plain(START, Value::int(start as i64).bits());
        self.0.set_plain(LENGTH, Value::index(len).bits());
        self.0.set_plain(ADDRESS, Value::index(address).bits());
    }
}
/// Gives memory and descriptor back.
fn release(o: Obj) {
    let (address, len, fd) =
        (Value::from_bits(o.word(ADDRESS)), Value::from_bits(o.word(LENGTH)), Value::from_bits(o.word(FD)));
    o.set_plain(ADDRESS, Value::NONE.bits());
    o.set_plain(LENGTH, Value::ZERO.bits());
    o.set_plain(FD, Value::int(-1).bits());
    if let (Some(p), Some(n)) = (address.as_int(), len.as_int()) {
        // SAFETY: memory that `new` mapped, and no view of it is left.
        unsafe { libc::munmap(p as usize as *mut libc::c_void, n as usize) };
    }
    if let Some(fd) = fd.as_int().filter(|fd| *fd >= 0) {
        // SAFETY: a descriptor of the map's own.
        unsafe { libc::close(fd as i32) };
    }
}

fn new(t: &mut Thread, a: Args) -> Ret {
    let fd = c_int(t, a[1])?;
    let length = t.to_index(a[2])?;
    let or = |t: &mut Thread, v: Value, default: i32| if v.is_unbound() { Ok(default) } else { c_int(t, v) };
    let mut flags = or(t, a[3], libc::MAP_SHARED)?;
    let mut prot = or(t, a[4], libc::PROT_READ | libc::PROT_WRITE)?;
    let mut access = or(t, a[5], ACCESS_DEFAULT)?;
    let offset = if a[6].is_unbound() { 0 } else { t.to_i64(a[6])? };
    let track = a[7].is_unbound() || t.truth(a[7])?;
    if length < 0 {
        return Err(t.overflow_error("memory mapped length must be positive"));
    }
    if offset < 0 {
        return Err(t.overflow_error("memory mapped offset must be positive"));
    }
    if access != ACCESS_DEFAULT && (a[3].is_bound() || a[4].is_bound()) {
        return Err(t.value_error("mmap can't specify both access and flags, prot."));
    }
    match access {
        ACCESS_READ => (flags, prot) = (libc::MAP_SHARED, libc::PROT_READ),
        ACCESS_WRITE => (flags, prot) = (libc::MAP_SHARED, libc::PROT_READ | libc::PROT_WRITE),
        ACCESS_COPY => (flags, prot) = (libc::MAP_PRIVATE, libc::PROT_READ | libc::PROT_WRITE),
        ACCESS_DEFAULT => match (prot & libc::PROT_READ != 0, prot & libc::PROT_WRITE != 0) {
            (true, true) => {}
            (true, false) => access = ACCESS_READ,
            _ => access = ACCESS_WRITE,
        },
        _ => return Err(t.value_error("mmap invalid access parameter.")),
    }
    let mut len = length as usize;
    if fd != -1 {
        // SAFETY: a plain structure for the call to fill.
        let mut stat: libc::stat = unsafe { std::mem::zeroed() };
        // SAFETY: `stat` outlives the call.
        if unsafe { libc::fstat(fd, &mut stat) } != 0 {
            return Err(os_error(t, crate::os_error::errno()));
        }
        if stat.st_mode & libc::S_IFMT == libc::S_IFREG {
            if len == 0 {
                if stat.st_size == 0 {
                    return Err(t.value_error("cannot mmap an empty file"));
                }
                if offset >= stat.st_size {
                    return Err(t.value_error("mmap offset is greater than file size"));
                }
                len = (stat.st_size - offset) as usize;
            } else if offset > stat.st_size || stat.st_size - offset < length {
                return Err(t.value_error("mmap length is greater than file size"));
            }
        }
    } else {
        flags |= libc::MAP_ANONYMOUS;
    }
    if len as i64 > Value::MAX_INT / 4 {
        return Err(os_error(t, libc::ENOMEM));
    }
    let mut own_fd = -1;
    if fd != -1 && track {
        // SAFETY: duplicates a descriptor.
        own_fd = unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) };
        if own_fd == -1 {
            return Err(os_error(t, crate::os_error::errno()));
        }
    }
    let v = types::object::alloc_instance(t, Type::of(a[0]))?;
    let o = v.unwrap_obj();
    put(t, v, 0, v);
    for (i, n) in [
        (START, 0),
        (LENGTH, 0),
        (EXPORTS, 0),
        (POSITION, 0),
        (ACCESS, access as i64),
        (FD, own_fd as i64),
        (OFFSET, offset),
    ] {
        put(t, v, i, Value::int(n));
    }
    put(t, v, ADDRESS, Value::NONE);
    pyish_heap::drop_register(o, release);
    // SAFETY: a new mapping at an address of the kernel's choice.
    let p = unsafe { libc::mmap(std::ptr::null_mut(), len, prot, flags, fd, offset) };
    if p == libc::MAP_FAILED {
        return Err(os_error(t, crate::os_error::errno()));
    }
    Map(o).install(p as usize, len);
    Ok(v)
}
fn close(t: &mut Thread, a: Args) -> Ret {
    let o = a[0].unwrap_obj();
    if bytearray::is_exported(t, a[0]) {
        return Err(t.raise(&exc::BufferError, "cannot close exported pointers exist"));
    }
    let _guard = t.m.lock(o);
    if pyish_heap::drop_unregister(o) {
        release(o);
    }
    Ok(Value::NONE)
}
fn repr(t: &mut Thread, a: Args) -> Ret {
    let kind = t.type_name(a[0]);
    let text = match open(t, a[0]) {
        Err(Raised) => {
            t.take_exception();
            format!("<{kind} closed=True>")
        }
        Ok(m) => {
            let access = match m.access() {
                ACCESS_READ => "ACCESS_READ",
                ACCESS_WRITE => "ACCESS_WRITE",
                ACCESS_COPY => "ACCESS_COPY",
                _ => "ACCESS_DEFAULT",
            };
            let (n, at, offset) = (m.len(), m.position(), m.word(OFFSET).as_int().unwrap_or(0));
            format!("<{kind} closed=False, access={access}, length={n}, pos={at}, offset={offset}>")
        }
    };
    t.str(&text)
}
fn size_of(_: &mut Thread, a: Args) -> Ret {
    Ok(Value::index(pyish_heap::cell_bytes(a[0].unwrap_obj())))
}
fn get_buffer(t: &mut Thread, a: Args) -> Ret {
    let m = open(t, a[0])?;
    let span = bytearray::export(t, a[0]);
    let made = memoryview::over(t, a[0], span, "B", 1, m.access() == ACCESS_READ);
    bytearray::unexport(m.0);
    made
}

// ---- items

fn place(t: &mut Thread, m: Map, key: Value) -> Result<usize, Raised> {
    let Some(i) = t.try_index(key)? else { return Err(t.type_error("mmap indices must be integers")) };
    let i = t.to_index(i)?;
    let m = open(t, m.value())?;
    let n = m.len() as i64;
    let at = if i < 0 { i + n } else { i };
    if at < 0 || at >= n {
        return Err(t.index_error("mmap index out of range"));
    }
    Ok(at as usize)
}
fn get_item(t: &mut Thread, a: Args) -> Ret {
    let m = open(t, a[0])?;
    if slice::TYPE.is_exact(a[1]) {
        let parts = slice::unpack(t, a[1])?;
        let m = open(t, a[0])?;
        let s = slice::adjust(m.len(), parts);
        if s.n == 0 {
            return bytes::new(t, b"");
        }
        if s.step == 1 {
            let data = m.copy(t, s.start as usize, s.start as usize + s.n);
            return bytes::new(t, &data);
        }
        let data = m.copy(t, 0, usize::MAX);
        let picked: Vec<u8> = (0..s.n).filter_map(|i| data.get(s.at(i)).copied()).collect();
        return bytes::new(t, &picked);
    }
    let at = place(t, m, a[1])?;
    match m.copy(t, at, at + 1).first() {
        Some(b) => Ok(Value::index(*b as usize)),
        None => Err(t.index_error("mmap index out of range")),
    }
}
fn set_item(t: &mut Thread, a: Args) -> Ret {
    let m = open(t, a[0])?;
    m.writable(t)?;
    if slice::TYPE.is_exact(a[1]) {
        let parts = slice::unpack(t, a[1])?;
        let data = buffer::require(t, a[2])?.into_owned();
        let m = open(t, a[0])?;
        let s = slice::adjust(m.len(), parts);
        if data.len() != s.n {
            return Err(t.index_error("mmap slice assignment is wrong size"));
        }
        if s.step == 1 {
            m.store(t, s.start as usize, &data);
        } else {
            for (i, b) in data.iter().enumerate() {
                m.store(t, s.at(i), &[*b]);
            }
        }
        return Ok(Value::NONE);
    }
    let at = place(t, m, a[1])?;
    let Some(i) = t.try_index(a[2])? else { return Err(t.type_error("mmap item value must be an int")) };
    let Some(b) = t.to_index(i).ok().and_then(|b| u8::try_from(b).ok()) else {
        t.take_exception();
        return Err(t.value_error("mmap item value must be in range(0, 256)"));
    };
    let m = open(t, a[0])?;
    m.store(t, at, &[b]);
    Ok(Value::NONE)
}
fn del_item(t: &mut Thread, a: Args) -> Ret {
    open(t, a[0])?;
    let what = if slice::TYPE.is_exact(a[1]) { "slice" } else { "item" };
    Err(t.type_error(format!("mmap object doesn't support {what} deletion")))
}
fn find(t: &mut Thread, a: Args, last: bool) -> Ret {
    let needle = buffer::require(t, a[1])?.into_owned();
    let m = open(t, a[0])?;
    let bound = |t: &mut Thread, v: Value, default: usize| -> Result<usize, Raised> {
        let Some(v) = v.given() else { return Ok(default) };
        let i = t.to_i64_clamped(v)?;
        let n = m.len() as i64;
        Ok(if i < 0 { i.saturating_add(n).max(0) } else { i.min(n) } as usize)
    };
    let from = bound(t, a[2], m.position())?;
    let to = bound(t, a[3], m.len())?;
    let m = open(t, a[0])?;
    if from > to || from > m.len() {
        return Ok(Value::int(-1));
    }
    let data = m.copy(t, from, to);
    let found = if last { memchr::memmem::rfind(&data, &needle) } else { memchr::memmem::find(&data, &needle) };
    Ok(found.map_or(Value::int(-1), |i| Value::index(from + i)))
}

// ---- the file's side

fn read(t: &mut Thread, a: Args) -> Ret {
    let n = match a[1].given() {
        Some(v) => t.to_index(v)?,
        None => -1,
    };
    let m = open(t, a[0])?;
    let from = m.position();
    let left = m.len().saturating_sub(from);
    let n = if n < 0 { left } else { left.min(n as usize) };
    let data = m.copy(t, from, from + n);
    m.set_position(from + data.len());
    bytes::new(t, &data)
}
fn read_byte(t: &mut Thread, a: Args) -> Ret {
    let m = open(t, a[0])?;
    let at = m.position();
    match m.copy(t, at, at + 1).first() {
        Some(b) => {
            m.set_position(at + 1);
            Ok(Value::index(*b as usize))
        }
        None => Err(t.value_error("read byte out of range")),
    }
}
fn readline(t: &mut Thread, a: Args) -> Ret {
    let m = open(t, a[0])?;
    let from = m.position();
    let rest = m.copy(t, from, usize::MAX);
    let n = memchr::memchr(b'\n', &rest).map_or(rest.len(), |i| i + 1);
    m.set_position(from + n);
    bytes::new(t, &rest[..n])
}
fn write(t: &mut Thread, a: Args) -> Ret {
    let data = buffer::require(t, a[1])?.into_owned();
    let m = open(t, a[0])?;
    m.writable(t)?;
    let at = m.position();
    if !m.store(t, at, &data) {
        return Err(t.value_error("data out of range"));
    }
    m.set_position(at + data.len());
    Ok(Value::index(data.len()))
}
fn write_byte(t: &mut Thread, a: Args) -> Ret {
    let b = t.to_i64(a[1])?;
    let m = open(t, a[0])?;
    m.writable(t)?;
    let Ok(b) = u8::try_from(b) else {
        let bound = if b < 0 { "less than minimum" } else { "greater than maximum" };
        return Err(t.overflow_error(format!("unsigned byte integer is {bound}")));
    };
    let at = m.position();
    if !m.store(t, at, &[b]) {
        return Err(t.value_error("write byte out of range"));
    }
    m.set_position(at + 1);
    Ok(Value::NONE)
}
fn seek(t: &mut Thread, a: Args) -> Ret {
    let to = t.to_index(a[1])?;
    let whence = if a[2].is_unbound() { 0 } else { c_int(t, a[2])? };
    let m = open(t, a[0])?;
    let base = match whence {
        0 => 0,
        1 => m.position(),
        2 => m.len(),
        _ => return Err(t.value_error("unknown seek type")),
    };
    let at = (base as i64).checked_add(to).filter(|at| *at >= 0 && *at as usize <= m.len());
    match at {
        Some(at) => {
            m.set_position(at as usize);
            Ok(Value::int(at))
        }
        None => Err(t.value_error("seek out of range")),
    }
}
fn size(t: &mut Thread, a: Args) -> Ret {
    let m = open(t, a[0])?;
    if m.fd() == -1 {
        return Ok(Value::index(m.len()));
    }
    // SAFETY: a plain structure for the call to fill.
    let mut stat: libc::stat = unsafe { std::mem::zeroed() };
    // SAFETY: `stat` outlives the call.
    if unsafe { libc::fstat(m.fd(), &mut stat) } != 0 {
        return Err(os_error(t, crate::os_error::errno()));
    }
    t.int(stat.st_size)
}
fn shift(t: &mut Thread, a: Args) -> Ret {
    let (to, from, n) = (t.to_index(a[1])?, t.to_index(a[2])?, t.to_index(a[3])?);
    let m = open(t, a[0])?;
    m.writable(t)?;
    let _guard = t.m.lock(m.0);
    let s = bytearray::span(m.0);
    let len = s.len as i64;
    if to < 0 || from < 0 || n < 0 || len - to < n || len - from < n {
        drop(_guard);
        return Err(t.value_error("source, destination, or count out of range"));
    }
    s.shift(from as usize, to as usize, n as usize);
    Ok(Value::NONE)
}
fn flush(t: &mut Thread, a: Args) -> Ret {
    let offset = if a[1].is_unbound() { 0 } else { t.to_index(a[1])? };
    let m = open(t, a[0])?;
    let size = match a[2].given() {
        Some(v) => t.to_index(v)?,
        None => m.len() as i64 - if a[1].is_unbound() { 0 } else { offset },
    };
    let m = open(t, a[0])?;
    if offset < 0 || size < 0 || (m.len() as i64) < offset || (m.len() as i64) - offset < size {
        return Err(t.value_error("flush values out of range"));
    }
    if matches!(m.access(), ACCESS_READ | ACCESS_COPY) {
        return Ok(Value::NONE);
    }
    let address = m.word(ADDRESS).as_int().unwrap_or(0) as usize + offset as usize;
    // SAFETY: memory of this map; the call refuses addresses between pages.
    if unsafe { libc::msync(address as *mut libc::c_void, size as usize, libc::MS_SYNC) } != 0 {
        return Err(os_error(t, crate::os_error::errno()));
    }
    Ok(Value::NONE)
}
fn madvise(t: &mut Thread, a: Args) -> Ret {
    let option = c_int(t, a[1])?;
    let start = if a[2].is_unbound() { 0 } else { t.to_index(a[2])? };
    let length = match a[3].given() {
        Some(v) => Some(t.to_index(v)?),
        None => None,
    };
    let m = open(t, a[0])?;
    let n = m.len() as i64;
    if start < 0 || start >= n {
        return Err(t.value_error("madvise start out of bounds"));
    }
    let length = length.unwrap_or(n);
    if length < 0 {
        return Err(t.value_error("madvise length invalid"));
    }
    if i64::MAX - start < length {
        return Err(t.overflow_error("madvise length too large"));
    }
    let length = length.min(n - start);
    let address = m.word(ADDRESS).as_int().unwrap_or(0) as usize + start as usize;
    // SAFETY: memory of this map.
    if unsafe { libc::madvise(address as *mut libc::c_void, length as usize, option) } != 0 {
        return Err(os_error(t, crate::os_error::errno()));
    }
    Ok(Value::NONE)
}
fn resize(t: &mut Thread, a: Args) -> Ret {
    let new = t.to_index(a[1])?;
    let m = open(t, a[0])?;
    m.resizable(t)?;
    let offset = m.word(OFFSET).as_int().unwrap_or(0);
    if new < 0 || i64::MAX - new < offset || new > Value::MAX_INT / 4 {
        return Err(t.value_error("new size out of range"));
    }
    // SAFETY: changes the length of the map's own file.
    if m.fd() != -1 && unsafe { libc::ftruncate(m.fd(), offset + new) } != 0 {
        return Err(os_error(t, crate::os_error::errno()));
    }
    let guard = t.m.lock(m.0);
    let address = m.word(ADDRESS).as_int().unwrap_or(0) as usize;
    // SAFETY: memory of this map, which no view holds; the words lead to the new place before the lock goes.
    let p = unsafe { libc::mremap(address as *mut libc::c_void, m.len(), new as usize, libc::MREMAP_MAYMOVE) };
    let failed = p == libc::MAP_FAILED;
    if !failed {
        m.install(p as usize, new as usize);
    }
    drop(guard);
    if failed { Err(os_error(t, crate::os_error::errno())) } else { Ok(Value::NONE) }
}
