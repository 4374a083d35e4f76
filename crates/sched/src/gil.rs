//! The global interpreter lock.
//!
//! Given directly from holder to holder: whoever gives it up chooses the next from the queue and makes it the holder
//! before waking it, so nobody can slip in between. Two queues: threads back from a wait or native code (`returned`), and
//! those that lost it while computing (`computing`), both first come first served.

use crate::clock::Time;
use crate::futex::Lock;
use crate::park::sleep_on;
use crate::thread::{ASLEEP, GRANTED, Ptr, QUEUED, Reason, Request, ThreadCore, UNPARKED, request};
use crate::world::{become_safe, come_back, stop_world};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, AtomicU64, Ordering::*};

/// The first quantum of a thread in auto mode, in instructions; each later one is twice as long, up to [`AUTO`].
pub const FIRST_SLICE: i64 = 500;
/// The full quantum in auto mode: a prime, so that no loop's length divides it.
pub const AUTO: i64 = 10_007;

/// Why the GIL went from one thread to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum SwitchRule {
    /// The quantum was over.
    Quantum,
    /// Somebody came back from a wait.
    Wake,
    /// `setswitchinterval`'s time was over.
    Interval,
    /// The holder began to wait.
    Wait,
    /// The holder went into native code.
    Native,
    /// The holder's thread ended.
    End,
}

impl SwitchRule {
    pub(crate) fn of_wait(why: Reason) -> SwitchRule {
        if why == Reason::Native {
            SwitchRule::Native
        } else {
            SwitchRule::Wait
        }
    }
}

/// How a thread comes to ask for the GIL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrival {
    New,
    /// From native code, or a wait that another thread of this process ended.
    Returned,
    /// From a wait that the world outside ended.
    Woken,
    /// From a stop of the world, during which the GIL was switched on.
    Stopped,
}

impl Arrival {
    pub(crate) fn of(why: Reason) -> Arrival {
        match why {
            Reason::Io | Reason::Sleep | Reason::Process => Arrival::Woken,
            _ => Arrival::Returned,
        }
    }
}

/// How long quanta are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// Exactly so many instructions; nothing shortens it.
    Exact(u64),
    Auto,
}

struct Gil {
    holder: Option<Ptr>,
    returned: VecDeque<Ptr>,
    computing: VecDeque<Ptr>,
}

static ENABLED: AtomicBool = AtomicBool::new(true);
static WAITING: AtomicU32 = AtomicU32::new(0);
static GIL: Lock<Gil> = Lock::new(Gil {
    holder: None,
    returned: VecDeque::new(),
    computing: VecDeque::new(),
});
/// Instructions of a quantum; 0 is auto.
static SWITCH: AtomicI64 = AtomicI64::new(0);
/// `setswitchinterval` in nanoseconds; 0 while unset.
static INTERVAL: AtomicU64 = AtomicU64::new(0);

impl Gil {
    fn next(&mut self) -> Option<Ptr> {
        let p = self
            .returned
            .pop_front()
            .or_else(|| self.computing.pop_front());
        if p.is_some() {
            WAITING.fetch_sub(1, Relaxed);
        }
        p
    }

    fn give(&mut self, to: Option<Ptr>) {
        self.holder = to;
        if let Some(p) = to {
            // SAFETY: a thread that holds or waits for the GIL is attached.
            let t = unsafe { &*p.0 };
            t.has_gil.store(true, Relaxed);
            t.post(GRANTED);
        }
    }
}

/// Whether one thread runs at a time.
#[inline]
pub fn enabled() -> bool {
    ENABLED.load(Relaxed)
}

/// Switches the GIL on or off: at startup, or by `t` while threads run. Every thread is asked to set its quantum anew.
pub fn set_enabled(t: Option<&ThreadCore>, on: bool) {
    let Some(t) = t else {
        ENABLED.store(on, SeqCst);
        return;
    };
    stop_world(t, |s| {
        let mut g = GIL.lock();
        if ENABLED.swap(on, SeqCst) == on {
            return;
        }
        if on {
            g.holder = Some(Ptr(t));
            t.has_gil.store(true, Relaxed);
        } else {
            t.has_gil.store(false, Relaxed);
            g.holder = None;
            while let Some(p) = g.next() {
                // SAFETY: as in `give`.
                unsafe { &*p.0 }.post(GRANTED);
            }
            for o in s.others() {
                o.has_gil.store(false, Relaxed);
            }
        }
        drop(g);
        requantum(s);
    });
}

fn requantum(s: &crate::Stopped<'_>) {
    s.others()
        .chain([s.by()])
        .for_each(|o| request(o, Request::Requantum));
}

/// Takes the GIL; this thread is SAFE or not yet attached. Returns without it if it is off.
pub(crate) fn acquire(t: &ThreadCore, how: Arrival) {
    {
        let mut g = GIL.lock();
        if !enabled() {
            return;
        }
        if t.word.load(SeqCst) & (QUEUED | GRANTED) == 0 {
            t.word.store(0, SeqCst);
            if g.holder.is_none() {
                g.holder = Some(Ptr(t));
                t.has_gil.store(true, Relaxed);
                taken(t);
                return;
            }
            match how {
                Arrival::New => g.computing.push_back(Ptr(t)),
                _ => g.returned.push_back(Ptr(t)),
            }
            WAITING.fetch_add(1, Relaxed);
            if how == Arrival::Woken && SWITCH.load(Relaxed) == 0 {
                ask(&g, SwitchRule::Wake);
            }
        }
    }
    wait_for_grant(t);
}

fn ask(g: &Gil, rule: SwitchRule) {
    if let Some(p) = g.holder {
        // SAFETY: the holder is attached until it gives up the GIL, which takes the lock we hold.
        let holder = unsafe { &*p.0 };
        holder.hand_over_rule.store(rule as u8, Relaxed);
        request(holder, Request::HandOver);
    }
}

fn wait_for_grant(t: &ThreadCore) {
    loop {
        let w = t.word.load(SeqCst);
        if w & GRANTED != 0 {
            break;
        }
        let interval = INTERVAL.load(Relaxed);
        if interval == 0 {
            sleep_on(t, w & !ASLEEP, None);
        } else {
            let until = Time(Time::now().0 + interval);
            sleep_on(t, w & !ASLEEP, Some(until));
            if t.word.load(SeqCst) & GRANTED == 0 && Time::now() >= until {
                ask(&GIL.lock(), SwitchRule::Interval);
            }
        }
    }
    t.word.fetch_and(!(GRANTED | QUEUED), SeqCst);
    taken(t);
}

fn taken(t: &ThreadCore) {
    t.acquisitions.fetch_add(1, Relaxed);
    request(t, Request::Requantum);
}

/// Gives the GIL up; this thread is SAFE.
pub(crate) fn release(t: &ThreadCore, _rule: SwitchRule) {
    if !t.has_gil() {
        return;
    }
    let mut g = GIL.lock();
    if !t.has_gil() {
        return;
    }
    t.has_gil.store(false, Relaxed);
    let next = g.next();
    g.give(next);
}

/// Puts an unparked, sleeping thread in the queue; false if the GIL is off, so that it must be woken.
pub(crate) fn enqueue_unparked(t: &ThreadCore) -> bool {
    let mut g = GIL.lock();
    if !enabled() || t.has_gil() {
        return false;
    }
    // Before the grant, which wakes it.
    t.word.fetch_or(UNPARKED | QUEUED, SeqCst);
    if g.holder.is_none() {
        g.give(Some(Ptr(t)));
    } else {
        g.returned.push_back(Ptr(t));
        WAITING.fetch_add(1, Relaxed);
    }
    true
}

/// Offers the GIL at the end of a quantum: goes on at once if nobody waits.
#[inline]
pub fn yield_now(t: &ThreadCore, rule: SwitchRule) {
    if rule == SwitchRule::Quantum {
        let s = t.slice.load(Relaxed);
        t.slice.store((s * 2).min(AUTO), Relaxed);
    }
    if WAITING.load(Relaxed) != 0 && t.has_gil() {
        switch(t, rule);
    }
}

/// Serves [`Request::HandOver`].
pub fn hand_over(t: &ThreadCore) {
    let rule = if t.hand_over_rule.load(Relaxed) == SwitchRule::Interval as u8 {
        SwitchRule::Interval
    } else {
        SwitchRule::Wake
    };
    yield_now(t, rule);
}

#[cold]
#[inline(never)]
fn switch(t: &ThreadCore, rule: SwitchRule) {
    t.save();
    become_safe(t, Reason::Gil);
    'queued: {
        let mut g = GIL.lock();
        if !t.has_gil() {
            break 'queued;
        }
        let Some(next) = g.next() else { break 'queued };
        t.word.store(0, SeqCst);
        t.has_gil.store(false, Relaxed);
        if rule == SwitchRule::Quantum {
            g.computing.push_back(Ptr(t));
        } else {
            g.computing.push_front(Ptr(t));
        }
        WAITING.fetch_add(1, Relaxed);
        g.give(Some(next));
        drop(g);
        wait_for_grant(t);
    }
    come_back(t, Arrival::Stopped);
}

/// Instructions of this thread's next quantum; `i64::MAX / 16` with the GIL off.
pub fn quantum(t: &ThreadCore) -> i64 {
    if !enabled() {
        return i64::MAX / 16;
    }
    match SWITCH.load(Relaxed) {
        0 => t.slice.load(Relaxed),
        n => n,
    }
}

/// Sets the length of quanta, and asks every thread to set its own anew if called by one.
pub fn set_switch(t: Option<&ThreadCore>, s: Switch) {
    let n = match s {
        Switch::Exact(n) => i64::try_from(n).unwrap_or(i64::MAX).clamp(1, i64::MAX / 16),
        Switch::Auto => 0,
    };
    SWITCH.store(n, Relaxed);
    if let Some(t) = t {
        stop_world(t, requantum);
    }
}

/// The length of quanta.
pub fn get_switch() -> Switch {
    match SWITCH.load(Relaxed) {
        0 => Switch::Auto,
        n => Switch::Exact(n as u64),
    }
}

/// `sys.setswitchinterval`: seconds after which a waiting thread asks for the GIL, on top of the quanta.
pub fn set_switch_interval(seconds: f64) {
    INTERVAL.store((seconds * 1e9).max(1.0) as u64, Relaxed);
}

/// `sys.getswitchinterval`: 0.005 while unset.
pub fn switch_interval() -> f64 {
    match INTERVAL.load(Relaxed) {
        0 => 0.005,
        n => n as f64 / 1e9,
    }
}
