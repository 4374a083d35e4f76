//! Threads, the GIL, waits and stops of the world.
