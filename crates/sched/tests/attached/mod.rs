//! Attached threads for tests, and an interpreter that does nothing but count.

use pyish_sched::gil::{self, SwitchRule};
use pyish_sched::{Request, ThreadCore, attach, detach, safepoint, take_requests};
use std::cell::Cell;
use std::sync::{Mutex, MutexGuard};
use std::thread::JoinHandle;

/// Runs `f` on a new attached thread.
pub fn attached<R: Send + 'static>(name: &str, f: impl FnOnce(&ThreadCore) -> R + Send + 'static) -> JoinHandle<R> {
    let name = name.to_owned();
    std::thread::spawn(move || {
        let core = Box::new(ThreadCore::new(&name));
        // SAFETY: the box stays where it is until after detach.
        unsafe { attach(&*core) };
        let r = f(&core);
        detach(&core);
        r
    })
}

/// Executes `n` instructions, each of them `step`, as the interpreter does: exact quanta, requests served in between.
pub fn compute(t: &ThreadCore, n: u64, mut step: impl FnMut(u64)) {
    let mut left = LEFT.get();
    for i in 0..n {
        if t.threshold.load(std::sync::atomic::Ordering::Relaxed) == i64::MAX {
            let r = take_requests(t);
            if r.has(Request::Stop) {
                safepoint(t);
            }
            let before = t.acquisitions();
            if r.has(Request::HandOver) {
                gil::hand_over(t);
            }
            if r.has(Request::Requantum) || t.acquisitions() != before {
                left = gil::quantum(t);
            }
            t.defer(r.delivered());
        }
        step(i);
        left -= 1;
        if left == 0 {
            gil::yield_now(t, SwitchRule::Quantum);
            left = gil::quantum(t);
        }
    }
    LEFT.set(left);
}

thread_local! {
    /// What is left of this thread's quantum; attaching asks for a first one.
    static LEFT: Cell<i64> = const { Cell::new(i64::MAX) };
}

/// The GIL and the list of threads belong to the process: one test at a time.
pub fn alone(gil_on: bool) -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    let g = ONE.lock().unwrap_or_else(|e| e.into_inner());
    gil::set_enabled(None, gil_on);
    gil::set_switch(None, gil::Switch::Auto);
    g
}
