//! The behaviour tests.
