//! Size classes and block records: what a block of 32 KiB holds.
//!
//! A block holds cells of one class, each class once for pointer objects and once for leaves; an object of
//! more than 16 KiB takes whole blocks, the first of them LARGE, the others CONTINUED.

use crate::object::Obj;
use crate::region::{BLOCK, BLOCK_SHIFT, GRANULES, block_of, class, record};
use std::sync::atomic::AtomicU32;

/// Size classes; `Mutator::bump` has each twice.
pub(crate) const CLASSES: usize = 24;
/// Indices of bump pairs: the pointer classes, then the leaf classes.
pub(crate) const KINDS: usize = 2 * CLASSES;
/// Cell sizes in granules. They fill a block with little left over, and step by a quarter or less past 128 B.
const CELLS: [u16; CLASSES] =
    [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 64, 85, 128, 204, 256, 512, 1024];
/// The largest cell that shares a block, in granules.
const LAST: usize = CELLS[CLASSES - 1] as usize;
pub(crate) const MAX_CELL: usize = LAST * 16;

/// The low five bits of a class byte: the size class, or this.
pub(crate) const LARGE: u8 = CLASSES as u8;
/// The bit of a class byte that says leaf.
pub(crate) const LEAF: u8 = 0x40;
pub(crate) const CONTINUED: u8 = 0x80;
pub(crate) const FREE: u8 = 0xff;

/// What the pool and the sweep remember of a block.
#[repr(C)]
pub(crate) struct Record {
    /// Cells found alive by the last sweep.
    pub live: u32,
    /// LARGE: its blocks. CONTINUED: the distance to its head.
    pub span: u32,
    /// Cells were taken from it since the last sweep.
    pub touched: bool,
    /// It stands in the pool's list of partly free blocks.
    pub listed: bool,
    /// Its memory reads as zero.
    pub clean: bool,
    /// The bias of the thread whose objects it holds, or `NOBODY` (H13).
    pub owner: AtomicU32,
}

impl Record {
    /// Of a block without live cells.
    pub fn empty(clean: bool, owner: u32) -> Record {
        Record { live: 0, span: 0, touched: false, listed: false, clean, owner: AtomicU32::new(owner) }
    }
}

static CLASS_OF: [u8; LAST + 1] = {
    let mut table = [0; LAST + 1];
    let mut granules = 0;
    while granules <= LAST {
        table[granules] = class_for(granules * 16) as u8;
        granules += 1;
    }
    table
};

/// Reciprocals of the cell sizes, so that finding a cell is a multiplication. LARGE has one cell at granule 0.
static RECIPROCAL: [u32; 32] = {
    let mut table = [0; 32];
    let mut class = 0;
    while class < CLASSES {
        table[class] = (1 << 22) / CELLS[class] as u32 + 1;
        class += 1;
    }
    table
};

static CELL_GRANULES: [u32; 32] = {
    let mut table = [0; 32];
    let mut class = 0;
    while class < CLASSES {
        table[class] = CELLS[class] as u32;
        class += 1;
    }
    table
};

/// The class of cells that hold `bytes`, at compile time.
pub(crate) const fn class_for(bytes: usize) -> usize {
    let mut class = 0;
    while (CELLS[class] as usize * 16) < bytes {
        class += 1;
    }
    class
}

/// The class of cells that hold `bytes`, at run time; `bytes` is at most MAX_CELL.
#[inline(always)]
pub(crate) fn class_of(bytes: usize) -> usize {
    CLASS_OF[bytes.div_ceil(16)] as usize
}

/// Bytes of a cell of a size class.
#[inline(always)]
pub(crate) const fn class_bytes(class: usize) -> usize {
    CELLS[class] as usize * 16
}

pub(crate) const fn class_granules(class: usize) -> usize {
    CELLS[class] as usize
}

/// Cells in a block of a size class.
pub(crate) const fn class_cells(class: usize) -> usize {
    GRANULES / CELLS[class] as usize
}

/// The first granule of the cell that covers a granule; `class` is a class byte below CONTINUED.
#[inline(always)]
pub(crate) fn cell_start(class: u8, granule: usize) -> usize {
    let i = (class & 0x1f) as usize;
    ((granule * RECIPROCAL[i] as usize) >> 22) * CELL_GRANULES[i] as usize
}

/// The granules from one cell to the next; `class` is a class byte below CONTINUED.
pub(crate) fn step(class: u8) -> usize {
    match CELL_GRANULES[(class & 0x1f) as usize] {
        0 => GRANULES,
        n => n as usize,
    }
}

/// Whether a block of this class byte holds leaves.
#[inline(always)]
pub(crate) fn is_leaf(class: u8) -> bool {
    class & LEAF != 0
}

/// The class byte of a bump index.
pub(crate) fn class_byte(index: usize) -> u8 {
    if index < CLASSES { index as u8 } else { (index - CLASSES) as u8 | LEAF }
}

/// The bump index of a class byte that is neither LARGE nor CONTINUED.
pub(crate) fn bump_index(class: u8) -> usize {
    (class & 0x1f) as usize + if is_leaf(class) { CLASSES } else { 0 }
}

/// The bytes of an object's cell, header included.
#[inline(always)]
pub fn cell_bytes(o: Obj) -> usize {
    let block = block_of(o.addr());
    let class = class(block) & 0x1f;
    if class == LARGE {
        // SAFETY: the record of a live object's block does not change (H9).
        return unsafe { (*record(block)).span as usize } << BLOCK_SHIFT;
    }
    CELL_GRANULES[class as usize] as usize * 16
}

const _: () = assert!(MAX_CELL * 2 == BLOCK);
