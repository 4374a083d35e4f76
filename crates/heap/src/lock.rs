//! The byte lock in an object's header: 0 free, 1 held, 2 held and waited for.
//!
//! A lock is a leaf: while it is held its holder neither allocates, nor stops at a safepoint, nor takes a
//! second one. While at most one thread can be RUNNING between two safepoints (`single`) taking one does
//! nothing at all.

use crate::mutator::Mutator;
use crate::object::Obj;
use pyish_sched as sched;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

static SINGLE: AtomicBool = AtomicBool::new(true);
/// Tries before a contended lock parks. A holder's section is some ten instructions.
const SPINS: usize = 40;
/// The kind of these locks' wait keys.
const OBJECT_LOCK: u8 = 255;

/// Whether object locks may be skipped: the GIL is on, or only one thread has ever run.
#[inline(always)]
pub fn single() -> bool {
    SINGLE.load(Relaxed)
}

/// Called with the world stopped, or before the second thread starts.
pub fn set_single(single: bool) {
    SINGLE.store(single, Relaxed);
}

/// Holds an object's lock; dropping it releases.
#[must_use]
pub struct Guard {
    held: Option<Obj>,
    #[cfg(debug_assertions)]
    owner: *mut Mutator,
}

impl Mutator {
    /// Takes an object's lock. May park, and so let a collection pass.
    #[inline(always)]
    pub fn lock(&mut self, o: Obj) -> Guard {
        debug_assert!(self.locks == 0, "a second object lock is taken");
        let held = if single() {
            None
        } else {
            if o.lock_byte().compare_exchange(0, 1, Acquire, Relaxed).is_err() {
                self.lock_contended(o);
            }
            Some(o)
        };
        #[cfg(debug_assertions)]
        {
            self.locks += 1;
        }
        Guard {
            held,
            #[cfg(debug_assertions)]
            owner: self,
        }
    }

    #[cold]
    #[inline(never)]
    fn lock_contended(&mut self, o: Obj) {
        let byte = o.lock_byte();
        for _ in 0..SPINS {
            if byte.load(Relaxed) == 0 && byte.compare_exchange(0, 1, Acquire, Relaxed).is_ok() {
                return;
            }
            std::hint::spin_loop();
        }
        while byte.swap(2, Acquire) != 0 {
            sched::park(&self.core, key(o), sched::Reason::Other, None, false, || byte.load(Relaxed) == 2, || ());
        }
    }
}

/// The wait key of an object's lock: its address complemented, so that no word of a queue looks like a pointer.
fn key(o: Obj) -> sched::Key {
    sched::Key { kind: OBJECT_LOCK, addr: !o.addr() }
}

impl Drop for Guard {
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(o) = self.held
            && o.lock_byte().swap(0, Release) == 2
        {
            wake(o);
        }
        #[cfg(debug_assertions)]
        {
            // SAFETY: a guard does not outlive the attachment of the thread that made it (H8).
            unsafe { (*self.owner).locks -= 1 };
        }
    }
}

#[cold]
#[inline(never)]
fn wake(o: Obj) {
    sched::unpark(key(o), 1, 0, |_| ());
}
