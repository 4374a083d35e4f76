//! `fcntl`: control of descriptors and file locks.

use crate::os_error::{bytes_like, c_int, call_blocking, descriptor, os_error, write_into};
use pyish_vm::import::ModuleRow;
use pyish_vm::object::bigint;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::kind::Kind;
use pyish_vm::object::string::Str;
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function, types};

pub static MODULE: ModuleRow = ModuleRow {
    name: "fcntl",
    doc: "This module performs file control and I/O control on file descriptors.",
    functions: &FUNCTIONS,
    init,
};
static FUNCTIONS: [Method; 4] = [
    function("fcntl(fd, cmd, arg=0, /)", fcntl, "Perform the operation `cmd` on file descriptor fd."),
    function(
        "ioctl(fd, request, arg=0, mutate_flag=True, /)",
        ioctl,
        "Perform the operation request on file descriptor fd.",
    ),
    function("flock(fd, operation, /)", flock, "Perform the lock operation on file descriptor fd."),
    function("lockf(fd, cmd, len=0, start=0, whence=0, /)", lockf, "A wrapper around the fcntl() locking calls."),
];

macro_rules! named {
    ($($name:ident)*) => { &[ $( (stringify!($name), libc::$name as i64) ),* ] };
}
static NUMBERS: &[(&str, i64)] = named! {
    F_DUPFD F_DUPFD_CLOEXEC F_GETFD F_SETFD F_GETFL F_SETFL F_GETLK F_SETLK F_SETLKW F_GETOWN F_SETOWN F_RDLCK F_WRLCK
    F_UNLCK F_GETPIPE_SZ F_SETPIPE_SZ F_ADD_SEALS F_GET_SEALS FD_CLOEXEC LOCK_EX LOCK_NB LOCK_SH LOCK_UN
};

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    for (name, n) in NUMBERS {
        d.set_named(t, name, Value::int(*n))?;
    }
    Ok(())
}
/// An argument of `fcntl` and `ioctl`: a number, or bytes that the call may change.
fn with_buffer(t: &mut Thread, v: Value) -> Result<Option<Vec<u8>>, Raised> {
    if v.is_unbound() || bigint::is_int(v) {
        return Ok(None);
    }
    let mut data = match Str::from(v) {
        Some(s) => s.wtf8(),
        None => bytes_like(t, v)?,
    };
    if data.len() > 1024 {
        return Err(t.value_error("fcntl argument 3 is too long"));
    }
    data.resize(data.len() + 1024, 0);
    Ok(Some(data))
}
fn fcntl(t: &mut Thread, a: Args) -> Ret {
    let (fd, cmd) = (descriptor(t, a[0])?, c_int(t, a[1])?);
    match with_buffer(t, a[2])? {
        None => {
            let n = if a[2].is_bound() { t.to_i64(a[2])? } else { 0 };
            // SAFETY: a number as the argument.
            match call_blocking(t, move || i64::from(unsafe { libc::fcntl(fd, cmd, n) }))? {
                Ok(r) => Ok(Value::int(r)),
                Err(code) => Err(os_error(t, code)),
            }
        }
        Some(mut data) => {
            let p = data.as_mut_ptr() as usize;
            // SAFETY: a buffer with a kilobyte to spare, which outlives the call.
            match call_blocking(t, move || i64::from(unsafe { libc::fcntl(fd, cmd, p) }))? {
                Ok(_) => types::bytes::new(t, &data[..data.len() - 1024]),
                Err(code) => Err(os_error(t, code)),
            }
        }
    }
}
fn ioctl(t: &mut Thread, a: Args) -> Ret {
    let fd = descriptor(t, a[0])?;
    let request = t.to_i64(a[1])? as u64 & 0xFFFF_FFFF;
    match with_buffer(t, a[2])? {
        None => {
            let n = if a[2].is_bound() { t.to_i64(a[2])? } else { 0 };
            // SAFETY: a number as the argument.
            match call_blocking(t, move || i64::from(unsafe { libc::ioctl(fd, request, n) }))? {
                Ok(r) => Ok(Value::int(r)),
                Err(code) => Err(os_error(t, code)),
            }
        }
        Some(mut data) => {
            let p = data.as_mut_ptr() as usize;
            // SAFETY: a buffer with a kilobyte to spare, which outlives the call.
            let r = match call_blocking(t, move || i64::from(unsafe { libc::ioctl(fd, request, p) }))? {
                Ok(r) => r,
                Err(code) => return Err(os_error(t, code)),
            };
            let data = &data[..data.len() - 1024];
            let mutate = !a[3].is_bound() || t.truth(a[3])?;
            if mutate
                && Thread::kind_of(a[2]) != Kind::Bytes
                && types::bytes::data(a[2]).is_none()
                && Str::from(a[2]).is_none()
            {
                write_into(t, a[2], data)?;
                return Ok(Value::int(r));
            }
            types::bytes::new(t, data)
        }
    }
}
fn flock(t: &mut Thread, a: Args) -> Ret {
    let (fd, how) = (descriptor(t, a[0])?, c_int(t, a[1])?);
    // SAFETY: a plain call.
    match call_blocking(t, move || i64::from(unsafe { libc::flock(fd, how) }))? {
        Ok(_) => Ok(Value::NONE),
        Err(code) => Err(os_error(t, code)),
    }
}
fn lockf(t: &mut Thread, a: Args) -> Ret {
    let (fd, how) = (descriptor(t, a[0])?, c_int(t, a[1])?);
    let n = |t: &mut Thread, i: usize| if a[i].is_bound() { t.to_i64(a[i]) } else { Ok(0) };
    let (len, start, whence) = (n(t, 2)?, n(t, 3)?, n(t, 4)?);
    let kind = if how & libc::LOCK_UN != 0 {
        libc::F_UNLCK
    } else if how & libc::LOCK_SH != 0 {
        libc::F_RDLCK
    } else if how & libc::LOCK_EX != 0 {
        libc::F_WRLCK
    } else {
        return Err(t.value_error("unrecognized lockf argument"));
    };
    // SAFETY: a zeroed flock is a value.
    let mut l: libc::flock = unsafe { std::mem::zeroed() };
    l.l_type = kind as i16;
    l.l_start = start;
    l.l_len = len;
    l.l_whence = whence as i16;
    let cmd = if how & libc::LOCK_NB != 0 { libc::F_SETLK } else { libc::F_SETLKW };
    let p = &raw const l as usize;
    // SAFETY: `l` outlives the call.
    match call_blocking(t, move || i64::from(unsafe { libc::fcntl(fd, cmd, p as *const libc::flock) }))? {
        Ok(_) => Ok(Value::NONE),
        Err(code) => Err(os_error(t, code)),
    }
}
