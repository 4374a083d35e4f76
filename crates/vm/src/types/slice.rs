//! `slice`.

use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;

pub static TYPE: TypeRow = TypeRow::new("slice", Kind::Slice).is_final();
