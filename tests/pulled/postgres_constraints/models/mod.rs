//! The tables of this module, as a live database has them.

#![allow(clippy::duplicated_attributes, reason = "two indexes may share a word")]

mod author;
mod booking;
mod line;
mod pair;
mod ring_a;
mod ring_b;

pub use author::Author;
pub use booking::Booking;
pub use line::Line;
pub use pair::Pair;
pub use ring_a::RingA;
pub use ring_b::RingB;
