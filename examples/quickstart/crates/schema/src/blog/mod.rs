//! The module `blog`.

pub mod models;

mod migrations;

strobila::module!("blog");
