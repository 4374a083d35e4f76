//! `Obj`: the address of an object, and every access to its header and words.
//!
//! A published word is touched only here: loaded with Acquire, stored with Release and the barrier (H5).
//! Header, 8 bytes: kind, flags, lock, aux, and the shape as a granule number; each field that changes has
//! bytes of its own, so that changing one never writes another back.

use crate::mutator::Mutator;
use crate::region::{BASE, GRANULE};
use std::ptr::NonNull;
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64};

/// Header flag: old, and not in a log: the next store of a pointer must log it. The collector's own.
pub const OLD_UNLOGGED: u8 = 1;
/// Header flag: the class has `__del__`.
pub const FINALIZE: u8 = 2;
/// Header flag: a weak reference to it exists.
pub const WEAKREFED: u8 = 4;

/// The address of an object's header. Not `Send`: a thread may hold it only while it is RUNNING.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(transparent)]
pub struct Obj(NonNull<u64>);

/// Whether a value is a pointer.
#[inline(always)]
pub fn is_pointer(value: u64) -> bool {
    value & 7 == 1
}

/// The object that a value points to.
#[inline(always)]
pub fn as_obj(value: u64) -> Option<Obj> {
    is_pointer(value).then(|| Obj::at(value as usize - 1))
}

impl Obj {
    /// The object at an address that is known to be an object's (H2).
    #[inline(always)]
    pub fn at(address: usize) -> Obj {
        debug_assert!(address >= BASE && address.is_multiple_of(GRANULE));
        // SAFETY: an object's address is not null (H2).
        Obj(unsafe { NonNull::new_unchecked(std::ptr::with_exposed_provenance_mut(address)) })
    }

    #[inline(always)]
    pub fn addr(self) -> usize {
        self.0.as_ptr() as usize
    }

    /// The value that points to this object.
    #[inline(always)]
    pub fn value(self) -> u64 {
        self.addr() as u64 + 1
    }

    #[inline(always)]
    fn header_byte(self, i: usize) -> &'static AtomicU8 {
        // SAFETY: a header byte of an object; header bytes are touched as atomics (H2, H5).
        unsafe { &*self.0.as_ptr().cast::<AtomicU8>().add(i) }
    }

    #[inline(always)]
    fn shape_cell(self) -> &'static AtomicU32 {
        // SAFETY: the upper half of an object's header, touched as an atomic (H2, H5).
        unsafe { &*self.0.as_ptr().cast::<AtomicU32>().add(1) }
    }

    #[inline(always)]
    pub fn kind(self) -> u8 {
        self.header_byte(0).load(Relaxed)
    }

    /// Changes the kind; for the few objects that become another kind in place, such as a task that ends.
    #[inline(always)]
    pub fn set_kind(self, kind: u8) {
        self.header_byte(0).store(kind, Release);
    }

    #[inline(always)]
    pub fn flags(self) -> u8 {
        self.header_byte(1).load(Relaxed)
    }

    #[inline(always)]
    pub fn flag(self, flag: u8) -> bool {
        self.flags() & flag != 0
    }

    /// Sets header flags; answers whether all of them were set before.
    #[inline(always)]
    pub fn set_flag(self, flag: u8) -> bool {
        self.header_byte(1).fetch_or(flag, AcqRel) & flag == flag
    }

    /// Clears header flags; answers whether any of them was set before.
    #[inline(always)]
    pub fn clear_flag(self, flag: u8) -> bool {
        self.header_byte(1).fetch_and(!flag, AcqRel) & flag != 0
    }

    #[inline(always)]
    pub(crate) fn lock_byte(self) -> &'static AtomicU8 {
        self.header_byte(2)
    }

    #[inline(always)]
    pub fn aux(self) -> u8 {
        self.header_byte(3).load(Acquire)
    }

    #[inline(always)]
    pub fn set_aux(self, aux: u8) {
        self.header_byte(3).store(aux, Release);
    }

    /// The shape: the granule number of another object of the region.
    #[inline(always)]
    pub fn shape(self) -> u32 {
        self.shape_cell().load(Acquire)
    }

    #[inline(always)]
    pub fn set_shape(self, shape: u32) {
        self.shape_cell().store(shape, Release);
    }

    /// This object's granule number, as a header's shape field holds it.
    #[inline(always)]
    pub fn compressed(self) -> u32 {
        ((self.addr() - BASE) / GRANULE) as u32
    }

    /// The object of a granule number.
    #[inline(always)]
    pub fn from_compressed(granule: u32) -> Obj {
        Obj::at(BASE | (granule as usize) << 4)
    }

    /// The whole header word, for a debugger's eye.
    pub fn header(self) -> u64 {
        self.slot_after_header(0).load(Relaxed)
    }

    #[inline(always)]
    fn slot_after_header(self, words: usize) -> &'static AtomicU64 {
        // SAFETY: a word of the object's cell; published words are atomics (H2, H5). The lifetime is the
        // object's, which ends only at a collection that finds it unreachable; no caller keeps it.
        unsafe { &*self.0.as_ptr().cast::<AtomicU64>().add(words) }
    }

    #[inline(always)]
    fn slot(self, i: usize) -> &'static AtomicU64 {
        debug_assert!((i + 2) * 8 <= crate::block::cell_bytes(self), "word {i} is outside the object");
        self.slot_after_header(i + 1)
    }

    /// The `i`-th word after the header.
    #[inline(always)]
    pub fn word(self, i: usize) -> u64 {
        self.slot(i).load(Acquire)
    }

    /// The `i`-th word, where it can never lead to an object, or where this thread wrote it.
    #[inline(always)]
    pub fn word_relaxed(self, i: usize) -> u64 {
        self.slot(i).load(Relaxed)
    }

    /// Fills a word of an object that no other thread and no collection has seen yet.
    #[inline(always)]
    pub fn init(self, i: usize, value: u64) {
        debug_assert!((i + 2) * 8 <= crate::block::cell_bytes(self), "word {i} is outside the object");
        // SAFETY: a word of an unpublished object, which only this thread knows (H2, H4).
        unsafe { *self.0.as_ptr().add(i + 1) = value };
    }

    /// Stores a value.
    #[inline(always)]
    pub fn set(self, m: &mut Mutator, i: usize, value: u64) {
        self.slot(i).store(value, Release);
        if is_pointer(value) && self.flag(OLD_UNLOGGED) {
            m.log_slot(self, i);
        }
    }

    /// Stores a word that is no pointer: no barrier.
    #[inline(always)]
    pub fn set_plain(self, i: usize, value: u64) {
        debug_assert!(!is_pointer(value));
        self.slot(i).store(value, Release);
    }

    /// Stores `new` if the word is `old`; answers whether it was.
    #[inline(always)]
    pub fn cas(self, m: &mut Mutator, i: usize, old: u64, new: u64) -> bool {
        let done = self.slot(i).compare_exchange(old, new, AcqRel, Acquire).is_ok();
        if done && is_pointer(new) && self.flag(OLD_UNLOGGED) {
            m.log_slot(self, i);
        }
        done
    }

    /// Swaps a word.
    #[inline(always)]
    pub fn swap(self, m: &mut Mutator, i: usize, value: u64) -> u64 {
        let old = self.slot(i).swap(value, AcqRel);
        if is_pointer(value) && self.flag(OLD_UNLOGGED) {
            m.log_slot(self, i);
        }
        old
    }

    /// The address of the `i`-th word. Who stores through it calls `Mutator::barrier`.
    #[inline(always)]
    pub fn slots(self, i: usize) -> *const AtomicU64 {
        self.slot_after_header(i + 1)
    }

    /// The payload of a leaf.
    #[inline(always)]
    pub fn bytes(self) -> *mut u8 {
        // SAFETY: one word past the header is inside the cell (H2).
        unsafe { self.0.as_ptr().add(1).cast() }
    }

    /// Moves `n` words of `source` from `from` to this object's `to`, word by word, in the order that suits an
    /// overlap within one object.
    pub fn copy_words(self, m: &mut Mutator, to: usize, source: Obj, from: usize, n: usize) {
        if n == 0 {
            return;
        }
        debug_assert!((to + n + 1) * 8 <= crate::block::cell_bytes(self));
        debug_assert!((from + n + 1) * 8 <= crate::block::cell_bytes(source));
        if n >= 4 && crate::lock::single() {
            // nobody else runs, so nobody sees a word half moved
            let from = source.slot_after_header(from + 1).as_ptr().cast_const();
            // SAFETY: `n` words of both objects (H2); no other thread touches them meanwhile (H6).
            unsafe { std::ptr::copy(from, self.slot_after_header(to + 1).as_ptr(), n) };
            if self.flag(OLD_UNLOGGED) {
                m.log_range(self, to, n);
            }
            return;
        }
        let copy = |i: usize| {
            let value = source.slot_after_header(from + i + 1).load(Acquire);
            self.slot_after_header(to + i + 1).store(value, Release);
        };
        if to <= from {
            (0..n).for_each(copy);
        } else {
            (0..n).rev().for_each(copy);
        }
        if self.flag(OLD_UNLOGGED) {
            m.log_range(self, to, n);
        }
    }

    /// Stores values in neighbouring words, from word `to` on.
    #[inline(always)]
    pub fn set_all(self, m: &mut Mutator, to: usize, values: impl ExactSizeIterator<Item = u64>) {
        let n = values.len();
        debug_assert!((to + n + 1) * 8 <= crate::block::cell_bytes(self));
        for (i, value) in values.enumerate() {
            self.slot_after_header(to + i + 1).store(value, Release);
        }
        if self.flag(OLD_UNLOGGED) {
            m.barrier(self);
        }
    }

    /// Fills `n` words with one word that is no pointer.
    pub fn fill_plain(self, from: usize, n: usize, value: u64) {
        debug_assert!(!is_pointer(value));
        debug_assert!(n == 0 || (from + n + 1) * 8 <= crate::block::cell_bytes(self));
        for i in from..from + n {
            self.slot_after_header(i + 1).store(value, Release);
        }
    }
}

impl std::fmt::Debug for Obj {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "Obj({:#x})", self.addr())
    }
}
