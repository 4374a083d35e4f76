//! The interpreter: `run` drives handlers over the words of a frame until it returns to `Halt`.
//!
//! Every operation has one handler, a function of six words held in registers: thread, pc, fp, pool, lim, table. A handler
//! ends by a tail call of the next one through the table. There are two tables, hence two forms of one source:
//! *fast* holds the handlers themselves; in *stepping* every entry saves the state and returns, so that `run` gets control
//! after each instruction. Only optimised builds turn the tail calls into jumps; others always step.
//!
//! The pc is the clock: `lim` is the pc at which the quantum ends on the straight line. A jump moves `lim` along; backward
//! jumps, calls, returns and yields leave the fast form when less than `THRESHOLD` bytes are left or somebody asked
//! (a request stores `i64::MAX` into the thread's threshold). The last words of a quantum are stepped, so it ends
//! at exactly the N-th instruction.

pub mod call;
mod dispatch;
mod flow;
mod functions;
pub mod generator;
mod load;
mod numbers;
mod objects;
pub mod report;
pub mod requests;
pub mod start;
mod state;
pub mod suggest;
pub mod traceback;
mod unwind;
mod wide;

use crate::object::value::Value;
use crate::thread::{Handler, Raised, Table, Thread};
use pyish_bytecode::{Ins, Op};
use pyish_sched::THRESHOLD;

/// Whether this build's handlers may tail-call each other.
const FAST_FORM: bool = cfg!(not(debug_assertions));

/// Two words: what stands before and at the return address of a call from native code.
pub(crate) struct Halt([Ins; 2]);
impl Halt {
    /// The return address.
    pub fn get(&'static self) -> *const Ins {
        &raw const self.0[1]
    }
}
pub(crate) static HALT_PC: Halt = Halt([Ins::new(Op::Halt, 0, 0, 0, 0), Ins::new(Op::Halt, 0, 0, 0, 0)]);

static FAST: Table = Table(dispatch::handlers());
static STEP: Table = Table([state::step_out as Handler; 256]);

/// In auto mode the last steps of a quantum, in bytes of code: as many places as it may end at.
const LAST_STEPS: i64 = 128 * 8;

/// Executes one instruction, and delivers what is due after it.
fn step(t: &mut Thread, op: usize, state: (*const Ins, *mut Value, *const u64, i64)) {
    t.table = &raw const STEP;
    // SAFETY: V11: the state is the thread's, `op` the operation at its pc.
    unsafe { (FAST.0[op])(t, state.0, state.1, state.2, state.3, &raw const STEP) };
    if !t.halted && !t.m.core.deferred().is_empty() {
        requests::deliver_after(t, Op::from_u8(op as u8));
    }
}

/// Runs the thread's current frame until it returns to `Halt`, or an exception leaves it.
pub(crate) fn run(t: &mut Thread) -> Result<(), Raised> {
    let mark = 0u8;
    let outer = std::mem::replace(&mut t.loop_sp, &raw const mark as usize);
    let r = drive(t);
    t.loop_sp = outer;
    r
}

#[inline(always)]
fn drive(t: &mut Thread) -> Result<(), Raised> {
    loop {
        if t.m.core.threshold.load(std::sync::atomic::Ordering::Relaxed) == i64::MAX {
            requests::serve(t);
        }
        if t.forgotten != 0 {
            crate::types::weakref::scrub(); // the frame of `search` comes to lie where a handler's was
            crate::types::weakref::search(t);
        }
        let mut left = t.lim.wrapping_sub(t.pc as i64);
        if t.rough_quantum && (LAST_STEPS..THRESHOLD).contains(&left) {
            left = requests::end_sooner(t, left, LAST_STEPS);
        }
        let state = (t.pc, t.fp, t.pool, t.lim);
        // SAFETY: V11: pc leads to an instruction of the code whose pool and frame these are.
        let op = unsafe { (*t.pc).op } as usize;
        if requests::PLAIN_COUNT.load(std::sync::atomic::Ordering::Relaxed) {
            let halt = op == Op::Halt as usize;
            if t.plain_left <= 0 && !halt {
                requests::end_of_quantum(t);
                continue;
            }
            t.plain_left -= !halt as i64;
            step(t, op, state);
        } else if FAST_FORM && left >= THRESHOLD && t.m.core.deferred().is_empty() {
            t.table = &raw const FAST;
            // SAFETY: V11.
            unsafe { (FAST.0[op])(t, state.0, state.1, state.2, state.3, &raw const FAST) };
        } else {
            if left <= 0 && op != Op::Halt as usize {
                requests::end_of_quantum(t);
                continue;
            }
            step(t, op, state);
        }
        if t.halted {
            t.halted = false;
            return if t.exc.is_bound() { Err(Raised) } else { Ok(()) };
        }
    }
}
