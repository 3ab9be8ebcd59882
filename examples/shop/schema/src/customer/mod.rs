//! Who buys.

mod migrations;
pub mod models;

strobila::module!("customer");
