//! `db:baseline`: marks migrations as applied to a database that already has their tables.

mod takeover;

use std::path::PathBuf;

use clap::Args;
use strobila::dialect::{BoxFuture, DatabaseError, Session, Unsupported, connect};
use strobila::migrator::{Prove, Report};
use strobila::operation::Operation;
use strobila::schema::Schema;
use strobila::{Migration, Module, Target};

use super::context::{Context, Outcome, block_on};
use super::screen::Paint;
use super::{database, migrate, tags};
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
    let mut look = Holds { wanted: &wanted, own: &of_module, missing: Vec::new(), refused: None };
    block_on(async {
        let failed = |source| Error::Database { url: url.to_string(), source };
        let mut session = connect(&db).await.map_err(failed)?;
        let held = look.holds(session.as_mut()).await;
        session.close().await;
        match held.map_err(failed)? {
            true => Ok(()),
            false => Err(look.error(module.name)),
        }
    })?;
    database::confirm(context, &config, &url, args.confirm.as_deref(), "mark migrations as applied")?;
    let (mut migrator, events) = context.migrator(&config, args.wait)?;
    if let Some(reason) = reason {
        migrator = migrator.reason(reason);
    }
    // Compared once more under the lock: a person may have thought long.
    let marked = migrator.baseline_proven(&db, module.name, upto, &mut look);
    let Some(report) = block_on(context.follow(marked, events, &url))? else {
        return Err(look.error(module.name));
    };
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

/// Whether the live tables of a module are those that its migrations lead to.
pub(super) struct Holds<'a> {
    /// What all modules lead to.
    pub(super) wanted: &'a Schema,
    /// What this one leads to.
    pub(super) own: &'a Schema,
    /// What the database would still need, after a look.
    pub(super) missing: Vec<Operation>,
    /// What the database cannot have at all.
    pub(super) refused: Option<Error>,
}

impl Holds<'_> {
    /// Why it does not hold.
    pub(super) fn error(&mut self, module: &str) -> Error {
        self.refused.take().unwrap_or_else(|| Error::Drift {
            message: format!(
                "the database is not what the migrations of {module} make; it would still need:\n{}",
                tree::change_tree(&self.missing).trim_end()
            ),
            help: format!(
                "name the last migration that is in it, db:baseline {module}/MIGRATION, or change the database by hand"
            ),
        })
    }
}

impl Prove for Holds<'_> {
    fn holds<'a>(&'a mut self, session: &'a mut dyn Session) -> BoxFuture<'a, Result<bool, DatabaseError>> {
        Box::pin(async move {
            let wanted = match session.dialect().normalize(self.wanted) {
                Ok(wanted) => part(&wanted, self.own),
                Err(list) => {
                    let problem =
                        |one: &Unsupported| Problem { message: one.to_string(), ..Problem::default() };
                    let problems = list.iter().map(problem).collect();
                    self.refused = Some(Error::Problems { code: Code::Unsupported, problems });
                    return Ok(false);
                }
            };
            let found = session.introspect().await?;
            let plan = live::compare(session, &found.schema, &wanted, &Renames::default()).await?;
            self.missing = plan.operations;
            Ok(self.missing.is_empty())
        })
    }
}

/// The normalised form of the module's own tables and enums.
fn part(all: &Schema, own: &Schema) -> Schema {
    let mut part = all.clone();
    part.tables.retain(|name, _| own.tables.contains_key(name));
    part.enums.retain(|name, _| own.enums.contains_key(name));
    part
}
