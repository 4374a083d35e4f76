//! Which files are tests: every `.py` under `tests/` and `python_samples/`, as paths relative to the project.
//!
//! Not run: folders whose name starts with `_`, packages (a folder with `__init__.py`; both hold what tests
//! import), and the tools under `tests/bench`, `tests/conformance` and `tests/src`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The project's folder: the parent of this crate.
pub fn project_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the project").to_path_buf()
}

const TOOLS: [&str; 4] = ["tests/bench", "tests/conformance", "tests/src", "tests/tests"];

/// All test files, sorted.
pub fn test_files(root: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for top in ["tests", "python_samples"] {
        let folder = root.join(top);
        if folder.is_dir() {
            walk(&folder, top, &mut found)?;
        }
    }
    found.sort();
    Ok(found)
}

fn walk(folder: &Path, relative: &str, found: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        let inner = format!("{relative}/{name}");
        if path.is_dir() {
            let hidden = name.starts_with('_') || name.starts_with('.');
            if !hidden && !TOOLS.contains(&inner.as_str()) && !path.join("__init__.py").exists() {
                walk(&path, &inner, found)?;
            }
        } else if name.ends_with(".py") && inner != "tests/bless.py" {
            found.push(inner);
        }
    }
    Ok(())
}
