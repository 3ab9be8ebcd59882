//! Where the beans are.

mod migrations;
pub mod models;

strobila::module!("inventory");
