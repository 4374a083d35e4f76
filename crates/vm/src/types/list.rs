//! `list`.

use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;

pub static TYPE: TypeRow = TypeRow::new("list", Kind::List).flags(crate::object::typeobject::flag::SEQUENCE);
