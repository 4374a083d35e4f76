//! Which CPUs a thread may run on: the user's mask, and the one CPU that threads contending for the GIL share.

use std::sync::atomic::AtomicBool;

/// A thread's part.
pub(crate) struct Affinity {
    pub(crate) pinned: AtomicBool,
}

impl Affinity {
    pub(crate) const fn new() -> Affinity {
        Affinity {
            pinned: AtomicBool::new(false),
        }
    }
}
