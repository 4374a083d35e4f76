//! `PYISH_GC_CHECK`: a value in a `Vec` is found at the first collection; well-behaved programs are not accused.

mod support;

use pyish_heap::{CheckedAlloc, Mutator};
use std::process::Command;
use support::*;

#[global_allocator]
static ALLOC: CheckedAlloc = CheckedAlloc;

#[inline(never)]
fn hide_in_a_vec(m: &mut Mutator, n: usize) -> Vec<u64> {
    (0..n)
        .map(|i| {
            let o = m.alloc_fields(FIELDS, 2).unwrap();
            o.init(0, int(i));
            o.value()
        })
        .collect()
}

/// What the child process does; in the parent it does nothing.
#[test]
fn victim() {
    let Ok(what) = std::env::var("PYISH_CHECK_VICTIM") else { return };
    attached(|m| {
        let mut hidden = hide_in_a_vec(m, 100);
        scrub();
        match what.as_str() {
            "guilty" => {}
            "complemented" => hidden.iter_mut().for_each(|word| *word = !*word),
            "dropped" => hidden = vec![1; 100],
            "rooted" => hidden.iter().for_each(|&word| pyish_heap::add_root(word)),
            _ => panic!("unknown part"),
        }
        scrub();
        m.collect(false);
        std::hint::black_box(&hidden);
    });
}

fn run(what: &str) -> std::process::Output {
    Command::new(std::env::current_exe().unwrap())
        .args(["victim", "--exact", "--nocapture", "--test-threads=1"])
        .env("PYISH_GC_CHECK", "1")
        .env("PYISH_CHECK_VICTIM", what)
        .output()
        .unwrap()
}

#[test]
fn a_value_in_a_vec_is_found() {
    let output = run("guilty");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(text.contains("only Rust's memory knows"), "{text}");
    assert!(text.contains("a block of 800 bytes"), "{text}");
    assert!(text.contains("hide_in_a_vec"), "{text}");
}

#[test]
fn other_memory_is_not_accused() {
    for what in ["complemented", "dropped", "rooted"] {
        let output = run(what);
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{what}: {text}");
    }
}
