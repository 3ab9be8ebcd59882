//! Runs the statements of a table rebuild, and keeps what they do not know.

use std::collections::BTreeSet;

use super::{SqliteSession, refused};
use crate::dialect::sqlite::Sqlite;
use crate::dialect::sqlite::lexer::{self, Subject, Verb};
use crate::dialect::{DatabaseError, Dialect};

/// Statements that need what the views and triggers are made of, by what they need it for.
type Readers = Vec<(String, String)>;

/// An index or trigger of the table, as it was before.
struct Kept {
    kind: String,
    name: String,
    sql: String,
}

impl SqliteSession {
    pub(super) async fn run_rebuild(
        &mut self,
        table: &str,
        statements: &[&str],
    ) -> Result<(), DatabaseError> {
        if self.bracket.is_none() {
            return Err(refused(
                format!("table `{table}` cannot be rebuilt outside a transaction that was begun for it"),
                None,
            ));
        }
        // Without the switch RENAME fails on triggers and views that name the table.
        self.set_pragma("legacy_alter_table", "ON").await?;
        let done = self.rebuild_with_legacy(table, statements).await;
        self.set_pragma("legacy_alter_table", "OFF").await?;
        done
    }

    async fn rebuild_with_legacy(&mut self, table: &str, statements: &[&str]) -> Result<(), DatabaseError> {
        let kept = self.belongings(table).await?;
        let readers = self.sound_readers().await?;
        let subjects: Vec<Option<Subject>> = statements.iter().map(|sql| lexer::subject(sql)).collect();
        let is = |subject: &Option<Subject>, verb, kind: &str, name: &str| {
            subject.as_ref().is_some_and(|subject| {
                subject.verb == verb && subject.kind == kind && subject.name.eq_ignore_ascii_case(name)
            })
        };
        let copy = subjects.iter().flatten().find(|subject| {
            subject.verb == Verb::Create
                && subject.kind == "table"
                && !subject.name.eq_ignore_ascii_case(table)
        });
        for (sql, subject) in statements.iter().zip(&subjects) {
            if let Some(copy) = copy
                && is(subject, Verb::Drop, "table", table)
            {
                self.compare_options(table, &copy.name).await?;
                self.compare_rows(table, &copy.name).await?;
                self.copy_sequence(table, &copy.name).await?;
            }
            if !self.goes_with_its_table(table, sql).await? {
                self.run(sql).await?;
            }
        }
        if !self.has("table", table).await? {
            return self.still_sound(&readers).await;
        }
        for object in kept {
            let is_dropped =
                subjects.iter().any(|subject| is(subject, Verb::Drop, &object.kind, &object.name));
            if !is_dropped && !self.has(&object.kind, &object.name).await? {
                self.run(&object.sql).await.map_err(|error| no_longer_fits(table, &object, error))?;
            }
        }
        self.still_sound(&readers).await
    }

    async fn belongings(&mut self, table: &str) -> Result<Vec<Kept>, DatabaseError> {
        let sql = format!(
            "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name = {} COLLATE NOCASE \
             AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY rowid",
            Sqlite.quote_literal(table)
        );
        let rows = self.rows(&sql).await?;
        let kept = rows.into_iter().filter_map(|row| {
            let [kind, name, sql] = <[Option<String>; 3]>::try_from(row).ok()?;
            Some(Kept { kind: kind?, name: name?, sql: sql? })
        });
        Ok(kept.collect())
    }

    pub(super) async fn has(&mut self, kind: &str, name: &str) -> Result<bool, DatabaseError> {
        let sql = format!(
            "SELECT 1 FROM sqlite_schema WHERE type = {} AND name = {} COLLATE NOCASE",
            Sqlite.quote_literal(kind),
            Sqlite.quote_literal(name)
        );
        Ok(self.value(&sql).await?.is_some())
    }

    /// No model can say STRICT or WITHOUT ROWID; a table that somebody gave it must not lose it.
    async fn compare_options(&mut self, table: &str, copy: &str) -> Result<(), DatabaseError> {
        let options = async |session: &mut Self, name: &str| {
            let name = Sqlite.quote_literal(name);
            let sql = format!(
                "SELECT strict, wr FROM pragma_table_list WHERE schema = 'main' AND name = {name} COLLATE NOCASE"
            );
            session.rows(&sql).await
        };
        if options(self, table).await? == options(self, copy).await? {
            return Ok(());
        }
        Err(refused(
            format!(
                "table `{table}` is STRICT or WITHOUT ROWID, which a rebuild would lose; nothing was kept"
            ),
            Some("add the words at the end of CREATE TABLE in this step"),
        ))
    }

    async fn compare_rows(&mut self, table: &str, copy: &str) -> Result<(), DatabaseError> {
        let sql = format!(
            "SELECT (SELECT count(*) FROM {}) AS was, (SELECT count(*) FROM {}) AS is_now",
            Sqlite.quote(table),
            Sqlite.quote(copy)
        );
        let counts = self.rows(&sql).await?.into_iter().next().unwrap_or_default();
        let [was, is_now] = &counts[..] else {
            return Err(refused(format!("the rows of table `{table}` could not be counted"), None));
        };
        if was == is_now {
            return Ok(());
        }
        let text = |count: &Option<String>| count.clone().unwrap_or_default();
        Err(refused(
            format!(
                "the rebuild of table `{table}` copied {} of {} rows; nothing was kept",
                text(is_now),
                text(was)
            ),
            Some("delete rows in a step of its own, before the rebuild"),
        ))
    }

    /// AUTOINCREMENT never gives a number twice: the copy goes on where the table was.
    async fn copy_sequence(&mut self, table: &str, copy: &str) -> Result<(), DatabaseError> {
        let [table, copy] = [table, copy].map(|name| Sqlite.quote_literal(name));
        let sql = self.value(&format!("SELECT sql FROM sqlite_schema WHERE name = {copy}")).await?;
        let counts = lexer::tokens(sql.as_deref().unwrap_or_default());
        if !counts.iter().any(|token| token.is_word("AUTOINCREMENT"))
            || !self.has("table", "sqlite_sequence").await?
        {
            return Ok(());
        }
        self.run(&format!(
            "INSERT INTO sqlite_sequence (name, seq) SELECT {copy}, seq FROM sqlite_sequence \
             WHERE name = {table} COLLATE NOCASE AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = {copy})"
        ))
        .await?;
        self.run(&format!(
            "UPDATE sqlite_sequence SET seq = max(seq, coalesce((SELECT seq FROM sqlite_sequence \
             WHERE name = {table} COLLATE NOCASE), 0)) WHERE name = {copy}"
        ))
        .await
    }

    /// What reads every view and fires every trigger, as far as SQLite can plan it now. EXPLAIN runs
    /// none of it.
    async fn sound_readers(&mut self) -> Result<Readers, DatabaseError> {
        let mut sound = Vec::new();
        for reader in self.readers().await? {
            if self.rows(&reader.1).await.is_ok() {
                sound.push(reader);
            }
        }
        Ok(sound)
    }

    /// Fails when a view or a trigger that worked before does not any more.
    async fn still_sound(&mut self, before: &Readers) -> Result<(), DatabaseError> {
        let was_sound: BTreeSet<&String> = before.iter().map(|(what, _)| what).collect();
        for (what, sql) in self.readers().await? {
            if !was_sound.contains(&what) {
                continue;
            }
            if let Err(mut error) = self.rows(&sql).await {
                error.message = format!("{what} no longer works: {}; nothing was kept", error.message);
                error.help =
                    Some("drop it in a step before, and make it again in its new form after".to_owned());
                return Err(error);
            }
        }
        Ok(())
    }

    async fn readers(&mut self) -> Result<Readers, DatabaseError> {
        let mut readers = Readers::new();
        let views = self.rows("SELECT name FROM sqlite_schema WHERE type = 'view'").await?;
        for view in views.into_iter().flatten().flatten() {
            let sql = format!("EXPLAIN SELECT * FROM {}", Sqlite.quote(&view));
            readers.push((format!("view `{view}`"), sql));
        }
        let owners = self.rows("SELECT DISTINCT tbl_name FROM sqlite_schema WHERE type = 'trigger'").await?;
        for owner in owners.into_iter().flatten().flatten() {
            // The columns of a view that does not work cannot be listed; the view itself is named then.
            let columns = format!("SELECT name FROM pragma_table_info({})", Sqlite.quote_literal(&owner));
            let columns = self.rows(&columns).await.unwrap_or_default().into_iter().flatten().flatten();
            let same: Vec<String> = columns.map(|name| format!("{0} = {0}", Sqlite.quote(&name))).collect();
            let quoted = Sqlite.quote(&owner);
            for (event, sql) in [
                ("INSERT", format!("EXPLAIN INSERT INTO {quoted} DEFAULT VALUES")),
                ("UPDATE", format!("EXPLAIN UPDATE {quoted} SET {}", same.join(", "))),
                ("DELETE", format!("EXPLAIN DELETE FROM {quoted}")),
            ] {
                readers.push((format!("a trigger on {event} of `{owner}`"), sql));
            }
        }
        Ok(readers)
    }
}

fn no_longer_fits(table: &str, object: &Kept, mut error: DatabaseError) -> DatabaseError {
    error.message = format!(
        "{} `{}` of table `{table}`, which no model knows, cannot be made again: {}; nothing was kept",
        object.kind, object.name, error.message
    );
    error.help = Some(format!(
        "drop it in a step before: DROP {} {}",
        object.kind.to_uppercase(),
        Sqlite.quote(&object.name)
    ));
    error
}
