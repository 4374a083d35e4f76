//! What happened to threads: the record of GIL switches, and the hook for whoever traces. Off, each costs one relaxed load.

use crate::futex::Lock;
use crate::gil::SwitchRule;
use crate::park::Key;
use crate::thread::{Reason, ThreadId};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering::*};

/// The GIL went from one thread to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switched {
    pub from: ThreadId,
    pub to: ThreadId,
    pub rule: SwitchRule,
    /// The interpreter's mark of where `from` was.
    pub pc: u64,
}

/// What a [`Listener`] hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Started(ThreadId),
    Ended(ThreadId),
    Switched(Switched),
    Parked { thread: ThreadId, key: Key, why: Reason },
    Unparked { thread: ThreadId, key: Key },
}

/// Hears events, on the thread they happen to and under internal locks: it may not call `sched`, wait or allocate on the
/// traced heap.
pub trait Listener: Sync {
    fn hear(&self, e: Event);
}

static LISTENER: OnceLock<&'static dyn Listener> = OnceLock::new();
/// Whether anybody wants events.
static ON: AtomicBool = AtomicBool::new(false);
static RECORDING: AtomicBool = AtomicBool::new(false);
static SWITCHES: Lock<Vec<Switched>> = Lock::new(Vec::new());

/// Sets the listener, once. Answers false where there is one.
pub fn listen(l: &'static dyn Listener) -> bool {
    let first = LISTENER.set(l).is_ok();
    ON.store(true, SeqCst);
    first
}

/// Begins (with an empty record) or ends recording switches.
pub fn record_switches(on: bool) {
    if on {
        SWITCHES.lock().clear();
    }
    RECORDING.store(on, SeqCst);
    ON.store(on || LISTENER.get().is_some(), SeqCst);
}

/// The switches recorded since the last call.
pub fn take_switches() -> Vec<Switched> {
    std::mem::take(&mut *SWITCHES.lock())
}

/// Makes an event and passes it on, if anybody wants it.
#[inline(always)]
pub(crate) fn tell(e: impl FnOnce() -> Event) {
    if ON.load(Relaxed) {
        pass_on(e());
    }
}

#[cold]
fn pass_on(e: Event) {
    if let Event::Switched(s) = e
        && RECORDING.load(Relaxed)
    {
        SWITCHES.lock().push(s);
    }
    if let Some(l) = LISTENER.get() {
        l.hear(e);
    }
}
