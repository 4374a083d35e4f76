//! x86-64, System V: rbx, rbp and r12 to r15 survive a call.

/// The number of callee-saved registers.
pub const REGISTERS: usize = 6;

/// Stores the callee-saved registers at `to` and answers the stack pointer.
///
/// # Safety
/// `to` points to `REGISTERS` writable words.
#[inline(always)]
pub unsafe fn save(to: *mut usize) -> usize {
    let sp: usize;
    // SAFETY: writes the six words that the caller vouches for, and nothing else.
    unsafe {
        std::arch::asm!(
            "mov [{to}], rbx",
            "mov [{to} + 8], rbp",
            "mov [{to} + 16], r12",
            "mov [{to} + 24], r13",
            "mov [{to} + 32], r14",
            "mov [{to} + 40], r15",
            "mov {sp}, rsp",
            to = in(reg) to,
            sp = out(reg) sp,
            options(nostack, preserves_flags),
        );
    }
    sp
}
