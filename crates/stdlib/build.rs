//! Writes the embedded Python half: an index by module name, the modules' code in the stored form, their sources
//! deflated.
//!
//! `library.bin` begins with the index, a row a module: name, what it is, where code and source lie, all as
//! `src/library.rs` reads them. What ordinary programs import comes first, so that few pages of the file are touched.

use pyish_bytecode::store;
use pyish_syntax::{Flags, Mode, Source};
use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Packages and files that no program imports from here: tools with a window, installers, migration aids.
const LEFT_OUT: &[&str] =
    &["idlelib", "ensurepip", "turtledemo", "lib2to3", "pydoc_data", "tkinter", "__pycache__", "test", "venv"];

/// Where the Python half of a module takes what its native half has, or counts on references being counted: module, text,
/// what takes its place.
const MENDED: &[(&str, &str, &str)] = &[
    // what few programs use is imported when it is asked for
    ("asyncio", "from .graph import *\n", ""),
    ("asyncio", "graph.__all__ +", GRAPH),
    ("asyncio", "    raise AttributeError(f\"module", ASK_GRAPH),
    ("traceback", "import _colorize\n", ""),
    ("traceback", " = _colorize.", " = __import__('_colorize')."),
    ("pickle", "from _pickle import PickleBuffer", "from _picklebuffer import PickleBuffer"),
    // as its half in C has it
    (
        "_pydatetime",
        "return (f'{self.__class__.__name__}'\n                f'(year={self[0]}, week",
        "return (f'datetime.IsoCalendarDate'\n                f'(year={self[0]}, week",
    ),
    // a view that lives until the next collection would keep the buffer from shrinking
    ("asyncio.streams", "bytes(memoryview(self._buffer)[:n])", "bytes(self._buffer[:n])"),
    ("asyncio.base_events", "import concurrent.futures\n", "import _asyncio\nimport concurrent.futures\n"),
    (
        "asyncio.base_events",
        "class BaseEventLoop(events.AbstractEventLoop):\n",
        "@_asyncio.LoopCore._over\nclass BaseEventLoop(_asyncio.LoopCore, events.AbstractEventLoop):\n",
    ),
    ("asyncio.events", "\n# _ThreadSafeHandle is", "\nfrom _asyncio import Handle\n\n# _ThreadSafeHandle is"),
    ("asyncio.events", "\nclass AbstractServer:\n", "\nfrom _asyncio import TimerHandle\n\nclass AbstractServer:\n"),
];

const GRAPH: &str =
    "('capture_call_graph', 'format_call_graph', 'print_call_graph', 'FrameCallGraphEntry', 'FutureCallGraph') +";
const ASK_GRAPH: &str = "    if name == 'graph' or name in ('capture_call_graph', 'format_call_graph',
                                   'print_call_graph', 'FrameCallGraphEntry', 'FutureCallGraph'):
        from importlib import import_module
        graph = import_module('.graph', __name__)
        globals().update({n: getattr(graph, n) for n in graph.__all__})
        return globals()[name]

    raise AttributeError(f\"module";

/// What comes first in the file, with all that it imports.
const FIRST: &[&str] = &["threading", "asyncio", "random", "json", "dataclasses"];

/// A module of the library.
struct Module {
    name: String,
    package: bool,
    source: Vec<u8>,
    code: Vec<u8>,
    imports: Vec<String>,
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let root = Path::new(rustpython_pylib::LIB_PATH);
    let mut files = Vec::new();
    walk(root, String::new(), &mut files);
    // our own modules take the place of those with the same name
    let own = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let own = Path::new(&own).join("py");
    println!("cargo::rerun-if-changed={}", own.display());
    let mut ours = Vec::new();
    walk(&own, String::new(), &mut ours);
    files.retain(|row| ours.iter().all(|o| o.0 != row.0));
    files.extend(ours);
    files.sort();
    // the parser may go deep, and build scripts have small stacks
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get());
    let share = files.len().div_ceil(threads);
    let mut modules: Vec<Module> = std::thread::scope(|s| {
        let work: Vec<_> = files
            .chunks(share)
            .map(|part| {
                let compile =
                    || part.iter().map(|(name, package, path)| read(name, *package, path)).collect::<Vec<_>>();
                std::thread::Builder::new().stack_size(256 << 20).spawn_scoped(s, compile).expect("a thread can start")
            })
            .collect();
        work.into_iter().flat_map(|w| w.join().expect("the library's modules can be compiled")).collect()
    });
    modules.sort_by(|a, b| a.name.cmp(&b.name));
    let dir = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    std::fs::write(Path::new(&dir).join("library.bin"), image(&modules)).expect("OUT_DIR can be written");
}

/// The file: number of modules, rows of `name (offset, length), package, code (offset, length), source (offset, length,
/// length inflated)`, all u32; names; codes; sources.
fn image(modules: &[Module]) -> Vec<u8> {
    let put = |out: &mut Vec<u8>, at: usize, n: usize| out[at..at + 4].copy_from_slice(&(n as u32).to_le_bytes());
    const ROW: usize = 32;
    let mut out = vec![0; 4 + ROW * modules.len()];
    put(&mut out, 0, modules.len());
    let field = |out: &mut Vec<u8>, i: usize, k: usize, bytes: &[u8]| {
        let (at, start) = (4 + ROW * i + 4 * k, out.len());
        put(out, at, start);
        put(out, at + 4, bytes.len());
        out.extend(bytes);
    };
    for (i, m) in modules.iter().enumerate() {
        field(&mut out, i, 0, m.name.as_bytes());
        let at = 4 + ROW * i + 8;
        out[at] = m.package as u8;
    }
    for i in in_order_of_use(modules) {
        field(&mut out, i, 3, &modules[i].code);
    }
    for (i, m) in modules.iter().enumerate() {
        let mut z = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::new(6));
        z.write_all(&m.source).and_then(|()| z.try_finish()).expect("memory can be written");
        field(&mut out, i, 5, z.get_ref());
        let at = 4 + ROW * i + 28;
        out[at..at + 4].copy_from_slice(&(m.source.len() as u32).to_le_bytes());
    }
    out
}

/// Indices of the modules: `FIRST` and what they import as they are reached, then the rest.
fn in_order_of_use(modules: &[Module]) -> Vec<usize> {
    let place = |name: &str| modules.binary_search_by(|m| m.name.as_str().cmp(name)).ok();
    let mut seen = HashSet::new();
    let mut order = Vec::new();
    let mut next: Vec<usize> = FIRST.iter().rev().filter_map(|n| place(n)).collect();
    while let Some(i) = next.pop() {
        if seen.insert(i) {
            order.push(i);
            next.extend(modules[i].imports.iter().rev().filter_map(|n| place(n)));
        }
    }
    order.extend((0..modules.len()).filter(|i| !seen.contains(i)));
    order
}

fn read(name: &str, package: bool, path: &PathBuf) -> Module {
    let mut source = std::fs::read(path).expect("the library's files can be read");
    for (_, from, to) in MENDED.iter().filter(|m| m.0 == name) {
        let text = String::from_utf8(source).expect("what is mended is UTF-8");
        assert!(text.contains(from), "{name} has no {from:?} to mend");
        source = text.replace(from, to).into_bytes();
    }
    let file = format!("<frozen>/{}{}.py", name.replace('.', "/"), if package { "/__init__" } else { "" });
    // what does not compile has no code, and says why when it is imported
    let (mut code, mut imports) = (Vec::new(), Vec::new());
    if let Ok(text) = Source::decode(&file, &source)
        && let Ok(ast) = pyish_syntax::parse(&text, Mode::Exec, Flags::default())
        && let Ok(unit) = pyish_compiler::compile(&ast, &text, pyish_compiler::Options::default())
    {
        imports = imported(&unit.codes[0], name, package);
        code = store(&unit);
    }
    Module { name: name.to_string(), package, source, code, imports }
}

/// Full names of the modules that a module's own code may import.
fn imported(code: &pyish_bytecode::Code, name: &str, package: bool) -> Vec<String> {
    use pyish_bytecode::{Op, PoolEntry};
    let own = if package { name } else { name.rsplit_once('.').map_or("", |x| x.0) };
    let mut found = Vec::new();
    let mut last = String::new();
    for w in &code.words {
        let Some(PoolEntry::Name(n)) = code.pool.get(w.c as usize) else { continue };
        match w.operation() {
            Some(Op::ImportName) => {
                last = n.to_string();
                found.push(last.clone());
                if !own.is_empty() {
                    let sub = if n.is_empty() { own.to_string() } else { format!("{own}.{n}") };
                    found.push(sub.clone());
                    if n.is_empty() {
                        last = sub;
                    }
                }
            }
            Some(Op::ImportFrom) => found.push(format!("{last}.{n}")),
            _ => (),
        }
    }
    found
}

fn walk(dir: &Path, prefix: String, rows: &mut Vec<(String, bool, PathBuf)>) {
    let entries = std::fs::read_dir(dir).expect("the library's folder can be read");
    for e in entries.flatten() {
        let path = e.path();
        let name = e.file_name().to_string_lossy().into_owned();
        if LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            let package = format!("{prefix}{name}");
            // a folder of ours adds to the library's package of that name
            let library = Path::new(rustpython_pylib::LIB_PATH).join(package.replace('.', "/"));
            if path.join("__init__.py").is_file() || library.join("__init__.py").is_file() {
                walk(&path, format!("{package}."), rows);
            }
        } else if let Some(stem) = name.strip_suffix(".py") {
            if stem == "__init__" {
                rows.push((prefix.trim_end_matches('.').to_string(), true, path));
            } else {
                rows.push((format!("{prefix}{stem}"), false, path));
            }
        }
    }
}
