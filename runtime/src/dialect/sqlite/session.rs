//! A connection to SQLite that migrations run on.

mod bracket;
mod inline;
mod open;
mod rebuild;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Executor, Row as _, TypeInfo, Value, ValueRef};

use super::error::{from_sqlx, refused};
use super::{Sqlite, introspect, judge};
use crate::dialect::{
    BoxFuture, DatabaseError, DatabaseErrorKind, Dialect, Introspection, Limits, Observer, Row, Session,
    Sight,
};
use crate::schema::Name;

use open::Held;
pub(in crate::dialect) use open::connect;

/// How long a statement waits for another connection's lock.
const BUSY: Duration = Duration::from_secs(5);

/// How often a transaction asks whether it may write now.
const POLL: Duration = Duration::from_millis(20);

/// How often, in instructions of SQLite's machine, a statement looks whether it is to end.
const LOOK: i32 = 1_000;

/// A connection of our own, or one that is lent by a pool.
pub(super) struct SqliteSession {
    /// None once it is closed.
    held: Option<Held>,
    /// What the pragmas were when it was taken, in the order of [`open::KEPT`].
    found: Vec<String>,
    /// Whether a transaction is open or a switch stands where it must not stay.
    dirty: bool,
    /// Set while a transaction with a rebuild is open.
    bracket: Option<Bracket>,
    /// How long a transaction waits for its turn to write.
    turn: Duration,
    /// How long a statement, or COMMIT, waits for another connection's lock.
    busy: Duration,
    /// Whether what runs is to end.
    interrupted: Arc<AtomicBool>,
}

/// What is noted before the first statement of a transaction with a rebuild.
struct Bracket {
    violations: BTreeMap<Violation, usize>,
}

/// What `PRAGMA foreign_key_check` complains of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Violation {
    /// A row that points at nothing.
    Row { table: String, parent: String, rowid: Option<String> },
    /// A foreign key whose target is no key.
    Key { message: String },
}

impl Violation {
    /// Whether it is between the same tables.
    fn is_like(&self, other: &Violation) -> bool {
        match (self, other) {
            (Violation::Row { table, parent, .. }, Violation::Row { table: t, parent: p, .. }) => {
                table == t && parent == p
            }
            (one, other) => one == other,
        }
    }
}

impl SqliteSession {
    fn connection(&mut self) -> Result<&mut SqliteConnection, DatabaseError> {
        match &mut self.held {
            Some(held) => Ok(held.connection()),
            None => Err(DatabaseError::new(DatabaseErrorKind::ConnectionLost, "the connection is closed")),
        }
    }

    pub(super) async fn run(&mut self, sql: &str) -> Result<(), DatabaseError> {
        let sql = checked(sql)?;
        let connection = self.connection()?;
        connection.execute(sqlx::raw_sql(sql)).await.map(drop).map_err(|error| from_sqlx(&error))
    }

    pub(super) async fn rows(&mut self, sql: &str) -> Result<Vec<Row>, DatabaseError> {
        let sql = checked(sql)?;
        let connection = self.connection()?;
        let rows = connection.fetch_all(sqlx::raw_sql(sql)).await.map_err(|error| from_sqlx(&error))?;
        rows.iter().map(texts).collect()
    }

    /// The first value of the first row.
    async fn value(&mut self, sql: &str) -> Result<Option<String>, DatabaseError> {
        Ok(self.rows(sql).await?.into_iter().next().and_then(|row| row.into_iter().next()).flatten())
    }

    async fn pragma(&mut self, name: &str) -> Result<String, DatabaseError> {
        Ok(self.value(&format!("PRAGMA {name}")).await?.unwrap_or_default())
    }

    async fn set_pragma(&mut self, name: &str, value: &str) -> Result<(), DatabaseError> {
        self.run(&format!("PRAGMA {name} = {value}")).await
    }

    /// Begins a transaction that may write at once, when no other does. The wait is ours and not SQLite's, so
    /// that it can be ended.
    async fn begin_immediate(&mut self) -> Result<(), DatabaseError> {
        let started = Instant::now();
        self.set_busy_timeout(Duration::ZERO).await?;
        let begun = loop {
            match self.run("BEGIN IMMEDIATE").await {
                Err(error) if error.kind == DatabaseErrorKind::Locked => {
                    let left = self.turn.saturating_sub(started.elapsed());
                    if left.is_zero() {
                        break Err(error);
                    }
                    if self.interrupted.load(Ordering::Relaxed) {
                        break Err(DatabaseError::new(DatabaseErrorKind::Canceled, "the wait was ended"));
                    }
                    tokio::time::sleep(left.min(POLL)).await;
                }
                begun => break begun,
            }
        };
        self.set_busy_timeout(self.busy).await?;
        begun
    }

    async fn limit(&mut self, limits: Limits) -> Result<(), DatabaseError> {
        let busy = limits.lock.unwrap_or(Duration::MAX);
        if busy != self.busy {
            self.set_busy_timeout(busy).await?;
            self.busy = busy;
        }
        Ok(())
    }

    /// Makes sure that a transaction can be had now; from here on each waits as long for its turn.
    async fn take_turn(&mut self, wait: Duration) -> Result<(), DatabaseError> {
        self.turn = wait;
        let taken = self.open_bracket(false).await;
        // Whoever does not wait for another run still waits for an application that writes now and then.
        self.turn = wait.max(BUSY);
        taken?;
        self.undo_bracket().await
    }

    async fn set_busy_timeout(&mut self, wait: Duration) -> Result<(), DatabaseError> {
        let milliseconds = wait.as_millis().min(i32::MAX as u128);
        self.set_pragma("busy_timeout", &milliseconds.to_string()).await
    }

    /// Who holds the lock, as far as the history tells: SQLite itself says nothing.
    async fn held(&mut self, mut error: DatabaseError) -> DatabaseError {
        let sql = "SELECT module || '/' || name, coalesce(applied_by, 'somebody'), started_at \
                   FROM strobila_migrations WHERE state IN ('running', 'rolling_back') ORDER BY seq DESC LIMIT 1";
        // What another connection has not committed cannot be read; often not even this table is there.
        let rows = self.rows(sql).await.unwrap_or_default();
        let who = match rows.first().map(Vec::as_slice) {
            Some([Some(id), Some(by), Some(at)]) => {
                format!("; by the history {by} has been running {id} since {at}")
            }
            _ => "; SQLite does not tell which".to_owned(),
        };
        error.message = format!("another connection is writing to the file{who}");
        error
    }

    async fn columns_of(&mut self, table: &str) -> Result<Option<Vec<String>>, DatabaseError> {
        let sql = format!(
            "SELECT c.name FROM sqlite_schema AS t, pragma_table_xinfo(t.name) AS c \
             WHERE t.type = 'table' AND t.name = {} COLLATE NOCASE AND c.hidden <> 1 ORDER BY c.cid",
            Sqlite.quote_literal(table)
        );
        let names: Vec<String> = self.rows(&sql).await?.into_iter().flatten().flatten().collect();
        Ok((!names.is_empty()).then_some(names))
    }
}

/// The text with the assertion that sqlx asks for: every text that is run comes from a migration file
/// or from this crate.
fn checked(sql: &str) -> Result<AssertSqlSafe<&str>, DatabaseError> {
    // The driver would never come to the end of a text with a NUL in it.
    if sql.contains('\0') {
        return Err(refused("a statement holds a NUL", Some("SQLite would stop reading there")));
    }
    Ok(AssertSqlSafe(sql))
}

fn texts(row: &SqliteRow) -> Result<Row, DatabaseError> {
    (0..row.len())
        .map(|at| {
            // An owned value says its own type, not the one the column was declared with.
            let value = row.try_get_raw(at).map_err(|error| from_sqlx(&error))?.to_owned();
            let decoded =
                |text: Result<String, sqlx::Error>| text.map(Some).map_err(|error| from_sqlx(&error));
            match value.type_info().name() {
                _ if value.is_null() => Ok(None),
                "INTEGER" => decoded(value.try_decode_unchecked::<i64>().map(|number| number.to_string())),
                "REAL" => decoded(value.try_decode_unchecked::<f64>().map(|number| format!("{number:?}"))),
                "BLOB" => decoded(value.try_decode_unchecked::<Vec<u8>>().map(|bytes| hex(&bytes))),
                _ => decoded(value.try_decode_unchecked::<String>()),
            }
        })
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SQLite does not say who holds a lock, so there is nothing to see; a statement can be ended.
struct SqliteObserver {
    interrupted: Arc<AtomicBool>,
}

impl Observer for SqliteObserver {
    fn cancel(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        self.interrupted.store(true, Ordering::Relaxed);
        Box::pin(std::future::ready(Ok(())))
    }

    fn look(&mut self) -> BoxFuture<'_, Result<Sight, DatabaseError>> {
        Box::pin(std::future::ready(Ok(Sight::default())))
    }

    fn reset(&mut self) {
        self.interrupted.store(false, Ordering::Relaxed);
    }
}

impl Session for SqliteSession {
    fn dialect(&self) -> &'static dyn Dialect {
        &Sqlite
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(async move {
            match self.run(sql).await {
                Err(error) => Err(self.explained(sql, error).await),
                done => done,
            }
        })
    }

    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DatabaseError>> {
        Box::pin(self.rows(sql))
    }

    fn begin<'a>(&'a mut self, rebuilds: bool) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(self.open_bracket(rebuilds))
    }

    fn commit<'a>(&'a mut self) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(self.close_bracket())
    }

    fn rollback<'a>(&'a mut self) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(self.undo_bracket())
    }

    fn rebuild<'a>(
        &'a mut self,
        table: &'a str,
        statements: &'a [&'a str],
    ) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(self.run_rebuild(table, statements))
    }

    /// SQLite has no lock that a session can hold across transactions: each transaction takes its own
    /// with `BEGIN IMMEDIATE`, and waits up to `wait` for it. This only makes sure that it can be had now.
    fn lock<'a>(&'a mut self, wait: Duration) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(async move {
            match self.take_turn(wait).await {
                Err(error) if error.kind == DatabaseErrorKind::Locked => Err(self.held(error).await),
                taken => taken,
            }
        })
    }

    fn lock_outlasts_transactions(&self) -> bool {
        false
    }

    fn unlock<'a>(&'a mut self) -> BoxFuture<'a, Result<(), DatabaseError>> {
        self.turn = BUSY;
        Box::pin(std::future::ready(Ok(())))
    }

    fn limit<'a>(&'a mut self, limits: Limits) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(self.limit(limits))
    }

    fn keeps_statement_limit(&self) -> bool {
        false
    }

    fn observer(&self) -> Option<Box<dyn Observer>> {
        Some(Box::new(SqliteObserver { interrupted: Arc::clone(&self.interrupted) }))
    }

    fn has_table<'a>(&'a mut self, table: &'a Name) -> BoxFuture<'a, Result<bool, DatabaseError>> {
        Box::pin(async move {
            let sql = format!(
                "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = {} COLLATE NOCASE",
                Sqlite.quote_literal(&table.name)
            );
            Ok(self.value(&sql).await?.is_some())
        })
    }

    fn columns<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<Option<Vec<String>>, DatabaseError>> {
        Box::pin(self.columns_of(name))
    }

    fn introspect<'a>(&'a mut self) -> BoxFuture<'a, Result<Introspection, DatabaseError>> {
        Box::pin(introspect::introspect(self))
    }

    fn same_expressions<'a>(
        &'a mut self,
        table: &'a Name,
        pairs: &'a [(String, String)],
    ) -> BoxFuture<'a, Result<Vec<bool>, DatabaseError>> {
        Box::pin(judge::same_expressions(self, table, pairs))
    }

    fn close(mut self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move { self.give_back().await })
    }
}
