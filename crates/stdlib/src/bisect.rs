//! `_bisect`: searching and inserting in sorted sequences.

use pyish_vm::import::ModuleRow;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::List;
use pyish_vm::types;
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function};

pub static MODULE: ModuleRow =
    ModuleRow { name: "_bisect", doc: "Bisection algorithms.", functions: &FUNCTIONS, init: |_, _: Dict| Ok(()) };
static FUNCTIONS: [Method; 4] = [
    function(
        "bisect_left(a, x, lo=0, hi=None, *, key=None)",
        |t, a| bisect(t, a, true),
        "Return the index where to insert item x in list a, before equal items.",
    ),
    function(
        "bisect_right(a, x, lo=0, hi=None, *, key=None)",
        |t, a| bisect(t, a, false),
        "Return the index where to insert item x in list a, after equal items.",
    ),
    function(
        "insort_left(a, x, lo=0, hi=None, *, key=None)",
        |t, a| insort(t, a, true),
        "Insert item x in list a, and keep it sorted, before equal items.",
    ),
    function(
        "insort_right(a, x, lo=0, hi=None, *, key=None)",
        |t, a| insort(t, a, false),
        "Insert item x in list a, and keep it sorted, after equal items.",
    ),
];

fn bisect(t: &mut Thread, a: Args, left: bool) -> Ret {
    let i = search(t, a, a[1], left)?;
    t.int(i)
}
fn search(t: &mut Thread, a: Args, x: Value, left: bool) -> Result<i64, Raised> {
    let mut lo = if a[2].is_unbound() { 0 } else { t.to_i64(a[2])? };
    if lo < 0 {
        return Err(t.value_error("lo must be non-negative"));
    }
    let mut hi = match a[3].given() {
        Some(v) => t.to_i64(v)?,
        None => -1,
    };
    if hi == -1 {
        hi = t.len(a[0])? as i64;
    }
    let key = a[4].given();
    while lo < hi {
        let mid = lo + (hi - lo) / 2;
        let at = t.int(mid)?;
        let mut v = t.get_item(a[0], at)?;
        if let Some(f) = key {
            v = t.call(f, &[v])?;
        }
        let right = if left { t.less(v, x)? } else { !t.less(x, v)? };
        if right {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    Ok(lo)
}
fn insort(t: &mut Thread, a: Args, left: bool) -> Ret {
    let x = match a[4].given() {
        Some(f) => t.call(f, &[a[1]])?,
        None => a[1],
    };
    let i = search(t, a, x, left)?;
    if types::list::TYPE.is_exact(a[0]) {
        List::of(a[0]).insert(t, i as usize, a[1])?;
    } else {
        let i = t.int(i)?;
        t.call_method_named(a[0], "insert", &[i, a[1]])?;
    }
    Ok(Value::NONE)
}
