//! `Table`: the growable array of the collector's own bookkeeping.
//!
//! It takes its memory from the system allocator directly, never from the global one: the debug check of
//! `check.rs` looks through every allocation of the global allocator for object addresses, and these tables
//! are full of them on purpose. It is also usable while the world is stopped.

use std::alloc::{GlobalAlloc, Layout, System, handle_alloc_error};
use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;

pub(crate) struct Table<T: Copy> {
    at: NonNull<T>,
    len: usize,
    room: usize,
}

// SAFETY: a table owns its memory; its elements are plain words (H10).
unsafe impl<T: Copy> Send for Table<T> {}

impl<T: Copy> Table<T> {
    pub const fn new() -> Table<T> {
        Table { at: NonNull::dangling(), len: 0, room: 0 }
    }

    #[inline(always)]
    pub fn push(&mut self, value: T) {
        if self.len == self.room {
            self.grow();
        }
        // SAFETY: there is room for one more after `grow` (H10).
        unsafe { self.at.add(self.len).write(value) };
        self.len += 1;
    }

    #[inline(always)]
    pub fn pop(&mut self) -> Option<T> {
        if self.len == 0 {
            return None;
        }
        self.len -= 1;
        // SAFETY: elements below the old length are written (H10).
        Some(unsafe { self.at.add(self.len).read() })
    }

    /// The elements that its memory can hold.
    pub fn room(&self) -> usize {
        self.room
    }

    pub fn clear(&mut self) {
        self.len = 0;
    }

    pub fn append(&mut self, other: &mut Table<T>) {
        for i in 0..other.len {
            self.push(other[i]);
        }
        other.clear();
    }

    pub fn swap_remove(&mut self, i: usize) -> T {
        let last = self.len - 1;
        self.swap(i, last);
        self.len = last;
        // SAFETY: the element at the old last index is written (H10).
        unsafe { self.at.add(last).read() }
    }

    /// Keeps, in order, the elements for which `keep` answers true.
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        let mut kept = 0;
        for i in 0..self.len {
            let value = self[i];
            if keep(&value) {
                self[kept] = value;
                kept += 1;
            }
        }
        self.len = kept;
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self) {
        let room = (self.room * 2).max(64);
        let Ok(layout) = Layout::array::<T>(room) else { panic!("a collector's table is too long") };
        // SAFETY: the layout is not empty; the old block came from the same allocator with its layout (H10).
        let at = unsafe {
            if self.room == 0 {
                System.alloc(layout)
            } else {
                let old = Layout::from_size_align_unchecked(self.room * size_of::<T>(), align_of::<T>());
                System.realloc(self.at.as_ptr().cast(), old, layout.size())
            }
        };
        let Some(at) = NonNull::new(at.cast()) else { handle_alloc_error(layout) };
        self.at = at;
        self.room = room;
    }
}

impl<T: Copy> Default for Table<T> {
    fn default() -> Table<T> {
        Table::new()
    }
}

impl<T: Copy> Deref for Table<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        // SAFETY: the first `len` elements are written (H10).
        unsafe { std::slice::from_raw_parts(self.at.as_ptr(), self.len) }
    }
}

impl<T: Copy> DerefMut for Table<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        // SAFETY: the first `len` elements are written, and the table is borrowed mutably (H10).
        unsafe { std::slice::from_raw_parts_mut(self.at.as_ptr(), self.len) }
    }
}

impl<T: Copy> Drop for Table<T> {
    fn drop(&mut self) {
        if self.room != 0 {
            // SAFETY: the block came from this allocator with this layout (H10).
            unsafe {
                let layout = Layout::from_size_align_unchecked(self.room * size_of::<T>(), align_of::<T>());
                System.dealloc(self.at.as_ptr().cast(), layout);
            }
        }
    }
}
