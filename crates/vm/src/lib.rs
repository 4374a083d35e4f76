//! Objects, builtin types and the interpreter.
