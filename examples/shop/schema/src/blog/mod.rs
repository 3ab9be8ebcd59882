//! What the roastery writes.

mod migrations;
pub mod models;

strobila::module!("blog");
