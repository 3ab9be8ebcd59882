//! `db:baseline`: marks migrations as applied to a database that already has their tables.

mod takeover;

use std::path::PathBuf;

use clap::Args;
use strobila::dialect::connect;
use strobila::migrator::Report;
use strobila::schema::Schema;
use strobila::{Migration, Module, Target};

use super::context::{Context, Outcome, block_on};
use super::screen::Paint;
use super::{database, migrate, tags};
use crate::config::DatabaseUrl;
use crate::diff::Renames;
use crate::error::Problem;
use crate::fold::{fold_all, fold_until};
use crate::generate::{chains_on, unreadable};
use crate::predecessor::Predecessor;
use crate::{Code, Error, live, tree};

/// The flags of `db:baseline`.
#[derive(Debug, Clone, Default, Args)]
pub struct BaselineArgs {
    /// The module, or its last migration that is in the database: blog, blog/Migration202611201326
    #[arg(value_name = "TAG")]
    pub tag: String,
    /// Mark migrations by hand too, whose SQL says nothing that can be compared
    #[arg(long)]
    pub unproven: bool,
    /// The tool that migrated the database so far: it must have run all it has
    #[arg(long, value_enum, value_name = "TOOL")]
    pub from: Option<Predecessor>,
    /// The folder of that tool's files [default: migrations, where it is there]
    #[arg(long, value_name = "FOLDER", requires = "from")]
    pub migrations: Option<PathBuf>,
    /// Wait so long for another run to end [default: 60]
    #[arg(long, value_name = "SECONDS")]
    pub wait: Option<u64>,
    /// The database's name, where the environment says confirm = true and there is no terminal
    #[arg(long, value_name = "DATABASE")]
    pub confirm: Option<String>,
}

/// Runs the command: compares first, read-only, and writes history rows alone.
///
/// # Errors
/// [`Error::Drift`] when the database is not what the migrations would have made.
pub(super) fn run(context: &mut Context<'_>, args: &BaselineArgs) -> Result<Outcome, Error> {
    let tag = tags::one(context, &args.tag)?;
    let module = context.module(&tag.module)?;
    let last = module.migrations.list.last().map(|migration| migration.name);
    let upto = tag.migration.as_deref().or(last);
    let config = context.config()?;
    let url = context.url(&config)?;
    let db = database::to_read(&url, false)?;
    let target = block_on(database::target(&db, &url))?;
    let marked = until(module, upto, target);
    if marked.is_empty() {
        return Err(Error::Usage {
            message: format!("the module `{}` has no migrations", module.name),
            help: Some(format!("write the first one with db:generate {}", module.name)),
        });
    }
    let mute: Vec<&str> = marked.iter().filter(|one| is_mute(one)).map(|one| one.name).collect();
    if !mute.is_empty() && !args.unproven {
        return Err(Error::Drift {
            message: format!(
                "{} holds SQL without operations, so what it makes cannot be compared",
                mute.join(", ")
            ),
            help: "see with db:show that it is in the database, then give --unproven".to_owned(),
        });
    }
    let status = {
        let (migrator, events) = context.migrator(&config, args.wait)?;
        block_on(context.follow(migrator.status(&db), events, &url))?
    };
    let pending = status.pending();
    if !marked.iter().any(|one| pending.iter().any(|id| id.module == module.name && id.name == one.name)) {
        context.screen.line(format!("nothing of {} to mark: it is applied already", module.name));
        context.screen.note("whether the database is still what they make: db:drift");
        let report = Report { run_id: String::new(), done: Vec::new(), pending, ahead: status.ahead() };
        return Ok(Outcome::new(migrate::object(&report)));
    }
    let reason = match args.from {
        Some(tool) => Some(block_on(takeover::check(context, tool, &url, &db, args.migrations.as_deref()))?),
        None => None,
    };
    let (wanted, of_module) = wanted(context, module, upto, target)?;
    block_on(prove(&url, &db, &wanted, &of_module, module.name))?;
    database::confirm(context, &config, &url, args.confirm.as_deref(), "mark migrations as applied")?;
    let (mut migrator, events) = context.migrator(&config, args.wait)?;
    if let Some(reason) = reason {
        migrator = migrator.reason(reason);
    }
    let report = block_on(context.follow(migrator.baseline(&db, module.name, upto), events, &url))?;
    let Paint { good, .. } = context.screen.paint;
    for done in &report.done {
        context.screen.line(format!("{good}marked as applied{good:#} {}", done.id));
    }
    if report.done.is_empty() {
        context.screen.line(format!("nothing of {} to mark", module.name));
    }
    if let Some(tool) = args.from.filter(|_| !report.done.is_empty()) {
        context.screen.note(format!(
            "nobody may run {} here any more; its table {} stays until you drop it",
            tool.run(),
            tool.table()
        ));
    }
    Ok(Outcome::new(migrate::object(&report)))
}

/// The migrations of a module up to one of them, and with it, as they are on a target.
fn until(module: &Module, upto: Option<&str>, target: Target) -> Vec<Migration<'static>> {
    let mut list = module.migrations.on(target);
    let end = list.iter().position(|migration| Some(migration.name) == upto);
    list.truncate(end.map_or(0, |end| end + 1));
    list
}

fn is_mute(migration: &Migration<'_>) -> bool {
    migration.operations.trim().is_empty() && !migration.up.is_empty()
}

/// The schema of everything with this module as it was at `upto`; and the module's own part.
fn wanted(
    context: &Context<'_>,
    module: &Module,
    upto: Option<&str>,
    target: Target,
) -> Result<(Schema, Schema), Error> {
    let chains = chains_on(context.modules()?, target);
    let own = fold_until(&chains, module.name, upto).map_err(unreadable)?.unwrap_or_default().schema;
    let mut all = Schema::default();
    for (name, folded) in fold_all(&chains).map_err(unreadable)? {
        all.merge(if name == module.name { own.clone() } else { folded.schema });
    }
    Ok((all, own))
}

/// Compares the live tables of the module with those its migrations lead to. Writes nothing.
async fn prove(
    url: &DatabaseUrl,
    db: &str,
    wanted: &Schema,
    own: &Schema,
    module: &str,
) -> Result<(), Error> {
    let failed = |source| Error::Database { url: url.to_string(), source };
    let mut session = connect(db).await.map_err(failed)?;
    let dialect = session.dialect();
    let normal = dialect.normalize(wanted);
    let compared = match &normal {
        Ok(wanted) => {
            let wanted = part(wanted, own);
            match session.introspect().await {
                Ok(found) => {
                    live::compare(session.as_mut(), &found.schema, &wanted, &Renames::default()).await
                }
                Err(error) => Err(error),
            }
            .map_err(failed)
            .map(|plan| plan.operations)
        }
        Err(list) => Err(Error::Problems {
            code: Code::Unsupported,
            problems: list
                .iter()
                .map(|one| Problem { message: one.to_string(), ..Problem::default() })
                .collect(),
        }),
    };
    session.close().await;
    let operations = compared?;
    if operations.is_empty() {
        return Ok(());
    }
    Err(Error::Drift {
        message: format!(
            "the database is not what the migrations of {module} make; it would still need:\n{}",
            tree::change_tree(&operations).trim_end()
        ),
        help: format!(
            "name the last migration that is in it, db:baseline {module}/MIGRATION, or change the database by hand"
        ),
    })
}

/// The normalised form of the module's own tables and enums.
fn part(all: &Schema, own: &Schema) -> Schema {
    let mut part = all.clone();
    part.tables.retain(|name, _| own.tables.contains_key(name));
    part.enums.retain(|name, _| own.enums.contains_key(name));
    part
}
