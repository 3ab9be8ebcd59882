//! What can go wrong when migrations run: the data of each failure; the text is made of it.

mod conflict;
mod excerpt;
mod help;

use std::fmt;
use std::time::Duration;

use crate::Target;
use crate::dialect::{DatabaseError, DatabaseErrorKind};
use crate::migration::Direction;
use crate::migrator::Repair;

pub use conflict::Conflict;

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

/// Where a migration stopped, and at which statement.
#[derive(Debug, Clone)]
pub struct StepFailure {
    /// The migration.
    pub id: Id,
    /// Which way it went.
    pub direction: Direction,
    /// On which kind of database.
    pub target: Target,
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
    /// Whether the step runs outside any transaction, so that what it did before it failed stays.
    pub is_outside: bool,
    /// How many of its statements then stay; none when that cannot be told.
    pub staying: Option<usize>,
}

impl StepFailure {
    /// The statement, or the part of it at `position`, on lines of its own.
    fn excerpt(&self, position: Option<usize>) -> String {
        self.statement.as_deref().map_or(String::new(), |statement| excerpt::excerpt(statement, position))
    }
}

impl fmt::Display for StepFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, step, of, title, .. } = self;
        let back = match self.direction {
            Direction::Up => "",
            Direction::Down => " on the way back",
        };
        write!(f, "{id}{back}, step {step} of {of} ({title})")
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
    #[error("cannot get the migration lock: {source}; waited {waited:?}")]
    Locked { source: DatabaseError, waited: Duration },
    /// A statement of a migration failed.
    #[error("{at} failed: {source}{}{}", code(source), at.excerpt(source.position))]
    Step { at: Box<StepFailure>, source: DatabaseError },
    /// The run was stopped from outside, at a point from which it can go on.
    #[error("{}stopped before it was done, as asked", at.as_ref().map_or(String::new(), |at| format!("{at}: ")))]
    Cancelled { at: Option<Box<StepFailure>> },
    /// A table is not what a step was planned against.
    #[error(
        "{at}: `{name}` is not what the step was planned against: {}",
        found.as_deref().map_or("it is not there".to_owned(), |found| differences(expected, found))
    )]
    Expectation { at: Box<StepFailure>, name: String, expected: Vec<String>, found: Option<Vec<String>> },
    /// A migration goes on behind a statement of which nothing tells whether it took effect.
    #[error("nothing tells whether statement {statement} took effect: {at}{}", at.excerpt(None))]
    InDoubt { at: Box<StepFailure>, statement: usize },
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
    #[error("{at}: {reason}{}", at.excerpt(None))]
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
    /// A repair that makes no sense on the migration as it stands.
    #[error("{id} is {is}, and db:repair {} does not fit that", repair.flag())]
    NotRepairable { id: Id, repair: Repair, is: String, help: String },
    /// A repair without a reason.
    #[error("{id} is not mended without a reason, which the journal keeps")]
    NoReason { id: Id },
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
            Error::Step { source, .. } if source.kind == DatabaseErrorKind::ConnectionLost => {
                "connection_lost"
            }
            Error::Step { .. } => "step_failed",
            Error::Cancelled { .. } => "interrupted",
            Error::Expectation { .. } => "expectation_differs",
            Error::InDoubt { .. } => "in_doubt",
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
            Error::NotRepairable { .. } => "not_repairable",
            Error::NoReason { .. } => "no_reason",
            Error::Operations { .. } => "operations_unreadable",
        }
    }
}

fn code(source: &DatabaseError) -> String {
    source.code.as_ref().map_or(String::new(), |code| format!(" ({code})"))
}

/// What is there beside what was expected, and what is not: `extra: fax; missing: name`.
fn differences(expected: &[String], found: &[String]) -> String {
    let without = |these: &[String], others: &[String]| {
        these.iter().filter(|name| !others.contains(name)).cloned().collect::<Vec<_>>().join(", ")
    };
    let parts = [("extra", without(found, expected)), ("missing", without(expected, found))];
    let told: Vec<String> = parts
        .iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(what, names)| format!("{what}: {names}"))
        .collect();
    told.join("; ")
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
