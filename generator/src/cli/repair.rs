//! `db:repair`: mends rows of the history, never a table.

use clap::{ArgGroup, Args, ValueEnum};
use serde_json::json;
use strobila::Id;
use strobila::migrator::{Repair, Tag};

use super::context::{Context, Outcome, block_on};
use super::database;
use crate::Error;

/// The flags of `db:repair`.
#[derive(Debug, Clone, Default, Args)]
#[command(group = ArgGroup::new("repair").required(true).multiple(false))]
pub struct RepairArgs {
    /// The migration: blog/Migration202611201326
    #[arg(value_name = "TAG")]
    pub tag: String,
    /// All of it is in the database: for one that stopped, or whose row was removed by hand
    #[arg(long, group = "repair")]
    pub mark_applied: bool,
    /// Nothing of it is in the database: for one that stopped, or whose row came by hand
    #[arg(long, group = "repair")]
    pub mark_rolled_back: bool,
    /// Take the row of a migration without a file out; what it made stays
    #[arg(long, group = "repair")]
    pub remove: bool,
    /// The file is right as it is now, and so is the database: record its checksums and its way down
    #[arg(long, group = "repair")]
    pub accept_checksum: bool,
    /// Where the next run goes on, when nobody knows whether a statement took effect before a crash
    ///
    /// At it, since it is not in the database; or after it, since it is.
    #[arg(long, group = "repair", value_enum, value_name = "WHERE")]
    pub resume: Option<Place>,
    /// Why, for the journal
    #[arg(long, value_name = "TEXT", required = true)]
    pub reason: String,
    /// Wait so long for another run to end [default: 60]
    #[arg(long, value_name = "SECONDS")]
    pub wait: Option<u64>,
    /// The database's name, where the environment says confirm = true and there is no terminal
    #[arg(long, value_name = "DATABASE")]
    pub confirm: Option<String>,
}

/// Where the next run goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Place {
    /// At the statement in doubt.
    At,
    /// After it.
    After,
}

impl RepairArgs {
    fn repair(&self) -> Repair {
        match self.resume {
            Some(Place::At) => return Repair::ResumeAt,
            Some(Place::After) => return Repair::ResumeAfter,
            None => {}
        }
        match (self.mark_applied, self.mark_rolled_back, self.remove) {
            (true, ..) => Repair::MarkApplied,
            (_, true, _) => Repair::MarkRolledBack,
            (_, _, true) => Repair::Remove,
            _ => Repair::AcceptChecksum,
        }
    }
}

/// Runs the command. It writes one row of the history and one of the journal, under the lock.
///
/// # Errors
/// A repair that does not fit how the migration stands; a tag that nobody knows.
pub(super) fn run(context: &mut Context<'_>, args: &RepairArgs) -> Result<Outcome, Error> {
    // Its file, or its whole module, may be gone.
    let tag: Tag = args.tag.parse().map_err(|error: strobila::migrator::NoTag| Error::Usage {
        message: error.to_string(),
        help: None,
    })?;
    let Some(name) = tag.migration else {
        return Err(Error::Usage {
            message: format!("`{}` is a module, and db:repair mends one migration", tag.module),
            help: Some(format!("name it: db:repair {}/MIGRATION; db:status shows them", tag.module)),
        });
    };
    let id = Id::new(tag.module, name);
    let config = context.config()?;
    let url = context.url(&config)?;
    let db = database::to_read(&url, false)?;
    database::confirm(context, &config, &url, args.confirm.as_deref(), "mend the history")?;
    let (migrator, events) = context.migrator(&config, args.wait)?;
    let repair = args.repair();
    block_on(context.follow(migrator.repair(&db, &id, repair, &args.reason), events, &url))?;
    let done = match repair {
        Repair::MarkApplied => "marked as applied",
        Repair::MarkRolledBack => "marked as rolled back",
        Repair::Remove => "removed from the history",
        Repair::AcceptChecksum => "accepted as its file is now",
        Repair::ResumeAt => "goes on at the statement in doubt:",
        Repair::ResumeAfter => "goes on after the statement in doubt:",
    };
    let good = context.screen.paint.good;
    context.screen.line(format!("{good}{done}{good:#} {id}"));
    if repair == Repair::Remove {
        context.screen.note("what it made stays in the database");
    }
    Ok(Outcome::new(json!({ "module": id.module, "name": id.name, "repair": repair.flag() })))
}
