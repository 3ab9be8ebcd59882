//! `db:status`: which migrations are applied and which are not.

use std::collections::BTreeSet;

use clap::Args;
use serde_json::{Value, json};
use strobila::migration::Direction;
use strobila::migrator::{MigrationStatus, ModuleStatus, Selection, State, Status};
use strobila::{Conflict, Migrator};

use super::context::{Context, Outcome, block_on, named};
use super::database;
use super::screen::{Paint, Screen};
use crate::config::DatabaseUrl;
use crate::{Code, Error};

/// The flags of `db:status`.
#[derive(Debug, Clone, Default, Args)]
pub struct StatusArgs {
    /// The modules; all without one
    #[arg(value_name = "MODULE")]
    pub modules: Vec<String>,
    /// End with 7 when a migration is failed, edited, missing or out of order, else with 4 when one is pending
    ///
    /// Without it a database that can be read ends with 0.
    #[arg(long)]
    pub exit_code: bool,
}

/// Runs the command. Writes nothing, not even a table of its own.
///
/// # Errors
/// A database that cannot be read; an unknown module; a pending migration that is not written for it.
pub(super) fn run(context: &mut Context<'_>, args: &StatusArgs) -> Result<Outcome, Error> {
    for name in &args.modules {
        context.module(name)?;
    }
    let config = context.config()?;
    let url = context.url(&config)?;
    let db = database::to_read(&url, false)?;
    let (migrator, events) = context.migrator(&config, None)?;
    let mut status = block_on(context.follow(migrator.status(&db), events, &url))?;
    if !args.modules.is_empty() {
        status.modules.retain(|module| args.modules.contains(&module.module));
        status.unknown_modules.clear();
    }
    let runs = runs_here(&migrator, &db, &status, &url);
    let open = open(context, &args.modules);
    tell(&mut context.screen, &status, runs.is_ok(), &open);
    runs?;
    let exit = match (status.conflicts().is_empty(), status.pending().is_empty()) {
        _ if !args.exit_code => 0,
        (false, _) => Code::HistoryConflict.exit_code(),
        (true, false) => Code::NotCurrent.exit_code(),
        (true, true) => 0,
    };
    let mut object = object(&status);
    object["changed_models"] = json!(open);
    Ok(Outcome::new(object).exit(exit))
}

/// The modules whose models are not what their migrations make. Models with mistakes are the affair of other
/// commands.
fn open(context: &mut Context<'_>, wanted: &[String]) -> Vec<String> {
    let open = context.state().map(|state| state.open_changes()).unwrap_or_default();
    let is_wanted = |module: &String| wanted.is_empty() || wanted.contains(module);
    open.into_iter()
        .filter(|(module, ops)| !ops.is_empty() && is_wanted(module))
        .map(|(module, _)| module)
        .collect()
}

/// Says what db:migrate would say of pending migrations that are not written for this database.
fn runs_here(migrator: &Migrator, db: &str, status: &Status, url: &DatabaseUrl) -> Result<(), Error> {
    let modules: BTreeSet<String> = status.pending().into_iter().map(|id| id.module).collect();
    for module in modules {
        let selection = Selection::module(module);
        // Everything else is in the status already, or a run's own affair.
        let plan = block_on(async { Ok(migrator.plan(&db, &selection).await) })?;
        if let Err(error @ strobila::Error::TargetMissing { .. }) = plan {
            return Err(named(error, url));
        }
    }
    Ok(())
}

fn tell(screen: &mut Screen<'_>, status: &Status, runs_here: bool, open: &[String]) {
    let Paint { bold, dim, .. } = screen.paint;
    for module in &status.modules {
        screen.line(format!("{bold}{}{bold:#}", module.module));
        if module.migrations.is_empty() {
            screen.line(format!("  {dim}no migrations{dim:#}"));
        }
        for migration in &module.migrations {
            let line = line(screen.paint, migration);
            screen.line(line);
        }
    }
    for name in &status.unknown_modules {
        screen.line(format!(
            "{bold}{name}{bold:#}\n  {dim}only the database knows this module: MODULES does not name it{dim:#}"
        ));
    }
    for conflict in status.conflicts() {
        screen.warn(conflict);
    }
    if status.journal_gaps > 0 {
        let rows = if status.journal_gaps == 1 { "row is" } else { "rows are" };
        screen.warn(format!(
            "{} {rows} gone from strobila_journal, which is only ever added to: somebody removed what happened",
            status.journal_gaps
        ));
    }
    for id in status.ahead() {
        screen.note(format!(
            "{id} is applied and has no file here: a newer release applied it, or its file was deleted"
        ));
    }
    let pending = status.pending().len();
    let conflicts = status.conflicts();
    let going_on: Vec<String> = conflicts.iter().filter_map(Conflict::goes_on).collect();
    for command in &going_on {
        screen.note(format!("{command} goes on where it stopped"));
    }
    if !going_on.is_empty() && going_on.len() == conflicts.len() && pending == 0 {
        return;
    }
    if !open.is_empty() {
        screen.note(format!(
            "the models of {0} are not what the migrations make: db:generate {0} writes the difference",
            open.join(" ")
        ));
    }
    screen.note(match pending {
        0 if conflicts.is_empty() && status.unknown_modules.is_empty() && open.is_empty() => {
            "everything is applied".to_owned()
        }
        0 if conflicts.is_empty() && status.unknown_modules.is_empty() => {
            "every migration is applied".to_owned()
        }
        0 if conflicts.is_empty() => "every migration that is here is applied".to_owned(),
        0 => "nothing is pending; db:migrate is refused until what the warnings say is settled".to_owned(),
        _ if !runs_here => format!("{pending} pending"),
        _ => format!("{pending} pending: db:migrate runs what is not applied"),
    });
}

fn line(paint: Paint, migration: &MigrationStatus) -> String {
    let style = match migration.state {
        State::Applied | State::Ahead => paint.good,
        State::Pending => paint.warning,
        State::Failed { .. } | State::Edited | State::Missing | State::OutOfOrder { .. } => paint.error,
    };
    let state = migration.state.as_str();
    let mut line = format!("  {style}{state:<12}{style:#} {}", migration.name);
    if let State::Failed { step, of, direction, .. } = &migration.state {
        let back = match direction {
            Direction::Up => "",
            Direction::Down => " on the way back",
        };
        line.push_str(&format!("  at step {step} of {of}{back}"));
    }
    let Paint { dim, .. } = paint;
    if let Some(at) = &migration.applied_at {
        line.push_str(&format!("  {dim}{at}{dim:#}"));
    }
    if let Some(milliseconds) = migration.duration_ms {
        line.push_str(&format!("  {dim}{milliseconds} ms{dim:#}"));
    }
    line
}

fn object(status: &Status) -> Value {
    json!({
        "environment": status.environment,
        "modules": status.modules.iter().map(module_object).collect::<Value>(),
        "unknown_modules": status.unknown_modules,
        "pending": status.pending().len(),
        "conflicts": status.conflicts().iter().map(conflict_object).collect::<Value>(),
        "journal_gaps": status.journal_gaps,
    })
}

fn conflict_object(conflict: &Conflict) -> Value {
    json!({ "migration": conflict.id().to_string(), "code": conflict.code(), "message": conflict.to_string() })
}

fn module_object(module: &ModuleStatus) -> Value {
    let goes_on = |migration: &MigrationStatus| migration.conflict(&module.module)?.goes_on();
    let migrations = module.migrations.iter().map(|migration| {
        let mut object = json!({
            "name": migration.name,
            "state": migration.state.as_str(),
            "applied_at": migration.applied_at,
            "duration_ms": migration.duration_ms,
            "applied_by": migration.applied_by,
            "checksum": migration.checksum,
            "recorded_checksum": migration.recorded,
        });
        if let State::Failed { step, of, .. } = &migration.state {
            object["step"] = json!(step);
            object["steps"] = json!(of);
            object["goes_on"] = json!(goes_on(migration));
        }
        object
    });
    json!({ "module": module.module, "migrations": migrations.collect::<Value>() })
}
