//! The Python machine: objects, builtin types, the interpreter, import.
//!
//! Order of reading: `object` (what a value is), `thread` and `runtime` (who runs), `native` (how a native function looks),
//! `ops` (what can be done with any object), `types` and `builtins` (a file a type), `interpreter` (bytecode), `import`.

pub mod builtins;
pub mod import;
pub mod interpreter;
pub mod names;
pub mod native;
pub mod object;
pub mod ops;
pub mod runtime;
pub mod thread;
pub mod types;

pub use native::{Args, Attribute, Method, Native, attribute, class_method, function, getter, method, static_method};
pub use object::kind::Kind;
pub use object::typeobject::{Type, TypeRow};
pub use object::value::Value;
pub use thread::{Raised, Ret, Thread};
