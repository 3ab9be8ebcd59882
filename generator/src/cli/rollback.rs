//! `db:rollback`: takes back the last migrations of a module.

use clap::Args;
use serde_json::json;
use strobila::migrator::{Consent, Planned, RollbackTo};

use super::context::{Context, Outcome, block_on};
use super::{database, migrate, plan_view, tags};
use crate::Error;
use crate::config::Config;
use crate::questioner::{Choice, Question, Unanswered};

/// The flags of `db:rollback`.
#[derive(Debug, Clone, Default, Args)]
pub struct RollbackArgs {
    /// The module
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
    /// Agree to losing the values that a dry run names
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
    let consent = consent(context, &config, &plan, args.accept_loss)?;
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

/// Whether what the plan loses may be lost: by flag, by the environment, or by asking.
fn consent(
    context: &mut Context<'_>,
    config: &Config,
    plan: &[Planned],
    accepted: bool,
) -> Result<Consent, Error> {
    let losses: Vec<String> = plan
        .iter()
        .flat_map(|planned| planned.loses.iter().map(move |loss| format!("{loss} ({})", planned.id)))
        .collect();
    if losses.is_empty() {
        return Ok(Consent::Refused);
    }
    if accepted || config.allow_loss.value {
        for loss in &losses {
            context.screen.warn(format!("values are lost: {loss}"));
        }
        return Ok(Consent::Accepted);
    }
    let option = Choice {
        label: "roll back and lose it".to_owned(),
        flag: "--accept-loss".to_owned(),
        destructive: true,
        ..Choice::default()
    };
    let question = Question {
        subject: "rollback".to_owned(),
        text: format!("rolling back loses {}; go on?", losses.join(", ")),
        options: vec![option],
        ..Question::default()
    };
    match context.questioner.choose(&question) {
        Ok(_) => Ok(Consent::Accepted),
        Err(Unanswered::Open) => Err(Error::LossNotAccepted {
            subject: "rolling back".to_owned(),
            losses,
            help: "agree with --accept-loss; see what runs with --dry-run".to_owned(),
        }),
        Err(other) => Err(other.into()),
    }
}
