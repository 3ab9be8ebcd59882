//! What is applied, and what is not.

use crate::Target;
use crate::error::{Conflict, Id};
use crate::migration::Direction;

/// How a migration stands. See DESIGN.md, section 8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// In the database, and the file is as it was.
    Applied,
    /// Not in the database.
    Pending,
    /// It stopped part of the way, or is running just now.
    Failed {
        /// The step that is not in, counted from 1.
        step: usize,
        /// How many steps it has.
        of: usize,
        /// Which way it went.
        direction: Direction,
        /// On which kind of database.
        target: Target,
    },
    /// In the database, but the file's way up is another one.
    Edited,
    /// In the database, and no file defines it.
    Missing,
    /// In the database without a file, while everything here is applied and it follows: a newer release
    /// applied it, or its file was deleted. Nothing tells the two apart.
    Ahead,
    /// Pending, while a migration that follows it is applied.
    OutOfOrder {
        /// The applied one.
        applied: Id,
    },
}

impl State {
    /// Its word: `applied`, `pending`, `failed`, `edited`, `missing`, `ahead`, `out_of_order`.
    pub fn as_str(&self) -> &'static str {
        match self {
            State::Applied => "applied",
            State::Pending => "pending",
            State::Failed { .. } => "failed",
            State::Edited => "edited",
            State::Missing => "missing",
            State::Ahead => "ahead",
            State::OutOfOrder { .. } => "out_of_order",
        }
    }

    /// Whether the database holds it whole.
    pub fn is_applied(&self) -> bool {
        match self {
            State::Applied | State::Edited | State::Missing | State::Ahead => true,
            State::Pending | State::Failed { .. } | State::OutOfOrder { .. } => false,
        }
    }

    /// Whether nothing of it is in the database.
    pub fn is_pending(&self) -> bool {
        match self {
            State::Pending | State::OutOfOrder { .. } => true,
            State::Applied | State::Edited | State::Missing | State::Ahead | State::Failed { .. } => false,
        }
    }

    pub(super) fn conflict(
        &self,
        id: Id,
        recorded: &str,
        found: impl FnOnce() -> String,
    ) -> Option<Conflict> {
        match self {
            State::Applied | State::Pending | State::Ahead => None,
            State::Failed { step, of, direction, target } => {
                Some(Conflict::Failed { id, direction: *direction, target: *target, step: *step, of: *of })
            }
            State::Edited => Some(Conflict::Edited { id, recorded: recorded.to_owned(), found: found() }),
            State::Missing => Some(Conflict::Missing { id }),
            State::OutOfOrder { applied } => Some(Conflict::OutOfOrder { id, applied: applied.clone() }),
        }
    }
}

/// One migration and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationStatus {
    /// Its name.
    pub name: String,
    /// How it stands.
    pub state: State,
    /// When it was done, RFC 3339, UTC.
    pub applied_at: Option<String>,
    /// How long it took.
    pub duration_ms: Option<u64>,
    /// Who ran it.
    pub applied_by: Option<String>,
    /// The checksum of the way up in the history.
    pub recorded: Option<String>,
    /// The checksum of the way up in the file.
    pub checksum: Option<String>,
    /// Whether the file's way down is another than the recorded one. It would run as the file says.
    pub down_differs: bool,
}

impl MigrationStatus {
    /// What keeps it from running, if anything does.
    pub fn conflict(&self, module: &str) -> Option<Conflict> {
        let recorded = self.recorded.as_deref().unwrap_or_default();
        self.state
            .conflict(Id::new(module, &self.name), recorded, || self.checksum.clone().unwrap_or_default())
    }
}

/// One module and its migrations: those of the files in their order, then those without a file in
/// the order they were applied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModuleStatus {
    /// Its name.
    pub module: String,
    /// Its migrations.
    pub migrations: Vec<MigrationStatus>,
}

/// How a database stands to the migrations of this binary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// The modules, in the order in which they were given.
    pub modules: Vec<ModuleStatus>,
    /// Modules that the history knows and this binary does not, sorted.
    pub unknown_modules: Vec<String>,
    /// The environment that the database says it is.
    pub environment: Option<String>,
    /// Where history and journal disagree, so that somebody wrote to one of them by hand.
    pub disagreements: Vec<Conflict>,
    /// How many rows the journal lacks: it is only ever added to, and its numbers have no gaps.
    pub journal_gaps: i64,
}

impl Status {
    /// Everything that would be refused, of all modules.
    pub fn conflicts(&self) -> Vec<Conflict> {
        let of_states = self.each().filter_map(|(module, migration)| migration.conflict(module));
        of_states.chain(self.disagreements.iter().cloned()).collect()
    }

    /// What is pending, out of order included, in the order of the files.
    pub fn pending(&self) -> Vec<Id> {
        let pending = self.each().filter(|(_, migration)| migration.state.is_pending());
        pending.map(|(module, migration)| Id::new(module, &migration.name)).collect()
    }

    /// What a newer release applied.
    pub fn ahead(&self) -> Vec<Id> {
        let ahead = self.each().filter(|(_, migration)| migration.state == State::Ahead);
        ahead.map(|(module, migration)| Id::new(module, &migration.name)).collect()
    }

    fn each(&self) -> impl Iterator<Item = (&str, &MigrationStatus)> {
        self.modules
            .iter()
            .flat_map(|module| module.migrations.iter().map(|migration| (module.module.as_str(), migration)))
    }
}
