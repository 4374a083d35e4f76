//! The loader in `__spec__` and `__loader__` of modules: what `importlib`, `inspect`, `linecache` and `pkgutil` ask of it;
//! and the finder of embedded modules that `sys.path_hooks` gives for their places on `sys.path`.
//!
//! A loader is `[name, path, package]`; the path of a native module is None. A finder is `[path]`.

use crate::import::EMBEDDED_PREFIX;
use crate::native::{Args, Attribute, Method, function, getter, method, static_method};
use crate::object::code::Code;
use crate::object::dict::Dict;
use crate::object::kind::Kind;
use crate::object::list::List;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::TypeRow;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::exc;
use std::path::Path;

static TYPE: TypeRow = TypeRow::new("SourceFileLoader", Kind::Native1)
    .module("_frozen_importlib_external")
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("Concrete implementation of SourceLoader using the file system.");

static NEW: Method = static_method("__new__(cls, fullname, path)", loader_new, "Create and return a new object.");
static METHODS: [Method; 11] = [
    method("create_module(self, spec)", |_, _| Ok(Value::NONE), "Use default semantics for module creation."),
    method("exec_module(self, module)", exec_module, "Execute the module."),
    method("load_module(self, fullname=None)", load_module, "Load a module."),
    method("get_filename(self, fullname=None)", get_filename, "Return the path to the source file."),
    method("get_source(self, fullname=None)", get_source, "Return the source text of the module."),
    method("get_code(self, fullname=None)", get_code, "Return the code object of the module."),
    method("get_data(self, path)", get_data, "Return the data from path as raw bytes."),
    method("is_package(self, fullname=None)", |_, a| Ok(word(a[0], 2)), "Whether the module is a package."),
    method("get_resource_reader(self, fullname)", |_, _| Ok(Value::NONE), ""),
    method("path_stats(self, path)", path_stats, "Return the metadata for the path."),
    method("__repr__(self, /)", loader_repr, "Return repr(self)."),
];
static ATTRIBUTES: [Attribute; 2] =
    [getter("name", |_, v| Ok(word(v, 0)), ""), getter("path", |_, v| Ok(word(v, 1)), "")];

fn word(v: Value, i: usize) -> Value {
    Value::from_bits(v.unwrap_obj().word(i))
}

/// The loader of a module that comes from `path`, or of a native one.
pub fn new(t: &mut Thread, name: &str, path: Option<&str>, package: bool) -> Ret {
    super::ready(t, &TYPE)?;
    let name = t.str(name)?;
    let path = match path {
        Some(p) => t.str(p)?,
        None => Value::NONE,
    };
    t.alloc_of(&TYPE, &[name, path, Value::bool(package)])
}
fn loader_new(t: &mut Thread, a: Args) -> Ret {
    let path = t.str_text(a[2])?;
    let package = Path::new(&path).file_stem().is_some_and(|s| s == "__init__");
    t.alloc_of(&TYPE, &[a[1], a[2], Value::bool(package)])
}
/// The text of a file, on the disk or embedded.
fn read(t: &mut Thread, path: &str) -> Result<Vec<u8>, Raised> {
    if let Some(bytes) = crate::import::embedded_source(path) {
        return Ok(bytes);
    }
    match std::fs::read(path) {
        Ok(b) => Ok(b),
        Err(e) => {
            let (code, text) = (e.raw_os_error().unwrap_or(0), e.to_string());
            let text = t.str(text.split(" (os error").next().unwrap_or(&text))?;
            let file = t.str(path)?;
            Err(t.raise_args(&exc::OSError, &[Value::int(code as i64), text, file]))
        }
    }
}
fn path_of(t: &mut Thread, v: Value) -> Option<String> {
    Str::from(word(v, 1)).map(|_| t.string_of(word(v, 1)))
}
fn get_filename(t: &mut Thread, a: Args) -> Ret {
    match word(a[0], 1) {
        Value::NONE => {
            let name = t.string_of(word(a[0], 0));
            Err(t.raise(&exc::ImportError, format!("{name} is a built-in module")))
        }
        p => Ok(p),
    }
}
fn get_source(t: &mut Thread, a: Args) -> Ret {
    let Some(path) = path_of(t, a[0]) else { return Ok(Value::NONE) };
    let bytes = read(t, &path)?;
    match pyish_syntax::Source::decode(path, &bytes) {
        Ok(src) => t.str(src.text()),
        Err(e) => Err(crate::builtins::compile::raise_syntax_error(t, &e)),
    }
}
fn code(t: &mut Thread, loader: Value) -> Result<Option<Code>, Raised> {
    let Some(path) = path_of(t, loader) else { return Ok(None) };
    if let Some(code) = crate::import::embedded_code(t, &path)? {
        return Ok(Some(code));
    }
    let cached = crate::import::cache::path_of(t, Path::new(&path));
    crate::import::file_code(t, &path, cached.as_deref()).map(Some)
}
fn get_code(t: &mut Thread, a: Args) -> Ret {
    Ok(code(t, a[0])?.map_or(Value::NONE, Code::value))
}
fn get_data(t: &mut Thread, a: Args) -> Ret {
    let path = t.str_text(a[1])?;
    let bytes = read(t, &path)?;
    crate::types::bytes::new(t, &bytes)
}
fn path_stats(t: &mut Thread, a: Args) -> Ret {
    let path = t.str_text(a[1])?;
    let size = read(t, &path)?.len();
    let d = crate::object::dict::Dict::new(t)?;
    d.set_named(t, "mtime", Value::ZERO)?;
    d.set_named(t, "size", Value::index(size))?;
    Ok(d.value())
}
/// Runs the module's code in its namespace (again, for `importlib.reload`).
fn exec_module(t: &mut Thread, a: Args) -> Ret {
    if let Some(c) = code(t, a[0])? {
        let name = t.names().__dict__;
        let d = t.get_attr(a[1], name)?;
        t.run_code(c, d, d, None)?;
    }
    Ok(Value::NONE)
}
fn load_module(t: &mut Thread, a: Args) -> Ret {
    let name = t.string_of(word(a[0], 0));
    crate::import::import_dotted(t, &name)
}
fn loader_repr(t: &mut Thread, a: Args) -> Ret {
    let at = crate::ops::protocol::address(a[0]);
    let text = match word(a[0], 1) {
        Value::NONE => "<class '_frozen_importlib.BuiltinImporter'>".to_string(),
        _ => format!("<_frozen_importlib_external.SourceFileLoader object at {at:#x}>"),
    };
    t.str(&text)
}

// ---- finding embedded modules by importlib's protocol

static FINDER: TypeRow = TypeRow::new("EmbeddedFinder", Kind::Native1)
    .module("_frozen_importlib_external")
    .is_final()
    .methods(&FINDER_METHODS)
    .doc("Finds the modules embedded in the interpreter.");
static FINDER_METHODS: [Method; 3] = [
    method("find_spec(self, fullname, target=None)", find_spec, "Return the spec of a module in this place, or None."),
    method("invalidate_caches(self)", |_, _| Ok(Value::NONE), "Nothing is cached."),
    method("iter_modules(self, prefix='')", iter_modules, "The modules of this place and whether they are packages."),
];
/// The function for `sys.path_hooks`: the finder of a place of embedded modules, ImportError for any other path.
pub static PATH_HOOK: [Method; 1] =
    [function("_embedded_path_hook(path, /)", path_hook, "The finder of a place of embedded modules.")];

fn path_hook(t: &mut Thread, a: Args) -> Ret {
    let path = t.string_of(a[0]);
    let place = path.strip_prefix(EMBEDDED_PREFIX);
    if !place.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
        return Err(t.raise(&exc::ImportError, "not a place of embedded modules"));
    }
    super::ready(t, &FINDER)?;
    t.alloc_of(&FINDER, &[a[0]])
}
/// The dotted name of a finder's package with a dot after it, or nothing.
fn package_of(t: &mut Thread, finder: Value) -> String {
    let path = t.string_of(word(finder, 0));
    match path[EMBEDDED_PREFIX.len()..].trim_matches('/') {
        "" => String::new(),
        folder => format!("{}.", folder.replace('/', ".")),
    }
}
fn find_spec(t: &mut Thread, a: Args) -> Ret {
    let full = t.string_of(a[1]);
    let last = full.rsplit('.').next().unwrap_or(&full);
    let module = format!("{}{last}", package_of(t, a[0]));
    let Some((_, package)) = crate::import::embedded(&module) else { return Ok(Value::NONE) };
    let folder = format!("{EMBEDDED_PREFIX}/{}", module.replace('.', "/"));
    let file = if package { format!("{folder}/__init__.py") } else { format!("{folder}.py") };
    let loader = new(t, &full, Some(&file), package)?;
    let external = crate::import::import_dotted(t, "_frozen_importlib_external")?;
    let make = t.get_attr_named(external, "spec_from_file_location")?;
    let (file, folder) = (t.str(&file)?, t.str(&folder)?);
    let places = if package { List::new(t, &[folder])?.value() } else { Value::NONE };
    let keywords = Dict::new(t)?;
    keywords.set_named(t, "loader", loader)?;
    keywords.set_named(t, "submodule_search_locations", places)?;
    t.call_with_dict(make, &[a[1], file], keywords.value())
}
fn iter_modules(t: &mut Thread, a: Args) -> Ret {
    let prefix = if a[1].is_bound() { t.string_of(a[1]) } else { String::new() };
    let package = package_of(t, a[0]);
    let found = List::new(t, &[])?;
    for (name, is_package) in crate::import::embedded_names() {
        let Some(own) = name.strip_prefix(&package).filter(|own| !own.contains('.')) else { continue };
        let own = t.str(&format!("{prefix}{own}"))?;
        let row = Tuple::make(t, &[own, Value::bool(is_package)])?;
        found.push(t, row)?;
    }
    t.iter(found.value())
}
