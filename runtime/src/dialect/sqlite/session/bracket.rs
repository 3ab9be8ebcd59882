//! What stands around a transaction: foreign keys are off while tables are rebuilt, and checked before
//! it is committed.

use std::collections::BTreeMap;

use super::{Bracket, SqliteSession, Violation, refused};
use crate::dialect::sqlite::Sqlite;
use crate::dialect::{DatabaseError, Dialect, Row};

impl SqliteSession {
    pub(super) async fn open_bracket(&mut self, rebuilds: bool) -> Result<(), DatabaseError> {
        self.dirty = true;
        if !rebuilds {
            // A deferred transaction that turns into a writing one fails at once when another writes.
            return self.begin_immediate().await;
        }
        let opened = self.open_for_rebuild().await;
        if opened.is_err() {
            self.undo_bracket().await?;
        }
        opened
    }

    async fn open_for_rebuild(&mut self) -> Result<(), DatabaseError> {
        // Inside a transaction the switch does nothing, without a word: hence first, and read back.
        self.set_pragma("foreign_keys", "OFF").await?;
        if self.pragma("foreign_keys").await? != "0" {
            return Err(refused(
                "foreign keys cannot be switched off: a transaction is open",
                Some("a table rebuild needs a transaction of its own"),
            ));
        }
        self.begin_immediate().await?;
        let violations = self.violations().await?;
        self.bracket = Some(Bracket { violations });
        Ok(())
    }

    pub(super) async fn close_bracket(&mut self) -> Result<(), DatabaseError> {
        let checked = match self.bracket.take() {
            Some(bracket) => self.check_keys(&bracket).await,
            None => Ok(()),
        };
        let done = match checked {
            Ok(()) => self.run("COMMIT").await,
            Err(error) => Err(error),
        };
        // A failed COMMIT leaves the transaction open.
        self.undo_bracket().await?;
        done
    }

    pub(super) async fn undo_bracket(&mut self) -> Result<(), DatabaseError> {
        self.bracket = None;
        // SQLite has no way to ask over SQL whether a transaction is open; some errors end it by themselves.
        if let Err(error) = self.run("ROLLBACK").await
            && !error.message.contains("no transaction is active")
        {
            return Err(error);
        }
        self.set_pragma("legacy_alter_table", "OFF").await?;
        self.set_pragma("foreign_keys", "ON").await?;
        self.dirty = false;
        Ok(())
    }

    /// Fails when a foreign key is violated that was not before.
    async fn check_keys(&mut self, bracket: &Bracket) -> Result<(), DatabaseError> {
        let after = self.violations().await?;
        let is_new = |violation: &&Violation| {
            !bracket.violations.contains_key(violation)
                && like(&after, violation) > like(&bracket.violations, violation)
        };
        let Some(first) = after.keys().find(is_new) else {
            return Ok(());
        };
        let new = like(&after, first) - like(&bracket.violations, first);
        Err(match first {
            Violation::Row { table, parent, rowid } => refused(
                format!(
                    "the row with rowid {} of table `{table}` points at no row of table `{parent}` \
                     ({new} such rows are new); nothing was kept",
                    rowid.as_deref().unwrap_or("unknown")
                ),
                Some("mend or delete those rows first"),
            ),
            Violation::Key { message } => refused(
                format!("{message}; nothing was kept"),
                Some("a foreign key needs a primary key or a unique index over the columns it points at"),
            ),
        })
    }

    /// Every row of the database whose foreign key points at nothing.
    async fn violations(&mut self) -> Result<BTreeMap<Violation, usize>, DatabaseError> {
        let mut all = BTreeMap::new();
        match self.rows("PRAGMA foreign_key_check").await {
            Ok(rows) => note(&mut all, rows),
            // One key whose target is no key makes the whole check fail: look at each table then.
            Err(_) => {
                let tables =
                    self.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").await?;
                for table in tables.into_iter().flatten().flatten() {
                    let sql = format!("PRAGMA foreign_key_check({})", Sqlite.quote(&table));
                    match self.rows(&sql).await {
                        Ok(rows) => note(&mut all, rows),
                        Err(error) => drop(all.insert(Violation::Key { message: error.message }, 1)),
                    }
                }
            }
        }
        Ok(all)
    }
}

fn note(all: &mut BTreeMap<Violation, usize>, rows: Vec<Row>) {
    for row in rows {
        let mut values = row.into_iter();
        let table = values.next().flatten().unwrap_or_default();
        let rowid = values.next().flatten();
        let parent = values.next().flatten().unwrap_or_default();
        *all.entry(Violation::Row { table, parent, rowid }).or_default() += 1;
    }
}

/// How many violations are between the same tables. A rebuild numbers the rows of a table without an
/// integer key anew, so a row is not known by its rowid alone.
fn like(all: &BTreeMap<Violation, usize>, one: &Violation) -> usize {
    all.iter().filter(|(other, _)| other.is_like(one)).map(|(_, count)| count).sum()
}
