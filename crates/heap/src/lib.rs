//! The traced heap: objects that do not move, found by tracing and freed by sweeping bitmaps.
//!
//! The heap knows this much of a value: a 64-bit word whose low three bits are `001` is a pointer to the
//! object whose header lies at `word - 1`; any other word is none. An object is a *cell*: a header of 8 bytes
//! and words after it. In a pointer object every word after the header is a value, so tracing is one loop over
//! the cell; a leaf object is never looked into. The collector is generational by sticky mark bits, stops the
//! world, and scans native stacks conservatively, so that Rust code holds plain words.
//!
//! The invariants H1 to H11, which the `SAFETY` comments name, are in the crate's README.

mod alloc;
mod arch;
mod block;
mod check;
mod collect;
mod cycles;
mod fork;
mod lock;
mod mark;
mod mutator;
mod object;
mod pool;
mod region;
mod roots;
mod stats;
mod sweep;
mod table;
mod verify;
mod weak;

pub use alloc::{MAX_SMALL_BYTES, NoMemory};
pub use block::cell_bytes;
pub use check::CheckedAlloc;
pub use collect::{allocated_since_full, epoch, is_old, set_stress, set_verify};
pub use lock::{Guard, set_single, single};
pub use mutator::{Bump, Mutator};
pub use object::{FINALIZE, OLD_UNLOGGED, Obj, WEAKREFED, as_obj, is_pointer};
pub use pool::forget_other_mutators;
pub use region::{BASE, resolve};
pub use roots::{Hooks, add_root, add_root_cell, install};
pub use stats::{Stats, stats};
pub use weak::{
    drop_register, drop_unregister, each_finalizable, finalizables_since_collection, finalize_register,
    finalizers_pending, take_dead_weak, take_finalizer, take_registered, weak_pending, weak_register,
};
