//! What depends on the processor and the system: prefetching, fencing other threads' processors, and the size of
//! the machine's memory.

#[cfg(not(target_os = "linux"))]
compile_error!(
    "a port of pyish-heap to this system writes `physical_memory`, `fence_all_threads` and the mappings of `region.rs`"
);

use std::sync::OnceLock;

/// Asks for a cache line that will be read soon.
#[inline(always)]
pub(crate) fn prefetch(address: usize) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a prefetch of any address is harmless.
    unsafe {
        std::arch::x86_64::_mm_prefetch(address as *const i8, std::arch::x86_64::_MM_HINT_T0)
    };
    #[cfg(target_arch = "aarch64")]
    // SAFETY: a prefetch of any address is harmless.
    unsafe {
        std::arch::asm!("prfm pldl1keep, [{}]", in(reg) address, options(nostack, readonly, preserves_flags))
    };
}

/// Bytes of memory and swap of this machine: a single request past it is refused, as the system's own
/// allocator refuses it.
pub(crate) fn physical_memory() -> usize {
    static BYTES: OnceLock<usize> = OnceLock::new();
    *BYTES.get_or_init(|| {
        // SAFETY: the call fills a plain struct on this stack.
        unsafe {
            let mut info: libc::sysinfo = std::mem::zeroed();
            if libc::sysinfo(&mut info) != 0 {
                return usize::MAX;
            }
            (info.totalram as usize + info.totalswap as usize).saturating_mul(info.mem_unit as usize)
        }
    })
}

/// `membarrier(2)`'s commands.
const PRIVATE_EXPEDITED: libc::c_long = 1 << 3;
const REGISTER_PRIVATE_EXPEDITED: libc::c_long = 1 << 4;

fn membarrier(command: libc::c_long) -> bool {
    // SAFETY: the call has no memory operands.
    unsafe { libc::syscall(libc::SYS_membarrier, command, 0, 0) == 0 }
}

/// Whether `fence_all_threads` works here.
pub(crate) fn can_fence_all_threads() -> bool {
    static CAN: OnceLock<bool> = OnceLock::new();
    *CAN.get_or_init(|| membarrier(REGISTER_PRIVATE_EXPEDITED))
}

/// Makes every thread of the process pass a full memory fence: what each stored before, all see; what each loads
/// after, is not older. (Some microseconds: an interrupt on each processor.) Only where `can_fence_all_threads`.
pub(crate) fn fence_all_threads() {
    // the kernel may be short of memory for a moment, and forget in the child of a fork who has registered
    while !membarrier(PRIVATE_EXPEDITED) {
        if !membarrier(REGISTER_PRIVATE_EXPEDITED) {
            std::thread::yield_now();
        }
    }
}
