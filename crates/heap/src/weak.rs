//! What happens to the dead: weak references are cleared, finalizable objects revived, resources released.
//!
//! A weak reference is an object of the vm's with the bare address of its target, without the tag of a
//! pointer, in one of its words: to the marker an integer. When the target dies the word is overwritten and
//! the reference queued for its callback. Weak references die before finalizers see the object.
//! Every list is kept in two parts: what a collection has seen is old, and only a full one looks again.

use crate::mark::Marker;
use crate::object::{FINALIZE, Obj};
use crate::region::is_marked;
use crate::table::Table;
use pyish_sched::Lock;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

#[derive(Copy, Clone)]
struct Weak {
    holder: usize,
    word: u32,
    dead: u64,
}

#[derive(Copy, Clone)]
struct Resource {
    object: usize,
    release: fn(Obj),
}

/// A list in two generations.
struct Entries<T: Copy> {
    young: Table<T>,
    old: Table<T>,
}

impl<T: Copy> Entries<T> {
    const fn new() -> Entries<T> {
        Entries { young: Table::new(), old: Table::new() }
    }

    /// Keeps the entries for which `keep` answers true, the old ones first; only a full collection asks for
    /// those.
    fn retain(&mut self, full: bool, mut keep: impl FnMut(&T) -> bool) {
        if full {
            self.old.retain(&mut keep);
        }
        self.young.retain(&mut keep);
    }

    fn age(&mut self) {
        self.old.append(&mut self.young);
    }
}

/// A queue of addresses, first in, first out, read from `next` on.
struct Queue {
    entries: Table<usize>,
    next: usize,
}

impl Queue {
    const fn new() -> Queue {
        Queue { entries: Table::new(), next: 0 }
    }

    fn take(&mut self) -> Option<Obj> {
        let address = *self.entries.get(self.next)?;
        self.next += 1;
        if self.next == self.entries.len() {
            self.entries.clear();
            self.next = 0;
        }
        Some(Obj::at(address))
    }
}

pub(crate) struct Registry {
    weak: Entries<Weak>,
    finalizable: Entries<usize>,
    resources: Entries<Resource>,
    callbacks: Queue,
    finalizers: Queue,
}

pub(crate) static REGISTRY: Lock<Registry> = Lock::new(Registry {
    weak: Entries::new(),
    finalizable: Entries::new(),
    resources: Entries::new(),
    callbacks: Queue::new(),
    finalizers: Queue::new(),
});
static CALLBACKS: AtomicUsize = AtomicUsize::new(0);
static FINALIZERS: AtomicUsize = AtomicUsize::new(0);

/// Registers a weak reference: word `i` of `holder` is the bare address of its target (`Obj::addr`). When the
/// target dies the word becomes `dead` and, if the holder lives, `take_dead_weak` hands the holder out.
pub fn weak_register(holder: Obj, i: usize, dead: u64) {
    debug_assert!(!crate::object::is_pointer(dead));
    REGISTRY.lock().weak.young.push(Weak { holder: holder.addr(), word: i as u32, dead });
}

/// Registers an object whose class has `__del__`; in order of creation.
pub fn finalize_register(o: Obj) {
    REGISTRY.lock().finalizable.young.push(o.addr());
}

/// Shows the objects whose finalizers have not run, under the table's lock: `visit` neither waits nor allocates in the
/// heap, and some may be unreachable.
pub fn each_finalizable(visit: &mut dyn FnMut(Obj)) {
    let registry = REGISTRY.lock();
    let Entries { young, old, .. } = &registry.finalizable;
    for i in 0..old.len() {
        visit(Obj::at(old[i]));
    }
    for i in 0..young.len() {
        visit(Obj::at(young[i]));
    }
}

/// How many objects have been entered by `finalize_register` since the last collection.
pub fn finalizables_since_collection() -> usize {
    REGISTRY.lock().finalizable.young.len()
}

/// Registers an object that owns something outside the heap: `release` is called once, with the world stopped,
/// when the object has died. It neither waits nor allocates; `Mutator::charge_bytes` counts what it stands for.
pub fn drop_register(o: Obj, release: fn(Obj)) {
    REGISTRY.lock().resources.young.push(Resource { object: o.addr(), release });
}

/// Takes an object from the drop table, as its owner has released it. Answers whether it stood there.
pub fn drop_unregister(o: Obj) -> bool {
    let mut registry = REGISTRY.lock();
    let Registry { resources, .. } = &mut *registry;
    for list in [&mut resources.young, &mut resources.old] {
        if let Some(i) = list.iter().rposition(|r| r.object == o.addr()) {
            list.swap_remove(i);
            return true;
        }
    }
    false
}

/// Whether `take_dead_weak` has something.
#[inline(always)]
pub fn weak_pending() -> bool {
    CALLBACKS.load(Relaxed) != 0
}

/// The next weak reference whose target has died.
pub fn take_dead_weak() -> Option<Obj> {
    let o = REGISTRY.lock().callbacks.take();
    if o.is_some() {
        CALLBACKS.fetch_sub(1, Relaxed);
    }
    o
}

/// Whether `take_finalizer` has something.
#[inline(always)]
pub fn finalizers_pending() -> bool {
    FINALIZERS.load(Relaxed) != 0
}

/// The next object that was found unreachable and whose `__del__` is to run. It is no longer registered.
pub fn take_finalizer() -> Option<Obj> {
    let o = REGISTRY.lock().finalizers.take();
    if o.is_some() {
        FINALIZERS.fetch_sub(1, Relaxed);
    }
    o
}

/// At exit: the next object, in order of creation, whose `__del__` has not run, reachable or not.
pub fn take_registered() -> Option<Obj> {
    let mut registry = REGISTRY.lock();
    let Registry { finalizable, finalizers, .. } = &mut *registry;
    finalizable.age();
    let before = finalizers.entries.len();
    for i in 0..finalizable.old.len() {
        if Obj::at(finalizable.old[i]).clear_flag(FINALIZE) {
            finalizers.entries.push(finalizable.old[i]);
        }
    }
    FINALIZERS.fetch_add(finalizers.entries.len() - before, Relaxed);
    finalizable.old.clear();
    drop(registry);
    take_finalizer()
}

/// What is queued for the vm stays alive.
pub(crate) fn mark_queues(marker: &mut Marker) {
    let registry = REGISTRY.lock();
    for queue in [&registry.callbacks, &registry.finalizers] {
        for &address in &queue.entries[queue.next..] {
            marker.mark(address);
        }
    }
}

/// Clears the weak references whose targets are unreachable.
pub(crate) fn clear_dead(full: bool) {
    let mut registry = REGISTRY.lock();
    let Registry { weak, callbacks, .. } = &mut *registry;
    weak.retain(full, |entry| {
        let holder = Obj::at(entry.holder);
        let target = holder.word(entry.word as usize);
        if target == entry.dead {
            return false;
        }
        if is_marked(target as usize) {
            return true;
        }
        holder.set_plain(entry.word as usize, entry.dead);
        if is_marked(entry.holder) {
            callbacks.entries.push(entry.holder);
            CALLBACKS.fetch_add(1, Relaxed);
        }
        false
    });
}

/// Queues the unreachable finalizable objects, and marks them.
pub(crate) fn revive(full: bool, marker: &mut Marker) {
    let mut registry = REGISTRY.lock();
    let Registry { finalizable, finalizers, .. } = &mut *registry;
    let before = finalizers.entries.len();
    let hooks = crate::roots::hooks();
    finalizable.retain(full, |&address| {
        let o = Obj::at(address);
        // whoever has nothing more to say at its death clears the flag
        if !o.flag(FINALIZE) {
            return false;
        }
        let live = is_marked(address);
        if !live && hooks.is_none_or(|h| h.is_finalizable(o)) {
            o.clear_flag(FINALIZE);
            finalizers.entries.push(address);
        }
        live
    });
    finalizable.age();
    FINALIZERS.fetch_add(finalizers.entries.len() - before, Relaxed);
    for &address in &finalizers.entries[before..] {
        marker.mark(address);
    }
}

/// Forgets the weak references that have died themselves.
pub(crate) fn forget_dead_holders(full: bool) {
    let mut registry = REGISTRY.lock();
    registry.weak.retain(full, |entry| is_marked(entry.holder));
    registry.weak.age();
}

/// Releases what dead objects own outside the heap.
pub(crate) fn drop_dead(full: bool) {
    let mut registry = REGISTRY.lock();
    registry.resources.retain(full, |entry| {
        let live = is_marked(entry.object);
        if !live {
            (entry.release)(Obj::at(entry.object));
        }
        live
    });
    registry.resources.age();
}
