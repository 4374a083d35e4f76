//! `atexit`.

use pyish_vm::import::ModuleRow;
use pyish_vm::interpreter::report;
use pyish_vm::names::Immortal;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::List;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function};

pub static MODULE: ModuleRow = ModuleRow {
    name: "atexit",
    doc: "allow programmer to define multiple exit functions to be executed upon normal program termination.",
    functions: &FUNCTIONS,
    init,
};

static FUNCTIONS: [Method; 5] = [
    function(
        "register(func, /, *args, **kwargs)",
        register,
        "Register a function to be executed upon normal program termination.",
    ),
    function(
        "unregister(func, /)",
        unregister,
        "Unregister an exit function which was previously registered using atexit.register.",
    ),
    function("_clear()", clear, "Clear the list of previously registered exit functions."),
    function("_run_exitfuncs()", run, "Run all registered exit functions."),
    function("_ncallbacks()", |_, _| Ok(Value::index(list().len())), "Return the number of registered exit functions."),
];

/// A list of `(function, args, kwargs or None)`.
static REGISTERED: Immortal = Immortal::unset();

fn list() -> List {
    List::of(REGISTERED.get())
}
fn init(t: &mut Thread, _: Dict) -> Result<(), Raised> {
    if REGISTERED.get().is_unbound() {
        let l = List::new(t, &[])?;
        REGISTERED.set(l.value());
    }
    Ok(())
}
fn register(t: &mut Thread, a: Args) -> Ret {
    if !t.is_callable(a[0]) {
        return Err(t.type_error("the first argument must be callable"));
    }
    let entry = Tuple::make(t, &[a[0], a[1], a[2].or(Value::NONE)])?;
    list().push(t, entry)?;
    Ok(a[0])
}
fn unregister(t: &mut Thread, a: Args) -> Ret {
    let entries = list().snapshot(t)?;
    let kept = List::new(t, &[])?;
    for i in 0..entries.len() {
        if !t.equal(Tuple::of(entries.get(i)).get(0), a[0])? {
            kept.push(t, entries.get(i))?;
        }
    }
    let n = list().len();
    let kept = kept.snapshot(t)?;
    list().splice(t, 0, n, kept.as_slice())?;
    Ok(Value::NONE)
}
fn clear(t: &mut Thread, _: Args) -> Ret {
    list().clear(t)?;
    Ok(Value::NONE)
}
/// Runs the functions, the last registered first; one that fails is reported, the rest still run.
fn run(t: &mut Thread, _: Args) -> Ret {
    loop {
        let n = list().len();
        if n == 0 {
            return Ok(Value::NONE);
        }
        let Some(entry) = list().remove(t, n - 1) else { continue };
        let entry = Tuple::of(entry);
        let kwargs = entry.get(2).given().unwrap_or(Value::UNBOUND);
        if t.call_with_tuple_and_dict(entry.get(0), Tuple::of(entry.get(1)), kwargs).is_err() {
            let e = t.take_exception();
            let shown = t.repr_text(entry.get(0)).unwrap_or_default();
            t.exc = e;
            report::print_unraisable(t, &format!("Exception ignored in atexit callback {shown}"), Value::NONE);
        }
    }
}
