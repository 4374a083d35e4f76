//! stub
use crate::native::Args;
use crate::thread::{Ret, Thread};
pub fn int_format(t: &mut Thread, a: Args) -> Ret {
    Ok(t.str_of(a[0])?.value())
}
pub fn float_format(t: &mut Thread, a: Args) -> Ret {
    Ok(t.str_of(a[0])?.value())
}
pub fn complex_format(t: &mut Thread, a: Args) -> Ret {
    Ok(t.str_of(a[0])?.value())
}
