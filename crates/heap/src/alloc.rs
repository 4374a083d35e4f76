//! Allocation: a bump in a run of free cells, and what happens when the run is used up.
//!
//! The words of a pointer cell are zeroed when its run is taken, so that the fast path is a load, a compare,
//! an add and two stores. A run ends at the next live cell of its block; after the last run of the block comes
//! a partly free block of the same kind, or a fresh one.

use crate::arch;
use crate::block::{self, CLASSES, CONTINUED, LARGE, LEAF, MAX_CELL, Record, class_bytes, class_for, class_of};
use crate::collect;
use crate::mutator::{Bump, Mutator, NO_BLOCK};
use crate::object::Obj;
use crate::pool::POOL;
use crate::region::{self, BITMAP, BLOCK, GRANULE, block_address, record};
use pyish_sched::State;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::fence;

/// The request cannot be met: `MemoryError`.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct NoMemory;

/// The largest cell, header included, that does not take whole blocks.
pub const MAX_SMALL_BYTES: usize = MAX_CELL;
/// Free blocks that a thread takes from the pool at a time.
const CACHE: usize = 8;

/// The bytes of a pointer cell for `words` words. From four words on there is one more, so that an address
/// just past the last word still lies in the cell: a compiled loop may keep that address alone.
#[inline(always)]
const fn fields_bytes(words: usize) -> usize {
    if words < 4 { 8 + words * 8 } else { 16 + words * 8 }
}

/// The bytes of a leaf cell for `bytes` bytes: at least one more, for the same reason.
#[inline(always)]
const fn leaf_bytes(bytes: usize) -> usize {
    (8 + bytes + 1).next_multiple_of(8)
}

impl Mutator {
    /// The next cell of a kind, if its run is not used up.
    #[inline(always)]
    fn bump(&mut self, index: usize, bytes: usize, head: u64) -> Option<Obj> {
        debug_assert!(index < block::KINDS);
        // SAFETY: every caller's index is a size class, plus CLASSES for a leaf.
        let bump = unsafe { self.bump.get_unchecked_mut(index) };
        let at = bump.cur;
        if at >= bump.end {
            return None;
        }
        bump.cur = at + bytes;
        // SAFETY: the cells of a run are free and this thread's alone (H7).
        unsafe { *std::ptr::with_exposed_provenance_mut::<u64>(at) = head };
        Some(Obj::at(at))
    }

    /// A pointer object of a size known when compiling; its words are zero.
    #[inline(always)]
    pub fn alloc_small<const WORDS: usize>(&mut self, head: u64) -> Result<Obj, NoMemory> {
        match self.try_alloc_small::<WORDS>(head) {
            Some(o) => Ok(o),
            None => self.refill(const { class_for(8 + WORDS * 8) }, head),
        }
    }

    /// `alloc_small` where no call may happen: None when the run is used up.
    #[inline(always)]
    pub fn try_alloc_small<const WORDS: usize>(&mut self, head: u64) -> Option<Obj> {
        let class = const { class_for(8 + WORDS * 8) };
        self.bump(class, const { class_bytes(class_for(8 + WORDS * 8)) }, head)
    }

    /// A leaf of a size known when compiling; its words are not initialised.
    #[inline(always)]
    pub fn alloc_small_leaf<const WORDS: usize>(&mut self, head: u64) -> Result<Obj, NoMemory> {
        match self.try_alloc_small_leaf::<WORDS>(head) {
            Some(o) => Ok(o),
            None => self.refill(const { class_for(8 + WORDS * 8) + CLASSES }, head),
        }
    }

    /// `alloc_small_leaf` where no call may happen: None when the run is used up.
    #[inline(always)]
    pub fn try_alloc_small_leaf<const WORDS: usize>(&mut self, head: u64) -> Option<Obj> {
        let class = const { class_for(8 + WORDS * 8) };
        self.bump(class + CLASSES, const { class_bytes(class_for(8 + WORDS * 8)) }, head)
    }

    /// A pointer object of `words` words, all zero.
    #[inline(always)]
    pub fn alloc_fields(&mut self, head: u64, words: usize) -> Result<Obj, NoMemory> {
        if words > (MAX_CELL - 16) / 8 {
            return self.alloc_large(head, words.checked_mul(8).ok_or(NoMemory)?, false);
        }
        let class = class_of(fields_bytes(words));
        match self.bump(class, class_bytes(class), head) {
            Some(o) => Ok(o),
            None => self.refill(class, head),
        }
    }

    /// A leaf of `bytes` bytes. They are not initialised, but for the last word: what of it lies past `bytes`
    /// is zero.
    #[inline(always)]
    pub fn alloc_leaf(&mut self, head: u64, bytes: usize) -> Result<Obj, NoMemory> {
        if bytes > MAX_CELL - 16 {
            return self.alloc_large(head, bytes, true);
        }
        let total = leaf_bytes(bytes);
        let class = class_of(total);
        let o = match self.bump(class + CLASSES, class_bytes(class), head) {
            Some(o) => o,
            None => self.refill(class + CLASSES, head)?,
        };
        o.init(total / 8 - 2, 0);
        Ok(o)
    }

    /// The next cell of a kind when its run is used up. May stop the world.
    ///
    /// In the stress mode every allocation comes here and is counted: the run is put by, in `held`, and `bump`
    /// stays empty.
    #[cold]
    #[inline(never)]
    fn refill(&mut self, index: usize, head: u64) -> Result<Obj, NoMemory> {
        debug_assert!(self.locks == 0, "an object's lock is held while allocating");
        debug_assert!(self.core.state() == State::Running, "a thread allocates in SAFE");
        let stressed = collect::stressed();
        if stressed {
            self.countdown = self.countdown.saturating_sub(1).min(collect::stress_interval());
            if self.countdown == 0 {
                self.countdown = collect::stress_interval();
                self.collect_for_stress();
            }
        }
        if self.held[index].end != 0 {
            self.bump[index] = std::mem::replace(&mut self.held[index], Bump::EMPTY);
        }
        let bytes = class_bytes(index % CLASSES);
        let mut got = self.bump(index, bytes, head);
        if got.is_none() {
            self.take_run(index)?;
            got = self.bump(index, bytes, head);
        }
        if stressed {
            self.held[index] = std::mem::replace(&mut self.bump[index], Bump::EMPTY);
        }
        got.ok_or(NoMemory)
    }

    /// Fills `bump[index]` with a run of at least one cell.
    fn take_run(&mut self, index: usize) -> Result<(), NoMemory> {
        let mut collected = false;
        loop {
            if self.block[index] != NO_BLOCK {
                if self.next_run(index) {
                    return Ok(());
                }
                self.block[index] = NO_BLOCK;
                self.bump[index] = Bump::EMPTY;
            }
            self.charge();
            match self.take_block(index) {
                Some(b) => {
                    // SAFETY: the block is this thread's now (H7).
                    let record = unsafe { &mut *record(b) };
                    if !record.touched {
                        record.touched = true;
                        self.touched.push(b as u32);
                    }
                    self.block[index] = b as u32;
                    let start = block_address(b);
                    self.bump[index] = Bump { cur: start, end: start };
                }
                None if collected => return Err(NoMemory),
                None => {
                    collected = true;
                    self.collect(true);
                }
            }
        }
    }

    /// A partly free block of this kind, or a fresh one.
    fn take_block(&mut self, index: usize) -> Option<usize> {
        if collect::has_partial(index) {
            let mut pool = POOL.lock();
            if let Some(b) = pool.partial[index].pop() {
                collect::set_partial(index, pool.partial[index].len());
                // SAFETY: the lock is held (H9).
                unsafe { (*record(b as usize)).listed = false };
                // Others may hold its old objects by their bytes: from here on they see the owner, or it the bytes.
                region::owner(b as usize).store(self.owner_of_blocks(), SeqCst);
                fence(SeqCst);
                return Some(b as usize);
            }
        }
        if self.cache.is_empty() {
            let mut pool = POOL.lock();
            for _ in 0..CACHE {
                let Some(b) = pool.take_one() else { break };
                self.cache.push(b as u32);
            }
            drop(pool);
            self.cache.reverse();
        }
        let b = self.cache.pop()? as usize;
        // SAFETY: a free block from the cache is this thread's alone (H7).
        let record = unsafe { &mut *record(b) };
        *record = Record::empty(record.clean, self.owner_of_blocks());
        clear_bitmaps(b);
        region::set_class(b, block::class_byte(index));
        Some(b)
    }

    /// The next run of free cells in this kind's block, after the one that ends at `bump[index].end`.
    fn next_run(&mut self, index: usize) -> bool {
        let b = self.block[index] as usize;
        let start = block_address(b);
        let step = block::class_granules(index % CLASSES);
        let limit = block::class_cells(index % CLASSES) * step;
        let mut from = (self.bump[index].end - start) / GRANULE;
        let word =
            |granule: usize| region::alloc_word(b * BITMAP + granule / 64).load(std::sync::atomic::Ordering::Relaxed);
        while from < limit {
            if word(from) >> (from % 64) & 1 == 1 {
                from += step;
                continue;
            }
            let mut to = from;
            while to < limit {
                let bits = word(to) >> (to % 64);
                if bits != 0 {
                    to += bits.trailing_zeros() as usize;
                    break;
                }
                to = (to | 63) + 1;
            }
            let to = to.min(limit);
            region::set_allocated(b, from, to);
            let (cur, end) = (start + from * GRANULE, start + to * GRANULE);
            // SAFETY: the record of this thread's block, and free cells of it (H7, H9).
            unsafe {
                let record = &mut *record(b);
                if !record.clean && index < CLASSES {
                    std::ptr::write_bytes(std::ptr::with_exposed_provenance_mut::<u8>(cur), 0, end - cur);
                }
                record.clean = false;
            }
            self.bump[index] = Bump { cur, end };
            self.taken += end - cur;
            return true;
        }
        false
    }

    /// An object of whole blocks; `bytes` without header and slack.
    #[cold]
    #[inline(never)]
    fn alloc_large(&mut self, head: u64, bytes: usize, leaf: bool) -> Result<Obj, NoMemory> {
        debug_assert!(self.locks == 0, "an object's lock is held while allocating");
        if bytes > region::size() - 2 * BLOCK || bytes > arch::physical_memory() {
            return Err(NoMemory);
        }
        let total = (bytes + 24).next_multiple_of(8);
        let n = total.div_ceil(BLOCK);
        self.charge_bytes(n * BLOCK);
        let mut start = POOL.lock().take_run(n);
        if start.is_none() {
            self.collect(true);
            start = POOL.lock().take_run(n);
        }
        let b = start.ok_or(NoMemory)?;
        let at = std::ptr::with_exposed_provenance_mut::<u64>(block_address(b));
        for i in 0..n {
            // SAFETY: the blocks were taken from the pool and are this thread's alone (H7); pointer words are
            // zero before the object is known to anyone (H4).
            unsafe {
                let record = &mut *record(b + i);
                if !leaf && !record.clean {
                    std::ptr::write_bytes(at.byte_add(i * BLOCK).cast::<u8>(), 0, BLOCK);
                }
                let span = if i == 0 { n } else { i } as u32;
                *record = Record { span, ..Record::empty(false, self.owner_of_blocks()) };
            }
            if i > 0 {
                region::set_class(b + i, CONTINUED);
            }
        }
        // SAFETY: the first and the last word of the object's own blocks (H4, H7).
        unsafe {
            at.write(head);
            at.add(1 + bytes / 8).write(0);
        }
        clear_bitmaps(b);
        region::set_allocated(b, 0, 1);
        region::set_class(b, if leaf { LARGE | LEAF } else { LARGE });
        POOL.lock().larges.push(b as u32);
        Ok(Obj::at(block_address(b)))
    }
}

/// A block of this thread's own starts with no cell allocated or marked.
fn clear_bitmaps(b: usize) {
    for i in b * BITMAP..(b + 1) * BITMAP {
        region::alloc_word(i).store(0, std::sync::atomic::Ordering::Relaxed);
        region::mark_word(i).store(0, std::sync::atomic::Ordering::Relaxed);
    }
}
