//! Signals: the handler marks the number, asks the main thread and ends its wait; the handlers of the program run later,
//! on the main thread, at a delivery point.
//!
//! All that an interrupt of this crate does is set words, wake a futex and write a descriptor, which a signal handler may
//! do: so the handler does it itself, and no thread stands by to do it.

use crate::thread::{MAIN, Request, ThreadCore, request};
use std::io;
use std::sync::atomic::{AtomicI32, AtomicU32, AtomicU64, Ordering::*};

/// Signals that arrived and were not taken: bit `n - 1` is signal `n`.
static PENDING: AtomicU64 = AtomicU64::new(0);
static WAKEUP_FD: AtomicI32 = AtomicI32::new(-1);
/// Handlers at work, which may be looking at the main thread's record.
static AT_WORK: AtomicU32 = AtomicU32::new(0);

extern "C" fn handle(signum: libc::c_int) {
    // SAFETY: errno is this thread's own; the interrupted code finds it unchanged.
    let errno = unsafe { *libc::__errno_location() };
    AT_WORK.fetch_add(1, SeqCst);
    PENDING.fetch_or(1 << (signum - 1), SeqCst);
    let main = MAIN.load(SeqCst);
    if !main.is_null() {
        // SAFETY: the main thread detaches only when no handler that can have seen it is at work.
        let t = unsafe { &*main };
        request(t, Request::Signal);
        t.poke();
    }
    let fd = WAKEUP_FD.load(SeqCst);
    if fd >= 0 {
        let byte = signum as u8;
        // SAFETY: writes one byte.
        unsafe { libc::write(fd, (&raw const byte).cast(), 1) };
    }
    AT_WORK.fetch_sub(1, SeqCst);
    // SAFETY: as above.
    unsafe { *libc::__errno_location() = errno };
}

/// Called by the main thread after it took itself out of `MAIN`.
pub(crate) fn wait_for_handlers() {
    while AT_WORK.load(SeqCst) != 0 {
        std::hint::spin_loop();
    }
}

fn set(signum: i32, action: libc::sighandler_t) -> io::Result<()> {
    // SAFETY: a zeroed sigaction is a value; the handler is async-signal-safe.
    unsafe {
        let mut a: libc::sigaction = std::mem::zeroed();
        a.sa_sigaction = action;
        a.sa_flags = libc::SA_ONSTACK;
        libc::sigemptyset(&mut a.sa_mask);
        if libc::sigaction(signum, &a, std::ptr::null_mut()) != 0 {
            return Err(io::Error::last_os_error());
        }
    }
    Ok(())
}

/// Has signal `signum` reported by [`take_pending`]. System calls it interrupts answer EINTR.
pub fn install(signum: i32) -> io::Result<()> {
    if !(1..=64).contains(&signum) {
        return Err(io::Error::from_raw_os_error(libc::EINVAL));
    }
    set(signum, handle as extern "C" fn(libc::c_int) as libc::sighandler_t)
}

/// Gives signal `signum` its default effect.
pub fn default(signum: i32) -> io::Result<()> {
    set(signum, libc::SIG_DFL)
}

/// Has signal `signum` ignored.
pub fn ignore(signum: i32) -> io::Result<()> {
    set(signum, libc::SIG_IGN)
}

/// What the process does about a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    Default,
    Ignored,
    /// Reported by [`take_pending`].
    Installed,
    /// Handled by somebody else's code.
    Foreign,
}

/// What the process does about signal `signum`.
pub fn disposition(signum: i32) -> io::Result<Disposition> {
    // SAFETY: reads the present action into a sigaction on this stack.
    let a = unsafe {
        let mut a: libc::sigaction = std::mem::zeroed();
        if libc::sigaction(signum, std::ptr::null(), &mut a) != 0 {
            return Err(io::Error::last_os_error());
        }
        a.sa_sigaction
    };
    Ok(match a {
        libc::SIG_DFL => Disposition::Default,
        libc::SIG_IGN => Disposition::Ignored,
        a if a == handle as extern "C" fn(libc::c_int) as libc::sighandler_t => Disposition::Installed,
        _ => Disposition::Foreign,
    })
}

/// Takes one signal that arrived, the lowest number first. For the main thread, until it answers `None`.
pub fn take_pending() -> Option<i32> {
    let p = PENDING.load(SeqCst);
    if p == 0 {
        return None;
    }
    let bit = p & p.wrapping_neg();
    PENDING.fetch_and(!bit, SeqCst);
    Some(bit.trailing_zeros() as i32 + 1)
}

/// Marks `signum` as arrived, as if it had been sent: `_thread.interrupt_main`.
pub fn simulate(signum: i32) {
    handle(signum);
}

/// `signal.set_wakeup_fd`: the descriptor to which each signal's number is written (-1: none). Answers the one before.
pub fn set_wakeup_fd(fd: i32) -> i32 {
    WAKEUP_FD.swap(fd, SeqCst)
}

/// Whether `t` is the thread that runs signal handlers.
pub fn is_main(t: &ThreadCore) -> bool {
    std::ptr::eq(MAIN.load(SeqCst), t)
}

/// In a forked child: `t` is the main thread now, and the parent's signals are not the child's.
pub(crate) fn after_fork(t: &ThreadCore) {
    MAIN.store(t as *const ThreadCore as *mut _, SeqCst);
    AT_WORK.store(0, SeqCst);
    PENDING.store(0, SeqCst);
}
