//! What would run, as data: the dry run, and what the runner follows.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::Target;
use crate::dialect::dialect;
use crate::error::Id;
use crate::history::Detail;
use crate::migration::{Direction, Migration, Step, Timeouts, Transaction};

/// A text of a file, or of the history.
pub type Text = Cow<'static, str>;

/// Why a migration is in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It was asked for.
    Asked,
    /// A migration that was asked for needs it.
    RequiredBy(Id),
}

/// Where the steps come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The file, compiled in.
    File,
    /// The history; the file is gone.
    Stored,
}

/// One migration that would run, with every statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The migration.
    pub id: Id,
    /// Which way.
    pub direction: Direction,
    /// Why it is here.
    pub why: Why,
    /// Where its steps come from.
    pub origin: Origin,
    /// What is lost when it runs, a phrase each.
    pub loses: Vec<String>,
    /// Whether the file's way down is another than the recorded one.
    pub down_differs: bool,
    /// The steps that do something on this database.
    pub steps: Vec<PlannedStep>,
    /// Where it goes on, when it stopped part of the way.
    pub resumes: Option<Resume>,
}

/// Where a migration goes on that stopped part of the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resume {
    /// How many steps are in.
    pub steps: usize,
    /// How many statements of the next step are in.
    pub statements: usize,
    /// The statement after them, when nobody knows yet whether it took effect.
    pub(crate) doubt: Option<Detail>,
    /// Whether each statement was journalled. Releases before did not.
    pub(crate) is_journalled: bool,
}

impl Planned {
    /// The steps in groups: each group is one transaction, or one step outside any.
    ///
    /// Neighbours that are `Shared` are one group; `Own` and `None` are groups of their own.
    pub fn groups(&self) -> impl Iterator<Item = &[PlannedStep]> {
        groups(&self.steps)
    }

    /// Whether one transaction holds all of it.
    pub(super) fn is_one_group(&self) -> bool {
        let mut groups = self.groups();
        let first = groups.next();
        groups.next().is_none() && !first.is_some_and(|only| only.iter().any(PlannedStep::is_outside))
    }
}

/// See [`Planned::groups`].
pub(super) fn groups(steps: &[PlannedStep]) -> impl Iterator<Item = &[PlannedStep]> {
    steps.chunk_by(|one, next| {
        one.transaction == Transaction::Shared && next.transaction == Transaction::Shared
    })
}

/// One step as it runs on one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedStep {
    /// What it does, in a phrase.
    pub title: Text,
    /// The statements, one each.
    pub statements: Vec<Text>,
    /// The table that the statements rebuild.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rebuilds: Option<Text>,
    /// How it stands to transactions.
    #[serde(default, skip_serializing_if = "is_shared")]
    pub transaction: Transaction,
    /// Tables (or enums) and their columns (or values), joined by commas.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expects: Vec<(Text, Text)>,
    /// How long its statements may wait and run, as far as step and migration say.
    #[serde(default, skip_serializing_if = "Timeouts::is_empty")]
    pub timeouts: Timeouts,
}

impl PlannedStep {
    /// Whether it runs outside any transaction. A rebuild never does.
    pub fn is_outside(&self) -> bool {
        self.transaction == Transaction::None && self.rebuilds.is_none()
    }
}

fn is_shared(transaction: &Transaction) -> bool {
    *transaction == Transaction::Shared
}

/// The steps of one direction that do something on `target`.
pub fn steps_on(migration: &Migration<'static>, direction: Direction, target: Target) -> Vec<PlannedStep> {
    let steps = migration.steps(direction).iter();
    steps.filter_map(|step| on_target(step, migration.timeouts, target)).collect()
}

fn on_target(step: &Step<'static>, of_migration: Timeouts, target: Target) -> Option<PlannedStep> {
    let statements = step.statements(target)?;
    let expects = step.expected_on(target);
    Some(PlannedStep {
        title: Cow::Borrowed(step.title),
        statements: statements.iter().map(|sql| Cow::Borrowed(*sql)).collect(),
        rebuilds: step.rebuilds_on(target).map(Cow::Borrowed),
        transaction: transaction_on(target, step.transaction, statements),
        expects: expects.map(|one| (Cow::Borrowed(one.name), Cow::Borrowed(one.columns))).collect(),
        timeouts: step.timeouts.or(of_migration),
    })
}

/// How a step stands to transactions on `target`: outside of any where the server commits at one of its
/// statements by itself, else as the file says.
pub fn transaction_on<S: AsRef<str>>(
    target: Target,
    transaction: Transaction,
    statements: &[S],
) -> Transaction {
    let dialect = dialect(target);
    let commits = statements.iter().any(|sql| dialect.commits(sql.as_ref()));
    if commits { Transaction::None } else { transaction }
}

/// A migration that ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The migration.
    pub id: Id,
    /// Which way.
    pub direction: Direction,
    /// Why it ran.
    pub why: Why,
    /// How long it took; zero when it was only marked.
    pub duration: Duration,
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The id under which history and journal know the run.
    pub run_id: String,
    /// What ran, in order; empty when everything was so already.
    pub done: Vec<Done>,
    /// What is pending and did not run.
    pub pending: Vec<Id>,
    /// What a newer release applied.
    pub ahead: Vec<Id>,
}

impl Report {
    /// With what was done, which is then no longer pending.
    pub(super) fn with(mut self, done: Vec<Done>) -> Self {
        let ids: BTreeSet<&Id> = done.iter().map(|done| &done.id).collect();
        self.pending.retain(|id| !ids.contains(id));
        self.done = done;
        self
    }
}
