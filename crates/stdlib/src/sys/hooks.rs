//! Hooks of `sys`: what is called for uncaught exceptions, traces, asynchronous generators.

use pyish_vm::interpreter::report;
use pyish_vm::names::Immortal;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::exception::Exception;
use pyish_vm::object::list::Values;
use pyish_vm::object::typeobject::Type;
use pyish_vm::types::spec;
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function, types};

pub static FUNCTIONS: &[Method] = &ROWS;
static ROWS: [Method; 17] = [
    function(
        "excepthook(exctype, value, traceback, /)",
        except_hook,
        "Handle an exception by displaying it with a traceback on sys.stderr.",
    ),
    function("unraisablehook(unraisable, /)", unraisable_hook, "Handle an unraisable exception."),
    function(
        "settrace(function, /)",
        |t, a| {
            t.tracer = a[0];
            Ok(Value::NONE)
        },
        "Set the global debug tracing function.",
    ),
    function("gettrace()", |t, _| Ok(t.tracer), "Return the global debug tracing function set with sys.settrace."),
    function(
        "setprofile(function, /)",
        |t, a| {
            t.profiler = a[0];
            Ok(Value::NONE)
        },
        "Set the profiling function.",
    ),
    function("getprofile()", |t, _| Ok(t.profiler), "Return the profiling function set with sys.setprofile."),
    function(
        "_settraceallthreads(function, /)",
        |t, a| {
            t.tracer = a[0];
            Ok(Value::NONE)
        },
        "",
    ),
    function(
        "_setprofileallthreads(function, /)",
        |t, a| {
            t.profiler = a[0];
            Ok(Value::NONE)
        },
        "",
    ),
    function("get_asyncgen_hooks()", get_async_gen_hooks, "Return the installed asynchronous generators hooks."),
    function(
        "set_asyncgen_hooks(firstiter=-1, finalizer=-1)",
        set_async_gen_hooks,
        "Set a finalizer for async generators objects.",
    ),
    function(
        "get_coroutine_origin_tracking_depth()",
        |t, _| Ok(Value::index(t.origin_depth)),
        "Check status of origin tracking for coroutine objects in this thread.",
    ),
    function(
        "set_coroutine_origin_tracking_depth(depth)",
        set_origin_depth,
        "Enable or disable origin tracking for coroutine objects in this thread.",
    ),
    function(
        "breakpointhook(*args, **kwargs)",
        breakpoint_hook,
        "This hook function is called by built-in breakpoint().",
    ),
    function(
        "_current_frames()",
        current_frames,
        "Return a dict mapping each thread's thread id to its current stack frame.",
    ),
    function("_current_exceptions()", |t, _| Ok(Dict::new(t)?.value()), ""),
    function("activate_stack_trampoline(backend, /)", |_, _| Ok(Value::NONE), ""),
    function("is_stack_trampoline_active()", |_, _| Ok(Value::FALSE), ""),
];

fn set_origin_depth(t: &mut Thread, a: Args) -> Ret {
    let depth = crate::os_error::c_int(t, a[0])?;
    let Ok(depth) = usize::try_from(depth) else { return Err(t.value_error("depth must be >= 0")) };
    t.origin_depth = depth;
    Ok(Value::NONE)
}

static ASYNC_GEN_HOOKS: Immortal = Immortal::unset();

/// Enters the originals of the hooks that programs replace.
pub fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    for (name, own) in [
        ("__excepthook__", "excepthook"),
        ("__unraisablehook__", "unraisablehook"),
        ("__displayhook__", "displayhook"),
        ("__breakpointhook__", "breakpointhook"),
    ] {
        if let Some(f) = d.get_named(t, own)? {
            d.set_named(t, name, f)?;
        }
    }
    let class = spec::struct_class(t, "sys", "asyncgen_hooks", &["firstiter", "finalizer"])?;
    ASYNC_GEN_HOOKS.set(class.value());
    let mut names = Values::new(t)?;
    for n in crate::module_names() {
        let v = t.intern(n)?;
        names.push(t, v)?;
    }
    let list = names.into_list(t)?;
    let names = t.call(types::set::FROZEN.value(), &[list])?;
    d.set_named(t, "stdlib_module_names", names)
}

fn except_hook(t: &mut Thread, a: Args) -> Ret {
    if let Some(e) = Exception::from(a[1]) {
        if !a[2].is_none() && e.traceback().is_none() {
            e.set_traceback(t, a[2]);
        }
        report::print_exception(t, a[1]);
    } else {
        let kind = t.type_name(a[1]);
        report::write_error(t, &format!("TypeError: print_exception(): Exception expected for value, {kind} found\n"));
    }
    Ok(Value::NONE)
}
fn unraisable_hook(t: &mut Thread, a: Args) -> Ret {
    let e = t.get_attr_named(a[0], "exc_value")?;
    let message = t.get_attr_named(a[0], "err_msg")?;
    let message = if message.is_none() { String::new() } else { t.str_text(message)? };
    let object = t.get_attr_named(a[0], "object")?;
    report::print_unraisable_plainly(t, e, &message, object);
    Ok(Value::NONE)
}
fn get_async_gen_hooks(t: &mut Thread, _: Args) -> Ret {
    let [first, last] = t.async_gen_hooks;
    let all = pyish_vm::object::tuple::Tuple::make(t, &[first, last])?;
    spec::struct_value(t, Type::of(ASYNC_GEN_HOOKS.get()), all, 2)
}
fn set_async_gen_hooks(t: &mut Thread, a: Args) -> Ret {
    for (i, name) in [(0, "firstiter"), (1, "finalizer")] {
        if a[i].is_bound() && !a[i].is_none() && !t.is_callable(a[i]) {
            let kind = t.type_name(a[i]);
            return Err(t.type_error(format!("callable {name} expected, got {kind}")));
        }
    }
    for i in 0..2 {
        if a[i].is_bound() {
            t.async_gen_hooks[i] = a[i];
        }
    }
    Ok(Value::NONE)
}
fn breakpoint_hook(t: &mut Thread, a: Args) -> Ret {
    let pdb = pyish_vm::import::import_dotted(t, "pdb")?;
    let f = t.get_attr_named(pdb, "set_trace")?;
    let args = pyish_vm::object::tuple::Tuple::of(a[0]);
    t.call_with_tuple_and_dict(f, args, a[1])
}
fn current_frames(t: &mut Thread, _: Args) -> Ret {
    let d = Dict::new(t)?;
    let frame = pyish_vm::interpreter::traceback::frame_at(t, 0)?;
    let thread = pyish_vm::import::import_dotted(t, "_thread")?;
    let ident = t.call_method_named(thread, "get_ident", &[])?;
    d.set(t, ident, frame)?;
    Ok(d.value())
}
