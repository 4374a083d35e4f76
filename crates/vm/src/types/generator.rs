//! Generators, coroutines, async generators: their methods and attributes.

use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;

pub static TYPE: TypeRow = TypeRow::new("generator", Kind::Generator).is_final();
pub static COROUTINE: TypeRow = TypeRow::new("coroutine", Kind::Generator).is_final();
pub static ASYNC_GENERATOR: TypeRow = TypeRow::new("async_generator", Kind::Generator).is_final();
pub static ROWS: &[&TypeRow] = &[];

use crate::object::value::Value;
use crate::thread::{Ret, Thread};

/// What an async generator's own `yield` hands to the step that runs it.
pub fn wrap_yielded(_t: &mut Thread, v: Value) -> Ret {
    Ok(v)
}
