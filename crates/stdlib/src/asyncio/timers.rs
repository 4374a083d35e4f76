//! The heap of timers: a list in `heapq`'s order, so that Python code may use it too.

use super::handle::{self, SCHEDULED, TIMER, WHEN};
use pyish_vm::object::list::{List, Values};
use pyish_vm::types::float;
use pyish_vm::types::iterators::word;
use pyish_vm::{Raised, Thread, Value};

/// When a timer is due, if both its class and its time are the usual ones.
#[inline]
pub(super) fn due(v: Value) -> Option<f64> {
    if !TIMER.is_exact(v) {
        return None;
    }
    let when = word(v, WHEN);
    when.as_int().map(|i| i as f64).or_else(|| float::value(when))
}
fn less(t: &mut Thread, x: Value, y: Value) -> Result<bool, Raised> {
    match (due(x), due(y)) {
        (Some(p), Some(q)) => Ok(p < q),
        _ => t.less(x, y),
    }
}
#[cold]
fn changed(t: &mut Thread) -> Raised {
    t.index_error("list index out of range")
}
fn at(t: &mut Thread, l: List, i: usize) -> Result<Value, Raised> {
    match l.get(i) {
        Some(v) => Ok(v),
        None => Err(changed(t)),
    }
}
/// Moves the item at `i` towards the root, to its place.
fn towards_root(t: &mut Thread, l: List, mut i: usize) -> Result<(), Raised> {
    let item = at(t, l, i)?;
    while i > 0 {
        let parent = (i - 1) / 2;
        let above = at(t, l, parent)?;
        if !less(t, item, above)? {
            break;
        }
        l.set(t, i, above);
        i = parent;
    }
    l.set(t, i, item);
    Ok(())
}
pub(super) fn push(t: &mut Thread, l: List, v: Value) -> Result<(), Raised> {
    l.push(t, v)?;
    let n = l.len();
    if n == 0 { Err(changed(t)) } else { towards_root(t, l, n - 1) }
}
/// The timer that is due first.
pub(super) fn pop(t: &mut Thread, l: List) -> Result<Option<Value>, Raised> {
    let Some(last) = l.pop(t) else { return Ok(None) };
    let Some(first) = l.get(0) else { return Ok(Some(last)) };
    // the hole goes down to a leaf, always to the smaller child; the last item fills it and goes up
    let mut hole = 0;
    loop {
        let mut child = 2 * hole + 1;
        let Some(mut smaller) = l.get(child) else { break };
        if let Some(right) = l.get(child + 1)
            && !less(t, smaller, right)?
        {
            (child, smaller) = (child + 1, right);
        }
        l.set(t, hole, smaller);
        hole = child;
    }
    l.set(t, hole, last);
    towards_root(t, l, hole)?;
    Ok(Some(first))
}
/// Takes out the timers that were cancelled.
pub(super) fn sweep(t: &mut Thread, l: List) -> Result<(), Raised> {
    let all = l.snapshot(t)?;
    let kept = List::new(t, &[])?;
    for v in all.iter() {
        if is_cancelled(t, v)? {
            set_scheduled(t, v, false)?;
        } else {
            push(t, kept, v)?;
        }
    }
    let kept: Values = kept.snapshot(t)?;
    l.replace(t, kept.into_array());
    Ok(())
}
pub(super) fn is_cancelled(t: &mut Thread, v: Value) -> Result<bool, Raised> {
    if TIMER.is_exact(v) || handle::HANDLE.is_exact(v) {
        return Ok(handle::is_cancelled(v));
    }
    let c = t.get_attr_named(v, "_cancelled")?;
    t.truth(c)
}
pub(super) fn set_scheduled(t: &mut Thread, v: Value, on: bool) -> Result<(), Raised> {
    if TIMER.is_exact(v) {
        v.unwrap_obj().set_plain(SCHEDULED, Value::bool(on).bits());
        return Ok(());
    }
    t.set_attr_named(v, "_scheduled", Value::bool(on))
}
