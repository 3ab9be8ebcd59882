//! `db:check`: for CI, without a database: models = fold = snapshot, one head, data loss accepted.

use clap::Args;

use super::context::{Context, Outcome};
use crate::Error;

/// The flags of `db:check`.
#[derive(Debug, Clone, Default, Args)]
pub struct CheckArgs {
    /// The modules; all without one
    #[arg(value_name = "MODULE")]
    pub modules: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// [`Error::OutOfDate`] and whatever else is not in order.
pub(super) fn run(context: &mut Context<'_>, args: &CheckArgs) -> Result<Outcome, Error> {
    for name in &args.modules {
        context.module(name)?;
    }
    Err(super::not_in_this_build("db:check"))
}
