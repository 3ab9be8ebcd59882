//! What can go wrong when migrations run: the data of each failure; the text is made of it.

use std::fmt;
use std::time::Duration;

use crate::Target;
use crate::dialect::DatabaseError;
use crate::migration::Direction;

/// Module and migration, as commands write them: `blog/Migration202611201326`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    /// The module.
    pub module: String,
    /// The migration.
    pub name: String,
}

impl Id {
    /// An id of its two parts.
    pub fn new(module: impl Into<String>, name: impl Into<String>) -> Self {
        Id { module: module.into(), name: name.into() }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.module, self.name)
    }
}

/// What a migration destroys, a phrase each: "the values of author.fax".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The migration.
    pub id: Id,
    /// What is gone.
    pub loses: Vec<String>,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.id, self.loses.join(", "))
    }
}

/// One way in which history and files disagree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// The way up is not the one that was applied.
    Edited {
        /// The migration.
        id: Id,
        /// The checksum in the history.
        recorded: String,
        /// The checksum of the file.
        found: String,
    },
    /// Applied, and no file defines it.
    Missing {
        /// The migration.
        id: Id,
    },
    /// It stopped part of the way.
    Failed {
        /// The migration.
        id: Id,
        /// Which way it went.
        direction: Direction,
        /// The step that is not in, counted from 1.
        step: usize,
        /// How many steps it has.
        of: usize,
    },
    /// Pending, while a migration that follows it is applied.
    OutOfOrder {
        /// The migration.
        id: Id,
        /// The applied one that follows it.
        applied: Id,
    },
}

impl Conflict {
    /// The migration it concerns.
    pub fn id(&self) -> &Id {
        match self {
            Conflict::Edited { id, .. }
            | Conflict::Missing { id }
            | Conflict::Failed { id, .. }
            | Conflict::OutOfOrder { id, .. } => id,
        }
    }

    /// A word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Conflict::Edited { .. } => "edited",
            Conflict::Missing { .. } => "missing",
            Conflict::Failed { .. } => "failed",
            Conflict::OutOfOrder { .. } => "out_of_order",
        }
    }

    fn help(&self) -> String {
        match self {
            Conflict::Edited { id, .. } => {
                format!("restore {}.rs as it was applied, and put the change into a new migration", id.name)
            }
            Conflict::Missing { id } => {
                format!(
                    "restore {}.rs, or take it back with the way down that is stored: db:rollback {}",
                    id.name, id.module
                )
            }
            Conflict::Failed { id, .. } => {
                format!("see what is in with db:history, and mend the database before {id} goes on")
            }
            Conflict::OutOfOrder { id, .. } => format!(
                "put it behind what is applied with db:rebase {}, or run it as it is with --allow-out-of-order",
                id.module
            ),
        }
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Conflict::Edited { id, recorded, found } => {
                write!(f, "{id} was edited after it was applied: checksum {recorded} then, {found} now")
            }
            Conflict::Missing { id } => write!(f, "{id} is applied, and there is no file for it"),
            Conflict::Failed { id, direction, step, of } => {
                let back = match direction {
                    Direction::Up => "",
                    Direction::Down => " on the way back",
                };
                write!(f, "{id} stopped{back} at step {step} of {of}")
            }
            Conflict::OutOfOrder { id, applied } => {
                write!(f, "{id} is pending, but {applied}, which follows it, is applied")
            }
        }
    }
}

/// Where a migration stopped, and at which statement.
#[derive(Debug, Clone)]
pub struct StepFailure {
    /// The migration.
    pub id: Id,
    /// Which way it went.
    pub direction: Direction,
    /// The step, counted from 1.
    pub step: usize,
    /// How many steps it has here.
    pub of: usize,
    /// The step's title.
    pub title: String,
    /// The statement that failed; none when the failure was at BEGIN, COMMIT or the history row.
    pub statement: Option<String>,
    /// How many steps are committed and stay.
    pub committed: usize,
}

impl fmt::Display for StepFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, step, of, title, .. } = self;
        let back = match self.direction {
            Direction::Up => "",
            Direction::Down => ", on the way back,",
        };
        write!(f, "{id}{back} failed at step {step} of {of} ({title})")
    }
}

/// Why migrations did not run. Every variant carries its data; none holds a password.
#[derive(Debug, Clone, thiserror::Error)]
#[expect(missing_docs, reason = "the variant's sentence and text say what its fields are")]
pub enum Error {
    /// The database cannot be reached, or refused something that is no migration's statement.
    #[error("{doing}: {source}")]
    Database { doing: &'static str, source: DatabaseError },
    /// Another runner holds the migration lock.
    #[error("another run holds the migration lock: {holder}; waited {} s", waited.as_secs())]
    Locked { holder: String, waited: Duration },
    /// A statement of a migration failed.
    #[error("{at}: {source}")]
    Step { at: Box<StepFailure>, source: DatabaseError },
    /// A table is not what a step was planned against.
    #[error(
        "{at}: `{name}` is not what the step was planned against: expected {}, found {}",
        list(expected), found.as_deref().map_or("no such table".to_owned(), list)
    )]
    Expectation { at: Box<StepFailure>, name: String, expected: Vec<String>, found: Option<Vec<String>> },
    /// History and files disagree. All disagreements of what was to run, at once.
    #[error("{}", lines(.0))]
    History(Vec<Conflict>),
    /// A newer release wrote the history, and says that this one must not use it.
    #[error(
        "the history has format {format}, and only releases that know format {oldest_reader} may use it; this one knows {ours}"
    )]
    NewerHistory { format: u32, oldest_reader: u32, ours: u32 },
    /// A row of the history cannot be understood.
    #[error("the history cannot be read: {what}")]
    BrokenHistory { what: String },
    /// A hand-written statement that must not run in a migration.
    #[error("{at}: {reason}")]
    BadStatement { at: Box<StepFailure>, reason: String },
    /// The migration was not written for this database.
    #[error("{id} is not written for {target}, only for {}", join(targets))]
    TargetMissing { id: Id, target: Target, targets: Vec<Target> },
    /// Migrations that destroy data, and whose files do not accept it.
    #[error("data would be lost, and the migration does not accept it: {}", lines(.0))]
    HazardNotAccepted(Vec<Loss>),
    /// A rollback that loses data, without consent.
    #[error("rolling back loses data: {}", lines(.0))]
    LossNotAccepted(Vec<Loss>),
    /// There is no way down.
    #[error("{id} cannot be rolled back: {because}")]
    Irreversible { id: Id, because: String },
    /// Applied migrations lean on what was to be rolled back.
    #[error("{id} cannot be rolled back while these lean on it: {}", join(by))]
    InUse { id: Id, by: Vec<Id> },
    /// The stored way down cannot run.
    #[error("{id} has no file, and its stored way down cannot run: {reason}")]
    NoWayDown { id: Id, reason: String },
    /// More was to be rolled back than is applied.
    #[error("{asked} migrations of `{module}` were to be rolled back, but only {applied} are applied")]
    TooMany { module: String, asked: usize, applied: usize },
    /// The history has no such migration, although there is a file.
    #[error("{id} is not applied")]
    NotApplied { id: Id },
    /// No module of that name.
    #[error("there is no module `{name}`{}", did_you_mean(near))]
    UnknownModule { name: String, near: Option<String>, known: Vec<String> },
    /// No migration of that name.
    #[error("there is no migration `{name}`{}{}", within(module), did_you_mean(near))]
    UnknownMigration { module: Option<String>, name: String, near: Option<String> },
    /// Several modules have a migration of that name.
    #[error("`{name}` is a migration of several modules: {}", join(modules))]
    AmbiguousMigration { name: String, modules: Vec<String> },
    /// Two modules, or two migrations of one module, with one name.
    #[error("`{name}` is defined twice: {} and {}", places[0], places[1])]
    Duplicate { name: String, places: [String; 2] },
    /// Migrations that wait for each other.
    #[error("these migrations wait for each other: {}", join(.0))]
    Cycle(Vec<Id>),
    /// A migration requires one that is neither in the files nor applied.
    #[error("{id} requires {requires}, which is neither in the files nor applied")]
    UnknownRequirement { id: Id, requires: Id },
    /// The history holds rows under the old and the new name of a module.
    #[error("the module `{from}` was renamed to `{to}`, but the history holds rows of both")]
    RenameConflict { from: String, to: String },
    /// The database is behind, and the policy was not to change it.
    #[error("the database is behind: {} pending: {}", .0.len(), join(.0))]
    NotCurrent(Vec<Id>),
    /// Another run changed the history between this run's plan and its work.
    #[error("another run changed the history meanwhile, so this one stopped before {id}")]
    Moved { id: Id },
    /// The operations of a migration cannot be read.
    #[error("{id}: line {line} of its operations cannot be read: {reason}")]
    Operations { id: Id, line: usize, reason: String },
}

impl Error {
    /// A word for programs, the same in every release.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Database { source, .. } => source.code_word(),
            Error::Locked { .. } => "locked",
            Error::Step { .. } => "step_failed",
            Error::Expectation { .. } => "expectation_differs",
            Error::History(conflicts) => match conflicts.split_first() {
                Some((first, rest)) if rest.iter().all(|other| other.code() == first.code()) => first.code(),
                _ => "history_conflict",
            },
            Error::NewerHistory { .. } => "newer_history",
            Error::BrokenHistory { .. } => "broken_history",
            Error::BadStatement { .. } => "bad_statement",
            Error::TargetMissing { .. } => "target_missing",
            Error::HazardNotAccepted(_) => "hazard_not_accepted",
            Error::LossNotAccepted(_) => "loss_not_accepted",
            Error::Irreversible { .. } => "irreversible",
            Error::InUse { .. } => "in_use",
            Error::NoWayDown { .. } => "no_way_down",
            Error::TooMany { .. } => "too_many",
            Error::NotApplied { .. } => "not_applied",
            Error::UnknownModule { .. } => "unknown_module",
            Error::UnknownMigration { .. } => "unknown_migration",
            Error::AmbiguousMigration { .. } => "ambiguous_migration",
            Error::Duplicate { .. } => "duplicate",
            Error::Cycle(_) => "cycle",
            Error::UnknownRequirement { .. } => "unknown_requirement",
            Error::RenameConflict { .. } => "rename_conflict",
            Error::NotCurrent(_) => "not_current",
            Error::Moved { .. } => "history_moved",
            Error::Operations { .. } => "operations_unreadable",
        }
    }

    /// What to do next, several lines where there are several ways on.
    pub fn help(&self) -> Option<String> {
        match self {
            Error::Database { source, .. } => source.help.clone(),
            Error::Locked { .. } => Some("wait for it to end, or give more time with --wait".to_owned()),
            Error::Step { at, source } => Some(step_help(at, source)),
            Error::Expectation { name, .. } => Some(format!(
                "the live `{name}` was changed outside the migrations: undo that, or generate the migration again"
            )),
            Error::History(conflicts) => {
                Some(conflicts.iter().map(Conflict::help).collect::<Vec<_>>().join("\n"))
            }
            Error::NewerHistory { .. } => Some("use the release that wrote it, or a newer one".to_owned()),
            Error::BrokenHistory { .. } => {
                Some("compare strobila_migrations with strobila_journal, which is only ever added to".to_owned())
            }
            Error::BadStatement { at, .. } => Some(match &at.statement {
                Some(statement) => format!("correct this statement in {}.rs: {statement}", at.id.name),
                None => format!("correct {}.rs", at.id.name),
            }),
            Error::TargetMissing { id, target, .. } => Some(format!(
                "add {target} to `targets` in strobila.toml and generate {} again, or write its statements by hand",
                id.name
            )),
            Error::HazardNotAccepted(_) => Some(
                "add `.accept(Hazard::DataLoss, \"why\")` to the step that drops it, where a reviewer sees it".to_owned(),
            ),
            Error::LossNotAccepted(_) => Some("say that this may be lost with --accept-loss".to_owned()),
            Error::Irreversible { .. } => Some("undo it with a new migration".to_owned()),
            Error::InUse { by, .. } => by
                .iter()
                .max_by(|a, b| a.name.cmp(&b.name))
                .map(|last| format!("roll those back first: db:rollback {}", last.module)),
            Error::NoWayDown { id, .. } => Some(format!("restore {}.rs", id.name)),
            Error::TooMany { module, .. } => Some(format!("see what is applied: db:status {module}")),
            Error::NotApplied { id } => Some(format!("see what is applied: db:status {}", id.module)),
            Error::UnknownModule { known, .. } if known.is_empty() => {
                Some("no module is named in the tool's main".to_owned())
            }
            Error::UnknownModule { known, .. } => Some(format!("the modules are {}", join(known))),
            Error::UnknownMigration { .. } => Some("see db:status".to_owned()),
            Error::AmbiguousMigration { name, modules } => {
                modules.first().map(|module| format!("say which: {module}/{name}"))
            }
            Error::Duplicate { .. } => Some("rename one of the two".to_owned()),
            Error::Cycle(_) => Some("correct `.after` or `.requires` in one of the files".to_owned()),
            Error::UnknownRequirement { requires, .. } => {
                Some(format!("add the module `{}` to the tool's main, or restore {}.rs", requires.module, requires.name))
            }
            Error::RenameConflict { from, .. } => {
                Some(format!("an older release ran after the rename: compare both with db:history {from}"))
            }
            Error::NotCurrent(_) => Some("run db:migrate".to_owned()),
            Error::Moved { id } => {
                Some(format!("look at db:status {}, then say again what to do", id.module))
            }
            Error::Operations { id, .. } => Some(format!("restore the operations at the end of {}.rs", id.name)),
        }
    }
}

fn step_help(at: &StepFailure, source: &DatabaseError) -> String {
    let mut lines: Vec<String> = source.help.iter().cloned().collect();
    let back = match at.direction {
        Direction::Up => "db:migrate",
        Direction::Down => "db:rollback",
    };
    if at.committed == 0 {
        lines.push(format!("nothing of it is in the database; correct it and run {back} again"));
    } else {
        lines.push(format!(
            "steps 1 to {} are in the database and stay; see db:status {}",
            at.committed, at.id.module
        ));
    }
    lines.join("\n")
}

fn list(items: impl AsRef<[String]>) -> String {
    items.as_ref().join(", ")
}

fn join<T: fmt::Display>(items: &[T]) -> String {
    let texts: Vec<String> = items.iter().map(T::to_string).collect();
    texts.join(", ")
}

fn lines<T: fmt::Display>(items: &[T]) -> String {
    let texts: Vec<String> = items.iter().map(T::to_string).collect();
    texts.join("\n")
}

fn did_you_mean(near: &Option<String>) -> String {
    near.as_ref().map_or(String::new(), |near| format!("; did you mean `{near}`?"))
}

fn within(module: &Option<String>) -> String {
    module.as_ref().map_or(String::new(), |module| format!(" in module `{module}`"))
}
