//! What the tests of the heap share: a thread attached to it, small values.

use pyish_heap::Mutator;
use pyish_sched::ThreadCore;

pub const FIELDS: u64 = 1;

/// Runs `test` attached to the heap.
pub fn attached<R>(test: impl FnOnce(&mut Mutator) -> R) -> R {
    let m = Box::leak(Box::new(Mutator::new(ThreadCore::new("test"))));
    // SAFETY: the context is leaked and used on this thread alone (H8).
    unsafe { Mutator::attach(m) };
    let result = test(m);
    m.detach();
    result
}

/// An int as a value.
pub fn int(i: usize) -> u64 {
    (i as u64) << 2
}

/// Overwrites the dead part of the stack, which may hold stale pointers.
#[inline(never)]
pub fn scrub() {
    std::hint::black_box([0u64; 8192]);
}
