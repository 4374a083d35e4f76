//! Weak references and finalizers.

use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;

use crate::thread::Thread;
use pyish_heap::Obj;

pub static ROWS: &[&TypeRow] = &[];

/// Enters an instance of a class with `__del__` into the collector's table.
pub fn register_finalizer(t: &mut Thread, o: Obj) {
    let _ = t;
    pyish_heap::finalize_register(o);
}

const _: Kind = Kind::WeakRef;
