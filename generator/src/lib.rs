//! Compares Rust models with a schema and writes migrations.
//!
//! A project calls [`main`]. The modules are the parts of the command line, for its tests and for tools
//! built on them; unlike the crate `strobila` they may change in every release.

pub mod amend;
pub mod cli;
pub mod compare;
pub mod compose;
pub mod config;
pub mod decide;
pub mod diff;
pub mod draft;
pub mod drift;
pub mod emit;
mod error;
pub mod files;
pub mod fold;
pub mod generate;
pub mod launcher;
mod lineage;
pub mod live;
pub mod names;
pub mod plan;
pub mod predecessor;
pub mod project;
pub mod proof;
pub mod pull;
pub mod questioner;
pub mod rebase;
pub mod rows;
pub mod snapshot;
mod source;
pub mod steps;
pub mod subject;
mod swap;
pub mod text;
pub mod tree;
pub mod verify;
pub mod write;

pub use error::{Code, Error, Problem};

use std::process::ExitCode;

use strobila::Module;

/// The program of a project: reads the command line and runs the command on these modules.
///
/// The exit code is one of those that [`Code::exit_code`] names. A panic ends with 1, so that 101 means
/// to the launcher that cargo did not get as far as running the program.
///
/// # Examples
/// ```no_run
/// static MODULES: &[&strobila::Module] = &[];
///
/// fn main() -> std::process::ExitCode {
///     strobila_generator::main(MODULES.iter().copied())
/// }
/// ```
pub fn main(modules: impl IntoIterator<Item = &'static Module>) -> ExitCode {
    let modules: Vec<&'static Module> = modules.into_iter().collect();
    cli::with_world(|words, world| cli::run(Some(&modules), words, world))
}
