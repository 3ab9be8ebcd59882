//! A connection that migrations run on.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use super::{Definition, Dialect, Limits, Observer};
use crate::schema::{Name, Schema};

/// A boxed future, so that [`Session`] can be a trait object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One row of a result, each value in the server's text form.
pub type Row = Vec<Option<String>>;

/// What kind of failure a database reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatabaseErrorKind {
    /// The server cannot be reached, refused the login, or there is no such database.
    Connect,
    /// The connection is gone; whether the last statement took effect is unknown.
    ConnectionLost,
    /// Another session holds a lock.
    Locked,
    /// The URL's scheme or form is not understood, or its driver is not compiled in.
    Url,
    /// The server refused the statement.
    Statement,
    /// A statement ran longer than it may, or was ended from outside.
    Canceled,
    /// A pooler in between gives each transaction another session of the server.
    Pooled,
}

/// A failure that a database reported. Never holds a password.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct DatabaseError {
    /// What kind of failure.
    pub kind: DatabaseErrorKind,
    /// The server's message.
    pub message: String,
    /// The server's code (SQLSTATE on PostgreSQL, the error number on MySQL, the extended result code on SQLite).
    pub code: Option<String>,
    /// Where in the statement, counted in characters from 1.
    pub position: Option<usize>,
    /// What the server adds (detail, hint), or what to do next.
    pub help: Option<String>,
}

impl DatabaseError {
    /// A failure that no server reported.
    pub(crate) fn new(kind: DatabaseErrorKind, message: impl Into<String>) -> Self {
        DatabaseError { kind, message: message.into(), code: None, position: None, help: None }
    }

    /// The same, with what to do next.
    pub(crate) fn with_help(self, help: impl Into<String>) -> Self {
        DatabaseError { help: Some(help.into()), ..self }
    }

    /// Whether the server answered, and did not do what it was asked.
    pub fn is_refusal(&self) -> bool {
        match self.kind {
            DatabaseErrorKind::Statement | DatabaseErrorKind::Locked | DatabaseErrorKind::Canceled => true,
            DatabaseErrorKind::Connect
            | DatabaseErrorKind::ConnectionLost
            | DatabaseErrorKind::Url
            | DatabaseErrorKind::Pooled => false,
        }
    }

    /// Whether the server answered that it has no database of that name: `invalid_catalog_name` of
    /// PostgreSQL, `ER_BAD_DB_ERROR` of MySQL.
    pub fn is_no_database(&self) -> bool {
        matches!(self.code.as_deref(), Some("3D000" | "1049"))
    }

    /// Whether the same may be possible in a moment: the server starts, or has no connection free.
    pub fn is_passing(&self) -> bool {
        // PostgreSQL's codes, MySQL's, and that of the system.
        let codes = ["57P03", "53300", "1040", REFUSED];
        self.kind == DatabaseErrorKind::Connect
            && self.code.as_deref().is_some_and(|code| codes.contains(&code))
    }

    /// A word for programs, by kind.
    pub fn code_word(&self) -> &'static str {
        match self.kind {
            DatabaseErrorKind::Connect => "cannot_connect",
            DatabaseErrorKind::ConnectionLost => "connection_lost",
            DatabaseErrorKind::Locked => "locked",
            DatabaseErrorKind::Url => "bad_url",
            DatabaseErrorKind::Statement => "database",
            DatabaseErrorKind::Canceled => "canceled",
            DatabaseErrorKind::Pooled => "transaction_pooler",
        }
    }
}

/// The code of a connection that nobody accepts.
pub(super) const REFUSED: &str = "ECONNREFUSED";

/// What was read from a live database.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Introspection {
    /// What a schema can express, in normal form for the database.
    pub schema: Schema,
    /// What it cannot, by kind and name: `trigger author_touch on author`.
    pub unexpressed: Vec<String>,
}

/// A connection of our own, on which lock, work and history run.
///
/// Statements go over the uncached simple protocol. The connection is closed on every path, or given
/// back as it was taken.
pub trait Session: Send {
    /// The pure part of the database it is connected to.
    fn dialect(&self) -> &'static dyn Dialect;

    /// Runs statements whose rows do not matter; several in one text are one round trip.
    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>>;

    /// Runs one statement and reads its rows as text.
    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DatabaseError>>;

    /// Begins a transaction that will write. `rebuilds` says that a table will be rebuilt in it:
    /// SQLite then switches foreign keys off first, and reads the switch back.
    fn begin<'a>(&'a mut self, rebuilds: bool) -> BoxFuture<'a, Result<(), DatabaseError>>;

    /// Commits. After a rebuild foreign keys are checked first; a new violation is an error and the
    /// transaction is rolled back.
    fn commit<'a>(&'a mut self) -> BoxFuture<'a, Result<(), DatabaseError>>;

    /// Runs statements as the last of the transaction, and commits it, in one round trip where that can be.
    fn commit_with<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(async move {
            self.execute(sql).await?;
            self.commit().await
        })
    }

    /// Runs a statement outside any transaction; what `note` says is committed before it, in the same
    /// round trip where that can be.
    fn execute_noted<'a>(
        &'a mut self,
        note: &'a str,
        sql: &'a str,
    ) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(async move {
            self.begin(false).await?;
            self.commit_with(note).await?;
            self.execute(sql).await
        })
    }

    /// The definition of a subject of [`Trace::Definition`](super::Trace::Definition); what `due` says is
    /// committed before. There is none where everything can run inside a transaction.
    fn definition<'a>(
        &'a mut self,
        due: &'a str,
        _subject: &'a str,
    ) -> BoxFuture<'a, Result<Definition, DatabaseError>> {
        Box::pin(async move {
            if !due.is_empty() {
                self.begin(false).await?;
                self.commit_with(due).await?;
            }
            Ok(Definition::Hidden)
        })
    }

    /// Rolls back; nothing happens outside a transaction.
    fn rollback<'a>(&'a mut self) -> BoxFuture<'a, Result<(), DatabaseError>>;

    /// Runs the statements of a table rebuild inside the transaction begun with `rebuilds`: triggers
    /// and indexes that the statements do not drop themselves are made again, row counts compared.
    fn rebuild<'a>(
        &'a mut self,
        table: &'a str,
        statements: &'a [&'a str],
    ) -> BoxFuture<'a, Result<(), DatabaseError>>;

    /// Takes the migration lock of the database, waiting at most `wait`.
    ///
    /// Errors of kind [`DatabaseErrorKind::Locked`] say who holds it, as far as the server tells.
    fn lock<'a>(&'a mut self, wait: Duration) -> BoxFuture<'a, Result<(), DatabaseError>>;

    /// Whether [`lock`](Self::lock) keeps other runners out between transactions. Where it does not
    /// (SQLite: each transaction is the lock), the history is read again inside each.
    fn lock_outlasts_transactions(&self) -> bool {
        true
    }

    /// Gives the migration lock back.
    fn unlock<'a>(&'a mut self) -> BoxFuture<'a, Result<(), DatabaseError>>;

    /// Sets how long the statements that follow may wait and run. Costs nothing where it is so already.
    fn limit<'a>(&'a mut self, _limits: Limits) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(std::future::ready(Ok(())))
    }

    /// Whether the server itself ends a statement that runs longer than its limit says.
    fn keeps_statement_limit(&self) -> bool {
        true
    }

    /// A view of this session from a second connection; none where there can be none.
    fn observer(&self) -> Option<Box<dyn Observer>> {
        None
    }

    /// Takes away what an earlier attempt at a statement left behind where a server cannot undo it, as an
    /// index that `CREATE INDEX CONCURRENTLY` did not finish. Says what it was. Outside transactions only.
    fn clear_remains<'a>(
        &'a mut self,
        _statement: &'a str,
    ) -> BoxFuture<'a, Result<Option<String>, DatabaseError>> {
        Box::pin(std::future::ready(Ok(None)))
    }

    /// Makes sure that a statement outside a transaction made what it says: that an index is valid.
    fn check_made<'a>(&'a mut self, _statement: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(std::future::ready(Ok(())))
    }

    /// Whether a table of that name is there.
    fn has_table<'a>(&'a mut self, table: &'a Name) -> BoxFuture<'a, Result<bool, DatabaseError>>;

    /// The columns of a table in their order, or the values of an enum; none when it is not there.
    /// `name` is as in [`Expectation`](crate::migration::Expectation).
    fn columns<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<Option<Vec<String>>, DatabaseError>>;

    /// What only the live definition of a column holds, where statements write the whole definition anew
    /// and do not name it: `ON UPDATE CURRENT_TIMESTAMP of post.touched`. Always nothing where a definition
    /// is changed piece by piece.
    fn overwritten<'a>(
        &'a mut self,
        _statements: &'a [&'a str],
    ) -> BoxFuture<'a, Result<Vec<String>, DatabaseError>> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }

    /// The columns, `post.touched`, that the server itself would set in rows that the statements change, and
    /// that the statements do not name: those with `ON UPDATE CURRENT_TIMESTAMP`. Always nothing where
    /// there are none.
    fn touched<'a>(
        &'a mut self,
        _statements: &'a [&'a str],
    ) -> BoxFuture<'a, Result<Vec<String>, DatabaseError>> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }

    /// Reads the schema with a fixed number of queries, whatever its size. Our own history tables are
    /// left out.
    fn introspect<'a>(&'a mut self) -> BoxFuture<'a, Result<Introspection, DatabaseError>>;

    /// Judges pairs of expressions over one table: whether the database plans both the same. Writes
    /// nothing. An expression that the server refuses makes its pair unequal.
    fn same_expressions<'a>(
        &'a mut self,
        table: &'a Name,
        pairs: &'a [(String, String)],
    ) -> BoxFuture<'a, Result<Vec<bool>, DatabaseError>>;

    /// Opens the connection anew after it was lost, to the same database, without the migration lock.
    fn reopen<'a>(&'a mut self) -> BoxFuture<'a, Result<(), DatabaseError>> {
        let message = "the connection cannot be opened again";
        let error = DatabaseError::new(DatabaseErrorKind::ConnectionLost, message);
        Box::pin(std::future::ready(Err(error)))
    }

    /// Gives the connection back, or closes it.
    fn close(self: Box<Self>) -> BoxFuture<'static, ()>;
}

/// Something a session can be had from: a pool of sqlx, or a URL by [`connect`].
pub trait Connect: Sync {
    /// Takes or opens a connection.
    fn session(&self) -> BoxFuture<'_, Result<Box<dyn Session>, DatabaseError>>;
}

impl Connect for &str {
    fn session(&self) -> BoxFuture<'_, Result<Box<dyn Session>, DatabaseError>> {
        Box::pin(connect(self))
    }
}

impl Connect for String {
    fn session(&self) -> BoxFuture<'_, Result<Box<dyn Session>, DatabaseError>> {
        Box::pin(connect(self))
    }
}

/// Opens a session by URL: `postgres://…`, `mysql://…`, `mariadb://…`, `sqlite://file`, `sqlite::memory:`.
///
/// Whether a server is MySQL or MariaDB it says itself, whatever the scheme.
///
/// A SQLite file that does not exist is refused unless the URL says `?mode=rwc`.
///
/// # Errors
/// [`DatabaseErrorKind::Url`] for a scheme that is unknown or whose driver is not compiled in, else
/// what the server says; the password is never shown.
pub async fn connect(url: &str) -> Result<Box<dyn Session>, DatabaseError> {
    let scheme = url.split(':').next().unwrap_or_default();
    match scheme {
        #[cfg(feature = "sqlite")]
        "sqlite" => super::sqlite::connect(url).await,
        #[cfg(feature = "postgres")]
        "postgres" | "postgresql" => super::postgres::connect(url).await,
        #[cfg(feature = "mysql")]
        "mysql" | "mariadb" => super::mysql::connect(url).await,
        _ => Err(unknown_scheme(scheme)),
    }
}

fn unknown_scheme(scheme: &str) -> DatabaseError {
    let feature = match scheme {
        "postgres" | "postgresql" => Some("postgres"),
        "mysql" | "mariadb" => Some("mysql"),
        "sqlite" => Some("sqlite"),
        _ => None,
    };
    let (message, help) = match feature {
        Some(feature) => (
            format!("the driver for `{scheme}` URLs is not compiled in"),
            format!("enable the feature `{feature}` of the crate strobila"),
        ),
        // What is no scheme may be a piece of a password: it is not repeated.
        None => (
            "the URL's scheme is not known".to_owned(),
            "use sqlite://path/to/file.db, postgres://user@host/database or mysql://user@host/database"
                .to_owned(),
        ),
    };
    DatabaseError::new(DatabaseErrorKind::Url, message).with_help(help)
}
