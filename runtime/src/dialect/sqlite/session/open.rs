//! Opening a connection, and giving it back as it was taken.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqlitePool};
use sqlx::{ConnectOptions, Connection};

use super::{BUSY, LOOK, SqliteSession, from_sqlx};
use crate::dialect::{BoxFuture, Connect, DatabaseError, DatabaseErrorKind, Session};

/// The pragmas that a session may change, with the value it works with.
pub(super) const KEPT: [(&str, &str); 3] =
    [("foreign_keys", "1"), ("legacy_alter_table", "0"), ("busy_timeout", "5000")];

/// A connection, and whose it is.
pub(super) enum Held {
    Own(SqliteConnection),
    Pooled(PoolConnection<sqlx::Sqlite>),
}

impl Held {
    pub(super) fn connection(&mut self) -> &mut SqliteConnection {
        match self {
            Held::Own(connection) => connection,
            Held::Pooled(connection) => connection,
        }
    }
}

impl Connect for SqlitePool {
    /// Takes a connection of the pool; closing the session gives it back with its pragmas restored.
    fn session(&self) -> BoxFuture<'_, Result<Box<dyn Session>, DatabaseError>> {
        Box::pin(async move {
            let connection = self.acquire().await.map_err(|error| from_sqlx(&error))?;
            SqliteSession::start(Held::Pooled(connection)).await
        })
    }
}

/// Opens the file (or the memory) that a `sqlite:` URL names.
pub(in crate::dialect) async fn connect(url: &str) -> Result<Box<dyn Session>, DatabaseError> {
    let wrong = |message: String| {
        DatabaseError::new(DatabaseErrorKind::Url, message)
            .with_help("use sqlite://path/to/file.db or sqlite::memory:")
    };
    let options = SqliteConnectOptions::from_str(url).map_err(|error| wrong(error.to_string()))?;
    let (database, parameters) = url.split_once('?').unwrap_or((url, ""));
    let says = |parameter: &str| parameters.split('&').any(|other| other == parameter);
    let in_memory = database.ends_with(":memory:") || says("mode=memory");
    let file = options.get_filename().to_owned();
    if !in_memory {
        if file.as_os_str().is_empty() {
            return Err(wrong("the URL names no file".to_owned()));
        }
        if !says("mode=rwc") && !file.exists() {
            return Err(missing(&file));
        }
    }
    let opened = options.busy_timeout(BUSY).foreign_keys(true).disable_statement_logging().connect().await;
    let connection = opened.map_err(|error| about(&file, from_sqlx(&error)))?;
    SqliteSession::start(Held::Own(connection)).await.map_err(|error| about(&file, error))
}

fn missing(file: &Path) -> DatabaseError {
    let message = format!("there is no database file `{}`", file.display());
    DatabaseError::new(DatabaseErrorKind::Connect, message).with_help(
        "mend the path, or make the database with db:migrate --create or `?mode=rwc` at the end of the URL",
    )
}

fn about(file: &Path, mut error: DatabaseError) -> DatabaseError {
    error.message = format!("cannot open `{}`: {}", file.display(), error.message);
    if error.kind != DatabaseErrorKind::Locked {
        error.kind = DatabaseErrorKind::Connect;
    }
    error
}

impl SqliteSession {
    async fn start(held: Held) -> Result<Box<dyn Session>, DatabaseError> {
        let interrupted = Arc::new(AtomicBool::new(false));
        let mut session = SqliteSession {
            held: Some(held),
            found: Vec::new(),
            dirty: false,
            bracket: None,
            turn: BUSY,
            busy: BUSY,
            interrupted: Arc::clone(&interrupted),
        };
        // The first look at the file: one that is no database fails here, before anything is done.
        session.pragma("schema_version").await?;
        for (name, _) in KEPT {
            let value = session.pragma(name).await?;
            session.found.push(value);
        }
        session.dirty = session.differs();
        for (name, value) in KEPT {
            session.set_pragma(name, value).await?;
        }
        let mut handle = session.connection()?.lock_handle().await.map_err(|error| from_sqlx(&error))?;
        handle.set_progress_handler(LOOK, move || !interrupted.load(Ordering::Relaxed));
        drop(handle);
        Ok(Box::new(session))
    }

    fn differs(&self) -> bool {
        KEPT.iter().zip(&self.found).any(|((_, value), found)| value != found)
    }

    /// Rolls back what is open, restores the pragmas, and gives the connection back or closes it.
    pub(super) async fn give_back(&mut self) {
        let clean = self.undo_bracket().await.is_ok() && self.restore().await.is_ok();
        match self.held.take() {
            Some(Held::Pooled(connection)) if clean => drop(connection),
            Some(Held::Pooled(connection)) => discard(connection.detach()).await,
            Some(Held::Own(connection)) => discard(connection).await,
            None => {}
        }
    }

    async fn restore(&mut self) -> Result<(), DatabaseError> {
        for ((name, _), found) in KEPT.into_iter().zip(self.found.clone()) {
            self.set_pragma(name, &found).await?;
        }
        if let Ok(mut handle) = self.connection()?.lock_handle().await {
            handle.remove_progress_handler();
        }
        self.dirty = false;
        Ok(())
    }
}

async fn discard(connection: SqliteConnection) {
    // What is left to do when closing fails is nothing: the file's locks go with the handle.
    let _ = connection.close().await;
}

impl Drop for SqliteSession {
    fn drop(&mut self) {
        // A pool would lend the connection again with its transaction open or its switches wrong.
        if let Some(Held::Pooled(connection)) = self.held.take() {
            if self.dirty || self.differs() || self.busy != BUSY {
                drop(connection.detach());
            } else {
                drop(connection);
            }
        }
    }
}
