//! `IoLock`: the lock of a buffered stream, held also while the thread reads or writes in SAFE.

use pyish_sched::{Key, Reason, Woken, park, unpark};
use pyish_vm::{Raised, Thread};
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

/// `park` keys of this module.
const KEY_KIND: u8 = 60;
const CONTENDED: u64 = 1 << 63;

/// Not reentrant: its own thread, come back through a signal handler, gets a RuntimeError.
#[derive(Default)]
pub struct IoLock(AtomicU64);

pub struct IoGuard<'a>(&'a IoLock);

impl IoLock {
    fn key(&self) -> Key {
        Key { kind: KEY_KIND, addr: &raw const self.0 as usize }
    }

    /// Takes the lock; waits for its holder.
    pub fn lock(&self, t: &mut Thread, what: &str) -> Result<IoGuard<'_>, Raised> {
        let me = t.m.core.id.0 + 1;
        loop {
            let Err(now) = self.0.compare_exchange(0, me, SeqCst, SeqCst) else { return Ok(IoGuard(self)) };
            if now & !CONTENDED == me {
                return Err(t.runtime_error(format!("reentrant call inside {what}")));
            }
            let wait = || {
                let held = self.0.load(SeqCst);
                held != 0 && self.0.compare_exchange(held, held | CONTENDED, SeqCst, SeqCst).is_ok()
            };
            if park(&t.m.core, self.key(), Reason::Io, None, true, wait, || ()) == Woken::Interrupted {
                t.interrupted_wait()?;
            }
        }
    }
}

impl Drop for IoGuard<'_> {
    fn drop(&mut self) {
        if self.0.0.swap(0, SeqCst) & CONTENDED != 0 {
            unpark(self.0.key(), usize::MAX, 0, |_| ());
        }
    }
}
