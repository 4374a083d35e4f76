//! Pure data between the compiler and the machine: the instruction table (`table`), code objects (`code`)
//! and the disassembler (`dis`). No heap, no Python objects, no dependencies.

#![forbid(unsafe_code)]

mod code;
mod dis;
mod table;

pub use code::{Code, CodeFlags, Const, Handler, PendingCall, PoolEntry, Span, Unit};
pub use dis::disassemble;
pub use table::{Format, HEADER, Ins, Op, OpInfo, YIELD_HOLES, special_call};
