//! `recvmsg`, `recvmsg_into` and `sendmsg`: several buffers at once, and ancillary data beside them.

use super::{address, family, flags_of, number, retry_with};
use crate::os_error::{buffer_len, bytes_like, c_int, write_into};
use pyish_vm::object::list::Values;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::types;
use pyish_vm::{Args, Raised, Ret, Thread, Value};

/// Bytes of the header before an ancillary item's data.
const HEADER: usize = size_of::<libc::cmsghdr>();

/// `CMSG_LEN(length)` and, with `padding` of a word less one, `CMSG_SPACE(length)`.
pub fn control_size(t: &mut Thread, v: Value, name: &str, padding: i64) -> Ret {
    let n = t.to_i64(v);
    let n = t.catch(n, &types::exc::OverflowError)?;
    match n.filter(|n| *n >= 0 && *n <= i64::from(i32::MAX) - HEADER as i64 - padding) {
        Some(n) => Ok(Value::int(((n + padding) & !padding) + HEADER as i64)),
        None => Err(t.overflow_error(format!("{name}() argument out of range"))),
    }
}
fn size(t: &mut Thread, v: Value, text: &str) -> Result<usize, Raised> {
    let n = if v.is_bound() { t.to_i64(v)? } else { 0 };
    match usize::try_from(n) {
        Ok(n) => Ok(n),
        Err(_) => Err(t.value_error(text)),
    }
}
fn room(t: &mut Thread, n: usize) -> Result<Vec<u8>, Raised> {
    let mut b: Vec<u8> = Vec::new();
    if b.try_reserve_exact(n).is_err() {
        return Err(t.memory_error());
    }
    b.resize(n, 0);
    Ok(b)
}

/// Receives into buffers; answers the bytes received and the tuple `(ancillary, flags, address)` as values.
fn receive(
    t: &mut Thread,
    v: Value,
    parts: &mut [Vec<u8>],
    ancillary: Value,
    flags: Value,
) -> Result<(usize, [Value; 3]), Raised> {
    let ancillary = size(t, ancillary, "invalid ancillary data buffer length")?;
    if ancillary > i32::MAX as usize {
        return Err(t.value_error("invalid ancillary data buffer length"));
    }
    let flags = flags_of(t, flags)?;
    let mut control = vec![0u64; ancillary.div_ceil(8)];
    let mut space = address::Space::default();
    let mut io: Vec<libc::iovec> =
        parts.iter_mut().map(|b| libc::iovec { iov_base: b.as_mut_ptr().cast(), iov_len: b.len() }).collect();
    // SAFETY: a zeroed header is a value; its parts outlive the calls.
    let mut head: libc::msghdr = unsafe { std::mem::zeroed() };
    (head.msg_iov, head.msg_iovlen) = (io.as_mut_ptr(), io.len() as _);
    let r = retry_with(t, v, flags, libc::POLLIN, |fd| {
        space.reset();
        head.msg_name = space.pointer().cast();
        // SAFETY: the space's own length; the parts of the header as above.
        unsafe {
            head.msg_namelen = *space.length();
            head.msg_control = if ancillary > 0 { control.as_mut_ptr().cast() } else { std::ptr::null_mut() };
            head.msg_controllen = ancillary as _;
            let r = libc::recvmsg(fd, &mut head, flags.bits) as i64;
            *space.length() = head.msg_namelen;
            r
        }
    })?;
    let got = number(t, r)? as usize;
    let mut list = Values::new(t)?;
    for (level, kind, data) in items(&head) {
        let data = types::bytes::new(t, &data)?;
        let row = Tuple::make(t, &[Value::int(i64::from(level)), Value::int(i64::from(kind)), data])?;
        list.push(t, row)?;
    }
    // the call itself does not wait, which its answer would show
    let shown = head.msg_flags & !libc::MSG_DONTWAIT;
    let (list, from) = (list.into_list(t)?, space.value(t)?);
    Ok((got, [list, Value::int(i64::from(shown)), from]))
}
/// The ancillary items that the system wrote; the last may be cut off.
fn items(head: &libc::msghdr) -> Vec<(i32, i32, Vec<u8>)> {
    let mut out = Vec::new();
    let end = head.msg_control as usize + head.msg_controllen;
    // SAFETY: the system wrote items up to `msg_controllen`; none is read past it.
    unsafe {
        let mut c = if head.msg_controllen > 0 { libc::CMSG_FIRSTHDR(head) } else { std::ptr::null_mut() };
        while let Some(x) = c.as_ref() {
            let data = libc::CMSG_DATA(c) as usize;
            if data > end {
                break;
            }
            let n = x.cmsg_len.saturating_sub(data - c as usize).min(end - data);
            out.push((x.cmsg_level, x.cmsg_type, std::slice::from_raw_parts(data as *const u8, n).to_vec()));
            c = libc::CMSG_NXTHDR(head, c);
        }
    }
    out
}
pub fn recvmsg(t: &mut Thread, a: Args) -> Ret {
    let n = size(t, a[1], "negative buffer size in recvmsg()")?;
    let mut parts = [room(t, n)?];
    let (got, [list, flags, from]) = receive(t, a[0], &mut parts, a[2], a[3])?;
    let data = types::bytes::new(t, &parts[0][..got.min(n)])?;
    Tuple::make(t, &[data, list, flags, from])
}
pub fn recvmsg_into(t: &mut Thread, a: Args) -> Ret {
    if t.try_iter(a[1])?.is_none() {
        return Err(t.type_error("recvmsg_into() argument 1 must be an iterable"));
    }
    let buffers = t.collect(a[1])?;
    let mut parts = Vec::with_capacity(buffers.len());
    for i in 0..buffers.len() {
        let n = buffer_len(t, buffers.get(i))?;
        parts.push(room(t, n)?);
    }
    let (got, [list, flags, from]) = receive(t, a[0], &mut parts, a[2], a[3])?;
    let mut left = got;
    for (i, part) in parts.iter().enumerate() {
        let n = left.min(part.len());
        write_into(t, buffers.get(i), &part[..n])?;
        left -= n;
    }
    Tuple::make(t, &[Value::index(got), list, flags, from])
}
pub fn sendmsg(t: &mut Thread, a: Args) -> Ret {
    if t.try_iter(a[1])?.is_none() {
        return Err(t.type_error("sendmsg() argument 1 must be an iterable"));
    }
    let buffers = t.collect(a[1])?;
    let mut parts = Vec::with_capacity(buffers.len());
    for i in 0..buffers.len() {
        parts.push(bytes_like(t, buffers.get(i))?);
    }
    let control = ancillary(t, a[2])?;
    let flags = flags_of(t, a[3])?;
    let bits = flags.bits | libc::MSG_NOSIGNAL;
    let mut to = match a[4].given() {
        Some(v) => Some(address::parse(t, family(a[0]), v, "sendmsg")?),
        None => None,
    };
    let mut io: Vec<libc::iovec> =
        parts.iter_mut().map(|b| libc::iovec { iov_base: b.as_mut_ptr().cast(), iov_len: b.len() }).collect();
    // SAFETY: a zeroed header is a value; its parts outlive the calls.
    let mut head: libc::msghdr = unsafe { std::mem::zeroed() };
    (head.msg_iov, head.msg_iovlen) = (io.as_mut_ptr(), io.len() as _);
    if !control.is_empty() {
        (head.msg_control, head.msg_controllen) = (control.as_ptr() as *mut _, (control.len() * 8) as _);
    }
    if let Some(to) = &mut to {
        (head.msg_name, head.msg_namelen) = (to.pointer().cast(), to.len());
    }
    // SAFETY: as above.
    let r = retry_with(t, a[0], flags, libc::POLLOUT, |fd| unsafe { libc::sendmsg(fd, &head, bits) as i64 })?;
    number(t, r).map(Value::int)
}
/// The control words of ancillary items.
fn ancillary(t: &mut Thread, v: Value) -> Result<Vec<u64>, Raised> {
    let Some(v) = v.given() else { return Ok(Vec::new()) };
    if t.try_iter(v)?.is_none() {
        return Err(t.type_error("sendmsg() argument 2 must be an iterable"));
    }
    let items = t.collect(v)?;
    let mut bytes: Vec<u8> = Vec::new();
    for i in 0..items.len() {
        let item = t.collect(items.get(i))?;
        if item.len() != 3 {
            return Err(t.type_error("[sendmsg() ancillary data items] argument must be sequence of length 3"));
        }
        let (level, kind) = (c_int(t, item.get(0))?, c_int(t, item.get(1))?);
        let data = bytes_like(t, item.get(2))?;
        bytes.extend_from_slice(&(HEADER + data.len()).to_ne_bytes());
        bytes.extend_from_slice(&level.to_ne_bytes());
        bytes.extend_from_slice(&kind.to_ne_bytes());
        bytes.extend_from_slice(&data);
        bytes.resize(bytes.len().next_multiple_of(8), 0);
    }
    Ok(bytes.as_chunks::<8>().0.iter().map(|w| u64::from_ne_bytes(*w)).collect())
}
