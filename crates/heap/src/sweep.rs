//! The sweep: mark bits become alloc bits, block by block; no cell is touched.
//!
//! A minor collection sweeps the blocks that cells were taken from since the last one, a full collection all.
//! A block with no live cell goes back to the pool; one with a quarter or more free is listed for its kind.

use crate::block::{self, CLASSES, bump_index, class_bytes, class_cells, class_granules};
use crate::collect;
use crate::lock::NOBODY;
use crate::pool::Pool;
use crate::region::{self, BITMAP, BLOCK, GRANULE, block_address, record};
use std::sync::atomic::Ordering::Relaxed;

/// What freed cells are filled with under stress and verification: as a value, no pointer.
const POISON: u8 = 0xdd;
/// A freed large object of this many bytes gives its memory back at once.
const RELEASE: usize = 1 << 20;

pub(crate) fn sweep(pool: &mut Pool, full: bool) {
    let mut blocks = std::mem::take(&mut pool.touched);
    if full {
        blocks.clear();
        for partial in &mut pool.partial {
            partial.clear();
        }
        (0..pool.blocks)
            .filter(|&b| region::class(b) & 0x3f < block::LARGE && region::class(b) < block::CONTINUED)
            .for_each(|b| blocks.push(b as u32));
    } else {
        blocks.sort_unstable();
    }
    // From the top, so that the lists end with the lowest blocks, which are taken first.
    for &b in blocks.iter().rev() {
        sweep_block(pool, b as usize, full);
    }
    blocks.clear();
    pool.touched = blocks;
    sweep_larges(pool);
    for (kind, partial) in pool.partial.iter().enumerate() {
        collect::set_partial(kind, partial.len());
    }
}

fn sweep_block(pool: &mut Pool, b: usize, full: bool) {
    let class = region::class(b);
    let kind = bump_index(class);
    if collect::poisons() {
        poison(b, kind % CLASSES);
    }
    let mut live = 0;
    for i in b * BITMAP..(b + 1) * BITMAP {
        let marks = region::mark_word(i).load(Relaxed);
        region::alloc_word(i).store(marks, Relaxed);
        live += marks.count_ones();
    }
    // SAFETY: the world is stopped and the pool's lock is held (H6, H9).
    let record = unsafe { &mut *record(b) };
    record.touched = false;
    let bytes = class_bytes(kind % CLASSES);
    pool.live = pool.live + live as usize * bytes - record.live as usize * bytes;
    record.live = live;
    if full {
        record.listed = false;
    }
    if record.listed {
        return;
    }
    let cells = class_cells(kind % CLASSES) as u32;
    if live == 0 {
        pool.put(b);
    } else if (cells - live) * 4 >= cells {
        record.listed = true;
        // whoever takes its free cells becomes the owner; none is one now, the world is stopped
        record.owner.store(NOBODY, Relaxed);
        pool.partial[kind].push(b as u32);
    }
}

fn sweep_larges(pool: &mut Pool) {
    let mut i = 0;
    while i < pool.larges.len() {
        let b = pool.larges[i] as usize;
        // SAFETY: the world is stopped and the pool's lock is held (H6, H9).
        let record = unsafe { &mut *record(b) };
        let n = record.span as usize;
        if region::is_marked(block_address(b)) {
            if record.live == 0 {
                record.live = 1;
                pool.live += n * BLOCK;
            }
            i += 1;
            continue;
        }
        if record.live == 1 {
            pool.live -= n * BLOCK;
        }
        free_large(pool, b, n);
        pool.larges.swap_remove(i);
    }
}

fn free_large(pool: &mut Pool, b: usize, n: usize) {
    let released = n * BLOCK >= RELEASE;
    if released {
        region::release(b, n);
    } else if collect::poisons() {
        // SAFETY: the blocks of an object that nothing reaches (H3).
        unsafe { fill(block_address(b), n * BLOCK) };
    }
    region::clear_allocated(b, 0, 1);
    for x in b..b + n {
        // SAFETY: the world is stopped and the pool's lock is held (H6, H9).
        unsafe { (*record(x)).clean = released };
        pool.put(x);
    }
}

/// Overwrites the cells that this sweep frees.
fn poison(b: usize, class: usize) {
    let step = class_granules(class);
    for cell in 0..class_cells(class) {
        let granule = cell * step;
        let bit = |word: u64| word >> (granule % 64) & 1 == 1;
        let i = b * BITMAP + granule / 64;
        if bit(region::alloc_word(i).load(Relaxed)) && !bit(region::mark_word(i).load(Relaxed)) {
            // SAFETY: a cell that nothing reaches (H3).
            unsafe { fill(block_address(b) + granule * GRANULE, step * GRANULE) };
        }
    }
}

/// # Safety
/// The range holds no live object.
unsafe fn fill(address: usize, bytes: usize) {
    // SAFETY: the caller's promise; the region is mapped (H1).
    unsafe { std::ptr::write_bytes(std::ptr::with_exposed_provenance_mut::<u8>(address), POISON, bytes) };
}
