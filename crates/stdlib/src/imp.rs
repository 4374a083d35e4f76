//! `_imp`: what `importlib` asks of the interpreter.

use pyish_vm::import::{ModuleRow, import_dotted, is_native};
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::Values;
use pyish_vm::object::string::Str;
use pyish_vm::types::{self, exc};
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function};

pub static MODULE: ModuleRow = ModuleRow {
    name: "_imp",
    doc: "(Extremely) low-level import machinery bits as used by importlib.",
    functions: &FUNCTIONS,
    init,
};

static FUNCTIONS: [Method; 16] = [
    function("lock_held()", |_, _| Ok(Value::FALSE), "Return True if the import lock is currently held, else False."),
    function(
        "acquire_lock()",
        |_, _| Ok(Value::NONE),
        "Acquires the interpreter's import lock for the current thread.",
    ),
    function("release_lock()", |_, _| Ok(Value::NONE), "Release the interpreter's import lock."),
    function("is_builtin(name, /)", is_builtin, "Returns 1 if the module name corresponds to a built-in module."),
    function("is_frozen(name, /)", is_frozen, "Returns True if the module name corresponds to a frozen module."),
    function(
        "is_frozen_package(name, /)",
        is_frozen_package,
        "Returns True if the module name is of a frozen package.",
    ),
    function(
        "find_frozen(name, /, *, withdata=False)",
        |_, _| Ok(Value::NONE),
        "Return info about the corresponding frozen module.",
    ),
    function("get_frozen_object(name, data=None, /)", no_frozen, "Create a code object for a frozen module."),
    function("init_frozen(name, /)", no_frozen, "Initializes a frozen module."),
    function("create_builtin(spec, /)", create_builtin, "Create an extension module."),
    function("exec_builtin(mod, /)", |_, _| Ok(Value::ZERO), "Initialize a built-in module."),
    function(
        "extension_suffixes()",
        |t, _| Values::new(t)?.into_list(t),
        "Returns the list of file suffixes used to identify extension modules.",
    ),
    function("source_hash(key, source)", source_hash, ""),
    function(
        "_fix_co_filename(code, path, /)",
        |_, _| Ok(Value::NONE),
        "Changes code.co_filename to specify the passed-in file path.",
    ),
    function(
        "_override_frozen_modules_for_tests(override, /)",
        |_, _| Ok(Value::NONE),
        "(internal-only) No module is frozen: nothing to override.",
    ),
    function("_override_multi_interp_extensions_check(override, /)", |_, _| Ok(Value::ZERO), ""),
];

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let text = t.str("default")?;
    d.set_named(t, "check_hash_based_pycs", text)?;
    d.set_named(t, "pyc_magic_number_token", Value::int(pyish_vm::import::cache::magic() as i64))
}
fn name_of(t: &mut Thread, v: Value, what: &str) -> Result<String, Raised> {
    match Str::from(v) {
        Some(s) => Ok(s.to_string()),
        None => {
            let k = t.type_name(v);
            Err(t.type_error(format!("{what}() argument must be str, not {k}")))
        }
    }
}
fn is_builtin(t: &mut Thread, a: Args) -> Ret {
    let name = name_of(t, a[0], "is_builtin")?;
    Ok(Value::int(is_native(&name) as i64))
}
/// The embedded modules have files of their own to `importlib`: nothing is frozen.
fn is_frozen(t: &mut Thread, a: Args) -> Ret {
    name_of(t, a[0], "is_frozen")?;
    Ok(Value::FALSE)
}
fn is_frozen_package(t: &mut Thread, a: Args) -> Ret {
    name_of(t, a[0], "is_frozen_package")?;
    no_frozen(t, a)
}
fn no_frozen(t: &mut Thread, a: Args) -> Ret {
    let shown = t.repr_text(a[0])?;
    Err(t.raise(&exc::ImportError, format!("No such frozen object named {}", shown.trim_matches('\''))))
}
fn create_builtin(t: &mut Thread, a: Args) -> Ret {
    let name = t.get_attr_named(a[0], "name")?;
    let name = t.string_of(name);
    import_dotted(t, &name)
}
/// A 64-bit hash of a source, for hash-based bytecode files.
fn source_hash(t: &mut Thread, a: Args) -> Ret {
    let key = t.to_i64(a[0])? as u64;
    let Some(data) = types::bytes::data(a[1]).map(<[u8]>::to_vec) else {
        let k = t.type_name(a[1]);
        return Err(t.type_error(format!("a bytes-like object is required, not '{k}'")));
    };
    // FNV-1a
    let h = data.iter().fold(0xCBF2_9CE4_8422_2325 ^ key, |h, b| (h ^ *b as u64).wrapping_mul(0x0100_0000_01B3));
    types::bytes::new(t, &h.to_le_bytes())
}
