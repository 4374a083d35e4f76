//! Saving the stack pointer and the callee-saved registers, one file per processor.
//!
//! `save` is always inlined: it must execute in a frame that stays on the stack for as long as the thread is SAFE. What
//! that frame pushed lies above the saved stack pointer; what it did not push is in the saved registers.

#[cfg(target_arch = "aarch64")]
mod aarch64;
#[cfg(target_arch = "aarch64")]
pub use aarch64::{REGISTERS, save};

#[cfg(target_arch = "x86_64")]
mod x86_64;
#[cfg(target_arch = "x86_64")]
pub use x86_64::{REGISTERS, save};

#[cfg(not(any(target_arch = "aarch64", target_arch = "x86_64")))]
compile_error!("pyish-sched: write arch/<processor>.rs: the collector needs a stopped thread's registers");
