//! The module `catalog`.

mod migrations;

strobila::module!("catalog");
