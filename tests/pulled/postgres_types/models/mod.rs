//! The tables of this module, as a live database has them.

#![allow(clippy::duplicated_attributes, reason = "two indexes may share a word")]

mod enums;
mod every_type;

pub use enums::Mood;
pub use every_type::EveryType;
