//! `sys`; its hooks are in `sys/hooks`.

mod hooks;

use pyish_sched::gil;
use pyish_vm::import::{EMBEDDED_PREFIX, ModuleRow, import_dotted, native_names};
use pyish_vm::interpreter::traceback;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::exception::Exception;
use pyish_vm::object::list::{List, Values};
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::Type;
use pyish_vm::types::{exc, int_text};
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function};
use std::sync::Mutex;

/// What the command line decides.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub argv: Vec<String>,
    /// the first place of `sys.path`
    pub script_dir: String,
    pub executable: String,
    pub optimize: u8,
    pub warn_options: Vec<String>,
    pub interactive: bool,
    pub unbuffered: bool,
    pub no_site: bool,
    pub isolated: bool,
    pub dont_write_bytecode: bool,
    pub pycache_prefix: Option<String>,
    pub ignore_environment: bool,
    pub quiet: bool,
    pub x_options: Vec<String>,
}

static SETTINGS: Mutex<Option<Settings>> = Mutex::new(None);

pub static MODULE: ModuleRow = ModuleRow {
    name: "sys",
    doc: "This module provides access to some objects used or maintained by the interpreter.",
    functions: &FUNCTIONS,
    init,
};

static FUNCTIONS: [Method; 30] = [
    function(
        "_clear_type_descriptors(type, /)",
        clear_type_descriptors,
        "Removes '__dict__' and '__weakref__' from the dictionary of a class.",
    ),
    function("_get_cpu_count_config()", |_, _| Ok(Value::int(-1)), "The number of CPUs given by -X cpu_count, or -1."),
    function("audit(event, /, *args)", |_, _| Ok(Value::NONE), "Passes the event to any hooks that are attached."),
    function("addaudithook(hook)", |_, _| Ok(Value::NONE), "Adds a new audit hook callback."),
    function("_clear_internal_caches()", |_, _| Ok(Value::NONE), "Clear all internal performance-related caches."),
    function("exit(status=None, /)", exit, "Exit the interpreter by raising SystemExit(status)."),
    function("getrecursionlimit()", |_, _| Ok(Value::index(recursion_limit())), "Return the current recursion limit."),
    function(
        "setrecursionlimit(limit, /)",
        set_recursion_limit,
        "Set the maximum depth of the Python interpreter stack.",
    ),
    function("exc_info()", exc_info, "Return the exception being handled as (type, value, traceback)."),
    function("exception()", |t, _| Ok(t.handled_exception()), "Return the exception being handled, or None."),
    function("_getframe(depth=0, /)", get_frame, "Return a frame object from the call stack."),
    function(
        "_getframemodulename(depth=0)",
        get_frame_module_name,
        "Return the name of the module for a calling frame.",
    ),
    function(
        "getswitchinterval()",
        |t, _| t.float(gil::switch_interval()),
        "Return the thread switch interval in seconds.",
    ),
    function("setswitchinterval(interval, /)", set_switch_interval, "Set the thread switch interval in seconds."),
    function(
        "getcheckinterval()",
        get_check_interval,
        "Return the number of instructions after which the GIL is offered.",
    ),
    function("setcheckinterval(n, /)", set_check_interval, "Offer the GIL after exactly n instructions."),
    function("_is_gil_enabled()", |_, _| Ok(Value::bool(gil::enabled())), "Return True if the GIL is enabled."),
    function(
        "_quantum_ends(record, /)",
        quantum_ends,
        "Begin or end recording where quanta end; return what was recorded.",
    ),
    function("_setgil(enabled, /)", set_gil, "Switch the GIL on or off while the program runs."),
    function("intern(string, /)", intern, "Intern the string."),
    function("_is_interned(string, /)", |_, a| Ok(Value::bool(Str::from(a[0]).is_some_and(Str::is_interned))), ""),
    function("getdefaultencoding()", |t, _| t.str("utf-8"), "Return the current default encoding."),
    function("getfilesystemencoding()", |t, _| t.str("utf-8"), "Return the encoding of file names."),
    function("getfilesystemencodeerrors()", |t, _| t.str("surrogateescape"), "Return the error mode of file names."),
    function("getsizeof(object, default=None)", get_size_of, "Return the size of object in bytes."),
    function("displayhook(object, /)", display_hook, "Print an object to sys.stdout and also save it in builtins._"),
    function("is_finalizing()", |_, _| Ok(Value::FALSE), "Return True if Python is exiting."),
    function(
        "get_int_max_str_digits()",
        |_, _| Ok(Value::index(int_text::max_str_digits())),
        "Return the maximum string digits limit.",
    ),
    function("set_int_max_str_digits(maxdigits)", set_int_max_str_digits, "Set the maximum string digits limit."),
    function("getallocatedblocks()", |_, _| Ok(Value::ZERO), "Return the number of memory blocks allocated."),
];

fn clear_type_descriptors(t: &mut Thread, a: Args) -> Ret {
    let Some(class) = Type::from(a[0]).filter(|c| c.row().is_none()) else {
        return Err(t.type_error("argument is immutable"));
    };
    for name in ["__dict__", "__weakref__"] {
        let name = t.intern(name)?;
        class.dict().remove(t, name)?;
    }
    Type::changed();
    Ok(Value::NONE)
}

fn set_int_max_str_digits(t: &mut Thread, a: Args) -> Ret {
    match usize::try_from(t.to_i64(a[0])?) {
        Ok(n) if n == 0 || n >= 640 => {
            int_text::set_max_str_digits(n);
            Ok(Value::NONE)
        }
        _ => Err(t.value_error("maxdigits must be >= 640 or 0 for unlimited")),
    }
}

/// Loads `sys` with the settings of the command line.
pub fn start(t: &mut Thread, settings: Settings) {
    *SETTINGS.lock().expect("no panics while it is held") = Some(settings);
    let made = import_dotted(t, "sys");
    match made {
        Ok(m) => t.runtime().sys.set(m),
        Err(Raised) => panic!("sys could not be made: {:?}", t.exc),
    }
}

fn strings(t: &mut Thread, items: &[String]) -> Result<Values, Raised> {
    let mut vs = Values::new(t)?;
    for s in items {
        let v = t.str(s)?;
        vs.push(t, v)?;
    }
    Ok(vs)
}

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let settings = SETTINGS.lock().expect("no panics while it is held").clone().unwrap_or_default();
    let modules = t.runtime().modules.get();
    d.set_named(t, "modules", modules)?;
    let me = Dict::of(modules).get_named(t, "sys")?.unwrap_or(Value::NONE);
    pyish_vm::builtins::add_functions(t, d, me, hooks::FUNCTIONS)?;
    hooks::init(t, d)?;
    let argv = strings(t, &settings.argv)?.into_list(t)?;
    d.set_named(t, "argv", argv)?;
    let orig = strings(t, &settings.argv)?.into_list(t)?;
    d.set_named(t, "orig_argv", orig)?;
    let mut path = vec![settings.script_dir.clone()];
    if let Ok(extra) = std::env::var("PYTHONPATH")
        && !settings.ignore_environment
    {
        path.extend(extra.split(':').filter(|p| !p.is_empty()).map(str::to_string));
    }
    path.push(EMBEDDED_PREFIX.to_string());
    let path = strings(t, &path)?.into_list(t)?;
    d.set_named(t, "path", path)?;
    let warnings = strings(t, &settings.warn_options)?.into_list(t)?;
    d.set_named(t, "warnoptions", warnings)?;
    for name in ["meta_path", "path_hooks"] {
        let l = List::new(t, &[])?;
        d.set_named(t, name, l.value())?;
    }
    for name in ["path_importer_cache", "_xoptions"] {
        let e = Dict::new(t)?;
        d.set_named(t, name, e.value())?;
    }
    for (name, text) in [
        ("version", concat!("3.14.0 (pyish ", env!("CARGO_PKG_VERSION"), ") [Rust]")),
        ("platform", "linux"),
        ("byteorder", "little"),
        ("copyright", "Copyright (c) 2001 Python Software Foundation.\nAll Rights Reserved."),
        ("prefix", "/usr"),
        ("base_prefix", "/usr"),
        ("exec_prefix", "/usr"),
        ("base_exec_prefix", "/usr"),
        ("platlibdir", "lib"),
        ("float_repr_style", "short"),
        ("ps1", ">>> "),
        ("ps2", "... "),
        ("_git", ""),
        ("abiflags", ""),
    ] {
        if matches!(name, "ps1" | "ps2" | "_git") {
            continue;
        }
        let v = t.str(text)?;
        d.set_named(t, name, v)?;
    }
    let executable = t.str(&settings.executable)?;
    d.set_named(t, "executable", executable)?;
    d.set_named(t, "_base_executable", executable)?;
    d.set_named(t, "hexversion", Value::int(0x030E_00F0))?;
    d.set_named(t, "maxsize", Value::int(0))?;
    let maxsize = t.int(i64::MAX)?;
    d.set_named(t, "maxsize", maxsize)?;
    d.set_named(t, "maxunicode", Value::int(0x10FFFF))?;
    d.set_named(t, "api_version", Value::int(1013))?;
    d.set_named(t, "dont_write_bytecode", Value::bool(settings.dont_write_bytecode))?;
    let prefix = match &settings.pycache_prefix {
        Some(p) => t.str(p)?,
        None => Value::NONE,
    };
    d.set_named(t, "pycache_prefix", prefix)?;
    let names = native_names();
    let mut list = Values::new(t)?;
    for n in names {
        let v = t.intern(n)?;
        list.push(t, v)?;
    }
    let list = list.into_tuple(t)?;
    d.set_named(t, "builtin_module_names", list)?;
    structs(t, d, &settings)
}

/// `version_info`, `flags`, `implementation` and the like: named tuples of fixed fields.
fn structs(t: &mut Thread, d: Dict, s: &Settings) -> Result<(), Raised> {
    let final_ = t.str("final")?;
    let int = |b: bool| Value::int(b as i64);
    let version = named_tuple(
        t,
        "version_info",
        &[
            ("major", Value::int(3)),
            ("minor", Value::int(14)),
            ("micro", Value::int(0)),
            ("releaselevel", final_),
            ("serial", Value::int(0)),
        ],
    )?;
    d.set_named(t, "version_info", version)?;
    let flags = named_tuple(
        t,
        "flags",
        &[
            ("debug", Value::ZERO),
            ("inspect", int(s.interactive)),
            ("interactive", int(s.interactive)),
            ("optimize", Value::int(s.optimize as i64)),
            ("dont_write_bytecode", int(s.dont_write_bytecode)),
            ("no_user_site", int(s.isolated)),
            ("no_site", int(s.no_site)),
            ("ignore_environment", int(s.ignore_environment)),
            ("verbose", Value::ZERO),
            ("bytes_warning", Value::ZERO),
            ("quiet", int(s.quiet)),
            ("hash_randomization", Value::int(1)),
            ("isolated", int(s.isolated)),
            ("dev_mode", Value::FALSE),
            ("utf8_mode", Value::int(1)),
            ("warn_default_encoding", Value::ZERO),
            ("safe_path", Value::FALSE),
            ("int_max_str_digits", Value::int(4300)),
            ("gil", int(gil::enabled())),
            ("thread_inherit_context", Value::ZERO),
            ("context_aware_warnings", Value::ZERO),
        ],
    )?;
    d.set_named(t, "flags", flags)?;
    let (epsilon, max, min) = (t.float(f64::EPSILON)?, t.float(f64::MAX)?, t.float(f64::MIN_POSITIVE)?);
    let float_info = named_tuple(
        t,
        "float_info",
        &[
            ("max", max),
            ("max_exp", Value::int(1024)),
            ("max_10_exp", Value::int(308)),
            ("min", min),
            ("min_exp", Value::int(-1021)),
            ("min_10_exp", Value::int(-307)),
            ("dig", Value::int(15)),
            ("mant_dig", Value::int(53)),
            ("epsilon", epsilon),
            ("radix", Value::int(2)),
            ("rounds", Value::int(1)),
        ],
    )?;
    d.set_named(t, "float_info", float_info)?;
    let int_info = named_tuple(
        t,
        "int_info",
        &[
            ("bits_per_digit", Value::int(30)),
            ("sizeof_digit", Value::int(4)),
            ("default_max_str_digits", Value::int(4300)),
            ("str_digits_check_threshold", Value::int(640)),
        ],
    )?;
    d.set_named(t, "int_info", int_info)?;
    let hash_name = t.str("siphash13")?;
    let hash_info = named_tuple(
        t,
        "hash_info",
        &[
            ("width", Value::int(64)),
            ("modulus", Value::int((1 << 61) - 1)),
            ("inf", Value::int(314_159)),
            ("nan", Value::ZERO),
            ("imag", Value::int(1_000_003)),
            ("algorithm", hash_name),
            ("hash_bits", Value::int(64)),
            ("seed_bits", Value::int(128)),
            ("cutoff", Value::ZERO),
        ],
    )?;
    d.set_named(t, "hash_info", hash_info)?;
    let (thread_name, lock) = (t.str("pthread")?, t.str("futex")?);
    let thread_info =
        named_tuple(t, "thread_info", &[("name", thread_name), ("lock", lock), ("version", Value::NONE)])?;
    d.set_named(t, "thread_info", thread_info)?;
    crate::monitoring::fill(t, d)?;
    let class = pyish_vm::types::spec::namespace_class(t)?;
    let implementation = pyish_vm::types::object::alloc_instance(t, class)?;
    let name = t.str("pyish")?;
    let tag = t.str("pyish-314")?;
    for (key, v) in [("name", name), ("cache_tag", tag), ("version", version), ("hexversion", Value::int(0x030E_00F0))]
    {
        t.set_attr_named(implementation, key, v)?;
    }
    d.set_named(t, "implementation", implementation)
}

fn named_tuple(t: &mut Thread, name: &str, fields: &[(&str, Value)]) -> Ret {
    pyish_vm::types::spec::named_tuple(t, "sys", name, fields)
}

fn exit(t: &mut Thread, a: Args) -> Ret {
    let v = a[0].or(Value::NONE);
    Err(match Tuple::from(v).filter(|_| v.is_obj()) {
        Some(items) => {
            let class = exc::SystemExit.value();
            let made = t.call_with_tuple_and_dict(class, items, Value::UNBOUND);
            match made {
                Ok(e) => t.raise_value(e),
                Err(e) => e,
            }
        }
        None if v.is_none() => t.raise_args(&exc::SystemExit, &[]),
        None => t.raise_args(&exc::SystemExit, &[v]),
    })
}

static RECURSION_LIMIT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(1000);
fn recursion_limit() -> usize {
    RECURSION_LIMIT.load(std::sync::atomic::Ordering::Relaxed)
}
fn set_recursion_limit(t: &mut Thread, a: Args) -> Ret {
    let n = t.to_i64(a[0])?;
    if n < 1 {
        return Err(t.value_error("recursion limit must be greater or equal than 1"));
    }
    if t.depth as i64 > n {
        let depth = t.depth;
        return Err(t.recursion_error(&format!(
            " cannot set the recursion limit to {n} at the recursion depth {depth}: the limit is too low"
        )));
    }
    RECURSION_LIMIT.store(n as usize, std::sync::atomic::Ordering::Relaxed);
    t.recursion_limit = n as usize;
    Ok(Value::NONE)
}
fn exc_info(t: &mut Thread, _: Args) -> Ret {
    let e = t.handled_exception();
    match Exception::from(e) {
        Some(x) => {
            let class = t.class_of(e).value();
            Tuple::make(t, &[class, e, x.traceback()])
        }
        None => Tuple::make(t, &[Value::NONE; 3]),
    }
}
fn get_frame(t: &mut Thread, a: Args) -> Ret {
    let depth = if a[0].is_bound() { t.to_i64(a[0])?.max(0) as usize } else { 0 };
    let f = traceback::frame_at(t, depth)?;
    if f.is_none() { Err(t.value_error("call stack is not deep enough")) } else { Ok(f) }
}
fn get_frame_module_name(t: &mut Thread, a: Args) -> Ret {
    let depth = if a[0].is_bound() { t.to_i64(a[0])?.max(0) as usize } else { 0 };
    let all = traceback::activations(t);
    match all.get(depth) {
        Some(f) => Ok(f.function.get(pyish_vm::object::function::word::MODULE)),
        None => Ok(Value::NONE),
    }
}
fn set_switch_interval(t: &mut Thread, a: Args) -> Ret {
    let seconds = t.to_f64(a[0])?;
    if seconds <= 0.0 {
        return Err(t.value_error("switch interval must be strictly positive"));
    }
    gil::set_switch_interval(seconds);
    Ok(Value::NONE)
}
fn get_check_interval(t: &mut Thread, _: Args) -> Ret {
    match gil::switch_length() {
        gil::Switch::Exact(n) => t.int(n as i64),
        gil::Switch::Auto => t.int(gil::AUTO),
    }
}
fn set_check_interval(t: &mut Thread, a: Args) -> Ret {
    let n = t.to_i64(a[0])?;
    if n < 1 {
        return Err(t.value_error("check interval must be at least 1"));
    }
    gil::set_switch(Some(&t.m.core), gil::Switch::Exact(n as _));
    Ok(Value::NONE)
}
fn quantum_ends(t: &mut Thread, a: Args) -> Ret {
    let on = t.truth(a[0])?;
    let ends = pyish_vm::interpreter::requests::record_ends(on);
    let mut all = Values::with_capacity(t, ends.len())?;
    for e in ends {
        all.push(t, Value::int(e as i64))?;
    }
    all.into_list(t)
}
fn set_gil(t: &mut Thread, a: Args) -> Ret {
    let on = t.truth(a[0])?;
    gil::set_enabled(Some(&t.m.core), on);
    Ok(Value::NONE)
}
fn intern(t: &mut Thread, a: Args) -> Ret {
    match Str::from(a[0]) {
        Some(s) => t.intern_str(s),
        None => {
            let kind = t.type_name(a[0]);
            Err(t.type_error(format!("intern() argument must be str, not {kind}")))
        }
    }
}
fn get_size_of(t: &mut Thread, a: Args) -> Ret {
    t.call_method_named(a[0], "__sizeof__", &[])
}
fn display_hook(t: &mut Thread, a: Args) -> Ret {
    if a[0].is_none() {
        return Ok(Value::NONE);
    }
    let builtins = t.builtins();
    builtins.set_named(t, "_", Value::NONE)?;
    let text = t.repr(a[0])?;
    let print = builtins.get_named(t, "print")?.unwrap_or(Value::NONE);
    t.call(print, &[text.value()])?;
    builtins.set_named(t, "_", a[0])?;
    Ok(Value::NONE)
}
