//! `db:baseline`: marks migrations as applied to a database that already has their tables.

use clap::Args;

use super::context::{Context, Outcome};
use crate::Error;

/// The flags of `db:baseline`.
#[derive(Debug, Clone, Default, Args)]
pub struct BaselineArgs {
    /// The module, or its last migration that is in the database: blog, blog/Migration202611201326
    #[arg(value_name = "TAG")]
    pub tag: String,
    /// The database's name, where the environment says confirm = true and there is no terminal
    #[arg(long, value_name = "DATABASE")]
    pub confirm: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// [`Error::OutOfDate`] when the database is not what the migrations would have made.
pub(super) fn run(context: &mut Context<'_>, args: &BaselineArgs) -> Result<Outcome, Error> {
    super::tags::one(context, &args.tag)?;
    Err(super::not_in_this_build("db:baseline"))
}
