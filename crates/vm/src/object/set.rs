//! Sets and frozensets: `[table, used, fill, hash, additions, finger]`, `table = [mask, (hash, key) x (mask + 1)]`.
//!
//! Open addressing with CPython's probing (ten slots in a row, then a jump) and CPython's growth, so that the
//! order of iteration of ints and other objects with the same hashes is the same as there. A free slot has the
//! key 0-word UNBOUND, a deleted one TOMBSTONE. Readers take no lock. Comparing keys may run Python: it happens without the
//! lock, and what a writer has found is looked at anew under it; `additions` tells whether a key was entered meanwhile.

use super::kind::{Kind, head};
use super::string::Str;
use super::value::Value;
use crate::object::dict::{Same, same, stored_hash};
use crate::thread::{Raised, Thread};
use pyish_heap::Obj;

/// A set or frozenset.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Set(pub Obj);

const MASK: usize = 0;
const LINEAR_PROBES: usize = 9;
/// The set's word that counts what was ever entered.
const ADDITIONS: usize = 4;
/// The set's word that says where `pop` looks first.
const FINGER: usize = 5;
const MIN_SLOTS: usize = 8;

fn new_table(t: &mut Thread, slots: usize) -> Result<Obj, Raised> {
    let o = t.alloc_fields(head(Kind::Array, 0), 1 + slots * 2)?;
    o.init(MASK, Value::index(slots - 1).bits());
    for i in 0..slots {
        o.init(2 + i * 2, Value::UNBOUND.bits());
    }
    Ok(o)
}
#[inline(always)]
fn mask(table: Obj) -> usize {
    Value::from_bits(table.word_relaxed(MASK)).unwrap_usize()
}
#[inline(always)]
fn hash_at(table: Obj, i: usize) -> i64 {
    Value::from_bits(table.word_relaxed(1 + i * 2)).unwrap_int()
}
#[inline(always)]
fn key_at(table: Obj, i: usize) -> Value {
    Value::from_bits(table.word(2 + i * 2))
}
fn write(t: &mut Thread, table: Obj, i: usize, hash: i64, key: Value) {
    table.set_plain(1 + i * 2, Value::int(hash).bits());
    table.set(&mut t.m, 2 + i * 2, key.bits());
}

fn next_key(table: Obj, at: &mut usize) -> Option<(Value, i64)> {
    while *at <= mask(table) {
        let k = key_at(table, *at);
        let hash = table.word(1 + *at * 2);
        if !k.is(key_at(table, *at)) {
            // the slot was used anew: the hash may not be this key's
            continue;
        }
        *at += 1;
        if !k.is_unbound() && !k.is(Value::TOMBSTONE) {
            return Some((k, Value::from_bits(hash).unwrap_int()));
        }
    }
    None
}

/// Enters the keys of one table into another, empty one that has room; how many they are.
fn refill(t: &mut Thread, old: Obj, new: Obj) -> usize {
    let mut n = 0;
    for i in 0..=mask(old) {
        let k = key_at(old, i);
        if !k.is_unbound() && !k.is(Value::TOMBSTONE) {
            let hash = hash_at(old, i);
            let mut probe = Probe::new(hash, mask(new));
            while !key_at(new, probe.at).is_unbound() {
                probe.next();
            }
            write(t, new, probe.at, hash, k);
            n += 1;
        }
    }
    n
}

/// Slots in CPython's order.
struct Probe {
    at: usize,
    left: usize,
    i: usize,
    perturb: u64,
    mask: usize,
}
impl Probe {
    #[inline(always)]
    fn new(hash: i64, mask: usize) -> Probe {
        let i = hash as usize & mask;
        Probe { at: i, left: if i + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 }, i, perturb: hash as u64, mask }
    }
    #[inline(always)]
    fn next(&mut self) {
        if self.left > 0 {
            self.left -= 1;
            self.at += 1;
            return;
        }
        self.perturb >>= 5;
        self.i = (self.i.wrapping_mul(5).wrapping_add(1).wrapping_add(self.perturb as usize)) & self.mask;
        self.at = self.i;
        self.left = if self.i + LINEAR_PROBES <= self.mask { LINEAR_PROBES } else { 0 };
    }
}

/// Where a key is, and the key that is there; or the slot of the table where it could go.
enum Spot {
    At(Obj, usize, Value),
    Absent(Obj, usize),
}

/// What became of a key that was to be entered: it was there, or another search or a larger table is needed.
enum Entered {
    Yes,
    There,
    Again,
    Full,
}

impl Set {
    #[inline(always)]
    pub fn of(v: Value) -> Set {
        debug_assert!(v.unwrap_obj().kind() == Kind::Set as u8);
        Set(v.unwrap_obj())
    }
    pub fn from(v: Value) -> Option<Set> {
        v.obj().filter(|o| o.kind() == Kind::Set as u8).map(Set)
    }
    pub fn value(self) -> Value {
        Value::from_obj(self.0)
    }
    #[inline(always)]
    fn table(self) -> Obj {
        Value::from_bits(self.0.word(0)).unwrap_obj()
    }
    #[inline(always)]
    fn int(self, i: usize) -> usize {
        Value::from_bits(self.0.word(i)).unwrap_usize()
    }
    #[inline(always)]
    fn set_int(self, i: usize, n: usize) {
        self.0.set_plain(i, Value::index(n).bits());
    }
    pub fn len(self) -> usize {
        self.int(1)
    }
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
    /// The cached hash of a frozenset, if computed.
    pub fn cached_hash(self) -> Option<i64> {
        let v = Value::from_bits(self.0.word(3));
        if v.is_int() && v.unwrap_int() != 0 { Some(v.unwrap_int()) } else { None }
    }
    pub fn set_cached_hash(self, h: i64) {
        self.0.set_plain(3, Value::int(stored_hash(h)).bits());
    }
    /// An empty set; `head` is that of set, frozenset or a subclass's root.
    pub fn new(t: &mut Thread, head: u64) -> Result<Set, Raised> {
        let table = new_table(t, MIN_SLOTS)?;
        let o = t.alloc_fields(head, Kind::Set.words())?;
        o.init(0, Value::from_obj(table).bits());
        Ok(Set(o))
    }
    pub fn init_empty(t: &mut Thread, o: Obj) -> Result<(), Raised> {
        let table = new_table(t, MIN_SLOTS)?;
        o.set(&mut t.m, 0, Value::from_obj(table).bits());
        Ok(())
    }

    #[inline]
    fn find(self, t: &mut Thread, key: Value, hash: i64) -> Result<Spot, Raised> {
        // most keys are at their first slot, or it is free
        let table = self.table();
        let first = hash as usize & mask(table);
        let there = key_at(table, first);
        if there.is(key) {
            return Ok(Spot::At(table, first, there));
        }
        if there.is_unbound() {
            return Ok(Spot::Absent(table, first));
        }
        self.find_further(t, key, hash)
    }
    #[inline(never)]
    fn find_further(self, t: &mut Thread, key: Value, hash: i64) -> Result<Spot, Raised> {
        'again: loop {
            let table = self.table();
            let mut probe = Probe::new(hash, mask(table));
            let mut free = None;
            loop {
                let k = key_at(table, probe.at);
                if k.is_unbound() {
                    return Ok(Spot::Absent(table, free.unwrap_or(probe.at)));
                }
                if k.is(Value::TOMBSTONE) {
                    // the last one is used anew, as in CPython
                    free = Some(probe.at);
                } else if hash_at(table, probe.at) == hash {
                    let equal = match same(k, key) {
                        Same::Yes => true,
                        Same::No => false,
                        Same::Ask => {
                            let equal = t.equal(k, key)?;
                            if self.table() != table || !key_at(table, probe.at).is(k) {
                                continue 'again;
                            }
                            equal
                        }
                    };
                    if equal {
                        return Ok(Spot::At(table, probe.at, k));
                    }
                }
                probe.next();
            }
        }
    }

    /// Whether a small int or a str is in the set, if no key has to be asked.
    #[inline(always)]
    pub fn holds_quickly(self, key: Value) -> Option<bool> {
        let hash = if let Some(i) = key.as_int() {
            stored_hash(crate::types::number::hash_i64(i))
        } else {
            let o = key.obj()?;
            if o.kind() != Kind::Str as u8 {
                return None;
            }
            stored_hash(Str(o).hash())
        };
        let table = self.table();
        let mut probe = Probe::new(hash, mask(table));
        loop {
            let k = key_at(table, probe.at);
            if k.is(key) {
                return Some(true);
            }
            if k.is_unbound() {
                return Some(false);
            }
            if hash_at(table, probe.at) == hash && !Value::both_int(k, key) && !k.is(Value::TOMBSTONE) {
                match same(k, key) {
                    Same::Yes => return Some(true),
                    Same::No => {}
                    Same::Ask => return None,
                }
            }
            probe.next();
        }
    }
    /// What changes when a key is entered.
    #[inline(always)]
    pub fn state(self) -> (Obj, usize) {
        (self.table(), self.int(ADDITIONS))
    }
    /// Adds a key that is known to be absent from a set that nobody else knows.
    pub fn add_distinct(self, t: &mut Thread, key: Value, hash: i64) -> Result<(), Raised> {
        let hash = stored_hash(hash);
        let table = self.table();
        let mut probe = Probe::new(hash, mask(table));
        while !key_at(table, probe.at).is_unbound() {
            probe.next();
        }
        write(t, table, probe.at, hash, key);
        self.set_int(1, self.int(1) + 1);
        self.set_int(2, self.int(2) + 1);
        if self.int(2) * 5 >= mask(table) * 3 {
            let used = self.len();
            self.resize(t, if used > 50_000 { used * 2 } else { used * 4 })?;
        }
        Ok(())
    }

    pub fn contains(self, t: &mut Thread, key: Value) -> Result<bool, Raised> {
        let hash = t.element_hash(key)?;
        self.contains_hashed(t, key, hash)
    }
    pub fn contains_hashed(self, t: &mut Thread, key: Value, hash: i64) -> Result<bool, Raised> {
        Ok(matches!(self.find(t, key, stored_hash(hash))?, Spot::At(..)))
    }

    /// Adds `key`; false if it was there.
    pub fn add(self, t: &mut Thread, key: Value) -> Result<bool, Raised> {
        let hash = t.element_hash(key)?;
        self.add_hashed(t, key, hash)
    }
    pub fn add_hashed(self, t: &mut Thread, key: Value, hash: i64) -> Result<bool, Raised> {
        let hash = stored_hash(hash);
        loop {
            let additions = self.int(ADDITIONS);
            let Spot::Absent(table, slot) = self.find(t, key, hash)? else { return Ok(false) };
            let entered = self.enter(t, key, hash, additions, table, slot);
            if matches!(entered, Entered::Full) || matches!(entered, Entered::Yes) && self.is_full() {
                let used = self.len();
                self.resize(t, if used > 50_000 { used * 2 } else { used * 4 })?;
            }
            match entered {
                Entered::Yes => return Ok(true),
                Entered::There => return Ok(false),
                Entered::Full | Entered::Again => {}
            }
        }
    }
    /// Enters a key that was not there when so many had been added, but could go to a slot.
    fn enter(self, t: &mut Thread, key: Value, hash: i64, additions: usize, seen: Obj, slot: usize) -> Entered {
        let _guard = t.m.lock(self.0);
        let table = self.table();
        let unchanged = pyish_heap::single() && table == seen && self.int(ADDITIONS) == additions;
        let mut probe = Probe::new(hash, mask(table));
        let mut free = None;
        if unchanged {
            probe.at = slot;
        }
        loop {
            let k = key_at(table, probe.at);
            if k.is_unbound() {
                break;
            }
            if k.is(Value::TOMBSTONE) {
                free = Some(probe.at);
                if unchanged {
                    break;
                }
            } else if hash_at(table, probe.at) == hash {
                match same(k, key) {
                    Same::Yes => return Entered::There,
                    Same::Ask if self.int(ADDITIONS) != additions => return Entered::Again,
                    _ => {}
                }
            }
            probe.next();
        }
        if free.is_none() {
            // a free slot is left in any case: it ends every search
            if self.int(2) >= mask(table) {
                return Entered::Full;
            }
            self.set_int(2, self.int(2) + 1);
        }
        write(t, table, free.unwrap_or(probe.at), hash, key);
        self.set_int(1, self.int(1) + 1);
        self.set_int(ADDITIONS, (self.int(ADDITIONS) + 1) & (usize::MAX >> 4));
        Entered::Yes
    }
    fn is_full(self) -> bool {
        self.int(2) * 5 >= mask(self.table()) * 3
    }

    /// A new table with more than `wanted` slots.
    fn resize(self, t: &mut Thread, wanted: usize) -> Result<(), Raised> {
        let mut slots = MIN_SLOTS;
        while slots <= wanted {
            slots *= 2;
        }
        let new = new_table(t, slots)?;
        let _guard = t.m.lock(self.0);
        let old = self.table();
        if self.int(1) * 2 > slots {
            return Ok(());
        }
        let n = refill(t, old, new);
        self.set_int(1, n);
        self.set_int(2, n);
        self.0.set(&mut t.m, 0, Value::from_obj(new).bits());
        Ok(())
    }

    /// Takes out `key`; false if it was not there.
    pub fn remove(self, t: &mut Thread, key: Value) -> Result<bool, Raised> {
        let hash = t.element_hash(key)?;
        self.remove_hashed(t, key, hash)
    }
    pub fn remove_hashed(self, t: &mut Thread, key: Value, hash: i64) -> Result<bool, Raised> {
        loop {
            let Spot::At(table, i, found) = self.find(t, key, stored_hash(hash))? else { return Ok(false) };
            let _guard = t.m.lock(self.0);
            if self.table() != table || !key_at(table, i).is(found) {
                continue;
            }
            table.set_plain(2 + i * 2, Value::TOMBSTONE.bits());
            self.set_int(1, self.int(1) - 1);
            return Ok(true);
        }
    }
    /// Takes out some key.
    pub fn pop(self, t: &mut Thread) -> Option<Value> {
        let _guard = t.m.lock(self.0);
        let table = self.table();
        let mask = mask(table);
        let from = self.int(FINGER);
        for i in (from..=from + mask).map(|i| i & mask) {
            let k = key_at(table, i);
            if !k.is_unbound() && !k.is(Value::TOMBSTONE) {
                table.set_plain(2 + i * 2, Value::TOMBSTONE.bits());
                self.set_int(1, self.int(1) - 1);
                self.set_int(FINGER, i + 1);
                return Some(k);
            }
        }
        None
    }
    pub fn clear(self, t: &mut Thread) -> Result<(), Raised> {
        let table = new_table(t, MIN_SLOTS)?;
        let _guard = t.m.lock(self.0);
        self.0.set(&mut t.m, 0, Value::from_obj(table).bits());
        self.set_int(1, 0);
        self.set_int(2, 0);
        self.set_int(FINGER, 0);
        Ok(())
    }
    /// Takes over the contents of a set that nobody else knows.
    pub fn replace(self, t: &mut Thread, other: Set) {
        let table = other.table();
        let (used, fill) = (other.int(1), other.int(2));
        let _guard = t.m.lock(self.0);
        self.0.set(&mut t.m, 0, Value::from_obj(table).bits());
        self.set_int(1, used);
        self.set_int(2, fill);
        self.set_int(ADDITIONS, (self.int(ADDITIONS) + 1) & (usize::MAX >> 4));
    }
    /// The next key at or after slot `*at`, with its hash.
    pub fn next_key(self, at: &mut usize) -> Option<(Value, i64)> {
        next_key(self.table(), at)
    }
    /// The keys, those that stay for as long as this takes; those added meanwhile may appear.
    pub fn iter(self) -> impl Iterator<Item = (Value, i64)> {
        let (table, mut at) = (self.table(), 0);
        std::iter::from_fn(move || next_key(table, &mut at))
    }
    /// As CPython does before it adds many keys: grows once for all of them.
    pub fn make_room(self, t: &mut Thread, more: usize) -> Result<(), Raised> {
        if (self.int(2) + more) * 5 >= mask(self.table()) * 3 {
            self.resize(t, (self.len() + more) * 2)?;
        }
        Ok(())
    }
    /// As CPython does after it has taken out many keys: a table without deleted slots if those are more than a quarter.
    pub fn sweep(self, t: &mut Thread) -> Result<(), Raised> {
        let used = self.len();
        if self.int(2).saturating_sub(used) > mask(self.table()) / 4 {
            self.resize(t, if used > 50_000 { used * 2 } else { used * 4 })?;
        }
        Ok(())
    }
    /// Adds all keys of another set.
    pub fn update_from(self, t: &mut Thread, other: Set) -> Result<(), Raised> {
        self.make_room(t, other.len())?;
        let (from, to) = (other.table(), self.table());
        if self.int(2) == 0 && mask(from) == mask(to) && other.int(2) == other.len() && pyish_heap::single() {
            // the same table
            let n = other.len();
            to.copy_words(&mut t.m, 1, from, 1, (mask(from) + 1) * 2);
            self.set_int(1, n);
            self.set_int(2, n);
            self.set_int(ADDITIONS, (self.int(ADDITIONS) + n) & (usize::MAX >> 4));
            return Ok(());
        }
        for (k, h) in other.iter() {
            self.add_hashed(t, k, h)?;
        }
        Ok(())
    }
    /// A copy, with the table that CPython would make: of the same size if that is the size it would choose.
    pub fn copy(self, t: &mut Thread, head: u64) -> Result<Set, Raised> {
        loop {
            let used = self.len();
            let mut slots = MIN_SLOTS;
            if used * 5 >= (MIN_SLOTS - 1) * 3 {
                while slots <= used * 2 {
                    slots *= 2;
                }
            }
            let new = new_table(t, slots)?;
            let s = Set(t.alloc_fields(head, Kind::Set.words())?);
            s.0.init(0, Value::from_obj(new).bits());
            let _guard = t.m.lock(self.0);
            let old = self.table();
            if self.len() != used {
                continue;
            }
            if mask(old) + 1 == slots && self.int(2) == used {
                new.copy_words(&mut t.m, 1, old, 1, slots * 2);
            } else {
                refill(t, old, new);
            }
            s.set_int(1, used);
            s.set_int(2, used);
            return Ok(s);
        }
    }
}
