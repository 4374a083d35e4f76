//! The hooks of `sys`: of uncaught and unraisable exceptions, of async generators, of tracing.

use pyish_vm::builtins::add_functions;
use pyish_vm::interpreter::report;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::exception::Exception;
use pyish_vm::types::spec;
use pyish_vm::{Args, Kind, Method, Raised, Ret, Thread, Value, function};

static FUNCTIONS: [Method; 14] = [
    function(
        "excepthook(exctype, value, traceback, /)",
        except_hook,
        "Handle an exception by displaying it with a traceback on sys.stderr.",
    ),
    function("unraisablehook(unraisable, /)", unraisable_hook, "Handle an unraisable exception."),
    function(
        "set_asyncgen_hooks(firstiter=None, finalizer=None)",
        set_asyncgen_hooks,
        "Set a finalizer for async generators objects.",
    ),
    function("get_asyncgen_hooks()", get_asyncgen_hooks, "Return the installed asynchronous generators hooks."),
    function(
        "get_coroutine_origin_tracking_depth()",
        |_, _| Ok(Value::ZERO),
        "Check status of origin tracking for coroutine objects.",
    ),
    function(
        "set_coroutine_origin_tracking_depth(depth)",
        set_origin_depth,
        "Enable or disable origin tracking for coroutine objects.",
    ),
    function(
        "settrace(function, /)",
        |t, a| {
            t.tracer = a[0];
            Ok(Value::NONE)
        },
        "Set the global debug tracing function.",
    ),
    function("gettrace()", |t, _| Ok(t.tracer), "Return the global debug tracing function."),
    function(
        "setprofile(function, /)",
        |t, a| {
            t.profiler = a[0];
            Ok(Value::NONE)
        },
        "Set the profiling function.",
    ),
    function("getprofile()", |t, _| Ok(t.profiler), "Return the profiling function."),
    function(
        "call_tracing(func, args, /)",
        |t, a| {
            let args = t.collect_tuple(a[1])?;
            t.call_with_tuple_and_dict(a[0], args, Value::UNBOUND)
        },
        "Call func(*args), while tracing is enabled.",
    ),
    function("audit(event, /, *args)", |_, _| Ok(Value::NONE), "Passes the event to any hooks that are attached."),
    function("addaudithook(hook)", |_, _| Ok(Value::NONE), "Adds a new audit hook callback."),
    function("_clear_type_descriptors(type, /)", |_, _| Ok(Value::NONE), ""),
];

/// Enters the hooks into `sys`.
pub fn add(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let modules = Dict::of(t.runtime().modules.get());
    let sys = modules.get_named(t, "sys")?.unwrap_or(Value::NONE);
    add_functions(t, d, sys, &FUNCTIONS)?;
    for name in ["excepthook", "unraisablehook", "displayhook"] {
        if let Some(f) = d.get_named(t, name)? {
            d.set_named(t, &format!("__{name}__"), f)?;
        }
    }
    Ok(())
}

fn except_hook(t: &mut Thread, a: Args) -> Ret {
    if Exception::from(a[1]).is_none() {
        let k = t.type_name(a[1]);
        return Err(t.type_error(format!("print_exception(): Exception expected for value, {k} found")));
    }
    if Thread::kind_of(a[2]) == Kind::Traceback && Exception::of(a[1]).traceback().is_none() {
        Exception::of(a[1]).set_traceback(t, a[2]);
    }
    report::print_exception(t, a[1]);
    Ok(Value::NONE)
}
fn unraisable_hook(t: &mut Thread, a: Args) -> Ret {
    let e = t.get_attr_named(a[0], "exc_value")?;
    let message = t.get_attr_named(a[0], "err_msg")?;
    let object = t.get_attr_named(a[0], "object")?;
    let message = if message.is_none() { String::new() } else { t.str_text(message)? };
    report::print_unraisable_plainly(t, e, &message, object);
    Ok(Value::NONE)
}

fn set_asyncgen_hooks(t: &mut Thread, a: Args) -> Ret {
    for (i, name) in ["firstiter", "finalizer"].into_iter().enumerate() {
        if let Some(f) = a[i].given()
            && !t.is_callable(f)
        {
            let k = t.type_name(f);
            return Err(t.type_error(format!("callable {name} expected, got {k}")));
        }
    }
    for i in 0..2 {
        if a[i].is_bound() {
            t.async_gen_hooks[i] = a[i];
        }
    }
    Ok(Value::NONE)
}
fn get_asyncgen_hooks(t: &mut Thread, _: Args) -> Ret {
    let [first, last] = t.async_gen_hooks;
    spec::named_tuple(t, "sys", "asyncgen_hooks", &[("firstiter", first), ("finalizer", last)])
}
fn set_origin_depth(t: &mut Thread, a: Args) -> Ret {
    if t.to_i64(a[0])? < 0 {
        return Err(t.value_error("depth must be >= 0"));
    }
    Ok(Value::NONE)
}
