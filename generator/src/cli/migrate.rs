//! `db:migrate`: runs what is pending.

mod late;

use clap::Args;
use serde_json::json;
use strobila::migrator::{Report, Selection, Status, Tag};

use super::context::{Context, Outcome, block_on};
use super::{database, plan_view, tags};
use crate::Error;
use crate::config::{Config, DatabaseUrl};

/// The flags of `db:migrate`.
#[derive(Debug, Clone, Default, Args)]
pub struct MigrateArgs {
    /// Modules or migrations, `blog` or `blog/Migration202611201326`; everything without one
    #[arg(value_name = "TAG")]
    pub tags: Vec<String>,
    /// Run nothing that comes after this migration
    #[arg(long, value_name = "MIGRATION")]
    pub to: Option<String>,
    /// Run at most so many
    #[arg(long, value_name = "N")]
    pub count: Option<usize>,
    /// Print the SQL and run nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Run a migration although one that follows it, or stands beside it as another head, is applied
    ///
    /// Its file then says `.out_of_order()`, so that it runs so on every other database.
    #[arg(long)]
    pub allow_out_of_order: bool,
    /// Wait so long for another run to end [default: 60]
    #[arg(long, value_name = "SECONDS")]
    pub wait: Option<u64>,
    /// The ticket this belongs to, for the history
    #[arg(long, value_name = "TEXT")]
    pub ticket: Option<String>,
    /// Make the SQLite file if it does not exist
    #[arg(long)]
    pub create: bool,
    /// The database's name, where the environment says confirm = true and there is no terminal
    #[arg(long, value_name = "DATABASE")]
    pub confirm: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// The migrator's, and those of config and questions.
pub(super) fn run(context: &mut Context<'_>, args: &MigrateArgs) -> Result<Outcome, Error> {
    let selection = Selection {
        tags: tags::all(context, &args.tags)?,
        count: args.count,
        to: args.to.as_deref().map(tags::name_of),
    };
    let config = context.config()?;
    let url = context.url(&config)?;
    let (migrator, events) = context.migrator(&config, args.wait)?;
    let migrator = migrator.allow_out_of_order(args.allow_out_of_order);
    let migrator = match &args.ticket {
        Some(ticket) => migrator.ticket(ticket),
        None => migrator,
    };
    if args.dry_run {
        let db = database::to_read(&url, args.create)?;
        block_on(database::is_new_enough(&db, &url, &config))?;
        let plan = block_on(context.follow(migrator.plan(&db, &selection), events, &url))?;
        match plan.is_empty() {
            true => context.screen.note("nothing to migrate"),
            false => context.screen.line(plan_view::sql(&plan).trim_end()),
        }
        return Ok(Outcome::new(json!({ "dry_run": true, "migrations": plan_view::objects(&plan) })));
    }
    let db = database::to_write(context, &url, args.create)?;
    database::confirm(context, &config, &url, args.confirm.as_deref(), "migrate")?;
    block_on(database::is_new_enough(&db, &url, &config))?;
    let late = match args.allow_out_of_order {
        true => {
            let now = status(context, &config, &db, &url)?;
            late::late(context.modules()?, &now)?
        }
        false => late::Late::new(),
    };
    let report = block_on(context.follow(migrator.migrate(&db, &selection), events, &url));
    if !late.is_empty() {
        // Of what stopped later, what ran before it stays.
        let now = status(context, &config, &db, &url)?;
        late::mark(context, &late, &now)?;
    }
    let report = report?;
    Ok(told(context, &report, &selection.tags))
}

fn status(context: &mut Context<'_>, config: &Config, db: &str, url: &DatabaseUrl) -> Result<Status, Error> {
    let (migrator, events) = context.migrator(config, None)?;
    block_on(context.follow(migrator.status(&db), events, url))
}

/// Prints what is to be said of a run beside the migrations, which were told as they ran; also its JSON.
pub(super) fn told(context: &mut Context<'_>, report: &Report, tags: &[Tag]) -> Outcome {
    for done in &report.done {
        if let Some(by) = plan_view::required_by(&done.why) {
            context.screen.note(format!("{} ran because {by} requires it", done.id));
        }
    }
    if report.done.is_empty() {
        let of = tags.iter().map(Tag::to_string).collect::<Vec<_>>().join(", ");
        let of = if of.is_empty() { String::new() } else { format!(" of {of}") };
        context.screen.line(format!("nothing to migrate{of}"));
    }
    if !report.pending.is_empty() {
        context.screen.line(format!("{} still pending", report.pending.len()));
    }
    Outcome::new(object(report))
}

/// What a run did, as JSON.
pub(super) fn object(report: &Report) -> serde_json::Value {
    let done = report.done.iter().map(|done| {
        json!({
            "module": done.id.module,
            "name": done.id.name,
            "direction": done.direction,
            "required_by": plan_view::required_by(&done.why),
            "duration_ms": u64::try_from(done.duration.as_millis()).unwrap_or(u64::MAX),
        })
    });
    json!({
        "run_id": report.run_id,
        "migrations": done.collect::<serde_json::Value>(),
        "pending": report.pending.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "ahead": report.ahead.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}
