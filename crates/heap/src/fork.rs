//! The heap across `fork`: its locks are held while the process is copied, so the child finds them free and
//! what they guard whole.
//!
//! The handlers run inside the C library's `fork`, whoever calls it. With the world stopped the locks are free;
//! a thread in SAFE may hold only the list of allocations, and shortly.

use crate::check::{ALLOCATIONS, Allocations};
use crate::pool::{POOL, Pool};
use crate::roots::{ROOTS, Roots};
use crate::stats::{STATS, Stats};
use crate::weak::{REGISTRY, Registry};
use pyish_sched::LockGuard;
use std::cell::UnsafeCell;

type Guards = (
    LockGuard<'static, Registry>,
    LockGuard<'static, Roots>,
    LockGuard<'static, Pool>,
    LockGuard<'static, Stats>,
    LockGuard<'static, Allocations>,
);

struct Held(UnsafeCell<Option<Guards>>);
// SAFETY: touched only by the handlers, between which the locks are held.
unsafe impl Sync for Held {}

static HELD: Held = Held(UnsafeCell::new(None));

/// Registers the handlers; called once.
pub(crate) fn prepare_for_fork() {
    // SAFETY: the handlers live as long as the process and touch only statics.
    unsafe { libc::pthread_atfork(Some(take), Some(release), Some(release)) };
}

extern "C" fn take() {
    let guards = (REGISTRY.lock(), ROOTS.lock(), POOL.lock(), STATS.lock(), ALLOCATIONS.lock());
    // SAFETY: the locks are held, so no other handler runs.
    unsafe { *HELD.0.get() = Some(guards) };
}

extern "C" fn release() {
    // SAFETY: the locks are held since `take`; the guards are out of the cell before they are dropped.
    let guards = unsafe { (*HELD.0.get()).take() };
    drop(guards);
}
