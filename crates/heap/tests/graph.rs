//! A random graph, mutated and collected, against a model of it in plain Rust.
//!
//! Slot s of the root table names node s; a node has an id and edges to other nodes. The model holds ids and
//! edges by slot generation, so that a lost or overwritten object shows as a wrong id.

mod support;

use pyish_heap::{Mutator, Obj, as_obj, set_stress, set_verify, stats};
use std::collections::HashMap;
use support::*;

const LEAF: u64 = 2;

/// A small random number generator (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x ^ (x >> 31)) % n as u64) as usize
    }
}

const SLOTS: usize = 200;

/// Node `id` and the ids that its edges lead to (0: none).
type Model = HashMap<usize, Vec<usize>>;

fn node(m: &mut Mutator, random: &mut Random, id: usize) -> (Obj, usize) {
    let edges = match random.below(200) {
        0 => 5000,
        1..10 => 300,
        10..50 => 20,
        _ => 1 + random.below(6),
    };
    let o = m.alloc_fields(FIELDS, edges + 2).unwrap();
    o.init(0, int(id));
    o.init(1, int(edges));
    (o, edges)
}

fn check(root: Obj, roots: &[usize], model: &Model) {
    let mut seen = std::collections::HashSet::new();
    let mut work = vec![];
    for (slot, &id) in roots.iter().enumerate() {
        match as_obj(root.word(slot)) {
            None => assert_eq!(id, 0),
            Some(o) => work.push((o.addr(), id)),
        }
    }
    while let Some((address, id)) = work.pop() {
        if !seen.insert(id) {
            continue;
        }
        let o = Obj::at(address);
        assert_eq!(o.word(0), int(id));
        let edges = &model[&id];
        for (i, &to) in edges.iter().enumerate() {
            match as_obj(o.word(2 + i)) {
                None => assert_eq!(to, 0),
                Some(next) => work.push((next.addr(), to)),
            }
        }
    }
}

fn play(m: &mut Mutator, seed: u64, steps: usize) {
    let mut random = Random(seed);
    let mut model = Model::new();
    let mut roots = vec![0; SLOTS];
    let root = m.alloc_fields(FIELDS, SLOTS).unwrap();
    for id in 1..steps {
        let slot = random.below(SLOTS);
        match random.below(10) {
            0 => {
                root.set(m, slot, 0);
                roots[slot] = 0;
            }
            1..5 => {
                let (o, edges) = node(m, &mut random, id);
                model.insert(id, vec![0; edges]);
                root.set(m, slot, o.value());
                roots[slot] = id;
            }
            5..9 => {
                // An edge from one node to another; every third leads past a node, to where its first edge leads.
                let to = random.below(SLOTS);
                if let (Some(a), Some(b)) = (as_obj(root.word(slot)), as_obj(root.word(to))) {
                    let edges = (a.word(1) >> 2) as usize;
                    let i = random.below(edges);
                    let (value, id) = match as_obj(b.word(2)) {
                        Some(c) if random.below(3) == 0 => (c.value(), model[&roots[to]][0]),
                        _ => (b.value(), roots[to]),
                    };
                    a.set(m, 2 + i, value);
                    model.get_mut(&roots[slot]).unwrap()[i] = id;
                }
            }
            _ => {
                // Garbage, some of it large.
                let n = if random.below(50) == 0 { 20_000 } else { random.below(100) };
                let o = m.alloc_leaf(LEAF, n * 8).unwrap();
                o.init(n, !0);
            }
        }
        if random.below(steps / 40) == 0 {
            m.collect(random.below(5) == 0);
            check(root, &roots, &model);
        }
    }
    check(root, &roots, &model);
    std::hint::black_box(root);
}

#[test]
fn a_mutated_graph_survives_its_collections() {
    set_verify(true);
    attached(|m| {
        for seed in 0..6 {
            play(m, seed, 4000);
        }
        set_stress(37);
        for seed in 6..9 {
            play(m, seed, 3000);
        }
        set_stress(1);
        play(m, 9, 800);
        // The mode may change in the middle of a run of free cells.
        for seed in 10..14 {
            set_stress([0, 500][seed as usize % 2]);
            play(m, seed, 300);
        }
        set_stress(0);
        scrub();
        m.collect(true);
        scrub();
        m.collect(true);
    });
    assert!(stats().minors > 100 && stats().fulls > 50);
}
