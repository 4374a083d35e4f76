//! `itertools`: the iterators over one or several iterables; `combine` has the combinatoric ones, `group` `groupby` and `tee`.
//!
//! Each type is a row with `__new__` and `__next__`; the comment above a type says what its words hold.

mod combine;
mod group;

use pyish_vm::import::ModuleRow;
use pyish_vm::native::class_method;
use pyish_vm::object::bigint;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::{List, Values};
use pyish_vm::object::tuple::Tuple;
use pyish_vm::ops::arithmetic::BinaryOp;
use pyish_vm::types::iterators::{class_getitem, instance, itself, put, word};
use pyish_vm::types::{self, exc};
use pyish_vm::{Args, Kind, Method, Raised, Ret, Thread, TypeRow, Value, method, static_method};

pub static MODULE: ModuleRow = ModuleRow {
    name: "itertools",
    doc: "Functional tools for creating and using iterators.",
    functions: &group::FUNCTIONS,
    init,
};

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    for row in ROWS.iter().chain(combine::ROWS).chain(group::ROWS) {
        let class = types::ready(t, row)?;
        d.set_named(t, row.name, class.value())?;
    }
    Ok(())
}

/// The row of an iterator class: constructor, `__next__`, words.
macro_rules! iterator {
    ($row:ident, $name:literal, $kind:ident, $new:expr, $next:expr, $doc:literal $(, $more:expr)*) => {
        pub(super) static $row: TypeRow = {
            static NEW: Method = $new;
            const N: usize = [stringify!($next), "" $(, stringify!($more))*].len();
            static METHODS: [Method; N] = [
                method("__iter__(self, /)", itself, "Implement iter(self)."),
                method("__next__(self, /)", $next, "Implement next(self)."),
                $($more,)*
            ];
            TypeRow::new($name, Kind::$kind).module("itertools").constructor(&NEW).methods(&METHODS).doc($doc)
        };
    };
}
pub(crate) use iterator;

static ROWS: &[&TypeRow] = &[
    &COUNT,
    &CYCLE,
    &REPEAT,
    &ACCUMULATE,
    &BATCHED,
    &CHAIN,
    &COMPRESS,
    &DROPWHILE,
    &FILTERFALSE,
    &ISLICE,
    &PAIRWISE,
    &STARMAP,
    &TAKEWHILE,
    &ZIP_LONGEST,
];

const END: Ret = Ok(Value::UNBOUND);
const NEW_DOC: &str = "Create and return a new object.";

// [next, step]
iterator!(
    COUNT,
    "count",
    Native1,
    static_method("__new__(cls, start=0, step=1)", count_new, NEW_DOC),
    count_next,
    "The numbers from start on, by step.",
    method("__repr__(self, /)", count_repr, "Return repr(self).")
);
fn is_number(t: &mut Thread, v: Value) -> bool {
    let n = t.names();
    let complex = t.class_of(v).is_subclass(types::complex::TYPE.get());
    complex || t.special(v, n.__index__).is_some() || t.special(v, n.__float__).is_some()
}
fn count_new(t: &mut Thread, a: Args) -> Ret {
    let (start, step) = (a[1].or(Value::ZERO), a[2].or(Value::int(1)));
    if !is_number(t, start) || !is_number(t, step) {
        return Err(t.type_error("a number is required"));
    }
    instance(t, &COUNT, a[0], &[start, step])
}
fn count_next(t: &mut Thread, a: Args) -> Ret {
    // each number goes to one of the threads that share a counter
    loop {
        let (now, step) = (word(a[0], 0), word(a[0], 1));
        let small = match (now.as_int(), step.as_int()) {
            (Some(n), Some(s)) => Value::try_int(n + s),
            _ => None,
        };
        let after = match small {
            Some(v) => v,
            None => t.binary(BinaryOp::Add, now, step)?,
        };
        if a[0].unwrap_obj().cas(&mut t.m, 0, now.bits(), after.bits()) {
            return Ok(now);
        }
    }
}
fn count_repr(t: &mut Thread, a: Args) -> Ret {
    let name = t.class_name(a[0]);
    let now = t.repr_text(word(a[0], 0))?;
    if word(a[0], 1).is(Value::int(1)) {
        return t.str(&format!("{name}({now})"));
    }
    let step = t.repr_text(word(a[0], 1))?;
    t.str(&format!("{name}({now}, {step})"))
}

// [iterator or None once at its end, saved items, index of the next saved one]
iterator!(
    CYCLE,
    "cycle",
    Native1,
    static_method("__new__(cls, iterable, /)", cycle_new, NEW_DOC),
    cycle_next,
    "The items of an iterable, again and again."
);
fn cycle_new(t: &mut Thread, a: Args) -> Ret {
    let it = t.iter(a[1])?;
    let saved = List::new(t, &[])?.value();
    instance(t, &CYCLE, a[0], &[it, saved, Value::ZERO])
}
fn cycle_next(t: &mut Thread, a: Args) -> Ret {
    let (it, saved) = (word(a[0], 0), List::of(word(a[0], 1)));
    if !it.is_none() {
        if let Some(v) = t.next(it)? {
            saved.push(t, v)?;
            return Ok(v);
        }
        put(t, a[0], 0, Value::NONE);
    }
    let i = word(a[0], 2).unwrap_usize();
    let (v, after) = match saved.get(i) {
        Some(v) => (v, i + 1),
        None => match saved.get(0) {
            Some(v) => (v, 1),
            None => return END,
        },
    };
    put(t, a[0], 2, Value::index(after));
    Ok(v)
}

// [object, how often yet, or -1]
iterator!(
    REPEAT,
    "repeat",
    Native1,
    static_method("__new__(cls, object, times=-1)", repeat_new, NEW_DOC),
    repeat_next,
    "The object, the given number of times or without end.",
    method("__repr__(self, /)", repeat_repr, "Return repr(self)."),
    method("__length_hint__(self, /)", repeat_hint, "Private method returning an estimate of len(list(it)).")
);
fn repeat_new(t: &mut Thread, a: Args) -> Ret {
    let times = if a[2].is_unbound() { -1 } else { t.to_i64(a[2])?.clamp(0, Value::MAX_INT) };
    instance(t, &REPEAT, a[0], &[a[1], Value::int(times)])
}
fn repeat_next(t: &mut Thread, a: Args) -> Ret {
    loop {
        let left = word(a[0], 1).unwrap_int();
        if left == 0 {
            return END;
        }
        if left < 0 || a[0].unwrap_obj().cas(&mut t.m, 1, Value::int(left).bits(), Value::int(left - 1).bits()) {
            return Ok(word(a[0], 0));
        }
    }
}
fn repeat_repr(t: &mut Thread, a: Args) -> Ret {
    let name = t.class_name(a[0]);
    let shown = t.repr_text(word(a[0], 0))?;
    let left = word(a[0], 1).unwrap_int();
    t.str(&if left < 0 { format!("{name}({shown})") } else { format!("{name}({shown}, {left})") })
}
fn repeat_hint(t: &mut Thread, a: Args) -> Ret {
    let left = word(a[0], 1);
    if left.unwrap_int() < 0 { Err(t.type_error("len() of unsized object")) } else { Ok(left) }
}

// [iterator, function, total or unbound, initial or unbound]
iterator!(
    ACCUMULATE,
    "accumulate",
    Native1,
    static_method("__new__(cls, iterable, func=None, *, initial=None)", accumulate_new, NEW_DOC),
    accumulate_next,
    "Accumulated sums (or results of another function)."
);
fn accumulate_new(t: &mut Thread, a: Args) -> Ret {
    let it = t.iter(a[1])?;
    let initial = a[3].given().unwrap_or(Value::UNBOUND);
    instance(t, &ACCUMULATE, a[0], &[it, a[2].or(Value::NONE), Value::UNBOUND, initial])
}
fn accumulate_next(t: &mut Thread, a: Args) -> Ret {
    let initial = word(a[0], 3);
    if initial.is_bound() {
        put(t, a[0], 3, Value::UNBOUND);
        put(t, a[0], 2, initial);
        return Ok(initial);
    }
    let (it, f, total) = (word(a[0], 0), word(a[0], 1), word(a[0], 2));
    let Some(v) = t.next(it)? else { return END };
    let total = if total.is_unbound() {
        v
    } else if f.is_none() {
        t.binary(BinaryOp::Add, total, v)?
    } else {
        t.call(f, &[total, v])?
    };
    put(t, a[0], 2, total);
    Ok(total)
}

// [iterator, n, strict]
iterator!(
    BATCHED,
    "batched",
    Native1,
    static_method("__new__(cls, iterable, n, *, strict=False)", batched_new, NEW_DOC),
    batched_next,
    "Tuples of n items; the last may be shorter."
);
fn batched_new(t: &mut Thread, a: Args) -> Ret {
    let n = t.to_i64(a[2])?;
    let strict = a[3].is_bound() && t.truth(a[3])?;
    if n < 1 {
        return Err(t.value_error("n must be at least one"));
    }
    let it = t.iter(a[1])?;
    let n = t.int(n.min(Value::MAX_INT))?;
    instance(t, &BATCHED, a[0], &[it, n, Value::bool(strict)])
}
fn batched_next(t: &mut Thread, a: Args) -> Ret {
    let (it, n) = (word(a[0], 0), word(a[0], 1).unwrap_usize());
    if it.is_none() {
        return END;
    }
    let mut vs = Values::new(t)?;
    while vs.len() < n
        && let Some(v) = t.next(it)?
    {
        vs.push(t, v)?;
        if vs.len().is_multiple_of(10_000) {
            t.check()?;
        }
    }
    if vs.len() < n {
        put(t, a[0], 0, Value::NONE);
        if vs.is_empty() {
            return END;
        }
        if word(a[0], 2).is(Value::TRUE) {
            return Err(t.value_error("batched(): incomplete batch"));
        }
    }
    vs.into_tuple(t)
}

// [iterator of iterables or None at the end, active iterator or None]
iterator!(
    CHAIN,
    "chain",
    Native1,
    static_method("__new__(cls, *iterables)", chain_new, NEW_DOC),
    chain_next,
    "The items of one iterable after the other.",
    class_method(
        "from_iterable(cls, iterable, /)",
        chain_from,
        "As chain(), with the iterables given by one iterable."
    ),
    class_method("__class_getitem__(cls, object, /)", class_getitem, "See PEP 585")
);
fn chain_new(t: &mut Thread, a: Args) -> Ret {
    let it = t.iter(a[1])?;
    instance(t, &CHAIN, a[0], &[it, Value::NONE])
}
fn chain_from(t: &mut Thread, a: Args) -> Ret {
    let it = t.iter(a[1])?;
    instance(t, &CHAIN, a[0], &[it, Value::NONE])
}
fn chain_next(t: &mut Thread, a: Args) -> Ret {
    let source = word(a[0], 0);
    if source.is_none() {
        return END;
    }
    let mut n = 0u32;
    loop {
        let active = word(a[0], 1);
        if active.is_none() {
            let next = match t.next(source) {
                Ok(Some(iterable)) => t.iter(iterable),
                Ok(None) => Ok(Value::UNBOUND),
                Err(e) => Err(e),
            };
            match next {
                Ok(it) if it.is_bound() => put(t, a[0], 1, it),
                ended => {
                    put(t, a[0], 0, Value::NONE);
                    return ended;
                }
            }
            continue;
        }
        if let Some(v) = t.next(active)? {
            return Ok(v);
        }
        put(t, a[0], 1, Value::NONE);
        n += 1;
        if n.is_multiple_of(10_000) {
            t.check()?;
        }
    }
}

// [data, selectors]
iterator!(
    COMPRESS,
    "compress",
    Native1,
    static_method("__new__(cls, data, selectors)", compress_new, NEW_DOC),
    compress_next,
    "The items whose selector is true."
);
fn compress_new(t: &mut Thread, a: Args) -> Ret {
    let data = t.iter(a[1])?;
    let selectors = t.iter(a[2])?;
    instance(t, &COMPRESS, a[0], &[data, selectors])
}
fn compress_next(t: &mut Thread, a: Args) -> Ret {
    let (data, selectors) = (word(a[0], 0), word(a[0], 1));
    let mut n = 0u32;
    loop {
        let Some(v) = t.next(data)? else { return END };
        let Some(s) = t.next(selectors)? else { return END };
        if t.truth(s)? {
            return Ok(v);
        }
        n += 1;
        if n.is_multiple_of(10_000) {
            t.check()?;
        }
    }
}

// [predicate, iterator, whether items pass]
iterator!(
    DROPWHILE,
    "dropwhile",
    Native1,
    static_method("__new__(cls, predicate, iterable, /)", dropwhile_new, NEW_DOC),
    dropwhile_next,
    "The items from the first one on for which the predicate is false."
);
fn dropwhile_new(t: &mut Thread, a: Args) -> Ret {
    let it = t.iter(a[2])?;
    instance(t, &DROPWHILE, a[0], &[a[1], it, Value::FALSE])
}
fn dropwhile_next(t: &mut Thread, a: Args) -> Ret {
    let (f, it) = (word(a[0], 0), word(a[0], 1));
    let mut n = 0u32;
    while let Some(v) = t.next(it)? {
        if word(a[0], 2).is(Value::TRUE) {
            return Ok(v);
        }
        let r = t.call(f, &[v])?;
        if !t.truth(r)? {
            put(t, a[0], 2, Value::TRUE);
            return Ok(v);
        }
        n += 1;
        if n.is_multiple_of(10_000) {
            t.check()?;
        }
    }
    END
}

// [predicate, iterator]
iterator!(
    FILTERFALSE,
    "filterfalse",
    Native1,
    static_method("__new__(cls, function, iterable, /)", filterfalse_new, NEW_DOC),
    filterfalse_next,
    "The items for which the function (or, given None, the item itself) is false."
);
fn filterfalse_new(t: &mut Thread, a: Args) -> Ret {
    let it = t.iter(a[2])?;
    instance(t, &FILTERFALSE, a[0], &[a[1], it])
}
fn filterfalse_next(t: &mut Thread, a: Args) -> Ret {
    let (f, it) = (word(a[0], 0), word(a[0], 1));
    let by_truth = f.is_none() || f.is(types::bool::TYPE.value());
    let mut n = 0u32;
    while let Some(v) = t.next(it)? {
        let r = if by_truth { v } else { t.call(f, &[v])? };
        if !t.truth(r)? {
            return Ok(v);
        }
        n += 1;
        if n.is_multiple_of(10_000) {
            t.check()?;
        }
    }
    END
}

// [iterator or None at the end, position, next index wanted, stop or -1, step]
iterator!(
    ISLICE,
    "islice",
    Native2,
    static_method("__new__(cls, iterable, start, stop=None, step=None, /)", islice_new, NEW_DOC),
    islice_next,
    "Selected items of an iterable."
);
fn islice_bound(t: &mut Thread, v: Value, default: i64, text: &str) -> Result<i64, Raised> {
    if v.is_none() {
        return Ok(default);
    }
    let r = t.try_index(v);
    let i = t.catch(r, &exc::TypeError)?.flatten().and_then(bigint::to_i64);
    match i {
        Some(i) if (0..=Value::MAX_INT).contains(&i) => Ok(i),
        _ => Err(t.value_error(text)),
    }
}
fn islice_new(t: &mut Thread, a: Args) -> Ret {
    const STOP: &str = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    const EITHER: &str = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    let (start, stop, step) = if a[3].is_unbound() {
        (0, islice_bound(t, a[2], -1, STOP)?, 1)
    } else {
        // a wrong stop is named first
        let stop = islice_bound(t, a[3], -1, STOP)?;
        let start = islice_bound(t, a[2], 0, EITHER)?;
        let step = islice_bound(t, a[4].or(Value::NONE), 1, "Step for islice() must be a positive integer or None.")?;
        (start, stop, step)
    };
    if step < 1 {
        return Err(t.value_error("Step for islice() must be a positive integer or None."));
    }
    let it = t.iter(a[1])?;
    let words = [it, Value::ZERO, Value::int(start), Value::int(stop), Value::int(step)];
    instance(t, &ISLICE, a[0], &words)
}
fn islice_next(t: &mut Thread, a: Args) -> Ret {
    let it = word(a[0], 0);
    if it.is_none() {
        return END;
    }
    let [mut at, next, stop, step] = [1, 2, 3, 4].map(|i| word(a[0], i).unwrap_int());
    let end = if stop >= 0 { next.min(stop) } else { next };
    let mut n = 0u32;
    while at < end {
        if t.next(it)?.is_none() {
            put(t, a[0], 0, Value::NONE);
            return END;
        }
        at += 1;
        n += 1;
        if n.is_multiple_of(10_000) {
            t.check()?;
        }
    }
    put(t, a[0], 1, Value::int(at));
    if stop >= 0 && at >= stop {
        put(t, a[0], 0, Value::NONE);
        return END;
    }
    let Some(v) = t.next(it)? else {
        put(t, a[0], 0, Value::NONE);
        return END;
    };
    put(t, a[0], 1, Value::int(at + 1));
    let after = next.saturating_add(step).min(Value::MAX_INT);
    put(t, a[0], 2, Value::int(if stop >= 0 { after.min(stop) } else { after }));
    Ok(v)
}

// [iterator or None at the end, the item before, or unbound]
iterator!(
    PAIRWISE,
    "pairwise",
    Native1,
    static_method("__new__(cls, iterable, /)", pairwise_new, NEW_DOC),
    pairwise_next,
    "The overlapping pairs of an iterable's items."
);
fn pairwise_new(t: &mut Thread, a: Args) -> Ret {
    let it = t.iter(a[1])?;
    instance(t, &PAIRWISE, a[0], &[it, Value::UNBOUND])
}
fn pairwise_next(t: &mut Thread, a: Args) -> Ret {
    let it = word(a[0], 0);
    if it.is_none() {
        return END;
    }
    let mut old = word(a[0], 1);
    if old.is_unbound() {
        match t.next(it)? {
            Some(v) => {
                old = v;
                put(t, a[0], 1, v);
                if word(a[0], 0).is_none() {
                    return END;
                }
            }
            None => {
                put(t, a[0], 0, Value::NONE);
                return END;
            }
        }
    }
    match t.next(it)? {
        Some(v) => {
            put(t, a[0], 1, v);
            Tuple::make(t, &[old, v])
        }
        None => {
            put(t, a[0], 0, Value::NONE);
            put(t, a[0], 1, Value::UNBOUND);
            END
        }
    }
}

// [function, iterator]
iterator!(
    STARMAP,
    "starmap",
    Native1,
    static_method("__new__(cls, function, iterable, /)", starmap_new, NEW_DOC),
    starmap_next,
    "The results of a function called with the items as its arguments."
);
fn starmap_new(t: &mut Thread, a: Args) -> Ret {
    let it = t.iter(a[2])?;
    instance(t, &STARMAP, a[0], &[a[1], it])
}
fn starmap_next(t: &mut Thread, a: Args) -> Ret {
    let Some(v) = t.next(word(a[0], 1))? else { return END };
    let args = t.collect(v)?;
    t.call(word(a[0], 0), args.as_slice())
}

// [predicate, iterator, whether it has ended]
iterator!(
    TAKEWHILE,
    "takewhile",
    Native1,
    static_method("__new__(cls, predicate, iterable, /)", takewhile_new, NEW_DOC),
    takewhile_next,
    "The items up to the first one for which the predicate is false."
);
fn takewhile_new(t: &mut Thread, a: Args) -> Ret {
    let it = t.iter(a[2])?;
    instance(t, &TAKEWHILE, a[0], &[a[1], it, Value::FALSE])
}
fn takewhile_next(t: &mut Thread, a: Args) -> Ret {
    if word(a[0], 2).is(Value::TRUE) {
        return END;
    }
    let Some(v) = t.next(word(a[0], 1))? else { return END };
    let r = t.call(word(a[0], 0), &[v])?;
    if t.truth(r)? {
        return Ok(v);
    }
    put(t, a[0], 2, Value::TRUE);
    END
}

// [list of iterators, None where one has ended; fill value; number of those left]
iterator!(
    ZIP_LONGEST,
    "zip_longest",
    Native1,
    static_method("__new__(cls, *iterables, fillvalue=None)", zip_longest_new, NEW_DOC),
    zip_longest_next,
    "Tuples of the i-th items, until the longest iterable is exhausted."
);
fn zip_longest_new(t: &mut Thread, a: Args) -> Ret {
    let mut its = Values::new(t)?;
    for v in Tuple::of(a[1]).iter() {
        let it = t.iter(v)?;
        its.push(t, it)?;
    }
    let n = Value::index(its.len());
    let its = its.into_list(t)?;
    instance(t, &ZIP_LONGEST, a[0], &[its, a[2].or(Value::NONE), n])
}
fn zip_longest_next(t: &mut Thread, a: Args) -> Ret {
    let (its, fill) = (List::of(word(a[0], 0)), word(a[0], 1));
    if its.is_empty() || word(a[0], 2).unwrap_int() <= 0 {
        return END;
    }
    let mut vs = Values::with_capacity(t, its.len())?;
    for i in 0..its.len() {
        let it = its.get(i).unwrap_or(Value::NONE);
        let v = if it.is_none() { None } else { t.next(it)? };
        if v.is_none() && !it.is_none() {
            its.set(t, i, Value::NONE);
            let left = word(a[0], 2).unwrap_int() - 1;
            put(t, a[0], 2, Value::int(left));
            if left <= 0 {
                return END;
            }
        }
        vs.push(t, v.unwrap_or(fill))?;
    }
    vs.into_tuple(t)
}
