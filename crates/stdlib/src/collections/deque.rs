//! `deque`: a ring in one array, `[array, start, length, maxlen or -1, changes]`.
//!
//! The array is `object::list`'s with a power of two as its capacity. All three of array, start and length belong
//! together: they are read and written under the deque's lock.

use pyish_heap::Obj;
use pyish_vm::native::class_method;
use pyish_vm::object::kind::Kind;
use pyish_vm::object::list::{ITEMS, Values, new_array};
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::{Type, flag};
use pyish_vm::ops::compare::CompareOp;
use pyish_vm::types::iterators::{class_getitem, itself, own_state, put, word};
use pyish_vm::types::slice;
use pyish_vm::types::tuple::{compare_items, repeat_count, repeated_length};
use pyish_vm::{Args, Attribute, Method, Raised, Ret, Thread, TypeRow, Value, getter, method, static_method};

pub static ROWS: &[&TypeRow] = &[&TYPE, &ITER, &REVERSE];

pub(crate) static TYPE: TypeRow = TypeRow::new("deque", Kind::Native2)
    .module("collections")
    .flags(flag::WEAKREF | flag::SEQUENCE)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("A list-like sequence optimized for data accesses near its endpoints.");
static NEW: Method = static_method("__new__(cls, *args, **kwargs)", deque_new, "Create and return a new object.");
static METHODS: [Method; 38] = [
    method("__init__(self, iterable=(), maxlen=None)", deque_init, "Initialize self."),
    method("__repr__(self, /)", deque_repr, "Return repr(self)."),
    method("__lt__(self, value, /)", |t, a| compare(t, a, CompareOp::Lt), "Return self<value."),
    method("__le__(self, value, /)", |t, a| compare(t, a, CompareOp::Le), "Return self<=value."),
    method("__eq__(self, value, /)", |t, a| compare(t, a, CompareOp::Eq), "Return self==value."),
    method("__ne__(self, value, /)", |t, a| compare(t, a, CompareOp::Ne), "Return self!=value."),
    method("__gt__(self, value, /)", |t, a| compare(t, a, CompareOp::Gt), "Return self>value."),
    method("__ge__(self, value, /)", |t, a| compare(t, a, CompareOp::Ge), "Return self>=value."),
    method("__iter__(self, /)", |t, a| iterator(t, a[0], &ITER), "Implement iter(self)."),
    method("__reversed__(self, /)", |t, a| iterator(t, a[0], &REVERSE), "Return a reverse iterator over the deque."),
    method("__len__(self, /)", |_, a| Ok(word(a[0], LEN)), "Return len(self)."),
    method("__getitem__(self, key, /)", deque_getitem, "Return self[key]."),
    method("__setitem__(self, key, value, /)", deque_setitem, "Set self[key] to value."),
    method("__delitem__(self, key, /)", deque_delitem, "Delete self[key]."),
    method(
        "__contains__(self, key, /)",
        |t, a| Ok(Value::bool(find(t, Deque::of(a[0]), a[1], 0, usize::MAX)?.is_some())),
        "Return bool(key in self).",
    ),
    method("__add__(self, value, /)", deque_add, "Return self+value."),
    method("__mul__(self, value, /)", deque_mul, "Return self*value."),
    method("__rmul__(self, value, /)", deque_mul, "Return value*self."),
    method("__iadd__(self, value, /)", deque_iadd, "Implement self+=value."),
    method("__imul__(self, value, /)", deque_imul, "Implement self*=value."),
    method(
        "append(self, item, /)",
        |t, a| done(Deque::of(a[0]).push_back(t, a[1])),
        "Add an element to the right side of the deque.",
    ),
    method(
        "appendleft(self, item, /)",
        |t, a| done(Deque::of(a[0]).push_front(t, a[1])),
        "Add an element to the left side of the deque.",
    ),
    method(
        "extend(self, iterable, /)",
        |t, a| done(extend(t, Deque::of(a[0]), a[1])),
        "Extend the right side of the deque with elements from the iterable.",
    ),
    method(
        "extendleft(self, iterable, /)",
        deque_extendleft,
        "Extend the left side of the deque with elements from the iterable.",
    ),
    method("pop(self, /)", |t, a| popped(t, a, true), "Remove and return the rightmost element."),
    method("popleft(self, /)", |t, a| popped(t, a, false), "Remove and return the leftmost element."),
    method("clear(self, /)", deque_clear, "Remove all elements from the deque."),
    method("copy(self, /)", deque_copy, "Return a shallow copy of a deque."),
    method("__copy__(self, /)", deque_copy, "Return a shallow copy of a deque."),
    method("count(self, value, /)", deque_count, "Return number of occurrences of value."),
    method("index(self, value, start=0, stop=9223372036854775807, /)", deque_index, "Return first index of value."),
    method("insert(self, index, value, /)", deque_insert, "Insert value before index."),
    method("remove(self, value, /)", deque_remove, "Remove first occurrence of value."),
    method("reverse(self, /)", deque_reverse, "Reverse *IN PLACE*."),
    method(
        "rotate(self, n=1, /)",
        deque_rotate,
        "Rotate the deque n steps to the right. If n is negative, rotates left.",
    ),
    method("__reduce__(self, /)", deque_reduce, "Return state information for pickling."),
    method(
        "__sizeof__(self, /)",
        |_, a| {
            Ok(Value::index(
                pyish_heap::cell_bytes(a[0].unwrap_obj()) + pyish_heap::cell_bytes(word(a[0], ARRAY).unwrap_obj()),
            ))
        },
        "Return the size of the deque in memory, in bytes.",
    ),
    class_method("__class_getitem__(cls, object, /)", class_getitem, "See PEP 585"),
];
static ATTRIBUTES: [Attribute; 1] = [getter(
    "maxlen",
    |_, v| {
        let m = word(v, MAXLEN);
        Ok(if m.unwrap_int() < 0 { Value::NONE } else { m })
    },
    "maximum size of a deque or None if unbounded",
)];

const ARRAY: usize = 0;
const START: usize = 1;
const LEN: usize = 2;
const MAXLEN: usize = 3;
const CHANGES: usize = 4;
const FIRST_ROOM: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Deque(Obj);

/// What belongs together, as read under the lock.
#[derive(Clone, Copy)]
struct Ring {
    array: Obj,
    start: usize,
    len: usize,
    mask: usize,
}

impl Ring {
    fn word_of(self, i: usize) -> usize {
        ITEMS + ((self.start + i) & self.mask)
    }
}

impl Deque {
    pub(crate) fn of(v: Value) -> Deque {
        Deque(v.unwrap_obj())
    }
    fn from(t: &Thread, v: Value) -> Option<Deque> {
        if t.class_of(v).is_subclass(TYPE.get()) { Some(Deque(v.unwrap_obj())) } else { None }
    }
    fn int(self, i: usize) -> i64 {
        Value::from_bits(self.0.word(i)).unwrap_int()
    }
    fn set_int(self, i: usize, n: usize) {
        self.0.set_plain(i, Value::index(n).bits());
    }
    pub(crate) fn len(self) -> usize {
        self.int(LEN) as usize
    }
    fn maxlen(self) -> Option<usize> {
        usize::try_from(self.int(MAXLEN)).ok()
    }
    /// Read under the lock.
    fn ring(self) -> Ring {
        let array = Value::from_bits(self.0.word(ARRAY)).unwrap_obj();
        let capacity = Value::from_bits(array.word_relaxed(1)).unwrap_usize();
        Ring { array, start: self.int(START) as usize, len: self.len(), mask: capacity - 1 }
    }
    fn changed(self) {
        self.0.set_plain(CHANGES, Value::int((self.int(CHANGES) + 1) & Value::MAX_INT).bits());
    }
    fn get(self, t: &mut Thread, i: usize) -> Option<Value> {
        let _guard = t.m.lock(self.0);
        let r = self.ring();
        (i < r.len).then(|| Value::from_bits(r.array.word(r.word_of(i))))
    }
    fn set(self, t: &mut Thread, i: usize, v: Value) -> bool {
        let _guard = t.m.lock(self.0);
        let r = self.ring();
        if i < r.len {
            r.array.set(&mut t.m, r.word_of(i), v.bits());
        }
        i < r.len
    }
    /// A larger array, if this one is full.
    #[inline(never)]
    fn grow(self, t: &mut Thread) -> Result<(), Raised> {
        let old = self.ring();
        let room = (old.mask + 1) * 2;
        let new = new_array(t, room)?;
        let _guard = t.m.lock(self.0);
        let r = self.ring();
        if r.array != old.array || r.len > room {
            return Ok(());
        }
        for i in 0..r.len {
            new.set(&mut t.m, ITEMS + i, r.array.word(r.word_of(i)));
        }
        self.0.set(&mut t.m, ARRAY, Value::from_obj(new).bits());
        self.set_int(START, 0);
        Ok(())
    }
    pub(crate) fn push_back(self, t: &mut Thread, v: Value) -> Result<(), Raised> {
        self.push(t, v, true)
    }
    fn push_front(self, t: &mut Thread, v: Value) -> Result<(), Raised> {
        self.push(t, v, false)
    }
    fn push(self, t: &mut Thread, v: Value, back: bool) -> Result<(), Raised> {
        loop {
            {
                let _guard = t.m.lock(self.0);
                let mut r = self.ring();
                if self.maxlen().is_some_and(|m| r.len >= m) {
                    if r.len == 0 {
                        return Ok(());
                    }
                    // full: what is at the other end goes
                    if back {
                        r.array.set_plain(r.word_of(0), 0);
                        r.start = (r.start + 1) & r.mask;
                    } else {
                        r.array.set_plain(r.word_of(r.len - 1), 0);
                    }
                    r.len -= 1;
                }
                if r.len <= r.mask {
                    if !back {
                        r.start = (r.start + r.mask) & r.mask;
                    }
                    let at = r.word_of(if back { r.len } else { 0 });
                    r.array.set(&mut t.m, at, v.bits());
                    self.set_int(START, r.start);
                    self.set_int(LEN, r.len + 1);
                    self.changed();
                    return Ok(());
                }
            }
            self.grow(t)?;
        }
    }
    pub(crate) fn pop(self, t: &mut Thread, back: bool) -> Option<Value> {
        let _guard = t.m.lock(self.0);
        let r = self.ring();
        if r.len == 0 {
            return None;
        }
        let at = r.word_of(if back { r.len - 1 } else { 0 });
        let v = Value::from_bits(r.array.word(at));
        r.array.set_plain(at, 0);
        if !back {
            self.set_int(START, (r.start + 1) & r.mask);
        }
        self.set_int(LEN, r.len - 1);
        self.changed();
        Some(v)
    }
    /// Takes out the i-th item.
    fn remove(self, t: &mut Thread, i: usize) -> Option<Value> {
        let _guard = t.m.lock(self.0);
        let r = self.ring();
        if i >= r.len {
            return None;
        }
        let v = Value::from_bits(r.array.word(r.word_of(i)));
        for k in i + 1..r.len {
            r.array.set(&mut t.m, r.word_of(k - 1), r.array.word(r.word_of(k)));
        }
        r.array.set_plain(r.word_of(r.len - 1), 0);
        self.set_int(LEN, r.len - 1);
        self.changed();
        Some(v)
    }
    fn snapshot(self, t: &mut Thread) -> Result<Values, Raised> {
        loop {
            let n = self.len();
            let mut vs = Values::with_capacity(t, n)?;
            for _ in 0..n {
                vs.push(t, Value::NONE)?;
            }
            let _guard = t.m.lock(self.0);
            let r = self.ring();
            if r.len == n {
                for i in 0..n {
                    vs.set(t, i, Value::from_bits(r.array.word(r.word_of(i))));
                }
                return Ok(vs);
            }
        }
    }
    /// Replaces all items, keeping the last `maxlen`.
    fn replace(self, t: &mut Thread, items: &Values) -> Result<(), Raised> {
        let skip = self.maxlen().map_or(0, |m| items.len().saturating_sub(m));
        let n = items.len() - skip;
        let new = new_array(t, n.next_power_of_two().max(FIRST_ROOM))?;
        for i in 0..n {
            new.set(&mut t.m, ITEMS + i, items.get(skip + i).bits());
        }
        let _guard = t.m.lock(self.0);
        self.0.set(&mut t.m, ARRAY, Value::from_obj(new).bits());
        self.set_int(START, 0);
        self.set_int(LEN, n);
        self.changed();
        Ok(())
    }
}

fn done(r: Result<(), Raised>) -> Ret {
    r.map(|()| Value::NONE)
}
/// `deque()`.
pub(crate) fn empty(t: &mut Thread) -> Ret {
    new_deque(t, TYPE.get())
}
fn new_deque(t: &mut Thread, class: Type) -> Ret {
    let v = pyish_vm::types::object::alloc_instance(t, class)?;
    let o = v.unwrap_obj();
    for i in 0..Kind::Native2.words() {
        o.set_plain(i, Value::ZERO.bits());
    }
    o.set_plain(MAXLEN, Value::int(-1).bits());
    let array = new_array(t, FIRST_ROOM)?;
    put(t, v, ARRAY, Value::from_obj(array));
    Ok(v)
}
fn deque_new(t: &mut Thread, a: Args) -> Ret {
    new_deque(t, Type::of(a[0]))
}
fn deque_init(t: &mut Thread, a: Args) -> Ret {
    let d = Deque::of(a[0]);
    let maxlen = match a[2].given() {
        None => -1,
        Some(v) => {
            if !pyish_vm::object::bigint::is_int(v) {
                return Err(t.type_error("an integer is required"));
            }
            let n = t.to_i64(v)?;
            if n < 0 {
                return Err(t.value_error("maxlen must be non-negative"));
            }
            n.min(Value::MAX_INT)
        }
    };
    d.0.set_plain(MAXLEN, Value::int(maxlen).bits());
    if d.len() > 0 {
        let none = Values::new(t)?;
        d.replace(t, &none)?;
    }
    if a[1].is_bound() {
        extend(t, d, a[1])?;
    }
    Ok(Value::NONE)
}
fn extend(t: &mut Thread, d: Deque, items: Value) -> Result<(), Raised> {
    if items.is(Value::from_obj(d.0)) {
        let vs = d.snapshot(t)?;
        for i in 0..vs.len() {
            d.push_back(t, vs.get(i))?;
        }
        return Ok(());
    }
    t.for_each(items, |t, v| d.push_back(t, v))
}
fn deque_extendleft(t: &mut Thread, a: Args) -> Ret {
    let d = Deque::of(a[0]);
    let items = if a[1].is(a[0]) { d.snapshot(t)?.into_list(t)? } else { a[1] };
    done(t.for_each(items, |t, v| d.push_front(t, v)))
}
fn deque_repr(t: &mut Thread, a: Args) -> Ret {
    let name = t.class_of(a[0]).name_string();
    let d = Deque::of(a[0]);
    let made = t.repr_guarded(a[0], |t| {
        let list = d.snapshot(t)?.into_list(t)?;
        t.repr_text(list)
    })?;
    let Some(items) = made else { return t.str("[...]") };
    match d.maxlen() {
        Some(m) => t.str(&format!("{name}({items}, maxlen={m})")),
        None => t.str(&format!("{name}({items})")),
    }
}
fn compare(t: &mut Thread, a: Args, op: CompareOp) -> Ret {
    let Some(other) = Deque::from(t, a[1]) else { return Ok(Value::NOT_IMPLEMENTED) };
    let d = Deque::of(a[0]);
    if d.len() != other.len() && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    let (x, y) = (d.snapshot(t)?, other.snapshot(t)?);
    compare_items(t, op, |i| (i < x.len()).then(|| x.get(i)), |i| (i < y.len()).then(|| y.get(i)))
}
fn position(t: &mut Thread, d: Deque, key: Value) -> Result<usize, Raised> {
    let Some(i) = t.try_index(key)? else {
        let kind = t.type_name(key);
        return Err(t.type_error(format!("sequence index must be integer, not '{kind}'")));
    };
    let i = t.to_index(i)?;
    let i = if i < 0 { i + d.len() as i64 } else { i };
    match usize::try_from(i) {
        Ok(i) if i < d.len() => Ok(i),
        _ => Err(t.index_error("deque index out of range")),
    }
}
fn deque_getitem(t: &mut Thread, a: Args) -> Ret {
    let d = Deque::of(a[0]);
    let i = position(t, d, a[1])?;
    match d.get(t, i) {
        Some(v) => Ok(v),
        None => Err(t.index_error("deque index out of range")),
    }
}
fn deque_setitem(t: &mut Thread, a: Args) -> Ret {
    let d = Deque::of(a[0]);
    let i = position(t, d, a[1])?;
    if d.set(t, i, a[2]) { Ok(Value::NONE) } else { Err(t.index_error("deque index out of range")) }
}
fn deque_delitem(t: &mut Thread, a: Args) -> Ret {
    let d = Deque::of(a[0]);
    let i = position(t, d, a[1])?;
    match d.remove(t, i) {
        Some(_) => Ok(Value::NONE),
        None => Err(t.index_error("deque index out of range")),
    }
}
/// A copy: of the same class, or made by calling it.
fn copied(t: &mut Thread, v: Value) -> Ret {
    let class = t.class_of(v);
    let d = Deque::of(v);
    if class == TYPE.get() {
        let new = new_deque(t, class)?;
        new.unwrap_obj().set_plain(MAXLEN, Value::int(d.int(MAXLEN)).bits());
        let items = d.snapshot(t)?;
        Deque::of(new).replace(t, &items)?;
        return Ok(new);
    }
    match d.maxlen() {
        Some(m) => t.call(class.value(), &[v, Value::index(m)]),
        None => t.call(class.value(), &[v]),
    }
}
fn deque_copy(t: &mut Thread, a: Args) -> Ret {
    copied(t, a[0])
}
fn deque_add(t: &mut Thread, a: Args) -> Ret {
    if Deque::from(t, a[1]).is_none() {
        let kind = t.type_name(a[1]);
        return Err(t.type_error(format!("can only concatenate deque (not \"{kind}\") to deque")));
    }
    let new = copied(t, a[0])?;
    if let Some(d) = Deque::from(t, new) {
        extend(t, d, a[1])?;
    }
    Ok(new)
}
fn deque_iadd(t: &mut Thread, a: Args) -> Ret {
    extend(t, Deque::of(a[0]), a[1])?;
    Ok(a[0])
}
fn repeat(t: &mut Thread, d: Deque, times: usize) -> Result<(), Raised> {
    let items = d.snapshot(t)?;
    let n = match d.maxlen() {
        // no more than twice the bound is ever looked at
        Some(m) if !items.is_empty() => times.min(m / items.len() + 2),
        _ => times,
    };
    let total = repeated_length(t, items.len(), n)?;
    let mut all = Values::with_capacity(t, total)?;
    for i in 0..total {
        all.push(t, items.get(i % items.len()))?;
    }
    d.replace(t, &all)
}
fn deque_mul(t: &mut Thread, a: Args) -> Ret {
    let Some(times) = repeat_count(t, a[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
    let new = copied(t, a[0])?;
    if let Some(d) = Deque::from(t, new) {
        repeat(t, d, times)?;
    }
    Ok(new)
}
fn deque_imul(t: &mut Thread, a: Args) -> Ret {
    let Some(times) = repeat_count(t, a[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
    repeat(t, Deque::of(a[0]), times)?;
    Ok(a[0])
}
fn popped(t: &mut Thread, a: Args, back: bool) -> Ret {
    match Deque::of(a[0]).pop(t, back) {
        Some(v) => Ok(v),
        None => Err(t.index_error("pop from an empty deque")),
    }
}
fn deque_clear(t: &mut Thread, a: Args) -> Ret {
    let none = Values::new(t)?;
    done(Deque::of(a[0]).replace(t, &none))
}
/// The first position in `from..to` of an item equal to `v`.
fn find(t: &mut Thread, d: Deque, v: Value, from: usize, to: usize) -> Result<Option<usize>, Raised> {
    find_or(t, d, v, from, to, |t| t.runtime_error("deque mutated during iteration"))
}
/// As `find`; `mutated` makes the error for a deque that a comparison changes.
fn find_or(
    t: &mut Thread,
    d: Deque,
    v: Value,
    from: usize,
    to: usize,
    mutated: fn(&mut Thread) -> Raised,
) -> Result<Option<usize>, Raised> {
    let state = d.int(CHANGES);
    let mut i = from;
    while i < to
        && let Some(x) = d.get(t, i)
    {
        let same = t.equal(x, v)?;
        if d.int(CHANGES) != state {
            return Err(mutated(t));
        }
        if same {
            return Ok(Some(i));
        }
        i += 1;
        if i.is_multiple_of(10_000) {
            t.check()?;
        }
    }
    Ok(None)
}
fn deque_count(t: &mut Thread, a: Args) -> Ret {
    let d = Deque::of(a[0]);
    let (mut n, mut at) = (0, 0);
    while let Some(i) = find(t, d, a[1], at, usize::MAX)? {
        n += 1;
        at = i + 1;
    }
    Ok(Value::index(n))
}
#[cold]
fn absent(t: &mut Thread, v: Value) -> Raised {
    match t.repr_text(v) {
        Ok(shown) => t.value_error(format!("{shown} is not in deque")),
        Err(e) => e,
    }
}
fn deque_index(t: &mut Thread, a: Args) -> Ret {
    let d = Deque::of(a[0]);
    let (from, to) = slice::search_bounds(t, a[2], a[3], d.len())?;
    match find(t, d, a[1], from, to)? {
        Some(i) => Ok(Value::index(i)),
        None => Err(absent(t, a[1])),
    }
}
fn deque_insert(t: &mut Thread, a: Args) -> Ret {
    let d = Deque::of(a[0]);
    let i = t.to_i64(a[1])?;
    if d.maxlen().is_some_and(|m| d.len() >= m) {
        return Err(t.index_error("deque already at its maximum size"));
    }
    let items = d.snapshot(t)?;
    let n = items.len() as i64;
    let i = if i < 0 { (i + n).max(0) } else { i.min(n) } as usize;
    let mut all = Values::with_capacity(t, items.len() + 1)?;
    for k in 0..items.len() {
        if k == i {
            all.push(t, a[2])?;
        }
        all.push(t, items.get(k))?;
    }
    if i == items.len() {
        all.push(t, a[2])?;
    }
    done(d.replace(t, &all))
}
fn deque_remove(t: &mut Thread, a: Args) -> Ret {
    let d = Deque::of(a[0]);
    match find_or(t, d, a[1], 0, usize::MAX, |t| t.index_error("deque mutated during remove()."))? {
        Some(i) => {
            d.remove(t, i);
            Ok(Value::NONE)
        }
        None => Err(absent(t, a[1])),
    }
}
fn deque_reverse(t: &mut Thread, a: Args) -> Ret {
    let d = Deque::of(a[0]);
    let _guard = t.m.lock(d.0);
    let r = d.ring();
    for i in 0..r.len / 2 {
        let (p, q) = (r.word_of(i), r.word_of(r.len - 1 - i));
        let (x, y) = (r.array.word(p), r.array.word(q));
        r.array.set(&mut t.m, p, y);
        r.array.set(&mut t.m, q, x);
    }
    d.changed();
    Ok(Value::NONE)
}
fn deque_rotate(t: &mut Thread, a: Args) -> Ret {
    let d = Deque::of(a[0]);
    let n = if a[1].is_unbound() { 1 } else { t.to_i64(a[1])? };
    let _guard = t.m.lock(d.0);
    let mut r = d.ring();
    if r.len < 2 {
        return Ok(Value::NONE);
    }
    let right = n.rem_euclid(r.len as i64) as usize;
    let left = r.len - right;
    // the shorter way round; a full ring needs no move at all
    for _ in 0..right.min(left) {
        let (from, to) = if right <= left {
            let from = r.word_of(r.len - 1);
            r.start = (r.start + r.mask) & r.mask;
            (from, r.word_of(0))
        } else {
            let from = r.word_of(0);
            r.start = (r.start + 1) & r.mask;
            (from, r.word_of(r.len - 1))
        };
        if from != to {
            r.array.set(&mut t.m, to, r.array.word(from));
            r.array.set_plain(from, 0);
        }
    }
    d.set_int(START, r.start);
    d.changed();
    Ok(Value::NONE)
}
fn deque_reduce(t: &mut Thread, a: Args) -> Ret {
    let d = Deque::of(a[0]);
    let args = match d.maxlen() {
        None => Tuple::empty(t).value(),
        Some(m) => {
            let empty = Tuple::empty(t).value();
            Tuple::make(t, &[empty, Value::index(m)])?
        }
    };
    let state = own_state(t, a[0])?;
    let it = iterator(t, a[0], &ITER)?;
    let class = t.class_of(a[0]).value();
    Tuple::make(t, &[class, args, state, it])
}

// ---- iterators: [deque, items given, items left, changes when it began]

static ITER: TypeRow = TypeRow::new("_deque_iterator", Kind::Native1)
    .module("collections")
    .is_final()
    .constructor(&ITER_NEW)
    .methods(&ITER_METHODS);
static REVERSE: TypeRow = TypeRow::new("_deque_reverse_iterator", Kind::Native1)
    .module("collections")
    .is_final()
    .constructor(&REVERSE_NEW)
    .methods(&REVERSE_METHODS);
static ITER_NEW: Method =
    static_method("__new__(cls, deque, index=0, /)", |t, a| made(t, a, &ITER), "Create and return a new object.");
static REVERSE_NEW: Method =
    static_method("__new__(cls, deque, index=0, /)", |t, a| made(t, a, &REVERSE), "Create and return a new object.");
static ITER_METHODS: [Method; 4] = [
    method("__iter__(self, /)", itself, "Implement iter(self)."),
    method("__next__(self, /)", |t, a| next(t, a, false), "Implement next(self)."),
    method(
        "__length_hint__(self, /)",
        |_, a| Ok(word(a[0], 2)),
        "Private method returning an estimate of len(list(it)).",
    ),
    method("__reduce__(self, /)", iter_reduce, "Return state information for pickling."),
];
static REVERSE_METHODS: [Method; 4] = [
    method("__iter__(self, /)", itself, "Implement iter(self)."),
    method("__next__(self, /)", |t, a| next(t, a, true), "Implement next(self)."),
    method(
        "__length_hint__(self, /)",
        |_, a| Ok(word(a[0], 2)),
        "Private method returning an estimate of len(list(it)).",
    ),
    method("__reduce__(self, /)", iter_reduce, "Return state information for pickling."),
];
fn iterator(t: &mut Thread, v: Value, row: &TypeRow) -> Ret {
    let (left, changes) = (word(v, LEN), word(v, CHANGES));
    t.alloc_of(row, &[v, Value::ZERO, left, changes])
}
fn made(t: &mut Thread, a: Args, row: &'static TypeRow) -> Ret {
    if Deque::from(t, a[1]).is_none() {
        let kind = t.type_name(a[1]);
        let name = row.name;
        return Err(t.type_error(format!("{name}() argument 1 must be collections.deque, not {kind}")));
    }
    let skip = if a[2].is_unbound() { 0 } else { t.to_i64(a[2])?.max(0) };
    let it = iterator(t, a[1], row)?;
    let left = word(it, 2).unwrap_int();
    let skip = skip.min(left);
    put(t, it, 1, Value::int(skip));
    put(t, it, 2, Value::int(left - skip));
    Ok(it)
}
fn next(t: &mut Thread, a: Args, back: bool) -> Ret {
    let d = Deque::of(word(a[0], 0));
    if !word(a[0], 3).is(Value::int(d.int(CHANGES))) {
        put(t, a[0], 2, Value::ZERO);
        return Err(t.runtime_error("deque mutated during iteration"));
    }
    let (given, left) = (word(a[0], 1).unwrap_usize(), word(a[0], 2).unwrap_int());
    if left <= 0 {
        return Ok(Value::UNBOUND);
    }
    let i = if back { (left - 1) as usize } else { given };
    let Some(v) = d.get(t, i) else { return Ok(Value::UNBOUND) };
    put(t, a[0], 1, Value::index(given + 1));
    put(t, a[0], 2, Value::int(left - 1));
    Ok(v)
}
fn iter_reduce(t: &mut Thread, a: Args) -> Ret {
    let args = Tuple::make(t, &[word(a[0], 0), word(a[0], 1)])?;
    let class = t.class_of(a[0]).value();
    Tuple::make(t, &[class, args])
}
