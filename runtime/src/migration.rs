//! The format of a migration file: const data that can be printed, hashed, checked and stored
//! without running anything.
//!
//! A file does `use strobila::migration::*;` and defines `pub const MIGRATION: Migration`. This API
//! only grows: a file written by the first release compiles and hashes the same under every later one.

mod checksum;
mod steps;
mod timeout;

use serde::{Deserialize, Serialize};

pub use crate::Target::{self, Mariadb, Mysql, Postgres, Sqlite};
pub use checksum::{Direction, checksum};
pub use steps::{Expectation, Step, Transaction, step};
pub use timeout::{Timeout, Timeouts};

/// Most reasons or expectations one step can carry.
pub const MAX_NOTES: usize = 4;

/// A reviewed change of one module's schema: a name, its parent, steps up and steps down.
#[derive(Debug, Clone, Copy)]
pub struct Migration<'a> {
    /// `MigrationYYYYMMDDHHMM`, UTC.
    pub name: &'a str,
    /// The migration it follows in its module; none for the first.
    pub after: Option<&'a str>,
    /// Module and migration of other modules that must be applied before it.
    pub requires: &'a [(&'a str, &'a str)],
    /// What it is written for.
    pub targets: &'a [Target],
    /// Steps of the way up, in order.
    pub up: &'a [Step<'a>],
    /// What the way down promises.
    pub down: Down<'a>,
    /// Steps of the way down, in order.
    pub down_steps: &'a [Step<'a>],
    /// Operations as JSON, one per line.
    pub operations: &'a str,
    /// Whether it may run after a migration that follows it.
    pub out_of_order: bool,
    /// The targets on which its module begins here; see [`Migration::baseline`].
    pub baseline: &'a [Target],
    /// Operations as JSON, one per line: what it makes on the targets of `baseline`.
    pub begins_with: &'a str,
    /// How long its statements may wait and run, where a step does not say otherwise.
    pub timeouts: Timeouts,
}

impl<'a> Migration<'a> {
    /// A migration without steps.
    pub const fn new(name: &'a str) -> Self {
        Migration {
            name,
            after: None,
            requires: &[],
            targets: &[],
            up: &[],
            down: Down::Exact,
            down_steps: &[],
            operations: "",
            out_of_order: false,
            baseline: &[],
            begins_with: "",
            timeouts: Timeouts { lock: None, statement: None },
        }
    }

    /// How long its statements wait for a lock that another session holds, whatever the environment says:
    /// `"10s"`, `"200ms"`, `"2m"` or `"none"`. No part of the checksum.
    ///
    /// # Panics
    /// At compile time, when it is no length of time.
    pub const fn lock_timeout(mut self, timeout: &str) -> Self {
        self.timeouts.lock = Some(Timeout::new(timeout));
        self
    }

    /// How long each of its statements may run, whatever the environment says. No part of the checksum.
    ///
    /// # Panics
    /// At compile time, when it is no length of time.
    pub const fn statement_timeout(mut self, timeout: &str) -> Self {
        self.timeouts.statement = Some(Timeout::new(timeout));
        self
    }

    /// Names the migration it follows in its module.
    pub const fn after(mut self, parent: &'a str) -> Self {
        self.after = Some(parent);
        self
    }

    /// Names migrations of other modules that must be applied before it.
    pub const fn requires(mut self, requires: &'a [(&'a str, &'a str)]) -> Self {
        self.requires = requires;
        self
    }

    /// Says what it is written for.
    pub const fn targets(mut self, targets: &'a [Target]) -> Self {
        self.targets = targets;
        self
    }

    /// The steps of the way up.
    pub const fn up(mut self, steps: &'a [Step<'a>]) -> Self {
        self.up = steps;
        self
    }

    /// What the way down promises, and its steps.
    pub const fn down(mut self, down: Down<'a>, steps: &'a [Step<'a>]) -> Self {
        self.down = down;
        self.down_steps = steps;
        self
    }

    /// What the SQL means, as JSON: one operation per line.
    pub const fn operations(mut self, operations: &'a str) -> Self {
        self.operations = operations;
        self
    }

    /// Lets it run after a migration that follows it; two branches may then share a parent.
    pub const fn out_of_order(mut self) -> Self {
        self.out_of_order = true;
        self
    }

    /// Makes it a baseline: on these targets the module begins here, with what `operations` say, and what
    /// came before and is not written for them does nothing there. On every other target it does nothing.
    pub const fn baseline(mut self, targets: &'a [Target], operations: &'a str) -> Self {
        self.baseline = targets;
        self.begins_with = operations;
        self
    }

    /// The target whose statements run on `target`: itself, or the one that it falls back to; none when
    /// the file is not written for it.
    pub fn written_as(&self, target: Target) -> Option<Target> {
        let candidates = [Some(target), target.fallback()];
        candidates.into_iter().flatten().find(|target| self.targets.contains(target))
    }

    /// Whether its module begins here on `target`.
    pub fn is_baseline_on(&self, target: Target) -> bool {
        self.written_as(target).is_some_and(|target| self.baseline.contains(&target))
    }

    /// The same without anything to do, for every target.
    pub(crate) const fn idle(mut self) -> Self {
        self.targets = &Target::ALL;
        self.up = &[];
        self.down = Down::Exact;
        self.down_steps = &[];
        self.operations = "";
        self.baseline = &[];
        self.begins_with = "";
        self
    }

    /// The steps of one direction.
    pub const fn steps(&self, direction: Direction) -> &'a [Step<'a>] {
        match direction {
            Direction::Up => self.up,
            Direction::Down => self.down_steps,
        }
    }
}

/// What the way down of a migration promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Down<'a> {
    /// Everything is as it was, rows included. It fails while a row holds an enum's value that the way up
    /// added. It then changes nothing, except on MySQL and MariaDB: there the statements before the one
    /// that failed stay, and the error says which.
    Exact,
    /// The schema is as it was; some values are not.
    Lossy {
        /// Which values are gone, and what stands in their place.
        loses: &'a str,
    },
    /// There is no way down.
    Irreversible {
        /// Why not.
        because: &'a str,
    },
}

/// A risk of a step, accepted in the file by [`Step::accept`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hazard {
    /// Values are gone for good.
    DataLoss,
}

impl Hazard {
    /// Its name in a migration file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Hazard::DataLoss => "DataLoss",
        }
    }
}
