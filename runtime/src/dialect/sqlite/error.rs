//! What went wrong, in the terms of [`DatabaseError`].

use super::rebuild::REFUSED;
use crate::dialect::{DatabaseError, DatabaseErrorKind};

/// An error of ours about a statement.
pub(super) fn refused(message: impl Into<String>, help: Option<&str>) -> DatabaseError {
    DatabaseError {
        help: help.map(str::to_owned),
        ..DatabaseError::new(DatabaseErrorKind::Statement, message)
    }
}

/// What the driver reported.
pub(super) fn from_sqlx(error: &sqlx::Error) -> DatabaseError {
    let sqlx::Error::Database(reported) = error else {
        return from_driver(error);
    };
    let code = reported.code().map(|code| code.into_owned());
    // The low byte is the primary result code: 5 busy, 6 locked, 9 interrupted, 8 read-only, 13 full, 14 cannot open,
    // 26 not a database.
    let primary = code.as_deref().and_then(|code| code.parse::<i32>().ok()).map(|code| code & 0xff);
    let (kind, help) = match primary {
        Some(5 | 6) => (
            DatabaseErrorKind::Locked,
            Some("another connection is writing to the file; run again when it is done"),
        ),
        Some(9) => (DatabaseErrorKind::Canceled, None),
        Some(14) => (
            DatabaseErrorKind::Connect,
            Some("the path must name a file, in a folder that this user may use"),
        ),
        Some(26) => (DatabaseErrorKind::Connect, Some("the path must name a SQLite database")),
        Some(8) => (
            DatabaseErrorKind::Statement,
            Some("the file or its directory is not writable, or the URL says mode=ro"),
        ),
        _ => (DatabaseErrorKind::Statement, None),
    };
    let message = refused_value(reported.message()).unwrap_or_else(|| reported.message().to_owned());
    DatabaseError { kind, message, code, position: None, help: help.map(str::to_owned) }
}

fn from_driver(error: &sqlx::Error) -> DatabaseError {
    let kind = match error {
        sqlx::Error::Configuration(_) => DatabaseErrorKind::Url,
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => {
            DatabaseErrorKind::Connect
        }
        sqlx::Error::WorkerCrashed => DatabaseErrorKind::ConnectionLost,
        _ => DatabaseErrorKind::Statement,
    };
    DatabaseError::new(kind, error.to_string())
}

/// What a conversion of ours says about a value that it refuses, out of the words around it.
fn refused_value(message: &str) -> Option<String> {
    let words = ["bad JSON path: '", "JSON path error near '"];
    let text = words.iter().find_map(|words| message.strip_prefix(words))?.strip_suffix('\'')?;
    let is_ours = text.starts_with('"') && text.contains(&format!("\" {REFUSED} no "));
    is_ours.then(|| text.replace("''", "'"))
}
