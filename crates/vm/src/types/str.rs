//! `str`.

use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;

pub static TYPE: TypeRow = TypeRow::new("str", Kind::Str);
pub static ROWS: &[&TypeRow] = &[];
