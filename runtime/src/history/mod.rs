//! The tables `strobila_migrations`, `strobila_journal` and `strobila_meta`: what is applied, what ever
//! happened, and who may read it.
//!
//! Journal ids are given out by the one runner that holds the lock, each one more than the last. So
//! the greatest id says whether anything changed since it was read, and two runners that both believe
//! to hold the lock collide on it instead of writing over one another.

mod read;
mod stored;
mod time;
mod trail;
mod write;

use std::collections::BTreeMap;

use crate::error::Id;

pub(crate) use read::{read, read_journal, stored_downs};
pub(crate) use stored::{StoredDown, StoredKind};
pub(crate) use time::rfc3339;
pub(crate) use trail::{Detail, Sum, Trail, sum_of};
pub(crate) use write::{Entry, Record, Writer};

/// The format that this release writes.
pub(crate) const FORMAT: u32 = 1;
/// The oldest format a release must know to use what this one writes.
pub(crate) const OLDEST_READER: u32 = 1;

pub(crate) const MIGRATIONS: &str = "strobila_migrations";
pub(crate) const JOURNAL: &str = "strobila_journal";
pub(crate) const META: &str = "strobila_meta";

/// One thing that happened. The journal is only ever added to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    /// Its number; a later one is greater.
    pub id: i64,
    /// When, RFC 3339, UTC.
    pub at: String,
    /// The run it belongs to.
    pub run_id: String,
    /// The module.
    pub module: String,
    /// The migration; none for what concerns the module.
    pub name: Option<String>,
    /// `started`, `step`, `begun`, `done`, `undone`, `resumed`, `applied`, `failed`, `rolling_back`,
    /// `rolled_back`, `rollback_failed`, `baselined`, `renamed`; and by db:repair `marked_applied`, `marked_rolled_back`, `removed`,
    /// `checksum_accepted`.
    pub event: String,
    /// How many steps were committed then.
    pub step: Option<usize>,
    /// The server's message, the old name and the like; JSON where a migration of several transactions says
    /// how far it is.
    pub detail: Option<String>,
}

/// What the database says about one migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) id: Id,
    pub(crate) parent: Option<String>,
    pub(crate) requires: Vec<Id>,
    pub(crate) seq: i64,
    pub(crate) state: RowState,
    pub(crate) steps_done: usize,
    pub(crate) steps_total: usize,
    pub(crate) checksum_up: String,
    pub(crate) checksum_down: String,
    pub(crate) finished_at: Option<String>,
    pub(crate) duration_ms: Option<u64>,
    pub(crate) applied_by: Option<String>,
    /// How many steps the stored way down has, while it runs or where it stopped.
    pub(crate) steps_back: Option<usize>,
    /// How far it is, while it is not applied.
    pub(crate) trail: Trail,
}

/// How far a migration is, as its row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowState {
    Applied,
    /// Between its groups, or a crash left it there.
    Running,
    Failed,
    /// Between the groups of its way down, or a crash left it there.
    RollingBack,
    RollbackFailed,
}

impl RowState {
    const ALL: [RowState; 5] = [
        RowState::Applied,
        RowState::Running,
        RowState::Failed,
        RowState::RollingBack,
        RowState::RollbackFailed,
    ];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            RowState::Applied => "applied",
            RowState::Running => "running",
            RowState::Failed => "failed",
            RowState::RollingBack => "rolling_back",
            RowState::RollbackFailed => "rollback_failed",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// All that the database says, without the stored ways down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct History {
    /// Whether the tables are there.
    pub(crate) exists: bool,
    /// One per migration, in the order they were applied.
    pub(crate) rows: Vec<Row>,
    /// The greatest id of the journal; 0 when it is empty.
    pub(crate) journal: i64,
    /// What the database is.
    pub(crate) environment: Option<String>,
    /// The last event of each migration that says whether it is in, by the names of then.
    pub(crate) settled: BTreeMap<Id, Settled>,
    /// How many rows the journal lacks: its numbers have no gaps.
    pub(crate) gaps: i64,
}

/// Whether a migration is in, as the journal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settled {
    /// The number of the entry.
    pub(crate) entry: i64,
    /// One of [`SETTLING`].
    pub(crate) event: String,
}

impl Settled {
    /// Whether the migration is in.
    pub(crate) fn is_in(&self) -> bool {
        COMING.contains(&self.event.as_str())
    }
}

/// Events with which a migration comes in.
const COMING: [&str; 3] = ["applied", "baselined", "marked_applied"];
/// Events that say whether a migration is in.
pub(crate) const SETTLING: [&str; 6] =
    [COMING[0], COMING[1], COMING[2], "rolled_back", "marked_rolled_back", "removed"];

impl History {
    /// The number that the next migration gets.
    pub(crate) fn next_seq(&self) -> i64 {
        self.rows.last().map_or(1, |row| row.seq + 1)
    }

    /// Whether a migration stands between its groups: a run is at work, or was killed.
    pub(crate) fn is_unsettled(&self) -> bool {
        self.rows.iter().any(|row| matches!(row.state, RowState::Running | RowState::RollingBack))
    }
}
