//! `db:show`: the SQL of one migration.

use clap::Args;
use serde_json::json;
use strobila::Target;
use strobila::migration::{Direction, Down, Migration};
use strobila::migrator::steps_on;

use super::context::{Context, Outcome};
use super::{plan_view, tags};
use crate::Error;

/// The flags of `db:show`.
#[derive(Debug, Clone, Default, Args)]
pub struct ShowArgs {
    /// The migration, `blog/Migration202611201326`; with a module alone its last one
    #[arg(value_name = "TAG")]
    pub tag: String,
    /// For which database [default: the first of the config's that the file is written for]
    #[arg(long, value_name = "TARGET")]
    pub target: Option<Target>,
    /// The way down
    #[arg(long)]
    pub down: bool,
}

/// Runs the command. Needs no database.
///
/// # Errors
/// An unknown migration; a target that the file is not written for.
pub(super) fn run(context: &mut Context<'_>, args: &ShowArgs) -> Result<Outcome, Error> {
    let tag = tags::one(context, &args.tag)?;
    let list = context.module(&tag.module)?.migrations.list;
    let found = match &tag.migration {
        Some(name) => list.iter().find(|migration| migration.name == name),
        None => list.last(),
    };
    let Some(migration) = found.copied() else {
        return Err(Error::Usage {
            message: format!("the module `{}` has no migrations", tag.module),
            help: Some(format!("write the first one with db:generate {}", tag.module)),
        });
    };
    let target = target(context, args, migration)?;
    let direction = if args.down { Direction::Down } else { Direction::Up };
    let steps = steps_on(migration, direction, target);
    context.screen.line(format!(
        "-- {}/{} on {target}{}",
        tag.module,
        migration.name,
        promise(migration, direction)
    ));
    context.screen.line(plan_view::steps_sql(&steps).trim_end());
    Ok(Outcome::new(json!({
        "module": tag.module,
        "name": migration.name,
        "target": target.as_str(),
        "direction": direction,
        "steps": plan_view::step_objects(&steps),
    })))
}

fn promise(migration: &Migration<'_>, direction: Direction) -> String {
    let text = match (direction, migration.down) {
        (Direction::Up, _) | (Direction::Down, Down::Exact) => return String::new(),
        (Direction::Down, Down::Lossy { loses }) => format!("way down, loses {loses}"),
        (Direction::Down, Down::Irreversible { because }) => format!("no way down: {because}"),
    };
    format!("\n-- {}", text.replace('\n', "\n-- "))
}

fn target(context: &mut Context<'_>, args: &ShowArgs, migration: &Migration<'_>) -> Result<Target, Error> {
    // A file that names no target is written for all.
    let written = |target: &Target| migration.targets.is_empty() || migration.targets.contains(target);
    if let Some(target) = args.target {
        if written(&target) {
            return Ok(target);
        }
        let targets: Vec<&str> = migration.targets.iter().copied().map(Target::as_str).collect();
        return Err(Error::Usage {
            message: format!(
                "{} is not written for {target}, only for {}",
                migration.name,
                targets.join(", ")
            ),
            help: None,
        });
    }
    let config = context.config()?;
    let first = config.target_list().into_iter().find(written);
    Ok(first.or(migration.targets.first().copied()).unwrap_or(Target::Sqlite))
}
