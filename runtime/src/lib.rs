//! Schema migrations that are generated, reviewed, proven and run.
//!
//! This crate is what a production server links: models, the migration format, and the migrator.
//! `strobila-generator` writes the migrations.

pub mod dialect;
pub mod migration;
pub mod model;
mod module;
pub mod operation;
pub mod schema;
mod target;

pub use migration::Migration;
pub use module::{Migrations, Module, check_chain};
pub use target::{Target, UnknownTarget};
