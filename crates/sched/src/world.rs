//! The door between RUNNING and SAFE, and stops of the world.
//!
//! A stop holds `STOPPER` from beginning to end, and makes `WORLD` odd. SAFE threads are moved to HELD with one
//! compare-and-swap; RUNNING ones are sent the STOP request and become SAFE at their next check or allocation. A thread
//! that becomes SAFE stores its state and then reads `WORLD`; a stop writes `WORLD` and then reads the states: so one of
//! the two sees the other. Threads that wait for `STOPPER` are SAFE, so concurrent stops hold one another, not deadlock.
//!
//! Whoever comes back to RUNNING takes the GIL first if it is on (`come_back`): the only way in, also for a thread that
//! was stopped in an allocation while the GIL was switched on.

use crate::events::{self, Event};
use crate::futex::{self, Lock, LockGuard};
use crate::gil::{self, Arrival};
use crate::signals;
use crate::thread::{GRANTED, MAIN, Ptr, QUEUED, Reason, Request, State, THREADS, ThreadCore, request, set_current};
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering::*};

const RUNNING: u32 = State::Running as u32;
const SAFE: u32 = State::Safe as u32;
const HELD: u32 = State::Held as u32;
const ENDED: u32 = State::Ended as u32;

/// Held for the whole of a stop, and to attach and detach. Waited for in SAFE or unattached.
static STOPPER: Lock<()> = Lock::new(());
/// Odd while the world stops or is stopped.
static WORLD: AtomicU32 = AtomicU32::new(0);
/// The thread that stopped it, for which the door stays open.
static BY: AtomicPtr<ThreadCore> = AtomicPtr::new(std::ptr::null_mut());
/// Counts arrivals in SAFE during a stop.
static ARRIVED: AtomicU32 = AtomicU32::new(0);

/// RUNNING -> SAFE. The caller has saved its registers in a frame that outlives the section.
#[inline(always)]
pub(crate) fn become_safe(t: &ThreadCore, why: Reason) {
    debug_assert_eq!(t.state(), State::Running, "only a RUNNING thread enters a SAFE section");
    t.reason.store(why as u8, Relaxed);
    t.state.store(SAFE, SeqCst);
    if WORLD.load(SeqCst) & 1 != 0 {
        arrive();
    }
}

#[cold]
fn arrive() {
    ARRIVED.fetch_add(1, SeqCst);
    futex::wake(&ARRIVED, 1);
}

/// SAFE -> RUNNING, with the GIL if it is on.
#[inline(always)]
pub(crate) fn come_back(t: &ThreadCore, how: Arrival) {
    loop {
        if gil::enabled() && (!t.has_gil() || t.word.load(SeqCst) & (QUEUED | GRANTED) != 0) {
            gil::acquire(t, how);
        }
        // A stop that has not held this thread yet must find it SAFE: its request may have been taken already.
        if is_shut(t) || t.state.compare_exchange(SAFE, RUNNING, SeqCst, Relaxed).is_err() {
            wait_for_world(t);
            continue;
        }
        // Only a stop changes it, so once RUNNING it stays.
        if gil::enabled() == t.has_gil() {
            break;
        }
        t.state.store(SAFE, SeqCst);
        if WORLD.load(SeqCst) & 1 != 0 {
            arrive();
        }
    }
    t.reason.store(Reason::None as u8, Relaxed);
}

/// Whether `t` may not become RUNNING because another thread stops the world.
#[inline(always)]
fn is_shut(t: &ThreadCore) -> bool {
    WORLD.load(SeqCst) & 1 != 0 && !stopped_by(t)
}

/// Whether it is `t` that stops the world: the GIL, given up, would go to a thread that cannot use it.
#[inline(always)]
pub(crate) fn stopped_by(t: &ThreadCore) -> bool {
    std::ptr::eq(BY.load(Relaxed), t)
}

#[cold]
fn wait_for_world(t: &ThreadCore) {
    loop {
        let w = WORLD.load(SeqCst);
        if w & 1 != 0 {
            futex::wait(&WORLD, w, None);
        } else if t.state.load(SeqCst) == HELD {
            std::hint::spin_loop();
        } else {
            return;
        }
    }
}

/// Comes back also when the section unwinds.
struct ComeBack<'a>(&'a ThreadCore, Arrival);
impl Drop for ComeBack<'_> {
    fn drop(&mut self) {
        come_back(self.0, self.1);
    }
}

/// Makes `t` the record of this operating system thread, RUNNING and with the GIL.
///
/// # Safety
/// `t` points to a record that stays alive and does not move until [`detach`]. Collectors that cast it to a record around
/// it want it made from a pointer to that.
pub unsafe fn attach(t: *const ThreadCore) {
    // SAFETY: alive, says the caller.
    let core = unsafe { &*t };
    assert_eq!(core.state(), State::Ended, "attached twice");
    core.find_stack();
    core.save();
    core.attached.store(true, Relaxed);
    core.reason.store(Reason::Attach as u8, Relaxed);
    {
        let _door = STOPPER.lock();
        core.state.store(SAFE, SeqCst);
        THREADS.lock().push(Ptr(t));
        let _ = MAIN.compare_exchange(std::ptr::null_mut(), t as *mut ThreadCore, SeqCst, Relaxed);
    }
    set_current(t);
    events::tell(|| Event::Started(core.id));
    come_back(core, Arrival::New);
}

/// The end of this thread: gives up the GIL and takes the record from the list.
#[inline(never)]
pub fn detach(t: &ThreadCore) {
    t.save();
    become_safe(t, Reason::Attach);
    gil::release(t, Reason::Attach);
    let _door = STOPPER.lock();
    THREADS.lock().retain(|p| !std::ptr::eq(p.0, t));
    if MAIN.compare_exchange(t as *const _ as *mut _, std::ptr::null_mut(), SeqCst, Relaxed).is_ok() {
        signals::wait_for_handlers();
    }
    events::tell(|| Event::Ended(t.id));
    crate::fds::close_wake_fd(t);
    set_current(std::ptr::null());
    t.attached.store(false, Relaxed);
    t.state.store(ENDED, SeqCst);
}

/// Runs native code that may take long or wait: this thread is SAFE and the GIL is given up meanwhile.
#[inline(never)]
pub fn safe<R: Send>(t: &ThreadCore, why: Reason, f: impl FnOnce() -> R + Send) -> R {
    t.save();
    become_safe(t, why);
    gil::release(t, why);
    let _back = ComeBack(t, Arrival::of(why));
    f()
}

/// Runs short native code as SAFE, keeping the GIL: the collector need not wait for it.
#[inline(never)]
pub fn safe_keep<R: Send>(t: &ThreadCore, f: impl FnOnce() -> R + Send) -> R {
    t.save();
    become_safe(t, Reason::Native);
    let _back = ComeBack(t, Arrival::Returned);
    f()
}

/// Serves a stop, and nothing else: the other requests stay.
#[inline]
pub fn safepoint(t: &ThreadCore) {
    if t.requests.load(SeqCst) & Request::Stop as u32 != 0 || is_shut(t) {
        stop_here(t);
    }
}

#[cold]
#[inline(never)]
fn stop_here(t: &ThreadCore) {
    t.save();
    t.requests.fetch_and(!(Request::Stop as u32), SeqCst);
    become_safe(t, Reason::Stop);
    come_back(t, Arrival::Stopped);
}

/// The world, stopped: what may be done only while no other thread runs.
pub struct Stopped<'a> {
    threads: Vec<Ptr>,
    by: &'a ThreadCore,
    door: Option<LockGuard<'a, ()>>,
}

impl Stopped<'_> {
    /// Every attached thread, the stopping one included. The pointers are those given to [`attach`].
    pub fn threads(&self) -> impl Iterator<Item = *const ThreadCore> + '_ {
        self.threads.iter().map(|p| p.0)
    }

    /// The thread that stopped the world.
    pub fn by(&self) -> &ThreadCore {
        self.by
    }

    pub(crate) fn others(&self) -> impl Iterator<Item = &ThreadCore> + '_ {
        let me = self.by as *const ThreadCore;
        // SAFETY: a thread detaches under STOPPER, which this stop holds.
        self.threads().filter(move |p| *p != me).map(|p| unsafe { &*p })
    }

    /// Drops the other threads, which a forked child does not have.
    pub(crate) fn forget_others(&mut self) {
        for t in self.others() {
            t.state.store(ENDED, SeqCst);
            t.attached.store(false, Relaxed);
        }
        let me = self.by as *const ThreadCore;
        self.threads.retain(|p| p.0 == me);
    }
}

pub(crate) fn stop<'a>(t: &'a ThreadCore) -> Stopped<'a> {
    if stopped_by(t) {
        // It is stopped for good, and this thread, about to end the process, is alone.
        let threads = THREADS.lock().clone();
        return Stopped { threads, by: t, door: None };
    }
    become_safe(t, Reason::Stop);
    let door = STOPPER.lock();
    // Who holds the door is held by nobody.
    t.state.store(RUNNING, SeqCst);
    BY.store(t as *const ThreadCore as *mut _, Relaxed);
    let threads = THREADS.lock().clone();
    WORLD.fetch_add(1, SeqCst);
    let s = Stopped { threads, by: t, door: Some(door) };
    let hold = |o: &ThreadCore| o.state.compare_exchange(SAFE, HELD, SeqCst, Relaxed).is_ok();
    let mut late: Vec<&ThreadCore> = s.others().filter(|o| !hold(o)).collect();
    late.iter().for_each(|o| request(o, Request::Stop));
    let mut spins = 0;
    loop {
        let seen = ARRIVED.load(SeqCst);
        late.retain(|o| !hold(o));
        if late.is_empty() {
            break;
        }
        spins += 1;
        if spins < 1500 {
            std::hint::spin_loop();
        } else {
            futex::wait(&ARRIVED, seen, None);
        }
    }
    drop(late);
    s
}

impl Drop for Stopped<'_> {
    fn drop(&mut self) {
        let Some(door) = self.door.take() else { return };
        for t in self.others() {
            t.requests.fetch_and(!(Request::Stop as u32), SeqCst);
            t.state.store(SAFE, SeqCst);
        }
        BY.store(std::ptr::null_mut(), Relaxed);
        WORLD.fetch_add(1, SeqCst);
        futex::wake(&WORLD, i32::MAX);
        self.by.reason.store(Reason::Stop as u8, Relaxed);
        self.by.state.store(SAFE, SeqCst);
        drop(door);
        come_back(self.by, Arrival::Stopped);
    }
}

/// Runs `f` while every other thread is HELD. `f` does not allocate on the traced heap, wait, or come here again.
///
/// Of concurrent callers one goes first and the others are held; each then stops the world for itself, so a job that needs
/// doing once (a collection) looks in `f` whether it has been done.
#[inline(never)]
pub fn stop_world<R>(t: &ThreadCore, f: impl FnOnce(&Stopped<'_>) -> R) -> R {
    t.save();
    let s = stop(t);
    f(&s)
}

/// Stops the world and leaves it so: this thread goes on alone until it ends the process. It may use SAFE sections and
/// [`stop_world`] as before, and may not [`detach`].
#[inline(never)]
pub fn stop_world_for_good(t: &ThreadCore) {
    t.save();
    std::mem::forget(stop(t));
}
