//! `scandir` and `DirEntry`: `[name, path, kind, inode, stat, lstat, directory's descriptor, spare]`.
//!
//! The directory is read whole when `scandir` is called, and its descriptor closed.

use super::files::read_dir;
use super::{name_value, stat};
use crate::os_error::{os_error_at, path};
use pyish_vm::object::bigint;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::{List, Values};
use pyish_vm::{
    Args, Attribute, Kind, Method, Raised, Ret, Thread, TypeRow, Value, class_method, function, getter, method, types,
};

pub static FUNCTIONS: &[Method] = &ROWS;
static ROWS: [Method; 1] =
    [function("scandir(path=None)", scandir, "Return an iterator of DirEntry objects for given path.")];

static ENTRY: TypeRow = TypeRow::new("DirEntry", Kind::Native2)
    .module("posix")
    .is_final()
    .methods(&ENTRY_METHODS)
    .attributes(&ENTRY_ATTRIBUTES);
static ENTRY_METHODS: [Method; 9] = [
    method(
        "is_dir(self, *, follow_symlinks=True)",
        |t, a| is_kind(t, a, libc::DT_DIR, libc::S_IFDIR),
        "Return True if the entry is a directory.",
    ),
    method(
        "is_file(self, *, follow_symlinks=True)",
        |t, a| is_kind(t, a, libc::DT_REG, libc::S_IFREG),
        "Return True if the entry is a file.",
    ),
    method("is_symlink(self, /)", is_symlink, "Return True if the entry is a symbolic link."),
    method("is_junction(self, /)", |_, _| Ok(Value::FALSE), "Return True if the entry is a junction."),
    method(
        "stat(self, *, follow_symlinks=True)",
        entry_stat,
        "Return stat_result object for the entry; cached per entry.",
    ),
    method("inode(self, /)", |_, a| Ok(word(a[0], INODE)), "Return inode of the entry."),
    method("__fspath__(self, /)", |_, a| Ok(word(a[0], PATH)), "Return the path for the entry."),
    method(
        "__repr__(self, /)",
        |t, a| {
            let n = t.repr_text(word(a[0], NAME))?;
            t.str(&format!("<DirEntry {n}>"))
        },
        "Return repr(self).",
    ),
    class_method(
        "__class_getitem__(cls, object, /)",
        |t, a| t.call(types::generic_alias::TYPE.value(), &[a[0], a[1]]),
        "See PEP 585",
    ),
];
static ENTRY_ATTRIBUTES: [Attribute; 2] = [
    getter("name", |_, v| Ok(word(v, NAME)), "the entry's base filename, relative to scandir() \"path\" argument"),
    getter(
        "path",
        |_, v| Ok(word(v, PATH)),
        "the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)",
    ),
];
const NAME: usize = 0;
const PATH: usize = 1;
const KIND: usize = 2;
const INODE: usize = 3;
const STAT: usize = 4;
const LSTAT: usize = 5;
/// the descriptor that was scanned, to which the path is relative then
const DIRECTORY: usize = 6;

static ITERATOR: TypeRow =
    TypeRow::new("ScandirIterator", Kind::Native1).module("posix").is_final().methods(&ITERATOR_METHODS);
static ITERATOR_METHODS: [Method; 5] = [
    method("__iter__(self, /)", |_, a| Ok(a[0]), "Implement iter(self)."),
    method("__next__(self, /)", next, "Implement next(self)."),
    method("__enter__(self, /)", |_, a| Ok(a[0]), ""),
    method("__exit__(self, *args)", close, ""),
    method("close(self, /)", close, ""),
];

pub fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    types::ready(t, &ITERATOR)?;
    let entry = types::ready(t, &ENTRY)?;
    d.set_named(t, "DirEntry", entry.value())
}
fn word(v: Value, i: usize) -> Value {
    Value::from_bits(v.unwrap_obj().word(i))
}

fn scandir(t: &mut Thread, a: Args) -> Ret {
    let (names, p) = read_dir(t, a[0].or(Value::NONE))?;
    let as_bytes = p.as_ref().is_some_and(|p| p.is_bytes);
    let mut prefix = match (&p, a[0].given()) {
        (Some(p), Some(_)) => p.c.as_bytes().to_vec(),
        (Some(_), None) => b".".to_vec(),
        (None, _) => Vec::new(),
    };
    if !prefix.is_empty() && prefix.last() != Some(&b'/') {
        prefix.push(b'/');
    }
    let directory = if p.is_none() { t.index(a[0])? } else { Value::NONE };
    let mut all = Values::with_capacity(t, names.len())?;
    for (name, kind, ino) in names {
        let full = [prefix.as_slice(), &name].concat();
        let name = name_value(t, &name, as_bytes)?;
        let full = name_value(t, &full, as_bytes)?;
        let ino = bigint::from_i128(t, i128::from(ino))?;
        let none = Value::NONE;
        let e = t.alloc_of(&ENTRY, &[name, full, Value::int(i64::from(kind)), ino, none, none, directory, none])?;
        all.push(t, e)?;
    }
    let list = all.into_list(t)?;
    t.alloc_of(&ITERATOR, &[list, Value::ZERO, Value::NONE, Value::NONE])
}
fn next(_: &mut Thread, a: Args) -> Ret {
    let i = word(a[0], 1).unwrap_usize();
    match List::of(word(a[0], 0)).get(i) {
        Some(e) => {
            a[0].unwrap_obj().set_plain(1, Value::index(i + 1).bits());
            Ok(e)
        }
        None => Ok(Value::UNBOUND),
    }
}
fn close(_: &mut Thread, a: Args) -> Ret {
    a[0].unwrap_obj().set_plain(1, Value::index(1 << 40).bits());
    Ok(Value::NONE)
}
/// The cached status; `None` for a file that is gone.
fn status(t: &mut Thread, v: Value, follow: bool) -> Result<Option<Value>, Raised> {
    let at = if follow { STAT } else { LSTAT };
    if word(v, at).is_obj() {
        return Ok(Some(word(v, at)));
    }
    let p = path(t, word(v, PATH))?;
    let directory = word(v, DIRECTORY).as_int().map_or(libc::AT_FDCWD, |fd| fd as i32);
    match stat::status(directory, &p.c, follow) {
        Ok(st) => {
            let r = stat::result(t, &st)?;
            v.unwrap_obj().set(&mut t.m, at, r.bits());
            Ok(Some(r))
        }
        Err(libc::ENOENT) => Ok(None),
        Err(code) => Err(os_error_at(t, code, p.shown)),
    }
}
fn follows(t: &mut Thread, a: Args) -> Result<bool, Raised> {
    if a[1].is_bound() { t.truth(a[1]) } else { Ok(true) }
}
fn is_kind(t: &mut Thread, a: Args, kind: u8, mode: u32) -> Ret {
    let follow = follows(t, a)?;
    let known = word(a[0], KIND).unwrap_int() as u8;
    if known != libc::DT_UNKNOWN && !(known == libc::DT_LNK && follow) {
        return Ok(Value::bool(known == kind));
    }
    match status(t, a[0], follow)? {
        Some(st) => {
            let m = t.get_attr_named(st, "st_mode")?;
            Ok(Value::bool(t.to_i64(m)? as u32 & libc::S_IFMT == mode))
        }
        None => Ok(Value::FALSE),
    }
}
fn is_symlink(t: &mut Thread, a: Args) -> Ret {
    let known = word(a[0], KIND).unwrap_int() as u8;
    if known != libc::DT_UNKNOWN {
        return Ok(Value::bool(known == libc::DT_LNK));
    }
    match status(t, a[0], false)? {
        Some(st) => {
            let m = t.get_attr_named(st, "st_mode")?;
            Ok(Value::bool(t.to_i64(m)? as u32 & libc::S_IFMT == libc::S_IFLNK))
        }
        None => Ok(Value::FALSE),
    }
}
fn entry_stat(t: &mut Thread, a: Args) -> Ret {
    let follow = follows(t, a)?;
    match status(t, a[0], follow)? {
        Some(st) => Ok(st),
        None => Err(os_error_at(t, libc::ENOENT, word(a[0], PATH))),
    }
}
