//! Threads, the GIL, waits and stops of the world: one door for every change of a thread's state.
//!
//! A [`ThreadCore`] is RUNNING (may touch the heap), SAFE (in native code or waiting, its stack scannable), HELD (kept
//! out by a stop) or ENDED. `world` holds the door and the stops, `gil` the lock that makes one thread run at a time,
//! `park` every wait on memory, `fds` every wait on descriptors. Nothing here knows the heap or Python.

pub mod affinity;
mod arch;
pub mod clock;
pub mod events;
mod fds;
mod futex;
pub mod gil;
mod park;
mod scheduler;
pub mod signals;
mod spawn;
mod thread;
mod world;

pub use clock::Time;
pub use fds::{PollFd, wait_fds};
pub use futex::{Lock, LockGuard};
pub use park::{Key, Left, Woken, park, sleep, unpark};
pub use scheduler::{OsScheduler, Scheduler, install};
pub use spawn::{AtFork, fork, spawn};
pub use thread::{
    Reason, Request, Requests, State, THRESHOLD, ThreadCore, ThreadId, current, interrupt, request, take_only,
    take_requests,
};
pub use world::{Stopped, attach, detach, safe, safe_keep, safepoint, stop_world, stop_world_for_good};
