//! Derive macros of strobila.
