//! Waiting on memory: `park` and `unpark`, a futex with our own queues.
//!
//! A key names what is waited for. Each shard of the table maps keys to queues, first come first served. A waiter enqueues
//! itself while RUNNING, under the shard's lock, where `validate` tells whether there is still something to wait for; then
//! it sleeps on its own word. Who unparks takes it from the queue and sets its word under the same lock, so whoever finds
//! itself gone from the queue has been unparked, also at its deadline.
//!
//! With the GIL on, the unparked thread is moved to the GIL's queue without being woken: it wakes once, owning the GIL.

use crate::clock::Time;
use crate::events::{self, Event};
use crate::futex::{Lock, LockGuard};
use crate::gil::{self, Arrival};
use crate::scheduler::scheduler;
use crate::thread::{ASLEEP, GRANTED, POKED, Ptr, QUEUED, Reason, ThreadCore, UNPARKED, Wake};
use crate::world::{become_safe, come_back};
use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::atomic::Ordering::*;

/// What is waited for: `kind` tells apart the uses of one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    pub kind: u8,
    pub addr: usize,
}

/// How a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// By [`unpark`], with its token; or, from [`crate::wait_fds`], with the number of ready descriptors.
    Unparked(u64),
    TimedOut,
    /// A request waits to be delivered. The wait had not been unparked.
    Interrupted,
    /// `validate` said no.
    Invalid,
}

/// How many waiters of the key are left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left(pub usize);

/// Multiplies and folds: keys are addresses, and the order of a map must not differ between runs.
#[derive(Default)]
struct KeyHasher(u64);
impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.write_usize(*b as usize));
    }
    fn write_u8(&mut self, n: u8) {
        self.write_usize(n as usize);
    }
    fn write_usize(&mut self, n: usize) {
        let x = (self.0 ^ n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = x ^ (x >> 32);
    }
}

type Map = HashMap<Key, VecDeque<Ptr>, BuildHasherDefault<KeyHasher>>;
const SHARDS: usize = 64;
static TABLE: [Lock<Option<Map>>; SHARDS] = [const { Lock::new(None) }; SHARDS];

fn shard(key: Key) -> &'static Lock<Option<Map>> {
    let mut h = KeyHasher::default();
    h.write_usize(key.addr);
    h.write_u8(key.kind);
    &TABLE[h.finish() as usize % SHARDS]
}

/// Waits for [`unpark`] of `key`.
///
/// `validate` runs under the shard's lock, `before_sleep` after it and before this thread becomes SAFE; neither may
/// allocate on the traced heap or park. An unpark that races with an interrupt or the deadline wins.
#[inline(never)]
pub fn park(
    t: &ThreadCore,
    key: Key,
    why: Reason,
    until: Option<Time>,
    interruptible: bool,
    validate: impl FnOnce() -> bool,
    before_sleep: impl FnOnce(),
) -> Woken {
    {
        let mut s = shard(key).lock();
        if !validate() {
            return Woken::Invalid;
        }
        t.word.store(0, SeqCst);
        if interruptible && t.interrupted() {
            return Woken::Interrupted;
        }
        s.get_or_insert_default().entry(key).or_default().push_back(Ptr(t));
    }
    before_sleep();
    events::tell(|| Event::Parked { thread: t.id, key, why });
    t.key_kind.store(key.kind, Relaxed);
    t.key_addr.store(key.addr, Relaxed);
    t.save();
    become_safe(t, why);
    gil::release(t, why);
    let mut woken = block(t, until, interruptible);
    if !matches!(woken, Woken::Unparked(_)) && !leave_queue(t, key) {
        woken = Woken::Unparked(t.token.load(Relaxed));
    }
    come_back(t, Arrival::of(why));
    woken
}

/// Takes `t` from the queue of `key`; false if an unpark was faster.
fn leave_queue(t: &ThreadCore, key: Key) -> bool {
    let mut s = shard(key).lock();
    let Some(map) = s.as_mut() else { return false };
    let Some(queue) = map.get_mut(&key) else {
        return false;
    };
    let Some(i) = queue.iter().position(|p| std::ptr::eq(p.0, t)) else {
        return false;
    };
    queue.remove(i);
    if queue.is_empty() {
        map.remove(&key);
    }
    true
}

/// Sleeps until the word says unparked (or poked, if that counts), or the deadline.
pub(crate) fn block(t: &ThreadCore, until: Option<Time>, interruptible: bool) -> Woken {
    loop {
        let w = t.word.load(SeqCst);
        if w & UNPARKED != 0 {
            return Woken::Unparked(t.token.load(Relaxed));
        }
        if w & POKED != 0 {
            t.word.fetch_and(!POKED, SeqCst);
            if interruptible && t.interrupted() {
                return Woken::Interrupted;
            }
            continue;
        }
        if until.is_some_and(|u| Time::now() >= u) {
            return Woken::TimedOut;
        }
        sleep_on(t, w, until);
    }
}

/// Sleeps while the word holds `w`.
pub(crate) fn sleep_on(t: &ThreadCore, w: u32, until: Option<Time>) {
    if t.word.compare_exchange(w, w | ASLEEP, SeqCst, Relaxed).is_ok() {
        scheduler().block(t, &t.word, w | ASLEEP, until);
        t.word.fetch_and(!ASLEEP, SeqCst);
    }
}

/// Wakes up to `n` waiters of `key`, first come first served, and answers how many. `then` runs under the shard's lock.
pub fn unpark(key: Key, n: usize, token: u64, then: impl FnOnce(Left)) -> usize {
    let mut first = Wake::NOBODY;
    let mut others = Vec::new();
    let mut woken = 0;
    {
        let mut s = shard(key).lock();
        let mut left = 0;
        if let Some(map) = s.as_mut()
            && let Some(queue) = map.get_mut(&key)
        {
            while woken < n
                && let Some(p) = queue.pop_front()
            {
                // SAFETY: a thread in a queue is in `park`, and leaves it only through this shard's lock.
                let t = unsafe { &*p.0 };
                t.token.store(token, Relaxed);
                events::tell(|| Event::Unparked { thread: t.id, key });
                let wake = gil::enqueue_unparked(t);
                if woken == 0 {
                    first = wake
                } else {
                    others.push(wake)
                }
                woken += 1;
            }
            left = queue.len();
            if left == 0 {
                map.remove(&key);
            }
        }
        then(Left(left));
    }
    first.now();
    others.into_iter().for_each(Wake::now);
    woken
}

/// Sleeps until `until`.
#[inline(never)]
pub fn sleep(t: &ThreadCore, until: Time, interruptible: bool) -> Woken {
    t.word.store(0, SeqCst);
    if interruptible && t.interrupted() {
        return Woken::Interrupted;
    }
    t.save();
    become_safe(t, Reason::Sleep);
    gil::release(t, Reason::Sleep);
    let woken = block(t, Some(until), interruptible);
    come_back(t, Arrival::of(Reason::Sleep));
    woken
}

/// All shards, in order: for `fork`.
pub(crate) fn lock_all() -> Vec<Shard> {
    TABLE.iter().map(|s| Shard(s.lock())).collect()
}

/// A locked shard.
pub(crate) struct Shard(LockGuard<'static, Option<Map>>);
impl Shard {
    /// Empties the queues, whose threads a forked child does not have.
    pub(crate) fn clear(&mut self) {
        *self.0 = None;
    }
}

const _: () = assert!(GRANTED & (UNPARKED | POKED | QUEUED | ASLEEP) == 0);
