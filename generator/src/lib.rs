//! Compares Rust models with a schema and writes migrations.

pub mod diff;
pub mod draft;
pub mod questioner;
pub mod rows;
