//! Waiting for descriptors: `poll` on them and on this thread's wake descriptor, which every interrupt writes.
//!
//! The wake descriptor means nothing by itself: who drains it looks at its requests again.

use crate::clock::Time;
use crate::gil::{self, Arrival};
use crate::park::Woken;
use crate::scheduler::scheduler;
use crate::thread::{Reason, ThreadCore};
use crate::world::{become_safe, come_back};
use std::sync::atomic::Ordering::*;

/// A descriptor to wait for, laid out as `struct pollfd`; `events` and `revents` are its bits.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollFd {
    pub fd: i32,
    pub events: i16,
    pub revents: i16,
}

/// Waits until a descriptor is ready, the deadline, or an interrupt. Fills in `revents`; readiness wins over an interrupt.
#[inline(never)]
pub fn wait_fds(t: &ThreadCore, fds: &mut [PollFd], until: Option<Time>) -> Woken {
    let mut all = Vec::with_capacity(fds.len() + 1);
    all.extend_from_slice(fds);
    all.push(PollFd { fd: wake_fd(t), events: libc::POLLIN, revents: 0 });
    t.polling.store(true, SeqCst);
    if t.interrupted() {
        t.polling.store(false, SeqCst);
        return Woken::Interrupted;
    }
    t.save();
    become_safe(t, Reason::Io);
    gil::release(t, Reason::Io);
    let woken = loop {
        let n = scheduler().poll(t, &mut all, until);
        let (mine, theirs) = all.split_last().expect("the wake descriptor is in it");
        let poked = n > 0 && mine.revents != 0;
        if poked {
            drain(mine.fd);
        }
        let ready = theirs.iter().filter(|f| f.revents != 0).count();
        if n > 0 && ready > 0 {
            break Woken::Unparked(ready as u64);
        }
        if t.interrupted() {
            break Woken::Interrupted;
        }
        if until.is_some_and(|u| Time::now() >= u) {
            break Woken::TimedOut;
        }
    };
    t.polling.store(false, SeqCst);
    for (to, from) in fds.iter_mut().zip(&all) {
        to.revents = if matches!(woken, Woken::Unparked(_)) { from.revents } else { 0 };
    }
    come_back(t, Arrival::of(Reason::Io));
    woken
}

fn wake_fd(t: &ThreadCore) -> i32 {
    let fd = t.wake_fd.load(Relaxed);
    if fd >= 0 {
        return fd;
    }
    // SAFETY: makes a descriptor of our own. Without one (-1), poll ignores the entry and the wait is not interruptible.
    let fd = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) };
    t.wake_fd.store(fd, SeqCst);
    fd
}

fn drain(fd: i32) {
    let mut n = 0u64;
    // SAFETY: reads eight bytes into `n` from a non-blocking descriptor.
    unsafe { libc::read(fd, (&raw mut n).cast(), 8) };
}

pub(crate) fn close_wake_fd(t: &ThreadCore) {
    let fd = t.wake_fd.swap(-1, SeqCst);
    if fd >= 0 {
        // SAFETY: the descriptor is this record's own, and no interrupt reaches a thread that is out of the list.
        unsafe { libc::close(fd) };
    }
}
