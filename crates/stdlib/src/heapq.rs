//! `_heapq`: priority queues in lists. A list that a comparison changes in length is an error.

use pyish_vm::import::ModuleRow;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::List;
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function};

pub static MODULE: ModuleRow = ModuleRow {
    name: "_heapq",
    doc: "Heap queue algorithm (a.k.a. priority queue).",
    functions: &FUNCTIONS,
    init: |_, _: Dict| Ok(()),
};
static FUNCTIONS: [Method; 13] = [
    function(
        "heappush(heap, item, /)",
        |t, a| push(t, a, "heappush", false),
        "Push item onto heap, maintaining the heap invariant.",
    ),
    function(
        "heappop(heap, /)",
        |t, a| pop(t, a, "heappop", false),
        "Pop the smallest item off the heap, maintaining the heap invariant.",
    ),
    function(
        "heapify(heap, /)",
        |t, a| heapify(t, a, "heapify", false),
        "Transform list into a heap, in-place, in O(len(heap)) time.",
    ),
    function(
        "heapreplace(heap, item, /)",
        |t, a| replace(t, a, "heapreplace", false),
        "Pop and return the current smallest value, and add the new item.",
    ),
    function(
        "heappushpop(heap, item, /)",
        |t, a| pushpop(t, a, "heappushpop", false),
        "Push item on the heap, then pop and return the smallest item from the heap.",
    ),
    function(
        "heappush_max(heap, item, /)",
        |t, a| push(t, a, "heappush_max", true),
        "Push item onto max heap, maintaining the heap invariant.",
    ),
    function("heappop_max(heap, /)", |t, a| pop(t, a, "heappop_max", true), "Maxheap variant of heappop."),
    function("heapify_max(heap, /)", |t, a| heapify(t, a, "heapify_max", true), "Maxheap variant of heapify."),
    function(
        "heapreplace_max(heap, item, /)",
        |t, a| replace(t, a, "heapreplace_max", true),
        "Maxheap variant of heapreplace.",
    ),
    function(
        "heappushpop_max(heap, item, /)",
        |t, a| pushpop(t, a, "heappushpop_max", true),
        "Maxheap variant of heappushpop.",
    ),
    function("_heappop_max(heap, /)", |t, a| pop(t, a, "_heappop_max", true), "Maxheap variant of heappop."),
    function("_heapify_max(heap, /)", |t, a| heapify(t, a, "_heapify_max", true), "Maxheap variant of heapify."),
    function(
        "_heapreplace_max(heap, item, /)",
        |t, a| replace(t, a, "_heapreplace_max", true),
        "Maxheap variant of heapreplace.",
    ),
];

fn heap(t: &mut Thread, v: Value, name: &str, args: usize) -> Result<List, Raised> {
    match List::from(v) {
        Some(l) => Ok(l),
        None => {
            let kind = t.type_name(v);
            let which = if args == 1 { "argument" } else { "argument 1" };
            Err(t.type_error(format!("{name}() {which} must be list, not {kind}")))
        }
    }
}
#[cold]
fn changed(t: &mut Thread) -> Raised {
    t.runtime_error("list changed size during iteration")
}
fn at(t: &mut Thread, l: List, i: usize) -> Ret {
    match l.get(i) {
        Some(v) => Ok(v),
        None => Err(changed(t)),
    }
}
fn before(t: &mut Thread, a: Value, b: Value, max: bool) -> Result<bool, Raised> {
    if max { t.less(b, a) } else { t.less(a, b) }
}
fn swap(t: &mut Thread, l: List, i: usize, j: usize) -> Result<(), Raised> {
    let (x, y) = (at(t, l, i)?, at(t, l, j)?);
    l.set(t, i, y);
    l.set(t, j, x);
    Ok(())
}
/// Moves the item at `pos` toward the root, as far as `start`.
fn sift_down(t: &mut Thread, l: List, start: usize, mut pos: usize, max: bool) -> Result<(), Raised> {
    let n = l.len();
    while pos > start {
        let parent = (pos - 1) / 2;
        let (item, above) = (at(t, l, pos)?, at(t, l, parent)?);
        let less = before(t, item, above, max)?;
        if l.len() != n {
            return Err(changed(t));
        }
        if !less {
            break;
        }
        swap(t, l, pos, parent)?;
        pos = parent;
    }
    Ok(())
}
/// Moves the item at `pos` down to a leaf along the smaller children, then back up to its place.
fn sift_up(t: &mut Thread, l: List, mut pos: usize, max: bool) -> Result<(), Raised> {
    let n = l.len();
    let start = pos;
    while pos < n / 2 {
        let mut child = 2 * pos + 1;
        if child + 1 < n {
            let (left, right) = (at(t, l, child)?, at(t, l, child + 1)?);
            let less = before(t, left, right, max)?;
            if l.len() != n {
                return Err(changed(t));
            }
            child += !less as usize;
        }
        swap(t, l, pos, child)?;
        pos = child;
    }
    sift_down(t, l, start, pos, max)
}
fn push(t: &mut Thread, a: Args, name: &str, max: bool) -> Ret {
    let l = heap(t, a[0], name, 2)?;
    l.push(t, a[1])?;
    let last = l.len().saturating_sub(1);
    sift_down(t, l, 0, last, max)?;
    Ok(Value::NONE)
}
fn pop(t: &mut Thread, a: Args, name: &str, max: bool) -> Ret {
    let l = heap(t, a[0], name, 1)?;
    let Some(last) = l.pop(t) else { return Err(t.index_error("index out of range")) };
    let Some(top) = l.get(0) else { return Ok(last) };
    l.set(t, 0, last);
    sift_up(t, l, 0, max)?;
    Ok(top)
}
fn replace(t: &mut Thread, a: Args, name: &str, max: bool) -> Ret {
    let l = heap(t, a[0], name, 2)?;
    let Some(top) = l.get(0) else { return Err(t.index_error("index out of range")) };
    l.set(t, 0, a[1]);
    sift_up(t, l, 0, max)?;
    Ok(top)
}
fn pushpop(t: &mut Thread, a: Args, name: &str, max: bool) -> Ret {
    let l = heap(t, a[0], name, 2)?;
    let Some(top) = l.get(0) else { return Ok(a[1]) };
    if !before(t, top, a[1], max)? {
        return Ok(a[1]);
    }
    let Some(top) = l.get(0) else { return Err(t.index_error("index out of range")) };
    l.set(t, 0, a[1]);
    sift_up(t, l, 0, max)?;
    Ok(top)
}
fn heapify(t: &mut Thread, a: Args, name: &str, max: bool) -> Ret {
    let l = heap(t, a[0], name, 1)?;
    for i in (0..l.len() / 2).rev() {
        sift_up(t, l, i, max)?;
        if i % 10_000 == 9_999 {
            t.check()?;
        }
    }
    Ok(Value::NONE)
}
