//! Prints the bytecode of a file, or of each of several whether it compiles.
//!
//! `cargo run -p pyish-compiler --example dis -- FILE`

use pyish_compiler::{Options, compile};
use pyish_syntax::{Flags, Mode, Source, parse};

fn main() {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let worker = move || files.iter().for_each(|file| one(file, files.len() > 1));
    let thread = std::thread::Builder::new().stack_size(16 << 20).spawn(worker);
    if thread.map(|t| t.join()).is_err() {
        eprintln!("no thread");
    }
}

fn one(file: &str, brief: bool) {
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(e) => return eprintln!("{file}: {e}"),
    };
    let unit = Source::decode(file, &bytes).and_then(|src| {
        let ast = parse(&src, Mode::Exec, Flags::default())?;
        compile(&ast, &src, Options::default())
    });
    match unit {
        Ok(unit) if brief => println!("ok {file} {}", unit.codes.len()),
        Ok(unit) => print!("{}", pyish_bytecode::disassemble(&unit)),
        Err(e) if brief => println!("error {file}: {e}"),
        Err(e) => println!("{e}  {}:{}-{}:{}", e.line, e.column, e.end_line, e.end_column),
    }
}
