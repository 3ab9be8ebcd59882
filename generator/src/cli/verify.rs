//! `db:verify`: the proof, per target.

use clap::Args;
use strobila::Target;

use super::context::{Context, Outcome};
use crate::Error;

/// The flags of `db:verify`.
#[derive(Debug, Clone, Default, Args)]
pub struct VerifyArgs {
    /// Modules or migrations; everything without one
    #[arg(value_name = "TAG")]
    pub tags: Vec<String>,
    /// On which databases [default: all of the config's]
    #[arg(long = "target", value_name = "TARGET")]
    pub targets: Vec<Target>,
}

/// Runs the command.
///
/// # Errors
/// [`Error::ProofFailed`]
pub(super) fn run(context: &mut Context<'_>, args: &VerifyArgs) -> Result<Outcome, Error> {
    super::tags::all(context, &args.tags)?;
    Err(super::not_in_this_build("db:verify"))
}
