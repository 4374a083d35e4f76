//! The stored form of code: what is written is read back, and what is damaged is refused.

use pyish_bytecode::{Corrupt, Stored, Unit, store};
use pyish_syntax::{Flags, Mode, Source};

const TEXT: &str = r#"
"""A docstring."""
from __future__ import annotations
import os, sys as system

class C[T](dict, metaclass=type):
    "of the class"
    def method(self, a, /, b=1.5, *args, c: int = 10**40, **kw) -> "é\ud800":
        "of the method"
        x = lambda y: (a, y, b"\x00\xff", 2j, ..., {1, 2} if y in {1, (2, "three")} else None)
        try:
            with open(a) as f, self:
                yield from f
        except* OSError as e:
            raise ValueError(-5) from e
        finally:
            del x
        return [i for i in range(1000000) if i % 7 == b or i > -70000]
async def f():
    async for x in g():
        match x:
            case {"k": [1, *rest], **more}: await rest
"#;

fn compiled(text: &str) -> Unit {
    let source = Source::new("some file.py", text);
    let ast = pyish_syntax::parse(&source, Mode::Exec, Flags::default()).expect("it parses");
    pyish_compiler::compile(&ast, &source, pyish_compiler::Options::default()).expect("it compiles")
}
/// Each code object as text, in the order in which one reaches them from the first.
fn shown(unit: &Unit) -> Vec<String> {
    unit.codes.iter().map(|c| format!("{c:?}")).collect()
}

#[test]
fn what_is_stored_is_read_back() {
    let unit = compiled(TEXT);
    let bytes = store(&unit);
    let stored = Stored::open_checked(&bytes).expect("it opens");
    assert_eq!(stored.codes(), unit.codes.len());
    let again = stored.unit(0, "some file.py").expect("it can be read");
    // the numbers of nested code may differ, so the second round is compared
    assert_eq!(again.codes.len(), unit.codes.len());
    let bytes = store(&again);
    let third = Stored::open_checked(&bytes).expect("it opens").unit(0, "some file.py").expect("it can be read");
    assert_eq!(shown(&third), shown(&again));
    for code in &unit.codes {
        let same = again.codes.iter().find(|c| c.qualname == code.qualname && c.first_line == code.first_line);
        let same = same.expect("each code object is there");
        assert_eq!(same.words, code.words);
        assert_eq!(
            (&same.spans, &same.heights, &same.handlers, &same.pending),
            (&code.spans, &code.heights, &code.handlers, &code.pending)
        );
        assert_eq!(
            (&same.locals, &same.free, &same.cells, &same.doc),
            (&code.locals, &code.free, &code.cells, &code.doc)
        );
    }
}

#[test]
fn the_docstring_is_found_without_the_body() {
    let bytes = store(&compiled(TEXT));
    let stored = Stored::open(&bytes).expect("it opens");
    let docs: Vec<_> = (0..stored.codes())
        .filter_map(|n| stored.doc(&stored.head(n).expect("a head")).expect("a docstring or none"))
        .map(|n| stored.name(n).expect("a text"))
        .collect();
    assert!(docs.contains(&"A docstring.") && docs.contains(&"of the method"), "{docs:?}");
}

#[test]
fn damage_is_noticed() {
    let bytes = store(&compiled("def f(x):\n    return x + 1\n"));
    for i in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[i] ^= 0x41;
        assert!(Stored::open_checked(&changed).is_err(), "byte {i}");
        assert!(Stored::open_checked(&bytes[..i]).is_err(), "cut at {i}");
    }
    assert_eq!(Stored::open_checked(b"").unwrap_err(), Corrupt::Magic);
}

#[test]
fn reading_damaged_code_never_panics() {
    let bytes = store(&compiled(TEXT));
    for i in 16..bytes.len() {
        for bit in [0x01, 0x80, 0xFF] {
            let mut changed = bytes.clone();
            changed[i] ^= bit;
            if let Ok(stored) = Stored::open(&changed) {
                let _ = stored.unit(0, "x");
            }
        }
    }
}
