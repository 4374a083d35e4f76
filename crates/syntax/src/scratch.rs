//! The stack on which a list of the tree grows until it is whole.
//!
//! A bottom-up parser finishes an inner list before it adds to the outer one, so that all lists
//! of a kind can share one stack: a list is what lies above its [`Mark`].

use crate::ast::{Ast, Listed, Seq};

/// Where a list begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark(u32);

pub(crate) struct Scratch<T> {
    items: Vec<T>,
}

impl<T> Default for Scratch<T> {
    fn default() -> Self {
        Scratch { items: Vec::new() }
    }
}

impl<T: Copy> Scratch<T> {
    pub fn empty(&self) -> Mark {
        Mark(self.items.len() as u32)
    }

    pub fn begin(&mut self, item: T) -> Mark {
        let mark = self.empty();
        self.items.push(item);
        mark
    }

    pub fn begin_two(&mut self, first: T, second: T) -> Mark {
        let mark = self.begin(first);
        self.push(mark, second)
    }

    pub fn push(&mut self, mark: Mark, item: T) -> Mark {
        self.items.push(item);
        mark
    }

    pub fn since(&self, mark: Mark) -> &[T] {
        &self.items[mark.0 as usize..]
    }

    pub fn last(&self) -> Option<T> {
        self.items.last().copied()
    }

    pub fn drop(&mut self, mark: Mark) {
        self.items.truncate(mark.0 as usize);
    }

    /// The mark of the last `n` items.
    pub fn last_n(&self, n: usize) -> Mark {
        Mark((self.items.len() - n) as u32)
    }
}

impl<T: Listed> Scratch<T> {
    /// Moves the list into the tree.
    pub fn finish(&mut self, mark: Mark, ast: &mut Ast) -> Seq<T> {
        let seq = ast.add_seq(self.since(mark));
        self.drop(mark);
        seq
    }
}
