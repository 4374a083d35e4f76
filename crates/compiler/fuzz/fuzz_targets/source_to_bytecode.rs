//! `cargo fuzz run --sanitizer none source_to_bytecode` in `crates/compiler`, on any toolchain: bytes as a file's, decoded,
//! parsed in every mode and compiled. Seeds: a corpus of `.py` files, as `cargo fuzz run ... -- -dict=...` takes them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pyish_compiler::Options;
use pyish_syntax::{Flags, Mode, Source, keyword_typo, parse};

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = Source::decode("fuzz.py", bytes) else { return };
    for mode in [Mode::Exec, Mode::Eval, Mode::Single] {
        for top_level_await in [false, true] {
            let flags = Flags { top_level_await, ..Flags::default() };
            match parse(&source, mode, flags) {
                Ok(ast) => {
                    pyish_compiler::warnings(&ast);
                    let options = Options { top_level_await, ..Options::default() };
                    let _ = pyish_compiler::compile(&ast, &source, options);
                }
                Err(error) => {
                    keyword_typo(&source, &error);
                }
            }
        }
    }
});
