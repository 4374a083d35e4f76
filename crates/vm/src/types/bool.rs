//! `bool`.

use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;

pub static TYPE: TypeRow = TypeRow::new("bool", Kind::BigInt).base(&crate::types::int::TYPE).is_final();
