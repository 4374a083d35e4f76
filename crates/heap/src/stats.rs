//! What the collector counts: for `gc.get_stats`, `pyish bench` and the tests.

use pyish_sched::Lock;

#[derive(Copy, Clone, Debug, Default)]
pub struct Stats {
    /// Minor collections.
    pub minors: u64,
    /// Full collections.
    pub fulls: u64,
    /// Nanoseconds in which the world stood for collections, in all.
    pub total_ns: u64,
    /// The longest pause of a minor collection, in nanoseconds.
    pub longest_minor_ns: u64,
    /// The longest pause of any collection, in nanoseconds.
    pub longest_ns: u64,
    /// Objects marked, in all.
    pub marked: u64,
    /// Bytes of cells alive after the last collection.
    pub live_bytes: usize,
    /// Bytes of cells and large objects handed out up to the last collection.
    pub allocated_bytes: u64,
    /// Blocks of 32 KiB in use or kept.
    pub blocks: usize,
    /// Of these, free ones.
    pub free_blocks: usize,
}

pub(crate) static STATS: Lock<Stats> = Lock::new(Stats {
    minors: 0,
    fulls: 0,
    total_ns: 0,
    longest_minor_ns: 0,
    longest_ns: 0,
    marked: 0,
    live_bytes: 0,
    allocated_bytes: 0,
    blocks: 0,
    free_blocks: 0,
});

pub fn stats() -> Stats {
    *STATS.lock()
}
