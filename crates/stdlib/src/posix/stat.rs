//! `stat` and its relatives, `stat_result`, `statvfs`.

use super::{dir_fd, flag_or};
use crate::os_error::{self, c_int, call_blocking, os_error, os_error_at, path};
use pyish_vm::names::Immortal;
use pyish_vm::object::bigint;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::Values;
use pyish_vm::object::typeobject::Type;
use pyish_vm::types::spec;
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function};
use std::ffi::CStr;

pub static FUNCTIONS: &[Method] = &ROWS;
static ROWS: [Method; 5] = [
    function("stat(path, *, dir_fd=None, follow_symlinks=True)", stat, "Perform a stat system call on the given path."),
    function(
        "lstat(path, *, dir_fd=None)",
        lstat,
        "Perform a stat system call on the given path, without following symbolic links.",
    ),
    function("fstat(fd)", fstat, "Perform a stat system call on the given file descriptor."),
    function("statvfs(path)", statvfs, "Perform a statvfs system call on the given path."),
    function("fstatvfs(fd, /)", statvfs, "Perform an fstatvfs system call on the given fd."),
];

static RESULT: Immortal = Immortal::unset();
static VFS_RESULT: Immortal = Immortal::unset();

pub fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let fields = [
        "st_mode",
        "st_ino",
        "st_dev",
        "st_nlink",
        "st_uid",
        "st_gid",
        "st_size",
        "_st_atime",
        "_st_mtime",
        "_st_ctime",
        "st_atime",
        "st_mtime",
        "st_ctime",
        "st_atime_ns",
        "st_mtime_ns",
        "st_ctime_ns",
        "st_blksize",
        "st_blocks",
        "st_rdev",
    ];
    let class = spec::struct_class_hiding(t, "os", "stat_result", &fields, 10)?;
    RESULT.set(class.value());
    d.set_named(t, "stat_result", class.value())?;
    let fields = [
        "f_bsize",
        "f_frsize",
        "f_blocks",
        "f_bfree",
        "f_bavail",
        "f_files",
        "f_ffree",
        "f_favail",
        "f_flag",
        "f_namemax",
        "f_fsid",
    ];
    let class = spec::struct_class_hiding(t, "os", "statvfs_result", &fields, 10)?;
    VFS_RESULT.set(class.value());
    d.set_named(t, "statvfs_result", class.value())
}

/// A `stat_result`.
pub fn result(t: &mut Thread, st: &libc::stat) -> Ret {
    let mut all = Values::with_capacity(t, 19)?;
    for n in [
        i128::from(st.st_mode),
        i128::from(st.st_ino),
        i128::from(st.st_dev),
        i128::from(st.st_nlink),
        i128::from(st.st_uid),
        i128::from(st.st_gid),
        i128::from(st.st_size),
        i128::from(st.st_atime),
        i128::from(st.st_mtime),
        i128::from(st.st_ctime),
    ] {
        let v = bigint::from_i128(t, n)?;
        all.push(t, v)?;
    }
    let times = [(st.st_atime, st.st_atime_nsec), (st.st_mtime, st.st_mtime_nsec), (st.st_ctime, st.st_ctime_nsec)];
    for (s, n) in times {
        let v = t.float(s as f64 + n as f64 * 1e-9)?;
        all.push(t, v)?;
    }
    for (s, n) in times {
        let v = bigint::from_i128(t, i128::from(s) * 1_000_000_000 + i128::from(n))?;
        all.push(t, v)?;
    }
    for n in [st.st_blksize, st.st_blocks, st.st_rdev as i64] {
        let v = t.int(n)?;
        all.push(t, v)?;
    }
    let all = all.into_tuple(t)?;
    spec::struct_value(t, Type::of(RESULT.get()), all, 10)
}

/// The status of a path; the error number if there is none.
pub fn status(dir: i32, path: &CStr, follow: bool) -> Result<libc::stat, i32> {
    let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    // SAFETY: a zeroed stat is a value; the path ends with a zero.
    unsafe {
        let mut st: libc::stat = std::mem::zeroed();
        if libc::fstatat(dir, path.as_ptr(), &mut st, flags) < 0 { Err(os_error::errno()) } else { Ok(st) }
    }
}
fn stat_path(t: &mut Thread, a: Args, v: Value, dir: i32, follow: bool) -> Ret {
    let p = path(t, v)?;
    crate::io::pending::settle(t, a, &p.c, &[p.shown])?;
    match status(dir, &p.c, follow) {
        Ok(st) => result(t, &st),
        Err(code) => Err(os_error_at(t, code, p.shown)),
    }
}
fn stat(t: &mut Thread, a: Args) -> Ret {
    if bigint::is_int(a[0]) {
        return fstat(t, a);
    }
    let dir = dir_fd(t, a[1])?;
    let follow = flag_or(t, a[2], true)?;
    stat_path(t, a, a[0], dir, follow)
}
fn lstat(t: &mut Thread, a: Args) -> Ret {
    let dir = dir_fd(t, a[1])?;
    stat_path(t, a, a[0], dir, false)
}
fn fstat(t: &mut Thread, a: Args) -> Ret {
    let fd = c_int(t, a[0])?;
    // SAFETY: a zeroed stat is a value.
    let mut st: libc::stat = unsafe { std::mem::zeroed() };
    let p = &raw mut st as usize;
    // SAFETY: `st` outlives the call.
    match call_blocking(t, move || i64::from(unsafe { libc::fstat(fd, p as *mut libc::stat) }))? {
        Ok(_) => result(t, &st),
        Err(code) => Err(os_error(t, code)),
    }
}
fn statvfs(t: &mut Thread, a: Args) -> Ret {
    // SAFETY: a zeroed statvfs is a value; the calls fill it.
    let mut st: libc::statvfs = unsafe { std::mem::zeroed() };
    if bigint::is_int(a[0]) {
        let fd = c_int(t, a[0])?;
        // SAFETY: as above.
        super::checked(t, i64::from(unsafe { libc::fstatvfs(fd, &mut st) }))?;
    } else {
        let p = path(t, a[0])?;
        // SAFETY: as above.
        let r = i64::from(unsafe { libc::statvfs(p.c.as_ptr(), &mut st) });
        super::checked_at(t, r, &p)?;
    }
    let mut all = Values::new(t)?;
    for n in [
        st.f_bsize,
        st.f_frsize,
        st.f_blocks,
        st.f_bfree,
        st.f_bavail,
        st.f_files,
        st.f_ffree,
        st.f_favail,
        st.f_flag,
        st.f_namemax,
        st.f_fsid,
    ] {
        let v = bigint::from_i128(t, i128::from(n))?;
        all.push(t, v)?;
    }
    let all = all.into_tuple(t)?;
    spec::struct_value(t, Type::of(VFS_RESULT.get()), all, 10)
}
