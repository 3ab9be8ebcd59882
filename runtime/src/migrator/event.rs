//! What happens while migrations run, as values; the same goes to `tracing`.

use std::time::Duration;

use crate::dialect::{Blocker, Progress};
use crate::error::Id;
use crate::migration::Direction;

/// Something that happened during a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Another run holds the lock; this one waits.
    Waiting {
        /// A sentence of the server: who holds it, as far as it tells.
        holder: String,
        /// How long it has waited by now.
        waited: Duration,
        /// How long this run will wait at most.
        wait: Duration,
    },
    /// A module's history got its new name.
    ModuleRenamed {
        /// The old name.
        from: String,
        /// The new name.
        to: String,
    },
    /// These are applied and unknown here: a newer release migrated, or files were deleted.
    Ahead {
        /// The migrations, in the order they were applied.
        unknown: Vec<Id>,
    },
    /// The way down in the file is not the one that was recorded; the file's runs.
    DownDiffers {
        /// The migration.
        id: Id,
    },
    /// A migration begins.
    MigrationStarted {
        /// The migration.
        id: Id,
        /// Which way.
        direction: Direction,
        /// How many steps it has here.
        steps: usize,
    },
    /// A migration goes on that stopped part of the way.
    Resumed {
        /// The migration.
        id: Id,
        /// Which way.
        direction: Direction,
        /// The step at which it goes on, counted from 1.
        step: usize,
        /// How many steps it has here.
        of: usize,
        /// The statement of that step, counted from 1.
        statement: usize,
    },
    /// The connection was lost at COMMIT and opened anew: the server had committed, and the run goes on.
    CommitReadBack {
        /// The migration.
        id: Id,
    },
    /// The server does not take a connection just now; this run tries again.
    Reconnecting {
        /// The attempt that follows, counted from 1.
        attempt: u32,
        /// How many there are at most.
        attempts: u32,
        /// How long until then.
        pause: Duration,
        /// What the server said.
        reason: String,
    },
    /// It was found out whether a statement took effect whose end no run had seen.
    Decided {
        /// The migration.
        id: Id,
        /// The step, counted from 1.
        step: usize,
        /// The statement of the step, counted from 1.
        statement: usize,
        /// Whether it did; else it runs again.
        took_effect: bool,
        /// What told: `operation`, `definition`, or `repeatable` when to run it again does no harm.
        by: String,
    },
    /// A step begins.
    StepStarted {
        /// The migration.
        id: Id,
        /// The step, counted from 1.
        step: usize,
        /// How many steps it has here.
        of: usize,
        /// The step's title.
        title: String,
    },
    /// A statement of a step still runs; told every second.
    Running {
        /// The migration.
        id: Id,
        /// The step, counted from 1.
        step: usize,
        /// How many steps it has here.
        of: usize,
        /// How long the statement has run by now.
        elapsed: Duration,
        /// Who keeps it waiting.
        blocker: Option<Blocker>,
        /// How far it is, where the server counts.
        progress: Option<Progress>,
    },
    /// Another session's lock was not to be had in time; what was rolled back is tried again.
    Retrying {
        /// The migration.
        id: Id,
        /// The step, counted from 1.
        step: usize,
        /// How many steps it has here.
        of: usize,
        /// Which attempt comes next, counted from 1.
        attempt: u32,
        /// How many there are at most.
        attempts: u32,
        /// How long it pauses before.
        pause: Duration,
        /// What the server said, and who was in the way as far as it tells: a sentence.
        reason: String,
        /// Who was in the way.
        blocker: Option<Blocker>,
    },
    /// What an earlier attempt left behind was taken away before a statement ran.
    Cleared {
        /// The migration.
        id: Id,
        /// The step, counted from 1.
        step: usize,
        /// How many steps it has here.
        of: usize,
        /// What it was.
        what: String,
    },
    /// A step's statements ran. It is in the database when its transaction is committed.
    StepFinished {
        /// The migration.
        id: Id,
        /// The step, counted from 1.
        step: usize,
        /// How many steps it has here.
        of: usize,
        /// How long it took.
        duration: Duration,
    },
    /// A migration is in the database, history row included.
    MigrationFinished {
        /// The migration.
        id: Id,
        /// Which way.
        direction: Direction,
        /// How long it took.
        duration: Duration,
    },
    /// A migration stopped. The run's error says why.
    MigrationFailed {
        /// The migration.
        id: Id,
        /// Which way.
        direction: Direction,
        /// How many steps are committed and stay.
        committed: usize,
        /// How many steps it has here.
        of: usize,
    },
}

impl Event {
    /// Tells `tracing`. No statement is in it: a statement may hold data.
    pub(super) fn trace(&self) {
        match self {
            Event::Waiting { holder, waited, wait } => {
                let (waited_s, wait_s) = (waited.as_secs(), wait.as_secs());
                tracing::info!(%holder, waited_s, wait_s, "waiting for the migration lock");
            }
            Event::Running { id, step, of, elapsed, blocker, progress } => {
                let phase = progress.as_ref().map(|progress| progress.phase.as_str());
                let waits_for = blocker.as_ref().map(|blocker| blocker.who.as_str());
                tracing::debug!(migration = %id, step, of, ms = millis(*elapsed), waits_for, phase, "running");
            }
            Event::Retrying { id, step, attempt, attempts, pause, .. } => {
                tracing::warn!(migration = %id, step, attempt, attempts, pause_ms = millis(*pause), "retrying");
            }
            Event::Cleared { id, step, what, .. } => {
                tracing::warn!(migration = %id, step, %what, "cleared away");
            }
            Event::ModuleRenamed { from, to } => tracing::info!(%from, %to, "module renamed"),
            Event::Ahead { unknown } => {
                let unknown: Vec<String> = unknown.iter().map(Id::to_string).collect();
                tracing::warn!(
                    unknown = unknown.join(", "),
                    "applied without a file here: by a newer release, or deleted"
                );
            }
            Event::DownDiffers { id } => {
                tracing::warn!(migration = %id, "the way down was changed; the file's runs")
            }
            Event::MigrationStarted { id, direction, steps } => {
                tracing::info!(migration = %id, ?direction, steps, "migration started");
            }
            Event::Resumed { id, direction, step, of, statement } => {
                tracing::info!(migration = %id, ?direction, step, of, statement, "migration goes on");
            }
            Event::CommitReadBack { id } => {
                tracing::warn!(migration = %id, "connection lost at COMMIT; the server had committed");
            }
            Event::Reconnecting { attempt, attempts, pause, reason } => {
                tracing::warn!(attempt, attempts, ms = millis(*pause), %reason, "no connection yet");
            }
            Event::Decided { id, step, statement, took_effect, by } => {
                tracing::info!(migration = %id, step, statement, took_effect, %by, "statement in doubt decided");
            }
            Event::StepStarted { id, step, of, title } => {
                tracing::debug!(migration = %id, step, of, %title, "step started");
            }
            Event::StepFinished { id, step, of, duration } => {
                tracing::debug!(migration = %id, step, of, ms = millis(*duration), "step finished");
            }
            Event::MigrationFinished { id, direction, duration } => {
                tracing::info!(migration = %id, ?direction, ms = millis(*duration), "migration finished");
            }
            Event::MigrationFailed { id, direction, committed, of } => {
                tracing::error!(migration = %id, ?direction, committed, of, "migration failed");
            }
        }
    }
}

/// A duration in whole milliseconds, as history and traces hold it.
pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
