//! What a thread's waits, wake-ups and clocks go through: the operating system, or later a seeded scheduler with a
//! virtual clock. Blocking is futex-shaped, so an implementation only decides when a thread goes on.

use crate::clock::{self, Time};
use crate::fds::PollFd;
use crate::futex;
use crate::thread::{ThreadCore, ThreadId};
use std::sync::OnceLock;
use std::sync::atomic::AtomicU32;

/// The source of turns and time.
pub trait Scheduler: Sync {
    /// Blocks while `word` holds `expected`, at most until `until`. May return for no reason.
    fn block(&self, t: &ThreadCore, word: &AtomicU32, expected: u32, until: Option<Time>);
    /// Lets who blocks on `word` go on; the word may belong to a thread that has ended meanwhile.
    fn wake(&self, word: *const AtomicU32);
    /// `poll(2)`: answers how many descriptors are ready; 0 at the deadline or for no reason.
    fn poll(&self, t: &ThreadCore, fds: &mut [PollFd], until: Option<Time>) -> usize;
    /// Which of the threads waiting for the GIL is next, in the order of their turns; `None` leaves it to the GIL's rule.
    fn choose(&self, _waiting: &[ThreadId]) -> Option<usize> {
        None
    }
    fn now_monotonic(&self) -> Time;
    fn now_realtime(&self) -> i128;
}

/// Futexes, `ppoll` and the kernel's clocks.
pub struct OsScheduler;

impl Scheduler for OsScheduler {
    fn block(&self, _t: &ThreadCore, word: &AtomicU32, expected: u32, until: Option<Time>) {
        futex::wait(word, expected, until);
    }

    fn wake(&self, word: *const AtomicU32) {
        futex::wake(word, 1);
    }

    fn poll(&self, _t: &ThreadCore, fds: &mut [PollFd], until: Option<Time>) -> usize {
        let left = until.map(|u| {
            let ns = u.0.saturating_sub(self.now_monotonic().0);
            libc::timespec { tv_sec: (ns / 1_000_000_000) as _, tv_nsec: (ns % 1_000_000_000) as _ }
        });
        let left = left.as_ref().map_or(std::ptr::null(), |t| t as *const libc::timespec);
        // SAFETY: PollFd is laid out as pollfd; the kernel writes `revents` of `fds.len()` of them.
        let n = unsafe { libc::ppoll(fds.as_mut_ptr().cast(), fds.len() as _, left, std::ptr::null()) };
        usize::try_from(n).unwrap_or(0)
    }

    fn now_monotonic(&self) -> Time {
        Time(clock::read(libc::CLOCK_MONOTONIC) as u64)
    }

    fn now_realtime(&self) -> i128 {
        clock::read(libc::CLOCK_REALTIME)
    }
}

static CHOSEN: OnceLock<&'static dyn Scheduler> = OnceLock::new();

/// Chooses the scheduler, once, before the first thread attaches. Answers false where one was chosen before.
pub fn install(s: &'static dyn Scheduler) -> bool {
    CHOSEN.set(s).is_ok()
}

#[inline]
pub(crate) fn scheduler() -> &'static dyn Scheduler {
    match CHOSEN.get() {
        Some(s) => *s,
        None => &OsScheduler,
    }
}

/// The scheduler that replaces the operating system's, if there is one.
#[inline]
pub(crate) fn installed() -> Option<&'static dyn Scheduler> {
    CHOSEN.get().copied()
}
