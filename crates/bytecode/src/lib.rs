//! The instruction table, code objects and the disassembler.
