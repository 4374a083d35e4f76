//! The core of a thread's record, the list of all threads, and requests.
//!
//! **The state word** is RUNNING, SAFE, HELD or ENDED. Its own thread moves it RUNNING -> SAFE (a store) and SAFE ->
//! RUNNING (a compare-and-swap); a stop moves it SAFE -> HELD (a compare-and-swap) and back. So a HELD thread finds its
//! way to RUNNING shut, and a stop never waits for a SAFE one.
//!
//! **Requests**: who wants something of a thread sets a bit in `requests`, then stores `i64::MAX` in `threshold`, which
//! makes the interpreter's next check fail. The thread puts the threshold back first and takes the bits after: a request
//! in between costs one idle check and is never lost.

use crate::affinity::Affinity;
use crate::arch;
use crate::futex::Lock;
use crate::park::Key;
use crate::scheduler::scheduler;
use std::cell::Cell;
use std::marker::PhantomPinned;
use std::sync::atomic::{
    AtomicBool, AtomicI32, AtomicI64, AtomicPtr, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering::*,
};

/// Bytes of bytecode before the end of a quantum at which the interpreter must have left its fast form.
pub const THRESHOLD: i64 = 256 * 8;

/// A thread's number: never used again in this process, never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ThreadId(pub u64);

/// What a thread may do at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum State {
    /// May touch the heap.
    Running = 0,
    /// In native code or waiting; its stack can be scanned.
    Safe = 1,
    /// Kept out of RUNNING by a stop of the world.
    Held = 2,
    /// Not attached: not yet, or no longer.
    Ended = 3,
}

/// Why a thread is SAFE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Reason {
    /// It is not SAFE.
    None,
    Attach,
    Gil,
    Stop,
    Lock,
    Condition,
    Semaphore,
    Event,
    Queue,
    Join,
    Import,
    Future,
    Other,
    Sleep,
    /// Waiting for descriptors, or in a system call that may wait.
    Io,
    /// Native code that computes.
    Native,
    Process,
}

impl Reason {
    /// Whether another thread of this process, holding the GIL, is who ends such a wait.
    pub fn is_internal(self) -> bool {
        use Reason::*;
        matches!(self, Lock | Condition | Semaphore | Event | Queue | Join | Import | Future | Other)
    }

    fn from_u8(n: u8) -> Reason {
        use Reason::*;
        const ALL: [Reason; 17] = [
            None, Attach, Gil, Stop, Lock, Condition, Semaphore, Event, Queue, Join, Import, Future, Other, Sleep, Io,
            Native, Process,
        ];
        ALL[n as usize]
    }
}

/// What one thread may ask of another; the values are the bits of [`Requests`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Request {
    /// Come to a stop: [`crate::safepoint`].
    Stop = 1,
    /// Give up the GIL: [`crate::gil::hand_over`].
    HandOver = 2,
    /// Set the end of the quantum anew from [`crate::gil::quantum`].
    Requantum = 4,
    /// A signal handler is due: [`crate::signals::take_pending`].
    Signal = 8,
    /// An asynchronous exception is due.
    AsyncExc = 16,
    /// Finalizers or weak-reference callbacks are due.
    Finalize = 32,
    /// The table of instruction handlers has changed.
    Retable = 64,
}

impl Request {
    /// The requests that are served only at delivery points, and that end an interruptible wait.
    pub const DELIVERED: u32 = Request::Signal as u32 | Request::AsyncExc as u32 | Request::Finalize as u32;
}

/// A set of [`Request`]s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Requests(pub u32);

impl Requests {
    #[inline]
    pub fn has(self, r: Request) -> bool {
        self.0 & r as u32 != 0
    }

    /// What native loops serve, which may not give up the GIL.
    pub const IN_LOOPS: Requests = Requests(Request::Stop as u32 | Request::Signal as u32 | Request::AsyncExc as u32);

    /// Those that are served only at delivery points.
    pub fn delivered(self) -> Requests {
        Requests(self.0 & Request::DELIVERED)
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// Bits of the word a thread sleeps on.
pub(crate) const UNPARKED: u32 = 1;
/// Somebody has a request; look at `requests`.
pub(crate) const POKED: u32 = 2;
/// Waits in the GIL's queue already, put there by who unparked it.
pub(crate) const QUEUED: u32 = 4;
/// Holds the GIL, given by the previous holder.
pub(crate) const GRANTED: u32 = 8;
/// Is in, or on its way into, the kernel: who sets a bit must wake it.
pub(crate) const ASLEEP: u32 = 16;

/// What `sched` knows about a thread. `heap` and `vm` put it first in their own records.
///
/// Other threads write its atomics while its owner holds `&mut` to a record around it: being `!Unpin` keeps the compiler
/// from assuming otherwise.
#[repr(C)]
pub struct ThreadCore {
    /// The interpreter leaves its fast form when less than this many bytes of its quantum are left.
    pub threshold: AtomicI64,
    pub(crate) requests: AtomicU32,
    pub(crate) state: AtomicU32,
    /// The number of [`crate::gil::acquire`]s that went through: tells a caller whether the GIL was lost meanwhile.
    pub(crate) acquisitions: AtomicU64,
    sp: AtomicUsize,
    registers: [AtomicUsize; arch::REGISTERS],
    stack_lo: AtomicUsize,
    stack_hi: AtomicUsize,
    pub id: ThreadId,
    name: Lock<Box<str>>,
    pub(crate) word: AtomicU32,
    pub(crate) token: AtomicU64,
    pub(crate) wake_fd: AtomicI32,
    pub(crate) polling: AtomicBool,
    deferred: AtomicU32,
    pub(crate) reason: AtomicU8,
    pub(crate) key_kind: AtomicU8,
    pub(crate) key_addr: AtomicUsize,
    pub(crate) tid: AtomicI32,
    /// Set by the interpreter before it offers the GIL: the event of a switch carries it.
    pub pc_tag: AtomicU64,
    pub(crate) has_gil: AtomicBool,
    pub(crate) slice: AtomicI64,
    /// Nanoseconds computed since its last full quantum, in pieces between preemptions.
    pub(crate) used: AtomicU64,
    pub(crate) hand_over_rule: AtomicU8,
    pub(crate) affinity: Affinity,
    pub(crate) attached: AtomicBool,
    _pin: PhantomPinned,
}

static NEXT_ID: AtomicU64 = AtomicU64::new(1);

/// Every attached thread, oldest first. A record in it is alive while the list is locked.
pub(crate) static THREADS: Lock<Vec<Ptr>> = Lock::new(Vec::new());

/// The thread that runs signal handlers; null before the first attaches.
pub(crate) static MAIN: AtomicPtr<ThreadCore> = AtomicPtr::new(std::ptr::null_mut());

/// A pointer to a record that may go from thread to thread.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ptr(pub *const ThreadCore);
// SAFETY: a ThreadCore is Sync, and who follows the pointer shows that the record is alive.
unsafe impl Send for Ptr {}
// SAFETY: as above.
unsafe impl Sync for Ptr {}

thread_local! {
    static CURRENT: Cell<*const ThreadCore> = const { Cell::new(std::ptr::null()) };
}

/// The record of this operating system thread, if it is attached.
pub fn current() -> Option<*const ThreadCore> {
    let p = CURRENT.get();
    (!p.is_null()).then_some(p)
}

pub(crate) fn set_current(t: *const ThreadCore) {
    CURRENT.set(t);
}

impl ThreadCore {
    /// A record for a thread to come; [`crate::attach`] makes it one.
    pub fn new(name: &str) -> ThreadCore {
        ThreadCore {
            threshold: AtomicI64::new(THRESHOLD),
            requests: AtomicU32::new(0),
            state: AtomicU32::new(State::Ended as u32),
            acquisitions: AtomicU64::new(0),
            sp: AtomicUsize::new(0),
            registers: [const { AtomicUsize::new(0) }; arch::REGISTERS],
            stack_lo: AtomicUsize::new(0),
            stack_hi: AtomicUsize::new(0),
            id: ThreadId(NEXT_ID.fetch_add(1, Relaxed)),
            name: Lock::new(name.into()),
            word: AtomicU32::new(0),
            token: AtomicU64::new(0),
            wake_fd: AtomicI32::new(-1),
            polling: AtomicBool::new(false),
            deferred: AtomicU32::new(0),
            reason: AtomicU8::new(Reason::None as u8),
            key_kind: AtomicU8::new(0),
            key_addr: AtomicUsize::new(0),
            tid: AtomicI32::new(0),
            pc_tag: AtomicU64::new(0),
            has_gil: AtomicBool::new(false),
            slice: AtomicI64::new(crate::gil::FIRST_SLICE),
            used: AtomicU64::new(0),
            hand_over_rule: AtomicU8::new(0),
            affinity: Affinity::new(),
            attached: AtomicBool::new(false),
            _pin: PhantomPinned,
        }
    }

    pub fn state(&self) -> State {
        match self.state.load(SeqCst) {
            0 => State::Running,
            1 => State::Safe,
            2 => State::Held,
            _ => State::Ended,
        }
    }

    /// Why it is SAFE, and for what key if it is parked.
    pub fn waits_for(&self) -> (Reason, Key) {
        let key = Key { kind: self.key_kind.load(Relaxed), addr: self.key_addr.load(Relaxed) };
        (Reason::from_u8(self.reason.load(Relaxed)), key)
    }

    /// The part of its stack in use, while it is SAFE or HELD, or is the thread that stopped the world.
    pub fn stack(&self) -> std::ops::Range<usize> {
        self.sp.load(Relaxed)..self.stack_hi.load(Relaxed)
    }

    /// The whole of its stack; what may recurse compares its stack pointer with the start.
    pub fn stack_bounds(&self) -> std::ops::Range<usize> {
        self.stack_lo.load(Relaxed)..self.stack_hi.load(Relaxed)
    }

    /// Leaves out of `stack` what lies below `sp`, and the registers, until it is saved again: by a thread that has
    /// stopped the world and knows that nothing there is needed.
    pub fn forget_stack_below(&self, sp: usize) {
        self.sp.store(self.sp.load(Relaxed).max(sp), Relaxed);
        self.registers.iter().for_each(|r| r.store(0, Relaxed));
    }

    /// Its callee-saved registers, valid when `stack` is.
    pub fn registers(&self) -> [usize; arch::REGISTERS] {
        std::array::from_fn(|i| self.registers[i].load(Relaxed))
    }

    pub fn name(&self) -> String {
        self.name.lock().to_string()
    }

    pub fn set_name(&self, name: &str) {
        *self.name.lock() = name.into();
    }

    /// The kernel's number for it.
    pub fn os_id(&self) -> i32 {
        self.tid.load(Relaxed)
    }

    /// Whether a signal handler, an asynchronous exception or a finalizer waits for it: a loop in a SAFE section gives up.
    pub fn interrupted(&self) -> bool {
        (self.requests.load(SeqCst) | self.deferred.load(Relaxed)) & Request::DELIVERED != 0
    }

    /// Keeps requests that may not be served here until [`ThreadCore::take_deferred`].
    pub fn defer(&self, r: Requests) {
        self.deferred.store(self.deferred.load(Relaxed) | r.0, Relaxed);
    }

    pub fn deferred(&self) -> Requests {
        Requests(self.deferred.load(Relaxed))
    }

    pub fn take_deferred(&self) -> Requests {
        Requests(self.deferred.swap(0, Relaxed))
    }

    /// How often it has taken the GIL.
    pub fn acquisitions(&self) -> u64 {
        self.acquisitions.load(Relaxed)
    }

    pub fn has_gil(&self) -> bool {
        self.has_gil.load(Relaxed)
    }

    /// Saves what the collector scans. See `arch` for who may call this.
    #[inline(always)]
    pub(crate) fn save(&self) {
        let to = self.registers.as_ptr() as *mut usize;
        // SAFETY: the array has REGISTERS words, and only its own thread writes them.
        let sp = unsafe { arch::save(to) };
        self.sp.store(sp, Relaxed);
    }

    pub(crate) fn find_stack(&self) {
        // SAFETY: asks the C library for the bounds of this thread's stack, through objects that live in this frame.
        unsafe {
            let mut attr: libc::pthread_attr_t = std::mem::zeroed();
            let (mut lo, mut size) = (std::ptr::null_mut(), 0usize);
            if libc::pthread_getattr_np(libc::pthread_self(), &mut attr) == 0 {
                libc::pthread_attr_getstack(&attr, &mut lo, &mut size);
                libc::pthread_attr_destroy(&mut attr);
            }
            self.stack_lo.store(lo as usize, Relaxed);
            self.stack_hi.store(lo as usize + size, Relaxed);
            self.tid.store(libc::gettid(), Relaxed);
        }
    }

    /// Sets bits of the word it sleeps on. It may go on, and its record go away, from now on; if it sleeps it must be woken.
    pub(crate) fn post(&self, bits: u32) -> Wake {
        let word = &self.word as *const AtomicU32;
        let asleep = self.word.fetch_or(bits, SeqCst) & ASLEEP != 0;
        Wake(if asleep { word } else { std::ptr::null() })
    }

    /// Ends an interruptible wait of this thread. Only words and a descriptor, so a signal handler may call it.
    pub(crate) fn poke(&self) {
        self.post(POKED).now();
        if self.polling.load(SeqCst) {
            let (fd, one) = (self.wake_fd.load(SeqCst), 1u64);
            // SAFETY: writes eight bytes of `one`; a descriptor that is full already says what this would say.
            unsafe { libc::write(fd, (&raw const one).cast(), 8) };
        }
    }
}

/// A thread to wake once the locks are dropped: woken before, it could preempt their holder only to wait for them.
#[must_use]
pub(crate) struct Wake(*const AtomicU32);

impl Wake {
    pub(crate) const NOBODY: Wake = Wake(std::ptr::null());

    pub(crate) fn is_nobody(&self) -> bool {
        self.0.is_null()
    }

    #[inline]
    pub(crate) fn now(self) {
        if !self.0.is_null() {
            scheduler().wake(self.0);
        }
    }
}

impl Drop for ThreadCore {
    fn drop(&mut self) {
        if self.attached.load(Relaxed) {
            eprintln!("fatal: a thread's record was dropped while attached");
            std::process::abort();
        }
    }
}

/// Asks `t` for something at its next check. Does not end a wait: [`interrupt`] does.
#[inline]
pub fn request(t: &ThreadCore, r: Request) {
    t.requests.fetch_or(r as u32, SeqCst);
    t.threshold.store(i64::MAX, SeqCst);
}

/// Takes what was asked of this thread, all bits at once; what cannot be served here goes to [`ThreadCore::defer`].
#[inline]
pub fn take_requests(t: &ThreadCore) -> Requests {
    t.threshold.swap(THRESHOLD, SeqCst);
    Requests(t.requests.swap(0, SeqCst))
}

/// Takes those of `which` that were asked of this thread, and leaves the others for a place where they can be served.
pub fn take_only(t: &ThreadCore, which: Requests) -> Requests {
    t.threshold.swap(THRESHOLD, SeqCst);
    let all = t.requests.fetch_and(!which.0, SeqCst);
    if all & !which.0 != 0 {
        t.threshold.store(i64::MAX, SeqCst);
    }
    Requests(all & which.0)
}

/// What can be told about a thread while it runs on.
#[derive(Clone, Debug)]
pub struct Sight {
    pub id: ThreadId,
    pub name: String,
    pub os_id: i32,
    pub state: State,
    /// Why it is SAFE, with the key if it is parked.
    pub reason: Reason,
    pub key: Key,
}

/// All attached threads at this moment, oldest first: for reports of deadlocks and crashes.
pub fn threads() -> Vec<Sight> {
    let see = |p: &Ptr| {
        // SAFETY: a record in the list is alive while the list is locked.
        let t = unsafe { &*p.0 };
        let (reason, key) = t.waits_for();
        Sight { id: t.id, name: t.name(), os_id: t.os_id(), state: t.state(), reason, key }
    };
    THREADS.lock().iter().map(see).collect()
}

/// Asks the thread `id` for something, and ends its wait if that is interruptible. Answers whether it is attached.
pub fn interrupt(id: ThreadId, r: Request) -> bool {
    let threads = THREADS.lock();
    for p in threads.iter() {
        // SAFETY: a record in the list is alive while the list is locked.
        let t = unsafe { &*p.0 };
        if t.id == id {
            request(t, r);
            t.poke();
            return true;
        }
    }
    false
}
