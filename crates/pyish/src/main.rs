//! The command `pyish`: runs scripts, code and modules; the REPL; the disassembler and the tree.

mod run;

#[cfg(debug_assertions)]
#[global_allocator]
static ALLOCATOR: pyish_heap::CheckedAlloc = pyish_heap::CheckedAlloc;

fn main() {
    run::main();
}
