//! Beginning operating system threads, and forking the process.

use crate::affinity;
use crate::gil;
use crate::park;
use crate::signals;
use crate::thread::{Ptr, THREADS, ThreadCore, current};
use crate::world::{Stopped, stop};
use std::io;
use std::sync::atomic::Ordering::*;

/// Runs `f` on a new thread, which is nobody's to join: who waits for its end parks on a key of their own.
pub fn spawn(name: &str, stack_size: usize, f: impl FnOnce() + Send + 'static) -> io::Result<()> {
    if let Some(t) = current() {
        // SAFETY: the record of the running thread is alive. A new thread inherits its creator's mask.
        affinity::restore(unsafe { &*t });
    }
    let name: String = name.chars().filter(|c| *c != '\0').collect();
    std::thread::Builder::new().name(name).stack_size(stack_size.max(64 << 10)).spawn(f).map(drop)
}

/// What a fork's two sides do about locks outside this crate.
pub trait AtFork {
    /// With the world stopped, before the fork: take the locks.
    fn prepare(&mut self, world: &Stopped<'_>);
    /// In the parent, or after a failed fork: let go of them.
    fn parent(&mut self, world: &Stopped<'_>);
    /// In the child: make them anew. `world` still shows the threads that the child does not have.
    fn child(&mut self, world: &Stopped<'_>);
}

impl AtFork for () {
    fn prepare(&mut self, _: &Stopped<'_>) {}
    fn parent(&mut self, _: &Stopped<'_>) {}
    fn child(&mut self, _: &Stopped<'_>) {}
}

/// Forks with the world stopped and every lock of this crate held, so that no other thread is inside one. Answers 0 in
/// the child, whose only and main thread is this one, and the child's number in the parent.
#[inline(never)]
pub fn fork(t: &ThreadCore, hooks: &mut dyn AtFork) -> io::Result<i32> {
    t.save();
    let mut world = stop(t);
    affinity::restore(t);
    hooks.prepare(&world);
    let mut threads = THREADS.lock();
    let mut shards = park::lock_all();
    let mut gil = gil::lock_for_fork();
    // SAFETY: the child goes on with the locks held here, which have no state outside themselves.
    let pid = unsafe { libc::fork() };
    let error = io::Error::last_os_error();
    if pid == 0 {
        shards.iter_mut().for_each(park::Shard::clear);
        gil.forget_waiters();
        threads.retain(|p| std::ptr::eq(p.0, t));
        debug_assert!(threads.contains(&Ptr(t)) || threads.is_empty());
        drop((gil, shards, threads));
        // SAFETY: no arguments.
        t.tid.store(unsafe { libc::gettid() }, Relaxed);
        // An eventfd is shared with the parent: this thread makes a new one when it needs it.
        world.others().chain([t]).for_each(crate::fds::close_wake_fd);
        affinity::forget_group();
        signals::after_fork(t);
        hooks.child(&world);
        world.forget_others();
    } else {
        drop((gil, shards, threads));
        hooks.parent(&world);
    }
    drop(world);
    if pid < 0 { Err(error) } else { Ok(pid) }
}
