//! The global interpreter lock.
//!
//! **Given, not taken.** Whoever gives it up chooses the next holder under the lock `GIL` and makes it the holder before
//! waking it, so nobody slips in between. There are two queues, both first come first served: `returned`, threads back
//! from a wait or native code, which go first; and `computing`, threads that lost it while they computed.
//!
//! **Quanta.** The interpreter counts instructions from acquisition ([`quantum`]) and offers the lock after the last one
//! ([`yield_now`]), which costs one load if nobody waits. With [`Switch::Exact`] nothing else takes it away, and the two
//! queues take turns. In auto mode the quantum is a prime, so that no loop is always cut at the same place; a thread's
//! first quantum is short and each next one twice as long, so that short threads interleave too; and a thread back from
//! the outside world asks the holder to hand over at once.
//!
//! **Nobody starves.** `balance` is the time that returned threads held the lock while computing ones waited, less the
//! time computing threads held it: while it is above `BURST`, computing threads go first and nobody is asked to hand over.
//!
//! **On and off** at run time: with the world stopped. Who comes back from anywhere passes `world::come_back`, which takes
//! the lock first if it is on by then.

use crate::affinity;
use crate::clock::Time;
use crate::events::{self, Event, Switched};
use crate::futex::{Lock, LockGuard};
use crate::park::sleep_on;
use crate::scheduler::installed;
use crate::thread::{ASLEEP, GRANTED, Ptr, QUEUED, Reason, Request, ThreadCore, ThreadId, UNPARKED, Wake, request};
use crate::world::{Stopped, become_safe, come_back, stop_world, stopped_by};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, AtomicU64, Ordering::*};

/// The first quantum of a thread in auto mode, in instructions; each next one is twice as long, up to [`AUTO`].
pub const FIRST_SLICE: i64 = 500;
/// The full quantum in auto mode: some 80 us, beside which a hand-over of 3 us costs less than 5%.
pub const AUTO: i64 = 39_989;
/// The head start in nanoseconds of returned threads over computing ones.
const BURST: i64 = 200_000;
/// The most that either side can save up.
const SAVED: i64 = 1_000_000;
/// Computing for so long, in pieces between preemptions, counts as a quantum.
const PIECES: u64 = 50_000;
/// How long a returning thread spins before it sleeps.
const SPIN: u64 = 2_000;
/// How long a preempted thread spins, where a wake-up would take longer: the slice of most threads that wait a lot.
const SPIN_PREEMPTED: u64 = 20_000;

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
    fn of_wait(why: Reason) -> SwitchRule {
        match why {
            Reason::Native => SwitchRule::Native,
            Reason::Attach => SwitchRule::End,
            _ => SwitchRule::Wait,
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
    /// Since when it holds it while somebody waits (0: nobody does), and whether it came from `returned`.
    since: u64,
    from_returned: bool,
    returned: VecDeque<Ptr>,
    computing: VecDeque<Ptr>,
    balance: i64,
    /// Who gave it up last, why and where.
    last: Option<(ThreadId, SwitchRule, u64)>,
}

static ENABLED: AtomicBool = AtomicBool::new(true);
/// The length of both queues.
static WAITING: AtomicU32 = AtomicU32::new(0);
static GIL: Lock<Gil> = Lock::new(Gil {
    holder: None,
    since: 0,
    from_returned: false,
    returned: VecDeque::new(),
    computing: VecDeque::new(),
    balance: 0,
    last: None,
});
/// Instructions of a quantum; 0 is auto.
static SWITCH: AtomicI64 = AtomicI64::new(0);
/// `setswitchinterval` in nanoseconds; 0 while unset.
static INTERVAL: AtomicU64 = AtomicU64::new(0);

fn auto() -> bool {
    SWITCH.load(Relaxed) == 0
}

impl Gil {
    /// Takes the next waiting thread from its queue, and says whether it came from `returned`.
    fn next(&mut self) -> Option<(Ptr, bool)> {
        let (r, c) = (self.returned.len(), self.computing.len());
        if r + c == 0 {
            return None;
        }
        WAITING.fetch_sub(1, Relaxed);
        let first_returned = c == 0 || (r > 0 && if auto() { self.balance <= BURST } else { !self.from_returned });
        if let Some(s) = installed() {
            // SAFETY: a thread that waits for the GIL is attached.
            let ids: Vec<_> = self.returned.iter().chain(&self.computing).map(|p| unsafe { &*p.0 }.id).collect();
            if let Some(i) = s.choose(&ids) {
                return if i < r {
                    self.returned.remove(i).map(|p| (p, true))
                } else {
                    self.computing.remove(i - r).map(|p| (p, false))
                };
            }
        }
        if first_returned {
            self.returned.pop_front().map(|p| (p, true))
        } else {
            self.computing.pop_front().map(|p| (p, false))
        }
    }

    fn next_returned(&mut self) -> Option<(Ptr, bool)> {
        let next = self.returned.pop_front()?;
        WAITING.fetch_sub(1, Relaxed);
        Some((next, true))
    }

    fn enqueue(&mut self, t: &ThreadCore, how: Arrival) {
        match how {
            Arrival::New => self.computing.push_back(Ptr(t)),
            _ => self.returned.push_back(Ptr(t)),
        }
        WAITING.fetch_add(1, Relaxed);
        self.start_clock();
    }

    /// `t` holds it from now on.
    fn hold(&mut self, t: &ThreadCore, from_returned: bool) {
        self.holder = Some(Ptr(t));
        self.from_returned = from_returned;
        self.since = 0;
        if WAITING.load(Relaxed) != 0 {
            self.start_clock();
        }
        t.has_gil.store(true, Relaxed);
        t.acquisitions.fetch_add(1, Relaxed);
        if let Some((from, rule, pc)) = self.last
            && from != t.id
        {
            events::tell(|| Event::Switched(Switched { from, to: t.id, rule, pc }));
        }
    }

    /// The holder's time counts from when somebody waits.
    fn start_clock(&mut self) {
        if self.since == 0 && (auto() || INTERVAL.load(Relaxed) != 0) {
            self.since = Time::now().0;
        }
    }

    /// Its holder gives it up: accounts for the time, and answers how long it held it.
    fn let_go(&mut self, t: &ThreadCore, rule: SwitchRule) -> u64 {
        self.holder = None;
        t.has_gil.store(false, Relaxed);
        self.last = Some((t.id, rule, t.pc_tag.load(Relaxed)));
        if !auto() || self.since == 0 {
            return 0;
        }
        let held = Time::now().0.saturating_sub(self.since);
        let ns = held.min(SAVED as u64) as i64;
        if !self.from_returned {
            self.balance = (self.balance - ns).max(-SAVED);
        } else if !self.computing.is_empty() {
            self.balance = (self.balance + ns).min(SAVED);
        }
        held
    }

    /// Makes a thread taken from a queue the holder.
    fn grant(&mut self, (p, from_returned): (Ptr, bool), rule: SwitchRule) -> Wake {
        // SAFETY: a thread that waits for the GIL is attached.
        let t = unsafe { &*p.0 };
        self.hold(t, from_returned);
        if rule == SwitchRule::Native {
            // This CPU stays busy.
            affinity::restore(t);
        }
        t.post(GRANTED)
    }

    /// Gives it to the next in the queue, if any.
    fn pass_on(&mut self, rule: SwitchRule) -> Wake {
        match self.next() {
            Some(next) => self.grant(next, rule),
            None => Wake::NOBODY,
        }
    }

    /// Asks the holder to hand over.
    fn ask(&self, rule: SwitchRule) {
        if let Some(p) = self.holder {
            // SAFETY: the holder is attached until it gives up the GIL, which takes the lock we hold.
            let holder = unsafe { &*p.0 };
            holder.hand_over_rule.store(rule as u8, Relaxed);
            request(holder, Request::HandOver);
        }
    }
}

/// Whether one thread runs at a time.
#[inline]
pub fn enabled() -> bool {
    ENABLED.load(Relaxed)
}

/// Switches the GIL on or off: before the first thread attaches, or by the attached thread `t`. Every thread is asked to
/// set its quantum anew.
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
        g.last = None;
        if on {
            g.hold(t, false);
        } else {
            g.holder = None;
            while let Some((p, _)) = g.next() {
                // SAFETY: a thread that waits for the GIL is attached.
                unsafe { &*p.0 }.post(GRANTED).now();
            }
            for o in s.others().chain([t]) {
                o.has_gil.store(false, Relaxed);
                affinity::restore(o);
            }
            affinity::forget_group();
        }
        drop(g);
        requantum(s);
    });
}

fn requantum(s: &Stopped<'_>) {
    s.others().chain([s.by()]).for_each(|o| request(o, Request::Requantum));
}

/// How many threads wait for the GIL.
pub fn waiting() -> usize {
    WAITING.load(Relaxed) as usize
}

/// Takes the GIL; this thread is SAFE. Returns without it if it is off.
pub(crate) fn acquire(t: &ThreadCore, how: Arrival) {
    {
        let mut g = GIL.lock();
        if !enabled() {
            return;
        }
        // Else who unparked it has put it in the queue already.
        if t.word.load(SeqCst) & (QUEUED | GRANTED) == 0 {
            t.word.store(0, SeqCst);
            if g.holder.is_none() {
                g.hold(t, how != Arrival::New);
                drop(g);
                return request(t, Request::Requantum);
            }
            g.enqueue(t, how);
            if how == Arrival::Woken && auto() && !g.from_returned {
                let held = Time::now().0.saturating_sub(g.since);
                if g.balance.saturating_sub_unsigned(held) <= BURST {
                    g.ask(SwitchRule::Wake);
                }
            }
        }
    }
    wait_for_grant(t, if how == Arrival::New || t.affinity.is_pinned() { 0 } else { SPIN });
    request(t, Request::Requantum);
}

/// Waits until it is the holder, first awake for `spin` nanoseconds.
fn wait_for_grant(t: &ThreadCore, spin: u64) {
    let spin = if affinity::usable() { spin } else { spin.max(SPIN) };
    if spin != 0 && installed().is_none() {
        let until = Time::now().0 + spin;
        while t.word.load(Relaxed) & GRANTED == 0 && Time::now().0 < until {
            (0..16).for_each(|_| std::hint::spin_loop());
        }
    }
    let slept = t.word.load(Relaxed) & GRANTED == 0;
    loop {
        let w = t.word.load(SeqCst);
        if w & GRANTED != 0 {
            break;
        }
        let interval = INTERVAL.load(Relaxed);
        if interval == 0 {
            sleep_on(t, w & !ASLEEP, None);
            continue;
        }
        let now = Time::now().0;
        let mut g = GIL.lock();
        g.start_clock();
        let over = g.since.saturating_add(interval);
        if now >= over {
            g.ask(SwitchRule::Interval);
        }
        drop(g);
        sleep_on(t, w & !ASLEEP, Some(Time(if now >= over { now.saturating_add(interval) } else { over })));
    }
    t.word.fetch_and(!(GRANTED | QUEUED), SeqCst);
    if slept && auto() && WAITING.load(Relaxed) != 0 {
        // Waking took its time, which is not the holder's.
        let mut g = GIL.lock();
        if t.has_gil() {
            g.since = 0;
            g.start_clock();
        }
    }
}

/// Gives the GIL up, if this thread has it; it is SAFE.
pub(crate) fn release(t: &ThreadCore, why: Reason) {
    if !t.has_gil() || stopped_by(t) {
        return;
    }
    if why.is_internal() {
        affinity::waits_inside(t);
    } else {
        affinity::goes_outside(t);
    }
    let mut g = GIL.lock();
    // It may have been switched off meanwhile.
    if t.has_gil() {
        let rule = SwitchRule::of_wait(why);
        g.let_go(t, rule);
        let wake = g.pass_on(rule);
        drop(g);
        wake.now();
    }
}

/// Has an unparked, sleeping thread wait for the GIL, or go on if it is off or free.
pub(crate) fn enqueue_unparked(t: &ThreadCore) -> Wake {
    if !enabled() {
        return t.post(UNPARKED);
    }
    let mut g = GIL.lock();
    // It has the GIL still if it is unparked while it goes to sleep.
    if !enabled() || t.has_gil() {
        return t.post(UNPARKED);
    }
    // Before the grant, which wakes it.
    t.word.fetch_or(UNPARKED | QUEUED, SeqCst);
    g.enqueue(t, Arrival::Returned);
    if g.holder.is_none() { g.pass_on(SwitchRule::Wait) } else { Wake::NOBODY }
}

/// Offers the GIL at the end of a quantum; goes on at once if nobody waits.
#[inline]
pub fn yield_now(t: &ThreadCore, rule: SwitchRule) {
    if rule == SwitchRule::Quantum {
        let s = t.slice.load(Relaxed);
        t.slice.store((s * 2).min(AUTO), Relaxed);
    }
    if WAITING.load(Relaxed) == 0 {
        affinity::kept_quantum(t);
    } else if t.has_gil() {
        switch(t, rule);
    }
}

/// Serves [`Request::HandOver`].
pub fn hand_over(t: &ThreadCore) {
    let interval = t.hand_over_rule.load(Relaxed) == SwitchRule::Interval as u8;
    if WAITING.load(Relaxed) != 0 && t.has_gil() {
        switch(t, if interval { SwitchRule::Interval } else { SwitchRule::Wake });
    }
}

#[cold]
#[inline(never)]
fn switch(t: &ThreadCore, rule: SwitchRule) {
    if stopped_by(t) {
        return;
    }
    t.save();
    if rule != SwitchRule::Wake {
        // Before the hand-over: the next holder then wakes on this CPU.
        affinity::lost_quantum(t);
    }
    become_safe(t, Reason::Gil);
    if let Some(spin) = give_up(t, rule) {
        wait_for_grant(t, spin);
    }
    come_back(t, Arrival::Stopped);
}

/// Queues `t` as computing and passes the GIL on, if somebody is there to take it; answers how long to spin for it.
fn give_up(t: &ThreadCore, rule: SwitchRule) -> Option<u64> {
    let mut g = GIL.lock();
    let waited_for = if rule == SwitchRule::Wake { g.returned.len() } else { g.returned.len() + g.computing.len() };
    if !t.has_gil() || waited_for == 0 {
        return None;
    }
    t.word.store(0, SeqCst);
    let used = t.used.load(Relaxed) + g.let_go(t, rule);
    // Preempted, it goes on before the other computing threads, until it has had what a quantum lasts.
    let goes_on = rule == SwitchRule::Wake && used < PIECES;
    t.used.store(if goes_on { used } else { 0 }, Relaxed);
    let next = if goes_on { g.next_returned() } else { g.next() };
    if goes_on {
        g.computing.push_front(Ptr(t))
    } else {
        g.computing.push_back(Ptr(t))
    }
    WAITING.fetch_add(1, Relaxed);
    let wake = g.grant(next.expect("somebody waits"), rule);
    drop(g);
    // Awake, the next one runs on another CPU by now, and most likely waits again soon; then it is this thread's turn.
    let spin = if goes_on && wake.is_nobody() { SPIN_PREEMPTED } else { 0 };
    wake.now();
    Some(spin)
}

/// Instructions of this thread's next quantum; without end (but safe to multiply by a word's 8 bytes) with the GIL off.
pub fn quantum(t: &ThreadCore) -> i64 {
    if !enabled() {
        return i64::MAX / 32;
    }
    match SWITCH.load(Relaxed) {
        0 => t.slice.load(Relaxed),
        n => n,
    }
}

/// Sets the length of quanta; called by an attached thread, it asks every thread to set its own anew.
pub fn set_switch(t: Option<&ThreadCore>, s: Switch) {
    let n = match s {
        Switch::Exact(n) => i64::try_from(n).unwrap_or(i64::MAX).clamp(1, i64::MAX / 32),
        Switch::Auto => 0,
    };
    match t {
        None => SWITCH.store(n, Relaxed),
        Some(t) => stop_world(t, |s| {
            SWITCH.store(n, Relaxed);
            requantum(s);
        }),
    }
}

/// The length of quanta.
pub fn switch_length() -> Switch {
    match SWITCH.load(Relaxed) {
        0 => Switch::Auto,
        n => Switch::Exact(n as u64),
    }
}

/// `sys.setswitchinterval`: seconds after which a waiting thread asks for the GIL, on top of the quanta.
pub fn set_switch_interval(seconds: f64) {
    INTERVAL.store((seconds * 1e9).max(1.0) as u64, Relaxed);
}

/// Leaves the switching to the quanta again.
pub fn unset_switch_interval() {
    INTERVAL.store(0, Relaxed);
}

/// `sys.getswitchinterval`: 0.005 while unset.
pub fn switch_interval() -> f64 {
    match INTERVAL.load(Relaxed) {
        0 => 0.005,
        n => n as f64 / 1e9,
    }
}

/// The GIL's queues, held over a fork.
pub(crate) struct ForFork(LockGuard<'static, Gil>);

pub(crate) fn lock_for_fork() -> ForFork {
    ForFork(GIL.lock())
}

impl ForFork {
    /// A forked child has no other threads; its one holds the GIL if it is on.
    pub(crate) fn forget_waiters(&mut self) {
        self.0.returned.clear();
        self.0.computing.clear();
        WAITING.store(0, Relaxed);
    }
}
