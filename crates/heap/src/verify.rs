//! Verification of minor collections: a full mark must find nothing that the minor one left unmarked.
//!
//! What it finds is an object that a store without the barrier put into an old one; the report names both.

use crate::block::{cell_bytes, is_leaf};
use crate::mark::Marker;
use crate::object::Obj;
use crate::pool::Pool;
use crate::region::{self, BASE, BITMAP, GRANULE};
use crate::roots;
use crate::table::Table;
use std::sync::atomic::Ordering::Relaxed;

pub(crate) fn after_minor(pool: &Pool) {
    let words = pool.blocks * BITMAP;
    let mut minor = Table::new();
    for i in 0..words {
        minor.push(region::mark_word(i).load(Relaxed));
    }
    region::clear_marks(pool.blocks);
    let mut marker = Marker::verifying();
    roots::mark(pool, &mut marker, true);
    marker.drain();
    for i in 0..words {
        let missed = region::mark_word(i).load(Relaxed) & !minor[i];
        if missed != 0 {
            report(pool, BASE + (i * 64 + missed.trailing_zeros() as usize) * GRANULE);
        }
    }
    for (i, &bits) in minor.iter().enumerate() {
        region::mark_word(i).store(bits, Relaxed);
    }
}

fn report(pool: &Pool, missed: usize) -> ! {
    let o = Obj::at(missed);
    eprintln!("PYISH_GC_VERIFY: a minor collection missed the object {missed:#x}");
    eprintln!("  kind {}, header {:#018x}, {} bytes", o.kind(), o.header(), cell_bytes(o));
    region::each_set(pool.blocks, region::mark_word, &mut |holder| {
        if is_leaf(region::class(region::block_of(holder.addr()))) {
            return;
        }
        for i in 0..cell_bytes(holder) / 8 - 1 {
            if holder.word(i) == o.value() {
                eprintln!(
                    "  word {i} of {:#x} (kind {}, header {:#018x}) points to it",
                    holder.addr(),
                    holder.kind(),
                    holder.header()
                );
            }
        }
    });
    eprintln!("  a store into an old object went without the barrier");
    std::process::abort();
}
