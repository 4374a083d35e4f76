//! The functions of `_socket` and its numbers.

use super::address::{Space, look_up, parse, resolve};
use super::message;
use super::{DEFAULT_TIMEOUT, TYPE, gai_error, timeout_argument, timeout_value};
use crate::os_error::{self, bytes_like, c_int, errno, os_error};
use pyish_vm::object::bigint;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::Values;
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::types::{self, exc};
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function};
use std::ffi::{CStr, CString};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::atomic::Ordering::Relaxed;

pub static FUNCTIONS: &[Method] = &ROWS;
static ROWS: [Method; 28] = [
    function(
        "getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)",
        getaddrinfo,
        "Resolve host and port into addrinfo struct.",
    ),
    function("getnameinfo(sockaddr, flags, /)", getnameinfo, "Get host and port for a sockaddr."),
    function(
        "gethostbyname(host, /)",
        gethostbyname,
        "Return the IP address (a string of the form '255.255.255.255') for a host.",
    ),
    function(
        "gethostbyname_ex(host, /)",
        gethostbyname_ex,
        "Return the true host name, a list of aliases, and a list of IP addresses, for a host.",
    ),
    function("gethostname()", gethostname, "Return the current host name."),
    function("gethostbyaddr(host, /)", gethostbyaddr, ""),
    function(
        "getservbyname(servicename, protocolname=None, /)",
        getservbyname,
        "Return a port number from a service name and protocol name.",
    ),
    function("getprotobyname(name, /)", getprotobyname, "Return the protocol number for the named protocol."),
    function(
        "socketpair(family=1, type=1, proto=0, /)",
        socketpair,
        "Create a pair of socket objects from the sockets returned by the platform socketpair() function.",
    ),
    function("close(fd, /)", close, "Close an integer socket file descriptor."),
    function("dup(fd, /)", dup, "Duplicate an integer socket file descriptor."),
    function("htons(integer, /)", |t, a| swap16(t, a, "htons"), ""),
    function("ntohs(integer, /)", |t, a| swap16(t, a, "ntohs"), ""),
    function("htonl(integer, /)", swap32, ""),
    function("ntohl(integer, /)", swap32, ""),
    function(
        "inet_aton(ip_addr, /)",
        inet_aton,
        "Convert an IP address in string format to the 32-bit packed binary format.",
    ),
    function(
        "inet_ntoa(packed_ip, /)",
        inet_ntoa,
        "Convert an IP address from 32-bit packed binary format to string format.",
    ),
    function(
        "inet_pton(address_family, ip_string, /)",
        inet_pton,
        "Convert an IP address from string format to a packed string suitable for use with low-level network functions.",
    ),
    function(
        "inet_ntop(address_family, packed_ip, /)",
        inet_ntop,
        "Convert a packed IP address of the given family to string format.",
    ),
    function(
        "getdefaulttimeout()",
        |t, _| timeout_value(t, DEFAULT_TIMEOUT.load(Relaxed)),
        "Returns the default timeout in seconds (float) for new socket objects.",
    ),
    function(
        "setdefaulttimeout(timeout, /)",
        |t, a| {
            let n = timeout_argument(t, a[0])?;
            DEFAULT_TIMEOUT.store(n, Relaxed);
            Ok(Value::NONE)
        },
        "Set the default timeout in seconds (float) for new socket objects.",
    ),
    function("if_nameindex()", if_nameindex, "Returns a list of network interface information (index, name) tuples."),
    function(
        "if_nametoindex(oname, /)",
        if_nametoindex,
        "Returns the interface index corresponding to the interface name if_name.",
    ),
    function(
        "if_indextoname(if_index, /)",
        if_indextoname,
        "Returns the interface name corresponding to the interface index if_index.",
    ),
    function(
        "getservbyport(port, protocolname=None, /)",
        getservbyport,
        "Return the service name from a port number and protocol name.",
    ),
    function("sethostname(name, /)", sethostname, "Sets the hostname to name."),
    function(
        "CMSG_LEN(length, /)",
        |t, a| message::control_size(t, a[0], "CMSG_LEN", 0),
        "Return the total length, without trailing padding, of an ancillary data item.",
    ),
    function(
        "CMSG_SPACE(length, /)",
        |t, a| message::control_size(t, a[0], "CMSG_SPACE", 7),
        "Return the buffer size needed to receive an ancillary data item.",
    ),
];

macro_rules! named {
    ($($name:ident)*) => { &[ $( (stringify!($name), libc::$name as i64) ),* ] };
}
static NUMBERS: &[(&str, i64)] = named! {
    AF_UNSPEC AF_INET AF_INET6 AF_UNIX AF_NETLINK AF_PACKET AF_APPLETALK AF_BLUETOOTH AF_CAN AF_DECnet AF_IPX AF_IRDA AF_KEY AF_LLC AF_RDS AF_ROSE
    AF_SECURITY AF_SNA AF_TIPC AF_VSOCK AF_WANPIPE AF_X25 AF_ALG AF_ASH AF_ATMPVC AF_ATMSVC AF_AX25 AF_BRIDGE
    AF_ECONET AF_NETBEUI AF_NETROM AF_PPPOX AF_ROUTE
    SOCK_STREAM SOCK_DGRAM SOCK_RAW SOCK_RDM SOCK_SEQPACKET SOCK_CLOEXEC SOCK_NONBLOCK
    SOL_SOCKET SO_DEBUG SO_REUSEADDR SO_KEEPALIVE SO_DONTROUTE SO_BROADCAST SO_LINGER SO_OOBINLINE SO_REUSEPORT SO_SNDBUF
    SO_RCVBUF SO_SNDLOWAT SO_RCVLOWAT SO_SNDTIMEO SO_RCVTIMEO SO_ERROR SO_TYPE SO_PASSCRED SO_PEERCRED SO_PRIORITY
    SO_MARK SO_DOMAIN SO_PROTOCOL SO_BINDTODEVICE SOMAXCONN SCM_RIGHTS SCM_CREDENTIALS SO_ACCEPTCONN
    SOL_TCP SOL_UDP SOL_IP
    MSG_OOB MSG_PEEK MSG_DONTROUTE MSG_DONTWAIT MSG_EOR MSG_TRUNC MSG_CTRUNC MSG_WAITALL MSG_NOSIGNAL MSG_MORE
    MSG_CMSG_CLOEXEC MSG_ERRQUEUE MSG_CONFIRM MSG_FASTOPEN
    SHUT_RD SHUT_WR SHUT_RDWR
    IPPROTO_IP IPPROTO_ICMP IPPROTO_IGMP IPPROTO_TCP IPPROTO_UDP IPPROTO_IPV6 IPPROTO_ICMPV6 IPPROTO_RAW IPPROTO_SCTP IPPROTO_EGP IPPROTO_ESP IPPROTO_AH
    IPPROTO_IDP IPPROTO_IPIP IPPROTO_NONE IPPROTO_PIM IPPROTO_PUP IPPROTO_ROUTING IPPROTO_RSVP IPPROTO_TP
    IPPROTO_DSTOPTS IPPROTO_FRAGMENT IPPROTO_HOPOPTS IPPROTO_GRE IPPROTO_UDPLITE
    IP_HDRINCL IP_OPTIONS IP_TRANSPARENT IP_BIND_ADDRESS_NO_PORT IP_RECVTOS IP_PKTINFO
    IPV6_MULTICAST_IF IPV6_RECVPKTINFO IPV6_PKTINFO IPV6_TCLASS IPV6_RECVTCLASS IPV6_RECVHOPLIMIT IPV6_HOPLIMIT
    IPV6_DONTFRAG IPV6_PATHMTU IPV6_RECVPATHMTU IPV6_NEXTHOP IPV6_HOPOPTS IPV6_DSTOPTS IPV6_RTHDR
    IPV6_RECVHOPOPTS IPV6_RECVDSTOPTS IPV6_RECVRTHDR IPV6_CHECKSUM
    IP_TOS IP_TTL IP_MULTICAST_IF IP_MULTICAST_TTL IP_MULTICAST_LOOP IP_ADD_MEMBERSHIP IP_DROP_MEMBERSHIP
    IPV6_V6ONLY IPV6_UNICAST_HOPS IPV6_MULTICAST_HOPS IPV6_MULTICAST_LOOP
    TCP_NODELAY TCP_MAXSEG TCP_CORK TCP_KEEPIDLE TCP_KEEPINTVL TCP_KEEPCNT TCP_SYNCNT TCP_LINGER2 TCP_DEFER_ACCEPT
    TCP_WINDOW_CLAMP TCP_INFO TCP_QUICKACK TCP_FASTOPEN TCP_USER_TIMEOUT
    AI_PASSIVE AI_CANONNAME AI_NUMERICHOST AI_V4MAPPED AI_ALL AI_ADDRCONFIG AI_NUMERICSERV
    NI_NUMERICHOST NI_NUMERICSERV NI_NOFQDN NI_NAMEREQD NI_DGRAM NI_MAXHOST
    EAI_AGAIN EAI_BADFLAGS EAI_FAIL EAI_FAMILY EAI_MEMORY EAI_NODATA EAI_NONAME EAI_OVERFLOW EAI_SERVICE EAI_SOCKTYPE
    EAI_SYSTEM
};

/// Enters the numbers.
pub fn constants(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    for (name, n) in NUMBERS {
        d.set_named(t, name, Value::int(*n))?;
    }
    for (name, n) in [
        ("INADDR_ANY", 0),
        ("INADDR_BROADCAST", 0xFFFF_FFFF),
        ("INADDR_LOOPBACK", 0x7F00_0001),
        ("INADDR_NONE", 0xFFFF_FFFF),
        ("SOL_IP", 0),
        ("SOL_TCP", 6),
        ("SOL_UDP", 17),
        ("NI_MAXSERV", 32),
    ] {
        d.set_named(t, name, Value::int(n))?;
    }
    d.set_named(t, "has_ipv6", Value::TRUE)
}

fn host_argument(t: &mut Thread, v: Value) -> Result<Option<String>, Raised> {
    Ok(match v.given() {
        None => None,
        Some(v) => match Str::from(v) {
            Some(s) => Some(s.to_string()),
            None => match types::bytes::data(v) {
                Some(b) => Some(String::from_utf8_lossy(b).into_owned()),
                None => return Err(t.type_error("getaddrinfo() argument 1 must be string or None")),
            },
        },
    })
}
fn getaddrinfo(t: &mut Thread, a: Args) -> Ret {
    let host = host_argument(t, a[0])?;
    let port = match a[1].given() {
        None => None,
        Some(v) if bigint::is_int(v) => Some(t.to_i64(v)?.to_string()),
        Some(v) => match host_argument(t, v) {
            Ok(p) => p,
            Err(_) => {
                t.exc = Value::UNBOUND;
                return Err(t.raise(&exc::OSError, "Int or String expected"));
            }
        },
    };
    let mut hints = [0; 4];
    for (i, h) in hints.iter_mut().enumerate() {
        if a[2 + i].is_bound() {
            *h = c_int(t, a[2 + i])?;
        }
    }
    let found = look_up(t, host.as_deref(), port.as_deref(), hints)?;
    let mut out = Values::new(t)?;
    for f in &found {
        let canonical = t.str(&f.canonical)?;
        let address = f.address.value(t)?;
        let int = |n: i32| Value::int(i64::from(n));
        let row = Tuple::make(t, &[int(f.family), int(f.kind), int(f.proto), canonical, address])?;
        out.push(t, row)?;
    }
    out.into_list(t)
}
fn getnameinfo(t: &mut Thread, a: Args) -> Ret {
    let flags = c_int(t, a[1])?;
    let Some(parts) = Tuple::from(a[0]).filter(|p| p.len() >= 2) else {
        return Err(t.type_error("getnameinfo() argument 1 must be a tuple"));
    };
    let host = t.expect_str(parts.get(0), "getnameinfo() host")?.to_string();
    let family = if host.contains(':') { libc::AF_INET6 } else { libc::AF_INET };
    let s: Space = parse(t, family, a[0], "getnameinfo")?;
    let (mut h, mut p) = ([0u8; 1025], [0u8; 32]);
    // SAFETY: an address and two buffers with their lengths.
    let code = unsafe {
        libc::getnameinfo(s.as_pointer(), s.len(), h.as_mut_ptr().cast(), 1025, p.as_mut_ptr().cast(), 32, flags)
    };
    if code != 0 {
        return Err(gai_error(t, code));
    }
    let text = |b: &[u8]| String::from_utf8_lossy(&b[..b.iter().position(|c| *c == 0).unwrap_or(0)]).into_owned();
    let (h, p) = (t.str(&text(&h))?, t.str(&text(&p))?);
    Tuple::make(t, &[h, p])
}
fn gethostbyname(t: &mut Thread, a: Args) -> Ret {
    let host = t.expect_str(a[0], "gethostbyname() argument 1")?.to_string();
    let ip = resolve(t, &host, libc::AF_INET)?;
    t.str(&ip.to_string())
}
fn gethostbyname_ex(t: &mut Thread, a: Args) -> Ret {
    let ip = gethostbyname(t, a)?;
    let aliases = pyish_vm::object::list::List::new(t, &[])?;
    let all = pyish_vm::object::list::List::new(t, &[ip])?;
    Tuple::make(t, &[a[0], aliases.value(), all.value()])
}
fn gethostbyaddr(t: &mut Thread, a: Args) -> Ret {
    let ip = gethostbyname(t, a)?;
    let pair = Tuple::make(t, &[ip, Value::ZERO])?;
    let named = getnameinfo(t, pyish_vm::interpreter::start::args_of(&[pair, Value::ZERO]))?;
    let name = Tuple::of(named).get(0);
    let aliases = pyish_vm::object::list::List::new(t, &[])?;
    let all = pyish_vm::object::list::List::new(t, &[ip])?;
    Tuple::make(t, &[name, aliases.value(), all.value()])
}
fn gethostname(t: &mut Thread, _: Args) -> Ret {
    let mut buf = [0u8; 256];
    // SAFETY: a buffer and its length.
    if unsafe { libc::gethostname(buf.as_mut_ptr().cast(), buf.len()) } < 0 {
        return Err(os_error(t, errno()));
    }
    let n = buf.iter().position(|b| *b == 0).unwrap_or(buf.len());
    os_error::fs_decode(t, &buf[..n])
}
/// The protocol argument of the service functions.
fn protocol(t: &mut Thread, v: Value, what: &str) -> Result<Option<CString>, Raised> {
    let Some(v) = v.given() else { return Ok(None) };
    let name = t.expect_str(v, what)?.to_string();
    match CString::new(name) {
        Ok(c) => Ok(Some(c)),
        Err(_) => Err(t.value_error("embedded null character")),
    }
}
/// Runs `f` while no other thread is inside the C library's databases, whose answers lie in static memory.
fn in_database<R>(f: impl FnOnce() -> R) -> R {
    static ONE_AT_A_TIME: parking_lot::Mutex<()> = parking_lot::Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock();
    f()
}
fn getservbyname(t: &mut Thread, a: Args) -> Ret {
    let name = protocol(t, a[0], "getservbyname() argument 1")?.unwrap_or_default();
    let proto = protocol(t, a[1], "getservbyname() argument 2")?;
    let proto = proto.as_ref().map_or(std::ptr::null(), |p| p.as_ptr());
    // SAFETY: texts that outlive the call; the answer is read while nobody else asks.
    let port = in_database(|| unsafe { libc::getservbyname(name.as_ptr(), proto).as_ref().map(|s| s.s_port) });
    match port {
        Some(port) => Ok(Value::int(i64::from(u16::from_be(port as u16)))),
        None => Err(t.raise(&exc::OSError, "service/proto not found")),
    }
}
fn getservbyport(t: &mut Thread, a: Args) -> Ret {
    let port = c_int(t, a[0])?;
    let Ok(port) = u16::try_from(port) else {
        return Err(t.overflow_error("getservbyport: port must be 0-65535."));
    };
    let proto = protocol(t, a[1], "getservbyport() argument 2")?;
    let proto = proto.as_ref().map_or(std::ptr::null(), |p| p.as_ptr());
    // SAFETY: as in `getservbyname`.
    let name = in_database(|| unsafe {
        let s = libc::getservbyport(i32::from(port.to_be()), proto).as_ref()?;
        Some(CStr::from_ptr(s.s_name).to_string_lossy().into_owned())
    });
    match name {
        Some(name) => t.str(&name),
        None => Err(t.raise(&exc::OSError, "port/proto not found")),
    }
}
fn getprotobyname(t: &mut Thread, a: Args) -> Ret {
    let name = protocol(t, a[0], "getprotobyname() argument")?.unwrap_or_default();
    // SAFETY: as in `getservbyname`.
    let number = in_database(|| unsafe { libc::getprotobyname(name.as_ptr()).as_ref().map(|p| p.p_proto) });
    match number {
        Some(n) => Ok(Value::int(i64::from(n))),
        None => Err(t.raise(&exc::OSError, "protocol not found")),
    }
}
fn sethostname(t: &mut Thread, a: Args) -> Ret {
    let name = os_error::path(t, a[0])?;
    let b = name.c.as_bytes();
    // SAFETY: bytes with their length.
    if unsafe { libc::sethostname(b.as_ptr().cast(), b.len()) } < 0 {
        return Err(os_error(t, errno()));
    }
    Ok(Value::NONE)
}
fn if_nameindex(t: &mut Thread, _: Args) -> Ret {
    // SAFETY: an array ended by a zero index, freed after it is copied.
    let names = unsafe {
        let all = libc::if_nameindex();
        if all.is_null() {
            return Err(os_error(t, errno()));
        }
        let mut names = Vec::new();
        let mut p = all;
        while (*p).if_index != 0 {
            names.push(((*p).if_index, CStr::from_ptr((*p).if_name).to_string_lossy().into_owned()));
            p = p.add(1);
        }
        libc::if_freenameindex(all);
        names
    };
    let mut out = Values::new(t)?;
    for (n, name) in names {
        let name = t.str(&name)?;
        let row = Tuple::make(t, &[Value::int(i64::from(n)), name])?;
        out.push(t, row)?;
    }
    out.into_list(t)
}
fn if_nametoindex(t: &mut Thread, a: Args) -> Ret {
    let name = os_error::path(t, a[0])?;
    // SAFETY: a text ended by a zero.
    match unsafe { libc::if_nametoindex(name.c.as_ptr()) } {
        0 => Err(t.raise(&exc::OSError, "no interface with this name")),
        n => Ok(Value::int(i64::from(n))),
    }
}
fn if_indextoname(t: &mut Thread, a: Args) -> Ret {
    let n = t.to_i64(a[0])?;
    let Ok(n) = u32::try_from(n) else {
        return Err(t.overflow_error(if n < 0 {
            "can't convert negative value to unsigned int"
        } else {
            "index is too large"
        }));
    };
    let mut name = [0 as libc::c_char; libc::IF_NAMESIZE + 1];
    // SAFETY: a buffer as long as the call wants it, which the call ends with a zero.
    unsafe {
        if libc::if_indextoname(n, name.as_mut_ptr()).is_null() {
            return Err(os_error(t, errno()));
        }
        let text = CStr::from_ptr(name.as_ptr()).to_string_lossy().into_owned();
        t.str(&text)
    }
}
fn socketpair(t: &mut Thread, a: Args) -> Ret {
    let mut n = [libc::AF_UNIX, libc::SOCK_STREAM, 0];
    for (i, n) in n.iter_mut().enumerate() {
        if a[i].is_bound() {
            *n = c_int(t, a[i])?;
        }
    }
    let mut fds = [0; 2];
    // SAFETY: room for two descriptors.
    if unsafe { libc::socketpair(n[0], n[1] | libc::SOCK_CLOEXEC, n[2], fds.as_mut_ptr()) } < 0 {
        return Err(os_error(t, errno()));
    }
    let mut both = [Value::NONE; 2];
    for (i, s) in both.iter_mut().enumerate() {
        let int = |n: i32| Value::int(i64::from(n));
        *s = t.call(TYPE.value(), &[int(n[0]), int(n[1]), int(n[2]), int(fds[i])])?;
    }
    Tuple::make(t, &both)
}
fn close(t: &mut Thread, a: Args) -> Ret {
    let fd = c_int(t, a[0])?;
    // SAFETY: a plain call.
    if unsafe { libc::close(fd) } < 0 { Err(os_error(t, errno())) } else { Ok(Value::NONE) }
}
fn dup(t: &mut Thread, a: Args) -> Ret {
    let fd = c_int(t, a[0])?;
    // SAFETY: a plain call.
    let r = unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) };
    if r < 0 { Err(os_error(t, errno())) } else { Ok(Value::int(i64::from(r))) }
}
fn swap16(t: &mut Thread, a: Args, name: &str) -> Ret {
    let n = t.to_i64(a[0])?;
    match u16::try_from(n) {
        Ok(n) => Ok(Value::int(i64::from(n.to_be()))),
        Err(_) if n < 0 => {
            Err(t.overflow_error(format!("{name}: can't convert negative Python int to C 16-bit unsigned integer")))
        }
        Err(_) => {
            Err(t.overflow_error(format!("{name}: Python int too large to convert to C 16-bit unsigned integer")))
        }
    }
}
fn swap32(t: &mut Thread, a: Args) -> Ret {
    let n = t.to_i64(a[0])?;
    match u32::try_from(n) {
        Ok(n) => Ok(Value::int(i64::from(n.to_be()))),
        Err(_) => Err(t.overflow_error("int larger than 32 bits")),
    }
}
fn inet_aton(t: &mut Thread, a: Args) -> Ret {
    let s = t.expect_str(a[0], "inet_aton() argument 1")?.to_string();
    match s.parse::<Ipv4Addr>() {
        Ok(ip) => types::bytes::new(t, &ip.octets()),
        Err(_) => Err(t.raise(&exc::OSError, "illegal IP address string passed to inet_aton")),
    }
}
fn inet_ntoa(t: &mut Thread, a: Args) -> Ret {
    let b = bytes_like(t, a[0])?;
    match <[u8; 4]>::try_from(b) {
        Ok(b) => t.str(&Ipv4Addr::from(b).to_string()),
        Err(_) => Err(t.raise(&exc::OSError, "packed IP wrong length")),
    }
}
fn inet_pton(t: &mut Thread, a: Args) -> Ret {
    let family = c_int(t, a[0])?;
    let s = t.expect_str(a[1], "inet_pton() argument 2")?.to_string();
    let ip = match family {
        libc::AF_INET => s.parse().ok().map(IpAddr::V4),
        libc::AF_INET6 => s.parse().ok().map(IpAddr::V6),
        _ => return Err(os_error(t, libc::EAFNOSUPPORT)),
    };
    match ip {
        Some(IpAddr::V4(ip)) => types::bytes::new(t, &ip.octets()),
        Some(IpAddr::V6(ip)) => types::bytes::new(t, &ip.octets()),
        None => Err(t.raise(&exc::OSError, "illegal IP address string passed to inet_pton")),
    }
}
fn inet_ntop(t: &mut Thread, a: Args) -> Ret {
    let family = c_int(t, a[0])?;
    let b = bytes_like(t, a[1])?;
    let text = match family {
        libc::AF_INET => <[u8; 4]>::try_from(b).ok().map(|b| Ipv4Addr::from(b).to_string()),
        libc::AF_INET6 => <[u8; 16]>::try_from(b).ok().map(|b| Ipv6Addr::from(b).to_string()),
        _ => return Err(t.value_error(format!("unknown address family {family}"))),
    };
    match text {
        Some(s) => t.str(&s),
        None => Err(t.value_error("invalid length of packed IP address string")),
    }
}
