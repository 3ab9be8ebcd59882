//! The tables of this module, as a live database has them.

#![allow(clippy::duplicated_attributes, reason = "two indexes may share a word")]

mod author;
mod enums;
mod line;
mod nokey;
mod option;
mod pair;
mod weird_table;

pub use author::Author;
pub use enums::{AuthorStatus, LineStatus};
pub use line::Line;
pub use nokey::Nokey;
pub use option::Option2;
pub use pair::Pair;
pub use weird_table::WeirdTable;
