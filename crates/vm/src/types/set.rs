//! `set` and `frozenset`.

use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;

pub static TYPE: TypeRow = TypeRow::new("set", Kind::Set);
pub static FROZEN: TypeRow = TypeRow::new("frozenset", Kind::Set);
pub static ROWS: &[&TypeRow] = &[];
