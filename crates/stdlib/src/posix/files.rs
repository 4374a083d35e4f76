//! Descriptors, directories, links, names, permissions.

use super::{checked, checked_at, dir_fd, flag_or, name_value, none};
use crate::os_error::{
    self, bytes_like, c_int, call_blocking, descriptor, errno, os_error, os_error_at, os_error_of, path,
};
use pyish_vm::object::bigint;
use pyish_vm::object::list::Values;
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function, types};
use std::ffi::CString;

pub static FUNCTIONS: &[Method] = &ROWS;
static ROWS: [Method; 58] = [
    function(
        "open(path, flags, mode=511, *, dir_fd=None)",
        open,
        "Open a file for low level IO.  Returns a file descriptor (integer).",
    ),
    function("close(fd)", close, "Close a file descriptor."),
    function(
        "closerange(fd_low, fd_high, /)",
        close_range,
        "Closes all file descriptors in [fd_low, fd_high), ignoring errors.",
    ),
    function("read(fd, length, /)", read, "Read from a file descriptor.  Returns a bytes object."),
    function("readinto(fd, buffer, /)", readinto, "Read into a buffer object from a file descriptor."),
    function("write(fd, data, /)", write, "Write a bytes object to a file descriptor."),
    function(
        "pread(fd, length, offset, /)",
        pread,
        "Read a number of bytes from a file descriptor starting at a particular offset.",
    ),
    function(
        "pwrite(fd, buffer, offset, /)",
        pwrite,
        "Write bytes to a file descriptor starting at a particular offset.",
    ),
    function(
        "lseek(fd, position, whence, /)",
        lseek,
        "Set the position of a file descriptor.  Return the new position.",
    ),
    function(
        "ftruncate(fd, length, /)",
        ftruncate,
        "Truncate a file, specified by file descriptor, to a specific length.",
    ),
    function("truncate(path, length)", truncate, "Truncate a file, specified by path, to a specific length."),
    function("fsync(fd)", fsync, "Force write of fd to disk."),
    function("fdatasync(fd)", fsync, "Force write of fd to disk without forcing update of metadata."),
    function("sync()", sync, "Force write of everything to disk."),
    function("dup(fd, /)", dup, "Return a duplicate of a file descriptor."),
    function("dup2(fd, fd2, inheritable=True)", dup2, "Duplicate file descriptor."),
    function("pipe()", |t, _| pipe(t, libc::O_CLOEXEC), "Create a pipe."),
    function(
        "pipe2(flags, /)",
        |t, a| {
            let f = c_int(t, a[0])?;
            pipe(t, f)
        },
        "Create a pipe with flags set atomically.",
    ),
    function(
        "isatty(fd, /)",
        |t, a| {
            let fd = c_int(t, a[0])?;
            Ok(Value::bool(is_tty(fd)))
        },
        "Return True if the fd is connected to a terminal.",
    ),
    function("ttyname(fd, /)", tty_name, "Return the name of the terminal device connected to fd."),
    function(
        "get_terminal_size(fd=1, /)",
        terminal_size,
        "Return the size of the terminal window as (columns, lines).",
    ),
    function(
        "get_inheritable(fd, /)",
        |t, a| {
            let fd = c_int(t, a[0])?;
            let f = checked(t, fd_flags(fd))?;
            Ok(Value::bool(f & libc::FD_CLOEXEC as i64 == 0))
        },
        "Get the close-on-exe flag of the specified file descriptor.",
    ),
    function(
        "set_inheritable(fd, inheritable, /)",
        set_inheritable,
        "Set the inheritable flag of the specified file descriptor.",
    ),
    function(
        "get_blocking(fd, /)",
        |t, a| {
            let fd = c_int(t, a[0])?;
            let f = checked(t, status_flags(fd))?;
            Ok(Value::bool(f & libc::O_NONBLOCK as i64 == 0))
        },
        "Get the blocking mode of the file descriptor.",
    ),
    function("set_blocking(fd, blocking, /)", set_blocking, "Set the blocking mode of the specified file descriptor."),
    function("listdir(path=None)", list_dir, "Return a list containing the names of the files in the directory."),
    function("mkdir(path, mode=511, *, dir_fd=None)", mkdir, "Create a directory."),
    function("rmdir(path, *, dir_fd=None)", |t, a| unlink_with(t, a, libc::AT_REMOVEDIR), "Remove a directory."),
    function("unlink(path, *, dir_fd=None)", |t, a| unlink_with(t, a, 0), "Remove a file (same as remove())."),
    function("remove(path, *, dir_fd=None)", |t, a| unlink_with(t, a, 0), "Remove a file (same as unlink())."),
    function("rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", rename, "Rename a file or directory."),
    function(
        "replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
        rename,
        "Rename a file or directory, overwriting the destination.",
    ),
    function(
        "link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)",
        link,
        "Create a hard link to a file.",
    ),
    function(
        "symlink(src, dst, target_is_directory=False, *, dir_fd=None)",
        symlink,
        "Create a symbolic link pointing to src named dst.",
    ),
    function(
        "readlink(path, *, dir_fd=None)",
        readlink,
        "Return a string representing the path to which the symbolic link points.",
    ),
    function("chdir(path)", chdir, "Change the current working directory to the specified path."),
    function("fchdir(fd)", fchdir, "Change to the directory of the given file descriptor."),
    function("getcwd()", |t, _| cwd(t, false), "Return a unicode string representing the current working directory."),
    function("getcwdb()", |t, _| cwd(t, true), "Return a bytes string representing the current working directory."),
    function("chroot(path)", chroot, "Change root directory to path."),
    function(
        "access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)",
        access,
        "Use the real uid/gid to test for access to a path.",
    ),
    function(
        "chmod(path, mode, *, dir_fd=None, follow_symlinks=True)",
        chmod,
        "Change the access permissions of a file.",
    ),
    function("fchmod(fd, mode)", fchmod, "Change the access permissions of the file given by file descriptor fd."),
    function(
        "chown(path, uid, gid, *, dir_fd=None, follow_symlinks=True)",
        chown,
        "Change the owner and group id of path to the numeric uid and gid.",
    ),
    function("fchown(fd, uid, gid)", fchown, "Change the owner and group id of the file specified by file descriptor."),
    function(
        "lchown(path, uid, gid)",
        lchown,
        "Change the owner and group id of path without following symbolic links.",
    ),
    function("umask(mask, /)", umask, "Set the current numeric umask and return the previous umask."),
    function(
        "utime(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True)",
        utime,
        "Set the access and modified time of path.",
    ),
    function("mkfifo(path, mode=438, *, dir_fd=None)", mkfifo, "Create a \"fifo\" (a POSIX named pipe)."),
    function(
        "fspath(path)",
        |t, a| os_error::fspath(t, a[0]),
        "Return the file system path representation of the object.",
    ),
    function("putenv(name, value, /)", putenv, "Change or add an environment variable."),
    function("unsetenv(name, /)", unsetenv, "Delete an environment variable."),
    function(
        "strerror(code, /)",
        |t, a| {
            let c = c_int(t, a[0])?;
            t.str(&os_error::strerror(c))
        },
        "Translate an error code to a message string.",
    ),
    function("sendfile(out_fd, in_fd, offset, count)", sendfile, "Copy count bytes from in_fd to out_fd."),
    function("lockf(fd, command, length, /)", lockf, "Apply, test or remove a POSIX lock on an open file descriptor."),
    function(
        "urandom(size, /)",
        |t, a| urandom(t, a[0]),
        "Return a bytes object containing random bytes suitable for cryptographic use.",
    ),
    function("getrandom(size, flags=0)", |t, a| urandom(t, a[0]), "Obtain a series of random bytes."),
    function(
        "copy_file_range(src, dst, count, offset_src=None, offset_dst=None)",
        copy_file_range,
        "Copy count bytes from one file descriptor to another.",
    ),
];

fn open(t: &mut Thread, a: Args) -> Ret {
    let p = path(t, a[0])?;
    let flags = c_int(t, a[1])? | libc::O_CLOEXEC;
    let mode = if a[2].is_bound() { c_int(t, a[2])? } else { 0o777 };
    let dir = dir_fd(t, a[3])?;
    crate::io::pending::settle(t, a, &p.c, &[p.shown])?;
    let c = &p.c;
    // SAFETY: opens a zero-terminated path.
    match call_blocking(t, || unsafe { libc::openat(dir, c.as_ptr(), flags, mode) } as i64)? {
        Ok(fd) => Ok(Value::int(fd)),
        Err(code) => Err(os_error_at(t, code, p.shown)),
    }
}
fn close(t: &mut Thread, a: Args) -> Ret {
    let fd = c_int(t, a[0])?;
    // SAFETY: a plain call; whose descriptor it is, is the program's affair.
    let code = pyish_sched::safe(&t.m.core, pyish_sched::Reason::Io, move || unsafe {
        if libc::close(fd) < 0 { errno() } else { 0 }
    });
    if code != 0 && code != libc::EINTR { Err(os_error(t, code)) } else { Ok(Value::NONE) }
}
fn close_range(t: &mut Thread, a: Args) -> Ret {
    let (low, high) = (c_int(t, a[0])?.max(0), c_int(t, a[1])?);
    for fd in low..high.min(1 << 20) {
        // SAFETY: as for close.
        unsafe { libc::close(fd) };
    }
    Ok(Value::NONE)
}
fn read_with(
    t: &mut Thread,
    n: i64,
    f: impl Fn(*mut libc::c_void, usize) -> isize + Send + Copy,
) -> Result<Vec<u8>, Raised> {
    if n < 0 {
        return Err(os_error(t, libc::EINVAL));
    }
    let mut buf: Vec<u8> = Vec::new();
    let n = (n as usize).min(0x7fff_f000);
    if buf.try_reserve_exact(n).is_err() {
        return Err(t.memory_error());
    }
    let p = buf.as_mut_ptr() as usize;
    match call_blocking(t, move || f(p as *mut libc::c_void, n) as i64)? {
        Ok(got) => {
            // SAFETY: the system has written `got` bytes into the reserved room.
            unsafe { buf.set_len(got as usize) };
            Ok(buf)
        }
        Err(code) => Err(os_error(t, code)),
    }
}
fn read(t: &mut Thread, a: Args) -> Ret {
    let (fd, n) = (c_int(t, a[0])?, t.to_i64(a[1])?);
    // SAFETY: the buffer has room for `n` bytes.
    let b = read_with(t, n, move |p, n| unsafe { libc::read(fd, p, n) })?;
    types::bytes::new(t, &b)
}
fn readinto(t: &mut Thread, a: Args) -> Ret {
    let fd = c_int(t, a[0])?;
    let n = os_error::buffer_len(t, a[1])? as i64;
    // SAFETY: the buffer has room for `n` bytes.
    let b = read_with(t, n, move |p, n| unsafe { libc::read(fd, p, n) })?;
    os_error::write_into(t, a[1], &b)?;
    Ok(Value::index(b.len()))
}
fn pread(t: &mut Thread, a: Args) -> Ret {
    let (fd, n, at) = (c_int(t, a[0])?, t.to_i64(a[1])?, t.to_i64(a[2])?);
    // SAFETY: the buffer has room for `n` bytes.
    let b = read_with(t, n, move |p, n| unsafe { libc::pread(fd, p, n, at) })?;
    types::bytes::new(t, &b)
}
fn write_with(t: &mut Thread, data: Vec<u8>, f: impl Fn(*const libc::c_void, usize) -> isize + Send + Sync) -> Ret {
    let (p, n) = (data.as_ptr() as usize, data.len().min(0x7fff_f000));
    match call_blocking(t, || f(p as *const libc::c_void, n) as i64)? {
        Ok(n) => Ok(Value::int(n)),
        Err(code) => Err(os_error(t, code)),
    }
}
fn write(t: &mut Thread, a: Args) -> Ret {
    let fd = c_int(t, a[0])?;
    let data = bytes_like(t, a[1])?;
    // SAFETY: the bytes belong to native code and outlive the call.
    write_with(t, data, move |p, n| unsafe { libc::write(fd, p, n) })
}
fn pwrite(t: &mut Thread, a: Args) -> Ret {
    let (fd, at) = (c_int(t, a[0])?, t.to_i64(a[2])?);
    let data = bytes_like(t, a[1])?;
    // SAFETY: as for write.
    write_with(t, data, move |p, n| unsafe { libc::pwrite(fd, p, n, at) })
}
fn lseek(t: &mut Thread, a: Args) -> Ret {
    let (fd, at, whence) = (c_int(t, a[0])?, t.to_i64(a[1])?, c_int(t, a[2])?);
    // SAFETY: a plain call.
    let r = checked(t, unsafe { libc::lseek(fd, at, whence) })?;
    t.int(r)
}
fn blocking_none(t: &mut Thread, f: impl FnMut() -> i64 + Send) -> Ret {
    match call_blocking(t, f)? {
        Ok(_) => Ok(Value::NONE),
        Err(code) => Err(os_error(t, code)),
    }
}
fn ftruncate(t: &mut Thread, a: Args) -> Ret {
    let (fd, n) = (c_int(t, a[0])?, t.to_i64(a[1])?);
    // SAFETY: a plain call.
    blocking_none(t, move || i64::from(unsafe { libc::ftruncate(fd, n) }))
}
fn truncate(t: &mut Thread, a: Args) -> Ret {
    let n = t.to_i64(a[1])?;
    if bigint::is_int(a[0]) {
        return ftruncate(t, a);
    }
    let p = path(t, a[0])?;
    // SAFETY: a zero-terminated path.
    let r = i64::from(unsafe { libc::truncate(p.c.as_ptr(), n) });
    checked_at(t, r, &p).map(none)
}
fn fsync(t: &mut Thread, a: Args) -> Ret {
    let fd = descriptor(t, a[0])?;
    // SAFETY: a plain call.
    blocking_none(t, move || i64::from(unsafe { libc::fsync(fd) }))
}
fn sync(t: &mut Thread, _: Args) -> Ret {
    // SAFETY: a plain call.
    pyish_sched::safe(&t.m.core, pyish_sched::Reason::Io, || unsafe { libc::sync() });
    Ok(Value::NONE)
}
fn dup(t: &mut Thread, a: Args) -> Ret {
    let fd = c_int(t, a[0])?;
    // SAFETY: a plain call.
    checked(t, i64::from(unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) })).map(Value::int)
}
fn dup2(t: &mut Thread, a: Args) -> Ret {
    let (fd, to) = (c_int(t, a[0])?, c_int(t, a[1])?);
    let inheritable = flag_or(t, a[2], true)?;
    // SAFETY: plain calls.
    let r = unsafe { if inheritable || fd == to { libc::dup2(fd, to) } else { libc::dup3(fd, to, libc::O_CLOEXEC) } };
    checked(t, i64::from(r)).map(Value::int)
}
fn pipe(t: &mut Thread, flags: i32) -> Ret {
    let mut fds = [0i32; 2];
    // SAFETY: room for two descriptors.
    checked(t, i64::from(unsafe { libc::pipe2(fds.as_mut_ptr(), flags) }))?;
    Tuple::make(t, &[Value::int(fds[0] as i64), Value::int(fds[1] as i64)])
}
fn is_tty(fd: i32) -> bool {
    // SAFETY: a plain call.
    unsafe { libc::isatty(fd) == 1 }
}
fn tty_name(t: &mut Thread, a: Args) -> Ret {
    let fd = c_int(t, a[0])?;
    let mut buf = [0u8; 256];
    // SAFETY: the buffer's length is given.
    let code = unsafe { libc::ttyname_r(fd, buf.as_mut_ptr().cast(), buf.len()) };
    if code != 0 {
        return Err(os_error(t, code));
    }
    let n = buf.iter().position(|b| *b == 0).unwrap_or(buf.len());
    os_error::fs_decode(t, &buf[..n])
}
fn terminal_size(t: &mut Thread, a: Args) -> Ret {
    let fd = if a[0].is_bound() { c_int(t, a[0])? } else { 1 };
    // SAFETY: a zeroed winsize is a value; the call fills it.
    let (r, w) = unsafe {
        let mut w: libc::winsize = std::mem::zeroed();
        (libc::ioctl(fd, libc::TIOCGWINSZ, &mut w), w)
    };
    checked(t, i64::from(r))?;
    super::process::terminal_size(t, w.ws_col as i64, w.ws_row as i64)
}
fn fd_flags(fd: i32) -> i64 {
    // SAFETY: a plain call.
    i64::from(unsafe { libc::fcntl(fd, libc::F_GETFD) })
}
fn status_flags(fd: i32) -> i64 {
    // SAFETY: a plain call.
    i64::from(unsafe { libc::fcntl(fd, libc::F_GETFL) })
}
fn set_inheritable(t: &mut Thread, a: Args) -> Ret {
    let (fd, on) = (c_int(t, a[0])?, t.truth(a[1])?);
    let f = checked(t, fd_flags(fd))? as i32;
    let f = if on { f & !libc::FD_CLOEXEC } else { f | libc::FD_CLOEXEC };
    // SAFETY: a plain call.
    checked(t, i64::from(unsafe { libc::fcntl(fd, libc::F_SETFD, f) })).map(none)
}
fn set_blocking(t: &mut Thread, a: Args) -> Ret {
    let (fd, on) = (c_int(t, a[0])?, t.truth(a[1])?);
    let f = checked(t, status_flags(fd))? as i32;
    let f = if on { f & !libc::O_NONBLOCK } else { f | libc::O_NONBLOCK };
    // SAFETY: a plain call.
    checked(t, i64::from(unsafe { libc::fcntl(fd, libc::F_SETFL, f) })).map(none)
}

/// A directory's entry: name, kind, inode.
pub type Entry = (Vec<u8>, u8, u64);
/// The entries of a directory; `.` and `..` left out.
pub fn names_in(dir: *mut libc::DIR) -> Vec<Entry> {
    let mut names = Vec::new();
    loop {
        // SAFETY: an open directory stream that only this call reads.
        let entry = unsafe { libc::readdir(dir) };
        if entry.is_null() {
            return names;
        }
        // SAFETY: valid until the next readdir.
        let (name, kind, ino) = unsafe {
            (
                std::ffi::CStr::from_ptr((*entry).d_name.as_ptr()).to_bytes().to_vec(),
                (*entry).d_type,
                (*entry).d_ino as u64,
            )
        };
        if name != b"." && name != b".." {
            names.push((name, kind, ino));
        }
    }
}
/// Opens, reads and closes a directory given by path or descriptor.
pub fn read_dir(t: &mut Thread, v: Value) -> Result<(Vec<Entry>, Option<os_error::Path>), Raised> {
    let (dir, p) = if bigint::is_int(v) {
        let fd = c_int(t, v)?;
        // SAFETY: a duplicate of the descriptor becomes the stream's own.
        let dir = unsafe {
            let own = libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0);
            if own < 0 { std::ptr::null_mut() } else { libc::fdopendir(own) }
        };
        if !dir.is_null() {
            // SAFETY: the stream is open.
            unsafe { libc::rewinddir(dir) };
        }
        (dir as usize, None)
    } else {
        let p = match v.given() {
            Some(v) => path(t, v)?,
            None => os_error::Path { c: CString::from(c"."), shown: t.str(".")?, is_bytes: false },
        };
        let c = &p.c;
        // SAFETY: a zero-terminated path.
        let dir =
            pyish_sched::safe(&t.m.core, pyish_sched::Reason::Io, || unsafe { libc::opendir(c.as_ptr()) } as usize);
        (dir, Some(p))
    };
    if dir == 0 {
        let code = errno();
        return Err(match &p {
            Some(p) => os_error_at(t, code, p.shown),
            None => os_error(t, code),
        });
    }
    let names = pyish_sched::safe(&t.m.core, pyish_sched::Reason::Io, move || {
        let names = names_in(dir as *mut libc::DIR);
        // SAFETY: the stream opened above, closed once.
        unsafe { libc::closedir(dir as *mut libc::DIR) };
        names
    });
    Ok((names, p))
}
fn list_dir(t: &mut Thread, a: Args) -> Ret {
    let (names, p) = read_dir(t, a[0].or(Value::NONE))?;
    let as_bytes = p.is_some_and(|p| p.is_bytes);
    let mut all = Values::with_capacity(t, names.len())?;
    for (name, _, _) in &names {
        let v = name_value(t, name, as_bytes)?;
        all.push(t, v)?;
    }
    all.into_list(t)
}
fn mkdir(t: &mut Thread, a: Args) -> Ret {
    let p = path(t, a[0])?;
    let mode = if a[1].is_bound() { c_int(t, a[1])? } else { 0o777 };
    let dir = dir_fd(t, a[2])?;
    // SAFETY: a zero-terminated path.
    let r = i64::from(unsafe { libc::mkdirat(dir, p.c.as_ptr(), mode as libc::mode_t) });
    checked_at(t, r, &p).map(none)
}
fn unlink_with(t: &mut Thread, a: Args, flags: i32) -> Ret {
    let p = path(t, a[0])?;
    let dir = dir_fd(t, a[1])?;
    // SAFETY: a zero-terminated path.
    let r = i64::from(unsafe { libc::unlinkat(dir, p.c.as_ptr(), flags) });
    checked_at(t, r, &p).map(none)
}
fn rename(t: &mut Thread, a: Args) -> Ret {
    let (from, to) = (path(t, a[0])?, path(t, a[1])?);
    let (from_dir, to_dir) = (dir_fd(t, a[2])?, dir_fd(t, a[3])?);
    crate::io::pending::settle(t, a, &from.c, &[from.shown, to.shown])?;
    // SAFETY: zero-terminated paths.
    if unsafe { libc::renameat(from_dir, from.c.as_ptr(), to_dir, to.c.as_ptr()) } < 0 {
        let code = errno();
        return Err(os_error_of(t, code, from.shown, to.shown));
    }
    Ok(Value::NONE)
}
fn link(t: &mut Thread, a: Args) -> Ret {
    let (from, to) = (path(t, a[0])?, path(t, a[1])?);
    let (from_dir, to_dir) = (dir_fd(t, a[2])?, dir_fd(t, a[3])?);
    let follow = flag_or(t, a[4], true)?;
    let flags = if follow { libc::AT_SYMLINK_FOLLOW } else { 0 };
    // SAFETY: zero-terminated paths.
    if unsafe { libc::linkat(from_dir, from.c.as_ptr(), to_dir, to.c.as_ptr(), flags) } < 0 {
        let code = errno();
        return Err(os_error_of(t, code, from.shown, to.shown));
    }
    Ok(Value::NONE)
}
fn symlink(t: &mut Thread, a: Args) -> Ret {
    let (from, to) = (path(t, a[0])?, path(t, a[1])?);
    let dir = dir_fd(t, a[3])?;
    // SAFETY: zero-terminated paths.
    if unsafe { libc::symlinkat(from.c.as_ptr(), dir, to.c.as_ptr()) } < 0 {
        let code = errno();
        return Err(os_error_of(t, code, from.shown, to.shown));
    }
    Ok(Value::NONE)
}
fn readlink(t: &mut Thread, a: Args) -> Ret {
    let p = path(t, a[0])?;
    let dir = dir_fd(t, a[1])?;
    let mut buf = vec![0u8; 4096];
    // SAFETY: the buffer's length is given.
    let r = unsafe { libc::readlinkat(dir, p.c.as_ptr(), buf.as_mut_ptr().cast(), buf.len()) } as i64;
    let n = checked_at(t, r, &p)? as usize;
    name_value(t, &buf[..n], p.is_bytes)
}
fn chdir(t: &mut Thread, a: Args) -> Ret {
    if bigint::is_int(a[0]) {
        return fchdir(t, a);
    }
    let p = path(t, a[0])?;
    // SAFETY: a zero-terminated path.
    let r = i64::from(unsafe { libc::chdir(p.c.as_ptr()) });
    checked_at(t, r, &p).map(none)
}
fn fchdir(t: &mut Thread, a: Args) -> Ret {
    let fd = descriptor(t, a[0])?;
    // SAFETY: a plain call.
    checked(t, i64::from(unsafe { libc::fchdir(fd) })).map(none)
}
fn cwd(t: &mut Thread, as_bytes: bool) -> Ret {
    use std::os::unix::ffi::OsStrExt;
    match std::env::current_dir() {
        Ok(p) => name_value(t, p.as_os_str().as_bytes(), as_bytes),
        Err(e) => Err(os_error(t, e.raw_os_error().unwrap_or(libc::ENOENT))),
    }
}
fn chroot(t: &mut Thread, a: Args) -> Ret {
    let p = path(t, a[0])?;
    // SAFETY: a zero-terminated path.
    let r = i64::from(unsafe { libc::chroot(p.c.as_ptr()) });
    checked_at(t, r, &p).map(none)
}
fn access(t: &mut Thread, a: Args) -> Ret {
    let p = path(t, a[0])?;
    let (mode, dir) = (c_int(t, a[1])?, dir_fd(t, a[2])?);
    let effective = flag_or(t, a[3], false)?;
    let follow = flag_or(t, a[4], true)?;
    let flags = if effective { libc::AT_EACCESS } else { 0 } | if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    // SAFETY: a zero-terminated path.
    Ok(Value::bool(unsafe { libc::faccessat(dir, p.c.as_ptr(), mode, flags) } == 0))
}
fn chmod(t: &mut Thread, a: Args) -> Ret {
    if bigint::is_int(a[0]) {
        return fchmod(t, a);
    }
    let p = path(t, a[0])?;
    let (mode, dir) = (c_int(t, a[1])?, dir_fd(t, a[2])?);
    let follow = a[3].is_unbound() || t.truth(a[3])?;
    let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    // SAFETY: a zero-terminated path.
    let r = i64::from(unsafe { libc::fchmodat(dir, p.c.as_ptr(), mode as libc::mode_t, flags) });
    if r < 0 && !follow && matches!(errno(), libc::ENOTSUP | libc::ENOSYS) {
        return Err(
            t.raise(&pyish_vm::types::exc::NotImplementedError, "chmod: follow_symlinks unavailable on this platform")
        );
    }
    checked_at(t, r, &p).map(none)
}
fn fchmod(t: &mut Thread, a: Args) -> Ret {
    let (fd, mode) = (c_int(t, a[0])?, c_int(t, a[1])?);
    // SAFETY: a plain call.
    checked(t, i64::from(unsafe { libc::fchmod(fd, mode as libc::mode_t) })).map(none)
}
/// A user or group number; -1 leaves it.
fn id(t: &mut Thread, v: Value) -> Result<u32, Raised> {
    let n = t.to_i64(v)?;
    if n == -1 {
        return Ok(u32::MAX);
    }
    match u32::try_from(n) {
        Ok(n) => Ok(n),
        Err(_) if n < 0 => Err(t.overflow_error("uid is less than minimum")),
        Err(_) => Err(t.overflow_error("uid is greater than maximum")),
    }
}
fn chown_with(t: &mut Thread, a: Args, dir: i32, flags: i32) -> Ret {
    let p = path(t, a[0])?;
    let (uid, gid) = (id(t, a[1])?, id(t, a[2])?);
    // SAFETY: a zero-terminated path.
    let r = i64::from(unsafe { libc::fchownat(dir, p.c.as_ptr(), uid, gid, flags) });
    checked_at(t, r, &p).map(none)
}
fn chown(t: &mut Thread, a: Args) -> Ret {
    if bigint::is_int(a[0]) {
        return fchown(t, a);
    }
    let dir = dir_fd(t, a[3])?;
    let follow = flag_or(t, a[4], true)?;
    chown_with(t, a, dir, if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW })
}
fn lchown(t: &mut Thread, a: Args) -> Ret {
    chown_with(t, a, libc::AT_FDCWD, libc::AT_SYMLINK_NOFOLLOW)
}
fn fchown(t: &mut Thread, a: Args) -> Ret {
    let (fd, uid, gid) = (c_int(t, a[0])?, id(t, a[1])?, id(t, a[2])?);
    // SAFETY: a plain call.
    checked(t, i64::from(unsafe { libc::fchown(fd, uid, gid) })).map(none)
}
fn umask(t: &mut Thread, a: Args) -> Ret {
    let mask = c_int(t, a[0])?;
    // SAFETY: a plain call.
    Ok(Value::int(i64::from(unsafe { libc::umask(mask as libc::mode_t) })))
}
/// Seconds, of any number, as a timespec.
fn timespec(t: &mut Thread, v: Value) -> Result<libc::timespec, Raised> {
    if bigint::is_int(v) {
        return Ok(libc::timespec { tv_sec: t.to_i64(v)?, tv_nsec: 0 });
    }
    let x = t.to_f64(v)?;
    if !x.is_finite() || x.abs() > 9e18 {
        return Err(t.overflow_error("timestamp out of range for platform time_t"));
    }
    let whole = x.floor();
    let nano = ((x - whole) * 1e9) as i64;
    Ok(libc::timespec { tv_sec: whole as i64, tv_nsec: nano.min(999_999_999) })
}
fn utime(t: &mut Thread, a: Args) -> Ret {
    let (times, ns) = (a[1].given(), a[2].given());
    if times.is_some() && ns.is_some() {
        return Err(t.value_error("utime: you may specify either 'times' or 'ns' but not both"));
    }
    let specs = match (times, ns) {
        (Some(v), _) => {
            let Some(p) = Tuple::from(v).filter(|p| p.len() == 2) else {
                return Err(t.type_error("utime: 'times' must be either a tuple of two ints or None"));
            };
            Some([timespec(t, p.get(0))?, timespec(t, p.get(1))?])
        }
        (_, Some(v)) => {
            let Some(p) = Tuple::from(v).filter(|p| p.len() == 2) else {
                return Err(t.type_error("utime: 'ns' must be a tuple of two ints"));
            };
            let mut both = [libc::timespec { tv_sec: 0, tv_nsec: 0 }; 2];
            for (i, b) in both.iter_mut().enumerate() {
                let n = t.to_i64(p.get(i))?;
                (b.tv_sec, b.tv_nsec) = (n.div_euclid(1_000_000_000), n.rem_euclid(1_000_000_000));
            }
            Some(both)
        }
        _ => None,
    };
    let p_times = specs.as_ref().map_or(std::ptr::null(), |s| s.as_ptr());
    if bigint::is_int(a[0]) {
        let fd = c_int(t, a[0])?;
        // SAFETY: two timespecs, or null.
        return checked(t, i64::from(unsafe { libc::futimens(fd, p_times) })).map(none);
    }
    let p = path(t, a[0])?;
    let dir = dir_fd(t, a[3])?;
    let follow = flag_or(t, a[4], true)?;
    let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    // SAFETY: a zero-terminated path; two timespecs, or null.
    let r = i64::from(unsafe { libc::utimensat(dir, p.c.as_ptr(), p_times, flags) });
    checked_at(t, r, &p).map(none)
}
fn mkfifo(t: &mut Thread, a: Args) -> Ret {
    let p = path(t, a[0])?;
    let mode = if a[1].is_bound() { c_int(t, a[1])? } else { 0o666 };
    let dir = dir_fd(t, a[2])?;
    // SAFETY: a zero-terminated path.
    let r = i64::from(unsafe { libc::mkfifoat(dir, p.c.as_ptr(), mode as libc::mode_t) });
    checked_at(t, r, &p).map(none)
}
fn env_text(t: &mut Thread, v: Value) -> Result<CString, Raised> {
    let bytes = match Str::from(v) {
        Some(s) => os_error::fs_encode(t, s)?,
        None => bytes_like(t, v)?,
    };
    match CString::new(bytes) {
        Ok(c) => Ok(c),
        Err(_) => Err(t.value_error("embedded null byte")),
    }
}
fn putenv(t: &mut Thread, a: Args) -> Ret {
    let (k, v) = (env_text(t, a[0])?, env_text(t, a[1])?);
    if k.as_bytes().contains(&b'=') {
        return Err(t.value_error("illegal environment variable name"));
    }
    // SAFETY: with the GIL, or by a program that changes its environment from one thread, as in C.
    checked(t, i64::from(unsafe { libc::setenv(k.as_ptr(), v.as_ptr(), 1) })).map(none)
}
fn unsetenv(t: &mut Thread, a: Args) -> Ret {
    let k = env_text(t, a[0])?;
    // SAFETY: as for putenv.
    checked(t, i64::from(unsafe { libc::unsetenv(k.as_ptr()) })).map(none)
}
fn sendfile(t: &mut Thread, a: Args) -> Ret {
    let (out, from, n) = (c_int(t, a[0])?, c_int(t, a[1])?, t.to_i64(a[3])?);
    let mut at = match a[2].given() {
        Some(v) => Some(t.to_i64(v)?),
        None => None,
    };
    let r = call_blocking(t, || {
        let p = at.as_mut().map_or(std::ptr::null_mut(), |p| p as *mut i64);
        // SAFETY: the offset, if any, outlives the call.
        unsafe { libc::sendfile(out, from, p, n.max(0) as usize) as i64 }
    })?;
    match r {
        Ok(n) => Ok(Value::int(n)),
        Err(code) => Err(os_error(t, code)),
    }
}
fn copy_file_range(t: &mut Thread, a: Args) -> Ret {
    let (from, to, n) = (c_int(t, a[0])?, c_int(t, a[1])?, t.to_i64(a[2])?);
    if n < 0 {
        return Err(t.value_error("negative value for 'count' not allowed"));
    }
    let mut offsets = [None, None];
    for (i, o) in offsets.iter_mut().enumerate() {
        if let Some(v) = a[3 + i].given() {
            *o = Some(t.to_i64(v)?);
        }
    }
    let r = call_blocking(t, || {
        let [p, q] = offsets.each_mut().map(|o| o.as_mut().map_or(std::ptr::null_mut(), |p| p as *mut i64));
        // SAFETY: the offsets, if any, outlive the call.
        unsafe { libc::copy_file_range(from, p, to, q, n as usize, 0) as i64 }
    })?;
    match r {
        Ok(n) => Ok(Value::int(n)),
        Err(code) => Err(os_error(t, code)),
    }
}
fn lockf(t: &mut Thread, a: Args) -> Ret {
    let (fd, command, n) = (c_int(t, a[0])?, c_int(t, a[1])?, t.to_i64(a[2])?);
    // SAFETY: a plain call.
    blocking_none(t, move || i64::from(unsafe { libc::lockf(fd, command, n) }))
}
/// Random bytes of the system.
pub fn urandom(t: &mut Thread, v: Value) -> Ret {
    let n = t.to_i64(v)?;
    if n < 0 {
        return Err(t.value_error("negative argument not allowed"));
    }
    let mut buf = vec![0u8; n as usize];
    let mut at = 0;
    while at < buf.len() {
        // SAFETY: the rest of the buffer.
        let r = unsafe { libc::getrandom(buf[at..].as_mut_ptr().cast(), buf.len() - at, 0) };
        if r < 0 && errno() != libc::EINTR {
            return Err(os_error(t, errno()));
        }
        at += r.max(0) as usize;
    }
    types::bytes::new(t, &buf)
}
