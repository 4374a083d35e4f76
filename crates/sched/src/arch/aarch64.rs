//! AArch64, AAPCS64: x19 to x28 and the frame pointer survive a call.

/// The number of callee-saved registers.
pub const REGISTERS: usize = 12;

/// Stores the callee-saved registers at `to` and answers the stack pointer.
///
/// # Safety
/// `to` points to `REGISTERS` writable words.
#[inline(always)]
pub unsafe fn save(to: *mut usize) -> usize {
    let sp: usize;
    // SAFETY: writes the twelve words that the caller vouches for, and nothing else.
    unsafe {
        std::arch::asm!(
            "stp x19, x20, [{to}]",
            "stp x21, x22, [{to}, #16]",
            "stp x23, x24, [{to}, #32]",
            "stp x25, x26, [{to}, #48]",
            "stp x27, x28, [{to}, #64]",
            "stp x29, x30, [{to}, #80]",
            "mov {sp}, sp",
            to = in(reg) to,
            sp = out(reg) sp,
            options(nostack, preserves_flags),
        );
    }
    sp
}
