//! `db:generate --amend`: whether the last migrations are still this branch's alone, and what became of them.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use strobila::Module;
use strobila::dialect::{DatabaseError, DatabaseErrorKind};
use strobila::migrator::State as Applied;

use super::super::context::{Context, block_on};
use super::super::{database, git};
use crate::amend::{self, Amended, Head};
use crate::config::Config;
use crate::decide::Flags;
use crate::emit::emit;
use crate::error::{Code, Error};
use crate::generate::{Drafted, State};

/// How long a database may take to say what is applied.
const PATIENCE: Duration = Duration::from_secs(10);

/// Models and migrations for a run that plans the last migration of each module again, and its flags beside
/// what these hold.
///
/// # Errors
/// A migration that is applied, required, or shared by git; one that holds what a person wrote.
pub(super) fn state(
    context: &mut Context<'_>,
    config: &Config,
    wanted: &[&'static Module],
    flags: &Flags,
) -> Result<(State, Flags), Error> {
    let modules = context.modules()?;
    let amended = amend::heads(modules, wanted)?;
    not_applied(context, config, &amended)?;
    for (module, head) in &amended.heads {
        not_shared(context, module, head)?;
    }
    amend::state(context.modules()?, amended, flags, config.uuid.value)
}

/// Says what to do when the plan leans on a module that is not among the amended.
pub(super) fn alone(is_amended: bool) -> impl Fn(Error) -> Error {
    move |error| match error {
        Error::NeedsModule { module, needs } if is_amended => Error::Usage {
            message: format!(
                "the last migration of {module} leans on changes of {needs} that are not generated yet"
            ),
            help: Some(format!("run db:generate {needs} first, then --amend again")),
        },
        error => error,
    }
}

/// Refuses what would leave an empty migration; takes the drafts out when every file is as it was.
pub(super) fn settle(state: &State, drafts: &mut Vec<Drafted>) -> Result<(), Error> {
    let modules: BTreeSet<&str> = drafts.iter().map(|drafted| drafted.draft.module.as_str()).collect();
    amend::none_is_empty(state, &modules)?;
    let is_as_it_was = |drafted: &Drafted| {
        let head = state.replaced(&drafted.draft.module, &drafted.draft.name);
        head.is_some_and(|head| head.text.replace("\r\n", "\n") == emit(&drafted.draft))
    };
    if drafts.iter().all(is_as_it_was) {
        drafts.clear();
    }
    Ok(())
}

/// Refuses when the environment's database has one of them; says so when it cannot be asked.
fn not_applied(context: &mut Context<'_>, config: &Config, amended: &Amended) -> Result<(), Error> {
    let status = match status(context, config) {
        Ok(status) => status,
        Err(error) => {
            let cannot = [Code::NoDatabaseUrl, Code::NoDatabase, Code::Connect, Code::ConnectionLost];
            if !cannot.contains(&error.code()) {
                return Err(error);
            }
            let environment = &config.environment.value;
            context.screen.note(format!("not asked whether it is applied in {environment}: {error}"));
            return Ok(());
        }
    };
    for of_module in &status.modules {
        let Some(head) = amended.heads.get(&of_module.module) else { continue };
        let (module, name) = (&of_module.module, head.migration.name);
        let Some(migration) = of_module.migrations.iter().find(|one| one.name == name) else { continue };
        let (is, help) = match &migration.state {
            Applied::Pending | Applied::OutOfOrder { .. } => continue,
            Applied::Applied | Applied::Missing | Applied::Ahead => {
                ("is applied", format!("roll it back first: db:rollback {module}"))
            }
            Applied::Edited => (
                "is applied, and its file was edited since",
                format!("restore the file, then roll it back: db:rollback {module}"),
            ),
            Applied::Failed { .. } => (
                "stopped part of the way",
                format!("db:history {module} shows where; it must be whole or gone first"),
            ),
        };
        return Err(Error::NotAmended {
            code: Code::HeadInUse,
            message: format!("{module}/{name} cannot be amended: it {is} in {}", config.environment.value),
            place: Some(head.place(1)),
            help: format!("{help}\n{}", amend::second(module)),
        });
    }
    Ok(())
}

/// What is applied in an environment's database, if it answers in time.
///
/// # Errors
/// No URL, no database, no answer.
pub(in crate::cli) fn status(
    context: &mut Context<'_>,
    config: &Config,
) -> Result<strobila::migrator::Status, Error> {
    let url = context.url(config)?;
    let db = database::to_read(&url, false)?;
    let (migrator, events) = context.migrator(config, None)?;
    block_on(async {
        let asked = context.follow(migrator.status(&db), events, &url);
        let message = format!("no answer in {} seconds", PATIENCE.as_secs());
        let source = DatabaseError {
            kind: DatabaseErrorKind::Connect,
            message,
            code: None,
            position: None,
            help: None,
        };
        let silent = |_| Err(Error::Database { url: url.to_string(), source });
        tokio::time::timeout(PATIENCE, asked).await.unwrap_or_else(silent)
    })
}

/// Refuses when others may have the file from git. Without git, or outside a repository, it goes on.
fn not_shared(context: &mut Context<'_>, module: &str, head: &Head) -> Result<(), Error> {
    let folder = head.path.parent().unwrap_or(Path::new("."));
    let name = head.migration.name;
    match shared_in(folder, &format!("{name}.rs")) {
        Ok(None) => Ok(()),
        Ok(Some(branch)) => Err(Error::NotAmended {
            code: Code::HeadInUse,
            message: format!(
                "{module}/{name} cannot be amended: git has it in {branch}, so others may have run it"
            ),
            place: Some(head.place(1)),
            help: format!("db:generate {module} writes a second migration"),
        }),
        Err(why) => {
            context.screen.note(format!("git could not say whether others have {module}/{name}: {why}"));
            Ok(())
        }
    }
}

/// The first branch beside the current one that holds the file.
fn shared_in(folder: &Path, file: &str) -> Result<Option<String>, String> {
    for branch in git::shared_branches(folder)? {
        if git::has(folder, &branch, file)? {
            return Ok(Some(git::short(&branch)));
        }
    }
    Ok(None)
}
