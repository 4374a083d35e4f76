//! Pure data between the compiler and the machine: the instruction table (`table`), code objects (`code`), their stored
//! form (`store` writes it, `stored` reads it) and the disassembler (`dis`). No heap, no Python objects, no dependencies.

#![forbid(unsafe_code)]

mod code;
mod dis;
mod store;
mod stored;
mod table;

pub use code::{Code, CodeFlags, Const, Handler, PendingCall, PoolEntry, Span, Unit};
pub use dis::disassemble;
pub use store::store;
pub use stored::{Body, Corrupt, Entry, Head, Stored};
pub use table::{Format, HEADER, Ins, Op, OpInfo, YIELD_HOLES, fingerprint, special_call};
