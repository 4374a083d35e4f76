//! How many of the unreachable objects kept each other alive, as a collector that counts references would say.
//!
//! The unreachable ones that nothing unreachable leads to are taken away, again and again; what is left stands in cycles
//! or hangs on them. Nothing here asks the C library for memory: the world is stopped, perhaps inside of `malloc`.

use crate::block::{cell_bytes, is_leaf};
use crate::object::{Obj, is_pointer};
use crate::region::{self, block_of, is_marked};
use crate::roots::hooks;
use crate::table::Table;

/// Everything reachable is marked, nothing is swept yet. Counts what the vm wants counted.
pub(crate) fn count(blocks: usize) -> usize {
    let mut dead = Table::new();
    // in the order of addresses
    region::each_set(blocks, region::alloc_word, &mut |o| {
        if !is_marked(o.addr()) {
            dead.push(o.addr());
        }
    });
    let mut degrees = Table::new();
    (0..dead.len()).for_each(|_| degrees.push(0u32));
    for i in 0..dead.len() {
        each_child(&dead, i, |child| degrees[child] += 1);
    }
    let mut free = Table::new();
    for i in 0..dead.len() {
        if degrees[i] == 0 {
            free.push(i);
        }
    }
    while let Some(i) = free.pop() {
        degrees[i] = u32::MAX;
        each_child(&dead, i, |child| {
            degrees[child] -= 1;
            if degrees[child] == 0 {
                free.push(child);
            }
        });
    }
    let Some(hooks) = hooks() else { return 0 };
    (0..dead.len()).filter(|&i| degrees[i] != u32::MAX && hooks.is_counted(Obj::at(dead[i]))).count()
}

/// The unreachable objects to which the `i`-th leads, as indices.
fn each_child(dead: &Table<usize>, i: usize, mut f: impl FnMut(usize)) {
    let o = Obj::at(dead[i]);
    if is_leaf(region::class(block_of(o.addr()))) {
        return;
    }
    for word in 0..cell_bytes(o) / 8 - 1 {
        let value = o.word_relaxed(word);
        if is_pointer(value)
            && let Ok(child) = dead.binary_search(&(value as usize - 1))
        {
            f(child);
        }
    }
}
