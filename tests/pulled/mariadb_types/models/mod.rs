//! The tables of this module, as a live database has them.

#![allow(clippy::duplicated_attributes, reason = "two indexes may share a word")]

mod enums;
mod every_type;
mod old;

pub use enums::{EveryTypeR, OldStatus};
pub use every_type::EveryType;
pub use old::Old;
