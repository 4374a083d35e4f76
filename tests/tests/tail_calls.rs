//! Every handler of the interpreter ends in a jump to the next one and leaves nothing on the native stack.
//!
//! Rust does not promise tail calls; optimised builds make them unless a handler gives away an address of its own frame.
//! The optimised binary is disassembled: a function of the interpreter's handlers that *calls* the next handler, or
//! another handler, would let the native stack grow with every instruction it executes.

use iced_x86::{Decoder, DecoderOptions, FlowControl, Mnemonic, OpKind, Register};
use object::{Object, ObjectSection, ObjectSymbol, SymbolKind};
use pyish_tests::find;
use pyish_tests::interpreter::Interpreter;
use std::collections::{HashMap, HashSet};

/// `module::name` of every handler, from the sources.
fn handlers() -> HashSet<String> {
    let folder = find::project_root().join("crates/vm/src/interpreter");
    let mut names = HashSet::new();
    for file in std::fs::read_dir(folder).expect("the interpreter's sources") {
        let path = file.expect("a folder entry").path();
        let Some(module) = path.file_stem().and_then(|s| s.to_str()).map(str::to_string) else { continue };
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for line in text.lines() {
            if let Some(rest) = line.trim_start().strip_prefix("fn ")
                && let Some((name, _)) = rest.split_once("(s) ")
            {
                names.insert(format!("{module}::{name}"));
            }
        }
    }
    names
}

#[test]
fn handlers_jump_to_the_next_one() {
    if cfg!(debug_assertions) {
        return; // the fast form belongs to optimised builds
    }
    let interpreter = Interpreter::pyish(None, None).expect("pyish is built");
    let bytes = std::fs::read(&interpreter.path).expect("the binary");
    let file = object::File::parse(&*bytes).expect("an object file");
    let handlers = handlers();
    let mut functions = HashMap::new();
    for symbol in file.symbols().filter(|s| s.kind() == SymbolKind::Text && s.size() > 0) {
        let name = format!("{:#}", rustc_demangle::demangle(symbol.name().unwrap_or("")));
        if let Some(short) = name.strip_prefix("pyish_vm::interpreter::") {
            functions.insert(symbol.address(), (short.to_string(), symbol.size()));
        }
    }
    let text = file.section_by_name(".text").expect("code");
    let (code, start) = (text.data().expect("code"), text.address());
    let (mut dispatching, mut failures) = (0, Vec::new());
    for (address, (name, size)) in &functions {
        if name == "run" || name.contains("{closure") {
            continue; // the loop around the handlers
        }
        let from = (address - start) as usize;
        let body = &code[from..from + *size as usize];
        for ins in &mut Decoder::with_ip(64, body, *address, DecoderOptions::NONE) {
            if ins.mnemonic() == Mnemonic::Jmp && ins.flow_control() == FlowControl::IndirectBranch {
                dispatching += 1;
            }
            if ins.mnemonic() != Mnemonic::Call {
                continue;
            }
            let by_table = ins.op0_kind() == OpKind::Memory
                && ins.memory_index() != Register::None
                && ins.memory_index_scale() == 8;
            let callee = functions.get(&ins.near_branch_target()).map(|f| &f.0);
            if by_table || callee.is_some_and(|callee| handlers.contains(callee)) {
                let callee = callee.map_or("the next handler", |name| name);
                failures.push(format!("{name} calls {callee} at {:#x}", ins.ip()));
            }
        }
    }
    assert!(dispatching > 200, "only {dispatching} jumps to a next handler: is this the binary?");
    failures.sort();
    assert!(failures.is_empty(), "handlers that grow the native stack:\n{}", failures.join("\n"));
}
