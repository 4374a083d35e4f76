//! Objects: the value word, layouts, shapes, classes, and the typed views of the builtin containers.

pub mod bigint;
pub mod chars;
pub mod code;
pub mod dict;
pub mod exception;
pub mod function;
pub mod generator;
pub mod kind;
pub mod limbs;
pub mod list;
pub mod set;
pub mod shape;
pub mod string;
pub mod tuple;
pub mod typeobject;
pub mod value;
