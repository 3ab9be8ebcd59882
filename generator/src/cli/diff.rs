//! `db:diff`: compares any two of models, migrations, databases and .sql files. `--format` is tree
//! (human), sql or json.

use clap::Args;
use strobila::Target;

use super::context::{Context, Outcome};
use crate::Error;

/// The flags of `db:diff`.
#[derive(Debug, Clone, Args)]
pub struct DiffArgs {
    /// The side before: a URL, live, files, models, or a .sql file
    #[arg(long, value_name = "SOURCE")]
    pub from: String,
    /// The side after: a URL, live, files, models, or a .sql file
    #[arg(long, value_name = "SOURCE")]
    pub to: String,
    /// For which database SQL is printed
    #[arg(long, value_name = "TARGET")]
    pub target: Option<Target>,
    /// A rename, the old name left: author.name=full_name
    #[arg(long = "rename", value_name = "OLD=NEW")]
    pub renames: Vec<String>,
    /// End with 4 when the two differ
    #[arg(long)]
    pub exit_code: bool,
}

impl DiffArgs {
    /// Whether it needs no project: both sides are databases or .sql files.
    pub fn is_outside(&self) -> bool {
        [&self.from, &self.to].into_iter().all(|side| !matches!(side.as_str(), "live" | "files" | "models"))
    }
}

/// Runs the command, in a project or outside one.
///
/// # Errors
/// A side that cannot be read.
pub(super) fn run(_context: &mut Context<'_>, _args: &DiffArgs) -> Result<Outcome, Error> {
    Err(super::not_in_this_build("db:diff"))
}
