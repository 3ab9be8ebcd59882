//! The tables of this module, as a live database has them.

mod enums;
mod every_type;

pub use enums::Mood;
pub use every_type::EveryType;
