//! `range`.

use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;

pub static TYPE: TypeRow =
    TypeRow::new("range", Kind::Range).is_final().flags(crate::object::typeobject::flag::SEQUENCE);
pub static ROWS: &[&TypeRow] = &[];
