//! The combinatoric iterators: `product`, `permutations`, `combinations`, `combinations_with_replacement`.
//!
//! All have the words `[pool(s), list of indices, cycles, r, state]`; state: 0 before the first result, 1 under way, 2 at the end.

use super::{END, NEW_DOC, iterator};
use pyish_vm::object::list::{List, Values};
use pyish_vm::object::tuple::Tuple;
use pyish_vm::types::iterators::{instance, itself, put, word};
use pyish_vm::{Args, Kind, Method, Raised, Ret, Thread, TypeRow, Value, method, static_method};

pub static ROWS: &[&TypeRow] = &[&PRODUCT, &PERMUTATIONS, &COMBINATIONS, &WITH_REPLACEMENT];

const FIRST: Value = Value::ZERO;
const UNDER_WAY: Value = Value::int(1);
const ENDED: Value = Value::int(2);

/// A list of numbers.
fn numbers(t: &mut Thread, n: impl IntoIterator<Item = usize>) -> Ret {
    let mut vs = Values::new(t)?;
    for i in n {
        vs.push(t, Value::index(i))?;
    }
    vs.into_list(t)
}
fn read(v: Value) -> Vec<usize> {
    List::of(v).iter().map(Value::unwrap_usize).collect()
}
fn write(t: &mut Thread, v: Value, numbers: &[usize]) {
    for (i, n) in numbers.iter().enumerate() {
        List::of(v).set(t, i, Value::index(*n));
    }
}
fn chosen(t: &mut Thread, pool: Tuple, indices: &[usize]) -> Ret {
    // another thread may be advancing the same iterator: every index written is below the pool's length
    Ok(Tuple::new_with(t, indices.len(), |i| pool.get(indices[i]))?.value())
}
fn ended(t: &mut Thread, v: Value) -> Ret {
    put(t, v, 4, ENDED);
    END
}
/// `r`, which may not be negative.
fn checked_r(t: &mut Thread, v: Value) -> Result<usize, Raised> {
    let r = t.to_i64(v)?;
    if r < 0 {
        return Err(t.value_error("r must be non-negative"));
    }
    Ok(r as usize)
}

iterator!(
    PRODUCT,
    "product",
    Native2,
    static_method("__new__(cls, *iterables, repeat=1)", product_new, NEW_DOC),
    product_next,
    "Cartesian product of input iterables, as nested for loops give it."
);
fn product_new(t: &mut Thread, a: Args) -> Ret {
    let repeat = if a[2].is_unbound() { 1 } else { t.to_i64(a[2])? };
    if repeat < 0 {
        return Err(t.value_error("repeat argument cannot be negative"));
    }
    let mut once = Values::new(t)?;
    if repeat > 0 {
        for v in Tuple::of(a[1]).iter() {
            let pool = t.collect_tuple(v)?;
            once.push(t, pool.value())?;
        }
    }
    if once.len().checked_mul(repeat as usize).is_none_or(|n| n > 1 << 30) {
        return Err(t.overflow_error("repeat argument too large"));
    }
    let n = once.len() * repeat as usize;
    let pools = Tuple::new_with(t, n, |i| once.get(i % once.len()))?.value();
    let indices = numbers(t, std::iter::repeat_n(0, n))?;
    instance(t, &PRODUCT, a[0], &[pools, indices, Value::NONE, Value::ZERO, FIRST])
}
fn product_next(t: &mut Thread, a: Args) -> Ret {
    let (pools, state) = (Tuple::of(word(a[0], 0)), word(a[0], 4));
    if state.is(ENDED) {
        return END;
    }
    let mut at = read(word(a[0], 1));
    let length = |i: usize| Tuple::of(pools.get(i)).len();
    if state.is(FIRST) {
        if (0..pools.len()).any(|i| length(i) == 0) {
            return ended(t, a[0]);
        }
        put(t, a[0], 4, UNDER_WAY);
    } else {
        let mut i = at.len();
        loop {
            if i == 0 {
                return ended(t, a[0]);
            }
            i -= 1;
            at[i] += 1;
            if at[i] < length(i) {
                break;
            }
            at[i] = 0;
        }
        write(t, word(a[0], 1), &at);
    }
    Ok(Tuple::new_with(t, at.len(), |i| Tuple::of(pools.get(i)).get(at[i]))?.value())
}

iterator!(
    COMBINATIONS,
    "combinations",
    Native2,
    static_method("__new__(cls, iterable, r)", combinations_new, NEW_DOC),
    combinations_next,
    "The r-length tuples of items, in order, without repetition."
);
fn combinations_new(t: &mut Thread, a: Args) -> Ret {
    let pool = t.collect_tuple(a[1])?;
    let r = checked_r(t, a[2])?;
    let state = if r > pool.len() { ENDED } else { FIRST };
    let indices = numbers(t, 0..r.min(pool.len()))?;
    instance(t, &COMBINATIONS, a[0], &[pool.value(), indices, Value::NONE, Value::index(r), state])
}
fn combinations_next(t: &mut Thread, a: Args) -> Ret {
    let (pool, state) = (Tuple::of(word(a[0], 0)), word(a[0], 4));
    if state.is(ENDED) {
        return END;
    }
    let mut at = read(word(a[0], 1));
    if state.is(FIRST) {
        put(t, a[0], 4, UNDER_WAY);
        return chosen(t, pool, &at);
    }
    let (n, r) = (pool.len(), at.len());
    let Some(i) = (0..r).rev().find(|&i| at[i] + r < n + i) else { return ended(t, a[0]) };
    at[i] += 1;
    for j in i + 1..r {
        at[j] = (at[j - 1] + 1).min(n - 1);
    }
    write(t, word(a[0], 1), &at);
    chosen(t, pool, &at)
}

iterator!(
    WITH_REPLACEMENT,
    "combinations_with_replacement",
    Native2,
    static_method("__new__(cls, iterable, r)", replacement_new, NEW_DOC),
    replacement_next,
    "The r-length tuples of items, in order, with repetition."
);
fn replacement_new(t: &mut Thread, a: Args) -> Ret {
    let pool = t.collect_tuple(a[1])?;
    let r = checked_r(t, a[2])?;
    if r > 1 << 30 {
        return Err(t.memory_error());
    }
    let state = if pool.is_empty() && r > 0 { ENDED } else { FIRST };
    let indices = numbers(t, std::iter::repeat_n(0, r))?;
    instance(t, &WITH_REPLACEMENT, a[0], &[pool.value(), indices, Value::NONE, Value::index(r), state])
}
fn replacement_next(t: &mut Thread, a: Args) -> Ret {
    let (pool, state) = (Tuple::of(word(a[0], 0)), word(a[0], 4));
    if state.is(ENDED) {
        return END;
    }
    let mut at = read(word(a[0], 1));
    if state.is(FIRST) {
        put(t, a[0], 4, UNDER_WAY);
        return chosen(t, pool, &at);
    }
    let n = pool.len();
    let Some(i) = (0..at.len()).rev().find(|&i| at[i] + 1 < n) else { return ended(t, a[0]) };
    let next = at[i] + 1;
    at[i..].fill(next);
    write(t, word(a[0], 1), &at);
    chosen(t, pool, &at)
}

iterator!(
    PERMUTATIONS,
    "permutations",
    Native2,
    static_method("__new__(cls, iterable, r=None)", permutations_new, NEW_DOC),
    permutations_next,
    "The r-length tuples of items, in all orders."
);
fn permutations_new(t: &mut Thread, a: Args) -> Ret {
    let pool = t.collect_tuple(a[1])?;
    let n = pool.len();
    let r = match a[2].given() {
        None => n,
        Some(v) if pyish_vm::object::bigint::is_int(v) => checked_r(t, v)?,
        Some(_) => return Err(t.type_error("Expected int as r")),
    };
    let state = if r > n { ENDED } else { FIRST };
    let indices = numbers(t, 0..n)?;
    let cycles = numbers(t, (0..r.min(n)).map(|i| n - i))?;
    instance(t, &PERMUTATIONS, a[0], &[pool.value(), indices, cycles, Value::index(r), state])
}
fn permutations_next(t: &mut Thread, a: Args) -> Ret {
    let (pool, state) = (Tuple::of(word(a[0], 0)), word(a[0], 4));
    if state.is(ENDED) {
        return END;
    }
    let mut at = read(word(a[0], 1));
    let mut cycles = read(word(a[0], 2));
    let (n, r) = (at.len(), cycles.len());
    if state.is(FIRST) {
        put(t, a[0], 4, UNDER_WAY);
        return chosen(t, pool, &at[..r]);
    }
    for i in (0..r).rev() {
        cycles[i] = cycles[i].saturating_sub(1);
        if cycles[i] == 0 {
            at[i..].rotate_left(1);
            cycles[i] = n - i;
        } else {
            at.swap(i, n - cycles[i].min(n - i));
            write(t, word(a[0], 1), &at);
            write(t, word(a[0], 2), &cycles);
            return chosen(t, pool, &at[..r]);
        }
    }
    ended(t, a[0])
}
