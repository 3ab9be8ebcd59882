//! `db:generate`: compares models with the last known schema and writes a migration.

use clap::Args;

use super::context::{Context, Outcome};
use crate::Error;

/// The flags of `db:generate`.
#[derive(Debug, Clone, Default, Args)]
pub struct GenerateArgs {
    /// The modules; all without one
    #[arg(value_name = "MODULE")]
    pub modules: Vec<String>,
    /// What the change is called, for the file's header
    #[arg(long, value_name = "TEXT")]
    pub name: Option<String>,
    /// Write a file without steps, for SQL written by hand
    #[arg(long)]
    pub empty: bool,
    /// Which open operations the hand-written file makes: all, none, or subjects like author.fax
    #[arg(long, value_name = "SUBJECT", requires = "empty", value_delimiter = ',')]
    pub claims: Vec<String>,
    /// What to compare with: files, live, a URL, or a .sql file
    #[arg(long, value_name = "SOURCE", default_value = "files")]
    pub from: String,
    /// Write nothing; exit 4 when something would be written
    #[arg(long)]
    pub check: bool,
    /// Print the files and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write the module's last migration again, which must not be applied or committed
    #[arg(long, conflicts_with = "empty")]
    pub amend: bool,
    /// A rename, the old name left: author.name=full_name, writer=author
    #[arg(long = "rename", value_name = "OLD=NEW")]
    pub renames: Vec<String>,
    /// Values that may go, with the reason: author.fax="nobody has one"
    #[arg(long = "drop", value_name = "SUBJECT=REASON")]
    pub drops: Vec<String>,
    /// What existing rows get, as SQL: author.country="'DE'"
    #[arg(long = "fill", value_name = "COLUMN=SQL")]
    pub fills: Vec<String>,
    /// What rows get when a dropped required column comes back, as SQL: author.fax="''"
    #[arg(long = "fill-down", value_name = "COLUMN=SQL")]
    pub fill_downs: Vec<String>,
    /// A table that another module takes over: product=catalog
    #[arg(long = "move", value_name = "TABLE=MODULE")]
    pub moves: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// Open decisions, models that cannot be, a proof that fails.
pub(super) fn run(context: &mut Context<'_>, args: &GenerateArgs) -> Result<Outcome, Error> {
    for name in &args.modules {
        context.module(name)?;
    }
    Err(super::not_in_this_build("db:generate"))
}
