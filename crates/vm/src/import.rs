//! Import: native modules, files on `sys.path`, the embedded Python half.
//!
//! The finders are tried in this order: `sys.modules`, native modules (rows registered by `stdlib`), files and packages
//! on the path, embedded sources. A module being imported by one thread is waited for by others.

pub mod cache;
mod loads;
pub mod time;

use crate::builtins::compile::{How, compile_bytes};
use crate::native::Method;
use crate::object::code::Code;
use crate::object::dict::Dict;
use crate::object::exception::Exception;
use crate::object::list::{List, Values};
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use crate::types::exc;
pub use loads::after_fork;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A native module: functions by rows, the rest by `init`.
pub struct ModuleRow {
    pub name: &'static str,
    pub doc: &'static str,
    pub functions: &'static [Method],
    pub init: fn(&mut Thread, Dict) -> Result<(), Raised>,
}

/// The finder of embedded modules.
pub struct Embedded {
    /// a module's stored code (empty if its source does not compile), and whether it is a package
    pub find: fn(&str) -> Option<(&'static [u8], bool)>,
    /// a module's source
    pub source: fn(&str) -> Option<Vec<u8>>,
    /// the names of all modules, and whether they are packages
    pub names: fn() -> Vec<(&'static str, bool)>,
}

static NATIVE: Mutex<Option<HashMap<&'static str, &'static ModuleRow>>> = Mutex::new(None);
static EMBEDDED: OnceLock<&Embedded> = OnceLock::new();

/// Makes native modules known.
pub fn register(rows: &[&'static ModuleRow]) {
    let mut table = NATIVE.lock();
    let table = table.get_or_insert_with(HashMap::new);
    for row in rows {
        table.insert(row.name, row);
    }
}
/// Makes the embedded modules known.
pub fn register_embedded(finder: &'static Embedded) {
    let _ = EMBEDDED.set(finder);
}
/// The names of the embedded modules, and whether they are packages.
pub fn embedded_names() -> Vec<(&'static str, bool)> {
    EMBEDDED.get().map_or_else(Vec::new, |e| (e.names)())
}
fn native(name: &str) -> Option<&'static ModuleRow> {
    NATIVE.lock().as_ref().and_then(|t| t.get(name).copied())
}
/// The stored code of an embedded module, and whether it is a package.
pub fn embedded(name: &str) -> Option<(&'static [u8], bool)> {
    EMBEDDED.get().and_then(|e| (e.find)(name))
}
/// The name of the embedded module that has this file.
fn embedded_name(file: &str) -> Option<String> {
    let path = file.strip_prefix(EMBEDDED_PREFIX)?.trim_start_matches('/').strip_suffix(".py")?;
    Some(path.strip_suffix("/__init__").unwrap_or(path).replace('/', "."))
}
/// The source of the embedded module that has this file.
pub fn embedded_source(file: &str) -> Option<Vec<u8>> {
    let name = embedded_name(file)?;
    EMBEDDED.get().and_then(|e| (e.source)(&name))
}
/// The code of the embedded module that has this file.
pub fn embedded_code(t: &mut Thread, file: &str) -> Result<Option<Code>, Raised> {
    let Some((stored, _)) = embedded_name(file).and_then(|n| embedded(&n)) else { return Ok(None) };
    if stored.is_empty() {
        let source = embedded_source(file).unwrap_or_default();
        return compile_bytes(t, &source, file, How::default()).map(|c| Some(Code::of(c)));
    }
    let name = t.intern(file)?;
    crate::object::code::load_static(t, stored, name).map(|c| Some(Code::of(c)))
}
/// Whether a module is in native code.
pub fn is_native(name: &str) -> bool {
    name == "builtins" || native(name).is_some()
}
/// Names of all native modules.
pub fn native_names() -> Vec<&'static str> {
    let mut names: Vec<_> = NATIVE.lock().as_ref().map_or_else(Vec::new, |t| t.keys().copied().collect());
    names.push("builtins");
    names.sort_unstable();
    names
}

fn modules(t: &Thread) -> Dict {
    Dict::of(t.runtime().modules.get())
}

/// `import name`, from code with these builtins and globals.
pub fn import_name(t: &mut Thread, builtins: Dict, globals: Value, name: Value, from: Value, level: Value) -> Ret {
    let hook = t.names().__import__;
    match builtins.get_str(hook) {
        Some(f) if types::native_function::NativeFunction::from(f).is_none() => {
            let locals = globals;
            t.call(f, &[name, globals, locals, from, level])
        }
        _ => import(t, globals, name, from, level.as_int().unwrap_or(0)),
    }
}

/// `__import__(name, globals, fromlist, level)`.
pub fn import(t: &mut Thread, globals: Value, name: Value, from: Value, level: i64) -> Ret {
    let text = t.string_of(name);
    let full = if level > 0 { resolve_relative(t, globals, &text, level)? } else { text.clone() };
    if full.is_empty() {
        return Err(t.value_error("Empty module name"));
    }
    let module = import_dotted(t, &full)?;
    let wants_names = from
        .given()
        .is_some_and(|f| Tuple::from(f).is_some_and(|f| !f.is_empty()) || List::from(f).is_some_and(|l| !l.is_empty()));
    if wants_names {
        let path = t.names().__path__;
        if t.find_attr(module, path)?.is_some() {
            import_submodules(t, module, &full, from)?;
        }
        return Ok(module);
    }
    if level == 0 {
        // `import a.b.c` binds a
        let top = full.split('.').next().unwrap_or(&full);
        return find_loaded(t, top);
    }
    // `from . import` without names: the module up to the first dot of the relative name
    match text.find('.') {
        Some(dot) => {
            let top = full[..full.len() - (text.len() - dot)].to_string();
            find_loaded(t, &top)
        }
        None => Ok(module),
    }
}
fn find_loaded(t: &mut Thread, name: &str) -> Ret {
    match modules(t).get_named(t, name)? {
        Some(m) => Ok(m),
        None => Err(t.raise(&exc::KeyError, format!("{name} not in sys.modules as expected"))),
    }
}
/// The submodules that `from package import name` may mean.
fn import_submodules(t: &mut Thread, module: Value, full: &str, from: Value) -> Result<(), Raised> {
    let names = t.collect(from)?;
    for i in 0..names.len() {
        let Some(name) = Str::from(names.get(i)) else {
            let kind = t.type_name(names.get(i));
            return Err(t.type_error(format!("Item in ``from list'' must be str, not {kind}")));
        };
        let text = name.to_string();
        if text == "*" {
            let all = t.names().__all__;
            if let Some(list) = t.find_attr(module, all)? {
                import_submodules(t, module, full, list)?;
            }
            continue;
        }
        let key = t.intern_str(name)?;
        if find_or_absent(t, module, key)?.is_none() {
            let sub = format!("{full}.{text}");
            let r = import_dotted(t, &sub);
            if r.is_err() {
                if t.raised_is(&exc::ModuleNotFoundError)
                    && Str::from(Exception::of(t.exc).own(1)).is_some_and(|n| n.eq_text(&sub))
                {
                    t.exc = Value::UNBOUND;
                } else {
                    return Err(Raised);
                }
            }
        }
    }
    Ok(())
}

fn resolve_relative(t: &mut Thread, globals: Value, name: &str, level: i64) -> Result<String, Raised> {
    let n = t.names();
    let g = Dict::from(globals);
    if g.is_none_or(|g| g.get_str(n.__name__).is_none() && g.get_str(n.__package__).is_none()) {
        return Err(t.raise(&exc::KeyError, "'__name__' not in globals"));
    }
    let package = g.and_then(|g| g.get_str(n.__package__)).filter(|p| Str::from(*p).is_some());
    let package = match package {
        Some(p) => t.string_of(p),
        None => {
            let own = g.and_then(|g| g.get_str(n.__name__)).map_or_else(String::new, |v| t.string_of(v));
            let is_package = g.is_some_and(|g| g.get_str(n.__path__).is_some());
            if is_package { own } else { own.rsplit_once('.').map_or(String::new(), |x| x.0.to_string()) }
        }
    };
    if package.is_empty() {
        return Err(t.raise(&exc::ImportError, "attempted relative import with no known parent package"));
    }
    let mut parts: Vec<&str> = package.split('.').collect();
    for _ in 1..level {
        parts.pop();
        if parts.is_empty() {
            return Err(t.raise(&exc::ImportError, "attempted relative import beyond top-level package"));
        }
    }
    let base = parts.join(".");
    Ok(if name.is_empty() { base } else { format!("{base}.{name}") })
}

/// Imports `a.b.c` by importing a, a.b and a.b.c in turn; gives the last.
pub fn import_dotted(t: &mut Thread, full: &str) -> Ret {
    if let Some(m) = modules(t).get_named(t, full)? {
        return check_loaded(t, m, full);
    }
    t.enter_native(" in import")?;
    let parent = full.rsplit_once('.');
    let mut path = None;
    if let Some((package, _)) = parent {
        let p = import_dotted(t, package)?;
        // importing the parent may have imported it
        if let Some(m) = modules(t).get_named(t, full)? {
            return check_loaded(t, m, full);
        }
        let name = t.names().__path__;
        match t.find_attr(p, name)? {
            Some(list) => path = Some(list),
            None => {
                let text = format!("No module named '{full}'; '{package}' is not a package");
                return Err(not_found(t, text, full));
            }
        }
    }
    let right = loads::begin(t, full)?;
    let m = load_once(t, full, path, parent);
    if let Some(right) = right {
        loads::end(t, full, right);
    }
    m
}
/// With the right to load the module: what another thread has loaded meanwhile is taken as it is.
fn load_once(t: &mut Thread, full: &str, path: Option<Value>, parent: Option<(&str, &str)>) -> Ret {
    if let Some(m) = modules(t).get_named(t, full)?.filter(|m| !m.is_none()) {
        return Ok(m);
    }
    let m = time::measured(full, || load(t, full, path))?;
    if let Some((package, own)) = parent {
        let p = find_loaded(t, package)?;
        let key = t.intern(own)?;
        t.set_attr(p, key, m)?;
    }
    Ok(m)
}

fn check_loaded(t: &mut Thread, m: Value, full: &str) -> Ret {
    if m.is_none() {
        let text = format!("import of {full} halted; None in sys.modules");
        return Err(not_found(t, text, full));
    }
    loads::wait_for(t, full)?;
    Ok(m)
}

#[cold]
fn not_found(t: &mut Thread, text: String, name: &str) -> Raised {
    let raised = t.raise(&exc::ModuleNotFoundError, text);
    if let Ok(n) = t.str(name)
        && let Some(e) = Exception::from(t.exc)
    {
        e.set_own(t, 1, n);
    }
    raised
}

/// What a finder found.
enum Found {
    Native(&'static ModuleRow),
    File {
        path: PathBuf,
        package: bool,
    },
    Embedded {
        package: bool,
    },
    Namespace(Vec<PathBuf>),
    /// by a finder that the program put into `sys.meta_path`
    Spec(Value),
}

/// Modules that are the embedded `importlib._bootstrap` and `importlib._bootstrap_external`.
fn source_name(full: &str) -> &str {
    match full {
        "_frozen_importlib" => "importlib._bootstrap",
        "_frozen_importlib_external" => "importlib._bootstrap_external",
        other => other,
    }
}

/// Asks the finders of `sys.meta_path` that are not importlib's own.
fn find_by_program(t: &mut Thread, full: &str, path: Option<Value>) -> Result<Option<Value>, Raised> {
    let sys = t.runtime().sys.get();
    if !sys.is_bound() {
        return Ok(None);
    }
    let Some(finders) = types::module::dict_of(sys).get_named(t, "meta_path")?.and_then(List::from) else {
        return Ok(None);
    };
    if finders.is_empty() {
        return Ok(None);
    }
    let finders = finders.snapshot(t)?;
    for i in 0..finders.len() {
        let finder = finders.get(i);
        let module = t.names().__module__;
        if crate::object::typeobject::Type::from(finder).is_some()
            && let Some(m) = t.find_attr(finder, module)?.and_then(Str::from)
            && matches!(source_name(&m.to_string()), "importlib._bootstrap" | "importlib._bootstrap_external")
        {
            continue;
        }
        let key = t.intern("find_spec")?;
        let Some(find) = t.find_attr(finder, key)? else { continue };
        let name = t.str(full)?;
        let spec = t.call(find, &[name, path.unwrap_or(Value::NONE), Value::NONE])?;
        if !spec.is_none() {
            return Ok(Some(spec));
        }
    }
    Ok(None)
}

/// What `importlib._bootstrap` needs before it is used, and its own importing done by ours.
fn set_up_importlib(t: &mut Thread, m: Value, d: Dict) -> Result<(), Raised> {
    for name in ["sys", "_imp", "_thread", "_warnings", "_weakref"] {
        let x = import_dotted(t, name)?;
        d.set_named(t, name, x)?;
    }
    let locks = d.get_named(t, "_WeakValueDictionary")?.unwrap_or(Value::NONE);
    let locks = t.call(locks, &[])?;
    d.set_named(t, "_blocking_on", locks)?;
    crate::builtins::add_functions(t, d, m, &IMPORTLIB)?;
    let external = import_dotted(t, "_frozen_importlib_external")?;
    d.set_named(t, "_bootstrap_external", external)?;
    let sys = t.runtime().sys.get();
    let meta_path = t.get_attr_named(sys, "meta_path")?;
    if let Some(l) = List::from(meta_path) {
        for name in ["BuiltinImporter", "FrozenImporter"] {
            let finder = d.get_named(t, name)?.unwrap_or(Value::NONE);
            l.push(t, finder)?;
        }
    }
    t.call_method_named(external, "_install", &[m])?;
    crate::builtins::add_functions(t, d, m, &types::loader::PATH_HOOK)?;
    let hook = d.get_named(t, "_embedded_path_hook")?.unwrap_or(Value::NONE);
    let hooks = t.get_attr_named(sys, "path_hooks")?;
    t.call_method_named(hooks, "insert", &[Value::ZERO, hook]).map(|_| ())
}
static IMPORTLIB: [Method; 1] = [crate::native::function(
    "_find_and_load(name, import_, /)",
    |t, a| {
        let name = t.expect_str(a[0], "module name")?.to_string();
        import_dotted(t, &name)
    },
    "Find and load the module.",
)];

fn find(t: &mut Thread, full: &str, path: Option<Value>) -> Result<Option<Found>, Raised> {
    if let Some(spec) = find_by_program(t, full, path)? {
        return Ok(Some(Found::Spec(spec)));
    }
    if let Some(row) = native(full) {
        return Ok(Some(Found::Native(row)));
    }
    let last = full.rsplit('.').next().unwrap_or(full);
    let places = match path {
        Some(p) => p,
        None => {
            let sys = t.runtime().sys.get();
            let key = t.names().path;
            if sys.is_bound() { t.find_attr(sys, key)?.unwrap_or(Value::NONE) } else { Value::NONE }
        }
    };
    let mut namespace = Vec::new();
    let mut embedded_place = path.is_none();
    if !places.is_none() {
        let places = t.collect(places)?;
        for i in 0..places.len() {
            let Some(place) = Str::from(places.get(i)) else { continue };
            let place = place.to_string();
            if place.starts_with(EMBEDDED_PREFIX) {
                embedded_place = true;
                continue;
            }
            // files are named by their whole path, as CPython does
            let dir = match place.as_str() {
                "" | "." => std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
                place => std::path::absolute(place).unwrap_or_else(|_| PathBuf::from(place)),
            };
            let init = dir.join(last).join("__init__.py");
            if init.is_file() {
                return Ok(Some(Found::File { path: init, package: true }));
            }
            let file = dir.join(format!("{last}.py"));
            if file.is_file() {
                return Ok(Some(Found::File { path: file, package: false }));
            }
            if dir.join(last).is_dir() {
                namespace.push(dir.join(last));
            }
        }
    }
    if embedded_place && let Some((_, package)) = embedded(source_name(full)) {
        return Ok(Some(Found::Embedded { package }));
    }
    if !namespace.is_empty() {
        return Ok(Some(Found::Namespace(namespace)));
    }
    Ok(None)
}

/// How the files of embedded modules are named.
pub const EMBEDDED_PREFIX: &str = "<frozen>";

fn load(t: &mut Thread, full: &str, path: Option<Value>) -> Ret {
    let Some(found) = find(t, full, path)? else {
        return Err(not_found(t, format!("No module named '{full}'"), full));
    };
    if let Found::Spec(spec) = found {
        let importlib = import_dotted(t, "_frozen_importlib")?;
        return t.call_method_named(importlib, "_load", &[spec]);
    }
    let (doc, functions) = if let Found::Native(row) = &found { (row.doc, row.functions.len()) } else { ("", 0) };
    let m = types::module::with_room(t, full, doc, functions)?;
    let d = types::module::dict_of(m);
    if let Found::Native(row) = found {
        modules(t).set_named(t, full, m)?;
        crate::builtins::add_functions(t, d, m, row.functions)?;
        let r = (row.init)(t, d);
        set_spec(t, d, full, "built-in", false)?;
        if r.is_err() {
            forget(t, full)?;
        }
        return r.map(|()| m);
    }
    let builtins = modules(t).get_named(t, "builtins")?.unwrap_or(Value::NONE);
    d.set_named(t, "__builtins__", builtins)?;
    let mut cached = None;
    let (file, embedded, package): (String, bool, bool) = match found {
        Found::File { path, package } => {
            cached = cache::path_of(t, &path);
            (path.to_string_lossy().into_owned(), false, package)
        }
        Found::Embedded { package } => {
            let rel = source_name(full).replace('.', "/");
            let file = if package {
                format!("{EMBEDDED_PREFIX}/{rel}/__init__.py")
            } else {
                format!("{EMBEDDED_PREFIX}/{rel}.py")
            };
            (file, true, package)
        }
        Found::Namespace(dirs) => {
            let mut list = Values::new(t)?;
            for dir in dirs {
                let v = t.str(&dir.to_string_lossy())?;
                list.push(t, v)?;
            }
            let list = list.into_list(t)?;
            d.set_named(t, "__path__", list)?;
            let name = t.str(full)?;
            d.set_named(t, "__package__", name)?;
            modules(t).set_named(t, full, m)?;
            return Ok(m);
        }
        Found::Native(_) | Found::Spec(_) => unreachable!("handled above"),
    };
    let file_value = t.str(&file)?;
    d.set_named(t, "__file__", file_value)?;
    let own_package = if package { full } else { full.rsplit_once('.').map_or("", |x| x.0) };
    let own_package = t.str(own_package)?;
    d.set_named(t, "__package__", own_package)?;
    if package {
        let dir = Path::new(&file).parent().map_or(String::new(), |p| p.to_string_lossy().into_owned());
        let dir = t.str(&dir)?;
        let list = List::new(t, &[dir])?;
        d.set_named(t, "__path__", list.value())?;
    }
    set_spec(t, d, full, &file, package)?;
    if let Some(cached) = &cached {
        let cached = t.str(&cached.to_string_lossy())?;
        d.set_named(t, "__cached__", cached)?;
        if let Some(spec) = d.get_named(t, "__spec__")? {
            t.set_attr_named(spec, "cached", cached)?;
        }
    }
    mark_initializing(t, d, true)?;
    modules(t).set_named(t, full, m)?;
    let code = if embedded { embedded_code(t, &file) } else { file_code(t, &file, cached.as_deref()).map(Some) };
    let r = match code {
        Ok(Some(code)) => t.run_code(code, d.value(), d.value(), None),
        Ok(None) => Err(not_found(t, format!("No module named '{full}'"), full)),
        Err(raised) => Err(raised),
    };
    mark_initializing(t, d, false)?;
    if r.is_err() {
        forget(t, full)?;
    }
    r?;
    if full == "_frozen_importlib" {
        set_up_importlib(t, m, d)?;
    }
    // the module may have put something else in its place
    find_loaded(t, full)
}

/// The code of a source file, from where it is kept if that is of this source.
pub fn file_code(t: &mut Thread, file: &str, cached: Option<&Path>) -> Result<Code, Raised> {
    let source = Path::new(file);
    let about = std::fs::metadata(source).ok();
    if let (Some(cached), Some(about)) = (cached, &about) {
        let name = t.intern(file)?;
        if let Some(code) = cache::read(t, cached, about, name)? {
            return Ok(code);
        }
    }
    let bytes = match std::fs::read(source) {
        Ok(b) => b,
        Err(e) => {
            let (number, text) = (e.raw_os_error().unwrap_or(0), e.to_string());
            let text = t.str(text.split(" (os error").next().unwrap_or(&text))?;
            let file = t.str(file)?;
            return Err(t.raise_args(&exc::OSError, &[Value::int(number as i64), text, file]));
        }
    };
    let code = Code::of(compile_bytes(t, &bytes, file, How::default())?);
    if let (Some(cached), Some(about)) = (cached, &about) {
        cache::write(t, cached, about, code)?;
    }
    Ok(code)
}

fn forget(t: &mut Thread, full: &str) -> Result<(), Raised> {
    let e = t.take_exception();
    let key = t.intern(full)?;
    modules(t).remove(t, key)?;
    t.exc = e;
    Ok(())
}

/// `__spec__`: a plain namespace object with what programs read of a ModuleSpec.
fn set_spec(t: &mut Thread, d: Dict, full: &str, origin: &str, package: bool) -> Result<(), Raised> {
    let class = crate::types::spec::class(t)?;
    let spec = types::object::alloc_instance(t, class)?;
    let name = t.str(full)?;
    let from_file = origin != "built-in";
    let origin = t.str(origin)?;
    let parent = if package { full } else { full.rsplit_once('.').map_or("", |x| x.0) };
    let parent = t.str(parent)?;
    let path = d.get_named(t, "__path__")?.unwrap_or(Value::NONE);
    let from = if from_file { Some(t.string_of(origin)) } else { None };
    let loader = types::loader::new(t, full, from.as_deref(), package)?;
    d.set_named(t, "__loader__", loader)?;
    for (key, v) in [
        ("name", name),
        ("loader", loader),
        ("origin", origin),
        ("submodule_search_locations", path),
        ("parent", parent),
        ("has_location", Value::bool(from_file)),
        ("cached", Value::NONE),
        ("loader_state", Value::NONE),
        ("_initializing", Value::FALSE),
    ] {
        t.set_attr_named(spec, key, v)?;
    }
    d.set_named(t, "__spec__", spec)
}

/// Whether a module's code is running: in `__spec__._initializing`.
fn mark_initializing(t: &mut Thread, d: Dict, on: bool) -> Result<(), Raised> {
    let n = t.names();
    let e = t.take_exception();
    if let Some(spec) = d.get_str(n.__spec__).filter(|s| !s.is_none()) {
        t.set_attr(spec, n._initializing, Value::bool(on))?;
    }
    t.exc = e;
    Ok(())
}

/// An attribute of a module; also where its `__getattr__` raises AttributeError it is absent.
fn find_or_absent(t: &mut Thread, module: Value, name: Value) -> Result<Option<Value>, Raised> {
    let r = t.find_attr(module, name);
    Ok(t.catch(r, &exc::AttributeError)?.flatten())
}

/// `from module import name`.
pub fn import_from(t: &mut Thread, module: Value, name: Value) -> Ret {
    if let Some(v) = find_or_absent(t, module, name)? {
        return Ok(v);
    }
    let n = t.names();
    let own = t.find_attr(module, n.__name__)?.and_then(Str::from);
    let (text, own_text) = (t.string_of(name), own.map(|s| s.to_string()));
    if let Some(own) = &own_text
        && let Some(v) = modules(t).get_named(t, &format!("{own}.{text}"))?
    {
        return Ok(v);
    }
    let shown = own_text.clone().unwrap_or_else(|| "<unknown module name>".to_string());
    let file = t.find_attr(module, n.__file__)?.and_then(Str::from).map(|s| s.to_string());
    let initializing = match t.find_attr(module, n.__spec__)? {
        Some(spec) if !spec.is_none() => t.find_attr(spec, n._initializing)?.is_some_and(|v| v.is(Value::TRUE)),
        _ => false,
    };
    let message = match (&file, initializing) {
        (Some(f), true) => format!(
            "cannot import name '{text}' from partially initialized module '{shown}' (most likely due to a circular import) ({f})"
        ),
        (Some(f), false) => format!("cannot import name '{text}' from '{shown}' ({f})"),
        (None, _) => format!("cannot import name '{text}' from '{shown}' (unknown location)"),
    };
    let raised = t.raise(&exc::ImportError, message);
    if let Some(e) = Exception::from(t.exc) {
        let own = own.map_or(Value::NONE, Str::value);
        e.set_own(t, 1, own);
        let file = match file {
            Some(f) => t.str(&f)?,
            None => Value::NONE,
        };
        e.set_own(t, 2, file);
        e.set_own(t, 3, name);
    }
    Err(raised)
}
