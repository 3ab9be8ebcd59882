//! The module `blog`.

mod migrations;

strobila::module!("blog");
