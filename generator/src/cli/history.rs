//! `db:history`: what was ever done to the database.

use clap::Args;
use serde_json::{Value, json};
use strobila::migrator::JournalEntry;

use super::context::{Context, Outcome, block_on};
use super::database;
use super::screen::Paint;
use crate::Error;

/// The flags of `db:history`.
#[derive(Debug, Clone, Default, Args)]
pub struct HistoryArgs {
    /// The module, known here or only to the database; all without one
    #[arg(value_name = "MODULE")]
    pub module: Option<String>,
}

/// Runs the command. Writes nothing.
///
/// # Errors
/// A database that cannot be read.
pub(super) fn run(context: &mut Context<'_>, args: &HistoryArgs) -> Result<Outcome, Error> {
    let config = context.config()?;
    let url = context.url(&config)?;
    let db = database::to_read(&url, false)?;
    let (migrator, events) = context.migrator(&config, None)?;
    let entries = block_on(context.follow(migrator.history(&db, args.module.as_deref()), events, &url))?;
    // A module that was removed is known to the history alone; one that nobody knows is a slip.
    if let Some(name) = args.module.as_deref().filter(|_| entries.is_empty()) {
        context.module(name)?;
    }
    let Paint { bold, dim, .. } = context.screen.paint;
    for entry in &entries {
        let name =
            entry.name.as_ref().map_or(entry.module.clone(), |name| format!("{}/{name}", entry.module));
        let (step, detail) = said(entry);
        context
            .screen
            .line(format!("{dim}{}{dim:#}  {bold}{}{step}{bold:#}  {name}{detail}", entry.at, entry.event));
    }
    if entries.is_empty() {
        context.screen.note("nothing was ever run here");
    }
    let objects = entries.iter().map(|entry| {
        json!({
            "id": entry.id,
            "at": entry.at,
            "run_id": entry.run_id,
            "module": entry.module,
            "name": entry.name,
            "event": entry.event,
            "step": entry.step,
            "detail": entry.detail,
        })
    });
    Ok(Outcome::new(json!({ "events": objects.collect::<Value>() })))
}

/// Which step or statement an entry is about, and what else it says to a person.
fn said(entry: &JournalEntry) -> (String, String) {
    let statement = entry.statement();
    let step = match (entry.event.as_str(), entry.step, statement) {
        ("step", Some(steps), _) => format!(" {steps}"),
        ("begun" | "done" | "undone", Some(steps), Some(statement)) => format!(" {}.{statement}", steps + 1),
        ("resumed", Some(steps), _) => format!(" {}", steps + 1),
        _ => String::new(),
    };
    let detail = entry.detail.as_ref().filter(|_| !entry.is_mark());
    (step, detail.map_or(String::new(), |detail| format!("  {detail}")))
}
