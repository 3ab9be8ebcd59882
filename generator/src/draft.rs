//! A migration before it is written: what `emit` prints and the proof runs.

use std::collections::BTreeMap;

use strobila::Target;
use strobila::migration::{Hazard, Transaction};
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
}
