//! Compares Rust models with a schema and writes migrations.

pub mod compare;
pub mod config;
pub mod decide;
pub mod diff;
pub mod draft;
pub mod emit;
mod error;
pub mod fold;
pub mod live;
pub mod names;
pub mod plan;
pub mod proof;
pub mod questioner;
pub mod rows;
pub mod snapshot;
pub mod subject;
mod suggest;
pub mod text;
pub mod tree;
pub mod write;

pub use error::{Code, Error, Problem};
