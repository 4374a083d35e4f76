//! The shape of code generation: `golden/*.py` beside the disassembly it compiles to.
//!
//! `PYISH_BLESS=1 cargo test -p pyish-compiler --test golden` writes the `.dis` files anew.

use std::path::Path;

use pyish_compiler::{Options, compile};
use pyish_syntax::{Flags, Mode, Source, parse};

#[test]
fn code_is_as_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let bless = std::env::var_os("PYISH_BLESS").is_some();
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(&folder).expect("the folder of goldens").flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|e| e != "py") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a source");
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let src = Source::new(name.as_str(), text);
        let ast = parse(&src, Mode::Exec, Flags::default()).expect("a golden parses");
        let unit = compile(&ast, &src, Options::default()).expect("a golden compiles");
        let got = pyish_bytecode::disassemble(&unit);
        let record = path.with_extension("dis");
        if bless {
            std::fs::write(&record, &got).expect("the record is writable");
        } else if std::fs::read_to_string(&record).unwrap_or_default() != got {
            wrong.push(format!("{name}:\n{got}"));
        }
    }
    assert!(wrong.is_empty(), "code changed; PYISH_BLESS=1 records it\n{}", wrong.join("\n"));
}
