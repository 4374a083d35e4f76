//! Writers with unflushed data, by device and inode: who opens such a file first lets a collection find the
//! unreachable ones, so that `open(p, "w").write(s); open(p).read()` gives `s`.

use parking_lot::Mutex;
use pyish_vm::{Raised, Thread, Value, types};
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

/// Before the file `path` is opened or looked at: if a writer has unflushed data for it, unreachable writers flush.
pub fn settle(t: &mut Thread, path: &CStr) -> Result<(), Raised> {
    if FILES.lock().is_empty() {
        return Ok(());
    }
    // SAFETY: a zeroed stat is a value; stat fills it; the path ends with a zero.
    let found = unsafe {
        let mut st: libc::stat = std::mem::zeroed();
        (libc::stat(path.as_ptr(), &mut st) == 0).then_some((st.st_dev as u64, st.st_ino as u64))
    };
    if found.is_some_and(|(dev, ino)| FILES.lock().iter().any(|f| (f.0, f.1) == (dev, ino))) {
        settle_all(t)?;
    }
    Ok(())
}
/// Before a child process starts, say: unreachable writers flush.
pub fn settle_all(t: &mut Thread) -> Result<(), Raised> {
    if FILES.lock().is_empty() {
        return Ok(());
    }
    collect(t)
}
/// A full collection, and what it asks for.
#[inline(never)]
pub fn collect(t: &mut Thread) -> Result<(), Raised> {
    // what calls that have returned left above the top of the value stack and in the free part of the native one
    // would count as references
    for i in 0..64 {
        let at = t.top.wrapping_add(i);
        if at < t.stack_limit {
            // SAFETY: V10: free words above the top of this thread's value stack.
            unsafe { *at = Value::ZERO };
        }
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
