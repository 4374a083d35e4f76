//! Processes: starting, waiting, ending; identities, limits, scheduling, and what the system says about itself.

use super::{checked, none};
use crate::os_error::{self, c_int, call_blocking, errno, os_error, os_error_at, path};
use pyish_sched::{AtFork, Stopped};
use pyish_vm::names::Immortal;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::{List, Values};
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::Type;
use pyish_vm::types::spec;
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function, types};
use std::ffi::CString;

pub static FUNCTIONS: &[Method] = &ROWS;
static ROWS: [Method; 63] = [
    function("_exit(status)", exit_now, "Exit to the system with specified status, without normal exit processing."),
    function("abort()", |_, _| std::process::abort(), "Abort the interpreter immediately."),
    function("fork()", fork, "Fork a child process."),
    function(
        "register_at_fork(*, before=None, after_in_child=None, after_in_parent=None)",
        register_at_fork,
        "Register callables to be called when forking a new process.",
    ),
    function(
        "execv(path, argv, /)",
        |t, a| execute(t, a[0], a[1], None),
        "Execute an executable path with arguments, replacing current process.",
    ),
    function(
        "execve(path, argv, env)",
        |t, a| execute(t, a[0], a[1], Some(a[2])),
        "Execute an executable path with arguments, replacing current process.",
    ),
    function("wait()", |t, _| wait(t, -1, 0), "Wait for completion of a child process."),
    function(
        "waitpid(pid, options, /)",
        |t, a| {
            let (p, o) = (c_int(t, a[0])?, c_int(t, a[1])?);
            wait(t, p, o)
        },
        "Wait for completion of a given child process.",
    ),
    function(
        "wait3(options)",
        |t, a| {
            let o = c_int(t, a[0])?;
            wait4(t, -1, o)
        },
        "Wait for completion of a child process.",
    ),
    function(
        "wait4(pid, options)",
        |t, a| {
            let (p, o) = (c_int(t, a[0])?, c_int(t, a[1])?);
            wait4(t, p, o)
        },
        "Wait for completion of a specific child process.",
    ),
    function("waitstatus_to_exitcode(status)", exit_code, "Convert a wait status to an exit code."),
    function("WIFEXITED(status)", |t, a| status(t, a, |s| Value::bool(libc::WIFEXITED(s))), ""),
    function("WEXITSTATUS(status)", |t, a| status(t, a, |s| Value::int(libc::WEXITSTATUS(s) as i64)), ""),
    function("WIFSIGNALED(status)", |t, a| status(t, a, |s| Value::bool(libc::WIFSIGNALED(s))), ""),
    function("WTERMSIG(status)", |t, a| status(t, a, |s| Value::int(libc::WTERMSIG(s) as i64)), ""),
    function("WIFSTOPPED(status)", |t, a| status(t, a, |s| Value::bool(libc::WIFSTOPPED(s))), ""),
    function("WSTOPSIG(status)", |t, a| status(t, a, |s| Value::int(libc::WSTOPSIG(s) as i64)), ""),
    function("WIFCONTINUED(status)", |t, a| status(t, a, |s| Value::bool(libc::WIFCONTINUED(s))), ""),
    function("WCOREDUMP(status, /)", |t, a| status(t, a, |s| Value::bool(libc::WCOREDUMP(s))), ""),
    function("kill(pid, signal, /)", kill, "Kill a process with a signal."),
    function("killpg(pgid, signal, /)", killpg, "Kill a process group with a signal."),
    function("getpid()", |_, _| Ok(Value::int(i64::from(std::process::id()))), "Return the current process id."),
    function("getppid()", |_, _| Ok(Value::int(own_id(Id::Parent))), "Return the parent's process id."),
    function("getuid()", |_, _| Ok(Value::int(own_id(Id::User))), "Return the current process's user id."),
    function(
        "geteuid()",
        |_, _| Ok(Value::int(own_id(Id::EffectiveUser))),
        "Return the current process's effective user id.",
    ),
    function("getgid()", |_, _| Ok(Value::int(own_id(Id::Group))), "Return the current process's group id."),
    function(
        "getegid()",
        |_, _| Ok(Value::int(own_id(Id::EffectiveGroup))),
        "Return the current process's effective group id.",
    ),
    function("getpgrp()", |_, _| Ok(Value::int(own_id(Id::ProcessGroup))), "Return the current process group id."),
    function("getgroups()", get_groups, "Return list of supplemental group IDs for the process."),
    function(
        "getpgid(pid)",
        |t, a| one(t, a, |p| i64::from(unsafe_call(p, Call::GetPgid))),
        "Call the system call getpgid(), and return the result.",
    ),
    function(
        "getsid(pid, /)",
        |t, a| one(t, a, |p| i64::from(unsafe_call(p, Call::GetSid))),
        "Call the system call getsid(pid) and return the result.",
    ),
    function(
        "setuid(uid, /)",
        |t, a| one(t, a, |p| i64::from(unsafe_call(p, Call::SetUid))).map(|_| Value::NONE),
        "Set the current process's user id.",
    ),
    function(
        "setgid(gid, /)",
        |t, a| one(t, a, |p| i64::from(unsafe_call(p, Call::SetGid))).map(|_| Value::NONE),
        "Set the current process's group id.",
    ),
    function("setsid()", setsid, "Call the system call setsid()."),
    function("setpgid(pid, pgrp, /)", setpgid, "Call the system call setpgid(pid, pgrp)."),
    function("getlogin()", getlogin, "Return the actual login name."),
    function("getpriority(which, who)", getpriority, "Return program scheduling priority."),
    function("setpriority(which, who, priority)", setpriority, "Set program scheduling priority."),
    function("nice(increment, /)", nice, "Add increment to the priority of process and return the new priority."),
    function("getloadavg()", loadavg, "Return average recent system load information."),
    function("system(command)", system, "Execute the command in a subshell."),
    function("times()", times, "Return a collection containing process timing information."),
    function("uname()", uname, "Return an object identifying the current operating system."),
    function("cpu_count()", |_, _| Ok(Value::index(online())), "Return the number of logical CPUs in the system."),
    function("sched_getaffinity(pid, /)", get_affinity, "Return the affinity of the process identified by pid."),
    function(
        "sched_setaffinity(pid, mask, /)",
        set_affinity,
        "Set the CPU affinity of the process identified by pid to mask.",
    ),
    function("sched_yield()", sched_yield, "Voluntarily relinquish the CPU."),
    function("sched_get_priority_max(policy)", |t, a| one(t, a, |p| i64::from(unsafe_call(p, Call::PriorityMax))), ""),
    function("sched_get_priority_min(policy)", |t, a| one(t, a, |p| i64::from(unsafe_call(p, Call::PriorityMin))), ""),
    function("sysconf(name, /)", sysconf, "Return an integer-valued system configuration variable."),
    function("getresuid()", |t, _| three_ids(t, true), ""),
    function("getresgid()", |t, _| three_ids(t, false), ""),
    function("pidfd_open(pid, flags=0)", pidfd_open, "Return a file descriptor referring to the process pid."),
    function(
        "device_encoding(fd)",
        device_encoding,
        "Return a string describing the encoding of a terminal's file descriptor.",
    ),
    function("openpty()", openpty, "Open a pseudo-terminal."),
    function("ctermid()", |t, _| t.str("/dev/tty"), "Return the name of the controlling terminal for this process."),
    function("tcgetpgrp(fd, /)", |t, a| one(t, a, |p| i64::from(unsafe_call(p, Call::TcGetPgrp))), ""),
    function("tcsetpgrp(fd, pgid, /)", tcsetpgrp, ""),
    function("eventfd(initval, flags=0)", eventfd, "Creates and returns an event notification file descriptor."),
    function("setregid(rgid, egid, /)", |t, _| Err(os_error(t, libc::EPERM)), ""),
    function("setreuid(ruid, euid, /)", |t, _| Err(os_error(t, libc::EPERM)), ""),
    function("setgroups(groups, /)", |t, _| Err(os_error(t, libc::EPERM)), ""),
    function("initgroups(username, gid, /)", |t, _| Err(os_error(t, libc::EPERM)), ""),
];

static TIMES: Immortal = Immortal::unset();
static UNAME: Immortal = Immortal::unset();
static TERMINAL_SIZE: Immortal = Immortal::unset();
static SCHED_PARAM: Immortal = Immortal::unset();
/// lists of callables: before, in the child, in the parent
static HOOKS: [Immortal; 3] = [const { Immortal::unset() }; 3];

static SYSCONF: &[(&str, i32)] = &[
    ("SC_ARG_MAX", libc::_SC_ARG_MAX),
    ("SC_CHILD_MAX", libc::_SC_CHILD_MAX),
    ("SC_CLK_TCK", libc::_SC_CLK_TCK),
    ("SC_HOST_NAME_MAX", libc::_SC_HOST_NAME_MAX),
    ("SC_IOV_MAX", libc::_SC_IOV_MAX),
    ("SC_LOGIN_NAME_MAX", libc::_SC_LOGIN_NAME_MAX),
    ("SC_NGROUPS_MAX", libc::_SC_NGROUPS_MAX),
    ("SC_NPROCESSORS_CONF", libc::_SC_NPROCESSORS_CONF),
    ("SC_NPROCESSORS_ONLN", libc::_SC_NPROCESSORS_ONLN),
    ("SC_OPEN_MAX", libc::_SC_OPEN_MAX),
    ("SC_PAGE_SIZE", libc::_SC_PAGESIZE),
    ("SC_PAGESIZE", libc::_SC_PAGESIZE),
    ("SC_PHYS_PAGES", libc::_SC_PHYS_PAGES),
    ("SC_AVPHYS_PAGES", libc::_SC_AVPHYS_PAGES),
    ("SC_SEM_NSEMS_MAX", libc::_SC_SEM_NSEMS_MAX),
    ("SC_THREADS", libc::_SC_THREADS),
];

pub fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    for (cell, name, fields) in [
        (&TIMES, "times_result", &["user", "system", "children_user", "children_system", "elapsed"][..]),
        (&UNAME, "uname_result", &["sysname", "nodename", "release", "version", "machine"][..]),
        (&TERMINAL_SIZE, "terminal_size", &["columns", "lines"][..]),
        (&SCHED_PARAM, "sched_param", &["sched_priority"][..]),
    ] {
        let module = if name == "terminal_size" { "os" } else { "posix" };
        let class = spec::struct_class(t, module, name, fields)?;
        cell.set(class.value());
        d.set_named(t, name, class.value())?;
    }
    for h in &HOOKS {
        let l = List::new(t, &[])?;
        h.set(l.value());
    }
    let names = Dict::new(t)?;
    for (name, n) in SYSCONF {
        names.set_named(t, name, Value::int(i64::from(*n)))?;
    }
    d.set_named(t, "sysconf_names", names.value())?;
    for name in ["pathconf_names", "confstr_names"] {
        let empty = Dict::new(t)?;
        d.set_named(t, name, empty.value())?;
    }
    Ok(())
}
fn structure(t: &mut Thread, class: &Immortal, fields: &[Value]) -> Ret {
    let all = Tuple::make(t, fields)?;
    spec::struct_value(t, Type::of(class.get()), all, fields.len())
}
/// `os.terminal_size`
pub fn terminal_size(t: &mut Thread, columns: i64, lines: i64) -> Ret {
    structure(t, &TERMINAL_SIZE, &[Value::int(columns), Value::int(lines)])
}

fn exit_now(t: &mut Thread, a: Args) -> Ret {
    let code = c_int(t, a[0])?;
    // SAFETY: ends the process at once, which is what is asked for.
    unsafe { libc::_exit(code) }
}

// ---- fork and exec

/// What the heap does in the child.
pub struct AfterFork(pub *mut Thread);
impl AtFork for AfterFork {
    fn prepare(&mut self, _: &Stopped<'_>) {}
    fn parent(&mut self, _: &Stopped<'_>) {}
    fn child(&mut self, _: &Stopped<'_>) {
        // SAFETY: the forking thread's own record, which lives on in the child.
        let t = unsafe { &mut *self.0 };
        pyish_heap::forget_other_mutators(&mut t.m);
    }
}
fn run_hooks(t: &mut Thread, which: usize) {
    let all = HOOKS[which].get();
    let Some(list) = List::from(all) else { return };
    let n = list.len();
    for i in 0..n {
        let i = if which == 0 { n - 1 - i } else { i };
        if let Some(f) = list.get(i)
            && t.call(f, &[]).is_err()
        {
            t.exc = Value::UNBOUND;
        }
    }
}
/// Forks; 0 in the child.
pub fn fork_process(t: &mut Thread) -> Result<i32, Raised> {
    run_hooks(t, 0);
    let p: *mut Thread = t;
    let r = pyish_sched::fork(&t.m.core, &mut AfterFork(p));
    match r {
        Ok(0) => {
            pyish_vm::import::after_fork(t);
            crate::thread::after_fork(t);
            run_hooks(t, 1);
            Ok(0)
        }
        Ok(pid) => {
            run_hooks(t, 2);
            Ok(pid)
        }
        Err(e) => {
            run_hooks(t, 2);
            Err(os_error(t, e.raw_os_error().unwrap_or(libc::EAGAIN)))
        }
    }
}
fn fork(t: &mut Thread, _: Args) -> Ret {
    fork_process(t).map(|pid| Value::int(i64::from(pid)))
}
fn register_at_fork(t: &mut Thread, a: Args) -> Ret {
    if (0..3).all(|i| a[i].given().is_none()) {
        return Err(t.type_error("At least one argument is required."));
    }
    for i in 0..3 {
        if let Some(f) = a[i].given() {
            if !t.is_callable(f) {
                let kind = t.type_name(f);
                return Err(t.type_error(format!("'{kind}' must be callable")));
            }
            List::of(HOOKS[i].get()).push(t, f)?;
        }
    }
    Ok(Value::NONE)
}
/// The C strings of a sequence of paths.
pub fn c_strings(t: &mut Thread, v: Value) -> Result<Vec<CString>, Raised> {
    let items = t.collect(v)?;
    let mut all = Vec::with_capacity(items.len());
    for i in 0..items.len() {
        all.push(path(t, items.get(i))?.c);
    }
    Ok(all)
}
/// `NAME=value` strings of an environment mapping.
fn environment(t: &mut Thread, v: Value) -> Result<Vec<CString>, Raised> {
    let keys = t.call_method_named(v, "keys", &[])?;
    let keys = t.collect(keys)?;
    let mut all = Vec::new();
    for i in 0..keys.len() {
        let x = t.get_item(v, keys.get(i))?;
        let (k, x) = (path(t, keys.get(i))?, path(t, x)?);
        if k.c.as_bytes().is_empty() || k.c.as_bytes()[1..].contains(&b'=') {
            return Err(t.value_error("illegal environment variable name"));
        }
        let line = [k.c.as_bytes(), b"=", x.c.as_bytes()].concat();
        all.push(CString::new(line).unwrap_or_default());
    }
    Ok(all)
}
/// The pointers of C strings, and a null at the end.
pub fn pointers(all: &[CString]) -> Vec<*const libc::c_char> {
    all.iter().map(|c| c.as_ptr()).chain([std::ptr::null()]).collect()
}
fn execute(t: &mut Thread, file: Value, argv: Value, env: Option<Value>) -> Ret {
    let p = path(t, file)?;
    if Tuple::from(argv).is_none() && List::from(argv).is_none() {
        return Err(t.type_error("execv() arg 2 must be a tuple or list"));
    }
    let args = c_strings(t, argv)?;
    if args.is_empty() {
        return Err(t.value_error("execv() arg 2 must not be empty"));
    }
    let env = match env {
        Some(e) => Some(environment(t, e)?),
        None => None,
    };
    let argv = pointers(&args);
    // SAFETY: null-terminated arrays of zero-terminated strings; returns only when it failed.
    unsafe {
        match &env {
            Some(e) => {
                let envp = pointers(e);
                libc::execve(p.c.as_ptr(), argv.as_ptr(), envp.as_ptr());
            }
            None => {
                libc::execv(p.c.as_ptr(), argv.as_ptr());
            }
        }
    }
    let code = errno();
    Err(os_error_at(t, code, p.shown))
}

// ---- children

fn wait(t: &mut Thread, pid: i32, options: i32) -> Ret {
    let mut status = 0i32;
    let p = &raw mut status as usize;
    // SAFETY: `status` outlives the call.
    match call_blocking(t, move || i64::from(unsafe { libc::waitpid(pid, p as *mut i32, options) }))? {
        Ok(pid) => Tuple::make(t, &[Value::int(pid), Value::int(i64::from(status))]),
        Err(code) => Err(os_error(t, code)),
    }
}
fn wait4(t: &mut Thread, pid: i32, options: i32) -> Ret {
    let mut status = 0i32;
    // SAFETY: a zeroed rusage is a value.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    let (p, u) = (&raw mut status as usize, &raw mut usage as usize);
    let wait = move || {
        // SAFETY: both outlive the call.
        i64::from(unsafe { libc::wait4(pid, p as *mut i32, options, u as *mut libc::rusage) })
    };
    match call_blocking(t, wait)? {
        Ok(pid) => {
            let usage = crate::resource::usage_value(t, &usage)?;
            Tuple::make(t, &[Value::int(pid), Value::int(i64::from(status)), usage])
        }
        Err(code) => Err(os_error(t, code)),
    }
}
fn status(t: &mut Thread, a: Args, f: impl Fn(i32) -> Value) -> Ret {
    let s = c_int(t, a[0])?;
    Ok(f(s))
}
fn exit_code(t: &mut Thread, a: Args) -> Ret {
    let s = c_int(t, a[0])?;
    if libc::WIFEXITED(s) {
        return Ok(Value::int(i64::from(libc::WEXITSTATUS(s))));
    }
    if libc::WIFSIGNALED(s) {
        return Ok(Value::int(-i64::from(libc::WTERMSIG(s))));
    }
    if libc::WIFSTOPPED(s) {
        let n = libc::WSTOPSIG(s);
        return Err(t.value_error(format!("process stopped by delivery of signal {n}")));
    }
    Err(t.value_error(format!("invalid wait status: {s}")))
}
fn kill(t: &mut Thread, a: Args) -> Ret {
    let (pid, signal) = (c_int(t, a[0])?, c_int(t, a[1])?);
    // SAFETY: a plain call.
    checked(t, i64::from(unsafe { libc::kill(pid, signal) }))?;
    t.check()?;
    Ok(Value::NONE)
}
fn killpg(t: &mut Thread, a: Args) -> Ret {
    let (pid, signal) = (c_int(t, a[0])?, c_int(t, a[1])?);
    // SAFETY: a plain call.
    checked(t, i64::from(unsafe { libc::killpg(pid, signal) })).map(none)
}
fn system(t: &mut Thread, a: Args) -> Ret {
    let p = path(t, a[0])?;
    crate::io::pending::settle_all(t, a, &[p.shown])?;
    let c = &p.c;
    // SAFETY: a zero-terminated command.
    let r = pyish_sched::safe(&t.m.core, pyish_sched::Reason::Process, || unsafe { libc::system(c.as_ptr()) });
    Ok(Value::int(i64::from(r)))
}

// ---- identities

enum Id {
    Parent,
    User,
    EffectiveUser,
    Group,
    EffectiveGroup,
    ProcessGroup,
}
fn own_id(which: Id) -> i64 {
    // SAFETY: plain questions about this process.
    unsafe {
        match which {
            Id::Parent => i64::from(libc::getppid()),
            Id::User => i64::from(libc::getuid()),
            Id::EffectiveUser => i64::from(libc::geteuid()),
            Id::Group => i64::from(libc::getgid()),
            Id::EffectiveGroup => i64::from(libc::getegid()),
            Id::ProcessGroup => i64::from(libc::getpgrp()),
        }
    }
}
enum Call {
    GetPgid,
    GetSid,
    SetUid,
    SetGid,
    PriorityMax,
    PriorityMin,
    TcGetPgrp,
}
fn unsafe_call(n: i32, call: Call) -> i32 {
    // SAFETY: plain calls of one number.
    unsafe {
        match call {
            Call::GetPgid => libc::getpgid(n),
            Call::GetSid => libc::getsid(n),
            Call::SetUid => libc::setuid(n as u32),
            Call::SetGid => libc::setgid(n as u32),
            Call::PriorityMax => libc::sched_get_priority_max(n),
            Call::PriorityMin => libc::sched_get_priority_min(n),
            Call::TcGetPgrp => libc::tcgetpgrp(n),
        }
    }
}
fn one(t: &mut Thread, a: Args, f: impl Fn(i32) -> i64) -> Ret {
    let n = c_int(t, a[0])?;
    checked(t, f(n)).map(Value::int)
}
fn get_groups(t: &mut Thread, _: Args) -> Ret {
    let mut groups = [0 as libc::gid_t; 1024];
    // SAFETY: room for 1024 numbers.
    let n = checked(t, i64::from(unsafe { libc::getgroups(1024, groups.as_mut_ptr()) }))?;
    let mut all = Values::new(t)?;
    for g in &groups[..n as usize] {
        all.push(t, Value::int(i64::from(*g)))?;
    }
    all.into_list(t)
}
fn setsid(t: &mut Thread, _: Args) -> Ret {
    // SAFETY: a plain call.
    checked(t, i64::from(unsafe { libc::setsid() })).map(none)
}
fn setpgid(t: &mut Thread, a: Args) -> Ret {
    let (pid, group) = (c_int(t, a[0])?, c_int(t, a[1])?);
    // SAFETY: a plain call.
    checked(t, i64::from(unsafe { libc::setpgid(pid, group) })).map(none)
}
fn tcsetpgrp(t: &mut Thread, a: Args) -> Ret {
    let (fd, group) = (c_int(t, a[0])?, c_int(t, a[1])?);
    // SAFETY: a plain call.
    checked(t, i64::from(unsafe { libc::tcsetpgrp(fd, group) })).map(none)
}
fn getlogin(t: &mut Thread, _: Args) -> Ret {
    // SAFETY: answers the C library's own text, or null; it is copied at once.
    let name = unsafe {
        let p = libc::getlogin();
        if p.is_null() { None } else { Some(std::ffi::CStr::from_ptr(p).to_bytes().to_vec()) }
    };
    match name {
        Some(n) => os_error::fs_decode(t, &n),
        None => Err(os_error(t, libc::ENXIO)),
    }
}
fn three_ids(t: &mut Thread, users: bool) -> Ret {
    let mut n = [0u32; 3];
    let [a, b, c] = &mut n;
    // SAFETY: three writable numbers.
    let r = unsafe { if users { libc::getresuid(a, b, c) } else { libc::getresgid(a, b, c) } };
    checked(t, i64::from(r))?;
    Tuple::make(t, &n.map(|n| Value::int(i64::from(n))))
}
fn getpriority(t: &mut Thread, a: Args) -> Ret {
    let (which, who) = (c_int(t, a[0])?, c_int(t, a[1])?);
    // SAFETY: errno is this thread's own; a plain call, for which -1 may be an answer.
    let (r, code) = unsafe {
        *libc::__errno_location() = 0;
        (libc::getpriority(which as _, who as u32), errno())
    };
    if code != 0 { Err(os_error(t, code)) } else { Ok(Value::int(i64::from(r))) }
}
fn setpriority(t: &mut Thread, a: Args) -> Ret {
    let (which, who, n) = (c_int(t, a[0])?, c_int(t, a[1])?, c_int(t, a[2])?);
    // SAFETY: a plain call.
    checked(t, i64::from(unsafe { libc::setpriority(which as _, who as u32, n) })).map(none)
}
fn nice(t: &mut Thread, a: Args) -> Ret {
    let n = c_int(t, a[0])?;
    // SAFETY: as for getpriority.
    let (r, code) = unsafe {
        *libc::__errno_location() = 0;
        (libc::nice(n), errno())
    };
    if r == -1 && code != 0 { Err(os_error(t, code)) } else { Ok(Value::int(i64::from(r))) }
}

// ---- the system

fn loadavg(t: &mut Thread, _: Args) -> Ret {
    let mut load = [0f64; 3];
    // SAFETY: room for three numbers.
    if unsafe { libc::getloadavg(load.as_mut_ptr(), 3) } != 3 {
        return Err(t.raise(&types::exc::OSError, "Load averages are unobtainable"));
    }
    let mut all = Values::new(t)?;
    for x in load {
        let v = t.float(x)?;
        all.push(t, v)?;
    }
    all.into_tuple(t)
}
fn times(t: &mut Thread, _: Args) -> Ret {
    // SAFETY: a zeroed tms is a value; sysconf is a plain call.
    let (mut tms, tick): (libc::tms, f64) = unsafe { (std::mem::zeroed(), libc::sysconf(libc::_SC_CLK_TCK) as f64) };
    // SAFETY: `tms` is writable.
    let elapsed = unsafe { libc::times(&mut tms) };
    let mut v = [Value::NONE; 5];
    for (v, n) in v.iter_mut().zip([tms.tms_utime, tms.tms_stime, tms.tms_cutime, tms.tms_cstime, elapsed]) {
        *v = t.float(n as f64 / tick)?;
    }
    structure(t, &TIMES, &v)
}
fn uname(t: &mut Thread, _: Args) -> Ret {
    // SAFETY: a zeroed utsname is a value; the call fills it.
    let u = unsafe {
        let mut u: libc::utsname = std::mem::zeroed();
        libc::uname(&mut u);
        u
    };
    let mut v = [Value::NONE; 5];
    for (v, text) in v.iter_mut().zip([&u.sysname, &u.nodename, &u.release, &u.version, &u.machine]) {
        let bytes: Vec<u8> = text.iter().take_while(|c| **c != 0).map(|c| *c as u8).collect();
        *v = os_error::fs_decode(t, &bytes)?;
    }
    structure(t, &UNAME, &v)
}
fn online() -> usize {
    // SAFETY: a plain call.
    (unsafe { libc::sysconf(libc::_SC_NPROCESSORS_ONLN) }).max(1) as usize
}
fn get_affinity(t: &mut Thread, a: Args) -> Ret {
    let pid = c_int(t, a[0])?;
    // the scheduler may have bound this thread: the program sees what the process was given
    let set: Vec<usize> = {
        // SAFETY: a zeroed cpu_set_t is a value; the call fills it.
        let (r, set) = unsafe {
            let mut set: libc::cpu_set_t = std::mem::zeroed();
            (libc::sched_getaffinity(pid, size_of::<libc::cpu_set_t>(), &mut set), set)
        };
        checked(t, i64::from(r))?;
        // SAFETY: the numbers are below the set's size.
        (0..libc::CPU_SETSIZE as usize).filter(|&i| unsafe { libc::CPU_ISSET(i, &set) }).collect()
    };
    let s = t.call(types::set::TYPE.value(), &[])?;
    let count = if pid == 0 { set.len().max(online()) } else { set.len() };
    let all: Vec<usize> = if pid == 0 && set.len() < count { (0..count).collect() } else { set };
    for i in all {
        t.call_method_named(s, "add", &[Value::index(i)])?;
    }
    Ok(s)
}
fn set_affinity(t: &mut Thread, a: Args) -> Ret {
    let pid = c_int(t, a[0])?;
    let cpus = t.collect(a[1])?;
    // SAFETY: a zeroed cpu_set_t is a value.
    let mut set: libc::cpu_set_t = unsafe { std::mem::zeroed() };
    for i in 0..cpus.len() {
        let n = t.to_i64(cpus.get(i))?;
        if !(0..i64::from(libc::CPU_SETSIZE)).contains(&n) {
            return Err(t.value_error("negative CPU number"));
        }
        // SAFETY: below the set's size.
        unsafe { libc::CPU_SET(n as usize, &mut set) };
    }
    // SAFETY: `set` is a filled-in set.
    let r = unsafe { libc::sched_setaffinity(pid, size_of::<libc::cpu_set_t>(), &set) };
    checked(t, i64::from(r)).map(none)
}
fn sched_yield(t: &mut Thread, _: Args) -> Ret {
    // SAFETY: a plain call.
    pyish_sched::safe(&t.m.core, pyish_sched::Reason::Other, || unsafe { libc::sched_yield() });
    Ok(Value::NONE)
}
fn sysconf(t: &mut Thread, a: Args) -> Ret {
    let n = match Str::from(a[0]) {
        Some(s) => match SYSCONF.iter().find(|r| s.eq_text(r.0)) {
            Some(r) => r.1,
            None => return Err(t.value_error("unrecognized configuration name")),
        },
        None => c_int(t, a[0])?,
    };
    // SAFETY: errno is this thread's own; a plain call, for which -1 may be an answer.
    let (r, code) = unsafe {
        *libc::__errno_location() = 0;
        (libc::sysconf(n), errno())
    };
    if r == -1 && code != 0 { Err(os_error(t, code)) } else { t.int(r) }
}
fn pidfd_open(t: &mut Thread, a: Args) -> Ret {
    let pid = c_int(t, a[0])?;
    let flags = if a[1].is_bound() { c_int(t, a[1])? } else { 0 };
    // SAFETY: a plain call.
    checked(t, unsafe { libc::syscall(libc::SYS_pidfd_open, pid, flags) }).map(Value::int)
}
fn device_encoding(t: &mut Thread, a: Args) -> Ret {
    let fd = c_int(t, a[0])?;
    // SAFETY: a plain call.
    if unsafe { libc::isatty(fd) } == 1 { t.str("UTF-8") } else { Ok(Value::NONE) }
}
fn openpty(t: &mut Thread, _: Args) -> Ret {
    let (mut master, mut slave) = (0, 0);
    let none = std::ptr::null_mut();
    // SAFETY: two writable numbers, nothing else asked for.
    let r = unsafe { libc::openpty(&mut master, &mut slave, none, none.cast(), none.cast()) };
    checked(t, i64::from(r))?;
    for fd in [master, slave] {
        // SAFETY: a plain call.
        unsafe { libc::fcntl(fd, libc::F_SETFD, libc::FD_CLOEXEC) };
    }
    Tuple::make(t, &[Value::int(i64::from(master)), Value::int(i64::from(slave))])
}
fn eventfd(t: &mut Thread, a: Args) -> Ret {
    let n = t.to_i64(a[0])? as u32;
    let flags = if a[1].is_bound() { c_int(t, a[1])? } else { libc::EFD_CLOEXEC };
    // SAFETY: a plain call.
    checked(t, i64::from(unsafe { libc::eventfd(n, flags) })).map(Value::int)
}
