//! `_io`: streams. A file a class in `io/`; here `open`, the standard streams and what the classes share.
//!
//! Bytes wait in Rust memory behind the stream objects; what waits when a stream is forgotten is written by its
//! finalizer, and at exit. System calls that may wait run SAFE, on buffers of native code.

mod base;
mod buffered;
mod codec;
mod file;
mod lock;
mod memory;
mod newline;
pub mod pending;
mod string_io;
mod text;
mod text_read;

use newline::Newline;
use pyish_vm::import::ModuleRow;
use pyish_vm::object::bigint;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::types::exc;
use pyish_vm::{Args, Method, Raised, Ret, Thread, TypeRow, Value, function, types};

pub const DEFAULT_BUFFER_SIZE: usize = 8192;

pub static MODULE: ModuleRow = ModuleRow {
    name: "_io",
    doc: "The io module provides the Python interfaces to stream handling.",
    functions: &FUNCTIONS,
    init,
};

static FUNCTIONS: [Method; 3] = [
    function(
        "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
        open,
        "Open file and return a stream.  Raise OSError upon failure.",
    ),
    function("open_code(path)", open_code, "Opens the provided file with the intent to import the contents."),
    function(
        "text_encoding(encoding, stacklevel=2, /)",
        text_encoding,
        "A helper function to choose the text encoding.",
    ),
];

static CLASSES: &[&TypeRow] = &[
    &base::IO_BASE,
    &base::RAW,
    &base::BUFFERED,
    &base::TEXT,
    &file::TYPE,
    &buffered::READER,
    &buffered::WRITER,
    &buffered::RANDOM,
    &buffered::PAIR,
    &memory::TYPE,
    &string_io::TYPE,
    &newline::TYPE,
    &text::TYPE,
];

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    for row in CLASSES {
        let class = types::ready(t, row)?;
        d.set_named(t, row.name, class.value())?;
    }
    d.set_named(t, "DEFAULT_BUFFER_SIZE", Value::index(DEFAULT_BUFFER_SIZE))?;
    d.set_named(t, "BlockingIOError", exc::BlockingIOError.value())?;
    let name = t.intern("UnsupportedOperation")?;
    let bases = Tuple::make(t, &[exc::OSError.value(), exc::ValueError.value()])?;
    let own = Dict::new(t)?;
    let module = t.intern("io")?;
    own.set_named(t, "__module__", module)?;
    let class = t.call(types::type_::TYPE.value(), &[name, bases, own.value()])?;
    d.set_named(t, "UnsupportedOperation", class)
}

/// The name in the module's dict.
fn exported(t: &mut Thread, name: &str) -> Ret {
    let m = pyish_vm::import::import_dotted(t, "_io")?;
    t.get_attr_named(m, name)
}

/// Raises `io.UnsupportedOperation(text)`.
#[cold]
pub fn unsupported(t: &mut Thread, text: &str) -> Raised {
    let made = exported(t, "UnsupportedOperation").and_then(|c| {
        let s = t.str(text)?;
        t.call(c, &[s])
    });
    match made {
        Ok(e) => t.raise_value(e),
        Err(e) => e,
    }
}
#[cold]
pub fn closed_error(t: &mut Thread) -> Raised {
    t.value_error("I/O operation on closed file.")
}
#[cold]
pub fn raw_closed_error(t: &mut Thread, text: &str) -> Raised {
    t.value_error(text)
}
/// `v.closed`
pub fn is_closed(t: &mut Thread, v: Value) -> Result<bool, Raised> {
    if file::is_plain(t, v) {
        return Ok(file::raw_fd(v) < 0);
    }
    let c = t.get_attr_named(v, "closed")?;
    t.truth(c)
}

fn text_encoding(t: &mut Thread, a: Args) -> Ret {
    match a[0].given() {
        Some(e) => Ok(e),
        None => t.str("locale"),
    }
}
fn open_code(t: &mut Thread, a: Args) -> Ret {
    let mode = t.str("rb")?;
    let open = exported(t, "open")?;
    t.call(open, &[a[0], mode])
}

/// A `mode` argument, taken apart.
#[derive(Default)]
struct Mode {
    reading: bool,
    writing: bool,
    appending: bool,
    creating: bool,
    updating: bool,
    text: bool,
    binary: bool,
}
fn parse_mode(t: &mut Thread, mode: &str) -> Result<Mode, Raised> {
    let mut m = Mode::default();
    for c in mode.chars() {
        let flag = match c {
            'r' => &mut m.reading,
            'w' => &mut m.writing,
            'a' => &mut m.appending,
            'x' => &mut m.creating,
            '+' => &mut m.updating,
            't' => &mut m.text,
            'b' => &mut m.binary,
            _ => return Err(t.value_error(format!("invalid mode: '{mode}'"))),
        };
        if std::mem::replace(flag, true) {
            return Err(t.value_error(format!("invalid mode: '{mode}'")));
        }
    }
    if m.text && m.binary {
        return Err(t.value_error("can't have text and binary mode at once"));
    }
    let kinds = [m.reading, m.writing, m.appending, m.creating].iter().filter(|x| **x).count();
    if kinds != 1 {
        return Err(t.value_error("must have exactly one of create/read/write/append mode"));
    }
    Ok(m)
}

fn open(t: &mut Thread, a: Args) -> Ret {
    pending::settle_argument(t, a, a[0])?;
    open_settled(t, a)
}
#[inline(never)]
fn open_settled(t: &mut Thread, a: Args) -> Ret {
    let mode_text = match a[1].is_bound() {
        true => match Str::from(a[1]) {
            Some(s) => s.to_string(),
            None => {
                let kind = t.type_name(a[1]);
                return Err(t.type_error(format!("open() argument 'mode' must be str, not {kind}")));
            }
        },
        false => "r".to_string(),
    };
    let file_arg = if bigint::is_int(a[0]) { a[0] } else { crate::os_error::fspath(t, a[0])? };
    let mut buffering = if a[2].is_bound() { t.to_i64(a[2])? } else { -1 };
    for (i, what) in [(3, "encoding"), (4, "errors"), (5, "newline")] {
        if let Some(v) = a[i].given()
            && Str::from(v).is_none()
        {
            let kind = t.type_name(v);
            return Err(t.type_error(format!("open() argument '{what}' must be str or None, not {kind}")));
        }
    }
    let m = parse_mode(t, &mode_text)?;
    if m.binary {
        for (i, what) in [(3, "n encoding"), (4, "n errors"), (5, " newline")] {
            if a[i].given().is_some() {
                return Err(t.value_error(format!("binary mode doesn't take a{what} argument")));
            }
        }
        if buffering == 1 {
            warn(
                t,
                &exc::RuntimeWarning,
                "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
            )?;
        }
    }
    let newline = Newline::parse(t, a[5].or(Value::NONE))?;
    let closefd = if a[6].is_bound() { t.truth(a[6])? } else { true };
    let raw = file::from_fd(t, -1, 0, Value::UNBOUND)?;
    let raw_mode: String = mode_text.chars().filter(|c| !matches!(c, 't' | 'b')).collect();
    file::open(t, a, raw, file_arg, &raw_mode, closefd, a[7].given())?;
    let r = wrap(t, a, raw, &m, &mode_text, &mut buffering, newline);
    if r.is_err() {
        let e = t.take_exception();
        file::close_fd(t, raw)?;
        t.exc = e;
    }
    r
}
/// The layers above a raw file.
fn wrap(t: &mut Thread, a: Args, raw: Value, m: &Mode, mode: &str, buffering: &mut i64, newline: Newline) -> Ret {
    let tty = *buffering < 0 && file::is_tty(file::raw_fd(raw));
    let line_buffering = !m.binary && (*buffering == 1 || tty);
    let size = match *buffering {
        0 if m.binary => return Ok(raw),
        0 => return Err(t.value_error("can't have unbuffered text I/O")),
        n if n > 1 => n as usize,
        -1 | 1 => DEFAULT_BUFFER_SIZE,
        n if n < -1 => return Err(t.value_error("invalid buffering size")),
        _ => DEFAULT_BUFFER_SIZE,
    };
    let row = if m.updating {
        if !file::is_seekable(file::raw_fd(raw)) {
            return Err(unsupported(t, "File or stream is not seekable."));
        }
        &buffered::RANDOM
    } else if m.reading {
        &buffered::READER
    } else {
        &buffered::WRITER
    };
    let buffer = buffered::make(t, row, raw, size)?;
    if m.binary {
        return Ok(buffer);
    }
    let settings =
        text::Settings { encoding: a[3].given(), errors: a[4].given(), newline, line_buffering, write_through: false };
    let v = text::make(t, buffer, &settings)?;
    let mode = t.str(mode)?;
    t.set_attr_named(v, "mode", mode)?;
    Ok(v)
}
/// `warnings.warn(text, category)`
pub fn warn(t: &mut Thread, category: &'static TypeRow, text: &str) -> Result<(), Raised> {
    let warnings = pyish_vm::import::import_dotted(t, "warnings")?;
    let text = t.str(text)?;
    t.call_method_named(warnings, "warn", &[text, category.value()])?;
    Ok(())
}

// ---- the standard streams

fn standard(t: &mut Thread, fd: i32, name: &str, unbuffered: bool) -> Ret {
    // SAFETY: a plain question about a descriptor.
    if unsafe { libc::fcntl(fd, libc::F_GETFD) } < 0 {
        return Ok(Value::NONE);
    }
    let reading = fd == 0;
    let flags = if reading { file::READ } else { file::WRITE };
    let name = t.str(name)?;
    let raw = file::from_fd(t, fd, flags, name)?;
    let row = if reading { &buffered::READER } else { &buffered::WRITER };
    let buffer = buffered::make(t, row, raw, DEFAULT_BUFFER_SIZE)?;
    let encoding = t.str("utf-8")?;
    let errors = t.str(if fd == 2 { "backslashreplace" } else { "strict" })?;
    let settings = text::Settings {
        encoding: Some(encoding),
        errors: Some(errors),
        newline: if reading { Newline::Universal } else { Newline::Lf },
        line_buffering: !unbuffered && (fd == 2 || file::is_tty(fd)),
        write_through: unbuffered,
    };
    let v = text::make(t, buffer, &settings)?;
    let mode = t.str(if reading { "r" } else { "w" })?;
    t.set_attr_named(v, "mode", mode)?;
    Ok(v)
}
/// Makes `sys.stdin`, `sys.stdout`, `sys.stderr` and `builtins.open`.
pub fn start(t: &mut Thread, unbuffered: bool) -> Result<(), Raised> {
    let open = exported(t, "open")?;
    let builtins = t.builtins();
    builtins.set_named(t, "open", open)?;
    let sys = t.runtime().sys.get();
    for (fd, name) in [(0, "stdin"), (1, "stdout"), (2, "stderr")] {
        let v = standard(t, fd, &format!("<{name}>"), unbuffered && fd != 0)?;
        t.set_attr_named(sys, name, v)?;
        t.set_attr_named(sys, &format!("__{name}__"), v)?;
    }
    Ok(())
}

/// Writes text to a plain text stream without a call; false if `file` is something else.
pub fn write_text(t: &mut Thread, file: Value, text: &str) -> Result<bool, Raised> {
    if !file.is_obj() || !text::TYPE.is_ready() || t.class_of(file) != text::TYPE.get() {
        return Ok(false);
    }
    let s = Str::new(t, text)?;
    text::write(t, file, s)?;
    Ok(true)
}

/// At exit, after the finalizers: flushes the standard streams. Answers 120 if that failed, else 0.
pub fn flush_all(t: &mut Thread) -> i32 {
    let sys = t.runtime().sys.get();
    let mut code = 0;
    for name in ["stdout", "stderr"] {
        let stream = t.get_attr_named(sys, name).unwrap_or(Value::NONE);
        t.exc = Value::UNBOUND;
        if stream.is_none() {
            continue;
        }
        if let Ok(true) = is_closed(t, stream) {
            continue;
        }
        t.exc = Value::UNBOUND;
        if t.call_method_named(stream, "flush", &[]).is_err() {
            let e = t.take_exception();
            if name == "stdout" {
                code = 120;
                let kind = t.type_name(e);
                let text = t.str_text(e).unwrap_or_default();
                let line = format!("Exception ignored while flushing sys.stdout:\n{kind}: {text}\n");
                // SAFETY: writes a text of native code to the standard error descriptor.
                unsafe { libc::write(2, line.as_ptr().cast(), line.len()) };
            }
        }
    }
    code
}
