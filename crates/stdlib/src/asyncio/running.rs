//! Which loop runs in this thread, which task runs in a loop, and which tasks there are.
//!
//! The running task of a loop made of `LoopCore` is in a word of the loop; other loops have theirs in a dict. Native tasks
//! stand in no set: those that are pending are found in the collector's table of objects whose death is seen.

use super::{Python, future, loop_core, task};
use pyish_heap::Obj;
use pyish_vm::names::Immortal;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::Values;
use pyish_vm::object::set::Set;
use pyish_vm::types;
use pyish_vm::types::iterators::word;
use pyish_vm::{Args, Kind, Method, Raised, Ret, Thread, Value, function};

pub(super) static FUNCTIONS: [Method; 15] = [
    function("get_event_loop()", |t, _| get_event_loop(t), "Return an asyncio event loop."),
    function(
        "get_running_loop()",
        |t, _| expect_running(t),
        "Return the running event loop.  Raise a RuntimeError if there is none.",
    ),
    function("_get_running_loop()", |t, _| Ok(t.running_loop), "Return the running event loop or None."),
    function("_set_running_loop(loop, /)", set_running_loop, "Set the running event loop."),
    function("_register_task(task)", |t, a| register(t, a[0]), "Register a new task in asyncio as executed by loop."),
    function(
        "_register_eager_task(task)",
        |t, a| register_eager(t, a[0]),
        "Register a new task in asyncio as executed by loop.",
    ),
    function("_unregister_task(task)", |t, a| unregister(t, a[0]), "Unregister a task."),
    function("_unregister_eager_task(task)", |t, a| unregister_eager(t, a[0]), "Unregister a task."),
    function(
        "_enter_task(loop, task)",
        |t, a| enter(t, a[0], a[1]).map(|()| Value::NONE),
        "Enter into task execution or resume suspended task.",
    ),
    function(
        "_leave_task(loop, task)",
        |t, a| leave(t, a[0], a[1]).map(|()| Value::NONE),
        "Leave task execution or suspend a task.",
    ),
    function(
        "_swap_current_task(loop, task)",
        |t, a| swap(t, a[0], a[1]),
        "Temporarily swap in the supplied task and return the original one (or None).",
    ),
    function("current_task(loop=None)", current_task, "Return a currently executed task."),
    function("all_tasks(loop=None)", all_tasks, "Return a set of all tasks for the loop."),
    function(
        "future_add_to_awaited_by(fut, waiter, /)",
        |t, a| add_awaited_by(t, a[0], a[1]).map(|()| Value::NONE),
        "Record that `fut` is awaited on by `waiter`.",
    ),
    function(
        "future_discard_from_awaited_by(fut, waiter, /)",
        |t, a| discard_awaited_by(t, a[0], a[1]).map(|()| Value::NONE),
        "Record that `fut` is no longer awaited on by `waiter`.",
    ),
];

/// loop -> running task, for loops that are no `LoopCore`
static CURRENT_TASKS: Immortal = Immortal::unset();
/// the tasks of other classes: a WeakSet
static SCHEDULED: Immortal = Immortal::unset();
/// those among them in their first, eager step: a set
static EAGER: Immortal = Immortal::unset();

pub(super) fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let current = Dict::new(t)?;
    CURRENT_TASKS.set(current.value());
    let module = pyish_vm::import::import_dotted(t, "weakref")?;
    let scheduled = t.call_method_named(module, "WeakSet", &[])?;
    SCHEDULED.set(scheduled);
    let eager = Set::new(t, types::set::TYPE.head())?;
    EAGER.set(eager.value());
    d.set_named(t, "_current_tasks", current.value())?;
    d.set_named(t, "_scheduled_tasks", scheduled)?;
    d.set_named(t, "_eager_tasks", eager.value())
}

// ---- the running loop

fn set_running_loop(t: &mut Thread, a: Args) -> Ret {
    t.running_loop = a[0];
    Ok(Value::NONE)
}
pub(super) fn expect_running(t: &mut Thread) -> Ret {
    if t.running_loop.is_none() {
        return Err(t.runtime_error("no running event loop"));
    }
    Ok(t.running_loop)
}
static POLICY: Python = Python::new("asyncio.events", "_get_event_loop_policy");

pub(super) fn get_event_loop(t: &mut Thread) -> Ret {
    if !t.running_loop.is_none() {
        return Ok(t.running_loop);
    }
    let f = POLICY.now(t)?;
    let policy = t.call(f, &[])?;
    t.call_method_named(policy, "get_event_loop", &[])
}

// ---- the running task

fn current(t: &mut Thread, of: Value) -> Ret {
    if loop_core::is_core(t, of) {
        return Ok(word(of, loop_core::CURRENT_TASK));
    }
    Ok(Dict::of(CURRENT_TASKS.get()).get(t, of)?.unwrap_or(Value::NONE))
}
fn set_current(t: &mut Thread, of: Value, task: Value) -> Result<(), Raised> {
    if loop_core::is_core(t, of) {
        of.unwrap_obj().set(&mut t.m, loop_core::CURRENT_TASK, task.bits());
        return Ok(());
    }
    let all = Dict::of(CURRENT_TASKS.get());
    if task.is_none() { all.remove(t, of).map(|_| ()) } else { all.set(t, of, task) }
}
pub(super) fn enter(t: &mut Thread, of: Value, task: Value) -> Result<(), Raised> {
    let other = current(t, of)?;
    if !other.is_none() {
        let (task, other) = (t.repr_text(task)?, t.repr_text(other)?);
        let text = format!("Cannot enter into task {task} while another task {other} is being executed.");
        return Err(t.runtime_error(text));
    }
    set_current(t, of, task)
}
pub(super) fn leave(t: &mut Thread, of: Value, task: Value) -> Result<(), Raised> {
    let other = current(t, of)?;
    if !other.is(task) {
        let (task, other) = (t.repr_text(task)?, t.repr_text(other)?);
        let text = format!("Leaving task {task} does not match the current task {other}.");
        return Err(t.runtime_error(text));
    }
    set_current(t, of, Value::NONE)
}
pub(super) fn swap(t: &mut Thread, of: Value, task: Value) -> Ret {
    let other = current(t, of)?;
    set_current(t, of, task)?;
    Ok(other)
}
fn current_task(t: &mut Thread, a: Args) -> Ret {
    let of = match a[0].given() {
        Some(v) if !v.is_none() => v,
        _ => expect_running(t)?,
    };
    current(t, of)
}

// ---- all tasks

fn register(t: &mut Thread, task: Value) -> Ret {
    if task::is_task(t, task) {
        future::put_bit(task, future::UNREGISTERED, false);
        return Ok(Value::NONE);
    }
    t.call_method_named(SCHEDULED.get(), "add", &[task])
}
fn unregister(t: &mut Thread, task: Value) -> Ret {
    if task::is_task(t, task) {
        future::put_bit(task, future::UNREGISTERED, true);
        return Ok(Value::NONE);
    }
    t.call_method_named(SCHEDULED.get(), "discard", &[task])
}
fn register_eager(t: &mut Thread, task: Value) -> Ret {
    Set::of(EAGER.get()).add(t, task)?;
    Ok(Value::NONE)
}
fn unregister_eager(t: &mut Thread, task: Value) -> Ret {
    Set::of(EAGER.get()).remove(t, task)?;
    Ok(Value::NONE)
}
fn all_tasks(t: &mut Thread, a: Args) -> Ret {
    let of = match a[0].given() {
        Some(v) if !v.is_none() => v,
        _ => expect_running(t)?,
    };
    let found = Set::new(t, types::set::TYPE.head())?;
    for v in [EAGER.get(), SCHEDULED.get()] {
        let others = t.collect(v)?;
        for i in 0..others.len() {
            let task = others.get(i);
            let its_loop = loop_of(t, task)?;
            if its_loop.is(of) {
                let done = t.call_method_named(task, "done", &[])?;
                if !t.truth(done)? {
                    found.add(t, task)?;
                }
            }
        }
    }
    let native = pending_tasks(t, of)?;
    for task in native.iter() {
        found.add(t, task)?;
    }
    Ok(found.value())
}
/// The native tasks of a loop that are not done.
fn pending_tasks(t: &mut Thread, of: Value) -> Result<Values, Raised> {
    // complemented: the list keeps nothing alive, so each is looked at anew below
    let mut addresses: Vec<usize> = Vec::new();
    pyish_heap::each_finalizable(&mut |o| {
        if o.kind() == Kind::Native3 as u8 {
            addresses.push(!o.addr());
        }
    });
    let mut vs = Values::new(t)?;
    for hidden in addresses {
        let there = |o: &Obj| o.addr() == !hidden && o.kind() == Kind::Native3 as u8;
        let Some(o) = pyish_heap::resolve(!hidden as u64).filter(there) else { continue };
        let v = Value::from_obj(o);
        if task::is_task(t, v)
            && word(v, future::LOOP).is(of)
            && !future::is_done(v)
            && !future::has(v, future::UNREGISTERED)
        {
            vs.push(t, v)?;
        }
    }
    Ok(vs)
}
/// `future.get_loop()`, or the older `future._loop`.
pub(super) fn loop_of(t: &mut Thread, v: Value) -> Ret {
    if future::is_plain(t, v) {
        return future::expect_loop(t, v);
    }
    let name = t.intern("get_loop")?;
    match t.find_attr(v, name)? {
        Some(f) => t.call(f, &[]),
        None => t.get_attr_named(v, "_loop"),
    }
}

// ---- who waits for whom

pub(super) fn add_awaited_by(t: &mut Thread, v: Value, waiter: Value) -> Result<(), Raised> {
    if !future::is_future(t, v) || !future::is_future(t, waiter) {
        return Ok(());
    }
    let by = word(v, future::AWAITED_BY);
    if by.is_none() {
        v.unwrap_obj().set(&mut t.m, future::AWAITED_BY, waiter.bits());
        return Ok(());
    }
    let many = match Set::from(by) {
        Some(many) => many,
        None => {
            let many = Set::new(t, types::set::TYPE.head())?;
            many.add(t, by)?;
            v.unwrap_obj().set(&mut t.m, future::AWAITED_BY, many.value().bits());
            many
        }
    };
    many.add(t, waiter).map(|_| ())
}
pub(super) fn discard_awaited_by(t: &mut Thread, v: Value, waiter: Value) -> Result<(), Raised> {
    if !future::is_future(t, v) || !future::is_future(t, waiter) {
        return Ok(());
    }
    let by = word(v, future::AWAITED_BY);
    if by.is(waiter) {
        v.unwrap_obj().set_plain(future::AWAITED_BY, Value::NONE.bits());
    } else if let Some(many) = Set::from(by) {
        many.remove(t, waiter)?;
    }
    Ok(())
}
