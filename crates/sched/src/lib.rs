//! Threads, the GIL, waits and stops of the world: one door for every change of a thread's state.
//!
//! A [`ThreadCore`] is RUNNING (may touch the heap), SAFE (in native code or waiting, its stack scannable), HELD (kept
//! out by a stop) or ENDED. `world` holds the door and the stops, `gil` the lock that makes one thread run at a time,
//! `park` every wait on memory, `fds` every wait on descriptors. Nothing here knows the heap or Python.
//!
//! What an interpreter calls where:
//! - the beginning and end of a thread: [`attach`] and [`detach`]; both sides of [`spawn`] and [`fork`]
//! - a check that finds less than `threshold` left of the quantum: [`take_requests`], then
//!   [`Request::Stop`] -> [`safepoint`], [`Request::HandOver`] -> [`gil::hand_over`], [`Request::Requantum`] (or if
//!   [`ThreadCore::acquisitions`] has changed) -> a new end from [`gil::quantum`], the delivered ones -> served at a
//!   delivery point, else [`ThreadCore::defer`]
//! - the exact end of a quantum: [`gil::yield_now`], then a new end from [`gil::quantum`]
//! - long native loops: [`take_only`] of [`Requests::IN_LOOPS`]; slow paths of allocation: [`safepoint`]
//! - native code that waits or computes long: [`safe`]; any wait: [`park`], [`sleep`], [`wait_fds`], which answer
//!   [`Woken::Interrupted`] when something is to be delivered
//! - the end of the process: [`stop_world_for_good`], then `_exit`

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
    Reason, Request, Requests, Sight, State, THRESHOLD, ThreadCore, ThreadId, current, interrupt, request, take_only,
    take_requests, threads,
};
pub use world::{Stopped, attach, detach, safe, safe_keep, safepoint, stop_world, stop_world_for_good};
