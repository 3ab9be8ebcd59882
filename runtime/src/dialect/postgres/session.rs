//! A connection to PostgreSQL of our own.

use std::time::Duration;

use sqlx::postgres::{PgConnection, PgRow};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, Row as _};

use super::super::{BoxFuture, DatabaseError, DatabaseErrorKind, Dialect, Introspection, Row, Session};
use super::error::REPORTED;
use super::lock::LOCK;
use super::{Postgres, introspect, judge};
use crate::schema::Name;

/// A connection of our own. Dropping it closes the connection, which frees its lock.
pub(super) struct PgSession {
    connection: PgConnection,
    in_transaction: bool,
    locked: bool,
}

impl PgSession {
    pub(super) fn new(connection: PgConnection) -> Self {
        PgSession { connection, in_transaction: false, locked: false }
    }

    /// Sets what statements must be able to rely on, whatever the role or the pool says.
    pub(super) async fn prepare(&mut self) -> Result<(), DatabaseError> {
        // Row security off: a fill that a policy would keep from some rows fails instead.
        let common = "SET standard_conforming_strings = on; SET backslash_quote = off; \
                      SET quote_all_identifiers = off; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, MDY'; \
                      SET IntervalStyle = 'postgres'; SET bytea_output = 'hex'; SET extra_float_digits = 1; \
                      SET row_security = off; \
                      SELECT set_config('application_name', 'strobila', false) \
                      WHERE current_setting('application_name') = ''";
        self.run(common).await?;
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
        // The text was checked when the migration was; here it only has to reach the server.
        let statement = sqlx::raw_sql(AssertSqlSafe(sql));
        self.connection.execute(statement).await.map(drop).map_err(|cause| REPORTED.of_statement(cause))
    }

    /// Runs one statement and reads its rows.
    pub(super) async fn rows(&mut self, sql: &str) -> Result<Vec<Row>, DatabaseError> {
        refuse_nul(sql)?;
        let statement = sqlx::raw_sql(AssertSqlSafe(sql));
        let rows =
            self.connection.fetch_all(statement).await.map_err(|cause| REPORTED.of_statement(cause))?;
        rows.iter().map(texts).collect()
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

    async fn commit(&mut self) -> Result<(), DatabaseError> {
        if !self.in_transaction {
            return Err(DatabaseError::new(
                DatabaseErrorKind::Statement,
                "there is no transaction to commit",
            ));
        }
        // COMMIT after a failed statement rolls back and reports success; the SELECT fails then.
        let committed = self.run("SELECT 1; COMMIT").await;
        if committed.as_ref().is_err_and(|error| error.kind != DatabaseErrorKind::ConnectionLost) {
            self.run("ROLLBACK").await?;
        }
        self.in_transaction = false;
        committed
    }

    async fn lock(&mut self, wait: Duration) -> Result<(), DatabaseError> {
        if self.locked {
            return Ok(());
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

fn texts(row: &PgRow) -> Result<Row, DatabaseError> {
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
        Box::pin(async move {
            if self.in_transaction {
                return Err(DatabaseError::new(
                    DatabaseErrorKind::Statement,
                    "a transaction is open already",
                ));
            }
            self.run("BEGIN").await?;
            self.in_transaction = true;
            Ok(())
        })
    }

    fn commit<'a>(&'a mut self) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(self.commit())
    }

    fn rollback<'a>(&'a mut self) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(async move {
            if std::mem::take(&mut self.in_transaction) {
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

    fn close(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            if let Err(error) = self.connection.close().await {
                tracing::debug!(%error, "the connection did not close in good order");
            }
        })
    }
}
