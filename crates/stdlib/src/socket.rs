//! `_socket`: `[descriptor, family, type, proto, timeout]`, the timeout in nanoseconds, -1 for none.
//!
//! Every operation is tried without waiting while the GIL is held; only if it would block does the thread wait, in the
//! scheduler, for the descriptor. `address` turns addresses into the system's form and back.

mod address;
mod message;
mod names;

use crate::os_error::{self, buffer_len, bytes_like, c_int, errno, os_error, write_into};
use pyish_heap::Obj;
use pyish_sched::{PollFd, Time, Woken, wait_fds};
use pyish_vm::import::ModuleRow;
use pyish_vm::names::Immortal;
use pyish_vm::object::bigint;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::flag;
use pyish_vm::types::exc;
use pyish_vm::{
    Args, Attribute, Kind, Method, Raised, Ret, Thread, Type, TypeRow, Value, getter, method, static_method, types,
};
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::time::Duration;

pub static MODULE: ModuleRow = ModuleRow {
    name: "_socket",
    doc: "Implementation module for socket operations.",
    functions: names::FUNCTIONS,
    init,
};

pub static TYPE: TypeRow = TypeRow::new("socket", Kind::Native2)
    .module("_socket")
    .flags(flag::WEAKREF)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("Open a socket of the given type.");
static NEW: Method = static_method("__new__(cls, *args, **kwargs)", new, "Create and return a new object.");
static METHODS: [Method; 29] = [
    method("__init__(self, family=-1, type=-1, proto=-1, fileno=None)", init_socket, "Initialize self."),
    method("_accept(self, /)", accept, "Wait for an incoming connection."),
    method("bind(self, address, /)", bind, "Bind the socket to a local address."),
    method("close(self, /)", close, "Close the socket."),
    method(
        "connect(self, address, /)",
        |t, a| match connect(t, a)? {
            0 => Ok(Value::NONE),
            code => Err(os_error(t, code)),
        },
        "Connect the socket to a remote address.",
    ),
    method(
        "connect_ex(self, address, /)",
        |t, a| Ok(Value::int(i64::from(connect(t, a)?))),
        "This is like connect(address), but returns an error code instead of raising an exception when an error occurs.",
    ),
    method("detach(self, /)", detach, "Close the socket object without closing the underlying file descriptor."),
    method(
        "fileno(self, /)",
        |_, a| Ok(Value::int(i64::from(fd(a[0])))),
        "Return the integer file descriptor of the socket.",
    ),
    method(
        "getpeername(self, /)",
        |t, a| {
            let fd = fd(a[0]);
            address::name_of(t, fd, true)
        },
        "Return the address of the remote endpoint.",
    ),
    method(
        "getsockname(self, /)",
        |t, a| {
            let fd = fd(a[0]);
            address::name_of(t, fd, false)
        },
        "Return the address of the local endpoint.",
    ),
    method("getsockopt(self, level, option, buffersize=0, /)", get_option, "Get a socket option."),
    method("setsockopt(self, level, option, value, optlen=None, /)", set_option, "Set the given socket option."),
    method("listen(self, backlog=128, /)", listen, "Enable a server to accept connections."),
    method("recv(self, bufsize, flags=0, /)", recv, "Receive up to buffersize bytes from the socket."),
    method(
        "recv_into(self, buffer, nbytes=0, flags=0)",
        recv_into,
        "A version of recv() that stores its data into a buffer rather than creating a new string.",
    ),
    method(
        "recvfrom(self, bufsize, flags=0, /)",
        recvfrom,
        "Like recv(buffersize, flags) but also return the sender's address info.",
    ),
    method(
        "recvfrom_into(self, buffer, nbytes=0, flags=0)",
        recvfrom_into,
        "Like recv_into(buffer[, nbytes[, flags]]) but also return the sender's address info.",
    ),
    method("send(self, data, flags=0, /)", send, "Send a data string to the socket."),
    method("sendall(self, data, flags=0, /)", sendall, "Send a data string to the socket, all of it."),
    method(
        "sendto(self, data, flags_or_address, address=None, /)",
        sendto,
        "Like send(data, flags) but allows specifying the destination address.",
    ),
    method(
        "setblocking(self, flag, /)",
        |t, a| {
            let on = t.truth(a[1])?;
            set_timeout(t, a[0], if on { -1 } else { 0 })?;
            Ok(Value::NONE)
        },
        "Set the socket to blocking (flag is true) or non-blocking (false).",
    ),
    method(
        "getblocking(self, /)",
        |_, a| Ok(Value::bool(timeout(a[0]) != 0)),
        "Returns True if socket is in blocking mode.",
    ),
    method("settimeout(self, value, /)", settimeout, "Set a timeout on socket operations."),
    method(
        "gettimeout(self, /)",
        |t, a| timeout_value(t, timeout(a[0])),
        "Returns the timeout in seconds (float) associated with socket operations.",
    ),
    method(
        "shutdown(self, how, /)",
        shutdown,
        "Shut down the reading side of the socket, the writing side of the socket, or both ends.",
    ),
    method(
        "sendmsg(self, buffers, ancdata=(), flags=0, address=None, /)",
        message::sendmsg,
        "Send normal and ancillary data to the socket.",
    ),
    method(
        "recvmsg(self, bufsize, ancbufsize=0, flags=0, /)",
        message::recvmsg,
        "Receive normal data (up to bufsize bytes) and ancillary data from the socket.",
    ),
    method(
        "recvmsg_into(self, buffers, ancbufsize=0, flags=0, /)",
        message::recvmsg_into,
        "Receive normal data and ancillary data from the socket, scattering the non-ancillary data into a series of buffers.",
    ),
    method("__repr__(self, /)", repr, "Return repr(self)."),
];
static ATTRIBUTES: [Attribute; 4] = [
    getter("family", |_, v| Ok(word(v, FAMILY)), "the socket family"),
    getter("type", |_, v| Ok(word(v, TYPE_WORD)), "the socket type"),
    getter("proto", |_, v| Ok(word(v, PROTO)), "the socket protocol"),
    getter("timeout", |t, v| timeout_value(t, timeout(v)), "the socket timeout"),
];
const FD: usize = 0;
const FAMILY: usize = 1;
const TYPE_WORD: usize = 2;
const PROTO: usize = 3;
const TIMEOUT: usize = 4;

static DEFAULT_TIMEOUT: AtomicI64 = AtomicI64::new(-1);
static GAI_ERROR: Immortal = Immortal::unset();

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let class = types::ready(t, &TYPE)?;
    d.set_named(t, "socket", class.value())?;
    d.set_named(t, "SocketType", class.value())?;
    d.set_named(t, "error", exc::OSError.value())?;
    d.set_named(t, "timeout", exc::TimeoutError.value())?;
    for name in ["gaierror", "herror"] {
        let own = Dict::new(t)?;
        let module = t.intern("socket")?;
        own.set_named(t, "__module__", module)?;
        let n = t.intern(name)?;
        let bases = Tuple::make(t, &[exc::OSError.value()])?;
        let class = t.call(types::type_::TYPE.value(), &[n, bases, own.value()])?;
        d.set_named(t, name, class)?;
        if name == "gaierror" {
            GAI_ERROR.set(class);
        }
    }
    names::constants(t, d)
}
fn word(v: Value, i: usize) -> Value {
    Value::from_bits(v.unwrap_obj().word(i))
}
fn fd(v: Value) -> i32 {
    word(v, FD).as_int().unwrap_or(-1) as i32
}
fn family(v: Value) -> i32 {
    word(v, FAMILY).as_int().unwrap_or(0) as i32
}
fn timeout(v: Value) -> i64 {
    word(v, TIMEOUT).as_int().unwrap_or(-1)
}
fn timeout_value(t: &mut Thread, n: i64) -> Ret {
    if n < 0 { Ok(Value::NONE) } else { t.float(n as f64 / 1e9) }
}
fn release(o: Obj) {
    let fd = Value::from_bits(o.word(FD)).as_int().unwrap_or(-1);
    if fd >= 0 {
        // SAFETY: the dead object's own descriptor.
        unsafe { libc::close(fd as i32) };
    }
}
fn new(t: &mut Thread, a: Args) -> Ret {
    let v = types::object::alloc_instance(t, Type::of(a[0]))?;
    let o = v.unwrap_obj();
    for (i, n) in [(FD, -1), (FAMILY, 0), (TYPE_WORD, 0), (PROTO, 0), (TIMEOUT, -1)] {
        o.set_plain(i, Value::int(n).bits());
    }
    pyish_heap::drop_register(o, release);
    Ok(v)
}
fn option_of(fd: i32, what: i32) -> Option<i32> {
    let (mut n, mut len) = (0i32, 4u32);
    // SAFETY: a writable number and its size.
    let r = unsafe { libc::getsockopt(fd, libc::SOL_SOCKET, what, (&raw mut n).cast(), &mut len) };
    (r == 0).then_some(n)
}
fn init_socket(t: &mut Thread, a: Args) -> Ret {
    let mut n = [-1i32; 3];
    for (i, n) in n.iter_mut().enumerate() {
        if a[1 + i].is_bound() {
            *n = c_int(t, a[1 + i])?;
        }
    }
    let [mut family, mut kind, mut proto] = n;
    let own = match a[4].given() {
        Some(f) => {
            if types::float::value(f).is_some() && !bigint::is_int(f) {
                return Err(t.type_error("integer argument expected, got float"));
            }
            let own = c_int(t, f)?;
            if own < 0 {
                return Err(t.value_error("negative file descriptor"));
            }
            let code = option_of(own, libc::SO_TYPE);
            if code.is_none() {
                return Err(os_error(t, errno()));
            }
            if family == -1 {
                family = option_of(own, libc::SO_DOMAIN).unwrap_or(libc::AF_INET);
            }
            if kind == -1 {
                kind = code.unwrap_or(libc::SOCK_STREAM);
            }
            if proto == -1 {
                proto = option_of(own, libc::SO_PROTOCOL).unwrap_or(0);
            }
            own
        }
        None => {
            family = if family == -1 { libc::AF_INET } else { family };
            kind = if kind == -1 { libc::SOCK_STREAM } else { kind };
            proto = proto.max(0);
            // SAFETY: a plain call.
            let own = unsafe { libc::socket(family, kind | libc::SOCK_CLOEXEC, proto) };
            if own < 0 {
                return Err(os_error(t, errno()));
            }
            own
        }
    };
    let o = a[0].unwrap_obj();
    let kind = kind & !(libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC);
    for (i, n) in [(FD, own), (FAMILY, family), (TYPE_WORD, kind), (PROTO, proto)] {
        o.set_plain(i, Value::int(i64::from(n)).bits());
    }
    if n[1] != -1 && n[1] & libc::SOCK_NONBLOCK != 0 {
        set_timeout(t, a[0], 0)?;
    } else {
        let default = DEFAULT_TIMEOUT.load(Relaxed);
        if default >= 0 {
            set_timeout(t, a[0], default)?;
        }
    }
    Ok(Value::NONE)
}
fn set_timeout(t: &mut Thread, v: Value, n: i64) -> Result<(), Raised> {
    v.unwrap_obj().set_plain(TIMEOUT, Value::int(n.min(Value::MAX_INT)).bits());
    let fd = fd(v);
    // SAFETY: plain calls.
    unsafe {
        let flags = libc::fcntl(fd, libc::F_GETFL);
        if flags < 0 {
            return Err(os_error(t, errno()));
        }
        let new = if n < 0 { flags & !libc::O_NONBLOCK } else { flags | libc::O_NONBLOCK };
        if new != flags && libc::fcntl(fd, libc::F_SETFL, new) < 0 {
            return Err(os_error(t, errno()));
        }
    }
    Ok(())
}
/// A timeout argument in nanoseconds, -1 for None.
fn timeout_argument(t: &mut Thread, v: Value) -> Result<i64, Raised> {
    let Some(v) = v.given() else { return Ok(-1) };
    let n = crate::time::nanoseconds(t, v)?;
    if n < 0 { Err(t.value_error("Timeout value out of range")) } else { Ok(n) }
}
fn settimeout(t: &mut Thread, a: Args) -> Ret {
    let n = timeout_argument(t, a[1])?;
    set_timeout(t, a[0], n)?;
    Ok(Value::NONE)
}

/// Runs a call that does not wait; where it would block, waits for the descriptor, up to the socket's timeout.
fn retry(t: &mut Thread, v: Value, events: i16, f: impl FnMut(i32) -> i64) -> Result<Result<i64, i32>, Raised> {
    let limit = timeout(v);
    retry_within(t, v, limit, events, f)
}
/// As `retry`, of a call with these flags.
fn retry_with(
    t: &mut Thread,
    v: Value,
    flags: Flags,
    events: i16,
    f: impl FnMut(i32) -> i64,
) -> Result<Result<i64, i32>, Raised> {
    let limit = if flags.waits { timeout(v) } else { 0 };
    retry_within(t, v, limit, events, f)
}
fn retry_within(
    t: &mut Thread,
    v: Value,
    limit: i64,
    events: i16,
    mut f: impl FnMut(i32) -> i64,
) -> Result<Result<i64, i32>, Raised> {
    let mut end = None;
    loop {
        let r = f(fd(v));
        if r >= 0 {
            return Ok(Ok(r));
        }
        match errno() {
            libc::EINTR => t.check()?,
            libc::EAGAIN if limit != 0 => {
                let until = *end
                    .get_or_insert_with(|| (limit > 0).then(|| Time::now().after(Duration::from_nanos(limit as u64))));
                wait_for(t, fd(v), events, until)?;
            }
            code => return Ok(Err(code)),
        }
    }
}
fn wait_for(t: &mut Thread, fd: i32, events: i16, until: Option<Time>) -> Result<(), Raised> {
    let mut fds = [PollFd { fd, events, revents: 0 }];
    match wait_fds(&t.m.core, &mut fds, until) {
        Woken::Interrupted => t.interrupted_wait(),
        Woken::TimedOut => Err(t.raise(&exc::TimeoutError, "timed out")),
        _ => Ok(()),
    }
}
fn number(t: &mut Thread, r: Result<i64, i32>) -> Result<i64, Raised> {
    r.map_err(|code| os_error(t, code))
}
/// The flags of a transfer: the call itself never waits, and whether the operation may is what the program says.
#[derive(Clone, Copy)]
struct Flags {
    bits: i32,
    waits: bool,
}
fn flags_of(t: &mut Thread, v: Value) -> Result<Flags, Raised> {
    let bits = if v.is_bound() { c_int(t, v)? } else { 0 };
    Ok(Flags { bits: bits | libc::MSG_DONTWAIT, waits: bits & libc::MSG_DONTWAIT == 0 })
}

fn accept(t: &mut Thread, a: Args) -> Ret {
    let mut space = address::Space::default();
    // the listening descriptor may be blocking: ask first whether somebody is there
    let limit = timeout(a[0]);
    if limit != 0 {
        let until = (limit > 0).then(|| Time::now().after(Duration::from_nanos(limit as u64)));
        loop {
            let mut fds = [PollFd { fd: fd(a[0]), events: libc::POLLIN, revents: 0 }];
            match wait_fds(&t.m.core, &mut fds, until) {
                Woken::Interrupted => t.interrupted_wait()?,
                Woken::TimedOut => return Err(t.raise(&exc::TimeoutError, "timed out")),
                _ => break,
            }
        }
    }
    let r = retry(t, a[0], libc::POLLIN, |fd| {
        space.reset();
        // SAFETY: room for any address.
        i64::from(unsafe { libc::accept4(fd, space.pointer(), space.length(), libc::SOCK_CLOEXEC) })
    })?;
    let new = number(t, r)?;
    let from = space.value(t)?;
    Tuple::make(t, &[Value::int(new), from])
}
fn bind(t: &mut Thread, a: Args) -> Ret {
    let s = address::parse(t, family(a[0]), a[1], "bind")?;
    // SAFETY: an address and its length.
    if unsafe { libc::bind(fd(a[0]), s.as_pointer(), s.len()) } < 0 {
        return Err(os_error(t, errno()));
    }
    Ok(Value::NONE)
}
/// Connects; the error number, 0 for success.
fn connect(t: &mut Thread, a: Args) -> Result<i32, Raised> {
    let s = address::parse(t, family(a[0]), a[1], "connect")?;
    let (own, limit) = (fd(a[0]), timeout(a[0]));
    let blocking = limit < 0;
    // SAFETY: plain calls; a blocking socket becomes non-blocking for the call.
    let flags = unsafe { libc::fcntl(own, libc::F_GETFL) };
    if blocking && flags >= 0 {
        // SAFETY: as above.
        unsafe { libc::fcntl(own, libc::F_SETFL, flags | libc::O_NONBLOCK) };
    }
    // SAFETY: an address and its length.
    let r = unsafe { libc::connect(own, s.as_pointer(), s.len()) };
    let code = if r < 0 { errno() } else { 0 };
    let waited = if matches!(code, libc::EINPROGRESS | libc::EINTR) && limit != 0 {
        let until = (limit > 0).then(|| Time::now().after(Duration::from_nanos(limit as u64)));
        loop {
            let mut fds = [PollFd { fd: own, events: libc::POLLOUT, revents: 0 }];
            match wait_fds(&t.m.core, &mut fds, until) {
                Woken::Interrupted => {
                    if let Err(e) = t.interrupted_wait() {
                        break Err(e);
                    }
                }
                Woken::TimedOut => break Err(t.raise(&exc::TimeoutError, "timed out")),
                _ => break Ok(option_of(own, libc::SO_ERROR).unwrap_or(libc::EBADF)),
            }
        }
    } else {
        Ok(code)
    };
    if blocking && flags >= 0 {
        // SAFETY: as above.
        unsafe { libc::fcntl(own, libc::F_SETFL, flags) };
    }
    waited
}
fn close(t: &mut Thread, a: Args) -> Ret {
    let old = Value::from_bits(a[0].unwrap_obj().swap(&mut t.m, FD, Value::int(-1).bits()));
    if let Some(fd) = old.as_int().filter(|fd| *fd >= 0) {
        // SAFETY: this object's own descriptor, taken out of it.
        if unsafe { libc::close(fd as i32) } < 0 && errno() != libc::ECONNRESET {
            return Err(os_error(t, errno()));
        }
    }
    Ok(Value::NONE)
}
fn detach(t: &mut Thread, a: Args) -> Ret {
    Ok(Value::from_bits(a[0].unwrap_obj().swap(&mut t.m, FD, Value::int(-1).bits())))
}
fn get_option(t: &mut Thread, a: Args) -> Ret {
    let (level, option) = (c_int(t, a[1])?, c_int(t, a[2])?);
    let size = if a[3].is_bound() { t.to_i64(a[3])? } else { 0 };
    if !(0..=1024).contains(&size) {
        return Err(t.raise(&exc::OSError, "getsockopt buflen out of range"));
    }
    let mut buf = vec![0u8; (size as usize).max(4)];
    let mut len = buf.len() as u32;
    // SAFETY: a buffer and its length.
    if unsafe { libc::getsockopt(fd(a[0]), level, option, buf.as_mut_ptr().cast(), &mut len) } < 0 {
        return Err(os_error(t, errno()));
    }
    if size == 0 {
        return Ok(Value::int(i64::from(i32::from_ne_bytes([buf[0], buf[1], buf[2], buf[3]]))));
    }
    types::bytes::new(t, &buf[..len as usize])
}
fn set_option(t: &mut Thread, a: Args) -> Ret {
    let (level, option) = (c_int(t, a[1])?, c_int(t, a[2])?);
    let data = if a[3].is_none() {
        vec![0u8; t.to_i64(a[4])?.clamp(0, 1024) as usize]
    } else if bigint::is_int(a[3]) {
        c_int(t, a[3])?.to_ne_bytes().to_vec()
    } else {
        bytes_like(t, a[3])?
    };
    // SAFETY: a buffer and its length.
    if unsafe { libc::setsockopt(fd(a[0]), level, option, data.as_ptr().cast(), data.len() as u32) } < 0 {
        return Err(os_error(t, errno()));
    }
    Ok(Value::NONE)
}
fn listen(t: &mut Thread, a: Args) -> Ret {
    let n = if a[1].is_bound() { c_int(t, a[1])?.max(0) } else { 128 };
    // SAFETY: a plain call.
    if unsafe { libc::listen(fd(a[0]), n) } < 0 {
        return Err(os_error(t, errno()));
    }
    Ok(Value::NONE)
}
fn receive(t: &mut Thread, v: Value, n: usize, flags: Flags) -> Result<Vec<u8>, Raised> {
    let mut buf: Vec<u8> = Vec::new();
    if buf.try_reserve_exact(n).is_err() {
        return Err(t.memory_error());
    }
    let p = buf.as_mut_ptr();
    // SAFETY: room for `n` bytes.
    let r = retry_with(t, v, flags, libc::POLLIN, |fd| unsafe { libc::recv(fd, p.cast(), n, flags.bits) } as i64)?;
    let got = number(t, r)?;
    // SAFETY: the system has written them.
    unsafe { buf.set_len(got as usize) };
    Ok(buf)
}
fn recv(t: &mut Thread, a: Args) -> Ret {
    let n = t.to_i64(a[1])?;
    if n < 0 {
        return Err(t.value_error("negative buffersize in recv"));
    }
    let flags = flags_of(t, a[2])?;
    let b = receive(t, a[0], n as usize, flags)?;
    types::bytes::new(t, &b)
}
fn into_size(t: &mut Thread, a: Args, name: &str) -> Result<usize, Raised> {
    let room = buffer_len(t, a[1])?;
    let n = if a[2].is_bound() { t.to_i64(a[2])? } else { 0 };
    if n < 0 {
        return Err(t.value_error(format!("negative buffersize in {name}")));
    }
    if n as usize > room {
        return Err(t.value_error("buffer too small for requested bytes"));
    }
    Ok(if n == 0 { room } else { n as usize })
}
fn recv_into(t: &mut Thread, a: Args) -> Ret {
    let n = into_size(t, a, "recv_into")?;
    let flags = flags_of(t, a[3])?;
    let b = receive(t, a[0], n, flags)?;
    write_into(t, a[1], &b)?;
    Ok(Value::index(b.len()))
}
fn receive_from(t: &mut Thread, v: Value, n: usize, flags: Flags) -> Result<(Vec<u8>, Value), Raised> {
    let mut buf = vec![0u8; n.min(1 << 26)];
    let mut space = address::Space::default();
    let (p, n) = (buf.as_mut_ptr(), buf.len());
    let r = retry_with(t, v, flags, libc::POLLIN, |fd| {
        space.reset();
        // SAFETY: room for `n` bytes and for any address.
        unsafe { libc::recvfrom(fd, p.cast(), n, flags.bits, space.pointer(), space.length()) as i64 }
    })?;
    let got = number(t, r)?;
    buf.truncate(got as usize);
    let from = space.value(t)?;
    Ok((buf, from))
}
fn recvfrom(t: &mut Thread, a: Args) -> Ret {
    let n = t.to_i64(a[1])?;
    if n < 0 {
        return Err(t.value_error("negative buffersize in recvfrom"));
    }
    let flags = flags_of(t, a[2])?;
    let (b, from) = receive_from(t, a[0], n as usize, flags)?;
    let b = types::bytes::new(t, &b)?;
    Tuple::make(t, &[b, from])
}
fn recvfrom_into(t: &mut Thread, a: Args) -> Ret {
    let n = into_size(t, a, "recvfrom_into")?;
    let flags = flags_of(t, a[3])?;
    let (b, from) = receive_from(t, a[0], n, flags)?;
    write_into(t, a[1], &b)?;
    Tuple::make(t, &[Value::index(b.len()), from])
}
fn send_some(t: &mut Thread, v: Value, data: &[u8], flags: Flags) -> Result<usize, Raised> {
    let bits = flags.bits | libc::MSG_NOSIGNAL;
    let r = retry_with(t, v, flags, libc::POLLOUT, |fd| {
        // SAFETY: bytes of native code.
        unsafe { libc::send(fd, data.as_ptr().cast(), data.len(), bits) as i64 }
    })?;
    Ok(number(t, r)? as usize)
}
fn send(t: &mut Thread, a: Args) -> Ret {
    let data = bytes_like(t, a[1])?;
    let flags = flags_of(t, a[2])?;
    send_some(t, a[0], &data, flags).map(Value::index)
}
fn sendall(t: &mut Thread, a: Args) -> Ret {
    let data = bytes_like(t, a[1])?;
    let flags = flags_of(t, a[2])?;
    let mut done = 0;
    while done < data.len() {
        done += send_some(t, a[0], &data[done..], flags)?;
    }
    Ok(Value::NONE)
}
fn sendto(t: &mut Thread, a: Args) -> Ret {
    let data = bytes_like(t, a[1])?;
    let (flags, to) = if a[3].given().is_some() { (a[2], a[3]) } else { (Value::UNBOUND, a[2]) };
    let flags = flags_of(t, flags)?;
    let s = address::parse(t, family(a[0]), to, "sendto")?;
    let bits = flags.bits | libc::MSG_NOSIGNAL;
    let r = retry_with(t, a[0], flags, libc::POLLOUT, |fd| {
        // SAFETY: bytes of native code; an address and its length.
        unsafe { libc::sendto(fd, data.as_ptr().cast(), data.len(), bits, s.as_pointer(), s.len()) as i64 }
    })?;
    number(t, r).map(Value::int)
}
fn shutdown(t: &mut Thread, a: Args) -> Ret {
    let how = c_int(t, a[1])?;
    // SAFETY: a plain call.
    if unsafe { libc::shutdown(fd(a[0]), how) } < 0 {
        return Err(os_error(t, errno()));
    }
    Ok(Value::NONE)
}
fn repr(t: &mut Thread, a: Args) -> Ret {
    let n = |i: usize| word(a[0], i).as_int().unwrap_or(-1);
    t.str(&format!("<socket object, fd={}, family={}, type={}, proto={}>", n(FD), n(FAMILY), n(TYPE_WORD), n(PROTO)))
}

/// Raises `gaierror(code, text)`.
#[cold]
fn gai_error(t: &mut Thread, code: i32) -> Raised {
    if code == libc::EAI_SYSTEM {
        return os_error::os_error(t, errno());
    }
    // SAFETY: answers a static text.
    let text = unsafe { std::ffi::CStr::from_ptr(libc::gai_strerror(code)) }.to_string_lossy().into_owned();
    let Ok(s) = t.str(&text) else { return Raised };
    match t.call(GAI_ERROR.get(), &[Value::int(i64::from(code)), s]) {
        Ok(e) => t.raise_value(e),
        Err(e) => e,
    }
}
