//! `_posixsubprocess`: forks and executes. Between fork and exec the child makes system calls on data made ready before,
//! and, if asked, calls `preexec_fn`.

use crate::os_error::{c_int, os_error, path};
use crate::posix::process::{AfterFork, c_strings, pointers};
use pyish_vm::import::ModuleRow;
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function};
use std::ffi::CString;

pub static MODULE: ModuleRow = ModuleRow {
    name: "_posixsubprocess",
    doc: "A POSIX helper for the subprocess module.",
    functions: &FUNCTIONS,
    init: |_, _| Ok(()),
};
static FUNCTIONS: [Method; 1] = [function(
    "fork_exec(args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals, call_setsid, pgid_to_set, gid, extra_groups, uid, child_umask, preexec_fn, /)",
    fork_exec,
    "Spawn a fresh new child process.",
)];

/// What the child does, in system calls.
struct Child {
    executables: Vec<CString>,
    args: Option<Vec<CString>>,
    env: Option<Vec<CString>>,
    close_fds: bool,
    keep: Vec<i32>,
    cwd: Option<CString>,
    /// p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write
    fds: [i32; 8],
    restore_signals: bool,
    setsid: bool,
    pgid: i64,
    gid: Option<u32>,
    groups: Option<Vec<u32>>,
    uid: Option<u32>,
    umask: i32,
}

fn fork_exec(t: &mut Thread, a: Args) -> Ret {
    let mut fds = [0; 8];
    for (i, fd) in fds.iter_mut().enumerate() {
        *fd = c_int(t, a[6 + i])?;
    }
    let close_fds = t.truth(a[2])?;
    if close_fds && fds[7] < 3 {
        return Err(t.value_error("errpipe_write must be >= 3"));
    }
    let keep = t.collect(a[3])?;
    let mut kept = Vec::new();
    for i in 0..keep.len() {
        kept.push(c_int(t, keep.get(i))?);
    }
    if kept.windows(2).any(|w| w[0] >= w[1]) || kept.iter().any(|fd| *fd < 0) {
        return Err(t.value_error("bad value(s) in fds_to_keep"));
    }
    let id = |t: &mut Thread, v: Value| -> Result<Option<u32>, Raised> {
        Ok(match v.given() {
            Some(v) => Some(t.to_i64(v)? as u32),
            None => None,
        })
    };
    let groups = match a[18].given() {
        Some(g) => {
            let g = t.collect(g)?;
            let mut all = Vec::new();
            for i in 0..g.len() {
                all.push(t.to_i64(g.get(i))? as u32);
            }
            Some(all)
        }
        None => None,
    };
    let child = Child {
        executables: c_strings(t, a[1])?,
        args: match a[0].given() {
            Some(v) => Some(c_strings(t, v)?),
            None => None,
        },
        env: match a[5].given() {
            Some(v) => Some(c_strings(t, v)?),
            None => None,
        },
        close_fds,
        keep: kept,
        cwd: match a[4].given() {
            Some(v) => Some(path(t, v)?.c),
            None => None,
        },
        fds,
        restore_signals: t.truth(a[14])?,
        setsid: t.truth(a[15])?,
        pgid: t.to_i64(a[16])?,
        gid: id(t, a[17])?,
        groups,
        uid: id(t, a[19])?,
        umask: c_int(t, a[20])?,
    };
    crate::io::pending::settle_all(t, a, &[])?;
    let argv = child.args.as_deref().map(pointers);
    let envp = child.env.as_deref().map(pointers);
    let preexec = a[21].given();
    let record: *mut Thread = t;
    let forked = pyish_sched::fork(&t.m.core, &mut AfterFork(record));
    match forked {
        Ok(0) => {
            let mut stage = "";
            let r = child.prepare();
            let r = match (r, preexec) {
                (Ok(()), Some(f)) if t.call(f, &[]).is_err() => {
                    child.report(b"SubprocessError:0:Exception occurred in preexec_fn.");
                    // SAFETY: ends the child.
                    unsafe { libc::_exit(255) }
                }
                (r, _) => r,
            };
            let code = match r {
                Ok(()) => child.execute(argv.as_deref(), envp.as_deref()),
                Err((code, at)) => {
                    stage = at;
                    code
                }
            };
            child.report(format!("OSError:{code:X}:{stage}").as_bytes());
            // SAFETY: ends the child.
            unsafe { libc::_exit(255) }
        }
        Ok(pid) => Ok(Value::int(i64::from(pid))),
        Err(e) => Err(os_error(t, e.raw_os_error().unwrap_or(libc::EAGAIN))),
    }
}

fn check(r: i32) -> Result<i32, (i32, &'static str)> {
    checked_as(r, "noexec")
}
/// The result of a call before the execution, or its error and the stage that the parent is told.
fn checked_as(r: i32, stage: &'static str) -> Result<i32, (i32, &'static str)> {
    if r < 0 { Err((crate::os_error::errno(), stage)) } else { Ok(r) }
}

impl Child {
    fn report(&self, text: &[u8]) {
        // SAFETY: writes a text of this stack.
        unsafe { libc::write(self.fds[7], text.as_ptr().cast(), text.len()) };
    }
    /// Descriptors, directory, groups: all that is the child's own before it becomes the program.
    fn prepare(&self) -> Result<(), (i32, &'static str)> {
        let [p2cread, p2cwrite, c2pread, mut c2pwrite, errread, mut errwrite, errpipe_read, errpipe_write] = self.fds;
        // SAFETY: system calls on the child's own descriptors and on data made before the fork.
        unsafe {
            for fd in &self.keep {
                if *fd != errpipe_write {
                    let flags = check(libc::fcntl(*fd, libc::F_GETFD))?;
                    check(libc::fcntl(*fd, libc::F_SETFD, flags & !libc::FD_CLOEXEC))?;
                }
            }
            for fd in [p2cwrite, c2pread, errread, errpipe_read] {
                if fd >= 0 {
                    libc::close(fd);
                }
            }
            if c2pwrite == 0 {
                c2pwrite = check(libc::dup(c2pwrite))?;
            }
            while errwrite == 0 || errwrite == 1 {
                errwrite = check(libc::dup(errwrite))?;
            }
            for (fd, to) in [(p2cread, 0), (c2pwrite, 1), (errwrite, 2)] {
                if fd == to {
                    let flags = check(libc::fcntl(fd, libc::F_GETFD))?;
                    check(libc::fcntl(fd, libc::F_SETFD, flags & !libc::FD_CLOEXEC))?;
                } else if fd >= 0 {
                    check(libc::dup2(fd, to))?;
                }
            }
            if let Some(dir) = &self.cwd {
                checked_as(libc::chdir(dir.as_ptr()), "noexec:chdir")?;
            }
            if self.umask >= 0 {
                libc::umask(self.umask as libc::mode_t);
            }
            if self.restore_signals {
                libc::signal(libc::SIGPIPE, libc::SIG_DFL);
                libc::signal(libc::SIGXFSZ, libc::SIG_DFL);
            }
            if self.setsid {
                libc::setsid();
            }
            if self.pgid >= 0 {
                check(libc::setpgid(0, self.pgid as i32))?;
            }
            if let Some(g) = &self.groups {
                check(libc::setgroups(g.len(), g.as_ptr()))?;
            }
            if let Some(g) = self.gid {
                check(libc::setregid(g, g))?;
            }
            if let Some(u) = self.uid {
                check(libc::setreuid(u, u))?;
            }
        }
        Ok(())
    }
    /// Tries the executables in turn; answers why the last one failed.
    fn execute(&self, argv: Option<&[*const libc::c_char]>, envp: Option<&[*const libc::c_char]>) -> i32 {
        if self.close_fds {
            let mut from = 3;
            let mut keep = self.keep.clone();
            keep.push(self.fds[7]);
            keep.sort_unstable();
            for fd in keep.into_iter().chain([i32::MAX]) {
                if fd > from {
                    // SAFETY: closes what the child does not keep.
                    unsafe { libc::syscall(libc::SYS_close_range, from, fd - 1, 0) };
                }
                from = from.max(fd.saturating_add(1));
            }
        }
        let mut answer = 0;
        let empty = [std::ptr::null()];
        let argv = argv.unwrap_or(&empty);
        for file in &self.executables {
            // SAFETY: null-terminated arrays of strings made before the fork.
            unsafe {
                match envp {
                    Some(e) => libc::execve(file.as_ptr(), argv.as_ptr(), e.as_ptr()),
                    None => libc::execv(file.as_ptr(), argv.as_ptr()),
                };
            }
            let code = crate::os_error::errno();
            if code != libc::ENOENT && code != libc::ENOTDIR && answer == 0 {
                answer = code;
            }
        }
        if answer == 0 { crate::os_error::errno() } else { answer }
    }
}
