//! Schema migrations that are generated, reviewed, proven and run.
//!
//! This crate is what a production server links. `strobila-generator` writes the migrations.
//!
//! - Models: the derives [`Model`](derive@Model), [`Enum`](derive@Enum) and [`ColumnType`](derive@ColumnType).
//! - Modules: [`module!`] and [`migrations!`].
//! - Running: [`Migrator`], at a server's start with [`Migrator::ensure`] and a [`Policy`].
//! - A migration file: [`migration`].
//!
//! The other modules are what the generator builds on: what models say ([`model`]), what a database
//! holds ([`schema`]), what changes it ([`operation`]), and how each database does it ([`dialect`]).

pub mod dialect;
mod error;
mod failpoint;
mod history;
pub mod migration;
pub mod migrator;
pub mod model;
mod module;
pub mod operation;
pub mod schema;
mod suggest;
mod target;

pub use error::{Conflict, Error, Id, Loss, StepFailure};
pub use migration::Migration;
pub use migrator::{Migrator, Policy};
pub use model::{ColumnType, Enum, Model};
pub use module::{Migrations, Module};
pub use strobila_derive::{ColumnType, Enum, Model};
pub use target::{Target, UnknownTarget};

/// What the derives and macros write their output with, and what the generator shares. Not part of the interface.
#[doc(hidden)]
pub mod __private {
    pub use inventory;

    pub use crate::model::{ColumnKind, Description, EnumDescription, NotOption, Probe, Registered};
    pub use crate::model::{are_comparable, default_fits};
    pub use crate::module::{chain_problem, check_chain, head, is_beside};
    pub use crate::suggest::nearest;
}
