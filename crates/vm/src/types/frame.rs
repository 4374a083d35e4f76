//! Frame objects and tracebacks.

use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;

pub static TYPE: TypeRow = TypeRow::new("frame", Kind::Frame).is_final();
pub static TRACEBACK: TypeRow = TypeRow::new("traceback", Kind::Traceback).is_final();
