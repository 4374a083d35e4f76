//! Prints the bytecode of a file, or of each of several whether it compiles, or times it.
//!
//! `cargo run -p pyish-compiler --example dis -- [--time] FILE...`; `--time` prints the seconds from source to tree and
//! from source to bytecode.

use pyish_compiler::{Options, compile};
use pyish_syntax::{Flags, Mode, Source, parse};

fn main() {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.first().is_some_and(|a| a == "--time") {
        return time(&files[1..]);
    }
    let worker = move || files.iter().for_each(|file| one(file, files.len() > 1));
    let thread = std::thread::Builder::new().stack_size(16 << 20).spawn(worker);
    if thread.map(|t| t.join()).is_err() {
        eprintln!("no thread");
    }
}

fn time(files: &[String]) {
    let (mut tree, mut whole) = (0.0, 0.0);
    for file in files {
        let text = std::fs::read(file).unwrap_or_default();
        let start = std::time::Instant::now();
        let Ok(src) = Source::decode(&**file, &text) else { continue };
        let Ok(ast) = parse(&src, Mode::Exec, Flags::default()) else { continue };
        tree += start.elapsed().as_secs_f64();
        let unit = compile(&ast, &src, Options::default());
        whole += start.elapsed().as_secs_f64();
        drop((ast, unit));
    }
    println!("{tree:.6} {whole:.6}");
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
