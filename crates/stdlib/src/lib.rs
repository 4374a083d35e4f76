//! The standard library's native half: a file a module, a row each in `MODULES`; and the embedded Python half.

mod sys;

use pyish_vm::Thread;
use pyish_vm::import::{ModuleRow, register, register_embedded};

pub use sys::Settings;

/// The native modules.
static MODULES: &[&ModuleRow] = &[&sys::MODULE];

/// The Python half, by module name.
static EMBEDDED: &[(&str, bool, &[u8])] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

fn embedded(name: &str) -> Option<(&'static [u8], bool)> {
    let i = EMBEDDED.binary_search_by(|row| row.0.cmp(name)).ok()?;
    Some((EMBEDDED[i].2, EMBEDDED[i].1))
}

/// Makes all modules known and `sys` loaded.
pub fn init(t: &mut Thread, settings: Settings) {
    register(MODULES);
    register_embedded(embedded);
    sys::start(t, settings);
}
