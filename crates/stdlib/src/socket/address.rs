//! Socket addresses: Python's tuples and paths, and the system's structures.

use super::gai_error;
use crate::os_error::{self, bytes_like, c_int, errno, os_error};
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::types::{self, exc};
use pyish_vm::{Raised, Ret, Thread, Value};
use std::ffi::CString;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Room for any address, with its length.
pub struct Space {
    storage: libc::sockaddr_storage,
    len: u32,
}
impl Default for Space {
    fn default() -> Space {
        // SAFETY: a zeroed storage is a value.
        Space { storage: unsafe { std::mem::zeroed() }, len: size_of::<libc::sockaddr_storage>() as u32 }
    }
}
impl Space {
    pub fn reset(&mut self) {
        self.len = size_of::<libc::sockaddr_storage>() as u32;
        self.storage.ss_family = 0;
    }
    pub fn pointer(&mut self) -> *mut libc::sockaddr {
        (&raw mut self.storage).cast()
    }
    pub fn length(&mut self) -> *mut u32 {
        &raw mut self.len
    }
    pub fn as_pointer(&self) -> *const libc::sockaddr {
        (&raw const self.storage).cast()
    }
    pub fn len(&self) -> u32 {
        self.len
    }
    /// From the C library's copy.
    ///
    /// # Safety
    /// `len` bytes of an address lie at `p`.
    pub unsafe fn copy(p: *const libc::sockaddr, len: u32) -> Space {
        let mut s = Space::default();
        let n = (len as usize).min(size_of::<libc::sockaddr_storage>());
        // SAFETY: the caller's promise; the storage has room for `n` bytes.
        unsafe { std::ptr::copy_nonoverlapping(p.cast::<u8>(), (&raw mut s.storage).cast(), n) };
        s.len = n as u32;
        s
    }
    fn of<T>(address: &T) -> Space {
        // SAFETY: an address structure and its size.
        unsafe { Space::copy((&raw const *address).cast(), size_of::<T>() as u32) }
    }
    pub fn ip(ip: IpAddr, port: u16, flow: u32, scope: u32) -> Space {
        match ip {
            IpAddr::V4(ip) => {
                // SAFETY: a zeroed address is a value.
                let mut a: libc::sockaddr_in = unsafe { std::mem::zeroed() };
                a.sin_family = libc::AF_INET as u16;
                a.sin_port = port.to_be();
                a.sin_addr.s_addr = u32::from_ne_bytes(ip.octets());
                Space::of(&a)
            }
            IpAddr::V6(ip) => {
                // SAFETY: a zeroed address is a value.
                let mut a: libc::sockaddr_in6 = unsafe { std::mem::zeroed() };
                a.sin6_family = libc::AF_INET6 as u16;
                a.sin6_port = port.to_be();
                a.sin6_addr.s6_addr = ip.octets();
                a.sin6_flowinfo = flow.to_be();
                a.sin6_scope_id = scope;
                Space::of(&a)
            }
        }
    }
    /// The address as Python has it: `(host, port)`, `(host, port, flow, scope)`, a path.
    pub fn value(&self, t: &mut Thread) -> Ret {
        if self.len == 0 {
            return Ok(Value::NONE);
        }
        match i32::from(self.storage.ss_family) {
            libc::AF_INET => {
                // SAFETY: the family says which structure the storage holds.
                let a = unsafe { &*(&raw const self.storage).cast::<libc::sockaddr_in>() };
                let host = Ipv4Addr::from(a.sin_addr.s_addr.to_ne_bytes()).to_string();
                let host = t.str(&host)?;
                Tuple::make(t, &[host, Value::int(i64::from(u16::from_be(a.sin_port)))])
            }
            libc::AF_INET6 => {
                // SAFETY: as above.
                let a = unsafe { &*(&raw const self.storage).cast::<libc::sockaddr_in6>() };
                let host = Ipv6Addr::from(a.sin6_addr.s6_addr).to_string();
                let host = t.str(&host)?;
                Tuple::make(
                    t,
                    &[
                        host,
                        Value::int(i64::from(u16::from_be(a.sin6_port))),
                        Value::int(i64::from(u32::from_be(a.sin6_flowinfo))),
                        Value::int(i64::from(a.sin6_scope_id)),
                    ],
                )
            }
            libc::AF_UNIX => {
                // SAFETY: as above.
                let a = unsafe { &*(&raw const self.storage).cast::<libc::sockaddr_un>() };
                let n = (self.len as usize).saturating_sub(2).min(a.sun_path.len());
                let bytes: Vec<u8> = a.sun_path[..n].iter().map(|c| *c as u8).collect();
                if bytes.first() == Some(&0) {
                    return types::bytes::new(t, &bytes);
                }
                let end = bytes.iter().position(|b| *b == 0).unwrap_or(n);
                os_error::fs_decode(t, &bytes[..end])
            }
            _ => Ok(Value::NONE),
        }
    }
}
/// `getpeername` and `getsockname`.
pub fn name_of(t: &mut Thread, fd: i32, peer: bool) -> Ret {
    let mut s = Space::default();
    // SAFETY: room for any address.
    let r = unsafe {
        if peer {
            libc::getpeername(fd, s.pointer(), s.length())
        } else {
            libc::getsockname(fd, s.pointer(), s.length())
        }
    };
    if r < 0 { Err(os_error(t, errno())) } else { s.value(t) }
}

/// The number of a host given by name or number.
pub fn resolve(t: &mut Thread, host: &str, family: i32) -> Result<IpAddr, Raised> {
    let v6 = family == libc::AF_INET6;
    match host {
        "" if v6 => return Ok(IpAddr::V6(Ipv6Addr::UNSPECIFIED)),
        "" => return Ok(IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
        "<broadcast>" => return Ok(IpAddr::V4(Ipv4Addr::BROADCAST)),
        _ => {}
    }
    if let Ok(ip) = host.parse::<Ipv4Addr>()
        && !v6
    {
        return Ok(IpAddr::V4(ip));
    }
    if let Ok(ip) = host.parse::<Ipv6Addr>()
        && v6
    {
        return Ok(IpAddr::V6(ip));
    }
    let found = look_up(t, Some(host), None, [family, 0, 0, 0])?;
    for f in &found {
        let p = f.address.as_pointer();
        // SAFETY: the family says which structure the storage holds.
        unsafe {
            match f.family {
                libc::AF_INET => {
                    return Ok(IpAddr::V4(Ipv4Addr::from(
                        (*p.cast::<libc::sockaddr_in>()).sin_addr.s_addr.to_ne_bytes(),
                    )));
                }
                libc::AF_INET6 => {
                    return Ok(IpAddr::V6(Ipv6Addr::from((*p.cast::<libc::sockaddr_in6>()).sin6_addr.s6_addr)));
                }
                _ => {}
            }
        }
    }
    Err(gai_error(t, libc::EAI_NONAME))
}

/// One answer of `getaddrinfo`.
pub struct Found {
    pub family: i32,
    pub kind: i32,
    pub proto: i32,
    pub canonical: String,
    pub address: Space,
}
/// `getaddrinfo(3)`; hints are family, type, protocol, flags.
pub fn look_up(t: &mut Thread, host: Option<&str>, port: Option<&str>, hints: [i32; 4]) -> Result<Vec<Found>, Raised> {
    let text = |s: Option<&str>| s.map(|s| CString::new(s).unwrap_or_default());
    let (host, port) = (text(host), text(port));
    let r = pyish_sched::safe(&t.m.core, pyish_sched::Reason::Io, || {
        let p = |c: &Option<CString>| c.as_ref().map_or(std::ptr::null(), |c| c.as_ptr());
        // SAFETY: zero-terminated texts; the answers are copied and given back.
        unsafe {
            let mut h: libc::addrinfo = std::mem::zeroed();
            [h.ai_family, h.ai_socktype, h.ai_protocol, h.ai_flags] = hints;
            let mut list: *mut libc::addrinfo = std::ptr::null_mut();
            let code = libc::getaddrinfo(p(&host), p(&port), &h, &mut list);
            if code != 0 {
                return Err(code);
            }
            let mut all = Vec::new();
            let mut at = list;
            while !at.is_null() {
                let i = &*at;
                let canonical = if i.ai_canonname.is_null() {
                    String::new()
                } else {
                    std::ffi::CStr::from_ptr(i.ai_canonname).to_string_lossy().into_owned()
                };
                all.push(Found {
                    family: i.ai_family,
                    kind: i.ai_socktype,
                    proto: i.ai_protocol,
                    canonical,
                    address: Space::copy(i.ai_addr, i.ai_addrlen),
                });
                at = i.ai_next;
            }
            libc::freeaddrinfo(list);
            Ok(all)
        }
    });
    r.map_err(|code| gai_error(t, code))
}

/// An address argument in the system's form.
pub fn parse(t: &mut Thread, family: i32, v: Value, caller: &str) -> Result<Space, Raised> {
    if family == libc::AF_UNIX {
        let bytes = match Str::from(v) {
            Some(s) => os_error::fs_encode(t, s)?,
            None => bytes_like(t, v)?,
        };
        // SAFETY: a zeroed address is a value.
        let mut a: libc::sockaddr_un = unsafe { std::mem::zeroed() };
        let is_abstract = bytes.first() == Some(&0);
        if bytes.len() >= a.sun_path.len() + usize::from(is_abstract) {
            return Err(t.raise(&exc::OSError, "AF_UNIX path too long"));
        }
        a.sun_family = libc::AF_UNIX as u16;
        for (to, b) in a.sun_path.iter_mut().zip(&bytes) {
            *to = *b as libc::c_char;
        }
        let mut s = Space::of(&a);
        s.len = (2 + bytes.len() + usize::from(!is_abstract)) as u32;
        return Ok(s);
    }
    if family != libc::AF_INET && family != libc::AF_INET6 {
        return Err(t.raise(&exc::OSError, format!("{caller}(): bad family")));
    }
    let Some(parts) = Tuple::from(v) else {
        let kind = t.type_name(v);
        let which = if family == libc::AF_INET { "AF_INET" } else { "AF_INET6" };
        return Err(t.type_error(format!("{caller}(): {which} address must be tuple, not {kind}")));
    };
    let most = if family == libc::AF_INET { 2 } else { 4 };
    if parts.len() < 2 || parts.len() > most {
        let want = if most == 2 { "a pair (host, port)" } else { "a tuple (host, port[, flowinfo[, scopeid]])" };
        let which = if most == 2 { "AF_INET" } else { "AF_INET6" };
        return Err(t.type_error(format!("{caller}(): {which} address must be {want}")));
    }
    let host = match Str::from(parts.get(0)) {
        Some(s) => s.to_string(),
        None => match types::bytes::data(parts.get(0)) {
            Some(b) => String::from_utf8_lossy(b).into_owned(),
            None => {
                let kind = t.type_name(parts.get(0));
                return Err(t.type_error(format!("str, bytes or bytearray expected, not {kind}")));
            }
        },
    };
    let port = t.to_i64(parts.get(1))?;
    let Ok(port) = u16::try_from(port) else {
        return Err(t.overflow_error(format!("{caller}(): port must be 0-65535.")));
    };
    let mut extra = [0u32; 2];
    for (i, x) in extra.iter_mut().enumerate() {
        if parts.len() > 2 + i {
            *x = c_int(t, parts.get(2 + i))? as u32;
        }
    }
    let ip = resolve(t, &host, family)?;
    Ok(Space::ip(ip, port, extra[0], extra[1]))
}
