//! What is bought.

mod migrations;
pub mod models;

strobila::module!("order");
