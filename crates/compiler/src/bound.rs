//! Definite assignment: which `CheckBound`s can fail, by a forward dataflow over the nodes; and which `Yield`s suspend
//! while some of the temporaries below their height hold nothing.
//!
//! A state is the set of watched registers that hold a value on every path. A handler may be reached
//! from before any word it covers. Checks of registers that are always bound there are not needed,
//! nor is the `Unbind` of a register that no check is left for.

use std::collections::HashMap;

use pyish_bytecode::{Format, HEADER, Ins, Op};

use crate::assembler::{Assembler, Node, Reg, ends};

type Bits = Vec<u64>;

/// For each node whether it stays.
pub(crate) fn needed(asm: &Assembler, parameters: usize) -> Vec<bool> {
    let mut keep = vec![true; asm.nodes.len()];
    let mut watched: HashMap<Reg, usize> = HashMap::new();
    for node in &asm.nodes {
        if node.op == Op::CheckBound {
            let next = watched.len();
            watched.entry(node.ins.a).or_insert(next);
        }
    }
    if watched.is_empty() {
        unbinds(asm, &mut keep);
        return keep;
    }
    let words = watched.len().div_ceil(64);
    let flow = Flow { asm, watched: &watched, starts: block_starts(asm) };
    let mut entry = vec![0u64; words];
    for (&reg, &bit) in &watched {
        if usize::from(reg) < parameters {
            entry[bit / 64] |= 1 << (bit % 64);
        }
    }
    let states = flow.solve(entry, words);
    for (block, state) in states.into_iter().enumerate() {
        let Some(mut state) = state else { continue };
        for i in flow.range(block) {
            let node = &asm.nodes[i];
            if node.op == Op::CheckBound {
                let bit = watched[&node.ins.a];
                keep[i] = state[bit / 64] >> (bit % 64) & 1 == 0;
            }
            flow.step(node, &mut state);
        }
    }
    unbinds(asm, &mut keep);
    keep
}

/// The `Yield`s below whose height some temporary may hold no value: a frame header that a pending call has reserved, a
/// destination that is not written yet. `first` is the first temporary.
pub(crate) fn yields_with_holes(asm: &Assembler, first: Reg) -> Vec<usize> {
    let is_yield = |node: &Node| node.op == Op::Yield && node.height > first;
    let Some(height) = asm.nodes.iter().filter(|n| is_yield(n)).map(|n| n.height).max() else { return Vec::new() };
    let watched: HashMap<Reg, usize> = (first..height).enumerate().map(|(bit, reg)| (reg, bit)).collect();
    let words = watched.len().div_ceil(64);
    let flow = Flow { asm, watched: &watched, starts: block_starts(asm) };
    let mut holes = Vec::new();
    for (block, state) in flow.solve(vec![0; words], words).into_iter().enumerate() {
        let Some(mut state) = state else { continue };
        for i in flow.range(block) {
            let node = &asm.nodes[i];
            if is_yield(node) && (first..node.height).any(|reg| !flow.is_bound(reg, &state)) {
                holes.push(i);
            }
            flow.step(node, &mut state);
        }
    }
    holes
}

/// Drops `Unbind`s that no remaining check and no cell depends on.
fn unbinds(asm: &Assembler, keep: &mut [bool]) {
    let mut wanted: Vec<Reg> = Vec::new();
    for (i, node) in asm.nodes.iter().enumerate() {
        if node.op == Op::MakeCell || node.op == Op::CheckBound && keep[i] {
            wanted.push(node.ins.a);
        }
    }
    wanted.sort_unstable();
    for (i, node) in asm.nodes.iter().enumerate() {
        if node.op == Op::Unbind && wanted.binary_search(&node.ins.a).is_err() {
            keep[i] = false;
        }
    }
}

/// The first nodes of straight lines, and the end.
fn block_starts(asm: &Assembler) -> Vec<usize> {
    let mut starts = vec![0, asm.nodes.len()];
    for (i, node) in asm.nodes.iter().enumerate() {
        if let Some(target) = node.target {
            starts.extend(asm.label_at(target));
            starts.push(i + 1);
        } else if ends(node.op) {
            starts.push(i + 1);
        }
        starts.extend(node.handler.and_then(|h| asm.handler_target(h)));
    }
    starts.sort_unstable();
    starts.dedup();
    starts
}

struct Flow<'a> {
    asm: &'a Assembler,
    watched: &'a HashMap<Reg, usize>,
    starts: Vec<usize>,
}

impl Flow<'_> {
    fn range(&self, block: usize) -> std::ops::Range<usize> {
        self.starts[block]..self.starts.get(block + 1).copied().unwrap_or(self.starts[block])
    }

    fn block_of(&self, node: usize) -> usize {
        self.starts.partition_point(|&s| s <= node) - 1
    }

    /// The state at the start of each block; `None` where control never comes.
    fn solve(&self, entry: Bits, words: usize) -> Vec<Option<Bits>> {
        let mut states: Vec<Option<Bits>> = vec![None; self.starts.len()];
        states[0] = Some(entry);
        let mut work = vec![0];
        while let Some(block) = work.pop() {
            let Some(mut state) = states[block].clone() else { continue };
            let mut at_handlers: Vec<(usize, Bits)> = Vec::new();
            let mut falls = true;
            for i in self.range(block) {
                let node = &self.asm.nodes[i];
                if let Some(h) = node.handler
                    && let Some(to) = self.asm.handler_target(h)
                {
                    let mut state = state.clone();
                    self.bind(self.asm.handler_reg(h), &mut state);
                    match at_handlers.iter_mut().find(|(t, _)| *t == to) {
                        Some((_, seen)) => {
                            meet(seen, &state);
                        }
                        None => at_handlers.push((to, state)),
                    }
                }
                if let Some(to) = node.target.and_then(|t| self.asm.label_at(t)) {
                    let mut taken = state.clone();
                    if matches!(node.op, Op::ForIter | Op::Send) {
                        self.bind(node.ins.b, &mut taken);
                    }
                    self.join(to, &taken, &mut states, &mut work);
                }
                self.step(node, &mut state);
                falls = !ends(node.op);
            }
            for (to, seen) in at_handlers {
                self.join(to, &seen, &mut states, &mut work);
            }
            let next = self.range(block).end;
            if falls && next < self.asm.nodes.len() {
                self.join(next, &state, &mut states, &mut work);
            }
        }
        debug_assert!(states.iter().flatten().all(|s| s.len() == words));
        states
    }

    fn join(&self, node: usize, state: &Bits, states: &mut [Option<Bits>], work: &mut Vec<usize>) {
        let block = self.block_of(node);
        let changed = match &mut states[block] {
            Some(old) => meet(old, state),
            slot => {
                *slot = Some(state.clone());
                true
            }
        };
        if changed {
            work.push(block);
        }
    }

    fn bind(&self, reg: Reg, state: &mut Bits) {
        if let Some(&bit) = self.watched.get(&reg) {
            state[bit / 64] |= 1 << (bit % 64);
        }
    }

    fn is_bound(&self, reg: Reg, state: &Bits) -> bool {
        self.watched.get(&reg).is_some_and(|&bit| state[bit / 64] >> (bit % 64) & 1 == 1)
    }

    fn step(&self, node: &Node, state: &mut Bits) {
        let Ins { x, a, b, c, .. } = node.ins;
        match node.op {
            Op::UnpackSeq => (a..a + c).for_each(|r| self.bind(r, state)),
            Op::UnpackEx => (a..=a + u16::from(x) + c).for_each(|r| self.bind(r, state)),
            Op::CopyFree => (a..a + b).for_each(|r| self.bind(r, state)),
            Op::LoadMethod => [a, a + HEADER as Reg].iter().for_each(|&r| self.bind(r, state)),
            Op::LoadSuper if x == 1 => [a, a + HEADER as Reg].iter().for_each(|&r| self.bind(r, state)),
            Op::MatchExcStar | Op::WithEnter | Op::WithEnterAsync => {
                [a, a + 1].iter().for_each(|&r| self.bind(r, state));
            }
            Op::EnterHandler => self.bind(b, state),
            op if op.info().format == Format::Call => {
                // The callee's frame overwrites what lies above the base.
                for (&reg, &bit) in self.watched {
                    if reg > a {
                        state[bit / 64] &= !(1 << (bit % 64));
                    }
                }
                self.bind(c, state);
            }
            Op::DeleteLocal | Op::Clear | Op::Unbind => {
                if let Some(&bit) = self.watched.get(&node.ins.a) {
                    state[bit / 64] &= !(1 << (bit % 64));
                }
            }
            Op::CheckBound | Op::Yield => self.bind(node.ins.a, state),
            // Bound only where the jump is taken.
            Op::ForIter => {}
            Op::Send => self.bind(node.ins.b, state),
            op => {
                let effect = op.info().effect;
                if effect.starts_with("R[a] :=") {
                    self.bind(node.ins.a, state);
                } else if effect.starts_with("R[c] :=") {
                    self.bind(node.ins.c, state);
                }
            }
        }
    }
}

/// Keeps what both have; whether that changed the first.
fn meet(into: &mut Bits, other: &Bits) -> bool {
    let mut changed = false;
    for (a, b) in into.iter_mut().zip(other) {
        let both = *a & *b;
        changed |= both != *a;
        *a = both;
    }
    changed
}
