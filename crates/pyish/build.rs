//! The program is linked to a fixed address, as CPython is: nothing has to be relocated when it starts, and the tables of
//! types and methods stay untouched pages of the file until they are used.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-link-arg-bins=-no-pie");
}
