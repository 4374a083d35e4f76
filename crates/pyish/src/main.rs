//! The command `pyish`.

fn main() {}
