//! What the server or the driver reports, in our own form.

use std::io;

use sqlx::postgres::{PgDatabaseError, PgErrorPosition};

use super::super::{DatabaseError, DatabaseErrorKind};

/// A failure of a statement on an open connection.
pub(super) fn of_statement(error: sqlx::Error) -> DatabaseError {
    convert(error, DatabaseErrorKind::ConnectionLost)
}

/// A failure to reach the server at `place`, or to log in.
pub(super) fn of_connect(error: sqlx::Error, place: &str) -> DatabaseError {
    let unreachable = matches!(error, sqlx::Error::Io(_) | sqlx::Error::Tls(_));
    let mut error = convert(error, DatabaseErrorKind::Connect);
    if matches!(error.kind, DatabaseErrorKind::Statement | DatabaseErrorKind::ConnectionLost) {
        error.kind = DatabaseErrorKind::Connect;
    }
    if unreachable {
        error.message = format!("cannot reach the server at {place}: {}", error.message);
    }
    let help = match error.code.as_deref() {
        Some("28P01" | "28000") => "check the user and the password of the URL",
        Some("3D000") => "make it with `createdb`, or correct the name at the end of the URL",
        Some(_) => return error,
        None => "check the host and the port of the URL, and that the server is up",
    };
    error.help.get_or_insert_with(|| help.to_owned());
    error
}

/// A failure that the server has no part in.
pub(super) fn ours(kind: DatabaseErrorKind, message: impl Into<String>) -> DatabaseError {
    DatabaseError { kind, message: message.into(), code: None, position: None, help: None }
}

/// `gone` is what it means when the connection breaks.
fn convert(error: sqlx::Error, gone: DatabaseErrorKind) -> DatabaseError {
    let (kind, message) = match error {
        sqlx::Error::Database(error) => {
            return match error.try_downcast_ref::<PgDatabaseError>() {
                Some(error) => of_server(error),
                None => ours(DatabaseErrorKind::Statement, error.message()),
            };
        }
        sqlx::Error::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            (gone, "the server closed the connection".to_owned())
        }
        sqlx::Error::Io(error) => (gone, error.to_string()),
        sqlx::Error::Tls(error) => (gone, format!("no TLS connection: {error}")),
        sqlx::Error::PoolTimedOut => {
            (DatabaseErrorKind::Connect, "the pool has no free connection, and none came in time".to_owned())
        }
        sqlx::Error::PoolClosed => (DatabaseErrorKind::Connect, "the pool is closed".to_owned()),
        // After an answer that the driver does not understand nothing on this connection can be trusted.
        other => (gone, other.to_string()),
    };
    ours(kind, message)
}

fn of_server(error: &PgDatabaseError) -> DatabaseError {
    let (position, inner) = match error.position() {
        Some(PgErrorPosition::Original(position)) => (Some(position), None),
        Some(PgErrorPosition::Internal { query, .. }) => (None, Some(format!("in: {query}"))),
        None => (None, None),
    };
    // Detail and hint are sentences of the server's, each on a line of its own.
    let help: Vec<String> = [error.detail().map(str::to_owned), error.hint().map(str::to_owned), inner]
        .into_iter()
        .flatten()
        .collect();
    DatabaseError {
        kind: kind_of(error.code()),
        message: error.message().to_owned(),
        code: Some(error.code().to_owned()),
        position,
        help: (!help.is_empty()).then(|| help.join("\n")),
    }
}

fn kind_of(code: &str) -> DatabaseErrorKind {
    match code {
        "55P03" => DatabaseErrorKind::Locked,
        "28000" | "28P01" | "3D000" | "53300" | "57P03" => DatabaseErrorKind::Connect,
        "57P01" | "57P02" | "57P04" | "57P05" | "25P03" | "25P04" => DatabaseErrorKind::ConnectionLost,
        code if code.starts_with("08") => DatabaseErrorKind::ConnectionLost,
        _ => DatabaseErrorKind::Statement,
    }
}
