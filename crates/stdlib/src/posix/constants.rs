//! The numbers of `posix`.

use pyish_vm::object::dict::Dict;
use pyish_vm::{Raised, Thread, Value};

macro_rules! named {
    ($($name:ident)*) => { &[ $( (stringify!($name), libc::$name as i64) ),* ] };
}

static NUMBERS: &[(&str, i64)] = named! {
    F_OK R_OK W_OK X_OK
    O_RDONLY O_WRONLY O_RDWR O_NDELAY O_NONBLOCK O_APPEND O_DSYNC O_RSYNC O_SYNC O_NOCTTY O_CREAT O_EXCL O_TRUNC
    O_LARGEFILE O_PATH O_TMPFILE O_CLOEXEC O_ACCMODE O_ASYNC O_DIRECT O_DIRECTORY O_NOFOLLOW O_NOATIME
    SEEK_DATA SEEK_HOLE
    WNOHANG WCONTINUED WUNTRACED WEXITED WNOWAIT WSTOPPED
    P_PID P_PGID P_ALL P_PIDFD
    CLD_EXITED CLD_KILLED CLD_DUMPED CLD_TRAPPED CLD_STOPPED CLD_CONTINUED
    F_LOCK F_TLOCK F_ULOCK F_TEST
    PRIO_PROCESS PRIO_PGRP PRIO_USER
    RTLD_LAZY RTLD_NOW RTLD_GLOBAL RTLD_LOCAL RTLD_NODELETE RTLD_NOLOAD RTLD_DEEPBIND
    SCHED_OTHER SCHED_BATCH SCHED_IDLE SCHED_FIFO SCHED_RR
    ST_RDONLY ST_NOSUID ST_NODEV ST_NOEXEC ST_SYNCHRONOUS ST_MANDLOCK ST_WRITE ST_APPEND ST_NOATIME ST_NODIRATIME
    ST_RELATIME
    GRND_RANDOM GRND_NONBLOCK
    EFD_CLOEXEC EFD_NONBLOCK EFD_SEMAPHORE
    POSIX_FADV_NORMAL POSIX_FADV_SEQUENTIAL POSIX_FADV_RANDOM POSIX_FADV_NOREUSE POSIX_FADV_WILLNEED
    POSIX_FADV_DONTNEED
};

/// Numbers under another name than the C library's, and those of `sysexits.h`.
static OTHERS: &[(&str, i64)] = &[
    ("TMP_MAX", 238_328),
    ("NGROUPS_MAX", 65_536),
    ("EX_OK", 0),
    ("EX_USAGE", 64),
    ("EX_DATAERR", 65),
    ("EX_NOINPUT", 66),
    ("EX_NOUSER", 67),
    ("EX_NOHOST", 68),
    ("EX_UNAVAILABLE", 69),
    ("EX_SOFTWARE", 70),
    ("EX_OSERR", 71),
    ("EX_OSFILE", 72),
    ("EX_CANTCREAT", 73),
    ("EX_IOERR", 74),
    ("EX_TEMPFAIL", 75),
    ("EX_PROTOCOL", 76),
    ("EX_NOPERM", 77),
    ("EX_CONFIG", 78),
];

/// Enters them all.
pub fn fill(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    for (name, n) in NUMBERS.iter().chain(OTHERS) {
        d.set_named(t, name, Value::int(*n))?;
    }
    Ok(())
}
