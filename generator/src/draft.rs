//! A migration before it is written: what `emit` prints and the proof runs.

use std::collections::BTreeMap;

use strobila::Target;
use strobila::migration::{Down, Expectation, Hazard, Migration, Step, Transaction, step};
use strobila::operation::Operation;

/// A migration before it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The module.
    pub module: String,
    /// `MigrationYYYYMMDDHHMM`.
    pub name: String,
    /// A word or phrase that a person gave it; the summary of its operations when none.
    pub title: Option<String>,
    /// The migration it follows.
    pub after: Option<String>,
    /// Module and migration of others that must be applied before it, sorted.
    pub requires: Vec<(String, String)>,
    /// What it is written for, in the order of [`Target::ALL`].
    pub targets: Vec<Target>,
    /// The way up.
    pub up: Vec<DraftStep>,
    /// What the way down promises.
    pub down: DraftDown,
    /// The way down.
    pub down_steps: Vec<DraftStep>,
    /// What the way up means, in portable operations.
    pub operations: Vec<Operation>,
    /// What the way up destroys, a phrase each: "the values of author.fax".
    pub up_loses: Vec<String>,
    /// The target on which its module begins here, if it is a baseline, and what it makes there. It then has
    /// no operations: the schema of the module stays what it is.
    pub baseline: Option<(Target, Vec<Operation>)>,
    /// Whether its steps are still to be written: the file then shows how.
    pub is_sketch: bool,
}

impl Draft {
    /// The migration that its file will hold once it is compiled: for a run that records what it has just
    /// written. Its texts stay in memory until the process ends.
    pub fn compiled(&self) -> Migration<'static> {
        let mut migration = Migration::new(kept(&self.name))
            .targets(self.targets.clone().leak())
            .up(self.steps(&self.up))
            .operations(crate::emit::operations_text(self).leak());
        if let Some((target, operations)) = &self.baseline {
            let begins_with = crate::emit::lines(operations).join("\n").leak();
            migration = migration.baseline(vec![*target].leak(), begins_with);
        }
        migration.after = self.after.as_deref().map(kept);
        let requires = self.requires.iter().map(|(module, name)| (kept(module), kept(name)));
        migration.requires = requires.collect::<Vec<_>>().leak();
        let down = match &self.down {
            DraftDown::Exact => Down::Exact,
            DraftDown::Lossy { loses } => Down::Lossy { loses: kept(loses) },
            DraftDown::Irreversible { because } => Down::Irreversible { because: kept(because) },
        };
        migration.down(down, self.steps(&self.down_steps))
    }

    fn steps(&self, steps: &[DraftStep]) -> &'static [Step<'static>] {
        steps.iter().map(|step| step.compiled(&self.targets)).collect::<Vec<_>>().leak()
    }
}

fn kept(text: &str) -> &'static str {
    text.to_owned().leak()
}

/// What the way down promises; see [`strobila::migration::Down`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum DraftDown {
    /// Everything is as it was.
    #[default]
    Exact,
    /// Some values are not as they were.
    Lossy {
        /// Which.
        loses: String,
    },
    /// There is no way down.
    Irreversible {
        /// Why not.
        because: String,
    },
}

/// One step of a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftStep {
    /// What it does, in a phrase.
    pub title: String,
    /// The statements by target; a target that is missing does nothing here.
    pub statements: BTreeMap<Target, Vec<String>>,
    /// The table that the SQLite statements rebuild.
    pub rebuilds: Option<String>,
    /// How it stands to transactions.
    pub transaction: Transaction,
    /// Risks that are accepted, with the reason.
    pub accepted: Vec<(Hazard, String)>,
    /// Tables (or enums) and the columns (or values) it was planned against.
    pub expected: Vec<(String, Vec<String>)>,
    /// The same for one target alone: a table that only SQLite rebuilds, an enum that only PostgreSQL
    /// has.
    pub expected_on: Vec<(Target, String, Vec<String>)>,
}

impl DraftStep {
    /// What the step was planned against on `target`; nothing where it has no statements.
    pub fn expects(&self, target: Target) -> impl Iterator<Item = (&str, &[String])> {
        let common = self.expected.iter().map(|(name, columns)| (name.as_str(), columns.as_slice()));
        let alone = self.expected_on.iter().filter(move |(only, ..)| *only == target);
        let acts = self.statements.contains_key(&target);
        common
            .chain(alone.map(|(_, name, columns)| (name.as_str(), columns.as_slice())))
            .filter(move |_| acts)
    }

    fn compiled(&self, targets: &[Target]) -> Step<'static> {
        let texts = |target: Target| -> Option<&'static [&'static str]> {
            let texts = self.statements.get(&target).map(|list| list.iter().map(|sql| kept(sql)).collect());
            // It would inherit what is not meant for it.
            let inherits = |other: &Target| self.statements.contains_key(other);
            let is_heir = || target.fallback().as_ref().is_some_and(inherits) && targets.contains(&target);
            let texts: Option<Vec<&'static str>> = texts.or_else(|| is_heir().then(Vec::new));
            texts.map(|texts| &*texts.leak())
        };
        let mut made = step(kept(&self.title));
        made.postgres = texts(Target::Postgres);
        made.mysql = texts(Target::Mysql);
        made.mariadb = texts(Target::Mariadb);
        made.sqlite = texts(Target::Sqlite);
        made.rebuilds = self.rebuilds.as_deref().map(kept);
        made.transaction = self.transaction;
        for (place, (hazard, reason)) in made.accepted.iter_mut().zip(&self.accepted) {
            *place = Some((*hazard, kept(reason)));
        }
        let common = self.expected.iter().map(|(name, columns)| (None, name, columns));
        let alone = self.expected_on.iter().map(|(target, name, columns)| (Some(*target), name, columns));
        for (place, (target, name, columns)) in made.expected.iter_mut().zip(common.chain(alone)) {
            *place = Some(Expectation { target, name: kept(name), columns: kept(&columns.join(",")) });
        }
        made
    }
}
