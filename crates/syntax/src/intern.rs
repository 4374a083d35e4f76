//! The strings of a tree, each kept once, and its byte strings.
//!
//! Text lies end to end in one buffer; a hash table of indices finds an equal string again.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rapidhash::fast::RandomState;

use crate::ast::{Blob, Sym};
use crate::wtf8::Wtf8;

#[derive(Clone, Copy, Debug)]
struct Entry {
    start: u32,
    end: u32,
    surrogates: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Interner {
    text: String,
    surrogates: Vec<u8>,
    entries: Vec<Entry>,
    table: HashTable<u32>,
    hasher: RandomState,
}

impl Interner {
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn get(&self, sym: Sym) -> Wtf8<'_> {
        view(&self.text, &self.surrogates, self.entries[sym.index()])
    }

    pub fn find(&self, text: &str) -> Option<Sym> {
        let hash = self.hasher.hash_one(text.as_bytes());
        let found =
            self.table.find(hash, |&i| view(&self.text, &self.surrogates, self.entries[i as usize]) == Wtf8::Str(text));
        found.map(|&i| Sym::new(i as usize))
    }

    pub fn intern(&mut self, text: &str) -> Sym {
        self.add(Wtf8::Str(text))
    }

    /// `bytes` are UTF-8 but for surrogates.
    pub fn intern_wtf8(&mut self, bytes: &[u8]) -> Sym {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.add(Wtf8::Str(text)),
            Err(_) => self.add(Wtf8::Surrogates(bytes)),
        }
    }

    fn add(&mut self, value: Wtf8<'_>) -> Sym {
        let hash = self.hasher.hash_one(value.as_bytes());
        let Interner { text, surrogates, entries, table, hasher } = self;
        let equal = |&i: &u32| view(text, surrogates, entries[i as usize]) == value;
        if let Some(&i) = table.find(hash, equal) {
            return Sym::new(i as usize);
        }
        let entry = match value {
            Wtf8::Str(s) => {
                let start = offset(text.len());
                text.push_str(s);
                Entry { start, end: offset(text.len()), surrogates: false }
            }
            Wtf8::Surrogates(b) => {
                let start = offset(surrogates.len());
                surrogates.extend_from_slice(b);
                Entry { start, end: offset(surrogates.len()), surrogates: true }
            }
        };
        let index = offset(entries.len());
        entries.push(entry);
        table.insert_unique(hash, index, |&i| hasher.hash_one(view(text, surrogates, entries[i as usize]).as_bytes()));
        Sym::new(index as usize)
    }
}

fn view<'a>(text: &'a str, surrogates: &'a [u8], entry: Entry) -> Wtf8<'a> {
    let range = entry.start as usize..entry.end as usize;
    match entry.surrogates {
        false => Wtf8::Str(&text[range]),
        true => Wtf8::Surrogates(&surrogates[range]),
    }
}

fn offset(len: usize) -> u32 {
    u32::try_from(len).expect("a source is under 4 GB")
}

#[derive(Debug, Default)]
pub(crate) struct Blobs {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Blobs {
    pub fn get(&self, blob: Blob) -> &[u8] {
        let i = blob.index();
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        &self.bytes[start as usize..self.ends[i] as usize]
    }

    pub fn add(&mut self, bytes: &[u8]) -> Blob {
        self.bytes.extend_from_slice(bytes);
        self.ends.push(offset(self.bytes.len()));
        Blob::new(self.ends.len() - 1)
    }
}
