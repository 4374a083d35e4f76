//! The class of `__spec__` objects that import makes.

use crate::object::kind::Kind;
use crate::object::typeobject::{Type, TypeRow, flag};
use crate::thread::{Raised, Thread};

static TYPE: TypeRow =
    TypeRow::new("ModuleSpec", Kind::Instance).module("importlib.machinery").flags(flag::DICT | flag::WEAKREF);

/// The class, made at its first use.
pub fn class(t: &mut Thread) -> Result<Type, Raised> {
    super::ready(t, &TYPE)
}
