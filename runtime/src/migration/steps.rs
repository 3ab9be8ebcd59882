//! A step of a migration: one reviewed change, and what it says for each target.

use serde::{Deserialize, Serialize};

use super::{Hazard, MAX_NOTES, Target, Timeout, Timeouts};

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
