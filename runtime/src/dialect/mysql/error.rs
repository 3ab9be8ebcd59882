//! What the server reports, in our own form.

use sqlx::mysql::MySqlDatabaseError;

use super::super::server::error::Reported;
use super::super::{DatabaseError, DatabaseErrorKind};

/// How the server's errors are read.
pub(super) const REPORTED: Reported = Reported { read, login_help };

fn login_help(code: &str) -> Option<&'static str> {
    match code {
        "1044" | "1045" | "1698" => Some("check the user, the password and the database of the URL"),
        "1049" => Some(
            "make it with db:create, or with db:setup, which migrates too; or correct the name at the end of the URL",
        ),
        _ => None,
    }
}

fn read(error: &dyn sqlx::error::DatabaseError) -> DatabaseError {
    let Some(error) = error.try_downcast_ref::<MySqlDatabaseError>() else {
        return DatabaseError::new(DatabaseErrorKind::Statement, error.message());
    };
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
        // Ended by KILL QUERY, or by the limit of MariaDB or MySQL.
        1317 | 1969 | 3024 => DatabaseErrorKind::Canceled,
        // Too many connections, refused logins, blocked hosts, no such database.
        1040 | 1044 | 1045 | 1049 | 1129 | 1130 | 1203 | 1226 | 1698 | 3118 | 3159 => {
            DatabaseErrorKind::Connect
        }
        // Shutdown, network errors, killed, idle for too long.
        1053 | 1077..=1081 | 1158..=1161 | 1184 | 1927 | 3169 | 4031 => DatabaseErrorKind::ConnectionLost,
        _ => DatabaseErrorKind::Statement,
    }
}
