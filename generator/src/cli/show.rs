//! `db:show`: the SQL of one migration.

use clap::Args;
use serde_json::json;
use strobila::Target;
use strobila::migration::{Direction, Down, Migration};
use strobila::migrator::steps_on;

use super::context::{Context, Outcome};
use super::{plan_view, tags};
use crate::Error;
use crate::config::Source;

/// The flags of `db:show`.
#[derive(Debug, Clone, Default, Args)]
pub struct ShowArgs {
    /// The migration, `blog/Migration202611201326`; with a module alone its last one
    #[arg(value_name = "TAG")]
    pub tag: String,
    /// For which database [default: that of the environment's URL, else the first of the config's]
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
        return Err(not_written(migration, target.as_str()));
    }
    let config = context.config()?;
    let targets = config.target_list();
    let is_named = context.global.database.is_some() || config.environment.source != Source::Default;
    let url = match config.url() {
        Ok(url) => Some(url),
        Err(error) if is_named => return Err(error),
        Err(_) => None,
    };
    if let Some(url) = url {
        context.hide(&url);
        let scheme = Target::of_url(url.expose());
        let of_url = || targets.iter().copied().filter(|target| written(target) && url.serves(*target));
        if let Some(target) = of_url().find(|target| Some(*target) == scheme).or_else(|| of_url().next()) {
            return Ok(target);
        }
        if is_named {
            return Err(not_written(migration, scheme.map_or("this database", Target::as_str)));
        }
    }
    let first = targets.into_iter().find(written);
    Ok(first.or(migration.targets.first().copied()).unwrap_or(Target::Sqlite))
}

fn not_written(migration: &Migration<'_>, target: &str) -> Error {
    let targets: Vec<&str> = migration.targets.iter().copied().map(Target::as_str).collect();
    Error::Usage {
        message: format!("{} is not written for {target}, only for {}", migration.name, targets.join(", ")),
        help: None,
    }
}
