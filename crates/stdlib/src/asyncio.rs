//! `_asyncio`: Future, Task, handles and the core of the event loop; the other half is the package `asyncio`.
//!
//! `future` and `task` hold the two classes, `step` how a Task runs its coroutine, `running` which loop and which task run
//! now, `handle` and `loop_core` what an event loop is made of. The package's classes are taken by name, when
//! first needed: `Python`.

mod future;
mod future_iter;
mod handle;
mod loop_core;
mod running;
mod step;
mod task;
mod timers;

use pyish_vm::import::{ModuleRow, import_dotted};
use pyish_vm::names::Immortal;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::typeobject::Type;
use pyish_vm::types;
use pyish_vm::types::native_function::NativeFunction;
use pyish_vm::{Method, Raised, Ret, Thread, TypeRow, Value};

pub static MODULE: ModuleRow =
    ModuleRow { name: "_asyncio", doc: "Accelerator module for asyncio", functions: &running::FUNCTIONS, init };

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let named: &[&'static TypeRow] = &[&future::TYPE, &task::TYPE, &handle::HANDLE, &handle::TIMER, &loop_core::TYPE];
    for row in named {
        let class = types::ready(t, row)?;
        d.set_named(t, row.name, class.value())?;
    }
    for row in [&future_iter::TYPE, &step::STEP] {
        types::ready(t, row)?;
    }
    running::init(t, d)
}

/// Something of the Python half: module and name, then the value once it has been looked up, or the module and the name as
/// an interned str.
struct Python(&'static str, &'static str, Immortal, Immortal);

impl Python {
    const fn new(module: &'static str, name: &'static str) -> Python {
        Python(module, name, Immortal::unset(), Immortal::unset())
    }
    #[inline]
    fn get(&'static self, t: &mut Thread) -> Ret {
        match self.2.get().given() {
            Some(v) => Ok(v),
            None => self.look_up(t),
        }
    }
    #[cold]
    fn look_up(&'static self, t: &mut Thread) -> Ret {
        let module = import_dotted(t, self.0)?;
        let v = t.get_attr_named(module, self.1)?;
        self.2.set(v);
        Ok(v)
    }
    /// As it is now, for what programs replace.
    fn now(&'static self, t: &mut Thread) -> Ret {
        let module = match self.2.get().given() {
            Some(m) => m,
            None => {
                let m = import_dotted(t, self.0)?;
                let name = t.intern(self.1)?;
                self.3.set(name);
                self.2.set(m);
                m
            }
        };
        t.get_attr(module, self.3.get())
    }
}

static CANCELLED_ERROR: Python = Python::new("asyncio.exceptions", "CancelledError");
static INVALID_STATE: Python = Python::new("asyncio.exceptions", "InvalidStateError");

/// Raises InvalidStateError.
#[cold]
fn invalid_state(t: &mut Thread, text: &str) -> Raised {
    let made = INVALID_STATE.get(t).and_then(|class| {
        let text = t.str(text)?;
        t.call(class, &[text])
    });
    match made {
        Ok(e) => t.raise_value(e),
        Err(e) => e,
    }
}
/// Whether an exception is a CancelledError.
fn is_cancelled_error(t: &mut Thread, e: Value) -> Result<bool, Raised> {
    let class = CANCELLED_ERROR.get(t)?;
    Ok(Type::from(class).is_some_and(|c| t.class_of(e).is_subclass(c)))
}

/// Whether a class still has the native method `row` under its name.
#[inline]
fn inherits(t: &mut Thread, class: Type, name: Value, row: &'static Method) -> bool {
    class.lookup(t, name).and_then(NativeFunction::from).is_some_and(|f| std::ptr::eq(f.row(), row))
}
