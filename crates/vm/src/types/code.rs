//! Code objects as Python sees them.

use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;

pub static TYPE: TypeRow = TypeRow::new("code", Kind::Code).is_final();
