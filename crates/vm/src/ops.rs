//! Operations on any object, as methods of `Thread`: attributes, calls, operators, comparisons, iteration, conversion.

pub mod arithmetic;
pub mod attribute;
pub mod compare;
pub mod isinstance;
pub mod iterate;
pub mod protocol;
pub mod repr_guard;
pub mod subscript;
