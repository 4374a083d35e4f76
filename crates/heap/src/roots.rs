//! Roots: the native stacks and registers of stopped threads, the vm's frames, and explicit words.
//!
//! Native stacks and frames are scanned conservatively: a word counts if it points anywhere into an allocated
//! cell. Explicit roots are values, which may be marked without a test.

use crate::mark::Marker;
use crate::object::{Obj, as_obj};
use crate::pool::Pool;
use crate::region::resolve;
use crate::table::Table;
use crate::weak;
use pyish_sched::{Lock, ThreadCore};
use std::sync::OnceLock;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Acquire;

/// What the vm tells the collector. All but `queued` is called with the world stopped: it does not allocate on the
/// heap, wait, or run Python.
pub trait Hooks: Sync {
    /// Calls `visit` with each range of words in which a thread's frames keep values.
    ///
    /// # Safety
    /// `core` is at the start of the record with which the thread was attached, and the thread is stopped.
    unsafe fn frames(&self, core: &ThreadCore, visit: &mut dyn FnMut(*const u64, usize));

    /// A collection begins.
    fn before_mark(&self) {}

    /// Everything reachable is marked and the rest is still in place: tables that hold addresses without
    /// keeping the objects alive are cleaned.
    fn after_mark(&self, is_live: &dyn Fn(Obj) -> bool) {
        let _ = is_live;
    }

    /// Whether an unreachable object that was registered for finalization has still something to finalize. It is in
    /// place, and the world is stopped.
    fn is_finalizable(&self, object: Obj) -> bool {
        let _ = object;
        true
    }

    /// Whether an unreachable object counts as one that the collector found: one of a kind that can hold others.
    fn is_counted(&self, object: Obj) -> bool {
        let _ = object;
        true
    }

    /// A collection has queued weak references or finalizable objects for the vm. Unlike the others, called when
    /// the world runs again, on the thread that collected, which is inside an allocation: it only takes note.
    fn queued(&self, core: &ThreadCore) {
        let _ = core;
    }
}

static HOOKS: OnceLock<&'static dyn Hooks> = OnceLock::new();

/// Installs the vm's hooks, once.
pub fn install(hooks: &'static dyn Hooks) {
    if HOOKS.set(hooks).is_err() {
        panic!("the heap's hooks are installed twice");
    }
}

pub(crate) fn hooks() -> Option<&'static dyn Hooks> {
    HOOKS.get().copied()
}

pub(crate) struct Roots {
    values: Table<u64>,
    /// So many of them were marked by an earlier collection, and marks are sticky.
    seen: usize,
    cells: Table<&'static AtomicU64>,
}

pub(crate) static ROOTS: Lock<Roots> = Lock::new(Roots { values: Table::new(), seen: 0, cells: Table::new() });

/// Keeps the object that `value` points to alive for ever.
pub fn add_root(value: u64) {
    if as_obj(value).is_some() {
        ROOTS.lock().values.push(value);
    }
}

/// Keeps alive what the word holds at each collection. The word is a value, stored with Release.
pub fn add_root_cell(cell: &'static AtomicU64) {
    ROOTS.lock().cells.push(cell);
}

/// Marks from every root.
pub(crate) fn mark(pool: &Pool, marker: &mut Marker, full: bool) {
    let mut roots = ROOTS.lock();
    if full {
        roots.seen = 0;
    }
    for i in roots.seen..roots.values.len() {
        marker.mark_value(roots.values[i]);
    }
    roots.seen = roots.values.len();
    for cell in roots.cells.iter() {
        marker.mark_value(cell.load(Acquire));
    }
    weak::mark_queues(marker);
    for &m in pool.mutators.iter() {
        // SAFETY: an attached context is where it was attached, and its thread is stopped (H6, H8).
        let core = unsafe { &(*m).core };
        mark_thread(core, marker);
    }
}

fn mark_thread(core: &ThreadCore, marker: &mut Marker) {
    for register in core.registers() {
        if let Some(o) = resolve(register as u64) {
            marker.mark(o.addr());
        }
    }
    let stack = core.stack();
    let from = stack.start & !7;
    let words = stack.end.saturating_sub(from) / 8;
    // SAFETY: the part of a stopped thread's stack that is in use (H11).
    unsafe { marker.mark_range(std::ptr::with_exposed_provenance(from), words) };
    if let Some(hooks) = hooks() {
        // SAFETY: the thread is stopped, and its core is where it was attached (H6, H8); the vm answers with
        // ranges of its own frames, which nobody writes now.
        unsafe { hooks.frames(core, &mut |from, words| marker.mark_range(from, words)) };
    }
}
