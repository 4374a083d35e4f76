//! `-X importtime`: what each import took, on stderr, in CPython's format.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Instant;

static SHOWN: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// imports around the one that runs
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    /// microseconds of the imports inside it
    static INSIDE: Cell<u128> = const { Cell::new(0) };
}

/// Shows the times from now on.
pub fn show() {
    SHOWN.store(true, Relaxed);
    eprintln!("import time: self [us] | cumulative | imported package");
}

/// Runs an import and shows what it took.
#[expect(clippy::disallowed_methods, reason = "what an import takes is real time, also under a virtual clock")]
pub fn measured<T>(name: &str, import: impl FnOnce() -> T) -> T {
    if !SHOWN.load(Relaxed) {
        return import();
    }
    let (depth, before) = (DEPTH.get(), INSIDE.replace(0));
    DEPTH.set(depth + 1);
    let start = Instant::now();
    let r = import();
    let took = start.elapsed().as_micros();
    let own = took.saturating_sub(INSIDE.get());
    DEPTH.set(depth);
    INSIDE.set(before + took);
    eprintln!("import time: {own:9} | {took:10} | {:1$}{name}", "", depth * 2);
    r
}
