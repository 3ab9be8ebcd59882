//! The format of a migration file: const data that can be printed, hashed, checked and stored
//! without running anything.
//!
//! A file does `use strobila::migration::*;` and defines `pub const MIGRATION: Migration`. This API
//! only grows: a file written by the first release compiles and hashes the same under every later one.

mod checksum;
mod timeout;

use serde::{Deserialize, Serialize};

pub use crate::Target::{self, Mariadb, Mysql, Postgres, Sqlite};
pub use checksum::{Direction, checksum};
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

/// How a step stands to transactions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transaction {
    /// It shares a transaction with its unmarked neighbours.
    #[default]
    Shared,
    /// It has a transaction of its own.
    Own,
    /// It runs outside any transaction.
    None,
}

/// A table, and the columns a step was planned against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expectation<'a> {
    /// The target it is checked on; none means every target that the step does something on.
    pub target: Option<Target>,
    /// The table (or the enum) as it is named in the database; `schema.name` with a schema.
    pub name: &'a str,
    /// Its columns (or values), joined by commas.
    pub columns: &'a str,
}

/// One reviewed change: for each target the statements that make it.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// What it does, in a phrase.
    pub title: &'a str,
    /// Statements that are the same for every target of the file.
    pub sql: Option<&'a [&'a str]>,
    /// Statements for PostgreSQL.
    pub postgres: Option<&'a [&'a str]>,
    /// Statements for MySQL, and for MariaDB where it has none of its own.
    pub mysql: Option<&'a [&'a str]>,
    /// Statements for MariaDB.
    pub mariadb: Option<&'a [&'a str]>,
    /// Statements for SQLite.
    pub sqlite: Option<&'a [&'a str]>,
    /// The table that the SQLite statements rebuild.
    pub rebuilds: Option<&'a str>,
    /// How it stands to transactions.
    pub transaction: Transaction,
    /// Risks that a person accepted, with the reason.
    pub accepted: [Option<(Hazard, &'a str)>; MAX_NOTES],
    /// What it was planned against.
    pub expected: [Option<Expectation<'a>>; MAX_NOTES],
    /// How long its statements may wait and run.
    pub timeouts: Timeouts,
}

/// A step without statements.
pub const fn step(title: &str) -> Step<'_> {
    Step {
        title,
        sql: None,
        postgres: None,
        mysql: None,
        mariadb: None,
        sqlite: None,
        rebuilds: None,
        transaction: Transaction::Shared,
        accepted: [None; MAX_NOTES],
        expected: [None; MAX_NOTES],
        timeouts: Timeouts { lock: None, statement: None },
    }
}

impl<'a> Step<'a> {
    /// Statements that are the same for every target of the file, one per string.
    pub const fn sql(mut self, statements: &'a [&'a str]) -> Self {
        self.sql = Some(statements);
        self
    }

    /// Statements for PostgreSQL, one per string.
    pub const fn postgres(mut self, statements: &'a [&'a str]) -> Self {
        self.postgres = Some(statements);
        self
    }

    /// Statements for MySQL, one per string.
    pub const fn mysql(mut self, statements: &'a [&'a str]) -> Self {
        self.mysql = Some(statements);
        self
    }

    /// Statements for MariaDB, one per string.
    pub const fn mariadb(mut self, statements: &'a [&'a str]) -> Self {
        self.mariadb = Some(statements);
        self
    }

    /// Statements for SQLite, one per string.
    pub const fn sqlite(mut self, statements: &'a [&'a str]) -> Self {
        self.sqlite = Some(statements);
        self
    }

    /// The literal statements of a table rebuild on SQLite.
    ///
    /// The runtime switches foreign keys off before the transaction, makes the table's triggers and
    /// the indexes it does not know again, compares row counts and checks foreign keys before COMMIT.
    pub const fn rebuild_sqlite(mut self, table: &'a str, statements: &'a [&'a str]) -> Self {
        self.sqlite = Some(statements);
        self.rebuilds = Some(table);
        self
    }

    /// Accepts a risk, with the reason a reviewer reads.
    ///
    /// # Panics
    /// At compile time, when a step accepts more than [`MAX_NOTES`].
    pub const fn accept(mut self, hazard: Hazard, reason: &'a str) -> Self {
        let mut at = 0;
        while self.accepted[at].is_some() {
            at += 1;
        }
        self.accepted[at] = Some((hazard, reason));
        self
    }

    /// Says which columns the table had when the step was planned, joined by commas; for an enum, its
    /// values. The runtime compares before it runs the step.
    ///
    /// # Panics
    /// At compile time, when a step expects more than [`MAX_NOTES`] tables.
    pub const fn expects(self, name: &'a str, columns: &'a str) -> Self {
        self.expecting(Expectation { target: None, name, columns })
    }

    /// As [`Step::expects`], for one target alone.
    ///
    /// # Panics
    /// At compile time, when a step expects more than [`MAX_NOTES`] tables.
    pub const fn expects_on(self, target: Target, name: &'a str, columns: &'a str) -> Self {
        self.expecting(Expectation { target: Some(target), name, columns })
    }

    const fn expecting(mut self, expectation: Expectation<'a>) -> Self {
        let mut at = 0;
        while self.expected[at].is_some() {
            at += 1;
        }
        self.expected[at] = Some(expectation);
        self
    }

    /// What the step expects on `target`; nothing where it has no statements.
    pub fn expected_on(&self, target: Target) -> impl Iterator<Item = Expectation<'a>> {
        let acts = self.statements(target).is_some();
        self.expected
            .into_iter()
            .flatten()
            .filter(move |expected| acts && expected.target.is_none_or(|only| only == target))
    }

    /// How long its statements wait for a lock that another session holds, whatever migration and
    /// environment say: `"10s"`, `"200ms"`, `"2m"` or `"none"`. No part of the checksum.
    ///
    /// # Panics
    /// At compile time, when it is no length of time.
    pub const fn lock_timeout(mut self, timeout: &str) -> Self {
        self.timeouts.lock = Some(Timeout::new(timeout));
        self
    }

    /// How long each of its statements may run, whatever migration and environment say. No part of the
    /// checksum.
    ///
    /// # Panics
    /// At compile time, when it is no length of time.
    pub const fn statement_timeout(mut self, timeout: &str) -> Self {
        self.timeouts.statement = Some(Timeout::new(timeout));
        self
    }

    /// Gives the step a transaction of its own.
    pub const fn own_transaction(mut self) -> Self {
        self.transaction = Transaction::Own;
        self
    }

    /// Runs the step outside any transaction, as `CREATE INDEX CONCURRENTLY` needs it.
    pub const fn no_transaction(mut self) -> Self {
        self.transaction = Transaction::None;
        self
    }

    /// The statements for `target`: its own, else those of the target it falls back to, else the
    /// common ones; none when the step does nothing there.
    pub fn statements(&self, target: Target) -> Option<&'a [&'a str]> {
        let own = match target {
            Target::Postgres => self.postgres,
            Target::Mysql => self.mysql,
            Target::Mariadb => self.mariadb.or(self.mysql),
            Target::Sqlite => self.sqlite,
        };
        own.or(self.sql)
    }

    /// The table that the step rebuilds on `target`.
    pub fn rebuilds_on(&self, target: Target) -> Option<&'a str> {
        match target {
            Target::Sqlite => self.rebuilds,
            Target::Postgres | Target::Mysql | Target::Mariadb => None,
        }
    }
}
