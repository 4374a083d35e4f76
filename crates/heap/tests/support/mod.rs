//! What the tests of the heap share: a thread attached to it, a random number generator, small values.

#![expect(dead_code, reason = "each test file uses a part")]

use pyish_heap::Mutator;
use pyish_sched::ThreadCore;

pub const FIELDS: u64 = 1;
pub const LEAF: u64 = 2;

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

/// A small random number generator (splitmix64).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x ^ (x >> 31)) % n as u64) as usize
    }
}
