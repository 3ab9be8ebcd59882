//! Compares Rust models with a schema and writes migrations.

pub mod decide;
pub mod diff;
pub mod draft;
pub mod emit;
pub mod names;
pub mod plan;
pub mod questioner;
pub mod rows;
pub mod subject;
pub mod text;
pub mod tree;
pub mod write;
