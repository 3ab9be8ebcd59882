//! The tables of this module, as a live database has them.

#![allow(clippy::duplicated_attributes, reason = "two indexes may share a word")]

mod every_type;
mod loose;
mod no_row_id;
mod strictly;

pub use every_type::EveryType;
pub use loose::Loose;
pub use no_row_id::NoRowId;
pub use strictly::Strictly;
