//! What the roastery sells.

mod migrations;
pub mod models;

strobila::module!("catalog");
