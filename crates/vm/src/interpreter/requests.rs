//! What others ask of a running thread, and the end of its quantum.
//!
//! Stops, hand-overs and new quanta are served wherever they are seen. Signal handlers, asynchronous exceptions and
//! finalizers wait for a delivery point: they are deferred, and while any is, the thread steps.

use super::unwind;
use crate::object::value::Value;
use crate::thread::{Raised, Thread};
use parking_lot::Mutex;
use pyish_bytecode::Op;
use pyish_sched::gil::{self, SwitchRule};
use pyish_sched::{Request, Requests, safepoint, take_requests};
use std::sync::atomic::{AtomicBool, Ordering};

/// Serves what was asked; defers what may be delivered only at delivery points.
#[cold]
pub fn serve(t: &mut Thread) {
    let r = take_requests(&t.m.core);
    if r.has(Request::Stop) {
        safepoint(&t.m.core);
    }
    if r.has(Request::HandOver) {
        gil::hand_over(&t.m.core);
    }
    if r.has(Request::Requantum) {
        requantum(t);
    }
    let delivered = r.delivered();
    if !delivered.is_empty() {
        t.m.core.defer(delivered);
    }
}

/// Whether every instruction is stepped and counted in a plain integer: the oracle of the fuel's exactness. Decided by
/// `PYISH_PLAIN_COUNT` at start-up.
pub static PLAIN_COUNT: AtomicBool = AtomicBool::new(false);
/// Whether the ends of quanta are recorded.
static RECORDING: AtomicBool = AtomicBool::new(false);
static ENDS: Mutex<Vec<u64>> = Mutex::new(Vec::new());

/// Begins or ends recording where quanta end; gives what was recorded: `first line of the code << 40 | depth << 20 | index
/// of the instruction`.
pub fn record_ends(on: bool) -> Vec<u64> {
    RECORDING.store(on, Ordering::Relaxed);
    std::mem::take(&mut *ENDS.lock())
}

/// The quantum is over: the GIL is offered, and a new quantum begins.
pub fn end_of_quantum(t: &mut Thread) {
    let code = crate::object::code::Code::of_pool(t.pool);
    let place = (code.first_line() as u64) << 40 | (t.depth as u64) << 20 | code.index_of(t.pc) as u64;
    t.m.core.pc_tag.store(place, Ordering::Relaxed);
    if RECORDING.load(Ordering::Relaxed) {
        ENDS.lock().push(place);
    }
    if gil::enabled() {
        gil::yield_now(&t.m.core, SwitchRule::Quantum);
    }
    requantum(t);
}

/// Sets the end of the quantum anew.
pub fn requantum(t: &mut Thread) {
    let n = if gil::enabled() { gil::quantum(&t.m.core) } else { i64::MAX / 32 };
    t.plain_left = n;
    t.rough_quantum = gil::enabled() && gil::switch_length() == gil::Switch::Auto;
    t.lim = (t.pc as i64).wrapping_add(n.min(i64::MAX / 32).wrapping_mul(8));
}

/// An auto quantum may end a little sooner than after N instructions, which saves stepping: `left` becomes its remainder by
/// `steps`, so that it still ends at every instruction of a loop some time.
pub fn end_sooner(t: &mut Thread, left: i64, steps: i64) -> i64 {
    t.lim -= left - left % steps;
    left % steps
}

/// After a stepped instruction: delivers what is due, if this is a delivery point.
pub fn deliver_after(t: &mut Thread, op: Option<Op>) {
    // before `Halt` there is no frame: the native code's caller delivers
    if !op.is_some_and(|op| op.info().delivery) || t.pool.is_null() {
        return;
    }
    // between a `with` body and its `__exit__` there is no handler: what is due waits for the next point
    // SAFETY: V11: with a frame, pc leads to an instruction.
    if unsafe { (*t.pc).op } == Op::WithExit as u8 {
        return;
    }
    let due = t.m.core.take_deferred();
    if deliver(t, due).is_err() {
        // the instruction at pc has not been executed
        t.lim = t.lim.wrapping_add(8);
        unwind::raise_here(t);
    }
}

/// Runs signal handlers, raises asynchronous exceptions, runs finalizers.
pub fn deliver(t: &mut Thread, due: Requests) -> Result<(), Raised> {
    let code = crate::object::code::Code::of_pool(t.pool);
    t.top = t.top.max(t.fp.wrapping_add(code.registers() + 2));
    if due.has(Request::Finalize) {
        crate::types::weakref::run_queued(t)?;
    }
    if due.has(Request::Signal) {
        signals(t)?;
    }
    if due.has(Request::AsyncExc) {
        let e = std::mem::replace(&mut t.pending_exception, Value::UNBOUND);
        if e.is_bound() {
            return Err(super::flow::raise(t, e, None));
        }
    }
    Ok(())
}

/// Runs the program's handlers of the signals that arrived.
pub fn signals(t: &mut Thread) -> Result<(), Raised> {
    while let Some(signum) = pyish_sched::signals::take_pending() {
        let handler = t.runtime().signal_handlers.get();
        let f = match crate::object::dict::Dict::from(handler) {
            Some(d) => d.get(t, Value::int(signum as i64))?,
            None => None,
        };
        match f {
            Some(f) if t.is_callable(f) => {
                let frame = super::traceback::current_frame(t)?;
                t.call(f, &[Value::int(signum as i64), frame])?;
            }
            _ if signum == libc::SIGINT => return Err(t.raise_args(&crate::types::exc::KeyboardInterrupt, &[])),
            _ => {}
        }
    }
    Ok(())
}

impl Thread {
    /// For native loops whose length user data decides: serves stops, signals and asynchronous exceptions, never the
    /// GIL, never finalizers.
    #[inline]
    pub fn check(&mut self) -> Result<(), Raised> {
        if self.m.core.threshold.load(std::sync::atomic::Ordering::Relaxed) != i64::MAX
            && self.m.core.deferred().is_empty()
        {
            return Ok(());
        }
        self.check_slow()
    }
    #[cold]
    fn check_slow(&mut self) -> Result<(), Raised> {
        let r = take_requests(&self.m.core);
        if r.has(Request::Stop) {
            safepoint(&self.m.core);
        }
        let (mut later, mut due) = (0, 0);
        for bit in [Request::HandOver, Request::Requantum, Request::Finalize] {
            later |= if r.has(bit) { bit as u32 } else { 0 };
        }
        for bit in [Request::Signal, Request::AsyncExc] {
            due |= if r.has(bit) || self.m.core.deferred().has(bit) { bit as u32 } else { 0 };
        }
        let kept = Requests(self.m.core.take_deferred().0 & !(Request::Signal as u32 | Request::AsyncExc as u32));
        self.m.core.defer(kept);
        for bit in [Request::HandOver, Request::Requantum, Request::Finalize] {
            if later & bit as u32 != 0 {
                pyish_sched::request(&self.m.core, bit);
            }
        }
        if due == 0 { Ok(()) } else { self.deliver_in_native(Requests(due)) }
    }
    fn deliver_in_native(&mut self, due: Requests) -> Result<(), Raised> {
        if due.has(Request::Signal) {
            signals(self)?;
        }
        if due.has(Request::AsyncExc) {
            let e = std::mem::replace(&mut self.pending_exception, Value::UNBOUND);
            if e.is_bound() {
                return Err(super::flow::raise(self, e, None));
            }
        }
        Ok(())
    }
    /// At an instruction boundary in native code between calls of Python (an event loop's turn, say): serves
    /// everything.
    pub fn poll(&mut self) -> Result<(), Raised> {
        if self.m.core.threshold.load(std::sync::atomic::Ordering::Relaxed) == i64::MAX {
            let before = self.lim;
            serve(self);
            if self.lim != before {
                // the instruction at pc, which called the native code, counts already
                self.lim = self.lim.wrapping_add(8);
            }
        }
        let due = self.m.core.take_deferred();
        if due.is_empty() {
            return Ok(());
        }
        if due.has(Request::Finalize) {
            crate::types::weakref::run_queued(self)?;
        }
        self.deliver_in_native(due)
    }
    /// After an interrupted wait: delivers signals and asynchronous exceptions.
    pub fn interrupted_wait(&mut self) -> Result<(), Raised> {
        let r = take_requests(&self.m.core);
        if r.has(Request::Stop) {
            safepoint(&self.m.core);
        }
        for bit in [Request::HandOver, Request::Requantum, Request::Finalize] {
            if r.has(bit) {
                pyish_sched::request(&self.m.core, bit);
            }
        }
        let due = Requests(r.delivered().0 | self.m.core.take_deferred().0);
        if due.has(Request::Finalize) {
            pyish_sched::request(&self.m.core, Request::Finalize);
        }
        self.deliver_in_native(due)
    }
}
