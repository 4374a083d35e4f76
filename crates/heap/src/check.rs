//! `CheckedAlloc`: the global allocator of debug builds, which finds objects that only Rust's memory knows.
//!
//! With `PYISH_GC_CHECK=1` every live allocation has a prefix before it and stands in a list. After marking and
//! before sweeping, each word of each block is resolved as a word on a stack would be; one that leads to an
//! unmarked object is a pointer that the collector cannot see (rule 1 of the README), and ends the run with the
//! object, the block and the backtrace of the block's allocation. Blocks are zeroed when handed out and when
//! freed, so that old contents accuse nobody. Memory that may hold stale values on purpose, such as a stack of
//! frames, is mapped or taken from `std::alloc::System`.

use crate::block::cell_bytes;
use crate::object::Obj;
use crate::region::{is_marked, resolve};
use pyish_sched::Lock;
use std::alloc::{GlobalAlloc, Layout, System};
use std::ffi::{c_int, c_void};
use std::ptr;
use std::sync::atomic::AtomicU8;
use std::sync::atomic::Ordering::Relaxed;

/// The global allocator of debug builds; passes everything on unless `PYISH_GC_CHECK=1`.
pub struct CheckedAlloc;

/// Return addresses kept of an allocation.
const FRAMES: usize = 20;
/// The innermost of these are the allocator's own.
const OWN_FRAMES: usize = 2;

#[repr(C, align(16))]
struct Prefix {
    next: *mut Prefix,
    before: *mut Prefix,
    bytes: usize,
    frames: [*mut c_void; FRAMES],
    depth: usize,
}

pub(crate) struct Allocations {
    first: *mut Prefix,
}
// SAFETY: the list is followed only under its lock (H12).
unsafe impl Send for Allocations {}

pub(crate) static ALLOCATIONS: Lock<Allocations> = Lock::new(Allocations { first: ptr::null_mut() });

const UNKNOWN: u8 = 0;
const OFF: u8 = 1;
const ON: u8 = 2;
static MODE: AtomicU8 = AtomicU8::new(UNKNOWN);

/// Whether allocations are listed. Settled by the first allocation and then the same for all.
#[inline(always)]
fn on() -> bool {
    match MODE.load(Relaxed) {
        OFF => false,
        ON => true,
        _ => settle(),
    }
}

#[cold]
fn settle() -> bool {
    // SAFETY: reads the environment before the program can change it; `std::env::var` would allocate.
    let on = unsafe {
        let text = libc::getenv(c"PYISH_GC_CHECK".as_ptr());
        !text.is_null() && *text == b'1' as _
    };
    MODE.store(if on { ON } else { OFF }, Relaxed);
    on
}

unsafe extern "C" {
    fn backtrace(frames: *mut *mut c_void, n: c_int) -> c_int;
    fn backtrace_symbols_fd(frames: *const *mut c_void, n: c_int, fd: c_int);
}

/// Where the block begins in the allocation that holds its prefix, and that allocation's layout.
fn with_prefix(layout: Layout) -> Option<(usize, Layout)> {
    let (whole, at) = Layout::new::<Prefix>().extend(layout).ok()?;
    let at = at.next_multiple_of(layout.align().max(align_of::<Prefix>()));
    Some((at, Layout::from_size_align(at.checked_add(layout.size())?, whole.align()).ok()?))
}

// SAFETY: blocks come from the system allocator, with the layout that was asked for behind the prefix (H12).
unsafe impl GlobalAlloc for CheckedAlloc {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if on() {
            return listed_alloc(layout);
        }
        // SAFETY: the caller's promise, passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if on() {
            return listed_alloc(layout);
        }
        // SAFETY: the caller's promise, passed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise, passed on; the mode is that of the allocation (H12).
        unsafe {
            if on() {
                listed_dealloc(block, layout);
            } else {
                System.dealloc(block, layout);
            }
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, bytes: usize) -> *mut u8 {
        if !on() {
            // SAFETY: the caller's promise, passed on.
            return unsafe { System.realloc(block, layout, bytes) };
        }
        let Ok(grown) = Layout::from_size_align(bytes, layout.align()) else { return ptr::null_mut() };
        let new = listed_alloc(grown);
        if !new.is_null() {
            // SAFETY: both blocks are at least as long as what is copied; the old one is the caller's to free.
            unsafe {
                ptr::copy_nonoverlapping(block, new, layout.size().min(bytes));
                listed_dealloc(block, layout);
            }
        }
        new
    }
}

#[inline(never)]
fn listed_alloc(layout: Layout) -> *mut u8 {
    let Some((at, whole)) = with_prefix(layout) else { return ptr::null_mut() };
    // SAFETY: the layout is not empty; the prefix lies just before the block, inside the allocation (H12).
    unsafe {
        let base = System.alloc_zeroed(whole);
        if base.is_null() {
            return base;
        }
        let block = base.add(at);
        let prefix = block.cast::<Prefix>().sub(1);
        (*prefix).bytes = layout.size();
        (*prefix).depth = backtrace((*prefix).frames.as_mut_ptr(), FRAMES as c_int).max(0) as usize;
        let mut list = ALLOCATIONS.lock();
        (*prefix).next = list.first;
        if !list.first.is_null() {
            (*list.first).before = prefix;
        }
        list.first = prefix;
        block
    }
}

/// # Safety
/// `block` came from `listed_alloc` with this layout.
#[inline(never)]
unsafe fn listed_dealloc(block: *mut u8, layout: Layout) {
    let Some((at, whole)) = with_prefix(layout) else { return };
    // SAFETY: the block has its prefix before it and stands in the list (H12).
    unsafe {
        let prefix = block.cast::<Prefix>().sub(1);
        let mut list = ALLOCATIONS.lock();
        let Prefix { next, before, .. } = *prefix;
        if before.is_null() {
            list.first = next;
        } else {
            (*before).next = next;
        }
        if !next.is_null() {
            (*next).before = before;
        }
        drop(list);
        ptr::write_bytes(block, 0, layout.size());
        System.dealloc(block.sub(at), whole);
    }
}

/// Looks through Rust's memory. Marking is done, nothing is swept; threads in SAFE wait at the list's lock.
pub(crate) fn search() {
    if MODE.load(Relaxed) != ON {
        return;
    }
    let list = ALLOCATIONS.lock();
    let mut prefix = list.first;
    while !prefix.is_null() {
        // SAFETY: a prefix in the list is alive while the list is locked, and so is its block (H12). The words
        // are read volatile: a thread in SAFE may be writing them.
        unsafe {
            let words = prefix.add(1).cast::<u64>();
            for i in 0..(*prefix).bytes / 8 {
                if let Some(o) = resolve(words.add(i).read_volatile())
                    && !is_marked(o.addr())
                {
                    report(&*prefix, words.addr(), i, o);
                }
            }
            prefix = (*prefix).next;
        }
    }
}

fn report(prefix: &Prefix, block: usize, word: usize, o: Obj) -> ! {
    // The list is locked, so nothing here may allocate from the global allocator.
    say(format_args!("PYISH_GC_CHECK: an object that only Rust's memory knows is about to be freed\n"));
    say(format_args!(
        "  object {:#x}: kind {}, header {:#018x}, {} bytes\n",
        o.addr(),
        o.kind(),
        o.header(),
        cell_bytes(o)
    ));
    say(format_args!("  held in word {word} of a block of {} bytes at {block:#x}, allocated by\n", prefix.bytes));
    let frames = &prefix.frames[OWN_FRAMES.min(prefix.depth)..prefix.depth];
    symbolize(frames);
    // SAFETY: ends the process with a core and without destructors, which may not run with the list locked.
    unsafe { libc::abort() }
}

/// Writes text to standard error without an allocation.
fn say(text: std::fmt::Arguments) {
    let _ = std::fmt::Write::write_fmt(&mut Line, text);
}

struct Line;

impl std::fmt::Write for Line {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        // SAFETY: writes the bytes of a string.
        unsafe { libc::write(2, text.as_ptr().cast(), text.len()) };
        Ok(())
    }
}

/// Prints return addresses: by `addr2line` if the machine has it, else as the C library knows them.
fn symbolize(frames: &[*mut c_void]) {
    let mut text = Arguments::new();
    text.push(format_args!("addr2line"));
    text.push(format_args!("-Cfpie"));
    text.push(format_args!("/proc/{}/exe", std::process::id()));
    let base = load_address();
    for frame in frames {
        // One less: the call, not what follows it.
        text.push(format_args!("{:#x}", frame.addr().wrapping_sub(base).wrapping_sub(1)));
    }
    // SAFETY: `posix_spawn` is given null-terminated strings and a null-terminated list of them; the symbols are
    // written straight to the descriptor.
    unsafe {
        let arguments = text.pointers();
        let mut child = 0;
        let mut status = 1;
        let environment = [ptr::null_mut::<libc::c_char>()];
        let path = c"/usr/bin/addr2line".as_ptr();
        let mut actions: libc::posix_spawn_file_actions_t = std::mem::zeroed();
        libc::posix_spawn_file_actions_init(&mut actions);
        libc::posix_spawn_file_actions_adddup2(&mut actions, 2, 1);
        if libc::posix_spawn(&mut child, path, &actions, ptr::null(), arguments.as_ptr(), environment.as_ptr()) == 0 {
            libc::waitpid(child, &mut status, 0);
        }
        if status != 0 {
            backtrace_symbols_fd(frames.as_ptr(), frames.len() as c_int, 2);
        }
    }
}

/// The address that the executable's offsets count from.
fn load_address() -> usize {
    // SAFETY: asks the C library about the file that holds this function.
    unsafe {
        let mut info: libc::Dl_info = std::mem::zeroed();
        libc::dladdr(load_address as *const c_void, &mut info);
        info.dli_fbase as usize
    }
}

/// A command's arguments in a fixed buffer.
struct Arguments {
    bytes: [u8; 1024],
    len: usize,
    starts: [usize; FRAMES + 4],
    n: usize,
}

impl Arguments {
    fn new() -> Arguments {
        Arguments { bytes: [0; 1024], len: 0, starts: [0; FRAMES + 4], n: 0 }
    }

    fn push(&mut self, text: std::fmt::Arguments) {
        self.starts[self.n] = self.len;
        self.n += 1;
        let _ = std::fmt::Write::write_fmt(self, text);
        self.len += 1;
    }

    fn pointers(&self) -> [*mut libc::c_char; FRAMES + 5] {
        let mut pointers = [ptr::null_mut(); FRAMES + 5];
        for (pointer, &start) in pointers.iter_mut().zip(&self.starts[..self.n]) {
            *pointer = self.bytes[start..].as_ptr().cast_mut().cast();
        }
        pointers
    }
}

impl std::fmt::Write for Arguments {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let end = self.len + text.len();
        // The last byte stays zero.
        if end >= self.bytes.len() {
            return Err(std::fmt::Error);
        }
        self.bytes[self.len..end].copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}
