//! Modules that are being loaded, and by whom: each module's code runs once, and others wait for its end.
//!
//! Two threads that import each other's modules do not wait for ever: the one that would close the circle goes on with
//! what is there of the module, as within one thread. The tables hold names and thread numbers alone.

use crate::thread::{Raised, Thread};
use parking_lot::Mutex;
use pyish_sched::{Key, Reason, Woken, park, unpark};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// One that is loaded: by which thread, and how often it has begun (a module's code may ask for it again).
struct Load {
    owner: u64,
    depth: usize,
}

struct Loads {
    by_name: HashMap<String, Load>,
    /// what each waiting thread waits for
    waiting: Vec<(u64, String)>,
}

static LOADS: Mutex<Option<Loads>> = Mutex::new(None);
/// How many are being loaded.
static ACTIVE: AtomicUsize = AtomicUsize::new(0);
/// Counts the ends of loads: what waiters compare.
static ENDED: AtomicU64 = AtomicU64::new(0);

const KEY: Key = Key { kind: 7, addr: 0 };

/// The right to load a module; given back by `end`.
#[must_use]
pub struct Right(());

enum Claim {
    Mine,
    /// another thread is at it
    Wait(u64),
    /// another thread is at it, and waits for this one
    Circle,
}

fn with<T>(f: impl FnOnce(&mut Loads) -> T) -> T {
    let mut loads = LOADS.lock();
    f(loads.get_or_insert_with(|| Loads { by_name: HashMap::new(), waiting: Vec::new() }))
}

impl Loads {
    fn claim(&mut self, name: &str, me: u64, take: bool) -> Claim {
        match self.by_name.get_mut(name) {
            Some(load) if load.owner == me => load.depth += take as usize,
            Some(load) => {
                let mut owner = load.owner;
                // as many steps as there are waiting threads: the chain has no circle without this one
                while let Some((_, next)) = self.waiting.iter().find(|w| w.0 == owner) {
                    let Some(load) = self.by_name.get(next) else { break };
                    owner = load.owner;
                    if owner == me {
                        return Claim::Circle;
                    }
                }
                self.waiting.push((me, name.to_string()));
                return Claim::Wait(ENDED.load(Ordering::Acquire));
            }
            None if take => {
                self.by_name.insert(name.to_string(), Load { owner: me, depth: 1 });
                ACTIVE.fetch_add(1, Ordering::AcqRel);
            }
            None => {}
        }
        Claim::Mine
    }
    fn waits_no_more(&mut self, me: u64) {
        self.waiting.retain(|w| w.0 != me);
    }
}

/// Waits until no other thread loads `name`; takes the right to load it, if `take`. `None`: that thread waits for this one.
fn wait(t: &mut Thread, name: &str, take: bool) -> Result<Option<Right>, Raised> {
    let me = t.m.core.id.0;
    loop {
        let seen = match with(|l| l.claim(name, me, take)) {
            Claim::Mine => return Ok(Some(Right(()))),
            Claim::Circle => return Ok(None),
            Claim::Wait(seen) => seen,
        };
        let still = || ENDED.load(Ordering::Acquire) == seen;
        let woken = park(&t.m.core, KEY, Reason::Import, None, true, still, || ());
        with(|l| l.waits_no_more(me));
        if woken == Woken::Interrupted {
            t.interrupted_wait()?;
        }
    }
}

/// Takes the right to load a module, when no other thread has it.
pub fn begin(t: &mut Thread, name: &str) -> Result<Option<Right>, Raised> {
    wait(t, name, true)
}

/// Gives the right back and wakes who waits for it.
pub fn end(t: &Thread, name: &str, _: Right) {
    let me = t.m.core.id.0;
    let over = with(|l| match l.by_name.get_mut(name) {
        Some(load) if load.owner == me => {
            load.depth -= 1;
            load.depth == 0 && l.by_name.remove(name).is_some()
        }
        _ => false,
    });
    if over {
        ACTIVE.fetch_sub(1, Ordering::AcqRel);
        ENDED.fetch_add(1, Ordering::AcqRel);
        unpark(KEY, usize::MAX, 0, |_| ());
    }
}

/// Waits while another thread loads the module.
pub fn wait_for(t: &mut Thread, name: &str) -> Result<(), Raised> {
    if ACTIVE.load(Ordering::Acquire) != 0 {
        wait(t, name, false)?;
    }
    Ok(())
}

/// In a forked child: what other threads were loading, nobody loads any more.
pub fn after_fork(t: &Thread) {
    let me = t.m.core.id.0;
    with(|l| {
        l.by_name.retain(|_, load| load.owner == me);
        l.waiting.clear();
        ACTIVE.store(l.by_name.len(), Ordering::Release);
    });
}
