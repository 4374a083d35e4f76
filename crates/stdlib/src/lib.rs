//! The standard library's native half: a file a module, a row each in `MODULES`; and the embedded Python half.

mod abc;
mod array;
mod ast;
mod asyncio;
mod atexit;
mod binascii;
mod bisect;
mod cmath;
mod codecs;
mod collections;
pub mod contextvars;
mod csv;
mod dis;
mod errno;
mod fcntl;
mod functools;
mod gc;
mod grp;
mod hashes;
mod heapq;
mod imp;
pub mod io;
mod itertools;
mod json;
mod library;
mod marshal;
mod math;
mod mmap;
mod monitoring;
mod multiprocessing;
mod operator;
mod os_error;
mod owned;
mod posix;
mod pwd;
mod random;
mod resource;
mod select;
mod signal;
mod socket;
mod sre;
mod string_;
mod struct_;
mod subprocess;
mod symtable;
mod sys;
mod thread;
mod time;
mod tokenize;
mod tracemalloc;
mod types;
mod typing;
mod unicodedata;
mod warnings;
mod weakref;
mod zlib;

use pyish_vm::import::{ModuleRow, register, register_embedded};
use pyish_vm::object::dict::Dict;
use pyish_vm::{Thread, Value};

pub use sys::Settings;
pub use thread::running_threads;

/// The native modules.
#[rustfmt::skip]
static MODULES: &[&ModuleRow] = &[
    &abc::MODULE,
    &array::MODULE,
    &ast::MODULE,
    &asyncio::MODULE,
    &atexit::MODULE,
    &binascii::MODULE,
    &bisect::MODULE,
    &cmath::MODULE,
    &codecs::MODULE,
    &collections::MODULE,
    &contextvars::MODULE,
    &csv::MODULE,
    &dis::MODULE,
    &errno::MODULE,
    &fcntl::MODULE,
    &functools::MODULE,
    &gc::MODULE,
    &grp::MODULE,
    &hashes::BLAKE2,
    &hashes::MD5,
    &hashes::SHA1,
    &hashes::SHA2,
    &hashes::SHA3,
    &heapq::MODULE,
    &imp::MODULE,
    &io::MODULE,
    &itertools::MODULE,
    &json::MODULE,
    &marshal::MODULE,
    &math::MODULE,
    &mmap::MODULE,
    &multiprocessing::MODULE,
    &multiprocessing::SHARED_MEMORY,
    &operator::MODULE,
    &posix::MODULE,
    &pwd::MODULE,
    &random::MODULE,
    &resource::MODULE,
    &signal::MODULE,
    &select::MODULE,
    &socket::MODULE,
    &sre::MODULE,
    &string_::MODULE,
    &struct_::MODULE,
    &subprocess::MODULE,
    &symtable::MODULE,
    &sys::MODULE,
    &thread::MODULE,
    &time::MODULE,
    &tokenize::MODULE,
    &tracemalloc::MODULE,
    &types::MODULE,
    &typing::MODULE,
    &unicodedata::MODULE,
    &warnings::MODULE,
    &weakref::MODULE,
    &zlib::MODULE,
];

/// Names of all modules of the library, packages' parts left out.
fn module_names() -> impl Iterator<Item = &'static str> {
    let native = MODULES.iter().map(|m| m.name);
    native.chain(library::names().filter(|n| !n.contains('.')))
}

/// Makes all modules known and `sys` loaded.
pub fn init(t: &mut Thread, settings: Settings) {
    register(MODULES);
    register_embedded(&library::FINDER);
    let unbuffered = settings.unbuffered;
    sys::start(t, settings);
    if io::start(t, unbuffered).is_err() {
        panic!("the standard streams could not be made: {:?}", t.exc);
    }
}

/// Runs what `atexit` registered.
pub fn at_exit(t: &mut Thread) {
    let modules = Dict::of(t.runtime().modules.get());
    if let Ok(Some(atexit)) = modules.get_named(t, "atexit")
        && t.call_method_named(atexit, "_run_exitfuncs", &[]).is_err()
    {
        t.exc = Value::UNBOUND;
    }
}

/// Flushes the standard streams, `print`'s own buffer before them; false if that failed.
pub fn flush(t: &mut Thread) -> bool {
    pyish_vm::builtins::output::flush_stdout();
    io::flush_all(t) == 0
}
