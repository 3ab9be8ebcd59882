//! Models: Rust structs that describe tables.

mod captured;

pub use captured::{Captured, Hints, Place, Places};
