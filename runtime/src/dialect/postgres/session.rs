//! A connection to PostgreSQL of our own.

use std::borrow::Cow;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgRow};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, Row as _};

use super::super::{
    BoxFuture, DatabaseError, DatabaseErrorKind, Definition, Dialect, Introspection, Limits, Observer, Row,
    Session,
};
use super::error::REPORTED;
use super::lock::LOCK;
use super::observe::PgObserver;
use super::{Postgres, connect, introspect, judge, online, pooler};
use crate::schema::Name;

/// A connection of our own. Dropping it closes the connection, which frees its lock.
pub(super) struct PgSession {
    connection: PgConnection,
    /// What opens another connection to the same database.
    pub(super) options: PgConnectOptions,
    /// The number of the server's process.
    pub(super) process: String,
    in_transaction: bool,
    /// Whether BEGIN is still to be sent, with the first statement.
    begins: bool,
    locked: bool,
    /// Whether it is known that no transaction pooler stands in between.
    is_direct: bool,
    /// What is set; none when that is not known.
    limits: Option<Limits>,
}

impl PgSession {
    pub(super) fn new(connection: PgConnection, options: PgConnectOptions) -> Self {
        PgSession {
            connection,
            options,
            process: String::new(),
            in_transaction: false,
            begins: false,
            locked: false,
            is_direct: false,
            limits: None,
        }
    }

    /// Sets what statements must be able to rely on, whatever the role or the pool says.
    pub(super) async fn prepare(&mut self) -> Result<(), DatabaseError> {
        // Row security off: a fill that a policy would keep from some rows fails instead.
        let common = "SET standard_conforming_strings = on; SET backslash_quote = off; \
                      SET quote_all_identifiers = off; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, MDY'; \
                      SET IntervalStyle = 'postgres'; SET bytea_output = 'hex'; SET extra_float_digits = 1; \
                      SET row_security = off; \
                      SELECT set_config('application_name', 'strobila', false) \
                      WHERE current_setting('application_name') = ''; \
                      SELECT pg_backend_pid()";
        self.process = last(self.rows(common).await?);
        // Ends a statement within a second when this process is killed. Some platforms refuse it.
        if self.connection.server_version_num().is_some_and(|version| version >= 140_000) {
            match self.run("SET client_connection_check_interval = '1s'").await {
                Err(refused) if refused.kind != DatabaseErrorKind::Statement => return Err(refused),
                Ok(()) | Err(_) => {}
            }
        }
        Ok(())
    }

    /// Runs statements; several in one text are one round trip.
    pub(super) async fn run(&mut self, sql: &str) -> Result<(), DatabaseError> {
        refuse_nul(sql)?;
        let (sql, before) = self.with_begin(sql);
        // The text was checked when the migration was; here it only has to reach the server.
        let statement = sqlx::raw_sql(AssertSqlSafe(&*sql));
        match self.connection.execute(statement).await {
            Ok(_) => Ok(()),
            Err(cause) => Err(self.behind(before, REPORTED.of_statement(cause)).await),
        }
    }

    /// A text with the BEGIN that is still to be sent, and how many characters stand before it then. It
    /// costs no round trip of its own, and fails where another process of the server than ours answers.
    fn with_begin<'a>(&mut self, sql: &'a str) -> (Cow<'a, str>, usize) {
        if !std::mem::take(&mut self.begins) {
            return (Cow::Borrowed(sql), 0);
        }
        let guard = match self.locked {
            true => format!("SELECT 1 WHERE 1 / (pg_backend_pid() = {})::integer = 0;\n", self.process),
            false => String::new(),
        };
        let begin = format!("BEGIN;\n{guard}");
        (Cow::Owned(format!("{begin}{sql}")), begin.len())
    }

    /// An error of a text behind `before` characters that begin a transaction.
    async fn behind(&mut self, before: usize, error: DatabaseError) -> DatabaseError {
        let position = error.position.map(|position| position.saturating_sub(before));
        // A division by zero may be the guard's.
        if before > 0 && self.locked && error.code.as_deref() == Some("22012") {
            let answering = async {
                self.connection.execute("ROLLBACK").await?;
                let row = self.connection.fetch_one("SELECT pg_backend_pid()::text").await?;
                row.try_get::<String, _>(0)
            };
            match answering.await {
                Ok(answering) => {
                    self.in_transaction = false;
                    self.limits = None;
                    if answering != self.process {
                        return pooler::refusal(&self.process, &answering);
                    }
                }
                // A pooler that knows no transactions says so here.
                Err(cause) => return REPORTED.of_statement(cause),
            }
        }
        DatabaseError { position, ..error }
    }

    /// Runs one statement and reads its rows.
    pub(super) async fn rows(&mut self, sql: &str) -> Result<Vec<Row>, DatabaseError> {
        refuse_nul(sql)?;
        let (sql, before) = self.with_begin(sql);
        let statement = sqlx::raw_sql(AssertSqlSafe(&*sql));
        match self.connection.fetch_all(statement).await {
            Ok(rows) => rows.iter().map(texts).collect(),
            Err(cause) => Err(self.behind(before, REPORTED.of_statement(cause)).await),
        }
    }

    /// Begins to read as of one moment; inside an open transaction, behind a savepoint.
    pub(super) async fn begin_reading(&mut self) -> Result<(), DatabaseError> {
        let begin = match self.in_transaction {
            true => "SAVEPOINT strobila_reading",
            false => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        // Plans and catalogues are read, no rows: a policy must not stand in the way.
        self.run(&format!("{begin}; SET LOCAL row_security = on")).await
    }

    /// Takes back whatever [`begin_reading`](Self::begin_reading) and what followed set.
    pub(super) async fn end_reading(&mut self) -> Result<(), DatabaseError> {
        match self.in_transaction {
            true => self.run("ROLLBACK TO strobila_reading; RELEASE strobila_reading").await,
            false => self.run("ROLLBACK").await,
        }
    }

    /// Commits; `last` runs before it, and fails in a transaction that has failed.
    async fn commit(&mut self, last: &str) -> Result<(), DatabaseError> {
        if !self.in_transaction {
            return Err(DatabaseError::new(
                DatabaseErrorKind::Statement,
                "there is no transaction to commit",
            ));
        }
        let committed = self.run(&format!("{last};\nCOMMIT")).await;
        if committed.as_ref().is_err_and(|error| error.kind != DatabaseErrorKind::ConnectionLost) {
            self.begins = false;
            self.run("ROLLBACK").await?;
            self.limits = None;
        }
        self.in_transaction = false;
        committed
    }

    /// Which process of the server answers now.
    pub(super) async fn answering(&mut self) -> Result<String, DatabaseError> {
        Ok(last(self.rows("SELECT pg_backend_pid()").await?))
    }

    async fn begin(&mut self) -> Result<(), DatabaseError> {
        if self.in_transaction {
            return Err(DatabaseError::new(DatabaseErrorKind::Statement, "a transaction is open already"));
        }
        self.begins = true;
        self.in_transaction = true;
        Ok(())
    }

    async fn limit(&mut self, limits: Limits) -> Result<(), DatabaseError> {
        if self.limits == Some(limits) {
            return Ok(());
        }
        let [lock, statement] = [limits.lock, limits.statement].map(milliseconds);
        self.run(&format!("SET lock_timeout = {lock}; SET statement_timeout = {statement}")).await?;
        self.limits = Some(limits);
        Ok(())
    }

    /// An index that is not valid counts as made by nobody, and as not yet dropped: to run again mends both.
    async fn read_definition(&mut self, due: &str, subject: &str) -> Result<Definition, DatabaseError> {
        let of = |name: &str| format!("to_regclass({})", Postgres.quote_literal(name));
        let read = match subject.split_once(" of ") {
            Some(("indexes", table)) => format!(
                "SELECT string_agg(pg_get_indexdef(indexrelid), '; ' ORDER BY pg_get_indexdef(indexrelid)) \
                 FROM pg_index WHERE indrelid = {} AND indisvalid",
                of(table)
            ),
            _ => format!("SELECT {}::text", of(subject.strip_prefix("index ").unwrap_or(subject))),
        };
        // Several statements in one text are one transaction.
        let rows = self.rows(&format!("{due}{read}")).await?;
        let cell = rows.into_iter().next().and_then(|row| row.into_iter().next()).flatten();
        Ok(cell.map_or(Definition::Absent, Definition::Is))
    }

    async fn lock(&mut self, wait: Duration) -> Result<(), DatabaseError> {
        if self.locked {
            return Ok(());
        }
        if !self.is_direct {
            pooler::refuse(self).await?;
            self.is_direct = true;
        }
        LOCK.take(self, wait).await?;
        self.locked = true;
        Ok(())
    }

    async fn unlock(&mut self) -> Result<(), DatabaseError> {
        if !self.locked {
            return Ok(());
        }
        self.locked = false;
        LOCK.release(self).await
    }
}

/// The first value of the last row.
fn last(rows: Vec<Row>) -> String {
    rows.into_iter().next_back().and_then(|row| row.into_iter().next()).flatten().unwrap_or_default()
}

/// A limit as the server takes it; 0 is none.
fn milliseconds(limit: Option<Duration>) -> u128 {
    // Less than one would be none.
    limit.map_or(0, |limit| limit.as_millis().clamp(1, i32::MAX as u128))
}

// The protocol ends a text at the first NUL: what stands behind it would be left out silently.
fn refuse_nul(sql: &str) -> Result<(), DatabaseError> {
    match sql.chars().position(|c| c == '\0') {
        None => Ok(()),
        Some(at) => {
            let error = DatabaseError::new(
                DatabaseErrorKind::Statement,
                "PostgreSQL takes no NUL character in a statement",
            );
            Err(DatabaseError { position: Some(at + 1), ..error })
        }
    }
}

pub(super) fn texts(row: &PgRow) -> Result<Row, DatabaseError> {
    let text = |at| -> Result<Option<String>, DatabaseError> {
        let value = row.try_get_raw(at).map_err(|cause| REPORTED.of_statement(cause))?;
        if sqlx::ValueRef::is_null(&value) {
            return Ok(None);
        }
        let text = value.as_str().map_err(|cause| REPORTED.of_statement(sqlx::Error::Decode(cause)))?;
        Ok(Some(text.to_owned()))
    };
    (0..row.len()).map(text).collect()
}

impl Session for PgSession {
    fn dialect(&self) -> &'static dyn Dialect {
        &Postgres
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(self.run(sql))
    }

    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DatabaseError>> {
        Box::pin(self.rows(sql))
    }

    fn begin<'a>(&'a mut self, _rebuilds: bool) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(self.begin())
    }

    fn commit<'a>(&'a mut self) -> BoxFuture<'a, Result<(), DatabaseError>> {
        // COMMIT after a failed statement rolls back and reports success; the SELECT fails then.
        Box::pin(self.commit("SELECT 1"))
    }

    fn commit_with<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(async move { self.commit(sql.trim_end().trim_end_matches(';')).await })
    }

    fn definition<'a>(
        &'a mut self,
        due: &'a str,
        subject: &'a str,
    ) -> BoxFuture<'a, Result<Definition, DatabaseError>> {
        Box::pin(self.read_definition(due, subject))
    }

    fn rollback<'a>(&'a mut self) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(async move {
            let is_begun = !std::mem::take(&mut self.begins);
            if std::mem::take(&mut self.in_transaction) && is_begun {
                // It takes back what was set inside as well.
                self.limits = None;
                self.run("ROLLBACK").await?;
            }
            Ok(())
        })
    }

    fn rebuild<'a>(
        &'a mut self,
        _table: &'a str,
        statements: &'a [&'a str],
    ) -> BoxFuture<'a, Result<(), DatabaseError>> {
        // PostgreSQL alters in place: a rebuild is nothing but its statements here.
        Box::pin(async move {
            for statement in statements {
                self.run(statement).await?;
            }
            Ok(())
        })
    }

    fn lock<'a>(&'a mut self, wait: Duration) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(self.lock(wait))
    }

    fn unlock<'a>(&'a mut self) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(self.unlock())
    }

    fn limit<'a>(&'a mut self, limits: Limits) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(self.limit(limits))
    }

    fn observer(&self) -> Option<Box<dyn Observer>> {
        Some(Box::new(PgObserver::new(self.options.clone(), self.process.clone())))
    }

    fn clear_remains<'a>(
        &'a mut self,
        statement: &'a str,
    ) -> BoxFuture<'a, Result<Option<String>, DatabaseError>> {
        Box::pin(online::clear_remains(self, statement))
    }

    fn check_made<'a>(&'a mut self, statement: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(online::check_made(self, statement))
    }

    fn has_table<'a>(&'a mut self, table: &'a Name) -> BoxFuture<'a, Result<bool, DatabaseError>> {
        Box::pin(introspect::has_table(self, table))
    }

    fn columns<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<Option<Vec<String>>, DatabaseError>> {
        Box::pin(introspect::columns(self, name))
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

    fn reopen<'a>(&'a mut self) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(async move {
            *self = connect::again(self.options.clone()).await?;
            Ok(())
        })
    }

    fn close(mut self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            // Behind a pooler what was set would meet whoever gets the server's session next.
            if !self.is_direct {
                let _ = self.run("RESET ALL").await;
            }
            if let Err(error) = self.connection.close().await {
                tracing::debug!(%error, "the connection did not close in good order");
            }
        })
    }
}
