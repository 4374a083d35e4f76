//! The traced heap: allocation, marking, sweeping.
