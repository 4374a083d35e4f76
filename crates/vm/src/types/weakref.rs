//! Weak references and finalizers.

use crate::object::typeobject::TypeRow;

use crate::thread::{Raised, Thread};
use pyish_heap::Obj;

pub static ROWS: &[&TypeRow] = &[];

/// Enters an instance of a class with `__del__` into the collector's table.
pub fn register_finalizer(t: &mut Thread, o: Obj) {
    let _ = t;
    pyish_heap::finalize_register(o);
}

/// A name lost an object whose death can be seen: collects and runs what the death asks for.
pub fn forgotten(t: &mut Thread, _o: Obj) -> Result<(), Raised> {
    t.m.collect(true);
    run_queued(t)
}
/// Runs the finalizers and weak-reference callbacks that collections have queued.
pub fn run_queued(_t: &mut Thread) -> Result<(), Raised> {
    Ok(())
}
