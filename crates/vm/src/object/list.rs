//! Lists: `[array]` with `array = [used, capacity, item...]`; and `Values`, a growable sequence for native code.
//!
//! Readers take no lock: they load the array, then compare the index with its `used`. Writers take the list's lock
//! (a no-op while only one thread can run). An array's used length lies in the array, so a reader of an old array
//! stays inside it. Slots past `used` hold 0.

use super::kind::{Kind, head};
use super::tuple::Tuple;
use super::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use pyish_heap::Obj;

/// A list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct List(pub Obj);

const USED: usize = 0;
const CAPACITY: usize = 1;
/// First item's word in an array.
pub const ITEMS: usize = 2;

/// An array object with room for `capacity` items.
pub fn new_array(t: &mut Thread, capacity: usize) -> Result<Obj, Raised> {
    let o = t.alloc_fields(head(Kind::Array, 0), ITEMS + capacity)?;
    o.init(CAPACITY, Value::index(capacity).bits());
    Ok(o)
}
#[inline(always)]
fn used(array: Obj) -> usize {
    Value::from_bits(array.word(USED)).unwrap_usize()
}
#[inline(always)]
fn capacity(array: Obj) -> usize {
    Value::from_bits(array.word_relaxed(CAPACITY)).unwrap_usize()
}
#[inline(always)]
fn set_used(array: Obj, n: usize) {
    array.set_plain(USED, Value::index(n).bits());
}

impl List {
    #[inline(always)]
    pub fn of(v: Value) -> List {
        debug_assert!(v.unwrap_obj().kind() == Kind::List as u8);
        List(v.unwrap_obj())
    }
    #[inline(always)]
    pub fn from(v: Value) -> Option<List> {
        v.obj().filter(|o| o.kind() == Kind::List as u8).map(List)
    }
    #[inline(always)]
    pub fn value(self) -> Value {
        Value::from_obj(self.0)
    }
    #[inline(always)]
    pub fn array(self) -> Obj {
        Value::from_bits(self.0.word(0)).unwrap_obj()
    }
    #[inline(always)]
    pub fn len(self) -> usize {
        used(self.array())
    }
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
    /// The i-th item, if there is one now.
    #[inline(always)]
    pub fn get(self, i: usize) -> Option<Value> {
        let a = self.array();
        if i < used(a) { Some(Value::from_bits(a.word(ITEMS + i))) } else { None }
    }
    /// Items by index, re-read at each step: the list may change meanwhile.
    pub fn iter(self) -> impl Iterator<Item = Value> {
        let mut i = 0;
        std::iter::from_fn(move || {
            i += 1;
            self.get(i - 1)
        })
    }

    pub fn new(t: &mut Thread, items: &[Value]) -> Result<List, Raised> {
        let a = new_array(t, items.len())?;
        for (i, v) in items.iter().enumerate() {
            a.init(ITEMS + i, v.bits());
        }
        set_used(a, items.len());
        List::from_array(t, a)
    }
    pub fn with_capacity(t: &mut Thread, n: usize) -> Result<List, Raised> {
        let a = new_array(t, n)?;
        List::from_array(t, a)
    }
    /// A list around a private array.
    pub fn from_array(t: &mut Thread, array: Obj) -> Result<List, Raised> {
        let o = t.alloc_small::<1>(types::list::TYPE.head())?;
        o.init(0, Value::from_obj(array).bits());
        Ok(List(o))
    }
    /// Gives a fresh instance (also of a subclass) its empty array.
    pub fn init_empty(t: &mut Thread, o: Obj) -> Result<(), Raised> {
        let a = new_array(t, 0)?;
        o.set(&mut t.m, 0, Value::from_obj(a).bits());
        Ok(())
    }

    /// Stores at `i`; false if there is no such item.
    #[inline(always)]
    pub fn set(self, t: &mut Thread, i: usize, v: Value) -> bool {
        let _guard = t.m.lock(self.0);
        self.set_held(t, i, v)
    }

    /// Stores at `i` if there is such an item and the list's lock costs nothing; false if not.
    #[inline(always)]
    pub fn try_set(self, t: &mut Thread, i: usize, v: Value) -> bool {
        let Some(_owned) = t.m.own(self.0) else { return false };
        self.set_held(t, i, v)
    }
    #[inline(always)]
    fn set_held(self, t: &mut Thread, i: usize, v: Value) -> bool {
        let a = self.array();
        let found = i < used(a);
        if found {
            a.set(&mut t.m, ITEMS + i, v.bits());
        }
        found
    }

    #[inline(always)]
    pub fn push(self, t: &mut Thread, v: Value) -> Result<(), Raised> {
        loop {
            {
                let _guard = t.m.lock(self.0);
                if self.push_held(t, v) {
                    return Ok(());
                }
            }
            self.grow(t, 1)?;
        }
    }

    /// Appends if there is room and the list's lock costs nothing; false if not.
    #[inline(always)]
    pub fn try_push(self, t: &mut Thread, v: Value) -> bool {
        let Some(_owned) = t.m.own(self.0) else { return false };
        self.push_held(t, v)
    }
    #[inline(always)]
    fn push_held(self, t: &mut Thread, v: Value) -> bool {
        let a = self.array();
        let n = used(a);
        let room = n < capacity(a);
        if room {
            a.set(&mut t.m, ITEMS + n, v.bits());
            set_used(a, n + 1);
        }
        room
    }

    /// Makes room for `extra` items more.
    #[inline(never)]
    pub fn grow(self, t: &mut Thread, extra: usize) -> Result<(), Raised> {
        loop {
            let old = self.array();
            let n = used(old);
            if n + extra <= capacity(old) {
                return Ok(());
            }
            let wanted = (n + extra).max(4);
            let room = wanted + (wanted >> 3) + 3;
            // small lists double, large ones grow by an eighth
            let new = new_array(t, if room < 64 { wanted.next_power_of_two() } else { room.max(n + n / 2) })?;
            let _guard = t.m.lock(self.0);
            if self.array() != old || used(old) > n {
                continue;
            }
            let n = used(old);
            new.copy_words(&mut t.m, ITEMS, old, ITEMS, n);
            set_used(new, n);
            self.0.set(&mut t.m, 0, Value::from_obj(new).bits());
            return Ok(());
        }
    }

    /// Replaces the whole contents with a private array.
    pub fn replace(self, t: &mut Thread, array: Obj) {
        let _guard = t.m.lock(self.0);
        self.0.set(&mut t.m, 0, Value::from_obj(array).bits());
    }

    pub fn pop(self, t: &mut Thread) -> Option<Value> {
        let _guard = t.m.lock(self.0);
        let a = self.array();
        let n = used(a);
        if n == 0 {
            return None;
        }
        let v = Value::from_bits(a.word(ITEMS + n - 1));
        set_used(a, n - 1);
        a.set_plain(ITEMS + n - 1, 0);
        Some(v)
    }

    /// Replaces items `from..to` by `new`: the one mechanism of insert, delete and slice assignment. Bounds are
    /// clamped to the length at that moment.
    pub fn splice(self, t: &mut Thread, from: usize, to: usize, new: &[Value]) -> Result<(), Raised> {
        loop {
            {
                let _guard = t.m.lock(self.0);
                let a = self.array();
                let n = used(a);
                let from = from.min(n);
                let to = to.clamp(from, n);
                let total = n - (to - from) + new.len();
                if total <= capacity(a) {
                    let m = &mut t.m;
                    a.copy_words(m, ITEMS + from + new.len(), a, ITEMS + to, n - to);
                    for (i, v) in new.iter().enumerate() {
                        a.set(m, ITEMS + from + i, v.bits());
                    }
                    set_used(a, total);
                    if total < n {
                        a.fill_plain(ITEMS + total, n - total, 0);
                    }
                    return Ok(());
                }
            }
            self.grow(t, new.len())?;
        }
    }

    /// Appends the items of a tuple. An empty list without room gets an array of just the size.
    pub fn extend_from_tuple(self, t: &mut Thread, tuple: Tuple) -> Result<(), Raised> {
        let n = tuple.len();
        if self.is_empty() && capacity(self.array()) < n {
            let new = Values::from_tuple(t, tuple)?.into_array();
            let _guard = t.m.lock(self.0);
            if self.is_empty() {
                self.0.set(&mut t.m, 0, Value::from_obj(new).bits());
                return Ok(());
            }
        }
        self.splice(t, usize::MAX, usize::MAX, tuple.as_slice())
    }
    /// Appends the items of another list, while only one thread runs.
    pub fn extend_from_list(self, t: &mut Thread, other: List) -> Result<(), Raised> {
        loop {
            let extra = other.len();
            {
                let _guard = t.m.lock(self.0);
                let (a, b) = (self.array(), other.array());
                let (n, k) = (used(a), used(b));
                if n + k <= capacity(a) {
                    a.copy_words(&mut t.m, ITEMS + n, b, ITEMS, k);
                    set_used(a, n + k);
                    return Ok(());
                }
            }
            self.grow(t, extra)?;
        }
    }
    pub fn insert(self, t: &mut Thread, i: usize, v: Value) -> Result<(), Raised> {
        self.splice(t, i, i, &[v])
    }
    /// Takes out the i-th item.
    pub fn remove(self, t: &mut Thread, i: usize) -> Option<Value> {
        let _guard = t.m.lock(self.0);
        let a = self.array();
        let n = used(a);
        if i >= n {
            return None;
        }
        let v = Value::from_bits(a.word(ITEMS + i));
        a.copy_words(&mut t.m, ITEMS + i, a, ITEMS + i + 1, n - i - 1);
        set_used(a, n - 1);
        a.set_plain(ITEMS + n - 1, 0);
        Some(v)
    }
    pub fn clear(self, t: &mut Thread) -> Result<(), Raised> {
        let a = new_array(t, 0)?;
        self.replace(t, a);
        Ok(())
    }
    /// A private copy of the items.
    pub fn snapshot(self, t: &mut Thread) -> Result<Values, Raised> {
        self.snapshot_with_room(t, 0)
    }
    /// A private copy of the items with room for `extra` more.
    pub fn snapshot_with_room(self, t: &mut Thread, extra: usize) -> Result<Values, Raised> {
        loop {
            let room = self.len() + extra;
            let new = new_array(t, room)?;
            let _guard = t.m.lock(self.0);
            let a = self.array();
            let n = used(a);
            if n <= room {
                new.copy_words(&mut t.m, ITEMS, a, ITEMS, n);
                set_used(new, n);
                return Ok(Values { array: new });
            }
        }
    }
    /// A private copy of `n` items from `start` on, `step` apart; fewer if the list is shorter by then.
    pub fn copy_selected(self, t: &mut Thread, start: i64, step: i64, n: usize) -> Result<Values, Raised> {
        let new = new_array(t, n)?;
        let _guard = t.m.lock(self.0);
        let a = self.array();
        let len = used(a) as i64;
        let mut k = 0;
        if step == 1 && start >= 0 && start < len {
            k = n.min((len - start) as usize);
            new.copy_words(&mut t.m, ITEMS, a, ITEMS + start as usize, k);
        } else {
            let mut at = start;
            while k < n && at >= 0 && at < len {
                new.set(&mut t.m, ITEMS + k, a.word(ITEMS + at as usize));
                k += 1;
                at += step;
            }
        }
        set_used(new, k);
        Ok(Values { array: new })
    }
    /// Stores `items` at `start`, `start + step` ...; false if the list is too short by then.
    pub fn store_selected(self, t: &mut Thread, start: i64, step: i64, items: &Values) -> bool {
        let _guard = t.m.lock(self.0);
        let a = self.array();
        let n = items.len() as i64;
        let last = start + (n - 1) * step;
        if n > 0 && (start < 0 || last < 0 || start.max(last) >= used(a) as i64) {
            return false;
        }
        for (k, v) in items.iter().enumerate() {
            a.set(&mut t.m, ITEMS + (start + k as i64 * step) as usize, v.bits());
        }
        true
    }
    /// Takes out the `n` items at `start`, `start + step` ... (`step` positive).
    pub fn delete_selected(self, t: &mut Thread, start: usize, step: usize, n: usize) {
        let _guard = t.m.lock(self.0);
        let a = self.array();
        let len = used(a);
        let first = start.min(len);
        let (mut to, mut deleted) = (first, 0);
        for from in first..len {
            if deleted < n && from == start + deleted * step {
                deleted += 1;
            } else {
                a.set(&mut t.m, ITEMS + to, a.word(ITEMS + from));
                to += 1;
            }
        }
        set_used(a, to);
        a.fill_plain(ITEMS + to, len - to, 0);
    }
    /// Takes out the item at an index counted from the end if negative. `Err(true)`: the list is empty.
    pub fn take(self, t: &mut Thread, i: i64) -> Result<Value, bool> {
        let _guard = t.m.lock(self.0);
        let a = self.array();
        let n = used(a);
        if n == 0 {
            return Err(true);
        }
        let at = if i < 0 { i + n as i64 } else { i };
        if at < 0 || at as usize >= n {
            return Err(false);
        }
        let at = at as usize;
        let v = Value::from_bits(a.word(ITEMS + at));
        a.copy_words(&mut t.m, ITEMS + at, a, ITEMS + at + 1, n - at - 1);
        set_used(a, n - 1);
        a.set_plain(ITEMS + n - 1, 0);
        Ok(v)
    }
    /// Reverses in place.
    pub fn reverse(self, t: &mut Thread) {
        let _guard = t.m.lock(self.0);
        let a = self.array();
        let n = used(a);
        for i in 0..n / 2 {
            let (x, y) = (a.word(ITEMS + i), a.word(ITEMS + n - 1 - i));
            a.set(&mut t.m, ITEMS + i, y);
            a.set(&mut t.m, ITEMS + n - 1 - i, x);
        }
    }
    /// Replaces the contents `old` (compared word by word) by a private array; false if they are others by now.
    pub fn replace_if_same(self, t: &mut Thread, old: &Values, new: Obj) -> bool {
        let _guard = t.m.lock(self.0);
        let a = self.array();
        let n = used(a);
        if n != old.len() || (0..n).any(|i| a.word(ITEMS + i) != old.get(i).bits()) {
            return false;
        }
        self.0.set(&mut t.m, 0, Value::from_obj(new).bits());
        true
    }
    /// Leaves `placeholder` in the list and gives what was there.
    pub fn exchange(self, t: &mut Thread, placeholder: Obj) -> Values {
        let _guard = t.m.lock(self.0);
        let a = self.array();
        self.0.set(&mut t.m, 0, Value::from_obj(placeholder).bits());
        Values { array: a }
    }
}

/// A growable sequence in the traced heap for native code: what `Vec<Value>` would be if the collector saw it.
/// Private until `into_list` or `into_tuple`.
pub struct Values {
    array: Obj,
}

impl Values {
    pub fn new(t: &mut Thread) -> Result<Values, Raised> {
        Values::with_capacity(t, 6)
    }
    pub fn with_capacity(t: &mut Thread, n: usize) -> Result<Values, Raised> {
        Ok(Values { array: new_array(t, n)? })
    }
    pub fn from_slice(t: &mut Thread, items: &[Value]) -> Result<Values, Raised> {
        let mut vs = Values::with_capacity(t, items.len())?;
        for v in items {
            vs.push(t, *v)?;
        }
        Ok(vs)
    }
    pub fn from_tuple(t: &mut Thread, tuple: Tuple) -> Result<Values, Raised> {
        let n = tuple.len();
        let array = new_array(t, n)?;
        for i in 0..n {
            array.init(ITEMS + i, tuple.get(i).bits());
        }
        set_used(array, n);
        Ok(Values { array })
    }
    /// `n` items, the i-th made by `item`, which must not allocate or run Python.
    pub fn from_fn(t: &mut Thread, n: usize, item: impl Fn(usize) -> Value) -> Result<Values, Raised> {
        let array = new_array(t, n)?;
        for i in 0..n {
            array.init(ITEMS + i, item(i).bits());
        }
        set_used(array, n);
        Ok(Values { array })
    }
    #[inline(always)]
    pub fn len(&self) -> usize {
        used(self.array)
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    #[inline(always)]
    pub fn get(&self, i: usize) -> Value {
        assert!(i < self.len());
        Value::from_bits(self.array.word_relaxed(ITEMS + i))
    }
    #[inline(always)]
    pub fn set(&mut self, t: &mut Thread, i: usize, v: Value) {
        assert!(i < self.len());
        self.array.set(&mut t.m, ITEMS + i, v.bits());
    }
    #[inline(always)]
    pub fn push(&mut self, t: &mut Thread, v: Value) -> Result<(), Raised> {
        let n = self.len();
        if n == capacity(self.array) {
            let new = new_array(t, (n * 2).max(8))?;
            new.copy_words(&mut t.m, ITEMS, self.array, ITEMS, n);
            self.array = new;
        }
        self.array.set(&mut t.m, ITEMS + n, v.bits());
        set_used(self.array, n + 1);
        Ok(())
    }
    pub fn pop(&mut self) -> Option<Value> {
        let n = self.len();
        if n == 0 {
            return None;
        }
        let v = self.get(n - 1);
        set_used(self.array, n - 1);
        Some(v)
    }
    pub fn truncate(&mut self, n: usize) {
        if n < self.len() {
            set_used(self.array, n);
        }
    }
    pub fn reverse(&mut self, t: &mut Thread) {
        let n = self.len();
        for i in 0..n / 2 {
            let (a, b) = (self.get(i), self.get(n - 1 - i));
            self.set(t, i, b);
            self.set(t, n - 1 - i, a);
        }
    }
    pub fn iter(&self) -> impl Iterator<Item = Value> + '_ {
        (0..self.len()).map(|i| self.get(i))
    }
    /// The items as a slice; no other view may be changing them.
    pub fn as_slice(&self) -> &[Value] {
        // SAFETY: V3: the array is private, does not move, and lives while `self` holds it.
        unsafe { std::slice::from_raw_parts(self.array.slots(ITEMS).cast::<Value>(), self.len()) }
    }
    pub fn into_list(self, t: &mut Thread) -> Ret {
        Ok(List::from_array(t, self.array)?.value())
    }
    pub fn into_array(self) -> Obj {
        self.array
    }
    pub fn into_tuple(self, t: &mut Thread) -> Ret {
        Ok(super::tuple::Tuple::new_with(t, self.len(), |i| self.get(i))?.value())
    }
}

impl Drop for Values {
    fn drop(&mut self) {
        // keeps the base alive for the collector until here
        std::hint::black_box(self.array.addr());
    }
}
