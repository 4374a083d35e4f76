//! The pool of blocks, shared by all threads behind one lock, and the list of the threads that allocate.
//!
//! Free blocks are bits; the lowest address goes out first, so that the heap stays dense. The lock is a leaf:
//! its holder neither allocates from the heap nor stops at a safepoint, so the collector finds it free (H9).

use crate::block::{self, KINDS, Record};
use crate::lock::NOBODY;
use crate::mutator::Mutator;
use crate::region::{self, BLOCK, record};
use crate::table::Table;
use pyish_sched::Lock;

pub(crate) struct Pool {
    /// A bit for each free block.
    free: Table<u64>,
    /// No free block lies before this word of `free`.
    hint: usize,
    pub free_blocks: usize,
    /// Blocks ever handed out and not given back.
    pub blocks: usize,
    /// Blocks from here on were never used: their memory is zero.
    high: usize,
    /// Blocks of each kind that the last sweep left partly free.
    pub partial: [Table<u32>; KINDS],
    pub larges: Table<u32>,
    /// Blocks that threads took cells from since the last sweep.
    pub touched: Table<u32>,
    /// Bytes of live cells after the last sweeps.
    pub live: usize,
    /// With this much alive, the next collection is a full one.
    pub full_limit: usize,
    pub mutators: Table<*mut Mutator>,
    /// Log entries of threads that have ended.
    pub orphans: Table<usize>,
    /// The marker's stack, kept between collections.
    pub mark_stack: Table<usize>,
}

// SAFETY: the pointers to mutators are followed only while the world is stopped (H6, H8).
unsafe impl Send for Pool {}

pub(crate) static POOL: Lock<Pool> = Lock::new(Pool {
    free: Table::new(),
    hint: 0,
    free_blocks: 0,
    blocks: 0,
    high: 0,
    partial: [const { Table::new() }; KINDS],
    larges: Table::new(),
    touched: Table::new(),
    live: 0,
    full_limit: crate::collect::FULL_MIN,
    mutators: Table::new(),
    orphans: Table::new(),
    mark_stack: Table::new(),
});

impl Pool {
    /// One free block, the lowest.
    pub fn take_one(&mut self) -> Option<usize> {
        if self.free_blocks > 0 {
            for i in self.hint..self.free.len() {
                let bits = self.free[i];
                if bits != 0 {
                    self.hint = i;
                    self.free[i] = bits & (bits - 1);
                    self.free_blocks -= 1;
                    return Some(i * 64 + bits.trailing_zeros() as usize);
                }
            }
        }
        self.extend(1)
    }

    /// A run of `n` free blocks, the lowest that is long enough.
    pub fn take_run(&mut self, n: usize) -> Option<usize> {
        if self.free_blocks >= n {
            let mut run = 0;
            let mut b = self.hint * 64;
            while b < self.blocks {
                if b.is_multiple_of(64) && self.free[b / 64] == 0 {
                    run = 0;
                    b += 64;
                    continue;
                }
                run = if self.is_free(b) { run + 1 } else { 0 };
                b += 1;
                if run == n {
                    let start = b - n;
                    for x in start..b {
                        self.free[x / 64] &= !(1 << (x % 64));
                    }
                    self.free_blocks -= n;
                    return Some(start);
                }
            }
        }
        self.extend(n)
    }

    fn extend(&mut self, n: usize) -> Option<usize> {
        let start = self.blocks;
        let end = start.checked_add(n)?;
        if end > region::size() / BLOCK {
            return None;
        }
        for b in start..end {
            // SAFETY: the lock is held and the block belongs to nobody (H9).
            unsafe { (*record(b)).clean |= b >= self.high };
            region::set_class(b, block::FREE);
        }
        self.blocks = end;
        self.high = self.high.max(end);
        while self.free.len() * 64 < end {
            self.free.push(0);
        }
        region::set_top(end);
        Some(start)
    }

    pub fn put(&mut self, b: usize) {
        region::set_class(b, block::FREE);
        // SAFETY: the lock is held and the block holds no object (H9).
        let record = unsafe { &mut *record(b) };
        *record = Record::empty(record.clean, NOBODY);
        self.free[b / 64] |= 1 << (b % 64);
        self.hint = self.hint.min(b / 64);
        self.free_blocks += 1;
    }

    #[inline(always)]
    fn is_free(&self, b: usize) -> bool {
        self.free[b / 64] >> (b % 64) & 1 == 1
    }

    /// Gives free blocks beyond `keep` back to the system, the highest first.
    pub fn trim(&mut self, keep: usize) {
        let mut extra = self.free_blocks.saturating_sub(keep);
        let mut b = self.blocks;
        let mut run = 0;
        while b > 0 && extra > 0 {
            b -= 1;
            // SAFETY: the lock is held (H9).
            let record = unsafe { &mut *record(b) };
            if self.is_free(b) && !record.clean {
                record.clean = true;
                run += 1;
                extra -= 1;
                continue;
            }
            if self.is_free(b) {
                extra -= 1;
            }
            region::release(b + 1, run);
            run = 0;
        }
        if run > 0 {
            region::release(b, run);
        }
        while self.blocks > 0 && self.is_free(self.blocks - 1) && self.free_blocks > keep {
            self.blocks -= 1;
            self.free[self.blocks / 64] &= !(1 << (self.blocks % 64));
            self.free_blocks -= 1;
        }
        region::set_top(self.blocks);
    }

    /// Resets the threads' list to one; for the child of a fork.
    fn keep_only(&mut self, me: *mut Mutator) {
        for i in 0..self.mutators.len() {
            let other = self.mutators[i];
            if other != me {
                // SAFETY: the other threads do not exist in this process; their records are whole because the
                // world was stopped at the fork (H6, H8).
                unsafe { (*other).retire(self) };
            }
        }
        self.mutators.retain(|&m| m == me);
    }
}

/// In the child of a fork, takes over what the other threads' allocation contexts held. The world was stopped
/// at the fork.
pub fn forget_other_mutators(me: &mut Mutator) {
    POOL.lock().keep_only(me);
}
