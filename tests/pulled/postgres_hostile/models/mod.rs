//! The tables of this module, as a live database has them.

#![allow(clippy::duplicated_attributes, reason = "two indexes may share a word")]

mod enums;
mod enums2;
mod mod_;
mod nokey;
mod option;
mod string;
mod user;
mod user2;
mod weird_table;

pub use enums::OddMood;
pub use enums2::Enums;
pub use mod_::Mod;
pub use nokey::Nokey;
pub use option::Option2;
pub use string::String2;
pub use user::User;
pub use user2::User2;
pub use weird_table::WeirdTable;
