//! Writes the table of the embedded Python half: module name, whether it is a package, its source.

use std::fmt::Write;
use std::path::Path;

/// Packages and files that no program imports from here: tools with a window, installers, migration aids.
const LEFT_OUT: &[&str] =
    &["idlelib", "ensurepip", "turtledemo", "lib2to3", "pydoc_data", "tkinter", "__pycache__", "test", "venv"];

/// What differs from CPython because there the module's native half says it: module, text, what takes its place.
const MENDED: &[(&str, &str, &str)] = &[
    ("asyncio.futures", "'Result is not ready.'", "'Result is not set.'"),
    ("asyncio.tasks", "_PyTask = Task\n", "_PyTask = Task\nTask._Task__wakeup.__qualname__ = 'Task.task_wakeup'\n"),
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let root = Path::new(rustpython_pylib::LIB_PATH);
    let mut rows = Vec::new();
    walk(root, String::new(), &mut rows);
    // our own modules take the place of those with the same name
    let own = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let own = Path::new(&own).join("py");
    println!("cargo::rerun-if-changed={}", own.display());
    let mut ours = Vec::new();
    walk(&own, String::new(), &mut ours);
    rows.retain(|row| ours.iter().all(|o| o.0 != row.0));
    rows.extend(ours);
    rows.sort();
    let dir = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let mut out = String::from("&[\n");
    for (name, package, mut path) in rows {
        if MENDED.iter().any(|m| m.0 == name) {
            let mut text = std::fs::read_to_string(&path).expect("the library's files can be read");
            for (_, from, to) in MENDED.iter().filter(|m| m.0 == name) {
                assert!(text.contains(from), "{name} has no {from:?} to mend");
                text = text.replace(from, to);
            }
            path = format!("{dir}/{name}.py");
            std::fs::write(&path, text).expect("OUT_DIR can be written");
        }
        let _ = writeln!(out, "    ({name:?}, {package}, include_bytes!({path:?})),");
    }
    out.push(']');
    std::fs::write(Path::new(&dir).join("embedded.rs"), out).expect("OUT_DIR can be written");
}

fn walk(dir: &Path, prefix: String, rows: &mut Vec<(String, bool, String)>) {
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
            let at = path.to_string_lossy().into_owned();
            if stem == "__init__" {
                rows.push((prefix.trim_end_matches('.').to_string(), true, at));
            } else {
                rows.push((format!("{prefix}{stem}"), false, at));
            }
        }
    }
}
