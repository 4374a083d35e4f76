//! `__pycache__`: the code of imported files, kept beside them under CPython's rules and with a tag of our own.
//!
//! A file is what `importlib` writes too: magic number, flags (0), the source's time and size, and the code as `marshal`
//! has it. One that cannot be read, or is of another version, counts as absent; one that cannot be written is not.

use crate::object::code::{self, Code};
use crate::object::string::Str;
use crate::object::value::Value;
use crate::thread::{Raised, Thread};
use std::fs::Metadata;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Bytes before the code.
const HEAD: usize = 16;

/// The magic number: it changes with the instruction table.
pub fn magic() -> u32 {
    0x0A0D_0000 | pyish_bytecode::fingerprint() & 0xFFFF
}

/// Where the code of a source file is kept; None if `sys` says nothing about it.
pub fn path_of(t: &mut Thread, source: &Path) -> Option<PathBuf> {
    let sys = t.runtime().sys.get();
    if !sys.is_bound() {
        return None;
    }
    let text = |t: &mut Thread, v: Value| Str::from(v).map(|_| t.string_of(v));
    let implementation = attribute(t, sys, "implementation")?;
    let tag = attribute(t, implementation, "cache_tag").and_then(|v| text(t, v))?;
    let prefix = attribute(t, sys, "pycache_prefix").and_then(|v| text(t, v));
    let stem = source.file_stem()?.to_string_lossy();
    let name = match crate::builtins::compile::optimize_level() {
        0 => format!("{stem}.{tag}.pyc"),
        n => format!("{stem}.{tag}.opt-{n}.pyc"),
    };
    let dir = source.parent().unwrap_or(Path::new(""));
    Some(match prefix {
        None => dir.join("__pycache__").join(name),
        Some(prefix) => {
            let dir = std::path::absolute(dir).unwrap_or_else(|_| dir.to_path_buf());
            Path::new(&prefix).join(dir.strip_prefix("/").unwrap_or(&dir)).join(name)
        }
    })
}
fn attribute(t: &mut Thread, v: Value, name: &str) -> Option<Value> {
    let key = t.intern(name).ok()?;
    t.find_attr(v, key).ok().flatten().filter(|v| !v.is_none())
}

/// The source's time and size as the file has them.
fn stamp(source: &Metadata) -> [u8; 8] {
    let (time, size) = ((source.mtime() as u32).to_le_bytes(), (source.size() as u32).to_le_bytes());
    [time[0], time[1], time[2], time[3], size[0], size[1], size[2], size[3]]
}

/// The kept code of a source file, if it is there and of this source.
pub fn read(t: &mut Thread, cache: &Path, source: &Metadata, filename: Value) -> Result<Option<Code>, Raised> {
    let Ok(bytes) = std::fs::read(cache) else { return Ok(None) };
    let good = bytes.len() > HEAD
        && bytes[..4] == magic().to_le_bytes()
        && bytes[4..8] == [0; 4]
        && bytes[8..HEAD] == stamp(source)
        && bytes[HEAD] & 0x7F == code::MARSHAL_CODE;
    if !good {
        return Ok(None);
    }
    match code::unmarshal(&bytes[HEAD..]) {
        Ok((_, stored, _)) => code::load_copy(t, stored, filename).map(|c| Some(Code::of(c))),
        Err(_) => Ok(None),
    }
}

/// Keeps the code of a source file, unless `sys.dont_write_bytecode`.
pub fn write(t: &mut Thread, cache: &Path, source: &Metadata, made: Code) -> Result<(), Raised> {
    let sys = t.runtime().sys.get();
    if let Some(v) = attribute(t, sys, "dont_write_bytecode")
        && t.truth(v)?
    {
        return Ok(());
    }
    let mut bytes = magic().to_le_bytes().to_vec();
    bytes.extend([0; 4]);
    bytes.extend(stamp(source));
    bytes.extend(code::marshal(t, made)?);
    let _ = write_whole(cache, &bytes, source.mode() & 0o666 | 0o200);
    Ok(())
}
/// Writes a file beside its place and moves it there, so that nobody reads half of it.
fn write_whole(path: &Path, bytes: &[u8], mode: u32) -> std::io::Result<()> {
    use std::io::Write;
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir)?;
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}", std::process::id()));
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(mode).open(&beside)?;
    let done = file.write_all(bytes).and_then(|()| std::fs::rename(&beside, path));
    if done.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    done
}
