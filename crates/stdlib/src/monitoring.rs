//! `sys.monitoring`: the registry of tools, their callbacks and the events they want. The machine delivers no events.

use pyish_vm::names::Immortal;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::types;
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function};

static FUNCTIONS: [Method; 10] = [
    function("use_tool_id(tool_id, name, /)", use_tool, "Take a tool id."),
    function("clear_tool_id(tool_id, /)", clear_tool, "Forget a tool's callbacks and events."),
    function("free_tool_id(tool_id, /)", free_tool, "Give a tool id back."),
    function("get_tool(tool_id, /)", get_tool, "The name of the tool that has the id, or None."),
    function("register_callback(tool_id, event, func, /)", register, "Set a callback; returns the one before."),
    function("get_events(tool_id, /)", get_events, "The events that are on for a tool."),
    function("set_events(tool_id, event_set, /)", set_events, "Choose the events of a tool."),
    function("get_local_events(tool_id, code, /)", get_local, "The events that are on for a tool in a code object."),
    function("set_local_events(tool_id, code, event_set, /)", set_local, "Choose a tool's events in a code object."),
    function("restart_events()", |_, _| Ok(Value::NONE), "Turn on again what callbacks disabled."),
];

/// Keys: a tool id (its name), `(id, event)` (a callback), `(id, None)` (its events), `(id, code)` (local events).
static STATE: Immortal = Immortal::unset();

const EVENTS: [&str; 19] = [
    "PY_START",
    "PY_RESUME",
    "PY_RETURN",
    "PY_YIELD",
    "CALL",
    "LINE",
    "INSTRUCTION",
    "JUMP",
    "BRANCH_LEFT",
    "BRANCH_RIGHT",
    "STOP_ITERATION",
    "RAISE",
    "EXCEPTION_HANDLED",
    "PY_UNWIND",
    "PY_THROW",
    "RERAISE",
    "C_RETURN",
    "C_RAISE",
    "BRANCH",
];

/// Puts `monitoring` into `sys`.
pub fn fill(t: &mut Thread, sys: Dict) -> Result<(), Raised> {
    let module = types::module::new(t, "sys.monitoring", "")?;
    let d = types::module::dict_of(module);
    pyish_vm::builtins::add_functions(t, d, module, &FUNCTIONS)?;
    let state = Dict::new(t)?;
    STATE.set(state.value());
    for (name, n) in [("DEBUGGER_ID", 0), ("COVERAGE_ID", 1), ("PROFILER_ID", 2), ("OPTIMIZER_ID", 5)] {
        d.set_named(t, name, Value::int(n))?;
    }
    for name in ["DISABLE", "MISSING"] {
        let object = types::object::new_instance(t, types::object::TYPE.get())?;
        d.set_named(t, name, object)?;
    }
    let class = types::spec::namespace_class(t)?;
    let events = types::object::alloc_instance(t, class)?;
    t.set_attr_named(events, "NO_EVENTS", Value::ZERO)?;
    for (i, name) in EVENTS.iter().enumerate() {
        t.set_attr_named(events, name, Value::int(1 << i))?;
    }
    d.set_named(t, "events", events)?;
    sys.set_named(t, "monitoring", module)
}

fn state() -> Dict {
    Dict::of(STATE.get())
}
fn tool(t: &mut Thread, v: Value) -> Result<Value, Raised> {
    match t.to_i64(v)? {
        n @ 0..=5 => Ok(Value::int(n)),
        n => Err(t.value_error(format!("invalid tool {n} (must be between 0 and 5)"))),
    }
}
fn tool_in_use(t: &mut Thread, v: Value) -> Result<Value, Raised> {
    let id = tool(t, v)?;
    if state().get(t, id)?.is_none() {
        let n = id.as_int().unwrap_or(0);
        return Err(t.value_error(format!("tool {n} is not in use")));
    }
    Ok(id)
}
fn use_tool(t: &mut Thread, a: Args) -> Ret {
    let id = tool(t, a[0])?;
    t.expect_str(a[1], "tool name must be a str")?;
    if state().get(t, id)?.is_some() {
        let n = id.as_int().unwrap_or(0);
        return Err(t.value_error(format!("tool {n} is already in use")));
    }
    state().set(t, id, a[1])?;
    Ok(Value::NONE)
}
/// Removes the pairs that begin with the id.
fn clear(t: &mut Thread, id: Value) -> Result<(), Raised> {
    let (copy, mut at) = (state().copy(t)?, 0);
    while let Some((key, _)) = copy.next_entry(&mut at) {
        if Tuple::from(key).is_some_and(|pair| pair.get(0).is(id)) {
            state().remove(t, key)?;
        }
    }
    Ok(())
}
fn clear_tool(t: &mut Thread, a: Args) -> Ret {
    let id = tool(t, a[0])?;
    clear(t, id)?;
    Ok(Value::NONE)
}
fn free_tool(t: &mut Thread, a: Args) -> Ret {
    let id = tool(t, a[0])?;
    clear(t, id)?;
    state().remove(t, id)?;
    Ok(Value::NONE)
}
fn get_tool(t: &mut Thread, a: Args) -> Ret {
    let id = tool(t, a[0])?;
    Ok(state().get(t, id)?.unwrap_or(Value::NONE))
}
fn register(t: &mut Thread, a: Args) -> Ret {
    let id = tool(t, a[0])?;
    let event = t.to_i64(a[1])?;
    if event.count_ones() != 1 {
        return Err(t.value_error("The callback can only be set for one event at a time"));
    }
    if !(0..1 << EVENTS.len()).contains(&event) {
        return Err(t.value_error(format!("invalid event {event}")));
    }
    let key = Tuple::make(t, &[id, Value::int(event)])?;
    let old = state().remove(t, key)?;
    if !a[2].is_none() {
        state().set(t, key, a[2])?;
    }
    Ok(old.unwrap_or(Value::NONE))
}
fn events_of(t: &mut Thread, id: Value, of: Value) -> Ret {
    let key = Tuple::make(t, &[id, of])?;
    Ok(state().get(t, key)?.unwrap_or(Value::ZERO))
}
fn choose(t: &mut Thread, id: Value, of: Value, events: Value) -> Ret {
    let n = t.to_i64(events)?;
    if !(0..1 << EVENTS.len()).contains(&n) {
        return Err(t.value_error(format!("invalid event set {n:#x}")));
    }
    let key = Tuple::make(t, &[id, of])?;
    state().set(t, key, Value::int(n))?;
    Ok(Value::NONE)
}
fn get_events(t: &mut Thread, a: Args) -> Ret {
    let id = tool_in_use(t, a[0])?;
    events_of(t, id, Value::NONE)
}
fn set_events(t: &mut Thread, a: Args) -> Ret {
    let id = tool_in_use(t, a[0])?;
    choose(t, id, Value::NONE, a[1])
}
fn get_local(t: &mut Thread, a: Args) -> Ret {
    let id = tool_in_use(t, a[0])?;
    events_of(t, id, a[1])
}
fn set_local(t: &mut Thread, a: Args) -> Ret {
    let id = tool_in_use(t, a[0])?;
    choose(t, id, a[1], a[2])
}
