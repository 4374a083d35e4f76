//! The region: one range of addresses at a fixed base that holds every cell, and the side tables beside it.
//!
//! The region is cut into blocks of 32 KiB, a block into granules of 16 bytes. Four tables at fixed addresses
//! below the base describe it: a mark bit and an alloc bit for every granule, a class byte and a record for
//! every block. Fixed addresses make each look-up a shift and a load, and make a run with a seed repeat itself.
//! The alloc bit of a cell's first granule is the exact test whether a word names an object (H2).

use crate::block::{self, Record};
use crate::object::Obj;
use std::sync::Once;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, AtomicUsize};

/// The address of the first block.
pub const BASE: usize = 0x1000_0000_0000;
/// What is reserved if the system allows it; `shape` in a header is a granule number and covers just this.
pub const REGION: usize = 64 << 30;
pub(crate) const BLOCK_SHIFT: usize = 15;
pub(crate) const BLOCK: usize = 1 << BLOCK_SHIFT;
pub(crate) const GRANULE: usize = 16;
/// Granules in a block.
pub(crate) const GRANULES: usize = BLOCK / GRANULE;
/// Words of a bitmap that describe one block.
pub(crate) const BITMAP: usize = GRANULES / 64;

const MARKS: usize = BASE - (4 << 30);
const ALLOCS: usize = BASE - (3 << 30);
const CLASSES: usize = BASE - (2 << 30);
const RECORDS: usize = BASE - (1 << 30);

/// Bytes of the region that have ever been handed to the block pool and not been given back.
static TOP: AtomicUsize = AtomicUsize::new(0);
/// Bytes reserved.
static SIZE: AtomicUsize = AtomicUsize::new(0);

pub(crate) fn size() -> usize {
    SIZE.load(Relaxed)
}

pub(crate) fn set_top(blocks: usize) {
    TOP.store(blocks << BLOCK_SHIFT, Relaxed);
}

/// Reserves the region once; ends the process with a message if not even 1 MiB can be had.
pub(crate) fn reserve() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let mut size = REGION;
        while !map_all(size) {
            size /= 2;
            if size < 1 << 20 {
                eprintln!("pyish: cannot reserve memory for the heap");
                std::process::exit(1);
            }
        }
        SIZE.store(size, Relaxed);
        crate::collect::read_environment();
        crate::fork::prepare_for_fork();
    });
}

fn map_all(size: usize) -> bool {
    let blocks = size / BLOCK;
    let pieces = [
        (BASE, size),
        (MARKS, size / 128),
        (ALLOCS, size / 128),
        (CLASSES, blocks),
        (RECORDS, blocks * size_of::<Record>()),
    ];
    for (done, &(at, len)) in pieces.iter().enumerate() {
        if !map(at, len) {
            for &(at, len) in &pieces[..done] {
                // SAFETY: this range was mapped a moment ago by this function, and nothing uses it (H1).
                unsafe { libc::munmap(at as *mut _, len) };
            }
            return false;
        }
        if at != BASE {
            // The tables are touched sparsely: huge pages would cost a small program milliseconds and megabytes.
            // SAFETY: advice about a mapping of our own (H1).
            unsafe { libc::madvise(at as *mut _, len, libc::MADV_NOHUGEPAGE) };
        }
    }
    true
}

fn map(at: usize, len: usize) -> bool {
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE | libc::MAP_FIXED_NOREPLACE;
    let prot = libc::PROT_READ | libc::PROT_WRITE;
    // SAFETY: a new private mapping that replaces none (H1).
    let got = unsafe { libc::mmap(at as *mut _, len, prot, flags, -1, 0) };
    if got == libc::MAP_FAILED {
        return false;
    }
    if got as usize != at {
        // SAFETY: an old kernel took the address as a hint; the mapping is ours to give back (H1).
        unsafe { libc::munmap(got, len) };
        return false;
    }
    true
}

/// Gives the memory of `len` bytes of free blocks back to the system; they read as zero afterwards.
pub(crate) fn release(block: usize, blocks: usize) {
    // SAFETY: the range lies in the region and holds no object (H1, H9).
    unsafe { libc::madvise(block_address(block) as *mut _, blocks << BLOCK_SHIFT, libc::MADV_DONTNEED) };
}

#[inline(always)]
pub(crate) fn block_address(block: usize) -> usize {
    BASE + (block << BLOCK_SHIFT)
}

#[inline(always)]
pub(crate) fn block_of(address: usize) -> usize {
    (address - BASE) >> BLOCK_SHIFT
}

/// The mark bits of 64 granules.
#[inline(always)]
pub(crate) fn mark_word(i: usize) -> &'static AtomicU64 {
    // SAFETY: the table covers every granule of the region (H1).
    unsafe { &*((MARKS + i * 8) as *const AtomicU64) }
}

/// The alloc bits of 64 granules.
#[inline(always)]
pub(crate) fn alloc_word(i: usize) -> &'static AtomicU64 {
    // SAFETY: the table covers every granule of the region (H1).
    unsafe { &*((ALLOCS + i * 8) as *const AtomicU64) }
}

#[inline(always)]
pub(crate) fn class(block: usize) -> u8 {
    class_cell(block).load(Relaxed)
}

pub(crate) fn set_class(block: usize, class: u8) {
    class_cell(block).store(class, Relaxed);
}

#[inline(always)]
fn class_cell(block: usize) -> &'static AtomicU8 {
    // SAFETY: the table covers every block of the region (H1).
    unsafe { &*((CLASSES + block) as *const AtomicU8) }
}

/// The record of a block. Who may touch it is H9's matter.
#[inline(always)]
pub(crate) fn record(block: usize) -> *mut Record {
    (RECORDS + block * size_of::<Record>()) as *mut Record
}

/// The bias of the thread that owns the objects of a block (H13).
#[inline(always)]
pub(crate) fn owner(block: usize) -> &'static AtomicU32 {
    // SAFETY: the table covers every block of the region (H1); the field is touched as an atomic, but by the thread
    // that takes the block while it holds no object (H7).
    unsafe { &(*record(block)).owner }
}

#[inline(always)]
pub(crate) fn is_marked(address: usize) -> bool {
    let granule = (address - BASE) / GRANULE;
    mark_word(granule / 64).load(Relaxed) >> (granule % 64) & 1 == 1
}

/// Sets the mark bit; answers whether it was clear. Only the collector calls it, alone (H6).
#[inline(always)]
pub(crate) fn mark(address: usize) -> bool {
    let granule = (address - BASE) / GRANULE;
    let word = mark_word(granule / 64);
    let bits = word.load(Relaxed);
    let bit = 1 << (granule % 64);
    if bits & bit != 0 {
        return false;
    }
    word.store(bits | bit, Relaxed);
    true
}

/// Clears the mark bits of the first `blocks` blocks.
pub(crate) fn clear_marks(blocks: usize) {
    // SAFETY: the table covers the blocks, and the world is stopped (H1, H6).
    unsafe { std::ptr::write_bytes(MARKS as *mut u64, 0, blocks * BITMAP) };
}

/// Sets the alloc bits of the granules `from..to` of a block. Only the block's owner calls it (H7).
pub(crate) fn set_allocated(block: usize, from: usize, to: usize) {
    each_word(block, from, to, |word, mask| word.store(word.load(Relaxed) | mask, Relaxed));
}

/// Clears the alloc bits of the granules `from..to` of a block.
pub(crate) fn clear_allocated(block: usize, from: usize, to: usize) {
    each_word(block, from, to, |word, mask| word.store(word.load(Relaxed) & !mask, Relaxed));
}

fn each_word(block: usize, from: usize, to: usize, mut change: impl FnMut(&AtomicU64, u64)) {
    let mut i = from;
    while i < to {
        let end = ((i | 63) + 1).min(to);
        let n = end - i;
        let mask = if n == 64 { !0 } else { ((1 << n) - 1) << (i % 64) };
        change(alloc_word(block * BITMAP + i / 64), mask);
        i = end;
    }
}

/// Calls `visit` with the objects whose bits are set in a bitmap, in the first `blocks` blocks.
pub(crate) fn each_set(blocks: usize, bitmap: fn(usize) -> &'static AtomicU64, visit: &mut dyn FnMut(Obj)) {
    for b in (0..blocks).filter(|&b| class(b) < block::CONTINUED) {
        let step = block::step(class(b));
        for start in (0..GRANULES).step_by(step) {
            if bitmap(b * BITMAP + start / 64).load(Relaxed) >> (start % 64) & 1 == 1 {
                visit(Obj::at(block_address(b) + start * GRANULE));
            }
        }
    }
}

/// The object that a word points into, tagged or not, at its start or at any byte inside it.
///
/// Exact while the world is stopped; at other times a cell that its thread has not handed out yet may also
/// answer.
#[inline]
pub fn resolve(word: u64) -> Option<Obj> {
    let offset = (word as usize).wrapping_sub(BASE);
    if offset >= TOP.load(Relaxed) {
        return None;
    }
    let mut at = offset >> BLOCK_SHIFT;
    let mut class = class(at);
    if class >= block::CONTINUED {
        if class == block::FREE {
            return None;
        }
        // SAFETY: the record of a continued block says how far back its head is (H9).
        at -= unsafe { (*record(at)).span } as usize;
        class = self::class(at);
    }
    let start = block::cell_start(class, (offset & (BLOCK - 1)) / GRANULE);
    if alloc_word(at * BITMAP + start / 64).load(Relaxed) >> (start % 64) & 1 == 0 {
        return None;
    }
    Some(Obj::at(block_address(at) + start * GRANULE))
}
