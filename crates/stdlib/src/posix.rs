//! `posix`: the system calls behind `os`. `files` works on paths and descriptors, `stat` tells about files,
//! `process` starts and ends processes, `constants` has the numbers.
//!
//! A failed call raises OSError with the error number, its text and the file names.

mod constants;
mod files;
pub mod process;
mod scandir;
pub mod stat;

use crate::os_error::{self, Path, errno, os_error};
use pyish_vm::import::ModuleRow;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::Values;
use pyish_vm::types::exc;
use pyish_vm::{Raised, Ret, Thread, Value, types};
use std::os::unix::ffi::OsStrExt;

pub static MODULE: ModuleRow = ModuleRow {
    name: "posix",
    doc: "This module provides access to operating system functionality that is standardized by POSIX.",
    functions: &[],
    init,
};

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let modules = Dict::of(t.runtime().modules.get());
    let m = modules.get_named(t, "posix")?.unwrap_or(Value::NONE);
    for table in [files::FUNCTIONS, process::FUNCTIONS, stat::FUNCTIONS, scandir::FUNCTIONS] {
        pyish_vm::builtins::add_functions(t, d, m, table)?;
    }
    constants::fill(t, d)?;
    stat::init(t, d)?;
    process::init(t, d)?;
    scandir::init(t, d)?;
    d.set_named(t, "error", exc::OSError.value())?;
    let environ = Dict::new(t)?;
    for (k, v) in std::env::vars_os() {
        let k = types::bytes::new(t, k.as_bytes())?;
        let v = types::bytes::new(t, v.as_bytes())?;
        environ.set(t, k, v)?;
    }
    d.set_named(t, "environ", environ.value())?;
    let mut have = Values::new(t)?;
    for name in [
        "HAVE_FACCESSAT",
        "HAVE_FCHDIR",
        "HAVE_FCHMOD",
        "HAVE_FCHMODAT",
        "HAVE_FCHOWN",
        "HAVE_FDOPENDIR",
        "HAVE_FSTATAT",
        "HAVE_FTRUNCATE",
        "HAVE_FUTIMENS",
        "HAVE_LINKAT",
        "HAVE_LCHOWN",
        "HAVE_LSTAT",
        "HAVE_MKDIRAT",
        "HAVE_OPENAT",
        "HAVE_READLINKAT",
        "HAVE_RENAMEAT",
        "HAVE_SYMLINKAT",
        "HAVE_UNLINKAT",
        "HAVE_UTIMENSAT",
    ] {
        let v = t.str(name)?;
        have.push(t, v)?;
    }
    let have = have.into_list(t)?;
    d.set_named(t, "_have_functions", have)
}

/// `-1` raises; anything else is the answer.
fn checked(t: &mut Thread, r: i64) -> Result<i64, Raised> {
    if r < 0 { Err(os_error(t, errno())) } else { Ok(r) }
}
/// As `checked`, with the path in the message.
fn checked_at(t: &mut Thread, r: i64, path: &Path) -> Result<i64, Raised> {
    if r < 0 { Err(os_error::os_error_at(t, errno(), path.shown)) } else { Ok(r) }
}
fn none(_: i64) -> Value {
    Value::NONE
}
/// A name from the system, as str or bytes like the argument it belongs to.
fn name_value(t: &mut Thread, bytes: &[u8], as_bytes: bool) -> Ret {
    if as_bytes { types::bytes::new(t, bytes) } else { os_error::fs_decode(t, bytes) }
}
/// A `dir_fd` argument.
fn dir_fd(t: &mut Thread, v: Value) -> Result<i32, Raised> {
    match v.given() {
        Some(fd) => os_error::c_int(t, fd),
        None => Ok(libc::AT_FDCWD),
    }
}
/// A flag argument, true if not given.
fn flag_or(t: &mut Thread, v: Value, default: bool) -> Result<bool, Raised> {
    if v.is_bound() { t.truth(v) } else { Ok(default) }
}
