//! `Mutator`: a thread's allocation context, with the scheduler's record of the thread at its start.
//!
//! The vm's thread record begins with this one and passes `&mut Mutator` wherever the world may be stopped.
//! From `attach` to `detach` it does not move: the collector reaches it by address (H8).

use crate::arch;
use crate::block::{KINDS, LARGE};
use crate::lock::NOBODY;
use crate::object::{OLD_UNLOGGED, Obj};
use crate::pool::{POOL, Pool};
use crate::region::{self, BLOCK, GRANULE, block_address, block_of};
use crate::table::Table;
use pyish_sched::{self as sched, ThreadCore};
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicU32, AtomicUsize};

/// The free cells that a thread hands out next, of one kind: `cur..end`.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct Bump {
    pub cur: usize,
    pub end: usize,
}

impl Bump {
    pub(crate) const EMPTY: Bump = Bump { cur: 0, end: 0 };
}

pub(crate) const NO_BLOCK: u32 = u32::MAX;
/// Past this many log entries, a store into a large old object logs the object instead of the word.
const LOG_WORDS: usize = 1 << 18;

#[repr(C)]
pub struct Mutator {
    pub core: ThreadCore,
    pub bump: [Bump; KINDS],
    /// The runs, while `bump` is kept empty by the stress mode.
    pub(crate) held: [Bump; KINDS],
    /// The block that each run lies in.
    pub(crate) block: [u32; KINDS],
    /// Bytes of runs taken since they were last charged to the nursery.
    pub(crate) taken: usize,
    /// Free blocks for this thread's next runs, so that the pool's lock is rarely taken.
    pub(crate) cache: Table<u32>,
    pub(crate) touched: Table<u32>,
    /// What the barrier saw: an object's address, or a word's address + 1.
    pub(crate) log: Table<usize>,
    /// Allocations until the stress mode collects.
    pub(crate) countdown: u32,
    /// The address of the object that this thread holds without its byte, or 0 (H13).
    pub(crate) holds: AtomicUsize,
    /// What it writes into the records of the blocks that it takes.
    pub(crate) bias: u32,
    /// Object locks held; none may be held at a safepoint.
    pub(crate) locks: u32,
}

/// The bias of threads that own no block.
const NO_BIAS: u32 = u32::MAX - 1;

/// A number that no other thread has; none where a bias could not be revoked, or past four thousand million threads.
fn next_bias() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    if !arch::can_fence_all_threads() {
        return NO_BIAS;
    }
    NEXT.fetch_update(Relaxed, Relaxed, |n| (n < NO_BIAS).then_some(n + 1)).unwrap_or(NO_BIAS)
}

impl Mutator {
    /// A context that is not attached yet.
    pub fn new(core: ThreadCore) -> Mutator {
        Mutator {
            core,
            bump: [Bump::EMPTY; KINDS],
            held: [Bump::EMPTY; KINDS],
            block: [NO_BLOCK; KINDS],
            taken: 0,
            cache: Table::new(),
            touched: Table::new(),
            log: Table::new(),
            countdown: 1,
            holds: AtomicUsize::new(0),
            bias: next_bias(),
            locks: 0,
        }
    }

    /// Makes this thread one that runs and allocates: attaches it to the scheduler, RUNNING and with the GIL,
    /// and to the heap.
    ///
    /// # Safety
    /// `this` points to a context that stays where it is until `detach` and is used on this thread alone (H8).
    /// If it is the start of a larger record, `this` is made from a pointer to that.
    pub unsafe fn attach(this: *mut Mutator) {
        region::reserve();
        // SAFETY: the caller's promise; the core lies at the start of the context.
        unsafe { sched::attach(this.cast::<ThreadCore>()) };
        POOL.lock().mutators.push(this);
    }

    /// Ends what `attach` began. The thread is still RUNNING, and is so no longer afterwards.
    pub fn detach(&mut self) {
        let me: *mut Mutator = self;
        let mut pool = POOL.lock();
        self.retire(&mut pool);
        pool.mutators.retain(|&m| m != me);
        drop(pool);
        sched::detach(&self.core);
    }

    /// Leaves all that the context holds to the pool.
    pub(crate) fn retire(&mut self, pool: &mut Pool) {
        self.flush(pool);
        pool.orphans.append(&mut self.log);
    }

    /// Gives back what of the runs was not handed out, so that the alloc bits are exact. The thread is stopped,
    /// or is this one (H6).
    pub(crate) fn flush(&mut self, pool: &mut Pool) {
        for i in 0..KINDS {
            let run = if self.held[i].end != 0 { self.held[i] } else { self.bump[i] };
            let block = self.block[i];
            if block != NO_BLOCK {
                let start = block_address(block as usize);
                let (from, to) = ((run.cur - start) / GRANULE, (run.end - start) / GRANULE);
                region::clear_allocated(block as usize, from, to);
                self.block[i] = NO_BLOCK;
            }
            self.bump[i] = Bump::EMPTY;
            self.held[i] = Bump::EMPTY;
        }
        self.charge_only();
        pool.touched.append(&mut self.touched);
        while let Some(b) = self.cache.pop() {
            pool.put(b as usize);
        }
    }

    /// Records that a word of an old object now leads to another object.
    #[cold]
    #[inline(never)]
    pub fn log_slot(&mut self, o: Obj, i: usize) {
        if region::class(block_of(o.addr())) == LARGE && self.log.len() < LOG_WORDS {
            // A large object would be scanned whole again and again: remember the word alone.
            self.log.push(o.slots(i) as usize | 1);
        } else {
            self.barrier(o);
        }
    }

    /// The barrier of a bulk store.
    #[cold]
    #[inline(never)]
    pub(crate) fn log_range(&mut self, o: Obj, from: usize, n: usize) {
        if n * 64 < BLOCK {
            (from..from + n).for_each(|i| self.log_slot(o, i));
        } else {
            self.barrier(o);
        }
    }

    /// Records an object into which pointers were stored by other means than `Obj::set`.
    #[inline]
    pub fn barrier(&mut self, o: Obj) {
        if o.clear_flag(OLD_UNLOGGED) {
            self.log.push(o.addr());
        }
    }

    /// Whose a block is that this thread takes.
    pub(crate) fn owner_of_blocks(&self) -> u32 {
        if self.bias == NO_BIAS { NOBODY } else { self.bias }
    }

    /// The bytes that an object's cell has after its header.
    #[inline(always)]
    pub fn size_of(o: Obj) -> usize {
        crate::block::cell_bytes(o) - 8
    }
}
