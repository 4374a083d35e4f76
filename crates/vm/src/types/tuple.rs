//! `tuple`.

use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;

pub static TYPE: TypeRow = TypeRow::new("tuple", Kind::Tuple).flags(crate::object::typeobject::flag::SEQUENCE);
