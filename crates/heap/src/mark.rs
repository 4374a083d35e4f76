//! Marking: an explicit stack, and a short queue of prefetched objects before each is looked into.
//!
//! An object is marked when it is found, and looked into when it leaves the queue; leaves are only marked.
//! Pointers in objects lead to object starts (H4), so nothing is validated here.

use crate::arch::prefetch;
use crate::block::{cell_bytes, is_leaf};
use crate::collect;
use crate::object::{OLD_UNLOGGED, Obj, is_pointer};
use crate::region::{self, block_of, resolve};
use crate::table::Table;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

/// Objects that are being fetched into the cache while others are looked into.
const QUEUE: usize = 8;

pub(crate) struct Marker {
    stack: Table<usize>,
    pub marked: u64,
    /// Whether what is looked into becomes old; not so when verifying.
    ages: bool,
    /// Whether every pointer is tested before it is followed.
    tests: bool,
}

impl Marker {
    pub fn new(mut stack: Table<usize>) -> Marker {
        stack.clear();
        Marker { stack, marked: 0, ages: true, tests: cfg!(debug_assertions) || collect::poisons() }
    }

    pub fn verifying() -> Marker {
        Marker { stack: Table::new(), marked: 0, ages: false, tests: true }
    }

    pub fn into_stack(self) -> Table<usize> {
        self.stack
    }

    /// Marks the object at an address.
    #[inline(always)]
    pub fn mark(&mut self, address: usize) {
        if !region::mark(address) {
            return;
        }
        self.marked += 1;
        if !is_leaf(region::class(block_of(address))) {
            self.stack.push(address);
        }
    }

    /// Marks what a value points to, if it is a pointer.
    #[inline(always)]
    pub fn mark_value(&mut self, value: u64) {
        if is_pointer(value) {
            debug_assert!(
                resolve(value).is_some_and(|o| o.value() == value),
                "a value points to no object: {value:#x}"
            );
            self.mark(value as usize - 1);
        }
    }

    /// Marks what a range of words may point to.
    ///
    /// # Safety
    /// The words can be read, and nobody writes them.
    pub unsafe fn mark_range(&mut self, from: *const u64, words: usize) {
        for i in 0..words {
            // SAFETY: the caller's promise. Volatile, since a stack holds words of any origin.
            let word = unsafe { from.add(i).read_volatile() };
            if let Some(o) = resolve(word) {
                self.mark(o.addr());
            }
        }
    }

    /// Fetches what `mark_logged` will look at soon.
    #[inline(always)]
    pub fn expect(&self, entry: usize) {
        prefetch(entry & !1);
    }

    /// Marks what a log entry leads to: an object to look into again, or the address of a word + 1.
    pub fn mark_logged(&mut self, entry: usize) {
        if entry & 1 == 0 {
            self.scan(entry);
        } else {
            let slot = std::ptr::with_exposed_provenance::<AtomicU64>(entry - 1);
            // SAFETY: the word lies in an old object, and a minor collection frees no old object (H2).
            self.mark_value(unsafe { (*slot).load(Relaxed) });
        }
    }

    /// Looks into an object.
    #[inline(always)]
    fn scan(&mut self, address: usize) {
        let o = Obj::at(address);
        if self.ages && !o.flag(OLD_UNLOGGED) {
            o.set_flag(OLD_UNLOGGED);
        }
        let words = cell_bytes(o) / 8 - 1;
        if self.tests {
            test_pointers(o, words);
        }
        let first = o.slots(0);
        for i in 0..words {
            // SAFETY: every word of a pointer cell after the header is a value or zero (H4).
            let value = unsafe { (*first.add(i)).load(Relaxed) };
            if is_pointer(value) {
                self.mark(value as usize - 1);
            }
        }
    }

    /// Looks into everything found, until there is no more.
    pub fn drain(&mut self) {
        let mut queue = [0usize; QUEUE];
        let mut at = 0;
        let mut waiting = 0;
        loop {
            let next = self.stack.pop().unwrap_or(0);
            if next == 0 && waiting == 0 {
                return;
            }
            if next != 0 {
                prefetch(next);
            }
            let ready = std::mem::replace(&mut queue[at], next);
            at = (at + 1) % QUEUE;
            waiting = waiting + (next != 0) as usize - (ready != 0) as usize;
            if ready != 0 {
                self.scan(ready);
            }
        }
    }
}

/// Ends the run if a word of an object is a pointer to no object.
#[cold]
fn test_pointers(o: Obj, words: usize) {
    for i in 0..words {
        let value = o.word(i);
        if is_pointer(value) && resolve(value).is_none_or(|target| target.value() != value) {
            eprintln!("the collector found a pointer to no object, {value:#x}");
            eprintln!(
                "  in word {i} of {:#x}: kind {}, header {:#018x}, {words} words",
                o.addr(),
                o.kind(),
                o.header()
            );
            eprintln!("  its target was freed while this word led to it, or the word is no value");
            std::process::abort();
        }
    }
}
