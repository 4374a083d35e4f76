//! Iterators over the builtin sequences, and `enumerate`, `zip`, `map`, `filter`, `reversed`.
//!
//! A native `__next__` answers `Value::UNBOUND` at its end; whoever calls it from Python gets StopIteration.

use crate::object::kind::Kind;
use crate::object::list::List;
use crate::object::tuple::Tuple;
use crate::object::typeobject::TypeRow;
use crate::object::value::Value;
use crate::thread::{Raised, Thread};
use pyish_heap::Obj;

pub static LIST: TypeRow = TypeRow::new("list_iterator", Kind::ListIter).is_final();
pub static TUPLE: TypeRow = TypeRow::new("tuple_iterator", Kind::ListIter).is_final();
pub static RANGE: TypeRow = TypeRow::new("range_iterator", Kind::RangeIter).is_final();
pub static SEQUENCE: TypeRow = TypeRow::new("iterator", Kind::SeqIter).is_final();
pub static ROWS: &[&TypeRow] = &[&LIST, &TUPLE, &RANGE, &SEQUENCE];
/// Of these rows, those that `builtins` names.
pub static BUILTINS: &[&TypeRow] = &[];

/// The next item of a list's or tuple's iterator.
#[inline(always)]
pub fn list_next(it: Obj) -> Option<Value> {
    let sequence = Value::from_bits(it.word(0)).obj()?;
    let i = Value::from_bits(it.word(1)).unwrap_usize();
    let item = if sequence.kind() == Kind::List as u8 {
        List(sequence).get(i)
    } else if i < Tuple(sequence).len() {
        Some(Tuple(sequence).get(i))
    } else {
        None
    };
    match item {
        Some(v) => {
            it.set_plain(1, Value::index(i + 1).bits());
            Some(v)
        }
        None => {
            it.set_plain(0, Value::NONE.bits());
            None
        }
    }
}

/// The next item of a range's iterator: `[next, stop, step]`, all inline ints.
#[inline(always)]
pub fn range_next(t: &mut Thread, it: Obj) -> Result<Option<Value>, Raised> {
    let at = |i| Value::from_bits(it.word(i)).unwrap_int();
    let (next, stop, step) = (at(0), at(1), at(2));
    if step > 0 && next < stop || step < 0 && next > stop {
        let after = t.int(next.saturating_add(step))?;
        it.set_plain(0, if after.is_int() { after.bits() } else { Value::int(stop).bits() });
        return Ok(Some(Value::int(next)));
    }
    Ok(None)
}
