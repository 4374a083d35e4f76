//! Writers with unflushed data, by device and inode: who opens such a file first lets a collection find the
//! unreachable ones, so that `open(p, "w").write(s); open(p).read()` gives `s`.

use parking_lot::Mutex;
use pyish_bytecode::HEADER;
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

/// As `settle`, from a frame with little in it, for the file argument of `open`: what that function itself has on the
/// stack would hide the dead.
#[inline(never)]
pub fn settle_argument(t: &mut Thread, a: Args) -> Result<(), Raised> {
    if FILES.lock().is_empty() || !has_writer(t, a[0]) {
        return Ok(());
    }
    collect(t, a)
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
/// `a` are the arguments of the native function that asks.
pub fn settle(t: &mut Thread, a: Args, path: &CStr) -> Result<(), Raised> {
    if FILES.lock().is_empty() {
        return Ok(());
    }
    if is_pending(path) {
        settle_all(t, a)?;
    }
    Ok(())
}
/// Before a child process starts, say: unreachable writers flush.
pub fn settle_all(t: &mut Thread, a: Args) -> Result<(), Raised> {
    if FILES.lock().is_empty() {
        return Ok(());
    }
    collect(t, a)
}
/// A full collection, and what it asks for.
#[inline(never)]
pub fn collect(t: &mut Thread, a: Args) -> Result<(), Raised> {
    // what calls that have returned left above the arguments on the value stack and in the free part of the native one
    // would count as references; so would the words of the frame header below the arguments, which a native function
    // does not fill
    let arguments = a.as_slice().as_ptr().cast_mut();
    if (t.stack.wrapping_add(HEADER)..t.top).contains(&arguments) {
        for i in 1..HEADER {
            // SAFETY: V10: the callable, the rest of a header and the arguments lie side by side on the value stack.
            unsafe { *arguments.sub(i) = Value::ZERO };
        }
    }
    types::weakref::forget_pending_headers(t);
    let mut at = a.as_slice().as_ptr_range().end.cast_mut();
    while at < t.top.wrapping_add(64).min(t.stack_limit) {
        // SAFETY: V10: words of this thread's value stack past the running native function's window are free.
        unsafe { *at = Value::ZERO };
        at = at.wrapping_add(1);
    }
    scrub();
    t.m.collect(true);
    types::weakref::run_queued(t)
}
#[inline(never)]
fn scrub() {
    let mut free = [0u64; 2048];
    std::hint::black_box(&mut free);
}
