//! The clocks. All of pyish asks here, so that a scheduler with a virtual clock can answer instead of the kernel.

use std::time::Duration;

/// A point on the monotonic clock, in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub u64);

impl Time {
    /// The present moment.
    pub fn now() -> Time {
        now_monotonic()
    }

    /// This moment plus `d`; the end of time where that overflows.
    pub fn after(self, d: Duration) -> Time {
        Time(self.0.saturating_add(u64::try_from(d.as_nanos()).unwrap_or(u64::MAX)).min(i64::MAX as u64))
    }
}

/// The monotonic clock: never set back, its zero means nothing.
pub fn now_monotonic() -> Time {
    crate::scheduler::scheduler().now_monotonic()
}

/// Nanoseconds since 1970-01-01T00:00Z.
pub fn now_realtime() -> i128 {
    crate::scheduler::scheduler().now_realtime()
}

pub(crate) fn read(clock: libc::clockid_t) -> i128 {
    let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `t` is writable; both clocks exist on every Linux.
    unsafe { libc::clock_gettime(clock, &mut t) };
    t.tv_sec as i128 * 1_000_000_000 + t.tv_nsec as i128
}
