//! Dicts: insertion-ordered tables. `[table, live, first]`, `table = [n, capacity, index, (hash, key, value) x capacity]`.
//!
//! Entries are appended and never move within a table; a full or mostly deleted table is replaced. `index` is a leaf of
//! `u32`s (entry + 1; 0 free, `u32::MAX` deleted) probed as CPython does; tables of up to 8 entries have none
//! and are searched in order. Readers take no lock: an entry's words are written before `n` or the index leads to it. A
//! deleted entry has the key TOMBSTONE and an unbound value and is not used again while others may see it.
//! Comparing keys may run Python: it happens without the lock, and the table is looked at anew afterwards.

use super::kind::{Kind, head};
use super::string::Str;
use super::value::Value;
use crate::thread::{Raised, Thread};
use crate::types;
use pyish_heap::Obj;
use std::sync::atomic::{AtomicU32, Ordering};

/// A dict.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Dict(pub Obj);

const N: usize = 0;
const CAPACITY: usize = 1;
const INDEX: usize = 2;
const ENTRIES: usize = 3;
const STRIDE: usize = 3;
/// Largest table without an index.
const SMALL: usize = 8;
const DELETED: u32 = u32::MAX;
/// The dict's word that says before which entry all are deleted.
const FIRST: usize = 2;

/// A dict's table: what inline caches look into.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Table(pub Obj);

impl Table {
    #[inline(always)]
    pub fn n(self) -> usize {
        Value::from_bits(self.0.word(N)).unwrap_usize()
    }
    fn capacity(self) -> usize {
        Value::from_bits(self.0.word_relaxed(CAPACITY)).unwrap_usize()
    }
    #[inline(always)]
    pub fn key(self, i: usize) -> Value {
        Value::from_bits(self.0.word(ENTRIES + i * STRIDE + 1))
    }
    #[inline(always)]
    pub fn value(self, i: usize) -> Value {
        Value::from_bits(self.0.word(ENTRIES + i * STRIDE + 2))
    }
    #[inline(always)]
    pub fn hash(self, i: usize) -> i64 {
        Value::from_bits(self.0.word_relaxed(ENTRIES + i * STRIDE)).unwrap_int()
    }
    /// The word of the i-th entry's value in the table object.
    #[inline(always)]
    pub fn value_word(i: usize) -> usize {
        ENTRIES + i * STRIDE + 2
    }
    /// The word of the i-th entry's key.
    #[inline(always)]
    pub fn key_word(i: usize) -> usize {
        ENTRIES + i * STRIDE + 1
    }
    fn index(self) -> Option<(*const AtomicU32, usize)> {
        let o = Value::from_bits(self.0.word_relaxed(INDEX)).obj()?;
        let p = o.bytes();
        // SAFETY: V5: `[mask: u64, slots: u32 x (mask + 1)]`, made with the table and living as long.
        unsafe { Some((p.add(8).cast(), *p.cast::<u64>() as usize)) }
    }

    fn new(t: &mut Thread, capacity: usize) -> Result<Table, Raised> {
        let o = t.alloc_fields(head(Kind::Array, 0), ENTRIES + capacity * STRIDE)?;
        o.init(CAPACITY, Value::index(capacity).bits());
        o.init(INDEX, Value::NONE.bits());
        if capacity > SMALL {
            let slots = (capacity * 3 / 2).next_power_of_two();
            let index = t.alloc_leaf(head(Kind::Buffer, 0), 8 + slots * 4)?;
            // SAFETY: V5: unpublished.
            unsafe {
                std::ptr::write_bytes(index.bytes(), 0, 8 + slots * 4);
                *index.bytes().cast::<u64>() = slots as u64 - 1;
            }
            o.set(&mut t.m, INDEX, Value::from_obj(index).bits());
        }
        Ok(Table(o))
    }

    /// Appends an entry; there is room. The caller holds the lock or owns the table.
    fn append(self, t: &mut Thread, hash: i64, key: Value, value: Value) {
        let i = self.n();
        let at = ENTRIES + i * STRIDE;
        self.0.set_plain(at, Value::int(hash).bits());
        self.0.set(&mut t.m, at + 2, value.bits());
        self.0.set(&mut t.m, at + 1, key.bits());
        if let Some((slots, mask)) = self.index() {
            let mut probe = Probe::new(hash, mask);
            // SAFETY: V5.
            while unsafe { (*slots.add(probe.at)).load(Ordering::Relaxed) } != 0 {
                probe.next();
            }
            // SAFETY: V5.
            unsafe { (*slots.add(probe.at)).store(i as u32 + 1, Ordering::Release) };
        }
        // last: a search that began when there were `n` entries has missed none of them
        self.0.set_plain(N, Value::index(i + 1).bits());
    }

    /// Finds by identity and, for two strs, by text. `Err(i)`: entry `i` has the same hash and must be asked.
    #[inline(always)]
    fn find_from(self, start: &mut Search, key: Value, hash: i64) -> Found {
        match self.index() {
            None => {
                let n = self.n();
                while start.step < n {
                    let i = start.step;
                    start.step += 1;
                    if self.hash(i) == hash {
                        match same(self.key(i), key) {
                            Same::Yes => return Found::At(i),
                            Same::No => {}
                            Same::Ask => return Found::Ask(i),
                        }
                    }
                }
                Found::Nowhere
            }
            Some((slots, mask)) => {
                let probe = start.probe.get_or_insert_with(|| Probe::new(hash, mask));
                loop {
                    // SAFETY: V5.
                    let slot = unsafe { (*slots.add(probe.at)).load(Ordering::Acquire) };
                    if slot == 0 {
                        return Found::Nowhere;
                    }
                    probe.next();
                    if slot == DELETED {
                        continue;
                    }
                    let i = slot as usize - 1;
                    if self.hash(i) == hash {
                        match same(self.key(i), key) {
                            Same::Yes => return Found::At(i),
                            Same::No => {}
                            Same::Ask => return Found::Ask(i),
                        }
                    }
                }
            }
        }
    }

    /// Finds by identity and, for two strs, by text; `Ask` of what more is needed.
    #[inline(always)]
    fn find_plainly(self, key: Value, hash: i64) -> Found {
        let Some((slots, mask)) = self.index() else {
            for i in 0..self.n() {
                if self.hash(i) == hash {
                    match same(self.key(i), key) {
                        Same::Yes => return Found::At(i),
                        Same::No => {}
                        Same::Ask => return Found::Ask(i),
                    }
                }
            }
            return Found::Nowhere;
        };
        let mut probe = Probe::new(hash, mask);
        loop {
            // SAFETY: V5.
            let slot = unsafe { (*slots.add(probe.at)).load(Ordering::Acquire) };
            if slot == 0 {
                return Found::Nowhere;
            }
            probe.next();
            if slot == DELETED {
                continue;
            }
            let i = slot as usize - 1;
            let there = self.key(i);
            if there.is(key) {
                return Found::At(i);
            }
            if self.hash(i) == hash {
                match same(there, key) {
                    Same::Yes => return Found::At(i),
                    Same::No => {}
                    Same::Ask => return Found::Ask(i),
                }
            }
        }
    }

    /// Finds a str; keys that are no strs and would have to be asked count as different.
    #[inline]
    pub fn find_str(self, key: Value, hash: i64) -> Option<usize> {
        let mut search = Search::default();
        loop {
            match self.find_from(&mut search, key, hash) {
                Found::At(i) => return Some(i),
                Found::Nowhere => return None,
                Found::Ask(_) => {}
            }
        }
    }

    /// The next entry at or after `*at`, which moves past it.
    #[inline]
    fn next_entry(self, at: &mut usize) -> Option<(Value, Value)> {
        while *at < self.n() {
            let i = *at;
            *at += 1;
            let (k, v) = (self.key(i), self.value(i));
            if !k.is(Value::TOMBSTONE) && v.is_bound() {
                return Some((k, v));
            }
        }
        None
    }

    fn unindex(self, i: usize, hash: i64) {
        let Some((slots, mask)) = self.index() else { return };
        let mut probe = Probe::new(hash, mask);
        loop {
            // SAFETY: V5.
            let slot = unsafe { &*slots.add(probe.at) };
            match slot.load(Ordering::Relaxed) {
                0 => return,
                s if s == i as u32 + 1 => return slot.store(DELETED, Ordering::Release),
                _ => probe.next(),
            }
        }
    }
}

/// Where a key is, or that it is nowhere in a table that had so many entries when the search began.
enum Spot {
    At(Table, usize),
    Absent(Table, usize),
}
enum Found {
    At(usize),
    Nowhere,
    Ask(usize),
}
pub(super) enum Same {
    Yes,
    No,
    Ask,
}

/// Whether two keys of the same hash are the same, without running Python.
#[inline(always)]
pub(super) fn same(a: Value, b: Value) -> Same {
    if a.is(b) {
        return Same::Yes;
    }
    if Value::both_int(a, b) || a.is(Value::TOMBSTONE) {
        return Same::No;
    }
    if let (Some(x), Some(y)) = (a.obj(), b.obj())
        && x.kind() == Kind::Str as u8
        && y.kind() == Kind::Str as u8
    {
        return if Str(x).same_text(Str(y)) { Same::Yes } else { Same::No };
    }
    Same::Ask
}

#[derive(Default)]
struct Search {
    step: usize,
    probe: Option<Probe>,
}

/// CPython's probing sequence.
struct Probe {
    at: usize,
    mask: usize,
    perturb: u64,
}

impl Probe {
    #[inline(always)]
    fn new(hash: i64, mask: usize) -> Probe {
        Probe { at: hash as usize & mask, mask, perturb: hash as u64 }
    }
    #[inline(always)]
    fn next(&mut self) {
        self.perturb >>= 5;
        self.at = (self.at * 5 + 1 + self.perturb as usize) & self.mask;
    }
}

/// What tables keep of a hash: 62 bits.
#[inline(always)]
pub fn stored_hash(hash: i64) -> i64 {
    hash << 2 >> 2
}

impl Dict {
    #[inline(always)]
    pub fn of(v: Value) -> Dict {
        debug_assert!(v.unwrap_obj().kind() == Kind::Dict as u8);
        Dict(v.unwrap_obj())
    }
    #[inline(always)]
    pub fn from(v: Value) -> Option<Dict> {
        v.obj().filter(|o| o.kind() == Kind::Dict as u8).map(Dict)
    }
    #[inline(always)]
    pub fn value(self) -> Value {
        Value::from_obj(self.0)
    }
    #[inline(always)]
    pub fn table(self) -> Table {
        Table(Value::from_bits(self.0.word(0)).unwrap_obj())
    }
    #[inline(always)]
    pub fn len(self) -> usize {
        Value::from_bits(self.0.word(1)).unwrap_usize()
    }
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
    pub fn new(t: &mut Thread) -> Result<Dict, Raised> {
        Dict::with_capacity(t, 4)
    }
    pub fn with_capacity(t: &mut Thread, n: usize) -> Result<Dict, Raised> {
        let table = Table::new(t, n)?;
        let o = t.alloc_fields(types::dict::TYPE.head(), Kind::Dict.words())?;
        o.init(0, Value::from_obj(table.0).bits());
        Ok(Dict(o))
    }
    /// Gives a fresh instance (also of a subclass) its empty table.
    pub fn init_empty(t: &mut Thread, o: Obj) -> Result<(), Raised> {
        let table = Table::new(t, 4)?;
        o.set_plain(1, Value::ZERO.bits());
        o.set_plain(FIRST, Value::ZERO.bits());
        o.set(&mut t.m, 0, Value::from_obj(table.0).bits());
        Ok(())
    }

    /// The value of a str key (by text; no Python runs).
    #[inline]
    pub fn get_str(self, key: Value) -> Option<Value> {
        let table = self.table();
        let i = table.find_str(key, stored_hash(Str::of(key).hash()))?;
        let v = table.value(i);
        if v.is_unbound() { None } else { Some(v) }
    }

    /// The entry of `key`, by `==`. The index is good for the table returned with it.
    #[inline]
    pub fn find(self, t: &mut Thread, key: Value, hash: i64) -> Result<Option<(Table, usize)>, Raised> {
        Ok(match self.search(t, key, stored_hash(hash))? {
            Spot::At(table, i) => Some((table, i)),
            Spot::Absent(..) => None,
        })
    }
    #[inline]
    fn search(self, t: &mut Thread, key: Value, hash: i64) -> Result<Spot, Raised> {
        let table = self.table();
        let n = table.n();
        match table.find_plainly(key, hash) {
            Found::At(i) => Ok(Spot::At(table, i)),
            Found::Nowhere => Ok(Spot::Absent(table, n)),
            Found::Ask(_) => self.search_by_asking(t, key, hash),
        }
    }
    #[inline(never)]
    fn search_by_asking(self, t: &mut Thread, key: Value, hash: i64) -> Result<Spot, Raised> {
        'again: loop {
            let table = self.table();
            let n = table.n();
            let mut search = Search::default();
            loop {
                match table.find_from(&mut search, key, hash) {
                    Found::At(i) => return Ok(Spot::At(table, i)),
                    Found::Nowhere => return Ok(Spot::Absent(table, n)),
                    Found::Ask(i) => {
                        let other = table.key(i);
                        if t.equal(other, key)? {
                            if self.table() != table || !table.key(i).is(other) {
                                continue 'again;
                            }
                            return Ok(Spot::At(table, i));
                        }
                        if self.table() != table {
                            continue 'again;
                        }
                    }
                }
            }
        }
    }

    /// The entry of a key that is a small int or a str, if no key has to be asked: `Some(None)` if it is not there.
    #[inline(always)]
    pub fn find_quickly(self, key: Value) -> Option<Option<(Table, usize)>> {
        let hash = if let Some(i) = key.as_int() {
            stored_hash(types::number::hash_i64(i))
        } else {
            let o = key.obj()?;
            if o.kind() != Kind::Str as u8 {
                return None;
            }
            stored_hash(Str(o).hash())
        };
        let table = self.table();
        match table.find_plainly(key, hash) {
            Found::At(i) if table.value(i).is_bound() => Some(Some((table, i))),
            Found::At(_) | Found::Nowhere => Some(None),
            Found::Ask(_) => None,
        }
    }

    #[inline]
    pub fn get(self, t: &mut Thread, key: Value) -> Result<Option<Value>, Raised> {
        let hash = t.key_hash(key)?;
        self.get_hashed(t, key, hash)
    }
    #[inline]
    pub fn get_hashed(self, t: &mut Thread, key: Value, hash: i64) -> Result<Option<Value>, Raised> {
        Ok(self.find(t, key, hash)?.map(|(table, i)| table.value(i)).filter(|v| v.is_bound()))
    }
    pub fn contains(self, t: &mut Thread, key: Value) -> Result<bool, Raised> {
        Ok(self.get(t, key)?.is_some())
    }

    #[inline]
    pub fn set(self, t: &mut Thread, key: Value, value: Value) -> Result<(), Raised> {
        let hash = t.key_hash(key)?;
        self.set_hashed(t, key, hash, value)
    }
    /// `name` is Rust text.
    pub fn set_named(self, t: &mut Thread, name: &str, value: Value) -> Result<(), Raised> {
        let key = t.intern(name)?;
        self.set(t, key, value)
    }
    pub fn get_named(self, t: &mut Thread, name: &str) -> Result<Option<Value>, Raised> {
        let key = t.intern(name)?;
        Ok(self.get_str(key))
    }

    pub fn set_hashed(self, t: &mut Thread, key: Value, hash: i64, value: Value) -> Result<(), Raised> {
        let hash = stored_hash(hash);
        loop {
            let spot = self.search(t, key, hash)?;
            if self.store_at(t, spot, key, hash, value)? {
                return Ok(());
            }
        }
    }

    /// Stores at the entry found, or appends. False: the dict changed since the search.
    fn store_at(self, t: &mut Thread, spot: Spot, key: Value, hash: i64, value: Value) -> Result<bool, Raised> {
        let (table, n) = match spot {
            Spot::At(table, i) => {
                let _guard = t.m.lock(self.0);
                if self.table() != table || table.key(i).is(Value::TOMBSTONE) {
                    return Ok(false);
                }
                table.0.set(&mut t.m, Table::value_word(i), value.bits());
                return Ok(true);
            }
            Spot::Absent(table, n) => (table, n),
        };
        if n == table.capacity() {
            self.resize(t, table)?;
            // the search holds if nothing but the resize happened
            if !pyish_heap::single() {
                return Ok(false);
            }
            let table = self.table();
            return self.append_if(t, table, table.n(), key, hash, value);
        }
        self.append_if(t, table, n, key, hash, value)
    }

    /// Appends, if none of the entries made since there were `n` of them may be the same.
    fn append_if(
        self,
        t: &mut Thread,
        table: Table,
        n: usize,
        key: Value,
        hash: i64,
        value: Value,
    ) -> Result<bool, Raised> {
        let _guard = t.m.lock(self.0);
        let now = table.n();
        if self.table() != table || now == table.capacity() {
            return Ok(false);
        }
        if (n..now).any(|i| table.hash(i) == hash && !matches!(same(table.key(i), key), Same::No)) {
            return Ok(false);
        }
        table.append(t, hash, key, value);
        self.add_live(1);
        Ok(true)
    }

    fn add_live(self, d: i64) {
        let n = Value::from_bits(self.0.word(1)).unwrap_int();
        self.0.set_plain(1, Value::int(n + d).bits());
    }

    /// Replaces a full table by one with room for more (or, after many deletions, by a compact one).
    #[inline(never)]
    fn resize(self, t: &mut Thread, old: Table) -> Result<(), Raised> {
        let capacity = match self.len() {
            0..=3 => 4,
            n if n < 8 => 8,
            n if n < 50_000 => n * 2 + n / 2,
            n => n * 2,
        };
        let new = Table::new(t, capacity)?;
        let _guard = t.m.lock(self.0);
        if self.table() != old {
            return Ok(());
        }
        for i in 0..old.n() {
            let (key, value) = (old.key(i), old.value(i));
            if !key.is(Value::TOMBSTONE) {
                if new.n() == capacity {
                    return Ok(()); // grew meanwhile: the caller tries again
                }
                new.append(t, old.hash(i), key, value);
            }
        }
        self.0.set_plain(FIRST, Value::ZERO.bits());
        self.0.set(&mut t.m, 0, Value::from_obj(new.0).bits());
        Ok(())
    }

    /// Takes out an entry found and gives its value; `None` if the dict changed since.
    fn delete_at(self, t: &mut Thread, table: Table, i: usize) -> Option<Value> {
        let _guard = t.m.lock(self.0);
        if self.table() != table || table.key(i).is(Value::TOMBSTONE) {
            return None;
        }
        let value = table.value(i);
        table.unindex(i, table.hash(i));
        table.0.set_plain(Table::value_word(i), Value::UNBOUND.bits());
        table.0.set_plain(Table::key_word(i), Value::TOMBSTONE.bits());
        if pyish_heap::single() {
            // nobody reads meanwhile: entries at the end can be used again
            let before = table.n();
            let mut n = before;
            while n > 0 && table.key(n - 1).is(Value::TOMBSTONE) {
                n -= 1;
            }
            table.0.set_plain(N, Value::index(n).bits());
            if table.index().is_some() {
                // their slots of the index stay deleted: so many appends fewer until it is built anew, or no slot
                // would be free in the end
                table.0.set_plain(CAPACITY, Value::index(table.capacity() - (before - n)).bits());
            }
            if Value::from_bits(self.0.word(FIRST)).unwrap_usize() > n {
                self.0.set_plain(FIRST, Value::index(n).bits());
            }
        }
        self.add_live(-1);
        Some(value)
    }

    /// Takes out `key` and gives its value.
    pub fn remove(self, t: &mut Thread, key: Value) -> Result<Option<Value>, Raised> {
        let hash = t.key_hash(key)?;
        self.remove_hashed(t, key, hash)
    }
    pub fn remove_hashed(self, t: &mut Thread, key: Value, hash: i64) -> Result<Option<Value>, Raised> {
        loop {
            let Some((table, i)) = self.find(t, key, hash)? else { return Ok(None) };
            if let Some(v) = self.delete_at(t, table, i) {
                return Ok(Some(v));
            }
        }
    }
    /// Takes out the last entry.
    pub fn pop_last(self, t: &mut Thread) -> Result<Option<(Value, Value)>, Raised> {
        loop {
            let table = self.table();
            let Some(i) = (0..table.n()).rev().find(|&i| !table.key(i).is(Value::TOMBSTONE)) else {
                return Ok(None);
            };
            let k = table.key(i);
            if let Some(v) = self.delete_at(t, table, i) {
                if table.n() > 32 && self.len() < table.n() / 2 {
                    self.resize(t, table)?;
                }
                return Ok(Some((k, v)));
            }
        }
    }
    /// Takes out the first entry. Where the search for it begins is kept in the word `first`.
    pub fn pop_first(self, t: &mut Thread) -> Result<Option<(Value, Value)>, Raised> {
        loop {
            let table = self.table();
            let n = table.n();
            let from = Value::from_bits(self.0.word(FIRST)).unwrap_usize();
            let from = if from <= n { from } else { 0 };
            let Some(i) = (from..n).find(|&i| !table.key(i).is(Value::TOMBSTONE)) else {
                if from == 0 {
                    return Ok(None);
                }
                self.all_deleted_before(t, table, 0);
                continue;
            };
            let k = table.key(i);
            if let Some(v) = self.delete_at(t, table, i) {
                self.all_deleted_before(t, table, i + 1);
                if n > 32 && self.len() < n / 4 {
                    self.resize(t, table)?;
                }
                return Ok(Some((k, v)));
            }
        }
    }
    /// Notes where the search for the first entry of this table begins.
    fn all_deleted_before(self, t: &mut Thread, table: Table, i: usize) {
        let _guard = t.m.lock(self.0);
        if self.table() == table {
            self.0.set_plain(FIRST, Value::index(i.min(table.n())).bits());
        }
    }
    /// Whether the last entry has this very key.
    pub fn is_last(self, key: Value) -> bool {
        let table = self.table();
        let n = table.n();
        n > 0 && table.key(n - 1).is(key)
    }
    /// Puts an entry found by its key before all others: a new table.
    pub fn move_to_front(self, t: &mut Thread, key: Value, hash: i64) -> Result<bool, Raised> {
        loop {
            let Some((old, at)) = self.find(t, key, hash)? else { return Ok(false) };
            let n = old.n();
            let new = Table::new(t, old.capacity())?;
            let _guard = t.m.lock(self.0);
            if self.table() != old || old.n() != n || old.key(at).is(Value::TOMBSTONE) {
                continue;
            }
            new.append(t, old.hash(at), old.key(at), old.value(at));
            for i in (0..n).filter(|&i| i != at) {
                if !old.key(i).is(Value::TOMBSTONE) {
                    new.append(t, old.hash(i), old.key(i), old.value(i));
                }
            }
            self.0.set(&mut t.m, 0, Value::from_obj(new.0).bits());
            self.0.set_plain(FIRST, Value::ZERO.bits());
            return Ok(true);
        }
    }
    pub fn clear(self, t: &mut Thread) -> Result<(), Raised> {
        let table = Table::new(t, 4)?;
        let _guard = t.m.lock(self.0);
        self.0.set(&mut t.m, 0, Value::from_obj(table.0).bits());
        self.0.set_plain(1, Value::ZERO.bits());
        self.0.set_plain(FIRST, Value::ZERO.bits());
        Ok(())
    }
    /// `setdefault`.
    pub fn set_default(self, t: &mut Thread, key: Value, value: Value) -> Result<Value, Raised> {
        let hash = stored_hash(t.key_hash(key)?);
        loop {
            let spot = self.search(t, key, hash)?;
            if let Spot::At(table, i) = spot {
                let v = table.value(i);
                if v.is_bound() {
                    return Ok(v);
                }
            } else if self.store_at(t, spot, key, hash, value)? {
                return Ok(value);
            }
        }
    }

    /// The next entry at or after `*at`, which moves past it.
    #[inline]
    pub fn next_entry(self, at: &mut usize) -> Option<(Value, Value)> {
        self.table().next_entry(at)
    }
    /// The entries in order, those that stay for as long as this takes; those added meanwhile may appear.
    pub fn iter(self) -> impl Iterator<Item = (Value, Value)> {
        let (table, mut at) = (self.table(), 0);
        std::iter::from_fn(move || table.next_entry(&mut at))
    }
    /// A copy (of exact type dict).
    pub fn copy(self, t: &mut Thread) -> Result<Dict, Raised> {
        if let Some(new) = self.copy_table(t)? {
            return Ok(new);
        }
        let new = Dict::with_capacity(t, self.len().max(4))?;
        new.update_from(t, self)?;
        Ok(new)
    }
    /// A copy with the table as it is, if nothing was deleted from it.
    fn copy_table(self, t: &mut Thread) -> Result<Option<Dict>, Raised> {
        let old = self.table();
        let n = old.n();
        if n == 0 || n != self.len() {
            return Ok(None);
        }
        let new = Table::new(t, old.capacity())?;
        if old.index().map(|x| x.1) != new.index().map(|x| x.1) {
            return Ok(None);
        }
        let o = t.alloc_fields(types::dict::TYPE.head(), Kind::Dict.words())?;
        o.init(0, Value::from_obj(new.0).bits());
        let _guard = t.m.lock(self.0);
        if self.table() != old || self.len() != n || old.n() != n {
            return Ok(None);
        }
        new.0.copy_words(&mut t.m, ENTRIES, old.0, ENTRIES, n * STRIDE);
        new.0.set_plain(N, Value::index(n).bits());
        if let (Some((from, mask)), Some((to, _))) = (old.index(), new.index()) {
            for i in 0..=mask {
                // SAFETY: V5: both have `mask + 1` slots.
                unsafe { (*to.add(i)).store((*from.add(i)).load(Ordering::Relaxed), Ordering::Relaxed) };
            }
        }
        o.set_plain(1, Value::index(n).bits());
        Ok(Some(Dict(o)))
    }
    /// Stores all entries of another dict.
    pub fn update_from(self, t: &mut Thread, other: Dict) -> Result<(), Raised> {
        let table = other.table();
        for i in 0..table.n() {
            let (k, v) = (table.key(i), table.value(i));
            if !k.is(Value::TOMBSTONE) && v.is_bound() {
                self.set_hashed(t, k, table.hash(i), v)?;
            }
        }
        Ok(())
    }
}
