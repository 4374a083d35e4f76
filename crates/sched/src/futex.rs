//! The kernel's futex, and the short mutex of this crate built on it.
//!
//! `Lock` has no state outside its own word, so a forked child may go on with a lock it held at the fork; `parking_lot`'s
//! global table, with its nodes of dead threads, may not be waited in by a SAFE thread.

use crate::clock::Time;
use std::cell::UnsafeCell;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU32, Ordering::*};

/// Sleeps while `word` holds `expected`, at most until `until` on the monotonic clock. May return for no reason.
pub(crate) fn wait(word: &AtomicU32, expected: u32, until: Option<Time>) {
    let at = until.map(|t| libc::timespec { tv_sec: (t.0 / 1_000_000_000) as _, tv_nsec: (t.0 % 1_000_000_000) as _ });
    let at = at.as_ref().map_or(std::ptr::null(), |t| t as *const libc::timespec);
    // SAFETY: the kernel reads the word and the timespec, both alive during the call. WAIT_BITSET takes an absolute time.
    unsafe {
        let op = libc::FUTEX_WAIT_BITSET | libc::FUTEX_PRIVATE_FLAG;
        libc::syscall(libc::SYS_futex, word.as_ptr(), op, expected, at, 0usize, u32::MAX);
    }
}

/// Wakes up to `n` sleepers of the word at `word`, which need not be alive any more: the kernel only compares addresses,
/// and every sleeper looks at its word again.
pub(crate) fn wake(word: *const AtomicU32, n: i32) {
    // SAFETY: FUTEX_WAKE does not touch the memory.
    unsafe {
        libc::syscall(libc::SYS_futex, word, libc::FUTEX_WAKE | libc::FUTEX_PRIVATE_FLAG, n);
    }
}

/// A mutex for short sections: 0 free, 1 held, 2 held and somebody sleeps.
pub struct Lock<T> {
    word: AtomicU32,
    data: UnsafeCell<T>,
}

// SAFETY: the word gives one thread at a time access to the data.
unsafe impl<T: Send> Sync for Lock<T> {}
// SAFETY: a lock owns its data.
unsafe impl<T: Send> Send for Lock<T> {}

/// Access to the data of a [`Lock`] until dropped.
pub struct LockGuard<'a, T> {
    lock: &'a Lock<T>,
}

impl<T> Lock<T> {
    pub const fn new(data: T) -> Self {
        Lock { word: AtomicU32::new(0), data: UnsafeCell::new(data) }
    }

    #[inline]
    pub fn lock(&self) -> LockGuard<'_, T> {
        if self.word.compare_exchange(0, 1, Acquire, Relaxed).is_err() {
            self.lock_slow();
        }
        LockGuard { lock: self }
    }

    #[cold]
    fn lock_slow(&self) {
        for _ in 0..100 {
            if self.word.load(Relaxed) == 0 && self.word.compare_exchange(0, 1, Acquire, Relaxed).is_ok() {
                return;
            }
            std::hint::spin_loop();
        }
        while self.word.swap(2, Acquire) != 0 {
            wait(&self.word, 2, None);
        }
    }
}

impl<T> Deref for LockGuard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        // SAFETY: this guard holds the lock.
        unsafe { &*self.lock.data.get() }
    }
}

impl<T> DerefMut for LockGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: this guard holds the lock, and is borrowed uniquely.
        unsafe { &mut *self.lock.data.get() }
    }
}

impl<T> Drop for LockGuard<'_, T> {
    #[inline]
    fn drop(&mut self) {
        if self.lock.word.swap(0, Release) == 2 {
            wake(&self.lock.word, 1);
        }
    }
}
