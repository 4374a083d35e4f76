//! From source text to code objects: `compile`, `exec`, `eval`.

use crate::native::{Args, Method, function};
use crate::object::code::{Code, load};
use crate::object::dict::Dict;
use crate::object::exception::Exception;
use crate::object::kind::Kind;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use crate::types::exc;
use pyish_compiler::Options;
use pyish_syntax::{Ast, ErrorKind, Flags, Source, SyntaxError};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

pub use pyish_syntax::Mode;

pub static FUNCTIONS: &[Method] = &ROWS;
static ROWS: [Method; 3] = [
    function(
        "compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
        builtin_compile,
        "Compile source into a code object that can be executed by exec() or eval().",
    ),
    function(
        "exec(source, globals=None, locals=None, /, *, closure=None)",
        exec,
        "Execute the given source in the context of globals and locals.",
    ),
    function(
        "eval(source, /, globals=None, locals=None)",
        eval,
        "Evaluate the given source in the context of globals and locals.",
    ),
];

/// `-O`: what `compile` and imports do unless they are told.
static OPTIMIZE: AtomicU8 = AtomicU8::new(0);
pub fn set_optimize_level(n: u8) {
    OPTIMIZE.store(n, Relaxed);
}
pub fn optimize_level() -> u8 {
    OPTIMIZE.load(Relaxed)
}

/// What `compile` does with the source.
#[derive(Clone, Copy, Debug)]
pub struct How {
    pub top_level_await: bool,
    pub future_annotations: bool,
    pub incomplete_input: bool,
    /// in `single` mode a block is closed by an empty line only
    pub dont_imply_dedent: bool,
    pub optimize: u8,
}

impl Default for How {
    fn default() -> How {
        How {
            top_level_await: false,
            future_annotations: false,
            incomplete_input: false,
            dont_imply_dedent: false,
            optimize: optimize_level(),
        }
    }
}

impl How {
    fn parse_flags(self) -> Flags {
        Flags {
            top_level_await: self.top_level_await,
            incomplete_input: self.incomplete_input,
            dont_imply_dedent: self.dont_imply_dedent,
            ..Flags::default()
        }
    }
    fn options(self) -> Options {
        Options {
            optimize: self.optimize,
            top_level_await: self.top_level_await,
            future_annotations: self.future_annotations,
            ..Options::default()
        }
    }
}

/// Compiles text to a code object.
pub fn compile(t: &mut Thread, text: &str, filename: &str, mode: Mode) -> Ret {
    let src = Source::new(filename, text);
    compile_source(t, &src, mode, How::default())
}
/// Compiles the bytes of a file, in the encoding that they declare.
pub fn compile_bytes(t: &mut Thread, bytes: &[u8], filename: &str, how: How) -> Ret {
    match Source::decode(filename, bytes) {
        Ok(src) => compile_source(t, &src, Mode::Exec, how),
        Err(e) => Err(raise_syntax_error(t, &e)),
    }
}
pub fn compile_source(t: &mut Thread, src: &Source, mode: Mode, how: How) -> Ret {
    let (flags, options) = (how.parse_flags(), how.options());
    // parsing and compiling touch nothing of the heap, and may take long
    let mut warnings = Vec::new();
    let made = pyish_syntax::parse(src, mode, flags).and_then(|ast| {
        warnings = pyish_compiler::warnings(&ast);
        pyish_compiler::compile(&ast, src, options).map_err(|mut e| {
            // the compiler's errors show lines of files only
            if !std::path::Path::new(&e.filename).is_file() {
                e.text = None;
            }
            e
        })
    });
    match made {
        Ok(unit) => {
            // the library's own texts are not the program's business
            if !src.name().starts_with(crate::import::EMBEDDED_PREFIX) {
                for w in &warnings {
                    issue(t, src, w)?;
                }
            }
            load(t, &unit)
        }
        Err(e) => {
            let raised = raise_syntax_error(t, &e);
            keep_source(t, src, &e);
            Err(raised)
        }
    }
}
/// Keeps with a general error the text in which a mistyped keyword is looked for when it is printed: `_metadata`.
fn keep_source(t: &mut Thread, src: &Source, e: &SyntaxError) {
    if !pyish_syntax::may_be_typo(e) {
        return;
    }
    let raised = t.take_exception();
    let made = t.str(src.text()).and_then(|text| Tuple::new(t, &[Value::int(e.line as i64), Value::ZERO, text]));
    match made {
        Ok(metadata) => {
            if let Some(x) = Exception::from(raised) {
                x.set_own(t, 8, metadata.value());
            }
        }
        Err(Raised) => t.exc = Value::UNBOUND,
    }
    t.exc = raised;
}
/// Issues a warning about the source; one that the filters make an error is a SyntaxError at its place.
fn issue(t: &mut Thread, src: &Source, w: &pyish_syntax::Warning) -> Result<(), Raised> {
    let category = match w.category {
        pyish_syntax::WarningCategory::SyntaxWarning => &exc::SyntaxWarning,
        pyish_syntax::WarningCategory::DeprecationWarning => &exc::DeprecationWarning,
    };
    let module = crate::import::import_dotted(t, "_warnings")?;
    let (text, file) = (t.str(&w.message)?, t.str(src.name())?);
    let line = Value::int(src.line_of(w.span.start) as i64);
    let r = t.call_method_named(module, "warn_explicit", &[text, category.value(), file, line]);
    if r.is_err() && t.raised_is(category) {
        t.exc = Value::UNBOUND;
        let e = src.syntax_error(w.message.as_str(), w.span);
        return Err(raise_syntax_error(t, &e));
    }
    r.map(|_| ())
}

/// Raises what the parser or the compiler found.
pub fn raise_syntax_error(t: &mut Thread, e: &SyntaxError) -> Raised {
    let class = match e.kind {
        ErrorKind::SyntaxError => &exc::SyntaxError,
        ErrorKind::IncompleteInput => &exc::_IncompleteInputError,
        ErrorKind::IndentationError => &exc::IndentationError,
        ErrorKind::TabError => &exc::TabError,
        ErrorKind::RecursionError => return t.raise(&exc::RecursionError, &e.message),
        ErrorKind::MemoryError => return t.raise(&exc::MemoryError, &e.message),
    };
    let made = (|| {
        let message = t.str(&e.message)?;
        let filename = t.str(&e.filename)?;
        let text = match &e.text {
            Some(s) => t.str(s)?,
            None => Value::NONE,
        };
        let number = |n: u32| Value::int(n as i64);
        let detail = Tuple::new(
            t,
            &[filename, number(e.line), number(e.column), text, number(e.end_line), number(e.end_column)],
        )?;
        let x = Exception::new(t, class.get(), &[message, detail.value()])?;
        Ok::<Value, Raised>(x.value())
    })();
    match made {
        Ok(x) => t.raise_value(x),
        Err(r) => r,
    }
}

fn source_text(t: &mut Thread, v: Value, what: &str, filename: &str) -> Result<Source, Raised> {
    if let Some(s) = Str::from(v) {
        let text = s.to_string();
        return Ok(Source::new(filename, text));
    }
    match types::bytes::data(v).map(<[u8]>::to_vec) {
        Some(b) => Source::decode(filename, &b).map(Source::of_no_file).map_err(|e| raise_syntax_error(t, &e)),
        None => Err(t.type_error(format!("{what}() arg 1 must be a string, bytes or code object"))),
    }
}

/// What the `_ast` module does for `compile`; set when it is imported.
pub struct TreeHooks {
    /// a parsed tree as Python objects
    pub to_python: fn(&mut Thread, &Ast, &Source) -> Ret,
    /// Python objects as a tree, their positions as spans of the source made for it
    pub from_python: fn(&mut Thread, Value, Mode, &str) -> Result<(Ast, Source), Raised>,
    /// whether a value is a node
    pub is_tree: fn(&mut Thread, Value) -> Result<bool, Raised>,
}
pub static TREE_HOOKS: OnceLock<TreeHooks> = OnceLock::new();

/// The tree of a source as Python objects.
fn parse_to_python(t: &mut Thread, src: &Source, mode: Mode, how: How) -> Ret {
    crate::import::import_dotted(t, "_ast")?;
    let flags = how.parse_flags();
    match (pyish_syntax::parse(src, mode, flags), TREE_HOOKS.get()) {
        (Err(e), _) => Err(raise_syntax_error(t, &e)),
        (Ok(ast), Some(hooks)) => (hooks.to_python)(t, &ast, src),
        (Ok(_), None) => Err(t.runtime_error("the _ast module is not there")),
    }
}

/// `PyCF_ONLY_AST`.
const ONLY_AST: i64 = 0x400;
/// All flags that `compile` takes.
const ALL_FLAGS: i64 = 0x01FF_F610 | ONLY_AST | 0x8000;
/// `PyCF_DONT_IMPLY_DEDENT`.
const DONT_IMPLY_DEDENT: i64 = 0x200;
/// `PyCF_ALLOW_TOP_LEVEL_AWAIT`.
const TOP_LEVEL_AWAIT: i64 = 0x2000;
/// `PyCF_ALLOW_INCOMPLETE_INPUT`.
const INCOMPLETE_INPUT: i64 = 0x4000;

fn builtin_compile(t: &mut Thread, a: Args) -> Ret {
    let filename = match types::bytes::data(a[1]) {
        Some(b) => String::from_utf8_lossy(b).into_owned(),
        None => match Str::from(a[1]) {
            Some(s) => s.to_string(),
            None => {
                let k = t.type_name(a[1]);
                return Err(t.type_error(format!("expected str, bytes or os.PathLike object, not {k}")));
            }
        },
    };
    let mode = match &*t.expect_str(a[2], "compile() argument 'mode'")?.to_string() {
        "exec" => Mode::Exec,
        "eval" => Mode::Eval,
        "single" => Mode::Single,
        "func_type" => Mode::FuncType,
        _ => return Err(t.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
    };
    let flags = match a[3].given() {
        Some(f) => t.to_i64(f)?,
        None => 0,
    };
    let optimize = match a[5].given() {
        Some(f) => match t.to_i64(f)? {
            -1 => optimize_level(),
            n @ 0..=2 => n as u8,
            _ => return Err(t.value_error("compile(): invalid optimize value")),
        },
        None => optimize_level(),
    };
    if flags & !ALL_FLAGS != 0 {
        return Err(t.value_error("compile(): unrecognised flags"));
    }
    if mode == Mode::FuncType && flags & ONLY_AST == 0 {
        return Err(t.value_error("compile() mode 'func_type' requires flag PyCF_ONLY_AST"));
    }
    if Code::from(a[0]).is_some() {
        return Ok(a[0]);
    }
    let how = How {
        top_level_await: flags & TOP_LEVEL_AWAIT != 0,
        future_annotations: flags & 0x0100_0000 != 0,
        incomplete_input: flags & INCOMPLETE_INPUT != 0,
        dont_imply_dedent: flags & DONT_IMPLY_DEDENT != 0,
        optimize,
    };
    if let Some(hooks) = TREE_HOOKS.get()
        && (hooks.is_tree)(t, a[0])?
    {
        if flags & ONLY_AST != 0 {
            return Ok(a[0]);
        }
        let (ast, src) = (hooks.from_python)(t, a[0], mode, &filename)?;
        return match pyish_compiler::compile(&ast, &src, how.options()) {
            Ok(unit) => load(t, &unit),
            Err(e) => Err(raise_syntax_error(t, &e)),
        };
    }
    let src = source_text(t, a[0], "compile", &filename)?;
    if flags & ONLY_AST != 0 {
        return parse_to_python(t, &src, mode, how);
    }
    compile_source(t, &src, mode, how)
}

/// The globals and locals that `exec` and `eval` run in.
fn namespaces(t: &mut Thread, globals: Value, locals: Value, what: &str) -> Result<(Value, Value), Raised> {
    let (globals, locals) = match (globals.given(), locals.given()) {
        (None, None) => {
            let g = match t.current_globals() {
                Some(g) => g.value(),
                None => return Err(t.raise(&exc::SystemError, format!("{what}: no frame"))),
            };
            (g, crate::interpreter::traceback::locals_of_running(t)?)
        }
        (None, Some(l)) => match t.current_globals() {
            Some(g) => (g.value(), l),
            None => (l, l),
        },
        (Some(g), None) => (g, g),
        (Some(g), Some(l)) => (g, l),
    };
    if Dict::from(globals).is_none() {
        let k = t.type_name(globals);
        return Err(t.type_error(format!("{what}() globals must be a dict, not {k}")));
    }
    let n = t.names();
    if t.special(locals, n.__getitem__).is_none() {
        let k = t.type_name(locals);
        if what == "eval" {
            return Err(t.type_error("locals must be a mapping"));
        }
        return Err(t.type_error(format!("{what}() locals must be a mapping or None, not {k}")));
    }
    let g = Dict::of(globals);
    if g.get_str(n.__builtins__).is_none() {
        let b = Dict::of(t.runtime().modules.get()).get_str(n.builtins).unwrap_or(Value::NONE);
        g.set(t, n.__builtins__, b)?;
    }
    Ok((globals, locals))
}

fn exec(t: &mut Thread, a: Args) -> Ret {
    let (globals, locals) = namespaces(t, a[1], a[2], "exec")?;
    let code = match Code::from(a[0]) {
        Some(c) => c,
        None => {
            let src = source_text(t, a[0], "exec", "<string>")?;
            Code::of(compile_source(t, &src, Mode::Exec, How::default())?)
        }
    };
    let want = code.free_count();
    let closure = match a[3].given() {
        Some(c) => match Tuple::from(c) {
            Some(c) if c.len() == want && want > 0 && c.iter().all(|x| Thread::kind_of(x) == Kind::Cell) => {
                Some(c.value())
            }
            _ => {
                return Err(t.type_error(if want == 0 {
                    "cannot use a closure with this code object".to_string()
                } else {
                    format!("code object requires a closure of exactly length {want}")
                }));
            }
        },
        None if want > 0 => {
            return Err(t.type_error(format!("code object requires a closure of exactly length {want}")));
        }
        None => None,
    };
    run(t, code, globals, locals, closure)?;
    Ok(Value::NONE)
}

fn eval(t: &mut Thread, a: Args) -> Ret {
    let (globals, locals) = namespaces(t, a[1], a[2], "eval")?;
    let code = match Code::from(a[0]) {
        Some(c) => c,
        None => {
            let src = source_text(t, a[0], "eval", "<string>")?;
            let text = src.text().trim_start_matches([' ', '\t']).to_string();
            let src = Source::new("<string>", text);
            Code::of(compile_source(t, &src, Mode::Eval, How::default())?)
        }
    };
    if code.free_count() > 0 {
        return Err(t.type_error("code object passed to eval() may not contain free variables"));
    }
    run(t, code, globals, locals, None)
}

fn run(t: &mut Thread, code: Code, globals: Value, locals: Value, closure: Option<Value>) -> Ret {
    if code.has_namespace() {
        return t.run_code(code, globals, locals, closure);
    }
    let f = crate::object::function::Function::new(t, code, globals)?;
    if let Some(c) = closure {
        f.set(t, crate::object::function::word::CLOSURE, c);
    }
    t.call(f.value(), &[])
}
