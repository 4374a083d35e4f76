//! When to collect, and the order of a collection.
//!
//! Marks are sticky: a minor collection keeps them, so what is marked is old and is not looked into again but
//! for what the barrier logged. A full one clears them first. The steps: runs are given back so that the alloc
//! bits are exact; roots; the graph; weak references die; finalizable objects are revived; the vm's own tables
//! and external resources learn what died; the sweep copies mark bits over alloc bits.

use crate::block::KINDS;
use crate::mark::Marker;
use crate::mutator::Mutator;
use crate::object::Obj;
use crate::pool::{POOL, Pool};
use crate::region::{self, BLOCK_SHIFT};
use crate::stats::{STATS, Stats};
use crate::table::Table;
use crate::{check, cycles, roots, sweep, verify, weak};
use pyish_sched as sched;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize};
use std::time::Instant;

/// Bytes that one thread allocates between two minor collections: what fits a cache.
pub(crate) const NURSERY: usize = 4 << 20;
/// Below this many live bytes no full collection is due.
pub(crate) const FULL_MIN: usize = 32 << 20;
/// Of the collections of the stress mode, one in this many is full.
const STRESS_FULL: u32 = 4;

/// Entries of the mark stack's memory that are kept from one collection to the next.
const MARK_STACK_KEPT: usize = 1 << 16;
/// Log entries that are fetched into the cache before they are looked into.
const LOG_AHEAD: usize = 8;

/// Bytes taken since the last collection.
static SINCE: AtomicUsize = AtomicUsize::new(0);
/// Bytes taken between the last full collection and the last collection.
static SINCE_FULL: AtomicUsize = AtomicUsize::new(0);
static LIMIT: AtomicUsize = AtomicUsize::new(NURSERY);
/// Collections so far.
static EPOCH: AtomicU32 = AtomicU32::new(0);
/// `PYISH_GC_STRESS`: collect at every k-th allocation; 0 is off.
static STRESS: AtomicU32 = AtomicU32::new(0);
/// `PYISH_GC_VERIFY`: a full mark after each minor collection must find nothing new.
static VERIFY: AtomicBool = AtomicBool::new(false);
/// The lengths of the pool's lists of partly free blocks.
static PARTIAL: [AtomicU32; KINDS] = [const { AtomicU32::new(0) }; KINDS];

/// Reads the switches of the environment, once.
pub(crate) fn read_environment() {
    let number = |name| std::env::var(name).ok().and_then(|text| text.trim().parse::<u32>().ok());
    if let Some(k) = number("PYISH_GC_STRESS") {
        set_stress(k);
    }
    if let Some(on) = number("PYISH_GC_VERIFY") {
        set_verify(on != 0);
    }
}

/// Collects at every `k`-th allocation from a thread's next run on; 0 ends it.
pub fn set_stress(k: u32) {
    STRESS.store(k, Relaxed);
}

/// Turns the verification of minor collections on or off.
pub fn set_verify(on: bool) {
    VERIFY.store(on, Relaxed);
}

#[inline(always)]
pub(crate) fn stressed() -> bool {
    STRESS.load(Relaxed) != 0
}

pub(crate) fn stress_interval() -> u32 {
    STRESS.load(Relaxed).max(1)
}

pub(crate) fn poisons() -> bool {
    stressed() || VERIFY.load(Relaxed)
}

#[inline(always)]
pub(crate) fn has_partial(kind: usize) -> bool {
    PARTIAL[kind].load(Relaxed) != 0
}

pub(crate) fn set_partial(kind: usize, blocks: usize) {
    PARTIAL[kind].store(blocks as u32, Relaxed);
}

/// Bytes allocated since the last full collection, but for the runs that threads are using up.
pub fn allocated_since_full() -> usize {
    SINCE_FULL.load(Relaxed) + SINCE.load(Relaxed)
}

/// Whether an object has survived a collection, so that only a full one can free it.
#[inline]
pub fn is_old(o: Obj) -> bool {
    region::is_marked(o.addr())
}

/// Collections so far: what changes when addresses may have died.
pub fn epoch() -> u32 {
    EPOCH.load(Acquire)
}

impl Mutator {
    /// Charges the runs taken to the nursery, and collects when it is used up; serves a stop in any case.
    pub(crate) fn charge(&mut self) {
        let bytes = std::mem::take(&mut self.taken);
        self.charge_bytes(bytes);
    }

    pub(crate) fn charge_only(&mut self) {
        SINCE.fetch_add(std::mem::take(&mut self.taken), Relaxed);
    }

    /// Counts bytes, in the heap or outside of it but kept by heap objects, towards the next collection.
    pub fn charge_bytes(&mut self, bytes: usize) {
        if SINCE.fetch_add(bytes, Relaxed).saturating_add(bytes) > LIMIT.load(Relaxed) {
            self.collect(false);
        } else {
            sched::safepoint(&self.core);
        }
    }

    /// Collects: minor, or everything if `full` or if much has grown since the last full collection. A minor
    /// one is left out if another thread's collection came first.
    #[inline(never)]
    pub fn collect(&mut self, full: bool) {
        debug_assert!(self.locks == 0, "an object's lock is held at a safepoint");
        let seen = epoch();
        sched::stop_world(&self.core, |_| {
            if full || epoch() == seen {
                run(full, false);
            }
        });
        if (weak::weak_pending() || weak::finalizers_pending())
            && let Some(hooks) = roots::hooks()
        {
            hooks.queued(&self.core);
        }
    }

    /// Collects everything, with no look at this thread's registers and the part of its native stack below `sp` (0:
    /// with a look at all). The caller knows that what is needed there lies elsewhere too. Answers, if `counts`, how many objects were found that
    /// kept each other alive.
    #[inline(never)]
    pub fn collect_above(&mut self, sp: usize, counts: bool) -> usize {
        debug_assert!(self.locks == 0, "an object's lock is held at a safepoint");
        let mut found = 0;
        sched::stop_world(&self.core, |_| {
            if sp != 0 {
                self.core.forget_stack_below(sp);
            }
            found = run(true, counts);
        });
        found
    }

    /// Calls `visit` with every object, the world stopped. It neither allocates nor waits; what is unreachable
    /// and not freed yet is visited too.
    #[inline(never)]
    pub fn each_object(&mut self, visit: &mut dyn FnMut(Obj)) {
        sched::stop_world(&self.core, |_| {
            let mut pool = POOL.lock();
            retire_runs(&mut pool);
            region::each_set(pool.blocks, region::alloc_word, visit);
        });
    }

    pub(crate) fn collect_for_stress(&mut self) {
        self.collect(epoch().is_multiple_of(STRESS_FULL));
    }
}

/// The collection itself. The world is stopped. Answers how many of the dead kept each other alive, if `counts`.
fn run(asked_full: bool, counts: bool) -> usize {
    let started = Instant::now();
    let mut pool = POOL.lock();
    let pool = &mut *pool;
    let allocating = retire_runs(pool);
    let allocated = SINCE.swap(0, Relaxed);
    let full = asked_full || pool.live >= pool.full_limit;
    if let Some(hooks) = roots::hooks() {
        hooks.before_mark();
    }
    if full {
        region::clear_marks(pool.blocks);
    }
    let mut marker = Marker::new(std::mem::take(&mut pool.mark_stack));
    mark_logged(pool, &mut marker, full);
    roots::mark(pool, &mut marker, full);
    marker.drain();
    if !full && VERIFY.load(Relaxed) {
        verify::after_minor(pool);
    }
    let found = if counts { cycles::count(pool.blocks) } else { 0 };
    weak::clear_dead(full);
    weak::revive(full, &mut marker);
    marker.drain();
    weak::forget_dead_holders(full);
    if let Some(hooks) = roots::hooks() {
        hooks.after_mark(&|o| region::is_marked(o.addr()));
    }
    weak::drop_dead(full);
    check::search();
    sweep::sweep(pool, full);
    let marked = marker.marked;
    pool.mark_stack = marker.into_stack();
    if pool.mark_stack.room() > MARK_STACK_KEPT {
        pool.mark_stack = Table::new();
    }
    let nursery = NURSERY * allocating.clamp(1, 64);
    if full {
        SINCE_FULL.store(0, Relaxed);
        pool.full_limit = (pool.live * 2).max(FULL_MIN);
        pool.trim((pool.live / 2 + 2 * nursery) >> BLOCK_SHIFT);
    }
    if !full {
        SINCE_FULL.fetch_add(allocated, Relaxed);
    }
    LIMIT.store(nursery, Relaxed);
    let pause = started.elapsed().as_nanos() as u64;
    record(pool, full, marked, allocated, pause);
    EPOCH.fetch_add(1, Release);
    found
}

/// Makes the alloc bits exact; answers how many threads have allocated since the last collection.
fn retire_runs(pool: &mut Pool) -> usize {
    let mut allocating = 0;
    for i in 0..pool.mutators.len() {
        // SAFETY: an attached context is where it was attached, and its thread is stopped (H6, H8).
        let m = unsafe { &mut *pool.mutators[i] };
        allocating += !m.touched.is_empty() as usize;
        m.flush(pool);
    }
    allocating
}

/// Marks what the barrier saw. A full collection finds it without the log.
fn mark_logged(pool: &mut Pool, marker: &mut Marker, full: bool) {
    for i in 0..pool.mutators.len() {
        // SAFETY: an attached context is where it was attached, and its thread is stopped (H6, H8).
        let m = unsafe { &mut *pool.mutators[i] };
        pool.orphans.append(&mut m.log);
    }
    if !full {
        for i in 0..pool.orphans.len() {
            if let Some(&soon) = pool.orphans.get(i + LOG_AHEAD) {
                marker.expect(soon);
            }
            marker.mark_logged(pool.orphans[i]);
        }
    }
    pool.orphans.clear();
}

fn record(pool: &Pool, full: bool, marked: u64, allocated: usize, pause: u64) {
    let mut stats = STATS.lock();
    let Stats { minors, fulls, total_ns, longest_minor_ns, longest_ns, .. } = &mut *stats;
    if full {
        *fulls += 1;
    } else {
        *minors += 1;
        *longest_minor_ns = pause.max(*longest_minor_ns);
    }
    *longest_ns = pause.max(*longest_ns);
    *total_ns += pause;
    stats.marked += marked;
    stats.live_bytes = pool.live;
    stats.allocated_bytes += allocated as u64;
    stats.blocks = pool.blocks;
    stats.free_blocks = pool.free_blocks;
}
