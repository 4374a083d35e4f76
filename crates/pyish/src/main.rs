//! The command `pyish`: runs scripts, code and modules; the prompt; the disassembler, the tree, the check.

mod options;
mod repl;
mod run;
mod tools;

#[cfg(debug_assertions)]
#[global_allocator]
static ALLOCATOR: pyish_heap::CheckedAlloc = pyish_heap::CheckedAlloc;

fn main() {
    let args: Vec<_> = std::env::args_os().collect();
    if let Some(code) = tools::run(&args) {
        std::process::exit(code);
    }
    let (options, program, argv) = options::read(args);
    if options.version {
        println!("Python 3.14.0 (pyish {})", env!("CARGO_PKG_VERSION"));
        return;
    }
    run::run(options, program, argv);
}
