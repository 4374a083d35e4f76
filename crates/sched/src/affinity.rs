//! Which CPUs a thread may run on: the user's mask, and the one CPU that threads contending for the GIL share.
//!
//! Waking a thread on an idle CPU costs some 35 us, on the waker's own CPU 1 us. Only one of the threads that contend for
//! the GIL runs at a time, so they lose nothing by sharing a CPU: a thread that lost the GIL while computing, or that has
//! waited a few times in a row for other threads of this process, pins itself to the group's CPU. Whoever waits for the
//! outside world, or runs long native code, has its user's mask: pinned, it could not even ask for the GIL beside a busy
//! thread. The migration of a running thread costs as much as a wake-up, so it is done seldom.
//!
//! Ten times a second the group looks whether it got its CPU's time; where it did not, one thread runs a quantum unpinned,
//! and the group follows to where the kernel put it.

use crate::clock::{self, Time};
use crate::futex::Lock;
use crate::thread::{THREADS, ThreadCore};
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU32, AtomicU64, Ordering::*};

/// A set of CPUs, as the kernel writes it.
pub type CpuSet = libc::cpu_set_t;

/// A thread's part.
pub(crate) struct Affinity {
    /// The CPU it is pinned to, or -1.
    pinned: AtomicI32,
    /// The user's mask while it is pinned.
    mask: Lock<CpuSet>,
    /// Runs one quantum unpinned; the group follows it.
    scout: AtomicBool,
    /// Waits in a row for other threads of this process.
    streak: AtomicU32,
    /// Ends of quanta in a row with nobody waiting.
    alone: AtomicU32,
}

/// The CPU that the contending threads share, or -1.
static GROUP: AtomicI32 = AtomicI32::new(-1);
/// Cleared when the kernel refuses.
static USABLE: AtomicBool = AtomicBool::new(true);
/// When the group looks next whether its CPU is its own, and the CPU time of the process then.
static NEXT_LOOK: AtomicU64 = AtomicU64::new(0);
static CPU_TIME: AtomicU64 = AtomicU64::new(0);
const LOOK_EVERY: u64 = 100_000_000;
/// From how many waits in a row on a thread is taken for one that talks to other threads only.
const STREAK: u32 = 8;

fn empty() -> CpuSet {
    // SAFETY: a bit set, for which all zeros is a value.
    unsafe { std::mem::zeroed() }
}

fn get(tid: i32) -> Option<CpuSet> {
    let mut set = empty();
    // SAFETY: the kernel writes at most the size given.
    let r = unsafe { libc::sched_getaffinity(tid, size_of::<CpuSet>(), &mut set) };
    (r == 0).then_some(set)
}

fn set(tid: i32, mask: &CpuSet) -> bool {
    // SAFETY: the kernel reads the size given.
    unsafe { libc::sched_setaffinity(tid, size_of::<CpuSet>(), mask) == 0 }
}

fn this_cpu() -> i32 {
    // SAFETY: no arguments.
    unsafe { libc::sched_getcpu() }
}

impl Affinity {
    pub(crate) const fn new() -> Affinity {
        Affinity {
            pinned: AtomicI32::new(-1),
            // SAFETY: a bit set, for which all zeros is a value.
            mask: Lock::new(unsafe { std::mem::zeroed() }),
            scout: AtomicBool::new(false),
            streak: AtomicU32::new(0),
            alone: AtomicU32::new(0),
        }
    }

    #[inline]
    pub(crate) fn is_pinned(&self) -> bool {
        self.pinned.load(Relaxed) >= 0
    }
}

/// Whether threads can share a CPU here; where not, a hand-over spins a little instead.
pub(crate) fn usable() -> bool {
    USABLE.load(Relaxed)
}

/// This thread lost the GIL while computing, and is about to sleep until it gets it back.
pub(crate) fn lost_quantum(t: &ThreadCore) {
    if !usable() {
        return;
    }
    let a = &t.affinity;
    a.alone.store(0, Relaxed);
    if a.scout.swap(false, Relaxed) {
        GROUP.store(this_cpu(), Relaxed);
    } else if group_is_starved() {
        a.scout.store(true, Relaxed);
        return restore(t);
    }
    join_group(t);
}

/// This thread is about to wait for another thread of this process.
pub(crate) fn waits_inside(t: &ThreadCore) {
    let a = &t.affinity;
    if a.is_pinned() || !usable() {
        return;
    }
    let streak = a.streak.load(Relaxed) + 1;
    a.streak.store(streak, Relaxed);
    if streak >= STREAK {
        join_group(t);
    }
}

/// This thread is about to wait for the outside world, or to compute without the GIL.
pub(crate) fn goes_outside(t: &ThreadCore) {
    t.affinity.streak.store(0, Relaxed);
    restore(t);
}

/// The end of a quantum with nobody waiting.
#[inline]
pub(crate) fn kept_quantum(t: &ThreadCore) {
    if t.affinity.is_pinned() {
        let n = t.affinity.alone.load(Relaxed) + 1;
        t.affinity.alone.store(n % 4, Relaxed);
        if n >= 4 {
            GROUP.store(-1, Relaxed);
            restore(t);
        }
    }
}

fn join_group(t: &ThreadCore) {
    let a = &t.affinity;
    let mut cpu = GROUP.load(Relaxed);
    if cpu < 0 {
        cpu = this_cpu();
        if cpu < 0 {
            return;
        }
        GROUP.store(cpu, Relaxed);
    }
    if a.pinned.load(Relaxed) == cpu {
        return;
    }
    let mut mask = a.mask.lock();
    if !a.is_pinned() {
        match get(0) {
            Some(m) => *mask = m,
            None => return USABLE.store(false, Relaxed),
        }
    }
    // SAFETY: reads and sets bits of sets on this stack; `cpu` is a number the kernel gave.
    let one = unsafe {
        if libc::CPU_COUNT(&mask) < 2 || !libc::CPU_ISSET(cpu as usize, &mask) {
            return;
        }
        let mut one = empty();
        libc::CPU_SET(cpu as usize, &mut one);
        one
    };
    if set(0, &one) {
        a.pinned.store(cpu, Relaxed);
    } else {
        USABLE.store(false, Relaxed);
    }
}

/// Whether the process got less than nine tenths of one CPU since the last look.
fn group_is_starved() -> bool {
    let now = Time::now().0;
    let due = NEXT_LOOK.load(Relaxed);
    if now < due || GROUP.load(Relaxed) < 0 {
        return false;
    }
    let cpu = clock::read(libc::CLOCK_PROCESS_CPUTIME_ID) as u64;
    let used = cpu.saturating_sub(CPU_TIME.swap(cpu, Relaxed));
    NEXT_LOOK.store(now + LOOK_EVERY, Relaxed);
    let wall = now - due.min(now) + LOOK_EVERY;
    due != 0 && wall < 2 * LOOK_EVERY && used < wall / 10 * 9
}

/// Gives `t`, this thread or a sleeping one, its user's mask back: before it begins a process, which inherits the mask.
pub fn restore(t: &ThreadCore) {
    let a = &t.affinity;
    if a.is_pinned() {
        let mask = a.mask.lock();
        if a.pinned.swap(-1, Relaxed) >= 0 {
            set(t.os_id(), &mask);
        }
    }
}

/// `sched_getaffinity`: the user's mask of the thread with this kernel number (0 is the calling one).
pub fn user_mask(tid: i32) -> std::io::Result<CpuSet> {
    let real = if tid == 0 { own_tid() } else { tid };
    for p in THREADS.lock().iter() {
        // SAFETY: a record in the list is alive while the list is locked.
        let t = unsafe { &*p.0 };
        if t.os_id() == real {
            let mask = t.affinity.mask.lock();
            if t.affinity.is_pinned() {
                return Ok(*mask);
            }
        }
    }
    get(tid).ok_or_else(std::io::Error::last_os_error)
}

/// `sched_setaffinity`: sets the user's mask of the thread with this kernel number (0 is the calling one).
pub fn set_user_mask(tid: i32, mask: &CpuSet) -> std::io::Result<()> {
    let real = if tid == 0 { own_tid() } else { tid };
    for p in THREADS.lock().iter() {
        // SAFETY: a record in the list is alive while the list is locked.
        let t = unsafe { &*p.0 };
        if t.os_id() == real {
            restore(t);
        }
    }
    if set(tid, mask) { Ok(()) } else { Err(std::io::Error::last_os_error()) }
}

fn own_tid() -> i32 {
    // SAFETY: no arguments.
    unsafe { libc::gettid() }
}

/// A forked child is alone.
pub(crate) fn forget_group() {
    GROUP.store(-1, Relaxed);
}
