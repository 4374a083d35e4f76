//! Writers with unflushed data, by device and inode: who opens such a file first lets a collection find the
//! unreachable ones, so that `open(p, "w").write(s); open(p).read()` gives `s`.

use parking_lot::Mutex;
use pyish_vm::{Args, Raised, Thread, Value, types};
use std::ffi::CStr;

/// (device, inode, descriptor) of files that have had unflushed data; few.
static FILES: Mutex<Vec<(u64, u64, i32)>> = Mutex::new(Vec::new());

fn identity(fd: i32) -> Option<(u64, u64)> {
    // SAFETY: a zeroed stat is a value; fstat fills it.
    unsafe {
        let mut st: libc::stat = std::mem::zeroed();
        (libc::fstat(fd, &mut st) == 0 && st.st_mode & libc::S_IFMT == libc::S_IFREG)
            .then_some((st.st_dev as u64, st.st_ino as u64))
    }
}

/// Notes that the writer of `fd` has unflushed data.
pub fn enter(fd: i32) {
    if fd > 2
        && let Some((dev, ino)) = identity(fd)
    {
        let mut files = FILES.lock();
        if !files.contains(&(dev, ino, fd)) {
            files.push((dev, ino, fd));
        }
    }
}
/// Notes that the writer of `fd` has written everything.
pub fn leave(fd: i32) {
    if fd > 2 {
        FILES.lock().retain(|f| f.2 != fd);
    }
}

/// As `settle`, from a frame with little in it, for the argument `file` of a function that has made nothing yet: what it
/// has on the stack would hide the dead.
#[inline(never)]
pub fn settle_argument(t: &mut Thread, a: Args, file: Value) -> Result<(), Raised> {
    if FILES.lock().is_empty() || !has_writer(t, file) {
        return Ok(());
    }
    types::weakref::collect_for_native(t, a, &[])
}
#[inline(never)]
fn has_writer(t: &mut Thread, file: Value) -> bool {
    if !file.is_obj() {
        return false;
    }
    match crate::os_error::path(t, file) {
        Ok(p) => is_pending(&p.c),
        Err(Raised) => {
            t.exc = Value::UNBOUND;
            false
        }
    }
}
#[inline(never)]
fn is_pending(path: &CStr) -> bool {
    // SAFETY: a zeroed stat is a value; stat fills it; the path ends with a zero.
    let found = unsafe {
        let mut st: libc::stat = std::mem::zeroed();
        (libc::stat(path.as_ptr(), &mut st) == 0).then_some((st.st_dev as u64, st.st_ino as u64))
    };
    found.is_some_and(|(dev, ino)| FILES.lock().iter().any(|f| (f.0, f.1) == (dev, ino)))
}

/// Before the file `path` is opened or looked at: if a writer has unflushed data for it, unreachable writers flush.
/// `a` are the arguments of the native function that asks, `held` what else it holds.
pub fn settle(t: &mut Thread, a: Args, path: &CStr, held: &[Value]) -> Result<(), Raised> {
    if FILES.lock().is_empty() {
        return Ok(());
    }
    if is_pending(path) {
        settle_all(t, a, held)?;
    }
    Ok(())
}
/// Before a child process starts, say: unreachable writers flush.
pub fn settle_all(t: &mut Thread, a: Args, held: &[Value]) -> Result<(), Raised> {
    if FILES.lock().is_empty() {
        return Ok(());
    }
    types::weakref::collect_for_native(t, a, held)
}
