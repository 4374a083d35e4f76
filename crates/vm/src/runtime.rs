//! What the process has once: interned strings, the immortal small objects, modules, and the order in which they
//! are made at start-up.

use crate::names::{Immortal, Names};
use crate::object::dict::Dict;
use crate::object::string::{Str, hash_bytes};
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use parking_lot::Mutex;
use std::cell::UnsafeCell;

/// The process-wide state. One static; what changes after start-up sits behind a mutex or an atomic.
pub struct Runtime {
    names: UnsafeCell<Names>,
    pub empty_str: Immortal,
    pub empty_tuple: Immortal,
    pub empty_bytes: Immortal,
    /// the strs of one character below U+0100
    pub latin1: [Immortal; 256],
    /// `sys.modules`
    pub modules: Immortal,
    /// the dict of `builtins`
    pub builtins: Immortal,
    pub sys: Immortal,
    /// signal number -> handler
    pub signal_handlers: Immortal,
    /// an exception that can be raised when nothing can be allocated
    pub memory_error: Immortal,
    interned: Mutex<Interned>,
}

// SAFETY: V6: `names` is written once, before a second thread exists.
unsafe impl Sync for Runtime {}

static RUNTIME: Runtime = Runtime {
    names: UnsafeCell::new(Names::unset()),
    empty_str: Immortal::unset(),
    empty_tuple: Immortal::unset(),
    empty_bytes: Immortal::unset(),
    latin1: [const { Immortal::unset() }; 256],
    modules: Immortal::unset(),
    builtins: Immortal::unset(),
    sys: Immortal::unset(),
    signal_handlers: Immortal::unset(),
    memory_error: Immortal::unset(),
    interned: Mutex::new(Interned { slots: Vec::new(), used: 0 }),
};

/// Open-addressing set of interned strs; all are roots. A slot is the low half of the hash, then the str's granule, so
/// that few strs are looked at that are not the one; 0 is free.
struct Interned {
    slots: Vec<u64>,
    used: usize,
}
/// Objects lie at multiples of this.
const GRANULE: usize = 16;

impl Interned {
    fn str_at(slot: u64) -> Str {
        let granule = slot as u32 as usize;
        Str::of(Value::from_obj(pyish_heap::Obj::at(pyish_heap::BASE + granule * GRANULE)))
    }
    fn find(&self, raw: &[u8], width: usize, hash: i64) -> Result<Str, usize> {
        let mask = self.slots.len() - 1;
        let mut i = hash as u32 as usize & mask;
        loop {
            let slot = self.slots[i];
            if slot == 0 {
                return Err(i);
            }
            if (slot >> 32) as u32 == hash as u32 {
                let s = Self::str_at(slot);
                if s.hash() == hash && s.raw() == raw && s.raw().len() == s.len() * width {
                    return Ok(s);
                }
            }
            i = (i + 1) & mask;
        }
    }
    fn grow(&mut self) {
        let old = std::mem::take(&mut self.slots);
        self.slots = vec![0; (old.len() * 2).max(4096)];
        let mask = self.slots.len() - 1;
        for slot in old.into_iter().filter(|w| *w != 0) {
            let mut i = (slot >> 32) as usize & mask;
            while self.slots[i] != 0 {
                i = (i + 1) & mask;
            }
            self.slots[i] = slot;
        }
    }
    fn add(&mut self, s: Str, hash: i64, raw: &[u8], width: usize) -> Str {
        if self.used * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        match self.find(raw, width, hash) {
            Ok(s) => s,
            Err(i) => {
                s.mark_interned();
                pyish_heap::add_root(s.value().bits());
                let granule = (s.value().unwrap_obj().addr() - pyish_heap::BASE) / GRANULE;
                self.slots[i] = (hash as u32 as u64) << 32 | granule as u64;
                self.used += 1;
                s
            }
        }
    }
}

impl Thread {
    #[inline(always)]
    pub fn runtime(&self) -> &'static Runtime {
        &RUNTIME
    }
    #[inline(always)]
    pub fn names(&self) -> &'static Names {
        // SAFETY: V6.
        unsafe { &*RUNTIME.names.get() }
    }

    /// The interned str with this text.
    pub fn intern(&mut self, text: &str) -> Ret {
        if text.is_ascii() {
            let hash = hash_bytes(text.as_bytes());
            {
                let mut table = RUNTIME.interned.lock();
                if table.slots.is_empty() {
                    table.grow();
                }
                if let Ok(s) = table.find(text.as_bytes(), 1, hash) {
                    return Ok(s.value());
                }
            }
        }
        let s = Str::new(self, text)?;
        self.intern_str(s)
    }
    /// The interned str equal to `s`.
    pub fn intern_str(&mut self, s: Str) -> Ret {
        if s.is_interned() {
            return Ok(s.value());
        }
        let s = s.inline(self)?;
        let hash = s.hash();
        let raw = s.raw();
        let width = if s.is_empty() { 1 } else { raw.len() / s.len() };
        Ok(RUNTIME.interned.lock().add(s, hash, raw, width).value())
    }

    /// Makes the strings and names; classes follow (`types::init`).
    pub(crate) fn init_names(&mut self) -> Result<(), Raised> {
        let empty = Str::new_one(self, 0, true, |_| ())?;
        RUNTIME.empty_str.set(empty.value());
        self.intern_str(empty)?;
        for c in 0..=255u8 {
            let s = Str::new_one(self, 1, c < 128, |p| p[0] = c)?;
            let v = self.intern_str(s)?;
            RUNTIME.latin1[c as usize].set(v);
        }
        let names = Names::make(self)?;
        // SAFETY: V6: start-up.
        unsafe { *RUNTIME.names.get() = names };
        Ok(())
    }
    pub(crate) fn init_tuple(&mut self, shape: u32) -> Result<(), Raised> {
        let v = Tuple::make_empty(self, shape)?;
        RUNTIME.empty_tuple.set(v);
        Ok(())
    }
    /// The dict of the module `builtins`.
    pub fn builtins(&self) -> Dict {
        Dict::of(RUNTIME.builtins.get())
    }
}
