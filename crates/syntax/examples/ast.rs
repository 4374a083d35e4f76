//! Prints the tree of a file as `python3 -m ast [-a]` does, or times the reading of files.
//!
//! `ast [-a] FILE` prints; `ast --all [-a] OUTDIR` reads file names from standard input and writes
//! one dump or error each, numbered, into a folder; `ast --time FILE...` prints bytes per second;
//! `ast --errors` reads texts from standard input, each a mode letter and the text, ended by NUL,
//! and prints `OK` or the error of each with its line.

use std::io::BufRead;
use std::process::ExitCode;

use pyish_syntax::{Flags, Mode, Source, SyntaxError, dump, parse};

fn read(file: &str, attributes: bool) -> Result<String, SyntaxError> {
    let bytes = std::fs::read(file).unwrap_or_default();
    let src = Source::decode(file, &bytes)?;
    let tree = parse(&src, Mode::Exec, Flags::default())?;
    Ok(dump(&tree, &src, attributes))
}

fn errors() {
    let mut input = Vec::new();
    if std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut input).is_err() {
        return;
    }
    for record in input.split(|&b| b == 0) {
        let Some((mode, text)) = record.split_first() else { continue };
        let mode = match mode {
            b's' => Mode::Single,
            b'e' => Mode::Eval,
            _ => Mode::Exec,
        };
        let src = Source::new("<test>", String::from_utf8_lossy(text));
        match parse(&src, mode, Flags::default()) {
            Ok(_) => println!("OK"),
            Err(e) => println!(
                "{}\t{}\t{}\t{}\t{}\t{}\t{}",
                e.kind.name(),
                e.message.replace('\n', "\\n"),
                e.line,
                e.column,
                e.end_line,
                e.end_column,
                e.text.unwrap_or_default().replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n")
            ),
        }
    }
}

fn time(files: &[String]) {
    let (mut bytes, mut seconds) = (0, 0.0);
    for file in files {
        let text = std::fs::read(file).unwrap_or_default();
        let start = std::time::Instant::now();
        let src = Source::decode(&**file, &text);
        let tree = src.and_then(|src| parse(&src, Mode::Exec, Flags::default()));
        let ok = tree.is_ok();
        drop(tree);
        seconds += start.elapsed().as_secs_f64();
        bytes += text.len();
        if !ok {
            println!("{file}: not read");
        }
    }
    println!("{bytes} bytes in {seconds:.3} s: {:.1} MB/s", bytes as f64 / seconds / 1e6);
}

fn main() -> ExitCode {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    if args.first().is_some_and(|a| a == "--time") {
        time(&args[1..]);
        return ExitCode::SUCCESS;
    }
    if args.first().is_some_and(|a| a == "--errors") {
        errors();
        return ExitCode::SUCCESS;
    }
    let attributes = args.iter().any(|a| a == "-a");
    let all = args.iter().any(|a| a == "--all");
    args.retain(|a| a != "-a" && a != "--all");
    let Some(path) = args.first() else {
        eprintln!("usage: ast [-a] FILE");
        return ExitCode::FAILURE;
    };
    if all {
        for (i, file) in std::io::stdin().lock().lines().map_while(Result::ok).enumerate() {
            let text = match read(&file, attributes) {
                Ok(dump) => dump + "\n",
                Err(e) => format!(
                    "{}: {} {}:{}-{}:{}\n",
                    e.kind.name(),
                    e.message,
                    e.line,
                    e.column,
                    e.end_line,
                    e.end_column
                ),
            };
            if let Err(e) = std::fs::write(format!("{path}/{i}"), text) {
                eprintln!("{path}: {e}");
                return ExitCode::FAILURE;
            }
        }
        return ExitCode::SUCCESS;
    }
    match read(path, attributes) {
        Ok(dump) => println!("{dump}"),
        Err(e) => {
            eprintln!("{e}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
