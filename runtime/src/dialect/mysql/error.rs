//! What the server or the driver reports, in our own form.

use std::io;

use sqlx::mysql::MySqlDatabaseError;

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
        Some("1044" | "1045" | "1698") => "check the user, the password and the database of the URL",
        Some("1049") => "make it with CREATE DATABASE, or correct the name at the end of the URL",
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
            return match error.try_downcast_ref::<MySqlDatabaseError>() {
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

fn of_server(error: &MySqlDatabaseError) -> DatabaseError {
    let kind = kind_of(error.number());
    let help = match error.number() {
        1205 => Some("another session holds a lock on the table: SHOW FULL PROCESSLIST names it".to_owned()),
        _ => None,
    };
    DatabaseError {
        kind,
        message: error.message().to_owned(),
        code: Some(error.number().to_string()),
        position: None,
        help,
    }
}

fn kind_of(number: u16) -> DatabaseErrorKind {
    match number {
        // A lock was waited for too long, a deadlock, NOWAIT.
        1205 | 1213 | 3572 => DatabaseErrorKind::Locked,
        // Too many connections, refused logins, blocked hosts, no such database.
        1040 | 1044 | 1045 | 1049 | 1129 | 1130 | 1203 | 1226 | 1698 | 3118 | 3159 => {
            DatabaseErrorKind::Connect
        }
        // Shutdown, network errors, killed, idle for too long.
        1053 | 1077..=1081 | 1158..=1161 | 1184 | 1927 | 3169 | 4031 => DatabaseErrorKind::ConnectionLost,
        _ => DatabaseErrorKind::Statement,
    }
}
