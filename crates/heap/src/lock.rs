//! The byte lock in an object's header: 0 free, 1 held, 2 held and waited for; and, before it, the bias of a block.
//!
//! A lock is a leaf: while it is held its holder neither allocates, nor stops at a safepoint, nor takes a
//! second one. While at most one thread can be RUNNING between two safepoints (`single`) taking one does
//! nothing at all. A thread holds the objects of a block that it allocates from (H13) by two plain stores to a word
//! of its own; the byte is for blocks whose objects more than one thread has locked.

use crate::arch;
use crate::mutator::Mutator;
use crate::object::Obj;
use crate::pool::POOL;
use crate::region::{block_of, owner};
use pyish_sched as sched;
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release, SeqCst};
use std::sync::atomic::{AtomicBool, AtomicUsize, compiler_fence};

static SINGLE: AtomicBool = AtomicBool::new(true);
/// Tries before a contended lock parks. A holder's section is some ten instructions.
const SPINS: usize = 40;
/// The kind of these locks' wait keys.
const OBJECT_LOCK: u8 = 255;
/// A block's owner: nobody, so that its objects are locked by their byte.
pub(crate) const NOBODY: u32 = 0;
/// A block's owner: nobody soon.
const REVOKING: u32 = u32::MAX;

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
    /// The object whose byte is held.
    held: Option<Obj>,
    /// Dropped after the byte is free.
    _owned: Owned,
}

/// Holds an object that no other thread can hold meanwhile, without its byte; dropping it lets go.
#[must_use]
pub struct Owned {
    /// `Mutator::holds` of the thread.
    holds: *const AtomicUsize,
    #[cfg(debug_assertions)]
    owner: *mut Mutator,
}

impl Mutator {
    /// Takes an object's lock. May park, and so let a collection pass.
    #[inline(always)]
    pub fn lock(&mut self, o: Obj) -> Guard {
        let biased = self.holds_now(o);
        if !biased {
            if o.lock_byte().compare_exchange(0, 1, SeqCst, Relaxed).is_err() {
                self.lock_contended(o);
            }
            // Only after the byte is taken: a thread that becomes the owner after this look finds the byte taken.
            if owner(block_of(o.addr())).load(SeqCst) != NOBODY {
                self.revoke(block_of(o.addr()));
            }
        }
        Guard { held: (!biased).then_some(o), _owned: self.owned() }
    }

    /// Takes an object's lock if that costs nothing: where `single`, or if the object is this thread's.
    #[inline(always)]
    pub fn own(&mut self, o: Obj) -> Option<Owned> {
        self.holds_now(o).then(|| self.owned())
    }

    #[inline(always)]
    fn owned(&mut self) -> Owned {
        #[cfg(debug_assertions)]
        {
            assert!(self.locks == 0, "a second object lock is taken");
            self.locks += 1;
        }
        Owned {
            holds: &self.holds,
            #[cfg(debug_assertions)]
            owner: self,
        }
    }

    #[inline(always)]
    fn holds_now(&mut self, o: Obj) -> bool {
        if single() {
            return true;
        }
        self.holds.store(o.addr(), Relaxed);
        // The processor may let the load pass the store; who revokes makes it not (H13).
        compiler_fence(SeqCst);
        let mine = owner(block_of(o.addr())).load(Acquire) == self.bias && o.lock_byte().load(Acquire) == 0;
        if !mine {
            self.holds.store(0, Relaxed);
        }
        mine
    }

    /// Ends the bias of a block. Its owner holds no object of it afterwards.
    #[cold]
    #[inline(never)]
    fn revoke(&self, block: usize) {
        let owner = owner(block);
        loop {
            let who = owner.load(Acquire);
            if who == NOBODY {
                return;
            }
            if who != REVOKING && owner.compare_exchange(who, REVOKING, AcqRel, Relaxed).is_ok() {
                arch::fence_all_threads();
                while holds_in(who, block) {
                    std::thread::yield_now();
                }
                owner.store(NOBODY, Release);
                return;
            }
            std::thread::yield_now();
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

/// Whether the thread of this bias holds an object of the block at this moment.
fn holds_in(bias: u32, block: usize) -> bool {
    let pool = POOL.lock();
    (0..pool.mutators.len()).any(|i| {
        // SAFETY: a mutator of the list is attached and stays where it is while the lock is held (H8); both are
        // read only: `bias` never changes and `holds` is an atomic.
        let (theirs, holds) = unsafe { ((*pool.mutators[i]).bias, &(*pool.mutators[i]).holds) };
        let held = holds.load(Acquire);
        theirs == bias && held != 0 && block_of(held) == block
    })
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
    }
}

impl Drop for Owned {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: a guard does not outlive the attachment of the thread that made it (H8).
        unsafe {
            (*self.holds).store(0, Release);
            #[cfg(debug_assertions)]
            {
                (*self.owner).locks -= 1;
            }
        }
    }
}

#[cold]
#[inline(never)]
fn wake(o: Obj) {
    sched::unpark(key(o), 1, 0, |_| ());
}
