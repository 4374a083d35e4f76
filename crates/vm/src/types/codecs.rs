//! Encoding and decoding text.

use crate::object::string::Str;
use crate::object::value::Value;
use crate::thread::{Ret, Thread};

/// `bytes.decode`, of any bytes-like object.
pub fn decode(t: &mut Thread, v: Value, _encoding: &str, _errors: &str) -> Ret {
    let data = super::bytes::data(v).map(<[u8]>::to_vec).unwrap_or_default();
    Ok(Str::from_wtf8(t, &data)?.value())
}
/// `str.encode`.
pub fn encode(t: &mut Thread, s: Str, _encoding: &str, _errors: &str) -> Ret {
    super::bytes::new(t, &s.wtf8())
}
