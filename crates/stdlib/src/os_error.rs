//! What the modules that call the system share: OSError from an error number, descriptors, paths, bytes-like arguments.

use pyish_vm::object::bigint;
use pyish_vm::object::kind::Kind;
use pyish_vm::object::string::Str;
use pyish_vm::types::{self, exc};
use pyish_vm::{Raised, Ret, Thread, Value};
use std::ffi::CString;

/// The error number of the last failed call.
pub fn errno() -> i32 {
    // SAFETY: errno is this thread's own.
    unsafe { *libc::__errno_location() }
}

/// The system's text for an error number.
pub fn strerror(code: i32) -> String {
    let mut buf = [0 as libc::c_char; 256];
    // SAFETY: the buffer is writable and its length is given; the call ends the text with a zero.
    unsafe {
        libc::strerror_r(code, buf.as_mut_ptr(), buf.len());
        std::ffi::CStr::from_ptr(buf.as_ptr()).to_string_lossy().into_owned()
    }
}

/// Raises `OSError(code, strerror(code))`.
#[cold]
pub fn os_error(t: &mut Thread, code: i32) -> Raised {
    os_error_of(t, code, Value::UNBOUND, Value::UNBOUND)
}

/// Raises `OSError(code, strerror(code), file)`.
#[cold]
pub fn os_error_at(t: &mut Thread, code: i32, file: Value) -> Raised {
    os_error_of(t, code, file, Value::UNBOUND)
}

/// As `os_error`, with up to two file names.
#[cold]
pub fn os_error_of(t: &mut Thread, code: i32, file: Value, second: Value) -> Raised {
    let Ok(text) = t.str(&strerror(code)) else { return Raised };
    let code = Value::int(code as i64);
    match (file.is_bound(), second.is_bound()) {
        (false, _) => t.raise_args(&exc::OSError, &[code, text]),
        (true, false) => t.raise_args(&exc::OSError, &[code, text, file]),
        (true, true) => t.raise_args(&exc::OSError, &[code, text, file, Value::NONE, second]),
    }
}

/// Runs a call that may wait, SAFE, again after each EINTR once the handlers of the signals have run. The closure
/// answers the call's result, -1 for failure; the error is the number.
pub fn call_blocking(t: &mut Thread, mut f: impl FnMut() -> i64 + Send) -> Result<Result<i64, i32>, Raised> {
    loop {
        let (r, code) = pyish_sched::safe(&t.m.core, pyish_sched::Reason::Io, || {
            let r = f();
            (r, if r < 0 { errno() } else { 0 })
        });
        if r >= 0 {
            return Ok(Ok(r));
        }
        if code != libc::EINTR {
            return Ok(Err(code));
        }
        t.interrupted_wait()?;
    }
}

/// An int argument as `i32`.
pub fn c_int(t: &mut Thread, v: Value) -> Result<i32, Raised> {
    let i = t.index(v)?;
    match bigint::to_i64(i).and_then(|i| i32::try_from(i).ok()) {
        Some(i) => Ok(i),
        None if bigint::to_i64(i).map_or_else(|| bigint::is_negative(i.unwrap_obj()), |i| i < 0) => {
            Err(t.overflow_error("Python int too small to convert to C int"))
        }
        None => Err(t.overflow_error("Python int too large to convert to C int")),
    }
}

/// A descriptor: an int, or an object with `fileno()`.
pub fn descriptor(t: &mut Thread, v: Value) -> Result<i32, Raised> {
    let fd = if bigint::is_int(v) {
        c_int(t, v)?
    } else {
        let name = t.intern("fileno")?;
        let Some(f) = t.find_attr(v, name)? else {
            return Err(t.type_error("argument must be an int, or have a fileno() method."));
        };
        let r = t.call(f, &[])?;
        if !bigint::is_int(r) {
            return Err(t.type_error("fileno() returned a non-integer"));
        }
        c_int(t, r)?
    };
    if fd < 0 {
        return Err(t.value_error(format!("file descriptor cannot be a negative integer ({fd})")));
    }
    Ok(fd)
}

/// A file name as the system takes it: UTF-8, escaped bytes as themselves.
pub fn fs_encode(t: &mut Thread, s: Str) -> Result<Vec<u8>, Raised> {
    if let Some(text) = s.as_ascii() {
        return Ok(text.as_bytes().to_vec());
    }
    let mut out = Vec::with_capacity(s.len() * 2);
    for (i, c) in s.chars().iter().enumerate() {
        match c {
            0xDC80..=0xDCFF => out.push((c - 0xDC00) as u8),
            0xD800..=0xDFFF => {
                let args = [
                    t.str("utf-8")?,
                    s.value(),
                    Value::index(i),
                    Value::index(i + 1),
                    t.str("surrogates not allowed")?,
                ];
                return Err(t.raise_args(&exc::UnicodeEncodeError, &args));
            }
            c => pyish_vm::object::string::push_wtf8(&mut out, c),
        }
    }
    Ok(out)
}

/// A file name from the system: undecodable bytes become surrogate escapes.
pub fn fs_decode(t: &mut Thread, bytes: &[u8]) -> Ret {
    Ok(Str::from_wtf8(t, bytes)?.value())
}

/// `os.fspath(v)`: a str or bytes.
pub fn fspath(t: &mut Thread, v: Value) -> Ret {
    if Str::from(v).is_some() || types::bytes::data(v).is_some() {
        return Ok(v);
    }
    let name = t.intern("__fspath__")?;
    let r = match t.call_special(v, name, &[])? {
        Some(r) => r,
        None => {
            let kind = t.type_name(v);
            return Err(t.type_error(format!("expected str, bytes or os.PathLike object, not {kind}")));
        }
    };
    if Str::from(r).is_some() || types::bytes::data(r).is_some() {
        return Ok(r);
    }
    let (kind, got) = (t.type_name(v), t.type_name(r));
    Err(t.type_error(format!("expected {kind}.__fspath__() to return str or bytes, not {got}")))
}

/// A path argument for the system, and the value that messages show.
pub struct Path {
    pub c: CString,
    pub shown: Value,
    pub is_bytes: bool,
}

/// The path of an argument: str, bytes or an object with `__fspath__`.
pub fn path(t: &mut Thread, v: Value) -> Result<Path, Raised> {
    let shown = fspath(t, v)?;
    let (bytes, is_bytes) = match Str::from(shown) {
        Some(s) => (fs_encode(t, s)?, false),
        None => (types::bytes::data(shown).unwrap_or_default().to_vec(), true),
    };
    match CString::new(bytes) {
        Ok(c) => Ok(Path { c, shown, is_bytes }),
        Err(_) => Err(t.value_error("embedded null byte")),
    }
}

/// The bytes of a bytes-like object, copied.
pub fn bytes_like(t: &mut Thread, v: Value) -> Result<Vec<u8>, Raised> {
    if let Some(b) = types::bytes::data(v) {
        return Ok(b.to_vec());
    }
    let has_buffer = matches!(Thread::kind_of(v), Kind::ByteArray | Kind::MemoryView) || {
        let name = t.intern("__buffer__")?;
        t.special(v, name).is_some()
    };
    if has_buffer && Str::from(v).is_none() {
        let b = t.call(types::bytes::TYPE.value(), &[v])?;
        if let Some(b) = types::bytes::data(b) {
            return Ok(b.to_vec());
        }
    }
    let kind = t.type_name(v);
    Err(t.type_error(format!("a bytes-like object is required, not '{kind}'")))
}

/// How many bytes a writable bytes-like object holds.
pub fn buffer_len(t: &mut Thread, v: Value) -> Result<usize, Raised> {
    match Thread::kind_of(v) {
        Kind::ByteArray => t.len(v),
        _ => {
            let m = writable_view(t, v)?;
            t.len(m)
        }
    }
}
fn writable_view(t: &mut Thread, v: Value) -> Ret {
    if types::bytes::data(v).is_some() || Str::from(v).is_some() {
        let kind = t.type_name(v);
        return Err(t.type_error(format!("read-write bytes-like object expected, not {kind}")));
    }
    let m = t.call(types::memoryview::TYPE.value(), &[v])?;
    let format = t.str("B")?;
    t.call_method_named(m, "cast", &[format])
}

/// Writes `data` to the beginning of a writable bytes-like object.
pub fn write_into(t: &mut Thread, v: Value, data: &[u8]) -> Result<(), Raised> {
    if data.is_empty() {
        return Ok(());
    }
    let m = if Thread::kind_of(v) == Kind::ByteArray { v } else { writable_view(t, v)? };
    let slice = t.call(types::slice::TYPE.value(), &[Value::ZERO, Value::index(data.len())])?;
    let b = types::bytes::new(t, data)?;
    t.set_item(m, slice, b)
}
