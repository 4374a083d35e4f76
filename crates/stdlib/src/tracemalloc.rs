//! `_tracemalloc`: allocations are not traced here, and whoever wants to is told so.

use pyish_vm::import::ModuleRow;
use pyish_vm::object::list::Values;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::{Method, Value, function};

pub static MODULE: ModuleRow = ModuleRow {
    name: "_tracemalloc",
    doc: "Debug module to trace memory blocks allocated by Python.",
    functions: &FUNCTIONS,
    init: |_, _| Ok(()),
};

static FUNCTIONS: [Method; 10] = [
    function("is_tracing()", |_, _| Ok(Value::FALSE), "Return True if tracing is on."),
    function("clear_traces()", |_, _| Ok(Value::NONE), "Clear traces of memory blocks allocated by Python."),
    function("_get_traces()", |t, _| Values::new(t)?.into_list(t), "Get traces of all memory blocks."),
    function(
        "_get_object_traceback(obj, /)",
        |_, _| Ok(Value::NONE),
        "Get the traceback where an object was allocated.",
    ),
    function(
        "start(nframe=1, /)",
        |t, _| Err(t.runtime_error("the allocations of this interpreter cannot be traced")),
        "Start tracing Python memory allocations.",
    ),
    function("stop()", |_, _| Ok(Value::NONE), "Stop tracing Python memory allocations."),
    function(
        "get_traceback_limit()",
        |_, _| Ok(Value::int(1)),
        "Get the maximum number of frames stored in a traceback.",
    ),
    function("get_tracemalloc_memory()", |_, _| Ok(Value::ZERO), "Get the memory used by tracemalloc itself."),
    function("get_traced_memory()", |t, _| Tuple::make(t, &[Value::ZERO; 2]), "Get the size of traced memory blocks."),
    function("reset_peak()", |_, _| Ok(Value::NONE), "Set the peak size of traced memory to its current size."),
];
