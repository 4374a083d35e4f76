//! Rust data behind a native object: word 0 holds its address as an int, and the drop table frees it.
//!
//! The data never holds values of the traced heap. It is reached only through `get`, which checks its type, so a word
//! that leads to data of another module is found out.

use pyish_heap::Obj;
use pyish_vm::{Thread, Value};
use std::any::Any;

type Data = Box<dyn Any + Send + Sync>;

/// Gives `v` its data.
pub fn install<T: Send + Sync + 'static>(v: Value, data: T) {
    let o = v.unwrap_obj();
    let boxed: Box<Data> = Box::new(Box::new(data));
    o.set_plain(0, Value::int(Box::into_raw(boxed) as usize as i64).bits());
    pyish_heap::drop_register(o, release);
}

fn release(o: Obj) {
    let word = Value::from_bits(o.word(0));
    if let Some(p) = word.as_int() {
        o.set_plain(0, Value::UNBOUND.bits());
        // SAFETY: `install` leaked this box, and the drop table calls once.
        drop(unsafe { Box::from_raw(p as usize as *mut Data) });
    }
}

/// The data of `v`, if it is of this type. Good while `v` is reachable from the calling thread's stack.
#[inline]
pub fn get<'a, T: 'static>(v: Value) -> Option<&'a T> {
    let o = v.obj()?;
    let p = Value::from_bits(o.word_relaxed(0)).as_int()?;
    // SAFETY: only objects of classes whose `__new__` calls `install` get here; the box lives as long as the object.
    let data = unsafe { &*(p as usize as *const Data) };
    data.downcast_ref::<T>()
}

/// As `get`; for methods, whose receiver has the data unless `__new__` was bypassed.
pub fn of<'a, T: 'static>(t: &mut Thread, v: Value) -> Result<&'a T, pyish_vm::Raised> {
    match get::<T>(v) {
        Some(d) => Ok(d),
        None => Err(t.value_error("I/O operation on uninitialized object")),
    }
}
