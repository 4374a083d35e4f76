//! The exception classes, and what some of them keep beyond `args`.

#![expect(non_upper_case_globals, reason = "the statics have the classes' names")]

use crate::native::{Args, Attribute, Method, attribute, getter, method, static_method};
use crate::object::dict::Dict;
use crate::object::exception::Exception as ExceptionObject;
use crate::object::kind::Kind;
use crate::object::list::List;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, TypeRow, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::{exc_group, exc_values};

/// Own words of an exception, by name.
macro_rules! own {
    ($($name:literal $i:literal),*) => {
        [ $( attribute($name, |_, v| Ok(ExceptionObject::of(v).own($i)), |t, v, x| { ExceptionObject::of(v).set_own(t, $i, x.or(Value::NONE)); Ok(()) }, "") ),* ]
    };
}

static STOP_ITERATION: [Attribute; 1] = own!["value" 0];
static SYSTEM_EXIT: [Attribute; 1] = own!["code" 0];
static NAME_ERROR: [Attribute; 1] = own!["name" 0];
static ATTRIBUTE_ERROR: [Attribute; 2] = own!["name" 0, "obj" 1];
static IMPORT_ERROR: [Attribute; 4] = own!["msg" 0, "name" 1, "path" 2, "name_from" 3];
static OS_ERROR: [Attribute; 5] = own!["errno" 0, "strerror" 1, "filename" 2, "filename2" 3, "characters_written" 4];
static SYNTAX_ERROR: [Attribute; 9] = own![
    "msg" 0, "filename" 1, "lineno" 2, "offset" 3, "text" 4, "end_lineno" 5, "end_offset" 6, "print_file_and_line" 7,
    "_metadata" 8
];
static UNICODE_ERROR: [Attribute; 5] = own!["encoding" 0, "object" 1, "start" 2, "end" 3, "reason" 4];
static GROUP: [Attribute; 2] = [
    getter("message", |_, v| Ok(ExceptionObject::of(v).own(0)), "exception message"),
    getter("exceptions", |_, v| Ok(ExceptionObject::of(v).own(1)), "nested exceptions"),
];

macro_rules! exceptions {
    ($($name:ident : $base:expr, $attributes:expr, $methods:expr, $doc:literal;)*) => {
        $(
            pub static $name: TypeRow = TypeRow::new(stringify!($name), Kind::Exception)
                .flags(flag::DICT | flag::WEAKREF | flag::EXCEPTION)
                .base($base)
                .constructor(&NEW)
                .attributes($attributes)
                .methods($methods)
                .doc($doc);
        )*
        /// All exception classes, bases first.
        pub static ROWS: &[&TypeRow] = &[ $( &$name, )* ];
    };
}

static NEW: Method = static_method("__new__(cls, *args, **kwargs)", exception_new, "Create and return a new object.");
static NONE: [Attribute; 0] = [];
static NO_METHODS: [Method; 0] = [];

exceptions! {
    BaseException: &crate::types::object::TYPE, &BASE, &BASE_METHODS, "Common base class for all exceptions.";
    Exception: &BaseException, &NONE, &NO_METHODS, "Common base class for all non-exit exceptions.";
    GeneratorExit: &BaseException, &NONE, &NO_METHODS, "Request that a generator exit.";
    KeyboardInterrupt: &BaseException, &NONE, &NO_METHODS, "Program interrupted by user.";
    SystemExit: &BaseException, &SYSTEM_EXIT, &NO_METHODS, "Request to exit from the interpreter.";
    BaseExceptionGroup: &BaseException, &GROUP, &GROUP_METHODS, "A combination of multiple unrelated exceptions.";
    ExceptionGroup: &BaseExceptionGroup, &NONE, &NO_METHODS, "A combination of multiple unrelated exceptions.";
    StopIteration: &crate::types::exc::Exception, &STOP_ITERATION, &NO_METHODS, "Signal the end from iterator.__next__().";
    StopAsyncIteration: &crate::types::exc::Exception, &NONE, &NO_METHODS, "Signal the end from iterator.__anext__().";
    ArithmeticError: &crate::types::exc::Exception, &NONE, &NO_METHODS, "Base class for arithmetic errors.";
    FloatingPointError: &ArithmeticError, &NONE, &NO_METHODS, "Floating-point operation failed.";
    OverflowError: &ArithmeticError, &NONE, &NO_METHODS, "Result too large to be represented.";
    ZeroDivisionError: &ArithmeticError, &NONE, &NO_METHODS, "Second argument to a division or modulo operation was zero.";
    AssertionError: &crate::types::exc::Exception, &NONE, &NO_METHODS, "Assertion failed.";
    AttributeError: &crate::types::exc::Exception, &ATTRIBUTE_ERROR, &NO_METHODS, "Attribute not found.";
    BufferError: &crate::types::exc::Exception, &NONE, &NO_METHODS, "Buffer error.";
    EOFError: &crate::types::exc::Exception, &NONE, &NO_METHODS, "Read beyond end of file.";
    ImportError: &crate::types::exc::Exception, &IMPORT_ERROR, &IMPORT_METHODS, "Import can't find module, or can't find name in module.";
    ModuleNotFoundError: &ImportError, &NONE, &NO_METHODS, "Module not found.";
    LookupError: &crate::types::exc::Exception, &NONE, &NO_METHODS, "Base class for lookup errors.";
    IndexError: &LookupError, &NONE, &NO_METHODS, "Sequence index out of range.";
    KeyError: &LookupError, &NONE, &KEY_METHODS, "Mapping key not found.";
    MemoryError: &crate::types::exc::Exception, &NONE, &NO_METHODS, "Out of memory.";
    NameError: &crate::types::exc::Exception, &NAME_ERROR, &NO_METHODS, "Name not found globally.";
    UnboundLocalError: &NameError, &NONE, &NO_METHODS, "Local name referenced but not bound to a value.";
    OSError: &crate::types::exc::Exception, &OS_ERROR, &OS_METHODS, "Base class for I/O related errors.";
    BlockingIOError: &OSError, &NONE, &NO_METHODS, "I/O operation would block.";
    ChildProcessError: &OSError, &NONE, &NO_METHODS, "Child process error.";
    ConnectionError: &OSError, &NONE, &NO_METHODS, "Connection error.";
    BrokenPipeError: &ConnectionError, &NONE, &NO_METHODS, "Broken pipe.";
    ConnectionAbortedError: &ConnectionError, &NONE, &NO_METHODS, "Connection aborted.";
    ConnectionRefusedError: &ConnectionError, &NONE, &NO_METHODS, "Connection refused.";
    ConnectionResetError: &ConnectionError, &NONE, &NO_METHODS, "Connection reset.";
    FileExistsError: &OSError, &NONE, &NO_METHODS, "File already exists.";
    FileNotFoundError: &OSError, &NONE, &NO_METHODS, "File not found.";
    InterruptedError: &OSError, &NONE, &NO_METHODS, "Interrupted by signal.";
    IsADirectoryError: &OSError, &NONE, &NO_METHODS, "Operation doesn't work on directories.";
    NotADirectoryError: &OSError, &NONE, &NO_METHODS, "Operation only works on directories.";
    PermissionError: &OSError, &NONE, &NO_METHODS, "Not enough permissions.";
    ProcessLookupError: &OSError, &NONE, &NO_METHODS, "Process not found.";
    TimeoutError: &OSError, &NONE, &NO_METHODS, "Timeout expired.";
    ReferenceError: &crate::types::exc::Exception, &NONE, &NO_METHODS, "Weak ref proxy used after referent went away.";
    RuntimeError: &crate::types::exc::Exception, &NONE, &NO_METHODS, "Unspecified run-time error.";
    NotImplementedError: &RuntimeError, &NONE, &NO_METHODS, "Method or function hasn't been implemented yet.";
    PythonFinalizationError: &RuntimeError, &NONE, &NO_METHODS, "Operation blocked during Python finalization.";
    RecursionError: &RuntimeError, &NONE, &NO_METHODS, "Recursion limit exceeded.";
    SyntaxError: &crate::types::exc::Exception, &SYNTAX_ERROR, &SYNTAX_METHODS, "Invalid syntax.";
    IndentationError: &SyntaxError, &NONE, &NO_METHODS, "Improper indentation.";
    TabError: &IndentationError, &NONE, &NO_METHODS, "Improper mixture of spaces and tabs.";
    _IncompleteInputError: &SyntaxError, &NONE, &NO_METHODS, "incomplete input.";
    SystemError: &crate::types::exc::Exception, &NONE, &NO_METHODS, "Internal error in the Python interpreter.";
    TypeError: &crate::types::exc::Exception, &NONE, &NO_METHODS, "Inappropriate argument type.";
    ValueError: &crate::types::exc::Exception, &NONE, &NO_METHODS, "Inappropriate argument value (of correct type).";
    UnicodeError: &ValueError, &NONE, &NO_METHODS, "Unicode related error.";
    UnicodeDecodeError: &UnicodeError, &UNICODE_ERROR, &super::exc_unicode::DECODE, "Unicode decoding error.";
    UnicodeEncodeError: &UnicodeError, &UNICODE_ERROR, &super::exc_unicode::ENCODE, "Unicode encoding error.";
    UnicodeTranslateError: &UnicodeError, &UNICODE_ERROR, &super::exc_unicode::TRANSLATE, "Unicode translation error.";
    Warning: &crate::types::exc::Exception, &NONE, &NO_METHODS, "Base class for warning categories.";
    BytesWarning: &Warning, &NONE, &NO_METHODS, "";
    DeprecationWarning: &Warning, &NONE, &NO_METHODS, "Base class for warnings about deprecated features.";
    EncodingWarning: &Warning, &NONE, &NO_METHODS, "Base class for warnings about encodings.";
    FutureWarning: &Warning, &NONE, &NO_METHODS, "";
    ImportWarning: &Warning, &NONE, &NO_METHODS, "";
    PendingDeprecationWarning: &Warning, &NONE, &NO_METHODS, "";
    ResourceWarning: &Warning, &NONE, &NO_METHODS, "Base class for warnings about resource usage.";
    RuntimeWarning: &Warning, &NONE, &NO_METHODS, "";
    SyntaxWarning: &Warning, &NONE, &NO_METHODS, "";
    UnicodeWarning: &Warning, &NONE, &NO_METHODS, "";
    UserWarning: &Warning, &NONE, &NO_METHODS, "";
}

static BASE: [Attribute; 5] = [
    attribute("args", |_, v| Ok(ExceptionObject::of(v).args().value()), set_args, ""),
    attribute("__traceback__", |_, v| Ok(ExceptionObject::of(v).traceback()), set_traceback, ""),
    attribute("__context__", |_, v| Ok(ExceptionObject::of(v).context()), set_context, "exception context"),
    attribute("__cause__", |_, v| Ok(ExceptionObject::of(v).cause()), set_cause, "exception cause"),
    attribute(
        "__suppress_context__",
        |_, v| Ok(Value::bool(ExceptionObject::of(v).suppress())),
        |t, v, x| {
            let on = t.truth(x)?;
            ExceptionObject::of(v).set_suppress(on);
            Ok(())
        },
        "",
    ),
];
static BASE_METHODS: [Method; 7] = [
    method("__init__(self, *args, **kwargs)", exception_init, "Initialize self."),
    method("__reduce__(self, /)", exc_values::reduce, "Helper for pickle."),
    method("__setstate__(self, state, /)", exc_values::set_state, ""),
    method("__repr__(self, /)", exception_repr, "Return repr(self)."),
    method("__str__(self, /)", exception_str, "Return str(self)."),
    method("with_traceback(self, object, /)", with_traceback, "Set self.__traceback__ to tb and return self."),
    method("add_note(self, object, /)", |t, a| add_note_to(t, a[0], a[1]), "Add a note to the exception."),
];
static KEY_METHODS: [Method; 1] = [method("__str__(self, /)", key_error_str, "Return str(self).")];
static OS_METHODS: [Method; 1] = [method("__str__(self, /)", os_error_str, "Return str(self).")];
static SYNTAX_METHODS: [Method; 1] = [method("__str__(self, /)", syntax_error_str, "Return str(self).")];
static IMPORT_METHODS: [Method; 1] = [method("__str__(self, /)", import_error_str, "Return str(self).")];
static GROUP_METHODS: [Method; 5] = [
    method("__str__(self, /)", exc_group::str_, "Return str(self)."),
    method("derive(self, excs, /)", exc_group::derive, "A group of other exceptions with this one's message."),
    method("split(self, condition, /)", exc_group::split, "The exceptions that match, and the rest."),
    method("subgroup(self, condition, /)", exc_group::subgroup, "The exceptions that match."),
    crate::native::class_method(
        "__class_getitem__(cls, item, /)",
        crate::types::generator::class_get_item,
        crate::types::generator::ALIAS_DOC,
    ),
];

fn exception_new(t: &mut Thread, a: Args) -> Ret {
    let Some(class) = Type::from(a[0]).filter(|c| c.has(flag::EXCEPTION)) else {
        let k = t.type_name(a[0]);
        return Err(t.type_error(format!("BaseException.__new__(X): X is not an exception type ({k})")));
    };
    let args = Tuple::of(a[1]);
    if class.is_subclass(BaseExceptionGroup.get()) {
        return exc_group::new(t, class, args);
    }
    let e = ExceptionObject::alloc(t, class)?;
    if class.has(flag::FINALIZER) {
        crate::types::weakref::register_finalizer(t, e.0);
    }
    e.set_args(t, args);
    if class.is_subclass(OSError.get()) {
        // the number decides on the class, before __init__ is looked up
        exc_values::fill(t, e, args)?;
    }
    Ok(e.value())
}
fn exception_init(t: &mut Thread, a: Args) -> Ret {
    let e = ExceptionObject::of(a[0]);
    let class = t.class_of(a[0]);
    let allowed: &[&str] = if a[2].is_unbound() {
        &[]
    } else if class.is_subclass(AttributeError.get()) {
        &["name", "obj"]
    } else if class.is_subclass(NameError.get()) {
        &["name"]
    } else if class.is_subclass(ImportError.get()) {
        &["name", "path", "name_from"]
    } else {
        &[]
    };
    let keywords = Dict::from(a[2].or(Value::NONE));
    if let Some(kw) = keywords {
        for (k, _) in kw.iter() {
            let text = t.string_of(k);
            if !allowed.contains(&text.as_str()) {
                let name = class.name_string();
                return Err(t.type_error(if allowed.is_empty() {
                    format!("{name}() takes no keyword arguments")
                } else {
                    let name = if class.is_subclass(ImportError.get()) { "ImportError" } else { &name };
                    format!("{name}() got an unexpected keyword argument '{text}'")
                }));
            }
        }
    }
    if class.is_subclass(BaseExceptionGroup.get()) {
        return Ok(Value::NONE);
    }
    e.set_args(t, Tuple::of(a[1]));
    fill_own(t, e, Tuple::of(a[1]))?;
    if let Some(kw) = keywords {
        for (i, name) in allowed.iter().enumerate() {
            // an ImportError's first own word is its message
            let i = if allowed.len() == 3 { i + 1 } else { i };
            let v = kw.get_named(t, name)?.unwrap_or(Value::NONE);
            e.set_own(t, i, v);
        }
    }
    Ok(Value::NONE)
}
pub use exc_values::fill as fill_own;

/// The subclass of OSError for an error number.
pub fn os_error_class(code: i32) -> Option<&'static TypeRow> {
    Some(match code {
        libc::EAGAIN | libc::EALREADY | libc::EINPROGRESS => &BlockingIOError,
        libc::ECHILD => &ChildProcessError,
        libc::EPIPE | libc::ESHUTDOWN => &BrokenPipeError,
        libc::ECONNABORTED => &ConnectionAbortedError,
        libc::ECONNREFUSED => &ConnectionRefusedError,
        libc::ECONNRESET => &ConnectionResetError,
        libc::EEXIST => &FileExistsError,
        libc::ENOENT => &FileNotFoundError,
        libc::EINTR => &InterruptedError,
        libc::EISDIR => &IsADirectoryError,
        libc::ENOTDIR => &NotADirectoryError,
        libc::EACCES | libc::EPERM => &PermissionError,
        libc::ESRCH => &ProcessLookupError,
        libc::ETIMEDOUT => &TimeoutError,
        _ => return None,
    })
}

fn exception_repr(t: &mut Thread, a: Args) -> Ret {
    let name = t.class_name(a[0]);
    let args = ExceptionObject::of(a[0]).args();
    let inner = if args.len() == 1 { format!("({})", t.repr_text(args.get(0))?) } else { t.repr_text(args.value())? };
    t.str(&format!("{name}{inner}"))
}
fn exception_str(t: &mut Thread, a: Args) -> Ret {
    let args = ExceptionObject::of(a[0]).args();
    match args.len() {
        0 => Ok(t.runtime().empty_str.get()),
        1 => Ok(t.str_of(args.get(0))?.value()),
        _ => Ok(t.repr(args.value())?.value()),
    }
}
fn key_error_str(t: &mut Thread, a: Args) -> Ret {
    let args = ExceptionObject::of(a[0]).args();
    if args.len() == 1 { Ok(t.repr(args.get(0))?.value()) } else { exception_str(t, a) }
}
fn os_error_str(t: &mut Thread, a: Args) -> Ret {
    let e = ExceptionObject::of(a[0]);
    let (errno, strerror, filename, second) = (e.own(0), e.own(1), e.own(2), e.own(3));
    if errno.is_none() || strerror.is_none() {
        return exception_str(t, a);
    }
    let mut text = format!("[Errno {}] {}", t.str_text(errno)?, t.str_text(strerror)?);
    if !filename.is_none() {
        text += &format!(": {}", t.repr_text(filename)?);
        if !second.is_none() {
            text += &format!(" -> {}", t.repr_text(second)?);
        }
    }
    t.str(&text)
}
fn import_error_str(t: &mut Thread, a: Args) -> Ret {
    let msg = ExceptionObject::of(a[0]).own(0);
    if Str::from(msg).is_some() { Ok(msg) } else { exception_str(t, a) }
}
fn syntax_error_str(t: &mut Thread, a: Args) -> Ret {
    let e = ExceptionObject::of(a[0]);
    let text = t.str_text(e.own(0))?;
    let file = Str::from(e.own(1)).map(|s| s.to_string());
    let file = file.as_deref().map(|f| f.rsplit('/').next().unwrap_or(f));
    let line = e.own(2).as_int();
    let text = match (file, line) {
        (Some(f), Some(l)) => format!("{text} ({f}, line {l})"),
        (Some(f), None) => format!("{text} ({f})"),
        (None, Some(l)) => format!("{text} (line {l})"),
        (None, None) => text,
    };
    t.str(&text)
}

fn set_args(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    if x.is_unbound() {
        return Err(t.type_error("args may not be deleted"));
    }
    let args = t.collect_tuple(x)?;
    ExceptionObject::of(v).set_args(t, args);
    Ok(())
}
fn set_traceback(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    if x.is_unbound() {
        return Err(t.type_error("__traceback__ may not be deleted"));
    }
    if !x.is_none() && Thread::kind_of(x) != Kind::Traceback {
        return Err(t.type_error("__traceback__ must be a traceback or None"));
    }
    ExceptionObject::of(v).set_traceback(t, x);
    Ok(())
}
fn check_link(t: &mut Thread, x: Value, what: &str) -> Result<(), Raised> {
    if x.is_none() || ExceptionObject::from(x).is_some() {
        return Ok(());
    }
    Err(t.type_error(format!("exception {what} must be None or derive from BaseException")))
}
fn set_context(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    check_link(t, x, "context")?;
    ExceptionObject::of(v).set_context(t, x);
    Ok(())
}
fn set_cause(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    check_link(t, x, "cause")?;
    ExceptionObject::of(v).set_cause(t, x);
    Ok(())
}
fn with_traceback(t: &mut Thread, a: Args) -> Ret {
    set_traceback(t, a[0], a[1])?;
    Ok(a[0])
}
fn add_note_to(t: &mut Thread, e: Value, note: Value) -> Ret {
    if Str::from(note).is_none() {
        let k = t.type_name(note);
        return Err(t.type_error(format!("note must be a str, not '{k}'")));
    }
    let name = t.names().__notes__;
    match t.find_attr(e, name)? {
        Some(l) if List::from(l).is_some() => List::of(l).push(t, note)?,
        Some(_) => return Err(t.type_error("Cannot add note: __notes__ is not a list")),
        None => {
            let l = List::new(t, &[note])?;
            t.set_attr(e, name, l.value())?;
        }
    }
    Ok(Value::NONE)
}
/// Issues a warning, as `warnings.warn` does for the calling frame.
pub fn warn(t: &mut Thread, category: &'static TypeRow, text: &str) -> Result<(), Raised> {
    let module = crate::import::import_dotted(t, "_warnings")?;
    let text = t.str(text)?;
    t.call_method_named(module, "warn", &[text, category.value()]).map(|_| ())
}
/// Adds a note to the raised exception.
pub fn add_note(t: &mut Thread, text: &str) -> Result<(), Raised> {
    let e = t.take_exception();
    let note = t.str(text)?;
    let r = add_note_to(t, e, note);
    t.exc = e;
    r.map(|_| ())
}
