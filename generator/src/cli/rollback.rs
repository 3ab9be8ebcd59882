//! `db:rollback`: takes back the last migrations of a module.

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;
use serde_json::json;
use strobila::Module;
use strobila::dialect::{DatabaseError, Session, connect};
use strobila::migrator::{Consent, Planned, RollbackTo};
use strobila::operation::Operation;
use strobila::schema::Name;

use super::context::{Context, Outcome, block_on};
use super::{database, migrate, plan_view, tags};
use crate::Error;
use crate::config::{Config, DatabaseUrl};
use crate::fold::operations;
use crate::generate::unreadable;
use crate::questioner::{Choice, Question, Unanswered};

/// The flags of `db:rollback`.
#[derive(Debug, Clone, Default, Args)]
pub struct RollbackArgs {
    /// The module, known here or only to the database
    #[arg(value_name = "MODULE")]
    pub module: String,
    /// Take back so many [default: 1]
    #[arg(long, value_name = "N", conflicts_with_all = ["to", "all"])]
    pub count: Option<usize>,
    /// Take back everything that came after this migration, which stays
    #[arg(long, value_name = "MIGRATION", conflicts_with = "all")]
    pub to: Option<String>,
    /// Take back every migration of the module
    #[arg(long)]
    pub all: bool,
    /// Print the SQL and run nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Agree to losing the values that are named; allow_loss of the environment does, but for tables with rows
    #[arg(long)]
    pub accept_loss: bool,
    /// Wait so long for another run to end [default: 60]
    #[arg(long, value_name = "SECONDS")]
    pub wait: Option<u64>,
    /// The database's name, where the environment says confirm = true and there is no terminal
    #[arg(long, value_name = "DATABASE")]
    pub confirm: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// The migrator's; [`Error::LossNotAccepted`] when values would be lost and nobody agreed.
pub(super) fn run(context: &mut Context<'_>, args: &RollbackArgs) -> Result<Outcome, Error> {
    let module = module(context, &args.module)?;
    let to = match (&args.to, args.all) {
        (Some(name), _) => RollbackTo::Name(tags::name_of(name)),
        (None, true) => RollbackTo::All,
        (None, false) => RollbackTo::Count(args.count.unwrap_or(1)),
    };
    let config = context.config()?;
    let url = context.url(&config)?;
    let db = database::to_read(&url, false)?;
    let (migrator, events) = context.migrator(&config, args.wait)?;
    let plan = block_on(context.follow(migrator.rollback_plan(&db, &module, &to), events, &url))?;
    if args.dry_run {
        match plan.is_empty() {
            true => context.screen.note(format!("nothing of {module} to roll back")),
            false => context.screen.line(plan_view::sql(&plan).trim_end()),
        }
        return Ok(Outcome::new(json!({ "dry_run": true, "migrations": plan_view::objects(&plan) })));
    }
    let has_leave = config.allow_loss.value && !args.accept_loss;
    let full = if has_leave { full_tables(context, &db, &url, &plan)? } else { Vec::new() };
    let consent = consent(context, &config, &plan, args.accept_loss, &full)?;
    if !plan.is_empty() {
        database::confirm(context, &config, &url, args.confirm.as_deref(), "roll back")?;
    }
    let (migrator, events) = context.migrator(&config, args.wait)?;
    let report =
        block_on(context.follow(migrator.rollback_planned(&db, &module, &plan, consent), events, &url))?;
    if report.done.is_empty() {
        context.screen.line(format!("nothing of {module} to roll back"));
    }
    Ok(Outcome::new(migrate::object(&report)))
}

/// A module that is known here. One that only the history knows is left to the migrator to find.
fn module(context: &Context<'_>, text: &str) -> Result<String, Error> {
    if text.contains('/') {
        return Err(Error::Usage {
            message: format!("db:rollback takes a module, and `{text}` names a migration"),
            help: Some(
                "db:rollback MODULE takes back its last one; --to MIGRATION all that came after it"
                    .to_owned(),
            ),
        });
    }
    tags::one(context, text).map(|tag| tag.module)
}

/// The tables that the plan drops and that hold rows, by what they are called now.
fn full_tables(
    context: &Context<'_>,
    db: &str,
    url: &DatabaseUrl,
    plan: &[Planned],
) -> Result<Vec<String>, Error> {
    let made = made(context.modules()?, plan)?;
    let named = named_in(plan);
    if made.is_empty() && named.is_empty() {
        return Ok(Vec::new());
    }
    block_on(async {
        let failed = |source| Error::Database { url: url.to_string(), source };
        let mut session = connect(db).await.map_err(failed)?;
        let dialect = session.dialect();
        let quoted = made.iter().map(|table| dialect.quote_name(table)).chain(named).collect();
        let full = with_rows(session.as_mut(), quoted).await;
        session.close().await;
        full.map_err(failed)
    })
}

/// Those of the tables, as SQL names them, that are there and hold rows.
async fn with_rows(
    session: &mut dyn Session,
    tables: BTreeSet<String>,
) -> Result<Vec<String>, DatabaseError> {
    let mut full = Vec::new();
    for table in tables {
        match session.query(&format!("SELECT 1 FROM {table} LIMIT 1")).await {
            Ok(rows) if rows.is_empty() => {}
            Ok(_) => full.push(table.replace(['"', '`'], "")),
            // A table that only the plan makes on its way.
            Err(error) if error.is_refusal() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(full)
}

/// The tables that statements of the plan drop: of a migration whose file is gone, nothing else says it. One
/// that is made anew takes its name again in the same step.
fn named_in(plan: &[Planned]) -> Vec<String> {
    let mut named = Vec::new();
    for step in plan.iter().flat_map(|planned| &planned.steps) {
        let comes_back = |table: &str| {
            let name = format!("RENAME TO {table}");
            step.statements.iter().any(|sql| sql.trim_end().ends_with(&name))
        };
        let tables = step.statements.iter().filter_map(|sql| sql.trim().strip_prefix("DROP TABLE "));
        named.extend(tables.filter(|table| !comes_back(table)).map(str::to_owned));
    }
    named
}

/// The tables that the migrations of a plan made, under the names that they have before it runs.
fn made(modules: &[&'static Module], plan: &[Planned]) -> Result<Vec<Name>, Error> {
    let mut now: BTreeMap<Name, Name> = BTreeMap::new();
    let mut made = Vec::new();
    for planned in plan {
        let module = modules.iter().find(|module| module.name == planned.id.module);
        let list = module.map_or(&[][..], |module| module.migrations.list);
        let Some(migration) = list.iter().find(|migration| migration.name == planned.id.name) else {
            continue;
        };
        let operations = operations(&planned.id.module, migration).map_err(unreadable)?;
        for operation in operations.iter().rev() {
            if let Operation::RenameTable { from, to } = operation {
                let name = now.remove(to).unwrap_or_else(|| to.clone());
                now.insert(from.clone(), name);
            } else if let Operation::CreateTable { table } = operation {
                made.push(now.get(&table.name).unwrap_or(&table.name).clone());
            }
        }
    }
    Ok(made)
}

/// Whether what the plan loses may be lost: by flag, by the environment, or by asking. The leave that an
/// environment gives is not for tables that are `full` of rows.
fn consent(
    context: &mut Context<'_>,
    config: &Config,
    plan: &[Planned],
    accepted: bool,
    full: &[String],
) -> Result<Consent, Error> {
    let losses: Vec<String> = plan
        .iter()
        .flat_map(|planned| planned.loses.iter().map(move |loss| format!("{loss} ({})", planned.id)))
        .collect();
    if losses.is_empty() {
        return Ok(Consent::Refused);
    }
    if accepted || (config.allow_loss.value && full.is_empty()) {
        for loss in &losses {
            context.screen.warn(format!("values are lost: {loss}"));
        }
        return Ok(Consent::Accepted);
    }
    let rows = match full {
        [] => String::new(),
        names => format!("; allow_loss is not for whole tables, and rows are in {}", names.join(", ")),
    };
    let option = Choice {
        label: "roll back and lose it".to_owned(),
        flag: "--accept-loss".to_owned(),
        destructive: true,
        ..Choice::default()
    };
    let question = Question {
        subject: "rollback".to_owned(),
        text: format!("rolling back loses {}{rows}; go on?", losses.join(", ")),
        options: vec![option],
        ..Question::default()
    };
    match context.questioner.choose(&question) {
        Ok(_) => Ok(Consent::Accepted),
        Err(Unanswered::Open) => Err(Error::LossNotAccepted {
            subject: "rolling back".to_owned(),
            losses,
            help: format!("agree with --accept-loss; see what runs with --dry-run{rows}"),
        }),
        Err(other) => Err(other.into()),
    }
}
