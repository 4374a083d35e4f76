//! `pyish dis`, `pyish ast`, `pyish check`: what the front half makes of a file, running nothing.

use pyish_syntax::{Flags, Mode, Source, SyntaxError};
use std::ffi::OsString;

/// Runs the subcommand, if the first word is one; the exit code.
pub fn run(args: &[OsString]) -> Option<i32> {
    let name = args.get(1)?.to_str()?;
    let rest: Vec<String> = args[2..].iter().map(|a| a.to_string_lossy().into_owned()).collect();
    // a file of that name in this folder is a program
    if std::path::Path::new(name).exists() {
        return None;
    }
    match name {
        "dis" => Some(each(&rest, |src| {
            let unit = unit(src)?;
            print!("{}", pyish_bytecode::disassemble(&unit));
            Ok(())
        })),
        "ast" => {
            let attributes = rest.iter().any(|a| a == "-a" || a == "--include-attributes");
            let files: Vec<String> = rest.into_iter().filter(|a| !a.starts_with('-')).collect();
            Some(each(&files, |src| {
                let ast = pyish_syntax::parse(src, Mode::Exec, Flags::default())?;
                println!("{}", pyish_syntax::dump(&ast, src, attributes));
                Ok(())
            }))
        }
        "check" => Some(each(&rest, |src| unit(src).map(drop))),
        _ => None,
    }
}

fn unit(src: &Source) -> Result<pyish_bytecode::Unit, SyntaxError> {
    let flags = Flags { top_level_await: true, ..Flags::default() };
    let ast = pyish_syntax::parse(src, Mode::Exec, flags)?;
    pyish_compiler::compile(&ast, src, pyish_compiler::Options { top_level_await: true, ..Default::default() })
}

/// Reads each file and runs `f` on it; reports errors as Python prints them.
fn each(files: &[String], f: impl Fn(&Source) -> Result<(), SyntaxError>) -> i32 {
    if files.is_empty() {
        eprintln!("pyish: no file given");
        return 2;
    }
    let mut code = 0;
    for file in files {
        let bytes = match std::fs::read(file) {
            Ok(b) => b,
            Err(e) => {
                let text = e.to_string();
                let text = text.split(" (os error").next().unwrap_or(&text);
                eprintln!("pyish: can't open file '{file}': [Errno {}] {text}", e.raw_os_error().unwrap_or(0));
                code = 2;
                continue;
            }
        };
        let done = Source::decode(file.as_str(), &bytes)
            .and_then(|src| f(&src).map_err(|e| pyish_syntax::keyword_typo(&src, &e).unwrap_or(e)));
        if let Err(e) = done {
            report(&e);
            code = code.max(1);
        }
    }
    code
}

fn report(e: &SyntaxError) {
    if e.line > 0 {
        eprintln!("  File \"{}\", line {}", e.filename, e.line);
    }
    if let Some(text) = &e.text {
        let line = text.trim_end_matches('\n');
        let body = line.trim_start();
        eprintln!("    {body}");
        let indent = line.chars().count() - body.chars().count();
        let start = (e.column.max(1) as usize - 1).saturating_sub(indent);
        let same_line = e.end_line == e.line && e.end_column > e.column;
        let width = if same_line { (e.end_column - e.column) as usize } else { 1 };
        eprintln!("    {}{}", " ".repeat(start), "^".repeat(width.max(1)));
    }
    eprintln!("{}: {}", e.kind.name(), e.message);
}
