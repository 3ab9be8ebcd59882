//! The tables of this module, as a live database has them.

#![allow(clippy::duplicated_attributes, reason = "two indexes may share a word")]

mod enums;
mod offer;
mod offer2;

pub use enums::{State, State2};
pub use offer::Offer;
pub use offer2::Offer2;
